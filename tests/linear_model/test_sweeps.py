import numpy as np

from workings.kernels.coordinate_descent import gram_sweeps
from workings.linear_model._sweeps import Penalty, Sweeper, _sweep_by_hand, newton_step


def problem(n, p):
    """Columns that share more than they differ by."""
    rng = np.random.default_rng(0)
    X = 0.4 * rng.normal(size=(n, p)) + rng.normal(size=(n, 1))
    return X, X @ rng.normal(size=p) + rng.normal(size=n)


def test_kernel_and_python_sweep_alike():
    X, y = problem(50, 12)
    gram = np.ascontiguousarray(X.T @ X)
    for positive in (False, True):
        orders = np.random.default_rng(0).integers(0, 12, size=(7, 12))
        w1, w2 = np.zeros(12), np.zeros(12)
        g1, g2 = X.T @ y, X.T @ y
        first = _sweep_by_hand(gram, w1, g1, orders, Penalty(20.0, 3.0, positive), 1e-9)
        second = gram_sweeps(gram, w2, g2, orders, 20.0, 3.0, positive, 1e-9)
        np.testing.assert_allclose(w1, w2, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(g1, X.T @ y - gram @ w1, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(first, second, rtol=1e-9)


def test_sweeps_over_some_coordinates():
    """They are those of the problem without the others, and the gradient of the others follows."""
    X, y = problem(50, 12)
    gram = np.ascontiguousarray(X.T @ X)
    part = np.array([1, 4, 5, 9, 11])
    penalty = Penalty(20.0, 3.0)
    alone = np.zeros(5)
    orders = np.tile(np.arange(5), (7, 1))
    expected = _sweep_by_hand(gram[np.ix_(part, part)], alone, X[:, part].T @ y, orders, penalty, 1e-9)
    for left in (0, 1000):  # compiled, and in Python
        w, g = np.zeros(12), X.T @ y
        found = Sweeper(penalty, None, [left]).sweep_some(gram, part, w, g, 7, 1e-9)
        np.testing.assert_allclose(w[part], alone, rtol=1e-12, atol=1e-14)
        assert np.count_nonzero(w) == np.count_nonzero(alone) > 0
        np.testing.assert_allclose(g, X.T @ (y - X @ w), rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_newton_step_makes_the_objective_smaller():
    X, y = problem(60, 10)
    gram, penalty = X.T @ X, Penalty(5.0, 0.0)
    rng = np.random.default_rng(0)
    for _ in range(20):
        w = rng.normal(size=10) * (rng.random(10) < 0.7)
        g = X.T @ (y - X @ w)
        before = 0.5 * np.sum((y - X @ w) ** 2) + penalty.of(w)
        start = w.copy()
        moved = newton_step(gram, w, g, penalty)
        after = 0.5 * np.sum((y - X @ w) ** 2) + penalty.of(w)
        np.testing.assert_allclose(g, X.T @ (y - X @ w), atol=1e-8)
        assert after < before if moved else np.array_equal(w, start)
