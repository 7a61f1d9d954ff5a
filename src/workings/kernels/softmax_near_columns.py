"""Softmax down the columns of an array that stays in the cache: the exponentials are kept, not computed twice.

Where reading the result back costs less than a second exponential, the first sweep writes the exponentials into the
result and adds them up, and the second multiplies. Lines, periods and sums are those of `softmax_columns`. float32 is
computed in float32, so a result may be off by one and a half units in the last place instead of half a unit.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import fma, to_bits
from workings.kernels._by_dtype import by_dtype
from workings.kernels._exp import lifted_exp
from workings.kernels._jit import helper, kernel
from workings.kernels._sums import two_sum

# Up to these magnitudes neither an exponential, nor a sum, nor its reciprocal leaves the range.
_BOUND32, _BOUND64 = np.float32(60.0), 340.0
_MAGIC32, _MAGIC64 = np.float32(1.5 * 2.0**23), 1.5 * 2.0**52


@helper
def _larger_bits(top, v):
    b = to_bits(abs(v))
    return b if b > top else top


@helper
def _keep_line32(x, y, low):
    """Write the exponentials of a line, add what rounds them to `low`; return the largest bits of |x|."""
    top = np.int32(0)
    for c in range(x.shape[0]):
        top = _larger_bits(top, x[c])
        y[c], e_low = lifted_exp(x[c], _MAGIC32)
        low[c] += e_low
    return top


@helper
def _keep_four32(x0, x1, x2, x3, y0, y1, y2, y3, low):
    top = np.int32(0)
    for c in range(x0.shape[0]):
        top = _larger_bits(top, x0[c])
        top = _larger_bits(top, x1[c])
        top = _larger_bits(top, x2[c])
        top = _larger_bits(top, x3[c])
        e0, l0 = lifted_exp(x0[c], _MAGIC32)
        e1, l1 = lifted_exp(x1[c], _MAGIC32)
        e2, l2 = lifted_exp(x2[c], _MAGIC32)
        e3, l3 = lifted_exp(x3[c], _MAGIC32)
        y0[c] = e0
        y1[c] = e1
        y2[c] = e2
        y3[c] = e3
        low[c] += (l0 + l1) + (l2 + l3)
    return top


@helper
def _sum_line32(y, high):
    for c in range(y.shape[0]):
        high[c] += np.float64(y[c])


@helper
def _sum_four32(y0, y1, y2, y3, high):
    """Add four lines: a loop of its own, for beside float64 the exponentials would be half as wide."""
    for c in range(y0.shape[0]):
        high[c] += (np.float64(y0[c]) + np.float64(y1[c])) + (np.float64(y2[c]) + np.float64(y3[c]))


@helper
def _keep32(x, y, period, high, low):
    size = x.shape[0]
    rest, top = np.zeros(period, np.float32), np.int32(0)
    a = 0
    while a + 4 * period <= size:
        b, c, d, e = a + period, a + 2 * period, a + 3 * period, a + 4 * period
        y0, y1, y2, y3 = y[a:b], y[b:c], y[c:d], y[d:e]
        top = max(top, _keep_four32(x[a:b], x[b:c], x[c:d], x[d:e], y0, y1, y2, y3, rest))
        _sum_four32(y0, y1, y2, y3, high)
        a = e
    while a < size:
        b = min(a + period, size)
        top = max(top, _keep_line32(x[a:b], y[a:b], rest))
        _sum_line32(y[a:b], high)
        a = b
    for c in range(period):
        low[c] += np.float64(rest[c])
    return top <= to_bits(_BOUND32)


@helper
def _keep_line64(x, y, high, low):
    top = 0
    for c in range(x.shape[0]):
        top = _larger_bits(top, x[c])
        e, e_low = lifted_exp(x[c], _MAGIC64)
        y[c] = e
        high[c], d = two_sum(high[c], e)
        low[c] += d + e_low
    return top


@helper
def _keep_two64(x0, x1, y0, y1, high, low):
    top = 0
    for c in range(x0.shape[0]):
        top = _larger_bits(top, x0[c])
        top = _larger_bits(top, x1[c])
        e0, l0 = lifted_exp(x0[c], _MAGIC64)
        e1, l1 = lifted_exp(x1[c], _MAGIC64)
        y0[c] = e0
        y1[c] = e1
        s, d = two_sum(e0, e1)
        high[c], h = two_sum(high[c], s)
        low[c] += (l0 + l1) + (d + h)
    return top


@helper
def _keep64(x, y, period, high, low):
    size = x.shape[0]
    top, a = 0, 0
    while a + 2 * period <= size:
        b, c = a + period, a + 2 * period
        top = max(top, _keep_two64(x[a:b], x[b:c], y[a:b], y[b:c], high, low))
        a = c
    while a < size:
        b = min(a + period, size)
        top = max(top, _keep_line64(x[a:b], y[a:b], high, low))
        a = b
    return top <= to_bits(_BOUND64)


_keep = by_dtype(_keep32, _keep64)


@kernel
def keep_exponentials(x, y, period, high, low):
    """Write the exponentials of flat x into y, and add those of each column to high, and what rounds away to low.

    Return whether every |x| was within the bound; if not, neither y nor the sums mean anything.
    """
    return _keep(x, y, period, high, low)


@kernel
def scale_lines(y, period, factor, factor_low):
    """Multiply the entries of each column by factor + factor_low, both of y's type."""
    for a in range(0, y.shape[0], period):
        line = y[a : min(a + period, y.shape[0])]
        for c in range(line.shape[0]):
            line[c] = fma(line[c], factor[c], line[c] * factor_low[c])
