"""Forests against scikit-learn's, against their own trees, and against the exact trees that they may be grown by."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import sklearn.ensemble as theirs
from sklearn.datasets import make_classification, make_regression
from sklearn.inspection import partial_dependence
from sklearn.metrics import balanced_accuracy_score

import workings.ensemble as ours
from workings.ensemble import _grown, _votes
from workings.kernels._threads import set_num_threads
from workings.tree import DecisionTreeClassifier, DecisionTreeRegressor, _apply

_spec = importlib.util.spec_from_file_location(
    "best_splits", Path(__file__).parent.with_name("tree") / "best_splits.py"
)
oracle = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(oracle)

CLASSIFIERS, _REGRESSORS = (
    ("RandomForestClassifier", "ExtraTreesClassifier"),
    (
        "RandomForestRegressor",
        "ExtraTreesRegressor",
    ),
)
X, Y = make_classification(900, 12, n_informative=5, n_classes=3, random_state=0)
Z = X[:, 0] * X[:, 1] + np.sin(X[:, 2]) + 0.1 * np.random.default_rng(0).normal(size=900)
NEW, NEW_Y = X[600:], Y[600:]


def targets(name):
    return Y if name in CLASSIFIERS else Z


def same(a, b):
    """Whether two trees have the same nodes."""
    names = ("children_left", "feature", "threshold", "value", "n_node_samples", "weighted_n_node_samples", "impurity")
    return all(np.array_equal(getattr(a.tree_, name), getattr(b.tree_, name)) for name in names)


class TestWhatIsDrawn:
    @pytest.mark.parametrize("weights", [None, np.linspace(0.0, 2.0, 900)])
    def test_samples_and_seeds_are_scikit_learns(self, weights):
        mine, other = (m.RandomForestClassifier(3, random_state=5, max_samples=0.5) for m in (ours, theirs))
        mine.fit(X, Y, sample_weight=weights), other.fit(X, Y, sample_weight=weights)
        for a, b in zip(mine.estimators_samples_, other.estimators_samples_, strict=True):
            np.testing.assert_array_equal(a, b)
        assert [t.random_state for t in mine] == [t.random_state for t in other]

    @pytest.mark.parametrize("name", ours.__all__)
    def test_the_number_of_threads_changes_nothing(self, name):
        kind, y = getattr(ours, name), targets(name)
        models = [kind(6, random_state=0, n_jobs=n_jobs).fit(X, y) for n_jobs in (1, 2, -1)]
        set_num_threads(1)
        try:
            models.append(kind(6, random_state=0).fit(X, y))
        finally:
            set_num_threads(None)
        for other in models[1:]:
            assert all(same(a, b) for a, b in zip(models[0], other, strict=True))

    @pytest.mark.parametrize("name", ours.__all__)
    def test_warm_start_comes_to_the_same(self, name):
        kind, y = getattr(ours, name), targets(name)
        model = kind(3, random_state=0, warm_start=True).fit(X, y)
        first = model.estimators_[0]
        model.set_params(n_estimators=7).fit(X, y)
        assert model.estimators_[0] is first
        assert all(same(a, b) for a, b in zip(model, kind(7, random_state=0).fit(X, y), strict=True))


class TestExactSplits:
    @pytest.mark.parametrize("decimals", [None, 1])
    @pytest.mark.parametrize(
        "settings", [{}, {"min_samples_leaf": 3}, {"max_depth": 4}, {"min_impurity_decrease": 0.002}]
    )
    @pytest.mark.parametrize("n", [300, 3000])
    def test_a_forest_of_one_is_the_tree(self, n, settings, decimals):
        rng = np.random.default_rng(n)
        A = rng.normal(size=(n, 4))
        A = A if decimals is None else A.round(decimals)
        y, z = (A[:, 0] * A[:, 1] > A[:, 2]).astype(int) + (A[:, 3] > 1), A[:, 0] ** 2 + rng.normal(size=n)
        for kind, tree, target in (
            (ours.RandomForestClassifier, DecisionTreeClassifier, y),
            (ours.RandomForestRegressor, DecisionTreeRegressor, z),
        ):
            grown = kind(1, bootstrap=False, max_features=None, **settings).fit(A, target).estimators_[0].tree_
            alone = tree(**settings).fit(A, target).tree_
            # Among equal gains the features that are drawn first win here, the first ones there: the first splits of
            # a node have no equals.
            assert grown.feature[0] == alone.feature[0]
            assert grown.threshold[0] == alone.threshold[0]
            np.testing.assert_allclose(grown.impurity[:2], alone.impurity[:2], rtol=1e-12)
            losses = [np.sum((t.weighted_n_node_samples * t.impurity)[t.children_left < 0]) / n for t in (grown, alone)]
            assert losses[0] == pytest.approx(losses[1], abs=5.0 / n)
            assert abs(grown.n_leaves - alone.n_leaves) <= 0.1 * alone.n_leaves + 2

    @pytest.mark.parametrize("decimals", [None, 1])
    @pytest.mark.parametrize(
        ("n", "classes", "leaf"), [(700, 2, 1), (600, 5, 4), (500, 17, 1), (400, 200, 1), (700, 0, 3)]
    )
    def test_each_split_is_the_best_of_all(self, n, classes, leaf, decimals):
        rng = np.random.default_rng(n + classes)
        A = rng.normal(size=(n, 3))
        A[:, 1] *= 1e-7  # many values that count as equal
        A = A if decimals is None else np.c_[A.round(decimals), rng.integers(0, 2, n)]
        y = A[:, 0] + rng.normal(size=n)
        kind, criterion = ours.RandomForestRegressor, "squared_error"
        if classes:
            y = np.digitize(y, np.quantile(y, np.linspace(0, 1, classes + 1)[1:-1]))
            kind, criterion = ours.RandomForestClassifier, "gini"
        model = kind(1, max_features=None, min_samples_leaf=leaf, random_state=0).fit(A, y)
        counts = np.bincount(model.estimators_samples_[0], minlength=n)
        oracle.assert_splits_are_best(model[0], A, y, counts, criterion, leaf)

    @pytest.mark.parametrize("name", ours.__all__)
    def test_every_node_holds_what_it_says(self, name):
        model, y = getattr(ours, name)(4, random_state=1).fit(X, targets(name)), targets(name)
        for tree, drawn in zip(model, model.estimators_samples_, strict=True):
            counts = np.bincount(drawn, minlength=len(X))
            rows = np.flatnonzero(counts)
            passed = tree.decision_path(X[rows].astype(np.float32), check_input=False).toarray()
            np.testing.assert_array_equal(passed.sum(axis=0), tree.tree_.n_node_samples)
            np.testing.assert_allclose(counts[rows] @ passed, tree.tree_.weighted_n_node_samples)
            shown = np.eye(3)[y[rows]] if name in CLASSIFIERS else y[rows][:, None]
            means = (passed.T @ (counts[rows][:, None] * shown)) / (counts[rows] @ passed)[:, None]
            np.testing.assert_allclose(means, tree.tree_.value[:, 0], atol=1e-10)

    @pytest.mark.parametrize("name", CLASSIFIERS)
    def test_classes_that_fit_into_two_words_are_counted_as_others_are(self, name):
        rng = np.random.default_rng(5)
        A, y = rng.normal(size=(900, 11)), rng.integers(0, 10, 900)
        light, heavy = (
            getattr(ours, name)(3, bootstrap=False, max_features=9, random_state=0).fit(A, y, np.full(900, w))
            for w in (1.0, 2.0**15)  # ten classes have twelve bits each
        )
        for a, b in zip(light, heavy, strict=True):
            for what in ("children_left", "feature", "threshold", "value", "impurity"):
                np.testing.assert_array_equal(getattr(a.tree_, what), getattr(b.tree_, what))

    def test_drawn_thresholds_of_more_features_than_are_tried_at_once(self):
        rng = np.random.default_rng(6)
        A = np.zeros((300, 40))  # nearly all features are constant: one that is not is looked for
        A[:, [3, 21, 39]] = rng.normal(size=(300, 3))
        z = A[:, 21] + A[:, 39]
        for most in (1, 8, 11, 40):
            model = ours.ExtraTreesRegressor(5, max_features=most, random_state=0).fit(A, z)
            assert all(set(tree.tree_.feature) == {-2, 3, 21, 39} for tree in model)
            np.testing.assert_allclose(model.predict(A), z, atol=1e-6)
        whole = ours.ExtraTreesRegressor(200, max_features=None, max_depth=1, random_state=0).fit(A, z)
        firsts = [tree.tree_.feature[0] for tree in whole]
        assert firsts.count(3) < 20  # of all that are drawn the best is taken

    def test_many_classes_and_many_equal_values(self):
        rng = np.random.default_rng(0)
        A, y = rng.integers(0, 4, (3000, 6)).astype(float), rng.integers(0, 300, 3000)
        model = ours.RandomForestClassifier(3, random_state=0).fit(A, y)
        other = theirs.RandomForestClassifier(3, random_state=0).fit(A, y)
        assert model.score(A, y) == pytest.approx(other.score(A, y), abs=0.03)
        assert all(tree.tree_.n_leaves <= 4**6 for tree in model)

    @pytest.mark.parametrize("name", ours.__all__)
    def test_as_good_as_the_trees_own_way(self, name, monkeypatch):
        y = targets(name)
        score = getattr(ours, name)(40, random_state=0).fit(X[:600], y[:600]).score(NEW, y[600:])
        monkeypatch.setattr(_grown, "can_be_quick", lambda *_: False)
        slow = getattr(ours, name)(40, random_state=0).fit(X[:600], y[:600]).score(NEW, y[600:])
        assert score == pytest.approx(slow, abs=0.05)

    @pytest.mark.parametrize("name", ours.__all__)
    def test_as_good_as_scikit_learns(self, name):
        y = targets(name)
        scores = [
            np.mean([getattr(m, name)(30, random_state=s).fit(X[:600], y[:600]).score(NEW, y[600:]) for s in range(3)])
            for m in (ours, theirs)
        ]
        assert scores[0] == pytest.approx(scores[1], abs=0.03)


@pytest.mark.parametrize("name", ours.__all__)
def test_data_that_must_not_be_written_to(name):
    kind, A, y, w = getattr(ours, name), X.astype(np.float32), targets(name).copy(), np.ones(900)
    free = kind(2, bootstrap=False, random_state=0).fit(A, y, w)
    for table in (A, y, w):
        table.flags.writeable = False
    locked = kind(2, bootstrap=False, random_state=0).fit(A, y, w)
    assert all(same(a, b) for a, b in zip(free, locked, strict=True))


class TestVotes:
    @pytest.mark.parametrize("name", ours.__all__)
    @pytest.mark.parametrize("gaps", [False, True])
    def test_many_samples_are_told_as_few_are(self, name, gaps):
        A = X.copy()
        if gaps:
            A[::9, 0] = np.nan
        model = getattr(ours, name)(30, random_state=0, max_depth=6).fit(A, targets(name))
        many = np.tile(A, (10, 1))
        says = model.predict_proba if name in CLASSIFIERS else model.predict
        np.testing.assert_allclose(says(many)[: len(A)], says(A), rtol=1e-12)
        trees = [t.predict_proba(A) if name in CLASSIFIERS else t.predict(A) for t in model]
        np.testing.assert_allclose(says(A), np.mean(trees, axis=0), rtol=1e-12)

    def test_several_outputs(self):
        both = np.column_stack([Y, Y[::-1] > 0])
        model = ours.RandomForestClassifier(20, random_state=0).fit(X, both)
        assert [p.shape for p in model.predict_proba(X)] == [(900, 3), (900, 2)]
        assert np.mean(model.predict(X) == both) > 0.99
        numbers = ours.ExtraTreesRegressor(20, random_state=0).fit(X, np.column_stack([Z, -Z]))
        np.testing.assert_allclose(numbers.predict(X)[:, 0], -numbers.predict(X)[:, 1], atol=1e-12)

    def test_words_as_classes(self):
        words = np.array(["a", "bee", "c"])[Y]
        model = ours.RandomForestClassifier(20, random_state=0).fit(X, words)
        assert (model.predict(X) == words).mean() > 0.99

    def test_weights_of_classes(self):
        few = np.concatenate([np.flatnonzero(Y[:600] == 0), np.flatnonzero(Y[:600] == 1)[:15]])
        new = np.flatnonzero(Y[600:] != 2)
        plain, even, subsample = (
            ours.RandomForestClassifier(40, min_samples_leaf=5, class_weight=w, random_state=0).fit(X[few], Y[few])
            for w in (None, "balanced", "balanced_subsample")
        )
        recall = [balanced_accuracy_score(NEW_Y[new], m.predict(NEW[new])) for m in (plain, even, subsample)]
        assert min(recall[1:]) > recall[0]

    def test_partial_dependence_reads_it(self):
        model = ours.RandomForestRegressor(10, random_state=0).fit(X, Z)
        found = partial_dependence(model, X, [2], method="recursion", kind="average", grid_resolution=5)
        assert found["average"].shape == (1, 5)


class TestOutOfBag:
    def test_votes_are_those_of_trees_that_have_not_seen_a_sample(self):
        model = ours.RandomForestClassifier(30, oob_score=True, random_state=0).fit(X, Y)
        votes, voters = np.zeros((900, 3)), np.zeros((900, 1))
        for tree, drawn in zip(model, model.estimators_samples_, strict=True):
            rows = np.setdiff1d(np.arange(900), drawn)
            votes[rows] += tree.predict_proba(X[rows])
            voters[rows] += 1
        np.testing.assert_allclose(model.oob_decision_function_, votes / voters)
        assert model.oob_score_ == np.mean((votes / voters).argmax(axis=1) == Y)

    def test_near_the_score_on_new_samples(self):
        A, y = make_regression(1500, 5, noise=10.0, random_state=0)
        model = ours.RandomForestRegressor(60, oob_score=True, random_state=0).fit(A[:800], y[:800])
        assert model.oob_score_ == pytest.approx(model.score(A[800:], y[800:]), abs=0.03)

    def test_any_score(self):
        model = ours.RandomForestClassifier(30, oob_score=balanced_accuracy_score, random_state=0).fit(X, Y)
        assert model.oob_score_ == balanced_accuracy_score(Y, model.oob_decision_function_.argmax(axis=1))

    def test_too_few_trees(self):
        with pytest.warns(UserWarning, match="too few trees"):
            ours.RandomForestClassifier(2, oob_score=True, random_state=0).fit(X, Y)

    def test_without_a_bootstrap(self):
        with pytest.raises(ValueError, match="bootstrap=True"):
            ours.ExtraTreesClassifier(oob_score=True).fit(X, Y)

    def test_steps_tell_the_error_out_of_bag(self):
        from workings.show import steps
        from workings.show.forests import errors_by_trees

        model = ours.RandomForestClassifier(25, oob_score=True, random_state=0)
        seen = list(steps(model, X, Y))
        assert seen[-1].objective == pytest.approx(1.0 - model.oob_score_)
        np.testing.assert_allclose(errors_by_trees(model, X, Y), [s.objective for s in seen[1:]])


class TestRefusals:
    @pytest.mark.parametrize(
        ("settings", "words"),
        [
            ({"n_estimators": 0}, "n_estimators"),
            ({"bootstrap": False, "max_samples": 10}, "max_sample"),
            ({"criterion": "mse"}, "criterion"),
            ({"monotonic_cst": np.ones(12)}, "multiclass"),
        ],
    )
    def test_parameters(self, settings, words):
        with pytest.raises(ValueError, match=words):
            ours.RandomForestClassifier(**settings).fit(X, Y)

    def test_infinity(self):
        with pytest.raises(ValueError, match="infinity"):
            ours.RandomForestClassifier().fit(np.where(X > 3, np.inf, X), Y)

    def test_weights_that_sum_to_nothing(self):
        with pytest.raises(ValueError, match=r"non-zero|positive weight"):
            ours.ExtraTreesClassifier().fit(X, Y, sample_weight=np.zeros(900))

    def test_fewer_trees_than_there_are(self):
        model = ours.RandomForestClassifier(4, warm_start=True).fit(X, Y)
        with pytest.raises(ValueError, match="n_estimators=2"):
            model.set_params(n_estimators=2).fit(X, Y)


@pytest.mark.parametrize("leaf", [1, 6])
@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("name", ["RandomForestClassifier", "ExtraTreesRegressor"])
def test_many_samples_get_the_sums_of_the_trees_to_the_last_bit(name, gaps, leaf):
    rng = np.random.default_rng(3)
    X = rng.normal(size=(9001, 5)).round(1).astype(np.float32)
    y = (X[:, 0] * X[:, 1] > 0).astype(int) + (rng.random(9001) < 0.2)
    model = getattr(ours, name)(24, min_samples_leaf=leaf, random_state=0).fit(X[:2000], y[:2000])
    if gaps:
        X[::3, 1] = np.nan
    trees = [tree.tree_ for tree in model.estimators_]
    for kept in (24, 24, 23):  # the second time from what the first has made; a forest that lost a tree is another one
        del model.estimators_[kept:]
        wanted = sum(tree.value[tree.apply(X)] for tree in trees[:kept]) / kept
        found = _votes.mean_values(model.estimators_, X, None)
        np.testing.assert_array_equal(found, wanted)


def test_values_at_and_beside_every_threshold_go_where_scikit_learns_container_sends_them():
    rng = np.random.default_rng(4)
    X = rng.normal(size=(3000, 1)) * 10.0 ** rng.integers(-40, 30, size=(3000, 1))
    tree = ours.ExtraTreesRegressor(1, bootstrap=False, random_state=0).fit(X, rng.normal(size=3000))[0].tree_
    cuts = tree.threshold[tree.feature >= 0].astype(np.float32)
    beside = [np.nextafter(cuts, np.float32(end)) for end in (-np.inf, np.inf)]
    Q = np.concatenate([cuts, *beside, -cuts])[:, None]
    assert len(Q) > 4096
    np.testing.assert_array_equal(_apply.leaves_of(tree, Q), tree.apply(Q))
