"""Every estimator, and softmax, by one thread and by several: the same results, to the last bit."""

from __future__ import annotations

import importlib
import inspect
import warnings

import numpy as np
import pytest
from sklearn.base import is_regressor

import workings
from workings.kernels import _threads

PACKAGES = (
    *("cluster", "ensemble", "linear_model", "naive_bayes", "neighbors", "neural_network"),
    *("preprocessing", "svm", "tree"),
)
# Enough rows that several threads take part; these look at each pair of samples, or at each category.
ROWS, FEATURES = 12_000, 20
FEW = {"AgglomerativeClustering", "OneClassSVM", "SVC", "SVR", "OneHotEncoder", "OrdinalEncoder"}
# A layer at a time, or one column of labels: nothing here that threads share.
OTHERS = {"LabelEncoder", "Sequential"}


def estimators():
    for package in PACKAGES:
        module = importlib.import_module(f"workings.{package}")
        for name in module.__all__:
            kind = getattr(module, name)
            if inspect.isclass(kind) and hasattr(kind, "fit") and name not in OTHERS:
                yield kind


def samples(name):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2500 if name in FEW else ROWS, FEATURES))
    target = X @ rng.normal(size=FEATURES) + rng.normal(size=len(X))
    if name in {"MultinomialNB", "ComplementNB", "CategoricalNB"}:
        X = np.floor(np.abs(X))
    return X, target, (target > 0).astype(int) + (target > 3)


def results(kind, X, target, labels):
    settings = {"random_state": 0, "n_estimators": 4, "max_iter": 3 if kind.__name__.startswith("MLP") else None}
    known = kind().get_params()
    model = kind(**{key: value for key, value in settings.items() if key in known and value is not None})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(X, target if is_regressor(model) else labels)
    found = {
        name: value
        for name, value in vars(model).items()
        if name.endswith("_") and isinstance(value, np.ndarray | float | int)
    }
    for name in ("predict", "decision_function", "predict_proba", "transform"):
        if hasattr(model, name):
            value = getattr(model, name)(X[:2000])
            found[name] = value.toarray() if hasattr(value, "toarray") and value.shape[1] < 1000 else value
    return {name: value for name, value in found.items() if isinstance(value, np.ndarray | float | int)}


@pytest.mark.parametrize("kind", list(estimators()), ids=lambda kind: kind.__name__)
def test_the_result_is_the_same(kind):
    data = samples(kind.__name__)
    together = results(kind, *data)
    _threads.set_num_threads(1)
    try:
        alone = results(kind, *data)
    finally:
        _threads.set_num_threads(None)
    assert alone.keys() == together.keys()
    for name, value in alone.items():
        np.testing.assert_array_equal(value, together[name], err_msg=name)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(2000, 100), (300_000, 2), (2, 300_000), (600_000,), (400, 1000), (3, 500, 200)])
@pytest.mark.parametrize("spread", [1.0, 500.0])
def test_softmax_is_the_same(shape, dtype, spread):
    x = (spread * np.random.default_rng(0).normal(size=shape)).astype(dtype)
    functions = (workings.softmax, workings.log_softmax, workings.logsumexp)
    together = [function(x, axis=axis) for function in functions for axis in (0, -1)]
    _threads.set_num_threads(1)
    try:
        alone = [function(x, axis=axis) for function in functions for axis in (0, -1)]
    finally:
        _threads.set_num_threads(None)
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)
