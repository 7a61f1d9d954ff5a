"""Forests on blocks: with one block the same trees as in memory; with more, accuracy as the rows of a tree allow."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import make_classification, make_friedman1
from sklearn.exceptions import NotFittedError

from workings.backends.dask import forests
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


@pytest.fixture
def small_parts(monkeypatch):
    """Parts are no larger than blocks, as they are where blocks are large."""
    monkeypatch.setattr(forests, "_BYTES", 0)


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
@pytest.mark.parametrize("weighted", [False, True])
def test_one_block_gives_the_trees_of_memory(kind, weighted):
    X, y, Xt, _ = problem(kind, 800)
    X[::50, 3] = np.nan
    w = np.random.default_rng(0).uniform(0.0, 2.0, len(X)) if weighted else None
    model = kind(9, random_state=1, min_samples_leaf=3)
    if weighted and kind in CLASSIFIERS:
        model.set_params(class_weight="balanced")
    want = clone(model).fit(X, y, w)
    got = clone(model).fit(da.from_array(X, chunks=(400, 3)), y, w)
    for a, b in zip(want.estimators_, got.estimators_, strict=True):
        np.testing.assert_array_equal(a.tree_.threshold, b.tree_.threshold)
        np.testing.assert_allclose(a.tree_.value, b.tree_.value, rtol=1e-12)
    np.testing.assert_array_equal(got.predict(Xt), want.predict(Xt))
    np.testing.assert_allclose(got.feature_importances_, want.feature_importances_, rtol=1e-9)
    lazy = got.predict(da.from_array(Xt, chunks=(150, 4)))
    assert isinstance(lazy, da.Array)
    assert lazy.dtype == want.predict(Xt).dtype
    np.testing.assert_array_equal(np.asarray(lazy), want.predict(Xt))


@pytest.mark.parametrize("kind", [*CLASSIFIERS, *REGRESSORS])
def test_held_out_accuracy_over_a_few_seeds(kind, small_parts):
    """At most 0.03 below memory with 1/4 of the rows in a block, and above trees that draw as many rows."""
    scores = []
    for seed in range(3):
        X, y, Xt, yt = problem(kind, seed=seed)
        model = kind(20, random_state=seed)
        parts = clone(model).fit(da.from_array(X, chunks=(500, 10)), y)
        alike = clone(model).set_params(bootstrap=True, max_samples=500)
        scores.append([one.score(Xt, yt) for one in (model.fit(X, y), parts, alike.fit(X, y))])
    memory, parts, alike = np.mean(scores, axis=0)
    assert memory - 0.03 < parts < memory + 0.02
    assert parts > alike - 0.005


@pytest.mark.parametrize("kind", [*CLASSIFIERS, *REGRESSORS])
@pytest.mark.parametrize("wanted", [None, 1.0])
def test_parts_of_all_rows_give_the_accuracy_of_memory(kind, wanted, monkeypatch):
    """By default where they fit 32 MiB, else where `max_samples` says so; rows are sorted, blocks small."""
    if wanted:
        monkeypatch.setattr(forests, "_BYTES", 0)
    scores = []
    for seed in range(4):
        X, y, Xt, yt = problem(kind, 3000)
        model = kind(32, max_samples=wanted, random_state=seed)
        model.set_params(bootstrap=model.bootstrap or wanted is not None)
        parts = clone(model).fit(da.from_array(X, chunks=(150, 10)), y)
        scores.append([model.fit(X, y).score(Xt, yt), parts.score(Xt, yt)])
    memory, parts = np.transpose(scores)
    assert abs(memory.mean() - parts.mean()) < 2.0 * max(memory.std(), parts.std()) + 0.001


def test_a_wish_for_samples_is_about_all_rows(small_parts):
    X, y, _, _ = problem(RandomForestRegressor, 1200)
    cut = da.from_array(X, chunks=(60, 10))  # 10 blocks
    for wanted, drawn in ((0.5, 300), (150, 150), (600, 600), (None, 120)):
        model = RandomForestRegressor(10, max_samples=wanted, random_state=0).fit(cut, y)
        assert all(tree.tree_.weighted_n_node_samples[0] == drawn for tree in model.estimators_)
        distinct = np.mean([tree.tree_.n_node_samples[0] for tree in model.estimators_])
        assert 0.55 * drawn < distinct < 0.9 * drawn
        assert model.max_samples == wanted


def test_noise_hides_what_a_tree_of_fewer_rows_does_not_learn(small_parts):
    """Where leaves are large the forests of memory and of four blocks differ by less than seeds do."""
    scores = []
    for seed in range(4):
        X, y, Xt, yt = problem(RandomForestClassifier)
        model = RandomForestClassifier(40, random_state=seed, max_depth=5)
        parts = clone(model).fit(da.from_array(X, chunks=(500, 10)), y)
        scores.append([model.fit(X, y).score(Xt, yt), parts.score(Xt, yt)])
    memory, parts = np.transpose(scores)
    assert abs(memory.mean() - parts.mean()) < 2.0 * max(memory.std(), parts.std()) + 0.005


def test_the_same_seed_gives_the_same_forest_and_every_class_has_its_column(small_parts):
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


def test_data_frames_and_several_targets(small_parts):
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


def test_class_weights_are_those_of_all_rows(small_parts):
    X, y, _, _ = problem(RandomForestClassifier, 1200)
    y = np.where(np.arange(len(y)) < 40, "few", "many")
    cut = da.from_array(X, chunks=(200, 10))
    for wanted in ("balanced", {"few": 600 / 80, "many": 600 / 1120}, "balanced_subsample"):
        shares = ExtraTreesClassifier(
            40, max_depth=1, max_features=1, class_weight=wanted, random_state=0, bootstrap=wanted.__class__ is str
        )
        root = np.mean([tree.tree_.value[0, 0, 0] for tree in shares.fit(cut, y).estimators_])
        assert root == pytest.approx(0.5, abs=0.05)


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
