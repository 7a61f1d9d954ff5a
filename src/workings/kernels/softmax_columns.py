"""Softmax down columns: every column of an (n, width) array is a group of n entries.

Two sweeps along the rows, with one sum per column: the first adds the exponentials up, the second computes them again
and writes the quotients. Computing them twice costs less than writing them, reading them back and writing them again,
and both sweeps go through memory in its order, four rows at a time where sums are loaded and stored.
Where no entry is larger than 340 in magnitude nothing can overflow, and no maximum is needed; otherwise a sweep for
the columns' maxima comes first. float32 is computed in float64 and rounded once.

The array comes flat. Where there are few columns, `period` is a multiple of their number: several rows are treated as
one long row, each column appears in it several times, and the copies' sums are folded. The last row may be short.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import fma, to_bits
from workings.kernels._by_dtype import by_dtype
from workings.kernels._exp import LIFT64, lifted_exp, lifted_exp_of_pair, short_exp
from workings.kernels._jit import helper, kernel
from workings.kernels._sums import reciprocal, two_sum

BOUND = 340.0
_MAGIC = 1.5 * 2.0**52
_MAGIC_LIFTED = _MAGIC + LIFT64
_FLOOR = -800.0


@helper
def _shifted(v, top):
    """Return v - top and what its rounding lost; entries that come to nothing are raised to a floor."""
    d, low = two_sum(v, -top)
    return (_FLOOR, 0.0) if d < _FLOOR else (d, low)


@helper
def _larger_bits(top, v):
    """Return the larger of `top` and the bits of |v|; those of NaN and infinity are larger than any number's."""
    b = to_bits(abs(v))
    return b if b > top else top


@helper
def _add_direct32(x, high, _low):
    top = np.int32(0)
    for c in range(x.shape[0]):
        top = _larger_bits(top, x[c])
        high[c] += short_exp(np.float64(x[c]))
    return top


@helper
def _add_direct64(x, high, low):
    top = 0
    for c in range(x.shape[0]):
        top = _larger_bits(top, x[c])
        e, e_low = lifted_exp(x[c], _MAGIC)
        high[c], d = two_sum(high[c], e)
        low[c] += d + e_low
    return top


@helper
def _add_four32(x0, x1, x2, x3, high, _low):
    top = np.int32(0)
    for c in range(x0.shape[0]):
        top = _larger_bits(top, x0[c])
        top = _larger_bits(top, x1[c])
        top = _larger_bits(top, x2[c])
        top = _larger_bits(top, x3[c])
        e01 = short_exp(np.float64(x0[c])) + short_exp(np.float64(x1[c]))
        e23 = short_exp(np.float64(x2[c])) + short_exp(np.float64(x3[c]))
        high[c] += e01 + e23
    return top


@helper
def _add_four64(x0, x1, x2, x3, high, low):
    top = 0
    for c in range(x0.shape[0]):
        top = _larger_bits(top, x0[c])
        top = _larger_bits(top, x1[c])
        top = _larger_bits(top, x2[c])
        top = _larger_bits(top, x3[c])
        e0, l0 = lifted_exp(x0[c], _MAGIC)
        e1, l1 = lifted_exp(x1[c], _MAGIC)
        e2, l2 = lifted_exp(x2[c], _MAGIC)
        e3, l3 = lifted_exp(x3[c], _MAGIC)
        s01, d01 = two_sum(e0, e1)
        s23, d23 = two_sum(e2, e3)
        s, d = two_sum(s01, s23)
        high[c], h = two_sum(high[c], s)
        low[c] += ((l0 + l1) + (l2 + l3)) + ((d01 + d23) + (d + h))
    return top


@helper
def _add_shifted32(x, tops, high, _low):
    for c in range(x.shape[0]):
        d = np.float64(x[c]) - tops[c]
        high[c] += short_exp(-BOUND if d < -BOUND else d)


@helper
def _add_shifted64(x, tops, high, low):
    for c in range(x.shape[0]):
        v, v_low = _shifted(x[c], tops[c])
        e, e_low = lifted_exp_of_pair(v, v_low, _MAGIC_LIFTED)
        high[c], d = two_sum(high[c], e)
        low[c] += d + e_low


@helper
def _write_direct32(x, y, high, _low):
    for c in range(x.shape[0]):
        y[c] = np.float32(short_exp(np.float64(x[c])) * high[c])


@helper
def _write_direct64(x, y, high, low):
    for c in range(x.shape[0]):
        e, _ = lifted_exp(x[c], _MAGIC)
        y[c] = fma(e, high[c], e * low[c])


@helper
def _write_shifted32(x, y, tops, high, _low):
    for c in range(x.shape[0]):
        d = np.float64(x[c]) - tops[c]
        y[c] = np.float32(short_exp(-BOUND if d < -BOUND else d) * high[c])


@helper
def _write_shifted64(x, y, tops, high, low):
    for c in range(x.shape[0]):
        v, v_low = _shifted(x[c], tops[c])
        e, _ = lifted_exp_of_pair(v, v_low, _MAGIC_LIFTED)
        y[c] = fma(e, high[c], e * low[c])


_add_direct = by_dtype(_add_direct32, _add_direct64)
_add_four = by_dtype(_add_four32, _add_four64)
_add_shifted = by_dtype(_add_shifted32, _add_shifted64)
_write_direct = by_dtype(_write_direct32, _write_direct64)
_write_shifted = by_dtype(_write_shifted32, _write_shifted64)


@kernel
def sum_direct(x, period, high, low):
    """Add the exponentials of each column to high, and what that rounds away to low.

    Return whether every |x| was within the bound; if not, the sums mean nothing.
    """
    size = x.shape[0]
    top = to_bits(x.dtype.type(0.0))
    a = 0
    while a + 4 * period <= size:
        b, c, d, e = a + period, a + 2 * period, a + 3 * period, a + 4 * period
        top = max(top, _add_four(x[a:b], x[b:c], x[c:d], x[d:e], high, low))
        a = e
    while a < size:
        top = max(top, _add_direct(x[a : min(a + period, size)], high, low))
        a += period
    return top <= to_bits(x.dtype.type(BOUND))


@kernel
def find_tops(x, period, tops):
    """Raise tops to the largest entries of the columns; a column with NaN gets any value."""
    for a in range(0, x.shape[0], period):
        row = x[a : min(a + period, x.shape[0])]
        for c in range(row.shape[0]):
            v = np.float64(row[c])
            tops[c] = v if v > tops[c] else tops[c]


@kernel
def sum_shifted(x, period, tops, high, low):
    """Add the exponentials of the entries minus their columns' maxima."""
    for a in range(0, x.shape[0], period):
        _add_shifted(x[a : min(a + period, x.shape[0])], tops, high, low)


@kernel
def write_direct(x, y, period, factor, factor_low):
    """Write the exponentials times their columns' factors."""
    for a in range(0, x.shape[0], period):
        b = min(a + period, x.shape[0])
        _write_direct(x[a:b], y[a:b], factor, factor_low)


@kernel
def write_shifted(x, y, period, tops, factor, factor_low):
    """Write the exponentials of the entries minus their columns' maxima, times their columns' factors."""
    for a in range(0, x.shape[0], period):
        b = min(a + period, x.shape[0])
        _write_shifted(x[a:b], y[a:b], tops, factor, factor_low)


@kernel
def fold_tops(tops, width):
    """Give every copy of a column the largest of its copies' maxima."""
    for c in range(width, tops.shape[0]):
        tops[c % width] = max(tops[c % width], tops[c])
    for c in range(width, tops.shape[0]):
        tops[c] = tops[c % width]


@kernel
def merge_sums(high, low, more, more_low):
    """Add the sums of another part of the columns."""
    for c in range(high.shape[0]):
        high[c], d = two_sum(high[c], more[c])
        low[c] += d + more_low[c]


@kernel
def fold_and_invert(high, low, width):
    """Add up the sums of the copies of each column, and replace every copy by the reciprocal of the total."""
    for c in range(width, high.shape[0]):
        high[c % width], d = two_sum(high[c % width], high[c])
        low[c % width] += d + low[c]
    for c in range(min(width, high.shape[0])):
        high[c], low[c] = reciprocal(high[c], low[c])
    for c in range(width, high.shape[0]):
        high[c], low[c] = high[c % width], low[c % width]


@kernel
def softmax_columns(x, y, n, width, period, start, stop):
    """Write softmax down the columns of arrays start..stop of a stack of (n, width) arrays, x flat, into y."""
    size = n * width
    high, low, tops = np.empty(period), np.empty(period), np.empty(period)
    for i in range(start, stop):
        xs, ys = x[i * size : (i + 1) * size], y[i * size : (i + 1) * size]
        high[:] = 0.0
        low[:] = 0.0
        if sum_direct(xs, period, high, low):
            fold_and_invert(high, low, width)
            write_direct(xs, ys, period, high, low)
        else:
            high[:] = 0.0
            low[:] = 0.0
            tops[:] = -np.inf
            find_tops(xs, period, tops)
            fold_tops(tops, width)
            sum_shifted(xs, period, tops, high, low)
            fold_and_invert(high, low, width)
            write_shifted(xs, ys, period, tops, high, low)
