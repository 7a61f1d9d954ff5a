"""Problems of least squares, and what two models of one must agree on."""

import numpy as np


def problem(n=300, p=6, targets=None, seed=0, mean=0.0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) + mean
    noise = rng.normal(size=n if targets is None else (n, targets))
    return X, X @ rng.normal(size=p if targets is None else (p, targets)) + 2.0 + noise


def assert_same(ours, theirs, rtol=1e-9):
    scale = float(np.abs(theirs.coef_).max())
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=rtol, atol=rtol * scale)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=rtol, atol=rtol * scale)
    assert ours.coef_.shape == theirs.coef_.shape
    assert ours.coef_.dtype == theirs.coef_.dtype
    assert np.shape(ours.intercept_) == np.shape(theirs.intercept_)
