"""DecisionTreeRegressor and the trees of random thresholds: each split against all splits, and scikit-learn."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import sklearn.tree as theirs

from workings.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor

_spec = importlib.util.spec_from_file_location("best_splits", Path(__file__).with_name("best_splits.py"))
oracle = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(oracle)

CRITERIA = ["squared_error", "absolute_error", "poisson"]


def data(n=40, p=3, seed=0, gaps=0.0, outputs=1):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p))
    y = np.abs(X[:, :1] + rng.normal(size=(n, outputs))) + 0.1
    X[rng.random(X.shape) < gaps] = np.nan
    return X, y[:, 0] if outputs == 1 else y


@pytest.mark.parametrize("criterion", CRITERIA)
@pytest.mark.parametrize("outputs", [1, 2])
@pytest.mark.parametrize("weighted", [False, True])
def test_every_split_is_the_best(criterion, outputs, weighted):
    X, y = data(gaps=0.15, outputs=outputs)
    w = np.random.default_rng(1).integers(0, 4, len(y)).astype(float) if weighted else None
    model = DecisionTreeRegressor(criterion=criterion).fit(X, y, sample_weight=w)
    oracle.assert_splits_are_best(model, X, y, w, criterion=criterion)


@pytest.mark.parametrize("criterion", ["squared_error", "poisson"])
def test_the_first_splits_are_scikit_learns(criterion):
    X, y = data(600, 4)
    options = {"criterion": criterion, "max_leaf_nodes": 20}
    ours = DecisionTreeRegressor(**options).fit(X, y).tree_
    sk = theirs.DecisionTreeRegressor(random_state=0, **options).fit(X, y).tree_
    for name in ("children_left", "feature", "threshold", "impurity", "value", "n_node_samples"):
        np.testing.assert_allclose(getattr(ours, name), getattr(sk, name), rtol=1e-9, err_msg=name)


def test_a_far_off_mean_costs_no_digits():
    X, y = data(200, 3)
    near, far = DecisionTreeRegressor(max_depth=4).fit(X, y), DecisionTreeRegressor(max_depth=4).fit(X, y + 2.0**30)
    np.testing.assert_array_equal(near.tree_.feature, far.tree_.feature)
    np.testing.assert_allclose(near.tree_.impurity, far.tree_.impurity, rtol=1e-6)


@pytest.mark.parametrize("direction", [-1, 1])
@pytest.mark.parametrize("criterion", CRITERIA)
def test_monotonic_constraints_hold(direction, criterion):
    X, y = data(300, 2)
    model = DecisionTreeRegressor(criterion=criterion, monotonic_cst=[direction, 0]).fit(X, y)
    at = np.column_stack([np.linspace(-3, 3, 200), np.full(200, 0.3)])
    assert np.all(np.diff(model.predict(at)) * direction >= 0)
    assert len(np.unique(model.predict(at))) > 2 or direction < 0


def test_monotonic_constraints_are_scikit_learns_for_two_classes():
    X, y = data(300, 3)
    options = {"max_depth": 4, "monotonic_cst": [1, 0, -1]}
    ours = DecisionTreeClassifier(**options).fit(X, y > 1)
    sk = theirs.DecisionTreeClassifier(random_state=0, **options).fit(X, y > 1)
    np.testing.assert_allclose(ours.predict_proba(X), sk.predict_proba(X), atol=1e-12)


@pytest.mark.parametrize("kind", [ExtraTreeRegressor, ExtraTreeClassifier])
def test_random_thresholds_lie_between_the_values_and_differ_by_seed(kind):
    X, y = data(200, 3)
    y = y > 1 if kind is ExtraTreeClassifier else y
    trees = [kind(random_state=seed).fit(X, y) for seed in (0, 0, 1)]
    assert trees[0].tree_.threshold.tolist() == trees[1].tree_.threshold.tolist()
    assert trees[0].tree_.threshold[0] != trees[2].tree_.threshold[0]
    assert trees[0].score(X, y) == 1.0
    assert np.all(trees[0].tree_.n_node_samples > 0)


def test_max_features_draws_features():
    X, y = data(200, 6)
    roots = {int(DecisionTreeRegressor(max_features=1, random_state=s).fit(X, y).tree_.feature[0]) for s in range(30)}
    assert roots == set(range(6))


def test_scikit_learn_prints_and_draws_our_trees():
    X, y = data()
    model = DecisionTreeRegressor(max_depth=1).fit(X, y)
    text = theirs.export_text(model)
    assert text.startswith("|--- feature_")
    assert "digraph" in theirs.export_graphviz(model)
    assert len(theirs.plot_tree(model)) >= 3


def test_monotonic_constraints_on_absolute_errors_of_random_thresholds_are_refused():
    X, y = np.arange(20.0)[:, None], np.arange(20.0)
    with pytest.raises(ValueError, match="with random"):
        DecisionTreeRegressor(criterion="absolute_error", splitter="random", monotonic_cst=[1]).fit(X, y)
