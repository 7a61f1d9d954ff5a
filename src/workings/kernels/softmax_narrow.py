"""Softmax of many short rows: the exponentials of a whole block of rows in one sweep, then the rows' sums.

A vector register holds more than a short row, so the block is treated as one long line. Where no entry of the block
is larger than 340 in magnitude no exponential can leave the range of float64, nor any quotient of two, and no
maximum is needed; in other blocks each row's maximum is subtracted first, and what the subtraction rounds away is
kept. float32 is computed in float64 and rounded once.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import to_bits
from workings.kernels._by_dtype import by_dtype
from workings.kernels._eight import scale_eight, sum_up_to_sixteen
from workings.kernels._exp import LIFT64, lifted_exp, lifted_exp_of_pair, short_exp
from workings.kernels._jit import helper, kernel
from workings.kernels._sums import reciprocal, two_sum

# The longest rows for which this beats `softmax_rows`, by the size of an entry.
LONGEST = {4: 256, 8: 128}
# Entries in a block: with its scratch space it fits the first-level cache.
_BLOCK = 1024
_SCRATCH = _BLOCK + 16
_BOUND = 340.0
# Up to this magnitude one constant splits all exponentials of a block so that the high parts of any row add exactly
# and the low parts are too small for the rounding of their sum to matter.
_SPLIT_BOUND = 11.0
_SPLIT = 1.5 * 2.0**24
_NO_LIFT = 1.5 * 2.0**52
_WITH_LIFT = _NO_LIFT + LIFT64
# exp(-800) is less than half the smallest subnormal number.
_FLOOR = -800.0


@helper
def _largest_bits(x):
    """Return the largest bits of |x|, as an integer; those of NaN and infinity are larger than any number's."""
    top = to_bits(abs(x[0]))
    for j in range(x.shape[0]):
        b = to_bits(abs(x[j]))
        if b > top:
            top = b
    return top


@helper
def _sum_of_row(e, at, n):
    s = 0.0
    for b in range(0, n, 16):
        s += sum_up_to_sixteen(e, at + b, n - b)
    return s


@helper
def _shift(x, n, d, low):
    """Write x minus its row's maximum into d, and what that rounds away into low."""
    for a in range(0, x.shape[0], n):
        top = np.float64(x[a])
        for j in range(a + 1, a + n):
            v = np.float64(x[j])
            top = v if v > top else top
        for j in range(a, a + n):
            v = np.float64(x[j])
            d[j], low[j] = two_sum(v, -top)
            if d[j] < _FLOOR:
                d[j], low[j] = _FLOOR, 0.0


@helper
def _narrow32(x, y, n, bounded, _splits, e, low, _coarse, p):
    size = x.shape[0]
    if bounded:
        for j in range(size):
            e[j] = short_exp(np.float64(x[j]))
    else:
        _shift(x, n, p, low)
        for j in range(size):
            v = p[j]
            e[j] = short_exp(-_BOUND if v < -_BOUND else v)
    for a in range(0, size, n):
        r = 1.0 / _sum_of_row(e, a, n)
        for b in range(0, n, 8):
            scale_eight(e, a + b, r, 0.0, p)
    for j in range(size):
        y[j] = np.float32(p[j])


@helper
def _pair_sum(e, low, at, n):
    high = 0.0
    rest = 0.0
    for j in range(at, at + n):
        high, d = two_sum(high, e[j])
        rest += d + low[j]
    return high, rest


@helper
def _narrow64(x, y, n, bounded, splits, e, low, coarse, p):
    size = x.shape[0]
    if splits:
        for j in range(size):
            e[j], e_low = lifted_exp(x[j], _NO_LIFT)
            coarse[j] = (e[j] + _SPLIT) - _SPLIT
            low[j] = (e[j] - coarse[j]) + e_low
    elif bounded:
        for j in range(size):
            e[j], low[j] = lifted_exp(x[j], _NO_LIFT)
    else:
        _shift(x, n, p, coarse)
        for j in range(size):
            e[j], low[j] = lifted_exp_of_pair(p[j], coarse[j], _WITH_LIFT)
    for a in range(0, size, n):
        if splits:
            s, rest = _sum_of_row(coarse, a, n), _sum_of_row(low, a, n)
        else:
            s, rest = _pair_sum(e, low, a, n)
        r, r_low = reciprocal(s, rest)
        for b in range(0, n, 8):  # what is written beyond the row's end, the next row overwrites
            scale_eight(e, a + b, r, r_low, p)
    for j in range(size):
        y[j] = p[j]


_narrow = by_dtype(_narrow32, _narrow64)


@kernel
def softmax_narrow(x, y, n, start, stop):
    """Write softmax of rows start..stop of x into y; x and y flat, rows of n entries (at most 64) in a line."""
    e = np.zeros(_SCRATCH)
    low = np.zeros(_SCRATCH)
    coarse = np.zeros(_SCRATCH)
    p = np.zeros(_SCRATCH)
    bound = to_bits(x.dtype.type(_BOUND))
    split_bound = to_bits(x.dtype.type(_SPLIT_BOUND))
    rows = _BLOCK // n
    for i in range(start, stop, rows):
        a = i * n
        b = min(i + rows, stop) * n
        top = _largest_bits(x[a:b])
        _narrow(x[a:b], y[a:b], n, top <= bound, top <= split_bound, e, low, coarse, p)
