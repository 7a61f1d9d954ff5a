"""Softmax along rows that lie in one piece: three sweeps over a row while it is in the cache.

The largest entry; the exponentials and their sum; the multiplication by the sum's reciprocal. Sums are kept in two
parts, so a row of a million entries is as exact as a row of two.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import fma, larger, to_bits
from workings.kernels._by_dtype import by_dtype
from workings.kernels._exp import LIFT64, exponent_of, lifted_exp, plan
from workings.kernels._jit import helper, kernel
from workings.kernels._sums import add, as_pair32, reciprocal, two_sum

# Entries that are summed before their sum is added to the row's: they fit the first-level cache.
CHUNK = 2048
# Adding and subtracting this rounds a lifted term to a multiple of 2**(LIFT64 - 38); 2048 such terms add exactly.
_NO_LIFT32 = np.float32(1.5 * 2.0**23)
_BOUND32 = np.float32(60.0)
_SPLIT = 1.5 * 2.0 ** (LIFT64 + 14)


@helper
def largest(x):
    """Return the largest entry of a row (of one with NaN: any entry, NaN included)."""
    top = x[0]
    for j in range(x.shape[0]):
        top = larger(x[j], top)
    return top


@helper
def _exponentials64(x, y, shift, floor, magic):
    high = 0.0
    low = 0.0
    for j in range(x.shape[0]):
        v = x[j] - shift
        v = floor if v < floor else v
        e, e_low = lifted_exp(v, magic)
        y[j] = e
        coarse = (e + _SPLIT) - _SPLIT
        high = add(high, coarse)
        low = add(low, (e - coarse) + e_low)
    return high, low


@helper
def _sum_of32(y):
    """Return the sum of a chunk, in float64: a loop of its own, for beside float64 the others would be half as wide."""
    total = 0.0
    for j in range(y.shape[0]):
        total = add(total, np.float64(y[j]))
    return total


@helper
def _exponentials32(x, y, shift, floor, magic):
    low = np.float32(0.0)
    for j in range(x.shape[0]):
        v = x[j] - shift
        v = floor if v < floor else v
        y[j], e_low = lifted_exp(v, magic)
        low = add(low, e_low)
    return _sum_of32(y), np.float64(low)


@helper
def _reciprocal32(_y, high, low):
    r, r_low = reciprocal(high, low)
    return as_pair32(r, r_low)


@helper
def _reciprocal64(_y, high, low):
    return reciprocal(high, low)


# Write the lifted exponentials of one chunk of a row, and return their sum as a pair.
exponentials = by_dtype(_exponentials32, _exponentials64)
# Return 1 / (high + low) as a pair of the type of the first argument's entries.
reciprocal_like = by_dtype(_reciprocal32, _reciprocal64)


@helper
def rescale(y, factor, factor_low):
    """Multiply a chunk by factor + factor_low."""
    for j in range(y.shape[0]):
        y[j] = fma(y[j], factor, y[j] * factor_low)


@helper
def exponentials_of_row(x, y, top):
    """Write the lifted exponentials of a whole row, and return their sum as a pair."""
    shift, floor, magic = plan(top)
    high = 0.0
    low = 0.0
    for a in range(0, x.shape[0], CHUNK):
        b = min(a + CHUNK, x.shape[0])
        h, h_low = exponentials(x[a:b], y[a:b], shift, floor, magic)
        high, e = two_sum(high, h)
        low += e + h_low
    return high, low


@helper
def rescale_row(y, factor, factor_low):
    """Multiply a whole row by factor + factor_low."""
    for a in range(0, y.shape[0], CHUNK):
        rescale(y[a : min(a + CHUNK, y.shape[0])], factor, factor_low)


@helper
def _direct_chunk(x, y):
    """Write exp(x) of a chunk of float32, |x| <= 60; return the sum, and the largest bits of |x| to check that."""
    low = np.float32(0.0)
    top = np.int32(0)
    for j in range(x.shape[0]):
        b = to_bits(abs(x[j]))
        top = b if b > top else top
        y[j], e_low = lifted_exp(x[j], _NO_LIFT32)
        low = add(low, e_low)
    return _sum_of32(y) + np.float64(low), top


@helper
def _exponentials_unshifted32(x, y):
    total = 0.0
    for a in range(0, x.shape[0], CHUNK):
        b = min(a + CHUNK, x.shape[0])
        s, top = _direct_chunk(x[a:b], y[a:b])
        if top > to_bits(_BOUND32):  # NaN too: its bits are larger than any number's
            return False, 0.0
        total += s
    return True, total


@helper
def _exponentials_unshifted64(_x, _y):
    return False, 0.0


# Write exp(x) itself of a row, and return whether that was possible, and the sum. float32 up to 60 in magnitude leaves
# room for every sum and quotient, and finding no maximum saves a fifth of the time. float64 rows need their maximum to
# add up without loss.
exponentials_unshifted = by_dtype(_exponentials_unshifted32, _exponentials_unshifted64)


@kernel
def softmax_rows(x, y, start, stop):
    """Write softmax of rows start..stop of x (m, n) into y; x and y C-contiguous, n >= 1, not overlapping."""
    for i in range(start, stop):
        bounded, high = exponentials_unshifted(x[i], y[i])
        low = 0.0
        if not bounded:
            high, low = exponentials_of_row(x[i], y[i], largest(x[i]))
        factor, factor_low = reciprocal_like(x, high, low)
        rescale_row(y[i], factor, factor_low)


@kernel
def exponentials_of_part(x, y, sums, own):
    """Write the exponentials of a part of a long row; note in sums[own] its maximum and the sum as a pair.

    The exponentials are lifted by a power of two that belongs to the part's maximum; if no maximum was needed, 0 is
    noted in its place, and 1 behind the sum.
    """
    bounded, high = exponentials_unshifted(x, y)
    sums[own, 0], sums[own, 1], sums[own, 2], sums[own, 3] = 0.0, high, 0.0, 1.0
    if not bounded:
        shift_part(x, y, sums, own)


@kernel
def shift_part(x, y, sums, own):
    """Do what `exponentials_of_part` does, always with the part's maximum."""
    top = largest(x)
    sums[own, 0], sums[own, 3] = top, 0.0
    sums[own, 1], sums[own, 2] = exponentials_of_row(x, y, top)


@kernel
def rescale_part(y, sums, own):
    """Divide part number `own` of a long row by the sum of all parts.

    Either no part needed its maximum or all noted it, and none exceeds `UNSHIFTED` in magnitude. Bringing a part to the
    row's maximum is a multiplication by a power of two, and exact.
    """
    top = sums[0, 0]
    for i in range(sums.shape[0]):
        top = max(top, sums[i, 0])
    high, low = 0.0, 0.0
    for i in range(sums.shape[0]):
        scale = 2.0 ** (exponent_of(sums[i, 0]) - exponent_of(top))
        high, e = two_sum(high, sums[i, 1] * scale)
        low += e + sums[i, 2] * scale
    factor, factor_low = reciprocal_like(y, high, low)
    scale = y.dtype.type(2.0 ** (exponent_of(sums[own, 0]) - exponent_of(top)))
    for j in range(y.shape[0]):
        v = y[j] * scale
        y[j] = fma(v, factor, v * factor_low)
