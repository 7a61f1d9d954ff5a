"""Forests whose rows do not fit in a worker: as accurate as in memory, and every node says what the rows in it say."""

import numpy as np
import pytest
from scipy.stats import poisson
from sklearn.base import clone
from tests.backends.test_dask_forests import problem

from workings.backends.dask import _forest_blocks, forests
from workings.backends.dask._room import Room
from workings.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)

da = pytest.importorskip("dask.array")

pytestmark = pytest.mark.usefixtures("plain_scheduler")


@pytest.fixture
def room(monkeypatch):
    """Let a worker have room for so many rows."""

    def make(rows):
        monkeypatch.setattr(forests, "_rows_that_fit", lambda *_: rows)
        monkeypatch.setattr(forests, "_FEW", 100)

    return make


def test_numbers_of_rows_do_not_depend_on_how_they_are_cut():
    whole = _forest_blocks.uniforms(7, 3, 0, 1000)
    for first in (0, 1, 2, 3, 4, 501):
        np.testing.assert_array_equal(_forest_blocks.uniforms(7, 3, first, 99), whole[first : first + 99])
    assert not np.intersect1d(whole, _forest_blocks.uniforms(7, 4, 0, 1000)).size
    assert not np.intersect1d(whole, _forest_blocks.uniforms(8, 3, 0, 1000)).size


def test_counts_have_the_distribution_of_poisson():
    rng = np.random.default_rng(0)
    u = np.concatenate([[0.0, np.nextafter(1.0, 0.0)], rng.random(2000)])
    for rate in (0.0, 1e-9, 0.3, 1.0, 29.9, 30.1, 500.0, 1e6):
        got = _forest_blocks.poisson(u, np.full(len(u), rate))
        want = poisson(rate).ppf(u) if rate else np.zeros(len(u))
        np.testing.assert_array_equal(got[2:], np.maximum(want, 0.0)[2:])
        assert np.isfinite(got).all()
    counts = _forest_blocks.poisson(rng.random(100_000), np.ones(100_000))
    assert abs(np.mean(counts == 0) - np.exp(-1.0)) < 0.006


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    "kind",
    [
        RandomForestClassifier,
        RandomForestRegressor,
        pytest.param(ExtraTreesClassifier, marks=SLOW),
        pytest.param(ExtraTreesRegressor, marks=SLOW),
    ],
)
def test_no_less_accurate_than_in_memory(kind, room):
    """With room for a fifth of the rows, on held-out samples; the noise is that of forests of other seeds.

    A forest of numbers may be better: where all features are searched, tops from samples make its trees less alike.
    """
    X, y, Xt, yt = problem(kind, 4000)
    room(400)
    scores = []
    for seed in range(3):
        model = kind(16, random_state=seed)
        blocks = clone(model).fit(da.from_array(X, chunks=(1000, 10)), y)
        scores.append([model.fit(X, y).score(Xt, yt), blocks.score(Xt, yt)])
    memory, blocks = np.transpose(scores)
    noise = np.sqrt((memory.var(ddof=1) + blocks.var(ddof=1)) / len(scores))
    assert -3.0 * noise < blocks.mean() - memory.mean() < 3.0 * noise + 0.01


@pytest.mark.parametrize(
    "kind",
    [
        RandomForestClassifier,
        ExtraTreesRegressor,
        pytest.param(RandomForestRegressor, marks=SLOW),
        pytest.param(ExtraTreesClassifier, marks=SLOW),
    ],
)
def test_the_same_trees_however_rows_are_cut(kind, room):
    X, y, Xt, _ = problem(kind, 2 * 832)
    room(200)
    model = kind(2, random_state=0)
    want = clone(model).fit(da.from_array(X, chunks=(832, 10)), y).predict(Xt)
    assert not np.array_equal(clone(model).set_params(random_state=1).fit(X, y).predict(Xt), want)
    for rows in (104, 13):  # 8 and 64 blocks
        got = clone(model).fit(da.from_array(X, chunks=(rows, 3)), y)
        np.testing.assert_array_equal(got.predict(Xt), want)


@pytest.mark.parametrize(
    ("model", "options"),
    [
        (RandomForestClassifier, {"criterion": "gini"}),
        (ExtraTreesRegressor, {}),
        (RandomForestClassifier, {"criterion": "entropy", "min_samples_leaf": 4, "class_weight": {"one": 3.0}}),
        (ExtraTreesClassifier, {"max_depth": 7}),
        (RandomForestRegressor, {"criterion": "poisson", "max_features": 4}),
        (RandomForestRegressor, {"max_features": 3, "min_samples_leaf": 5, "min_impurity_decrease": 1e-4}),
        (ExtraTreesRegressor, {"max_depth": 6, "min_samples_split": 9}),
    ],
)
def test_every_node_says_what_all_rows_in_it_say(model, options, room):
    """Without a bootstrap all rows are in each tree, so sizes, values and impurities can be found from its paths."""
    X, y, _, _ = problem(model, 2400)
    X[::40, 2] = np.nan if options.get("criterion") != "poisson" else 0.0
    weights = np.random.default_rng(0).uniform(0.5, 2.0, len(X))
    room(150)
    forest = model(3, bootstrap=False, random_state=0, **options)
    forest.fit(da.from_array(X, chunks=(90, 10)), y, weights)
    if hasattr(forest, "classes_"):
        targets = (y[:, None] == forest.classes_).astype(float)
        weights = weights * np.where(y == "one", options.get("class_weight", {}).get("one", 1.0), 1.0)
    else:
        targets = y[:, None]
    for tree in forest.estimators_:
        nodes = tree.tree_
        member = nodes.decision_path(X.astype(np.float32)).toarray().astype(bool).T
        assert nodes.node_count > 60
        np.testing.assert_array_equal(nodes.n_node_samples, member.sum(axis=1))
        weight = member @ weights
        np.testing.assert_allclose(nodes.weighted_n_node_samples, weight, rtol=1e-12)
        means = (member * weights) @ targets / weight[:, None]
        np.testing.assert_allclose(nodes.value[:, 0], means, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(nodes.impurity, impurity(forest, member * weights, targets, means), atol=1e-8)
        leaf = nodes.children_left < 0
        if not options.keys() - {"criterion", "max_features"}:  # nothing keeps trees from growing to the end
            assert nodes.impurity[leaf].max() < 1e-9
        assert nodes.n_node_samples[leaf].min() >= options.get("min_samples_leaf", 1)
        assert nodes.n_node_samples[~leaf].min() >= options.get("min_samples_split", 2)
        assert nodes.max_depth <= options.get("max_depth", 99)
        assert nodes.max_depth == nodes.decision_path(X.astype(np.float32)).sum(axis=1).max() - 1


def impurity(forest, weights, targets, means):
    with np.errstate(divide="ignore", invalid="ignore"):
        if forest.criterion == "gini":
            return 1.0 - (means**2).sum(axis=1)
        if forest.criterion == "entropy":
            return -np.where(means > 0.0, means * np.log2(means), 0.0).sum(axis=1)
        y, total = targets[:, 0], weights.sum(axis=1)
        if forest.criterion == "poisson":
            logs = np.where(y > 0.0, y * np.log(y / means), 0.0)
            return (weights * logs).sum(axis=1) / total
        return (weights * (y - means) ** 2).sum(axis=1) / total


def test_a_tree_whose_draws_fit_is_grown_as_in_memory(room):
    X, y, Xt, yt = problem(RandomForestRegressor, 4000)
    room(400)
    for options in ({"criterion": "absolute_error"}, {"max_leaf_nodes": 40}, {"monotonic_cst": [1] + [0] * 9}):
        model = RandomForestRegressor(12, max_samples=200, random_state=0, **options)
        cut = clone(model).fit(da.from_array(X, chunks=(100, 10)), y)
        drawn = [tree.tree_.weighted_n_node_samples[0] for tree in cut.estimators_]
        assert abs(np.mean(drawn) - 200) < 3.0 * np.sqrt(200 / 12)
        assert abs(cut.score(Xt, yt) - model.fit(X, y).score(Xt, yt)) < 0.04
        assert all(tree.get_n_leaves() <= options.get("max_leaf_nodes", 999) for tree in cut.estimators_)


def test_few_of_a_class_are_found_among_many(room):
    """Samples for the tops hold as many rows of each class as there are, so a rare one is not missed."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(6000, 4))
    y = np.zeros(6000, int)
    y[X[:, 1] > 2.8] = 1
    assert 5 < y.sum() < 30
    room(200)
    model = RandomForestClassifier(9, bootstrap=False, max_features=None, random_state=0)
    model.fit(da.from_array(X, chunks=(500, 4)), y)
    np.testing.assert_array_equal(model.predict(X), y)


def test_weights_several_targets_balance_and_pruning(room):
    X, y, Xt, yt = problem(RandomForestRegressor, 2000)
    room(200)
    cut = da.from_array(X, chunks=(170, 10))
    both = RandomForestRegressor(8, random_state=0).fit(cut, np.column_stack([y, -y]))
    np.testing.assert_allclose(both.predict(Xt) @ [1.0, 1.0], 0.0, atol=1e-9)
    assert np.corrcoef(both.predict(Xt)[:, 0], yt)[0, 1] > 0.9
    weights = np.where(X[:, 0] > 0.5, 3.0, 0.0)
    half = ExtraTreesRegressor(5, random_state=0).fit(cut, y, weights)
    root = half.estimators_[0].tree_
    assert root.n_node_samples[0] == (weights > 0.0).sum()
    assert root.value[0, 0, 0] == pytest.approx(y[weights > 0.0].mean(), rel=1e-12)
    small = RandomForestRegressor(5, random_state=0, ccp_alpha=0.5).fit(cut, y)
    large = RandomForestRegressor(5, random_state=0).fit(cut, y)
    assert small.estimators_[0].get_n_leaves() < large.estimators_[0].get_n_leaves() / 10
    few = np.where(np.arange(len(y)) % 50, "many", "few")
    model = RandomForestClassifier(6, class_weight="balanced_subsample", random_state=0).fit(cut, few)
    for tree in model.estimators_:
        np.testing.assert_allclose(tree.tree_.value[0, 0], 0.5)
    same = np.zeros(len(y))
    assert all(t.get_n_leaves() == 1 for t in RandomForestRegressor(3).fit(cut, same).estimators_)
    flat = RandomForestClassifier(2).fit(da.zeros((3000, 2), chunks=(500, 2)), np.arange(3000) % 3)
    np.testing.assert_allclose(flat.predict_proba(np.zeros((1, 2))), 1.0 / 3.0, atol=0.05)


def test_room_is_a_share_of_the_smallest_thread(monkeypatch):
    """Half of a worker's memory for all rows, 24 bytes an entry and 800 a row; three tenths in rounds."""
    X, y, _, _ = problem(RandomForestRegressor, 4000)
    grounds, grow = [], forests.grow_in_rounds
    monkeypatch.setattr(forests, "grow_in_rounds", lambda ground, trees: grounds.append(ground) or grow(ground, trees))
    row = 24 * 10 + 24 + 800
    model = RandomForestRegressor(2, random_state=0)
    for size, rows in ((2 * 2000 * row + row, None), (2 * 1999 * row, 1199)):
        monkeypatch.setattr(forests, "room", lambda size=size: Room(3.0 * size, 3, 3, []))
        cut = clone(model).fit(da.from_array(X, chunks=(1000, 10)), y)
        assert [ground.room for ground in grounds] == ([rows] if rows else [])
    assert cut.score(X, y) > 0.8


def test_what_whole_trees_alone_can_have_is_refused(room):
    X, y, _, _ = problem(RandomForestRegressor, 2000)
    cut = da.from_array(X, chunks=(100, 10))
    room(200)
    for options in (
        {"criterion": "absolute_error"},
        {"max_leaf_nodes": 9},
        {"monotonic_cst": [1] + [0] * 9},
        {"min_weight_fraction_leaf": 0.1},
    ):
        with pytest.raises(TypeError, match=f"{next(iter(options))}.* room for 200, .*max_samples=100"):
            RandomForestRegressor(2, **options).fit(cut, y)
    with pytest.raises(ValueError, match="no row was drawn"):
        RandomForestRegressor(50, max_samples=1, random_state=0).fit(cut, y)
    room(20)
    with pytest.raises(MemoryError, match="room for 20 rows only"):
        RandomForestRegressor(2).fit(cut, y)
