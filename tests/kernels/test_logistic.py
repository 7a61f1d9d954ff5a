import numpy as np
import pytest
from scipy.special import expit, logsumexp, softmax

from workings.kernels import logistic
from workings.linear_model._logistic_loss import _residuals_by_numpy

rng = np.random.default_rng(0)


def reference(z, labels, weights):
    """Loss and residuals of logits (classes, n), in long double."""
    z = z.astype(np.longdouble)
    own = np.arange(z.shape[0])[:, None] == labels
    loss = logsumexp(z, axis=0) - z[labels, np.arange(len(labels))]
    shares = softmax(z, axis=0)
    others = np.where(own, 0, shares).sum(axis=0)
    return float(weights @ loss), np.where(own, -others, shares) * weights


@pytest.mark.parametrize("residuals", [logistic.softmax_residuals, _residuals_by_numpy])
@pytest.mark.parametrize("classes", [2, 3, 7, 40])
@pytest.mark.parametrize("size", [0.0, 1.0, 30.0, 1000.0])
def test_softmax_residuals(residuals, classes, size):
    z, labels = rng.normal(size=(classes, 301)) * size, rng.integers(0, classes, 301)
    weights = rng.random(301)
    loss, expected = reference(z, labels, weights)
    assert residuals(z, labels, weights) == pytest.approx(loss, rel=1e-13)
    np.testing.assert_allclose(z, expected.astype(float), rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("residuals", [logistic.binary_residuals, _residuals_by_numpy])
@pytest.mark.parametrize("size", [0.0, 1.0, 30.0, 1000.0])
def test_binary_residuals(residuals, size):
    z, signs, weights = rng.normal(size=777) * size, np.where(rng.random(777) < 0.5, -1.0, 1.0), rng.random(777)
    margin = z.astype(np.longdouble) * signs
    loss = float(weights @ np.logaddexp(np.longdouble(0), -margin))
    expected = -weights * signs * expit(-margin)
    assert residuals(z, signs, weights) == pytest.approx(loss, rel=1e-13)
    np.testing.assert_allclose(z, expected.astype(float), rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("gap", [20.0, 40.0, 100.0, 600.0])
def test_a_sample_that_is_surely_right_still_has_a_residual(gap):
    """1 - p would be 0 from a gap of 37 on."""
    z = np.array([[gap], [0.0], [0.0]])
    loss = logistic.softmax_residuals(z, np.array([0]), np.ones(1))
    assert loss == pytest.approx(2 * np.exp(-gap), rel=1e-7)
    assert z[0, 0] == pytest.approx(-2 * np.exp(-gap), rel=1e-7)
    one = np.array([gap])
    assert logistic.binary_residuals(one, np.ones(1), np.ones(1)) == pytest.approx(np.exp(-gap), rel=1e-7)
    assert one[0] == pytest.approx(-np.exp(-gap), rel=1e-7)


def test_log1p_is_right_everywhere():
    import numba

    from workings.kernels._log1p import log1p

    @numba.njit
    def call(u):
        return log1p(u)

    for u in [0.0, 5e-324, 1e-300, 1e-17, 1e-8, 0.1, 0.41, 0.4142135, 0.42, 1.0, 3.0, 1e3, 1e18, 1e299]:
        assert call(u) == pytest.approx(np.log1p(u), rel=4e-16)
