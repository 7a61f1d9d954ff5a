"""Sums of products of centred rows: by BLAS and by the kernel, against extended precision."""

import numpy as np
import pytest

from workings.kernels import _threads
from workings.linear_model import _moments


def truth(X, Y, weights):
    """Return G, C and the squares of y about the weighted means, in extended precision."""
    X, Y, s = (np.asarray(a, dtype=np.longdouble) for a in (X, Y, weights))
    total = s.sum()
    x, y = X - s @ X / total, Y - s @ Y / total
    return (x * s[:, None]).T @ x, (x * s[:, None]).T @ y, s @ (y * y)


@pytest.mark.parametrize("way", ["kernel", "blas"])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("n", "p", "k"), [(1, 1, 1), (5, 3, 2), (129, 7, 1), (1000, 33, 4), (700, 70, 1)])
@pytest.mark.parametrize("weighted", [False, True])
def test_moments_are_true_to_the_last_digits(monkeypatch, way, order, dtype, n, p, k, weighted):
    monkeypatch.setattr(_moments, "_COMPILED", -1 if way == "kernel" else 10**12)
    rng = np.random.default_rng(n + p)
    X = np.asarray(rng.normal(size=(n, p)) + 100.0, dtype=dtype, order=order)
    Y = rng.normal(size=(n, k)) - 50.0
    weights = rng.integers(0, 4, n).astype(float) + 0.5 if weighted else None
    found = _moments.moments(_moments.rows_of(X, Y, weights, True), True)
    gram, cross, squares = truth(X, Y, np.ones(n) if weights is None else weights)
    scale = np.sqrt(np.outer(np.diag(gram), np.diag(gram))).astype(float) + 1e-9
    assert found.finite
    assert (np.abs(found.gram - gram) <= 1e-13 * n**0.5 * scale).all()
    sides = np.sqrt(np.outer(np.diag(gram), squares)).astype(float) + 1e-9
    assert (np.abs(found.cross - cross) <= 1e-13 * n**0.5 * sides).all()
    np.testing.assert_allclose(found.y_squares, squares.astype(float), rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("where", ["X", "Y"])
def test_the_kernel_tells_of_what_is_no_number(monkeypatch, bad, where):
    monkeypatch.setattr(_moments, "_COMPILED", -1)
    X, Y = np.ones((300, 4)), np.ones((300, 1))
    (X if where == "X" else Y)[299, 0] = bad
    assert not _moments.moments(_moments.rows_of(X, Y, None, True), True).finite


def test_the_number_of_threads_changes_no_bit(monkeypatch):
    monkeypatch.setattr(_moments, "_COMPILED", -1)
    rng = np.random.default_rng(0)
    rows = _moments.rows_of(rng.normal(size=(5000, 12)), rng.normal(size=(5000, 1)), None, True)
    found = []
    for threads in (1, 2):
        _threads.set_num_threads(threads)
        found.append(_moments.moments(rows, True))
    _threads.set_num_threads(None)
    np.testing.assert_array_equal(found[0].gram, found[1].gram)
    np.testing.assert_array_equal(found[0].cross, found[1].cross)
