"""Forests on blocks: the trees of memory, and where rows do not fit in a worker trees as good: the next file."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import make_classification, make_friedman1
from sklearn.exceptions import NotFittedError

from workings.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)

da = pytest.importorskip("dask.array")

CLASSIFIERS = [RandomForestClassifier, ExtraTreesClassifier]
REGRESSORS = [RandomForestRegressor, ExtraTreesRegressor]


pytestmark = pytest.mark.usefixtures("plain_scheduler")


def problem(kind, n=4000, seed=0):
    """Return training and test samples; the training rows sorted by target, so that blocks know little."""
    if kind in CLASSIFIERS:
        X, y = make_classification(n, 10, n_informative=6, n_classes=3, flip_y=0.05, random_state=seed)
        y = np.array(["one", "two", "three"])[y]
    else:
        X, y = make_friedman1(n, random_state=seed, noise=1.0)
    train, test = slice(0, n // 2), slice(n // 2, n)
    order = np.argsort(y[train], kind="stable")
    return X[train][order], y[train][order], X[test], y[test]


@pytest.mark.parametrize("kind", [*CLASSIFIERS, *REGRESSORS])
@pytest.mark.parametrize(("weighted", "rows"), [(False, 400), (True, 37)])
def test_the_trees_of_memory_however_rows_are_cut(kind, weighted, rows):
    X, y, Xt, _ = problem(kind, 800)
    X[::50, 3] = np.nan
    w = np.random.default_rng(0).uniform(0.0, 2.0, len(X)) if weighted else None
    model = kind(9, random_state=1, min_samples_leaf=3)
    if weighted and kind in CLASSIFIERS:
        model.set_params(class_weight="balanced")
    want = clone(model).fit(X, y, w)
    got = clone(model).fit(da.from_array(X, chunks=(rows, 3)), y, w)
    for a, b in zip(want.estimators_, got.estimators_, strict=True):
        np.testing.assert_array_equal(a.tree_.threshold, b.tree_.threshold)
        np.testing.assert_allclose(a.tree_.value, b.tree_.value, rtol=1e-12)
    np.testing.assert_array_equal(got.predict(Xt), want.predict(Xt))
    np.testing.assert_allclose(got.feature_importances_, want.feature_importances_, rtol=1e-9)
    lazy = got.predict(da.from_array(Xt, chunks=(150, 4)))
    assert isinstance(lazy, da.Array)
    assert lazy.dtype == want.predict(Xt).dtype
    np.testing.assert_array_equal(np.asarray(lazy), want.predict(Xt))


@pytest.mark.parametrize("options", [{"max_samples": 0.3}, {"max_samples": 77}, {"class_weight": "balanced_subsample"}])
def test_draws_and_weights_are_those_of_memory(options):
    X, y, Xt, _ = problem(RandomForestClassifier, 800)
    model = RandomForestClassifier(6, random_state=2, **options)
    got = clone(model).fit(da.from_array(X, chunks=(90, 10)), y)
    np.testing.assert_array_equal(got.predict_proba(Xt), model.fit(X, y).predict_proba(Xt))
    assert {name: getattr(got, name) for name in options} == options


def test_the_same_seed_gives_the_same_forest_and_every_class_has_its_column():
    X, y, Xt, _ = problem(RandomForestClassifier, 600)
    y = y.copy()
    y[:2] = "rare"
    cut = da.from_array(X, chunks=(50, 10))
    model = RandomForestClassifier(5, random_state=3)  # fewer trees than blocks
    one, two = (clone(model).fit(cut, da.from_array(y, chunks=70)) for _ in range(2))
    np.testing.assert_array_equal(one.classes_, ["one", "rare", "three", "two"])
    np.testing.assert_array_equal(one.predict_proba(Xt), two.predict_proba(Xt))
    shares = one.predict_proba(da.from_array(Xt, chunks=(99, 10)))
    assert shares.shape == (len(Xt), 4)
    np.testing.assert_array_equal(np.asarray(shares), one.predict_proba(Xt))
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(one)).predict(Xt), one.predict(Xt))
    with pytest.raises(NotFittedError, match="in memory only"):
        _ = one.estimators_samples_
    assert len(clone(model).fit(X, y).estimators_samples_) == 5


def test_data_frames_and_several_targets():
    pd = pytest.importorskip("pandas")
    dd = pytest.importorskip("dask.dataframe")
    X, y, _, _ = problem(RandomForestRegressor, 600)
    names = list("abcdefghij")
    cut = dd.from_pandas(pd.DataFrame(X, columns=names).assign(y=y), npartitions=3)
    cut = cut[cut["a"] > 0.1]
    model = RandomForestRegressor(20, random_state=0).fit(cut[names], cut["y"])
    assert list(model.feature_names_in_) == names
    lazy = model.predict(cut[names])
    np.testing.assert_array_equal(lazy.compute(), model.predict(pd.DataFrame(X, columns=names)[X[:, 0] > 0.1]))
    assert np.corrcoef(lazy.compute(), y[X[:, 0] > 0.1])[0, 1] > 0.9
    both = RandomForestRegressor(20, random_state=0).fit(da.from_array(X, chunks=(100, 10)), np.column_stack([y, -y]))
    lazy = both.predict(da.from_array(X, chunks=(70, 10)))
    assert lazy.shape == (300, 2)
    np.testing.assert_allclose(np.asarray(lazy), both.predict(X))


def test_refusals():
    X, y, _, _ = problem(RandomForestRegressor, 200)
    cut = da.from_array(X, chunks=(30, 10))
    with pytest.raises(TypeError, match="oob_score is not supported for data in parts"):
        RandomForestRegressor(oob_score=True).fit(cut, y)
    with pytest.raises(TypeError, match="warm_start=True"):
        RandomForestRegressor(warm_start=True).fit(cut, y)
    with pytest.raises(ValueError, match="continuous"):
        RandomForestClassifier().fit(cut, y)
    with pytest.raises(ValueError, match="requires y"):
        RandomForestClassifier().fit(cut, None)
    with pytest.raises(ValueError, match="negative"):
        RandomForestRegressor(criterion="poisson").fit(cut, -y)
    with pytest.raises(ValueError, match="infinity"):
        RandomForestRegressor(2).fit(da.where(cut == cut[0, 0], np.inf, cut), y)
    with pytest.raises(ValueError, match="not supported with multiclass"):
        RandomForestClassifier(monotonic_cst=[1] * 10).fit(cut, np.arange(100) % 3)
    with pytest.raises(ValueError, match="weights is one number"):
        RandomForestRegressor().fit(cut, y, 2.0)
    with pytest.raises(ValueError, match="sample_weight has 2 axes"):
        RandomForestRegressor().fit(cut, y, np.ones((100, 1)))
    with pytest.raises(ValueError, match="inconsistent numbers"):
        RandomForestRegressor().fit(cut, y[:-1])
    with pytest.raises(TypeError, match="takes them for fit, predict"):
        RandomForestRegressor(2).fit(X, y).apply(cut)
