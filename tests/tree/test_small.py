"""Small trees: NumPy grows the trees of the kernels, bit for bit, and Numba is not loaded for them."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workings.tree import DecisionTreeClassifier, DecisionTreeRegressor, _base, _large, _small

WAYS = ((_small.sorted_small, _small.grow_small), (_large.sorted_large, _large.grow_large))
OPTIONS = (
    {},
    {"max_depth": 3, "max_features": 2},
    {"min_samples_leaf": 3},
    {"min_weight_fraction_leaf": 0.05, "min_impurity_decrease": 0.01},
    {"splitter": "random"},
    {"splitter": "random", "max_features": 1, "min_samples_leaf": 2},
)


@st.composite
def problems(draw):
    """Draw data with ties, gaps, weights of 0 and several outputs, and how to grow a tree on them."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, p, outputs = draw(st.integers(2, 90)), draw(st.integers(2, 11)), draw(st.sampled_from([1, 1, 1, 2]))
    X = rng.integers(0, 5, (n, p)).astype(float) if draw(st.booleans()) else rng.normal(size=(n, p))
    X[rng.random(X.shape) < draw(st.sampled_from([0.0, 0.2]))] = np.nan
    weights = rng.exponential(size=n) * (rng.random(n) < 0.8) if draw(st.booleans()) else np.ones(n)
    weights[0] = 1.0
    criterion = draw(st.sampled_from(["gini", "entropy", "squared_error", "poisson"]))
    options = {"criterion": criterion, "random_state": 1, **draw(st.sampled_from(OPTIONS))}
    if criterion in ("gini", "entropy"):
        classes = draw(st.sampled_from([2, 4, 11, 70]))
        return DecisionTreeClassifier(**options), X, rng.integers(0, classes, (n, outputs)), weights
    return DecisionTreeRegressor(**options), X, rng.exponential(size=(n, outputs)), weights


def assert_both_ways_are_one(monkeypatch, model, X, y, weights=None):
    trees = []
    for sort, grow in WAYS:
        monkeypatch.setattr(_base, "sorted_samples", sort)
        monkeypatch.setattr(_base, "grow", grow)
        state = model.fit(X, y, sample_weight=weights).tree_.__getstate__()
        trees.append((state["max_depth"], state["nodes"].tobytes(), state["values"].tobytes()))
    assert trees[0] == trees[1]


@settings(max_examples=80, deadline=None)
@given(problems())
def test_numpy_grows_the_trees_of_the_kernels(problem):
    with pytest.MonkeyPatch.context() as patch:
        assert_both_ways_are_one(patch, *problem)


@pytest.mark.parametrize("seed", range(8))
def test_best_first_and_constrained_trees_are_those_of_the_kernels(monkeypatch, seed):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(70, 3)), rng.integers(0, 3, 70)
    assert_both_ways_are_one(monkeypatch, DecisionTreeClassifier(max_leaf_nodes=9), X, y)
    constrained = DecisionTreeRegressor(monotonic_cst=[1, 0, -1])
    assert_both_ways_are_one(monkeypatch, constrained, X, y + X[:, 0])
    constrained = DecisionTreeClassifier(monotonic_cst=[1, 0, -1], splitter="random", random_state=seed)
    assert_both_ways_are_one(monkeypatch, constrained, X, y > 1)


def test_small_trees_do_not_load_numba():
    code = """
import sys
from sklearn.datasets import load_iris
from workings.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier
from workings.show import steps
X, y = load_iris(return_X_y=True)
for kind in (DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier):
    kind().fit(X, y).predict(X)
list(steps(DecisionTreeClassifier(max_depth=2), X, y))
assert "numba" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
