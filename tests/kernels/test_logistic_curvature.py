"""Sums of second derivatives against plain extended precision, for every width of a tile and rest of rows."""

from __future__ import annotations

import numpy as np
import pytest

from workings.kernels.logistic_curvature import add_curvature


def probabilities(X, theta):
    z = np.hstack([X, np.ones((len(X), 1))]).astype(np.longdouble) @ theta.T.astype(np.longdouble)
    z = np.hstack([z, np.zeros_like(z)]) if len(theta) == 1 else z
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def expected_sum(X, theta, shares, one, other, width):
    q = probabilities(X, theta)
    rest = 1.0 - q[:, one] if other < 0 else q[:, other]
    rows = np.hstack([X, np.ones((len(X), 1))]).astype(np.longdouble)[:, :width]
    return (rows * (shares * q[:, one] * rest)[:, None]).T @ rows


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("intercept", [0, 1])
@pytest.mark.parametrize("p", [1, 7, 12, 16, 25, 33, 50, 64, 101])
def test_second_derivatives(p, intercept, dtype):
    rng = np.random.default_rng(p)
    n, start, stop, width = 300, 3, 290, p + intercept  # blocks of 128, 128 and 31 rows
    X, shares = rng.normal(size=(n, p)).astype(dtype), rng.uniform(0.0, 2.0, n)
    theta = 0.3 * rng.normal(size=(4, p + 1))
    pairs = [(0, 1), (3, 1), (2, -1)]
    found = np.ones((len(pairs), width, width), dtype)
    ones, others = (np.array(side) for side in zip(*pairs, strict=True))
    add_curvature(X, theta, shares, ones, others, start, stop, found)
    for total, (one, other) in zip(found, pairs, strict=True):
        expected = expected_sum(X[start:stop], theta, shares[start:stop], one, other, width)
        error = np.abs(np.tril(total - 1.0 - expected.astype(float))).max()
        assert error < (1e-12 if dtype == np.float64 else 1e-4)


@pytest.mark.parametrize("wanted", [np.float64, np.float32])
def test_two_classes_and_numbers_of_another_type(wanted):
    rng = np.random.default_rng(1)
    X, theta = 3.0 * rng.normal(size=(50, 11)), rng.normal(size=(1, 12))
    theta[:, 3] *= 100.0  # some logits are beyond what exp can take
    found = np.zeros((1, 12, 12), wanted)
    add_curvature(X, theta, np.ones(50), np.array([0]), np.array([1]), 4, 47, found)
    expected = expected_sum(X[4:47], theta, np.ones(43), 0, 1, 12)
    tolerance = 1e-12 if wanted == np.float64 else 1e-5
    np.testing.assert_allclose(np.tril(found[0]), np.tril(expected.astype(float)), rtol=0, atol=tolerance)
