"""Every estimator that takes dask's collections: attributes and predictions are those of the fit in memory."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from workings import cluster, ensemble, linear_model, naive_bayes, neighbors, neural_network, preprocessing
from workings.backends.dask import METHODS

da = pytest.importorskip("dask.array")
dd = pytest.importorskip("dask.dataframe")

pytestmark = pytest.mark.usefixtures("plain_scheduler")

CUTS = {"one": (480,), "unequal": (240, 40, 200), "many": (40,) * 8 + (80, 80)}
NAMES = list("abcd")
# Batches that divide the blocks: then the network makes the same steps.
STEPS = {"shuffle": False, "batch_size": 40, "max_iter": 5, "hidden_layer_sizes": (5,), "tol": 0.0, "random_state": 0}
CASES = {
    "BernoulliNB": naive_bayes.BernoulliNB(binarize=1.0),
    "GaussianNB": naive_bayes.GaussianNB(),
    "KMeans": cluster.KMeans(4, n_init=1, random_state=0),
    "KNeighborsClassifier": neighbors.KNeighborsClassifier(),
    "KNeighborsRegressor": neighbors.KNeighborsRegressor(weights="distance"),
    "LinearRegression": linear_model.LinearRegression(),
    "LogisticRegression": linear_model.LogisticRegression(),
    "MLPClassifier": neural_network.MLPClassifier(**STEPS),
    "MLPRegressor": neural_network.MLPRegressor(**STEPS),
    "MultinomialNB": naive_bayes.MultinomialNB(),
    "NearestNeighbors": neighbors.NearestNeighbors(),
    "OneHotEncoder": preprocessing.OneHotEncoder(sparse_output=False, handle_unknown="ignore"),
    "Ridge": linear_model.Ridge(),
    "SimpleImputer": preprocessing.SimpleImputer(strategy="median"),
    "StandardScaler": preprocessing.StandardScaler(),
}
FORESTS = ("RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor")
# What depends on how the samples lie in memory, and says nothing of the fit.
APART = {"effective_metric_params_", "labels_", "n_samples_fit_"}


def samples(kind, n=480, seed=0):
    """Return positive numbers (whole ones for categories, some missing for the imputer), and targets."""
    rng = np.random.default_rng(seed)
    X = rng.gamma(2.0, size=(n, 4)) * np.array([1.0, 2.0, 1.0, 0.5])
    X += 3.0 * np.eye(4)[rng.integers(0, 4, n)]
    y = (X @ rng.normal(size=(4, 3)) + rng.gumbel(size=(n, 3))).argmax(axis=1)
    if kind == "OneHotEncoder":
        return np.floor(X), None
    if kind == "SimpleImputer":
        return np.where(rng.random(X.shape) < 0.1, np.nan, X), None
    if kind in ("KMeans", "NearestNeighbors", "StandardScaler"):
        return X, None
    if kind.endswith(("Regressor", "Ridge", "LinearRegression")):
        return X, X @ np.arange(1.0, 5.0) + rng.normal(size=n)
    return X, y


def close(got, want, what):
    if isinstance(want, (list, tuple)):
        assert len(got) == len(want), what
        for mine, theirs in zip(got, want, strict=True):
            close(mine, theirs, what)
        return
    got, want = np.asarray(got), np.asarray(want)
    if want.dtype.kind not in "fiu":
        np.testing.assert_array_equal(got, want, err_msg=what)
        return
    assert got.shape == want.shape, what
    np.testing.assert_allclose(got, want, rtol=1e-6, atol=1e-9 * float(np.abs(want).max(initial=0.0)), err_msg=what)


def learnt(model):
    return {
        name: value
        for name, value in vars(model).items()
        if name.endswith("_") and not name.startswith("_") and name not in APART
    }


@pytest.mark.parametrize(("cut", "frames"), [("one", False), ("unequal", False), ("many", False), ("unequal", True)])
@pytest.mark.parametrize("kind", CASES)
def test_as_in_memory(kind, frames, cut):
    X, y = samples(kind)
    there = da.from_array(X, chunks=(CUTS[cut], 4))
    targets = None if y is None else da.from_array(y, chunks=(CUTS[cut],))
    if frames:
        X, there = pd.DataFrame(X, columns=NAMES), dd.from_dask_array(there, columns=NAMES)
        targets = None if y is None else dd.from_dask_array(targets, columns="y")
    want, got = clone(CASES[kind]).fit(X, y), clone(CASES[kind]).fit(there, targets)
    known = learnt(want)
    assert known or kind == "NearestNeighbors"
    for name, value in known.items():
        close(getattr(got, name), value, name)
    for method in METHODS[kind]:
        if method in ("fit", "partial_fit", "score", "inverse_transform"):
            continue
        mine, theirs = getattr(got, method)(there), getattr(want, method)(X)
        if isinstance(mine, tuple):
            close(tuple(np.asarray(one) for one in mine), theirs, method)
        else:
            close(mine.compute(), theirs, method)


@pytest.mark.parametrize("kind", FORESTS)
@pytest.mark.parametrize("frames", [False, True], ids=["arrays", "frames"])
def test_forests_are_as_good_as_in_memory(kind, frames):
    X, y = samples(kind, 2_000)
    X, held, y, truth = X[:960], X[960:], y[:960], y[960:]
    there, targets = da.from_array(X, chunks=((640, 40, 280), 4)), da.from_array(y, chunks=((640, 40, 280),))
    if frames:
        there, targets = dd.from_dask_array(there, columns=NAMES), dd.from_dask_array(targets, columns="y")
    make = getattr(ensemble, kind)(40, max_depth=8, random_state=0)
    want = clone(make).fit(X, y).score(held, truth)
    got = clone(make).fit(there, targets)
    columns = pd.DataFrame(held, columns=NAMES) if frames else held
    assert got.score(columns, truth) > want - 0.003


def test_every_estimator_that_takes_dask_is_here():
    assert set(CASES) | set(FORESTS) | {"MiniBatchKMeans"} == set(METHODS)
