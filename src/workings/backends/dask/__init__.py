"""dask arrays and data frames, and data that come in batches: what can be merged is computed part by part."""

# What estimators do with dask's collections: class -> method -> the function that does it, in this package.
METHODS: dict[str, dict[str, str]] = {
    "BernoulliNB": {
        "fit": "fits:fit_counts",
        "predict": "rows:predict",
        "predict_joint_log_proba": "rows:predict_joint_log_proba",
        "predict_log_proba": "rows:predict_log_proba",
        "predict_proba": "rows:predict_proba",
    },
    "ExtraTreesClassifier": {
        "fit": "forests:fit_classes",
        "predict": "rows:predict",
        "predict_log_proba": "rows:predict_log_proba",
        "predict_proba": "rows:predict_proba",
    },
    "ExtraTreesRegressor": {"fit": "forests:fit_numbers", "predict": "rows:predict"},
    "GaussianNB": {
        "fit": "fits:fit_gaussian",
        "predict": "rows:predict",
        "predict_joint_log_proba": "rows:predict_joint_log_proba",
        "predict_log_proba": "rows:predict_log_proba",
        "predict_proba": "rows:predict_proba",
    },
    "KMeans": {
        "fit": "k_means:fit",
        "predict": "rows:predict",
        "score": "k_means:score",
        "transform": "rows:transform",
    },
    "KNeighborsClassifier": {
        "fit": "neighbours:fit_classes",
        "kneighbors": "neighbours:kneighbors",
        "predict": "neighbours:predict",
        "predict_proba": "neighbours:predict_proba",
    },
    "KNeighborsRegressor": {
        "fit": "neighbours:fit_numbers",
        "kneighbors": "neighbours:kneighbors",
        "predict": "neighbours:predict",
    },
    "LinearRegression": {"fit": "fits:fit_least_squares", "predict": "rows:predict"},
    "LogisticRegression": {
        "decision_function": "rows:decision_function",
        "fit": "logistic:fit",
        "predict": "rows:predict",
        "predict_log_proba": "rows:predict_log_proba",
        "predict_proba": "rows:predict_proba",
    },
    "MLPClassifier": {
        "fit": "perceptrons:fit",
        "partial_fit": "perceptrons:partial_fit_classes",
        "predict": "rows:predict",
        "predict_log_proba": "rows:predict_log_proba",
        "predict_proba": "rows:predict_proba",
    },
    "MLPRegressor": {
        "fit": "perceptrons:fit",
        "partial_fit": "perceptrons:partial_fit_numbers",
        "predict": "rows:predict",
    },
    "MiniBatchKMeans": {
        "fit": "mini_batches:fit",
        "partial_fit": "mini_batches:partial_fit",
        "predict": "rows:predict",
        "score": "k_means:score",
        "transform": "rows:transform",
    },
    "MultinomialNB": {
        "fit": "fits:fit_counts",
        "predict": "rows:predict",
        "predict_joint_log_proba": "rows:predict_joint_log_proba",
        "predict_log_proba": "rows:predict_log_proba",
        "predict_proba": "rows:predict_proba",
    },
    "NearestNeighbors": {"fit": "neighbours:fit", "kneighbors": "neighbours:kneighbors"},
    "OneHotEncoder": {"fit": "encoder:fit", "transform": "encoder:transform"},
    "RandomForestClassifier": {
        "fit": "forests:fit_classes",
        "predict": "rows:predict",
        "predict_log_proba": "rows:predict_log_proba",
        "predict_proba": "rows:predict_proba",
    },
    "RandomForestRegressor": {"fit": "forests:fit_numbers", "predict": "rows:predict"},
    "Ridge": {"fit": "fits:fit_least_squares", "predict": "rows:predict"},
    "SimpleImputer": {"fit": "fits:fit_imputer", "transform": "rows:transform"},
    "StandardScaler": {
        "fit": "fits:fit_scaler",
        "inverse_transform": "rows:inverse_transform",
        "transform": "rows:transform",
    },
}
