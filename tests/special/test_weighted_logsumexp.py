"""logsumexp with weights, signs and kept axes: SciPy's meaning."""

import numpy as np
import pytest
import scipy.special

from workings import logsumexp


@pytest.mark.parametrize("shape", [(6,), (3, 4), (30, 40), (2, 3, 50)])
@pytest.mark.parametrize("keepdims", [False, True])
def test_agrees_with_scipy(shape, keepdims):
    rng = np.random.default_rng(0)
    x, b = rng.normal(size=shape), rng.normal(size=shape)
    for axis in (None, 0, -1):
        options = {"axis": axis, "keepdims": keepdims}
        np.testing.assert_allclose(logsumexp(x, **options), scipy.special.logsumexp(x, **options), rtol=1e-13)
        positive = np.abs(b)
        np.testing.assert_allclose(
            logsumexp(x, b=positive, **options), scipy.special.logsumexp(x, b=positive, **options), rtol=1e-11
        )
        ours = logsumexp(x, b=b, return_sign=True, **options)
        theirs = scipy.special.logsumexp(x, b=b, return_sign=True, **options)
        np.testing.assert_allclose(ours[0], theirs[0], rtol=1e-9)
        np.testing.assert_array_equal(ours[1], theirs[1])
        assert ours[1].shape == np.shape(ours[0])


def test_a_negative_sum_without_its_sign_is_nan():
    assert np.isnan(logsumexp([1.0, 2.0], b=[1.0, -1.0]))
    value, sign = logsumexp([1.0, 2.0], b=[1.0, -1.0], return_sign=True)
    assert sign == -1.0
    assert value == pytest.approx(np.log(np.e**2 - np.e))


def test_a_weight_of_zero_leaves_its_entry_out():
    for bad in (np.nan, np.inf, 1e300):
        assert logsumexp([1.0, bad], b=[1.0, 0.0]) == 1.0
    value, sign = logsumexp([1.0, 2.0], b=[0.0, 0.0], return_sign=True)
    assert value == -np.inf
    assert sign == 0.0


def test_weights_broadcast_and_are_checked():
    x = np.arange(6.0).reshape(2, 3)
    np.testing.assert_allclose(logsumexp(x, b=2.0), logsumexp(x) + np.log(2.0))
    np.testing.assert_allclose(logsumexp(x, b=[1, 0, 0]), x[:, 0])
    with pytest.raises(ValueError, match="broadcast"):
        logsumexp(x, b=[1.0, 2.0])
    with pytest.raises(TypeError, match="complex"):
        logsumexp(x, b=1j)


@pytest.mark.parametrize("n", [3, 100])
def test_signs_without_weights(n):
    x = np.stack([np.zeros(n), np.full(n, -np.inf), np.full(n, np.nan), np.full(n, np.inf)])
    value, sign = logsumexp(x, return_sign=True)
    np.testing.assert_array_equal(sign, [1.0, 0.0, np.nan, 1.0])
    np.testing.assert_array_equal(value, [np.log(n), -np.inf, np.nan, np.inf])


def test_large_and_far_apart():
    value, sign = logsumexp([1000.0, 999.0], b=[1.0, -1.0], return_sign=True)
    assert value == pytest.approx(1000 + np.log1p(-np.exp(-1)))
    assert sign == 1.0
    assert logsumexp([-1000.0, -2000.0], b=[3.0, 1.0]) == pytest.approx(-1000 + np.log(3.0), rel=1e-15)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_types(dtype):
    x = np.array([1.0, 2.0, 3.0], dtype=dtype)
    value, sign = logsumexp(x, b=[1, 1, -0.5], return_sign=True)
    assert value.dtype == sign.dtype == dtype
