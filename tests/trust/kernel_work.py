"""One piece of work for each kind of kernel, small but on the kernels' way, and the same numbers every time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray


def data(n: int = 3000, p: int = 8) -> tuple[Array, Array]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, p))
    return X, (X[:, 0] * X[:, 1] > 0).astype(int) + (X[:, 2] > 1)


def predicted(package: str, name: str, n: int = 3000, p: int = 8, **given: Any) -> Array:
    """Return what a fit on the data says of them."""
    import importlib

    X, y = data(n, p)
    model = getattr(importlib.import_module(f"workings.{package}"), name)(**given).fit(X, y)
    return np.asarray(model.predict(X))


def convolutions() -> Array:
    from workings.neural_network import Sequential, layers

    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(256, 12, 12, 3)).astype(np.float32), rng.integers(0, 3, 256)
    parts = [layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(), layers.Flatten()]
    model = Sequential([*parts, layers.Dense(3, "softmax")], seed=0)
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(X, y, epochs=2, verbose=0)
    return model.predict(X)


def softmax_family() -> Array:
    import workings

    X, y = data(4000, 50)
    parts = [
        workings.softmax(X),
        workings.softmax(X.reshape(-1, 1000)),
        workings.log_softmax(X, axis=0),
        workings.logsumexp(X),
        workings.sigmoid(X),
    ]
    return np.concatenate([one.ravel() for one in (*parts, workings.cross_entropy_gradient(X, y))])


def product() -> Array:
    from workings.kernels.matrix_product import multiply

    rng = np.random.default_rng(0)
    A, B = rng.normal(size=(700, 300)), rng.normal(size=(300, 200))
    out = np.empty((700, 200))
    multiply(A, B, out)
    return out


def trees_of(method: str) -> Array:
    from workings.cluster import linkage

    return linkage(data(800)[0], method)


def prepared() -> Array:
    from workings.preprocessing import OrdinalEncoder, PolynomialFeatures, StandardScaler

    X, y = data(40_000)
    words = np.array(["red", "green", "blue"], dtype=object)[y][:, None]
    parts = [StandardScaler().fit_transform(X), PolynomialFeatures().fit_transform(X[:9000])]
    return np.concatenate([one.ravel() for one in (*parts, OrdinalEncoder().fit_transform(words))])


# Their results are compared bit by bit between threads and processes.
WORK: dict[str, Callable[[], Array]] = {
    "logistic regression": lambda: predicted("linear_model", "LogisticRegression"),
    "lasso": lambda: predicted("linear_model", "Lasso", alpha=0.01),
    "sgd": lambda: predicted("linear_model", "SGDClassifier", random_state=0, max_iter=20, tol=None),
    "svm and rbf sums": lambda: predicted("svm", "SVC"),
    "linear svm": lambda: predicted("svm", "LinearSVC"),
    "neighbours by tree": lambda: predicted("neighbors", "KNeighborsClassifier"),
    "neighbours by screen": lambda: predicted("neighbors", "KNeighborsClassifier", p=40),
    "tree": lambda: predicted("tree", "DecisionTreeClassifier", random_state=0),
    "forest search": lambda: predicted("ensemble", "RandomForestClassifier", 21_000, n_estimators=10, random_state=0),
    "extra trees": lambda: predicted("ensemble", "ExtraTreesRegressor", n_estimators=5, random_state=0),
    "k-means": lambda: predicted("cluster", "KMeans", 5000, n_clusters=10, n_init=1, random_state=0),
    "perceptron epochs": lambda: predicted("neural_network", "MLPClassifier", 3000, 20, max_iter=5, random_state=0),
    "naive Bayes": lambda: predicted("naive_bayes", "GaussianNB", 20_000),
    "convolutions": convolutions,
    "softmax": softmax_family,
    "matrix product": product,
    "ward": lambda: trees_of("ward"),
    "average": lambda: trees_of("average"),
    "preparation": prepared,
}


def work(name: str) -> Array:
    """Return the result of one piece of work."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return WORK[name]()
