"""logsumexp where it is near 0, in fixed point: 128 bits after the binary point.

``log(sum(exp(x)))`` is near 0 when the exponentials add up to nearly 1, as the exponentials of log-probabilities do.
Every digit of a float64 sum then cancels against the 1, and only what a float64 could not hold decides. All x are below
0 there, every exponential is below 1, and in fixed point they add exactly: ``log1p(sum - 1)`` is right to the last
digits unless the sum is within 2**-70 of 1. Some 30 multiplications of 128 bits for each entry are the price.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from workings.kernels._jit import exact_helper, kernel
from workings.kernels._numba import intrinsic, ir, types

_TERMS = 34
_ONE = 1 << 128


def _ln2(bits: int) -> int:
    """Return ln 2 in units of 2**-bits, by the series of 2 artanh(1/3)."""
    total, k, power = 0, 1, (1 << (bits + 32)) // 3
    while power:
        total += power // k
        power //= 9
        k += 2
    return (2 * total) >> 32


def _words(value: int) -> tuple[int, int]:
    return (value >> 64) & (2**64 - 1), value & (2**64 - 1)


_LN2_HIGH, _LN2_LOW = (np.uint64(w) for w in _words(_ln2(128)))
# 1/2!, 1/3!, ... in units of 2**-128; the first two terms of the series, 1 and -r, are taken outside.
_COEFFICIENTS = np.array(
    [_words(int(Fraction(_ONE, math.factorial(j)))) for j in range(2, _TERMS)], dtype=np.uint64
).ravel()


@intrinsic
def _high_word(_typing, a, b):
    """Return the upper 64 bits of the product of two unsigned 64-bit integers."""

    def codegen(_context, builder, _signature, args):
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(args[0], wide), builder.zext(args[1], wide))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), codegen


@exact_helper
def _times(a, a_low, b, b_low):
    """Multiply two numbers below 1, leaving out what is below 2**-126."""
    low = a * b
    c1, c2 = _high_word(a, b_low), _high_word(a_low, b)
    high = _high_word(a, b)
    s = low + c1
    high += np.uint64(s < low)
    t = s + c2
    high += np.uint64(t < s)
    return high, t


@exact_helper
def _minus(a, a_low, b, b_low):
    """Subtract, modulo 1."""
    return a - b - np.uint64(a_low < b_low), a_low - b_low


@exact_helper
def _fixed_fraction(f):
    """Return a float in [0, 1) in units of 2**-128."""
    scaled = f * 2.0**64
    high = np.uint64(scaled)
    return high, np.uint64((scaled - np.float64(high)) * 2.0**64)


@exact_helper
def _fixed_exp(x):
    """Return exp(x) for -88 < x < 0 in units of 2**-128."""
    k = math.floor(-x / 0.6931471805599453)
    # -x - k ln 2, modulo 1: the whole parts cancel, for the difference lies between 0 and 1.
    high, low = _fixed_fraction(-x - math.floor(-x))
    kw = np.uint64(k)
    p_low = kw * _LN2_LOW
    p_high = kw * _LN2_HIGH + _high_word(kw, _LN2_LOW)
    whole = np.uint64(math.floor(-x)) - _high_word(kw, _LN2_HIGH) - np.uint64(p_high < kw * _LN2_HIGH)
    r, r_low = _minus(high, low, p_high, p_low)
    whole -= np.uint64((high < p_high) or (high == p_high and low < p_low))
    if whole != np.uint64(0):  # k was one too large: ln 2 too much has been taken
        k -= 1
        s = r_low + _LN2_LOW
        r = r + _LN2_HIGH + np.uint64(s < r_low)
        r_low = s
    # exp(-r) = 1 - r + r**2 (1/2! - r (1/3! - ...))
    n = _COEFFICIENTS.shape[0]
    v, v_low = _COEFFICIENTS[n - 2], _COEFFICIENTS[n - 1]
    for j in range(n - 4, -1, -2):
        t, t_low = _times(v, v_low, r, r_low)
        v, v_low = _minus(_COEFFICIENTS[j], _COEFFICIENTS[j + 1], t, t_low)
    v, v_low = _times(v, v_low, r, r_low)
    t, t_low = _minus(r, r_low, *_times(v, v_low, r, r_low))  # r - r**2 (...), between 0 and 1/2
    if t == np.uint64(0) and t_low == np.uint64(0):
        t_low = np.uint64(1)
    v, v_low = _minus(np.uint64(0), np.uint64(0), t, t_low)
    shift = np.uint64(k)
    if shift >= np.uint64(128):
        return np.uint64(0), np.uint64(0)
    if shift >= np.uint64(64):
        return np.uint64(0), v >> (shift - np.uint64(64))
    if shift > np.uint64(0):
        v_low = (v_low >> shift) | (v << (np.uint64(64) - shift))
        v = v >> shift
    return v, v_low


@kernel
def logsumexp_near_zero(x):
    """Return logsumexp of one row whose entries are all below 0 and whose result lies near 0."""
    whole, high, low = np.uint64(0), np.uint64(0), np.uint64(0)
    for j in range(x.shape[0]):
        v = np.float64(x[j])
        if v <= -88.0:
            continue
        e, e_low = _fixed_exp(v)
        s = low + e_low
        carry = np.uint64(s < low)
        low = s
        t = high + e
        more = np.uint64(t < high)
        high = t + carry
        whole += more + np.uint64(high < t)
    if whole == np.uint64(0):
        high, low = _minus(np.uint64(0), np.uint64(0), high, low)
        return math.log1p(-(np.float64(high) + np.float64(low) * 2.0**-64) * 2.0**-64)
    above = np.float64(whole - np.uint64(1)) + (np.float64(high) + np.float64(low) * 2.0**-64) * 2.0**-64
    return math.log1p(above)
