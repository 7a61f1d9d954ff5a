"""Every public estimator and function that can keep people waiting, with data that make it: for tests of Ctrl-C."""

from __future__ import annotations

from dataclasses import dataclass

# What a pass over the data does. A gigabyte takes each of them less than a second.
SHORT = {
    **dict.fromkeys(("StandardScaler", "MinMaxScaler"), "two passes over the data"),
    **dict.fromkeys(("BernoulliNB", "ComplementNB", "GaussianNB", "MultinomialNB"), "a pass and a product"),
}


@dataclass(frozen=True)
class Long:
    """Code that runs for long: the data, an expression for the estimator, and the call that is interrupted.

    `small` are parameters with which the same estimator is quick; `returns` marks a fit that, as scikit-learn's, ends
    at Ctrl-C with what it has.
    """

    data: str
    model: str
    call: str = "model.fit(X, y)"
    small: str = "{}"
    returns: bool = False
    quick: bool = False


def _table(n: int, p: int, y: str) -> str:
    return f"X = rng.normal(size=({n}, {p})); y = {y}"


def _classes(n: int, p: int, k: int = 2) -> str:
    return _table(n, p, f"rng.integers(0, {k}, {n})")


def _numbers(n: int, p: int) -> str:
    return _table(n, p, f"rng.normal(size={n})")


_ALIKE = "X = rng.normal(size=(3000, 3000)) + 20 * rng.normal(size=(3000, 1)); y = rng.normal(size=3000)"
_WORDS = "X = rng.integers(0, 10**9, size=(2_000_000, 2)).astype(str).astype(object); y = None"
_EVER = "max_iter=10**8, tol=1e-300"
_PATH = "{}(X, y, **(dict(eps=1e-6, max_iter=10**8, tol=1e-300) if len(X) > 1000 else {{}}))"
_FEW = "dict(max_iter=20)"
_SMALL_FOREST = "dict(n_estimators=3)"

LONG: dict[str, Long] = {
    # Linear models.
    "LinearRegression": Long(_numbers(60_000, 1500), "LinearRegression()"),
    "LinearRegression, rank told": Long(
        "X = rng.normal(size=(4000, 800)); X = np.hstack([X, X, X]); y = X[:, 0]", "LinearRegression()"
    ),
    "LinearRegression, positive": Long(
        _numbers(5000, 1500), "LinearRegression(positive=True)", small="dict(positive=False)"
    ),
    "Ridge": Long(_numbers(60_000, 1500), "Ridge()"),
    "RidgeCV": Long(_numbers(6000, 2500), "RidgeCV()"),
    "Lasso": Long(_ALIKE, f"Lasso(alpha=1e-7, {_EVER})", small=_FEW),
    "Lasso, many rows": Long(_numbers(200_000, 300), f"Lasso(alpha=1e-9, {_EVER})", small=_FEW),
    "ElasticNet": Long(_ALIKE, f"ElasticNet(alpha=1e-7, selection='random', random_state=0, {_EVER})", small=_FEW),
    "lasso_path": Long(_ALIKE, "", _PATH.format("lasso_path")),
    "enet_path": Long(_ALIKE, "", _PATH.format("enet_path")),
    "LogisticRegression": Long(
        _classes(20_000, 10),
        "LogisticRegression(solver='gradient descent', max_iter=10**7, tol=1e-300)",
        small=_FEW,
        quick=True,
    ),
    "LogisticRegression, Newton": Long(
        _classes(100_000, 300, 5), "LogisticRegression(max_iter=10**7, tol=1e-300, C=1e9)", small=_FEW
    ),
    "LogisticRegression, l1": Long(
        _classes(20_000, 500, 5),
        "LogisticRegression(l1_ratio=1, solver='saga', max_iter=10**7, tol=1e-300)",
        small=_FEW,
    ),
    "LogisticRegressionCV": Long(
        _classes(100_000, 60, 5), "LogisticRegressionCV(Cs=1000, tol=1e-12)", small="dict(Cs=2)"
    ),
    "Perceptron": Long(_classes(20_000, 10), "Perceptron(max_iter=10**7, tol=None, random_state=0)", small=_FEW),
    "SGDClassifier": Long(
        _classes(20_000, 10), "SGDClassifier(max_iter=10**7, tol=None, random_state=0)", small=_FEW, quick=True
    ),
    "SGDClassifier, long epochs": Long(
        _classes(2_000_000, 40, 5), "SGDClassifier(max_iter=10**7, tol=None, random_state=0)", small=_FEW
    ),
    "SGDRegressor": Long(_numbers(20_000, 10), "SGDRegressor(max_iter=10**7, tol=None, random_state=0)", small=_FEW),
    # Support vector machines.
    "SVC": Long(_classes(20_000, 10), "SVC(C=1e6, tol=1e-9, gamma=5.0)", quick=True),
    "SVC, four classes": Long(_classes(60_000, 10, 4), "SVC(C=1e6, tol=1e-9, gamma=5.0)"),
    "SVC, predict": Long(
        _classes(300_000, 10), "SVC()", "model.fit(X[:10_000], y[:10_000]); begin(); model.predict(np.vstack([X] * 4))"
    ),
    "SVR": Long(_numbers(20_000, 10), "SVR(C=1e6, tol=1e-9, gamma=5.0)"),
    "OneClassSVM": Long(_numbers(60_000, 10), "OneClassSVM(tol=1e-9, gamma=5.0)"),
    "LinearSVC": Long(_classes(300_000, 100, 4), f"LinearSVC(C=1e4, {_EVER})", small=_FEW),
    "LinearSVC, hinge": Long(_classes(300_000, 100, 4), f"LinearSVC(C=1e4, loss='hinge', {_EVER})", small=_FEW),
    "LinearSVC, l1": Long(
        _classes(300_000, 100, 4), f"LinearSVC(C=1e4, penalty='l1', dual=False, {_EVER})", small=_FEW
    ),
    "LinearSVR": Long(_numbers(300_000, 100), f"LinearSVR(C=1e4, {_EVER})", small=_FEW),
    # Trees and forests.
    "DecisionTreeClassifier": Long(_classes(2_000_000, 30), "DecisionTreeClassifier(random_state=0)"),
    "DecisionTreeClassifier, best first": Long(
        _classes(2_000_000, 30), "DecisionTreeClassifier(max_leaf_nodes=100_000, random_state=0)"
    ),
    "DecisionTreeRegressor": Long(_numbers(2_000_000, 30), "DecisionTreeRegressor(random_state=0)"),
    "DecisionTreeRegressor, medians": Long(
        _numbers(300_000, 30),
        "DecisionTreeRegressor(criterion='absolute_error', random_state=0)",
        small="dict(criterion='squared_error')",
    ),
    "ExtraTreeClassifier": Long(_classes(2_000_000, 30), "ExtraTreeClassifier(max_features=None, random_state=0)"),
    "ExtraTreeRegressor": Long(_numbers(2_000_000, 30), "ExtraTreeRegressor(random_state=0)"),
    "RandomForestClassifier": Long(
        _classes(20_000, 10), "RandomForestClassifier(20_000, random_state=0)", small=_SMALL_FOREST, quick=True
    ),
    "RandomForestClassifier, large trees": Long(
        _classes(1_000_000, 30), "RandomForestClassifier(100, random_state=0, n_jobs=2)", small=_SMALL_FOREST
    ),
    "RandomForestClassifier, predict": Long(
        _classes(20_000, 10),
        "RandomForestClassifier(100, random_state=0, n_jobs=2)",
        "model.fit(X, y); big = np.vstack([X] * 200); begin(); model.predict(big)",
        small=_SMALL_FOREST,
    ),
    "RandomForestRegressor": Long(
        _numbers(1_000_000, 10), "RandomForestRegressor(1000, random_state=0)", small=_SMALL_FOREST
    ),
    "ExtraTreesClassifier": Long(
        _classes(1_000_000, 30), "ExtraTreesClassifier(1000, random_state=0)", small=_SMALL_FOREST
    ),
    "ExtraTreesRegressor": Long(
        _numbers(1_000_000, 30), "ExtraTreesRegressor(1000, random_state=0, n_jobs=2)", small=_SMALL_FOREST
    ),
    # Clusters.
    "KMeans": Long(
        _numbers(20_000, 10),
        "KMeans(200, n_init=5000, random_state=0)",
        small="dict(n_clusters=3, n_init=1)",
        quick=True,
    ),
    "KMeans, large": Long(
        _numbers(2_000_000, 30),
        "KMeans(300, n_init=1, max_iter=10**6, tol=0, random_state=0)",
        small="dict(n_clusters=3)",
    ),
    "MiniBatchKMeans": Long(
        _numbers(1_000_000, 30),
        "MiniBatchKMeans(300, n_init=1, max_iter=10**6, tol=0, max_no_improvement=None, random_state=0)",
        small="dict(n_clusters=3, max_iter=10)",
    ),
    "BisectingKMeans": Long(
        _numbers(1_000_000, 30), "BisectingKMeans(3000, random_state=0)", small="dict(n_clusters=3)"
    ),
    "kmeans_plusplus": Long(
        _numbers(1_000_000, 30), "", "kmeans_plusplus(X, 5000 if len(X) > 1000 else 5, random_state=0)"
    ),
    "AgglomerativeClustering": Long(_numbers(40_000, 30), "AgglomerativeClustering()"),
    **{
        f"AgglomerativeClustering, {how}": Long(
            _numbers(n, 30), f"AgglomerativeClustering(linkage='{how}')", small="dict(linkage='ward')"
        )
        for how, n in (("average", 25_000), ("complete", 25_000), ("single", 100_000))
    },
    "linkage": Long(_numbers(40_000, 30), "", "linkage(X, 'ward')"),
    "linkage, centroid": Long(_numbers(40_000, 30), "", "linkage(X, 'centroid')"),
    # Neighbours.
    "NearestNeighbors": Long(_numbers(150_000, 30), "NearestNeighbors()", "model.fit(X); begin(); model.kneighbors(X)"),
    "NearestNeighbors, by tree": Long(
        _numbers(3_000_000, 4), "NearestNeighbors()", "model.fit(X); begin(); model.kneighbors(X)"
    ),
    "NearestNeighbors, cosine": Long(
        _numbers(60_000, 30), "NearestNeighbors(metric='cosine')", "model.fit(X); begin(); model.kneighbors(X)"
    ),
    "KNeighborsClassifier": Long(
        _classes(150_000, 30, 3), "KNeighborsClassifier()", "model.fit(X, y); begin(); model.predict(X)"
    ),
    "KNeighborsRegressor": Long(
        _numbers(150_000, 30), "KNeighborsRegressor()", "model.fit(X, y); begin(); model.predict(X)"
    ),
    "RadiusNeighborsClassifier": Long(
        _classes(60_000, 30, 3),
        "RadiusNeighborsClassifier(5.0, outlier_label=0)",
        "model.fit(X, y); begin(); model.predict(X)",
    ),
    # Networks.
    "MLPClassifier": Long(
        _classes(20_000, 10, 3),
        "MLPClassifier(max_iter=10**6, n_iter_no_change=10**6, random_state=0)",
        small=_FEW,
        returns=True,
        quick=True,
    ),
    "MLPClassifier, large": Long(
        _classes(30_000, 784, 10), "MLPClassifier((800, 800), max_iter=10**6, random_state=0)", small=_FEW, returns=True
    ),
    "MLPRegressor": Long(
        _numbers(20_000, 10),
        "MLPRegressor(max_iter=10**6, n_iter_no_change=10**6, random_state=0)",
        small=_FEW,
        returns=True,
    ),
    "MLPRegressor, lbfgs": Long(
        _numbers(60_000, 300),
        "MLPRegressor(hidden_layer_sizes=(300, 300), max_iter=10**6, solver='lbfgs', tol=0, random_state=0)",
        small=_FEW,
        returns=True,
    ),
    "Sequential": Long(
        _classes(60_000, 784, 10),
        "network([layers.Dense(500, 'relu'), layers.Dense(10, 'softmax')])",
        "model.fit(X, y, epochs=1000 if len(X) > 1000 else 2, verbose=0)",
    ),
    "Sequential, convolutions": Long(
        "X = rng.normal(size=(6000, 64, 64, 3)).astype('f'); y = rng.integers(0, 10, 6000)",
        "network([layers.Conv2D(32, 3, activation='relu'), layers.MaxPooling2D(), layers.Flatten(), "
        "layers.Dense(10, 'softmax')])",
        "model.fit(X, y, epochs=1000 if len(X) > 1000 else 2, batch_size=1000, verbose=0)",
    ),
    # Preparations and others.
    "CategoricalNB": Long(
        "X = rng.integers(0, 10, size=(2_000_000, 50)); y = rng.integers(0, 100, 2_000_000)",
        "CategoricalNB()",
        "model.fit(X, y); begin(); model.predict(X)",
    ),
    "SimpleImputer": Long(
        "X = rng.normal(size=(4_000_000, 40)); X[::7] = np.nan; y = None", "SimpleImputer(strategy='median')"
    ),
    "PolynomialFeatures": Long(
        "X = rng.normal(size=(8_000, 20)); y = None", "PolynomialFeatures(5)", "model.fit_transform(X)"
    ),
    "OneHotEncoder": Long(_WORDS, "OneHotEncoder()", "model.fit_transform(X)"),
    "OrdinalEncoder": Long(_WORDS, "OrdinalEncoder()", "model.fit_transform(X)"),
    "LabelEncoder": Long(_WORDS + "; X = X[:, 0]", "LabelEncoder()", "model.fit_transform(X)"),
}
