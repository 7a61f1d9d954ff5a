"""The vector-Jacobian product of softmax."""

import mpmath
import numpy as np
import pytest

from workings import softmax, softmax_vjp


@pytest.mark.parametrize("temperature", [1.0, 0.4, 7.0])
def test_agrees_with_the_jacobian_in_mpmath(temperature):
    rng = np.random.default_rng(0)
    x, g = rng.normal(size=6), rng.normal(size=6)
    with mpmath.workprec(120):
        e = [mpmath.exp(mpmath.mpf(v) / mpmath.mpf(temperature)) for v in x]
        p = [v / mpmath.fsum(e) for v in e]
        expected = [
            float(mpmath.fsum(g[i] * p[i] * ((i == j) - p[j]) for i in range(6)) / mpmath.mpf(temperature))
            for j in range(6)
        ]
    result = softmax_vjp(softmax(x, temperature=temperature), g, temperature=temperature)
    np.testing.assert_allclose(result, expected, rtol=1e-13, atol=1e-16)


@pytest.mark.parametrize("axis", [0, 1, -1, (0, 2), None])
def test_agrees_with_finite_differences(axis):
    rng = np.random.default_rng(1)
    x, g = rng.normal(size=(3, 4, 2)), rng.normal(size=(3, 4, 2))
    step, slope = 1e-6, np.empty_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += step
        down[place] -= step
        slope[place] = ((softmax(up, axis=axis) - softmax(down, axis=axis)) * g).sum() / (2 * step)
    result = softmax_vjp(softmax(x, axis=axis), g, axis=axis)
    np.testing.assert_allclose(result, slope, atol=1e-8)
    np.testing.assert_allclose(result.sum(axis=axis), 0.0, atol=1e-15)


def test_types_and_broadcasting():
    p = softmax(np.random.default_rng(2).normal(size=(5, 3)))
    np.testing.assert_array_equal(softmax_vjp(p, [1.0, 0.0, 0.0]), softmax_vjp(p, np.tile([1.0, 0.0, 0.0], (5, 1))))
    assert softmax_vjp(p.astype(np.float32), np.float32([1, 2, 3])).dtype == np.float32
    assert softmax_vjp(p.astype(np.float32), [1, 2, 3]).dtype == np.float64
    assert softmax_vjp(1.0, 2.0) == 0.0
    np.testing.assert_allclose(softmax_vjp(p, np.ones(3)), 0.0, atol=1e-16)


def test_refused():
    p = softmax(np.zeros((2, 3)))
    with pytest.raises(ValueError, match="cotangent"):
        softmax_vjp(p, np.zeros(4))
    with pytest.raises(np.exceptions.AxisError, match="probabilities"):
        softmax_vjp(p, p, axis=5)
    with pytest.raises(ValueError, match="temperature"):
        softmax_vjp(p, p, temperature=0)
    with pytest.raises(TypeError, match="complex"):
        softmax_vjp(p, p * 1j)
