"""The steps of a tree: each split with the gains of its candidates."""

import numpy as np
from sklearn.datasets import load_iris

from workings.show import steps
from workings.tree import DecisionTreeClassifier, DecisionTreeRegressor


def test_steps_tell_each_split_and_the_gains_of_all_features():
    X, y = load_iris(return_X_y=True)
    model = DecisionTreeClassifier(max_depth=3)
    seen = list(steps(model, X, y))
    inner = np.flatnonzero(model.tree_.children_left >= 0)
    assert [int(step.facts["node"]) for step in seen[1:]] == inner.tolist()
    for step in seen[1:]:
        assert step.arrays["gains"].argmax() == step.facts["feature"]
        assert step.arrays["thresholds"][int(step.facts["feature"])] == step.facts["threshold"]
        np.testing.assert_allclose(step.arrays["gains"].max(), step.facts["gain"])
        assert len(step.arrays["samples"]) == model.tree_.n_node_samples[int(step.facts["node"])]
    leaves = model.tree_.children_left < 0
    weights = model.tree_.weighted_n_node_samples[leaves] / len(y)
    np.testing.assert_allclose(seen[-1].objective, weights @ model.tree_.impurity[leaves])


def test_steps_of_numbers_end_with_the_fit():
    X, y = np.random.default_rng(0).normal(size=(50, 3)), np.arange(50.0)
    model = DecisionTreeRegressor(max_leaf_nodes=6)
    seen = list(steps(model, X, y))
    assert len(seen) == 6
    np.testing.assert_array_equal(model.predict(X), DecisionTreeRegressor(max_leaf_nodes=6).fit(X, y).predict(X))
