"""A sweep's loss and gradient against plain extended precision, for rows of all lengths and rests."""

from __future__ import annotations

import numpy as np
import pytest

from workings.kernels.logistic_sweeps import binary_sweep, softmax_sweep


def in_extended_precision(X, labels, weights, theta, classes):
    """Return the loss and the gradient by the formulas alone."""
    ones = np.ones((len(X), 1))
    Z = np.hstack([X, ones]).astype(np.longdouble)
    z = Z @ theta.T.astype(np.longdouble)
    if classes == 2:
        z = np.hstack([np.zeros_like(z), z])
    q = np.exp(z)
    q /= q.sum(axis=1, keepdims=True)
    rows = np.arange(len(X))
    loss = -(weights * np.log(q[rows, labels])).sum()
    q[rows, labels] -= 1
    gradient = (weights[:, None] * q).T @ Z
    return loss, gradient[1:] if classes == 2 else gradient


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("classes", [2, 3, 4])
@pytest.mark.parametrize("p", [1, 7, 8, 50])
def test_loss_and_gradient(p, classes, dtype):
    rng = np.random.default_rng(p * classes)
    n, start, stop = 60, 5, 58  # blocks of 24, 24 and 5 rows
    X = rng.normal(size=(n, p)).astype(dtype)
    labels, weights = rng.integers(0, classes, n), rng.uniform(size=n)
    theta = rng.normal(size=(1 if classes == 2 else classes, p + 1))
    gradient = np.ones(theta.shape)
    sweep = binary_sweep if classes == 2 else softmax_sweep
    found = sweep(X, labels, weights, theta, start, stop, 24, gradient)
    part = slice(start, stop)
    loss, expected = in_extended_precision(X[part].astype(np.float64), labels[part], weights[part], theta, classes)
    assert found == pytest.approx(float(loss), rel=1e-13)
    np.testing.assert_allclose(gradient - 1.0, expected.astype(float), rtol=0, atol=1e-12)


def test_numbers_that_are_not_finite_reach_the_gradient():
    for value in (np.nan, np.inf, -np.inf):
        for column in (0, 8, 10):
            for row in (3, 40):
                X = np.zeros((41, 11))
                X[row, column] = value
                for weight in (0.0, 1.0):
                    weights = np.full(41, 1.0)
                    weights[row] = weight
                    gradient = np.zeros((1, 12))
                    binary_sweep(X, np.zeros(41, dtype=np.int64), weights, np.zeros((1, 12)), 0, 41, 16, gradient)
                    assert not np.isfinite(gradient[0, column])
