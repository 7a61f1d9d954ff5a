"""One piece of work for each kind of kernel, small but on the kernels' way, and the same numbers every time."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.sparse

import workings.kernels
from workings.kernels._jit import _Cache

Array = np.ndarray


def data(n: int = 3000, p: int = 8) -> tuple[Array, Array]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, p))
    return X, (X[:, 0] * X[:, 1] > 0).astype(int) + (X[:, 2] > 1)


def predicted(package: str, name: str, n: int = 3000, p: int = 8, how: str = "predict", **given: Any) -> Array:
    """Return what a fit on the data says of them."""
    X, y = data(n, p)
    model = getattr(importlib.import_module(f"workings.{package}"), name)(**given).fit(X, y)
    return np.asarray(getattr(model, how)(X))


def counted(name: str, turned: Callable[[Array], Any] = np.asarray) -> Array:
    """Return the logarithms of probabilities by a naive Bayes of counts."""
    from workings import naive_bayes

    X, y = data(10_000, 12)
    X = turned(np.floor(np.abs(2 * X)))
    return getattr(naive_bayes, name)().fit(X, y).predict_log_proba(X)


def of_documents(package: str, name: str, n: int, p: int, **given: Any) -> Array:
    """Return the decisions of a linear model of sparse samples."""
    model = getattr(importlib.import_module(f"workings.{package}"), name)
    X = scipy.sparse.random_array((n, p), density=0.01, rng=np.random.default_rng(0)).tocsr()
    y = (X[:, : p // 2].sum(axis=1) > 0.002 * p).astype(int)
    return model(**given).fit(X, y).decision_function(X)


def with_gaps() -> Array:
    """Return what trees make of missing numbers, and a forest of medians."""
    from workings.ensemble import RandomForestRegressor
    from workings.tree import DecisionTreeClassifier, DecisionTreeRegressor

    X, y = data(3000)
    X = np.where(X > 1.5, np.nan, X)
    trees = (
        RandomForestRegressor(3, criterion="absolute_error", max_depth=4, random_state=0),
        DecisionTreeClassifier(max_leaf_nodes=40, random_state=0),
        DecisionTreeClassifier(random_state=0),
        DecisionTreeRegressor(criterion="absolute_error", max_depth=6, random_state=0),
    )
    many = np.resize(X, (6000, X.shape[1]))
    return np.concatenate([model.fit(X, y).predict(many) for model in trees])


def dense_layers() -> Array:
    from workings.neural_network import Sequential, layers

    X, y = data(600, 200)
    model = Sequential([layers.Dense(200, "relu"), layers.Dense(3, "softmax")], seed=0)
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(X.astype(np.float32), y, epochs=2, verbose=0)
    return model.predict(X)


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
        workings.log_sigmoid(X),
        workings.softplus(X),
        workings.cross_entropy_gradient(X, y),
        workings.cross_entropy(X, y, reduction="none"),
        workings.softmax(X, temperature=0.5),
        workings.softmax(X.reshape(100, -1), axis=0),
        workings.softmax(X.astype(np.float32).reshape(2000, -1), axis=0),
    ]
    return np.concatenate([one.ravel() for one in parts])


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
    from workings import preprocessing as ways

    X, y = data(20_000)
    words = np.array(["red", "green", "blue"], dtype=object)[y][:, None]
    scaler, gaps = ways.StandardScaler().fit(X, sample_weight=np.abs(X[:, 0])), np.where(X > 2.0, np.nan, X)
    parts = [
        scaler.inverse_transform(scaler.transform(X)),
        ways.StandardScaler().fit_transform(gaps),
        ways.MinMaxScaler().fit_transform(X),
        ways.SimpleImputer().fit_transform(gaps),
        ways.SimpleImputer(strategy="median").fit_transform(gaps),
        ways.PolynomialFeatures().fit_transform(X[:4000]),
        ways.PolynomialFeatures(order="F").fit_transform(X[:4000]),
        ways.OrdinalEncoder().fit_transform(words),
        ways.OneHotEncoder(sparse_output=False).fit_transform(np.floor(X[:, :3])),
    ]
    return np.concatenate([one.ravel() for one in parts])


# Their results are compared bit by bit between threads and processes.
WORK: dict[str, Callable[[], Array]] = {
    "logistic regression": lambda: predicted("linear_model", "LogisticRegression"),
    "gradient descent": lambda: predicted(
        "linear_model",
        "LogisticRegression",
        11_000,
        5,
        "decision_function",
        solver="gradient descent",
        learning_rate=0.5,
        max_iter=5,
    ),
    "l1": lambda: predicted(
        "linear_model", "LogisticRegression", 3000, 30, "decision_function", l1_ratio=1, solver="saga", C=0.05
    ),
    "lasso": lambda: predicted("linear_model", "Lasso", 1200, 300, alpha=0.001),
    "least squares": lambda: predicted("linear_model", "LinearRegression", 16_000, 20),
    "leave one out": lambda: predicted("linear_model", "RidgeCV", 5000, 20),
    "sgd": lambda: predicted("linear_model", "SGDClassifier", random_state=0, max_iter=20, tol=None),
    "svm and rbf sums": lambda: predicted("svm", "SVC"),
    "linear svm": lambda: predicted("svm", "LinearSVC", 8000, 20),
    "linear svm of documents": lambda: of_documents(
        "svm", "LinearSVC", 1500, 1100, loss="hinge", random_state=0, max_iter=50
    ),
    "logistic regression of documents": lambda: of_documents(
        "linear_model", "LogisticRegression", 31_000, 40, max_iter=5
    ),
    "neighbours by tree": lambda: predicted("neighbors", "KNeighborsClassifier"),
    "neighbours by screen": lambda: predicted("neighbors", "KNeighborsClassifier", p=40),
    "neighbours in a radius": lambda: predicted("neighbors", "RadiusNeighborsClassifier", p=3, radius=0.5),
    "neighbours in a wide radius": lambda: predicted(
        "neighbors", "RadiusNeighborsClassifier", 1500, 20, radius=6.0, weights="distance"
    ),
    "votes in a wide radius": lambda: predicted("neighbors", "RadiusNeighborsClassifier", 1500, 20, radius=6.0),
    "tree": lambda: predicted("tree", "DecisionTreeClassifier", random_state=0),
    "forest search": lambda: predicted("ensemble", "RandomForestClassifier", 21_000, n_estimators=10, random_state=0),
    "trees with gaps": with_gaps,
    "a forest of few samples": lambda: predicted(
        "ensemble", "RandomForestClassifier", 5000, n_estimators=4, random_state=0
    ),
    "extra trees": lambda: predicted("ensemble", "ExtraTreesRegressor", n_estimators=5, random_state=0),
    "k-means": lambda: predicted("cluster", "KMeans", 5000, n_clusters=10, n_init=1, random_state=0),
    "large k-means": lambda: predicted(
        "cluster", "KMeans", 21_000, n_clusters=50, n_init=1, max_iter=5, random_state=0
    ),
    "k-means by batches": lambda: predicted(
        "cluster", "MiniBatchKMeans", 21_000, n_clusters=50, n_init=1, max_iter=2, random_state=0
    ),
    "perceptron": lambda: predicted("neural_network", "MLPClassifier", 3000, 20, max_iter=5, random_state=0),
    # Compiled for what the fit may become; it stops after three epochs.
    "perceptron epochs": lambda: predicted(
        "neural_network", "MLPClassifier", 6000, 20, max_iter=75, tol=10.0, n_iter_no_change=2, random_state=0
    ),
    "layers": dense_layers,
    "naive Bayes": lambda: predicted("naive_bayes", "GaussianNB", 20_000),
    "naive Bayes of counts": lambda: counted("MultinomialNB"),
    "naive Bayes of sparse counts": lambda: counted("ComplementNB", scipy.sparse.csr_array),
    "naive Bayes of categories": lambda: counted("CategoricalNB", np.int64),
    "convolutions": convolutions,
    "softmax": softmax_family,
    "matrix product": product,
    "ward": lambda: trees_of("ward"),
    **{method: lambda method=method: trees_of(method) for method in ("average", "single", "centroid")},
    "preparation": prepared,
}


def work(name: str) -> Array:
    """Return the result of one piece of work."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return WORK[name]()


def work_and_modules(name: str) -> tuple[Array, set[str]]:
    """Return the result, and which modules of kernels have run in this process."""
    return work(name), {module for module, ready in kernels().items() if ready}


def kernels() -> dict[str, bool]:
    """Return of each module that has kernels whether one of them is compiled or loaded here."""
    found = {}
    for one in pkgutil.iter_modules(workings.kernels.__path__):
        module = sys.modules.get(f"workings.kernels.{one.name}")
        if module is not None:
            own = [value for value in vars(module).values() if isinstance(getattr(value, "_cache", None), _Cache)]
            own = [kernel for kernel in own if kernel.py_func.__module__ == module.__name__]
            if own:
                found[one.name] = any(kernel.signatures for kernel in own)
    return found
