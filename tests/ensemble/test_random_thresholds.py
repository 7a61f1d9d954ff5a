"""Thresholds of extra trees are drawn evenly: how often each tree comes that four values allow."""

from collections import Counter

import numpy as np

from workings.ensemble import ExtraTreesRegressor


def test_the_five_trees_of_four_values_come_as_often_as_they_should():
    """The first threshold is even between 0 and 3: a third cuts in the middle, and two thirds leave a second choice."""
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 4, size=(200, 1)), rng.random(200)
    found, each = Counter(), 1000
    for seed in range(4):
        for tree in ExtraTreesRegressor(each, random_state=seed).fit(X, y).estimators_:
            found[tuple(np.floor(tree.tree_.threshold))] += 1
    shares = sorted(count / (4 * each) for count in found.values())
    assert len(shares) == 5
    deviations = np.sqrt(np.array([1 / 6 * 5 / 6] * 4 + [2 / 9]) / (4 * each))
    assert (np.abs(shares - np.array([1 / 6] * 4 + [1 / 3])) < 4.0 * deviations).all()
