"""torch, JAX and CuPy: the same functions on their arrays, where these live, by the array API standard."""

# What estimators do with such arrays: class -> method -> the function that does it, in this package.
METHODS: dict[str, dict[str, str]] = {
    "KMeans": {
        "fit": "k_means:fit",
        "predict": "k_means:predict",
        "score": "k_means:score",
        "transform": "k_means:transform",
    },
    "KNeighborsClassifier": {
        "fit": "neighbours:fit_classes",
        "kneighbors": "neighbours:kneighbors",
        "predict": "neighbours:predict_class",
        "predict_proba": "neighbours:predict_proba",
    },
    "KNeighborsRegressor": {
        "fit": "neighbours:fit_numbers",
        "kneighbors": "neighbours:kneighbors",
        "predict": "neighbours:predict_number",
    },
    "LinearRegression": {"fit": "linear_regression:fit", "predict": "linear_regression:predict"},
    "LogisticRegression": {
        "decision_function": "logistic_regression:decision_function",
        "fit": "logistic_regression:fit",
        "predict": "logistic_regression:predict",
        "predict_log_proba": "logistic_regression:predict_log_proba",
        "predict_proba": "logistic_regression:predict_proba",
    },
    "MLPClassifier": {
        "predict": "perceptrons:predict_class",
        "predict_log_proba": "perceptrons:predict_log_proba",
        "predict_proba": "perceptrons:predict_proba",
    },
    "MLPRegressor": {"predict": "perceptrons:predict_number"},
    "NearestNeighbors": {"fit": "neighbours:fit", "kneighbors": "neighbours:kneighbors"},
    "Sequential": {"predict": "network:predict"},
    "StandardScaler": {
        "fit": "standard_scaler:fit",
        "inverse_transform": "standard_scaler:inverse_transform",
        "transform": "standard_scaler:transform",
    },
}
