"""Large trees: kernels on all threads grow what NumPy grows, bit for bit, and what one thread grows."""

import numpy as np
import pytest

from workings.kernels._threads import set_num_threads
from workings.show import steps
from workings.tree import DecisionTreeClassifier, DecisionTreeRegressor, _base, _large, _small


def problem(n, p, classes=0, ties=False, gaps=0.0, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p))
    signal = X[:, 0] + X[:, 1] * X[:, 2] + 0.5 * rng.normal(size=n)
    if ties:
        X = np.round(2 * X)
    X[rng.random(X.shape) < gaps] = np.nan
    if not classes:
        return X, signal
    return X, np.digitize(signal, np.quantile(signal, np.linspace(0, 1, classes + 1)[1:-1]))


def state(model, X, y, weights=None):
    found = model.fit(X, y, sample_weight=weights).tree_.__getstate__()
    return found["nodes"].tobytes(), found["values"].tobytes()


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("least", [1, 7])
@pytest.mark.parametrize(("classes", "n"), [(0, 1300), (2, 1300), (5, 5000), (9, 1300), (40, 1300)])
def test_kernels_grow_what_numpy_grows(monkeypatch, classes, n, least, ties):
    """Counts of classes in one word (2 classes), in two (5 of 5,000 samples, 9 of 1,300) and in none (40)."""
    X, y = problem(n, 11, classes, ties)
    kind = DecisionTreeClassifier if classes else DecisionTreeRegressor
    model, trees = kind(max_depth=4, min_samples_leaf=least), []
    for sort, grow in ((_small.sorted_small, _small.grow_small), (_large.sorted_large, _large.grow_large)):
        monkeypatch.setattr(_base, "sorted_samples", sort)
        monkeypatch.setattr(_base, "grow", grow)
        trees.append(state(model, X, y))
    assert trees[0] == trees[1]


@pytest.mark.parametrize("criterion", ["squared_error", "absolute_error"])
@pytest.mark.parametrize("gaps", [0.0, 0.1])
@pytest.mark.parametrize("weighted", [False, True])
def test_numbers_grow_the_same_tree_on_any_number_of_threads(criterion, gaps, weighted):
    X, y = problem(2500, 9, gaps=gaps)
    weights = np.random.default_rng(1).integers(0, 3, len(y)).astype(float) if weighted else None
    trees = []
    for threads in (1, None):
        set_num_threads(threads)
        trees.append(state(DecisionTreeRegressor(criterion=criterion, max_depth=8), X, y, weights))
    set_num_threads(None)
    assert trees[0] == trees[1]


def test_steps_know_the_samples_of_every_node_of_a_large_tree():
    X, y = problem(3000, 6, 3)
    model = DecisionTreeClassifier(max_depth=5)
    taken = [step for step in steps(model, X, y) if "samples" in step.arrays]
    seen = {int(step.facts["node"]): step.arrays["samples"] for step in taken}
    passed = model.fit(X, y).decision_path(X).tocsc()
    assert sorted(seen) == np.flatnonzero(model.tree_.children_left >= 0).tolist()
    for node, samples in seen.items():
        np.testing.assert_array_equal(samples, np.sort(passed[:, [node]].indices))
