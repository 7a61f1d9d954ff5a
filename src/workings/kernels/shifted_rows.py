"""What needs the distances from the row's maximum themselves: logarithms of sums, and softmax at a temperature.

Distances are kept as pairs, a float and what its rounding lost. Entries equal to the maximum are counted, not summed:
``log(1 + rest)`` can then be taken by log1p of the rest, which keeps every digit where the rest is tiny and the result
near 0. Everything is computed in float64; sums of float64 rows go into 64 compensated lanes. For float32 rows plain
float64 has digits to spare: neither pairs nor lanes are needed.
"""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._bits import fma, larger
from workings.kernels._by_dtype import by_dtype
from workings.kernels._exp import LIFT64, lifted_exp, lifted_exp_of_pair, short_exp
from workings.kernels._jit import exact_helper, helper, kernel
from workings.kernels._sums import add, fast_two_sum, reciprocal, two_sum

_CHUNK = 1024
_LANES = 64
_NO_LIFT = 1.5 * 2.0**52
_MAGIC = _NO_LIFT + LIFT64
_UNLIFT = 2.0**-LIFT64
_FLOOR = -800.0
# exp of this, and of less, is nothing to a float32.
_FLOOR32 = -340.0
# Up to here log1p of the sum is right to 2**-57 by itself.
_LITTLE = 2.0**-4


@helper
def _distance(v, top, temperature, inverse):
    """Return (v - top) / temperature as a pair; below the floor, whose exponential is nothing, the floor."""
    d, d_low = two_sum(v, -top)
    y = d * inverse
    low = fma(-y, temperature, d) * inverse + d_low * inverse
    return (_FLOOR, 0.0) if y < _FLOOR else (y, low)


@helper
def _top_of(x):
    """Return the largest entry, and whether there is a NaN (then the largest entry means nothing)."""
    top = x[0]
    nans = 0
    for j in range(x.shape[0]):
        top = larger(x[j], top)
        nans += x[j] != x[j]
    return np.float64(top), nans > 0


@helper
def _add_to_lanes(e, e_low, high, low):
    """Add a chunk of terms to the lanes."""
    n = e.shape[0]
    whole = n - n % _LANES
    for a in range(0, whole, _LANES):
        part, part_low = e[a : a + _LANES], e_low[a : a + _LANES]
        for c in range(_LANES):
            high[c], d = two_sum(high[c], part[c])
            low[c] += d + part_low[c]
    for j in range(whole, n):
        c = j - whole
        high[c], d = two_sum(high[c], e[j])
        low[c] += d + e_low[j]


@helper
def _sum_below_top64(x, top, temperature, inverse, work):
    high, low, e, e_low = work[0], work[1], work[2], work[3]
    n = x.shape[0]
    lanes = min(n, _LANES)
    for c in range(lanes):
        high[c] = 0.0
        low[c] = 0.0
    ties = 0
    for a in range(0, n, _CHUNK):
        part = x[a : min(a + _CHUNK, n)]
        for j in range(part.shape[0]):
            y, y_low = _distance(np.float64(part[j]), top, temperature, inverse)
            first, second = lifted_exp_of_pair(y, y_low, _MAGIC)
            e[j] = 0.0 if y == 0.0 else first
            e_low[j] = 0.0 if y == 0.0 else second
        for j in range(part.shape[0]):
            ties += np.float64(part[j]) == top
        _add_to_lanes(e[: part.shape[0]], e_low[: part.shape[0]], high, low)
    total, rest = 0.0, 0.0
    for c in range(lanes):
        total, d = two_sum(total, high[c])
        rest += d + low[c]
    return ties, total, rest


@helper
def _sum_below_top32(x, top, _temperature, inverse, _work):
    total, ties = 0.0, 0.0
    for j in range(x.shape[0]):
        d = (np.float64(x[j]) - top) * inverse
        e = short_exp(_FLOOR32 if d < _FLOOR32 else d)
        total = add(total, 0.0 if d == 0.0 else e)
        ties = add(ties, 1.0 if d == 0.0 else 0.0)
    return int(ties), total * 2.0**LIFT64, 0.0


@helper
def _write_logs64(x, y, top, temperature, inverse, total, total_low):
    for j in range(x.shape[0]):
        d, d_low = two_sum(np.float64(x[j]), -top)
        v = d * inverse
        v_low = fma(-v, temperature, d) * inverse + d_low * inverse
        r, r_low = two_sum(v, -total)
        y[j] = r if math.isinf(r) else r + ((r_low + v_low) - total_low)


@helper
def _write_logs32(x, y, top, _temperature, inverse, total, _total_low):
    for j in range(x.shape[0]):
        y[j] = np.float32((np.float64(x[j]) - top) * inverse - total)


@helper
def _write_shares64(x, y, top, temperature, inverse, factor, factor_low):
    for j in range(x.shape[0]):
        v, v_low = _distance(np.float64(x[j]), top, temperature, inverse)
        e, _ = lifted_exp_of_pair(v, v_low, _MAGIC)
        y[j] = fma(e, factor, e * factor_low)


@helper
def _write_shares32(x, y, top, _temperature, inverse, factor, _factor_low):
    unlifted = factor * 2.0**LIFT64
    for j in range(x.shape[0]):
        d = (np.float64(x[j]) - top) * inverse
        y[j] = np.float32(short_exp(_FLOOR32 if d < _FLOOR32 else d) * unlifted)


_sum_below_top = by_dtype(_sum_below_top32, _sum_below_top64)
_write_logs = by_dtype(_write_logs32, _write_logs64)
_write_shares = by_dtype(_write_shares32, _write_shares64)


@exact_helper
def _log_of_sum(ties, lifted, lifted_low):
    """Return log(ties + sum) as a pair right to about 2**-56, the sum being a lifted pair."""
    s, s_low = fast_two_sum(lifted * _UNLIFT, lifted_low * _UNLIFT)
    if ties == 1 and s < _LITTLE:
        return math.log1p(s), s_low / (1.0 + s)
    total, rest = two_sum(np.float64(ties), s)
    log = math.log(total)
    # One step of Newton's method on exp(log) = total finds what rounding the logarithm lost.
    e, e_low = lifted_exp(log, _NO_LIFT)
    return log, ((total - e) + ((rest + s_low) - e_low)) / total


@kernel
def log_softmax_rows(x, y, temperature, start, stop):
    """Write log_softmax of rows start..stop of x (m, n) into y; n >= 1."""
    work = np.empty((4, _CHUNK))
    inverse = 1.0 / temperature
    for i in range(start, stop):
        xr, yr = x[i], y[i]
        top, has_nan = _top_of(xr)
        if has_nan or math.isinf(top):
            yr[:] = np.nan
            continue
        ties, s, s_low = _sum_below_top(xr, top, temperature, inverse, work)
        total, total_low = _log_of_sum(ties, s, s_low)
        _write_logs(xr, yr, top, temperature, inverse, total, total_low)


@kernel
def logsumexp_rows(x, results, scales, start, stop):
    """Write logsumexp of rows start..stop of x (m, n), and the size of the log that was added to the maximum."""
    work = np.empty((4, _CHUNK))
    for i in range(start, stop):
        top, has_nan = _top_of(x[i])
        scales[i] = 0.0
        if has_nan or math.isinf(top):
            results[i] = np.nan if has_nan else top
            continue
        ties, s, s_low = _sum_below_top(x[i], top, 1.0, 1.0, work)
        scales[i], low = _log_of_sum(ties, s, s_low)
        r, r_low = two_sum(top, scales[i])
        results[i] = r + (r_low + low)


@kernel
def softmax_tempered_rows(x, y, temperature, start, stop):
    """Write softmax(x / temperature) of rows start..stop of x (m, n) into y; n >= 1."""
    work = np.empty((4, _CHUNK))
    inverse = 1.0 / temperature
    for i in range(start, stop):
        xr, yr = x[i], y[i]
        top, has_nan = _top_of(xr)
        if has_nan or math.isinf(top):
            yr[:] = np.nan
            continue
        ties, s, s_low = _sum_below_top(xr, top, temperature, inverse, work)
        total, rest = two_sum(ties * 2.0**LIFT64, s)
        factor, factor_low = reciprocal(total, rest + s_low)
        _write_shares(xr, yr, top, temperature, inverse, factor, factor_low)


@kernel
def losses_of_rows(x, index, losses, start, stop):
    """Write -log_softmax(x)[index] of rows start..stop of x (m, n): for each row, the loss of its own class."""
    work = np.empty((4, _CHUNK))
    for i in range(start, stop):
        top, has_nan = _top_of(x[i])
        if has_nan or math.isinf(top):
            losses[i] = np.nan
            continue
        ties, s, s_low = _sum_below_top(x[i], top, 1.0, 1.0, work)
        total, total_low = _log_of_sum(ties, s, s_low)
        d, d_low = two_sum(top, -np.float64(x[i, index[i]]))
        r, r_low = two_sum(d, total)
        losses[i] = r if math.isinf(r) else r + ((r_low + d_low) + total_low)
