"""What holds for every input, searched by Hypothesis."""

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from workings import log_sigmoid, log_softmax, logsumexp, sigmoid, softmax, softplus

settings.register_profile("steady", derandomize=True, max_examples=150, deadline=None)
settings.load_profile("steady")

FLOATS = st.sampled_from([np.float32, np.float64])
MODERATE = st.floats(-1000, 1000, width=32)
ANY = st.floats(allow_nan=False, allow_infinity=False, width=32)
EPS = {np.dtype(np.float32): 2.0**-23, np.dtype(np.float64): 2.0**-52}


def arrays(elements, longest=90):
    """Arrays whose sizes lie on both sides of every border between the computations."""
    shapes = st.one_of(
        st.tuples(st.integers(1, 6), st.integers(1, longest)),
        st.tuples(st.integers(1, longest)),
        st.tuples(st.integers(1, 4), st.integers(1, 5), st.integers(1, 20)),
    )
    return FLOATS.flatmap(lambda dtype: hnp.arrays(dtype, shapes, elements=elements, fill=elements))


def close(a, b, units=6.0):
    a, b = np.asarray(a), np.asarray(b)
    eps = EPS[a.dtype]
    tiny = np.finfo(a.dtype).smallest_subnormal
    with np.errstate(over="ignore", invalid="ignore"):
        gap = np.abs(a.astype(np.longdouble) - b.astype(np.longdouble))
    assert ((gap <= units * eps * np.abs(b) + units * tiny) | (a == b)).all(), (a, b)


@given(arrays(ANY), st.integers(-3, 2))
def test_probabilities(x, axis):
    assume(-x.ndim <= axis < x.ndim)
    before = x.copy()
    p = softmax(x, axis=axis)
    np.testing.assert_array_equal(x, before)
    assert p.shape == x.shape
    assert p.dtype == x.dtype
    assert (p >= 0).all()
    assert (p <= 1).all()
    close(p.sum(axis=axis, dtype=np.float64).astype(x.dtype), np.ones(p.sum(axis=axis).shape, x.dtype), units=4)
    # Where one probability is far ahead, it is that of the largest score.
    clear = np.sort(p, axis=axis).take(-1, axis=axis) > 0.75
    assert (np.argmax(x, axis=axis) == np.argmax(p, axis=axis))[clear].all()


@given(arrays(MODERATE), st.integers(-40, 40))
def test_shift_invariance(x, k):
    shifted = x + x.dtype.type(2.0**k)
    assume((shifted - x == x.dtype.type(2.0**k)).all() and (shifted.astype(np.longdouble) - x == 2.0**k).all())
    close(softmax(shifted), softmax(x))
    close(log_softmax(shifted), log_softmax(x))


@given(arrays(MODERATE), st.randoms(use_true_random=False))
def test_permutation(x, random):
    order = list(range(x.shape[-1]))
    random.shuffle(order)
    close(softmax(x[..., order]), softmax(x)[..., order])
    close(log_softmax(x[..., order]), log_softmax(x)[..., order])
    close(logsumexp(x[..., order]), logsumexp(x))


@given(arrays(MODERATE))
def test_monotone(x):
    p, log_p = softmax(x), log_softmax(x)
    order = np.argsort(x, axis=-1)
    for result in (p, log_p):
        y = np.take_along_axis(result, order, axis=-1)
        rises = np.diff(y.astype(np.float64), axis=-1)
        assert (rises >= -4 * EPS[x.dtype] * np.abs(y[..., 1:].astype(np.float64))).all()


@given(arrays(MODERATE))
def test_groups_are_independent(x):
    whole = softmax(x), log_softmax(x), logsumexp(x)
    for place in np.ndindex(x.shape[:-1]):
        for result, function in zip(whole, (softmax, log_softmax, logsumexp), strict=True):
            close(result[place], function(x[place]))


@given(arrays(MODERATE))
def test_softmax_is_exp_of_log_softmax(x):
    log_p = log_softmax(x.astype(np.float64))
    p = softmax(x.astype(np.float64))
    np.testing.assert_allclose(p, np.exp(log_p), rtol=2e-13, atol=1e-320)


@given(arrays(MODERATE))
def test_log_softmax_is_x_minus_logsumexp(x):
    wide = x.astype(np.float64)
    expected = wide - logsumexp(wide, axis=-1, keepdims=True)
    np.testing.assert_allclose(log_softmax(wide), expected, rtol=1e-14, atol=1e-12)


@given(arrays(MODERATE))
def test_logsumexp_bounds(x):
    wide = x.astype(np.float64)
    top, n = wide.max(axis=-1), x.shape[-1]
    value = logsumexp(wide)
    slack = 4 * 2.0**-52 * (np.abs(top) + 1)
    assert (value >= top).all()
    assert (value <= top + np.log(n) + slack).all()


@given(arrays(MODERATE), st.integers(-3, 2))
def test_an_axis_is_a_matter_of_turning(x, axis):
    assume(-x.ndim <= axis < x.ndim)
    for function in (softmax, log_softmax):
        close(function(x, axis=axis), np.moveaxis(function(np.moveaxis(x, axis, -1).copy()), -1, axis))
    close(logsumexp(x, axis=axis), logsumexp(np.moveaxis(x, axis, -1).copy()))
    close(softmax(x, axis=None), softmax(x.ravel()).reshape(x.shape))


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
@example(0.0, -745.0)
@example(750.0, 5.0)
def test_two_scores_are_a_sigmoid(a, b):
    difference = np.longdouble(a) - np.longdouble(b)
    assume(np.longdouble(float(difference)) == difference)
    close(softmax([a, b])[0], sigmoid(a - b), units=4)
    close(log_softmax([a, b])[0], log_sigmoid(a - b), units=4)


@given(arrays(MODERATE))
def test_sigmoid_and_softplus(x):
    wide = x.astype(np.float64)
    np.testing.assert_allclose(sigmoid(wide) + sigmoid(-wide), 1.0, rtol=1e-15)
    close(log_sigmoid(x), -softplus(-x))
    np.testing.assert_allclose(softplus(wide) - softplus(-wide), wide, rtol=1e-14, atol=1e-13)
    stacked = np.stack([wide, np.zeros_like(wide)], axis=-1)
    close(softplus(wide), logsumexp(stacked), units=4)
    flat = np.sort(wide, axis=None)
    assert (np.diff(sigmoid(flat)) >= -4 * 2.0**-52 * sigmoid(flat)[1:]).all()


@given(arrays(MODERATE), st.floats(0.125, 64))
def test_temperature_divides(x, temperature):
    temperature = float(2.0 ** np.round(np.log2(temperature)))  # x / T is exact then
    close(softmax(x, temperature=temperature), softmax(x / x.dtype.type(temperature)))
    close(log_softmax(x, temperature=temperature), log_softmax(x / x.dtype.type(temperature)))


@given(arrays(MODERATE, longest=300))
def test_masked_entries_take_no_part(x):
    padded = np.concatenate([x, np.full_like(x, -np.inf)], axis=-1)
    n = x.shape[-1]
    p = softmax(padded)
    assert (p[..., n:] == 0).all()
    close(p[..., :n], softmax(x))
    close(logsumexp(padded), logsumexp(x))


@pytest.mark.parametrize("n", [3, 80])
def test_logsumexp_slopes_are_softmax(n):
    x = np.random.default_rng(0).normal(size=n)
    step = 1e-6
    slopes = [(logsumexp(x + step * row) - logsumexp(x - step * row)) / (2 * step) for row in np.eye(n)]
    np.testing.assert_allclose(slopes, softmax(x), atol=1e-9)
