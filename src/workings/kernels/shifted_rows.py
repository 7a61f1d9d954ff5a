"""What needs the distances from the row's maximum themselves: logarithms of sums, and softmax at a temperature.

Distances are kept as pairs, a float and what its rounding lost. Entries equal to the maximum are counted, not summed:
``log(1 + rest)`` can then be taken by log1p of the rest, which keeps every digit where the rest is tiny and the result
near 0. Everything is computed in float64; sums of rows go into 64 compensated lanes.
"""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._bits import fma
from workings.kernels._exp import LIFT64, lifted_exp, lifted_exp_of_pair
from workings.kernels._jit import exact_helper, helper, kernel
from workings.kernels._sums import fast_two_sum, reciprocal, two_sum

_CHUNK = 1024
_LANES = 64
_NO_LIFT = 1.5 * 2.0**52
_MAGIC = _NO_LIFT + LIFT64
_UNLIFT = 2.0**-LIFT64
_FLOOR = -800.0
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
    """Return the largest entry, and whether there is a NaN."""
    top = -np.inf
    has_nan = False
    for j in range(x.shape[0]):
        v = np.float64(x[j])
        top = v if v > top else top
        has_nan |= v != v
    return top, has_nan


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
def _sum_below_top(x, top, temperature, inverse, work):
    """Return how many entries equal the maximum, and the sum of the others' exponentials as a lifted pair."""
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


@exact_helper
def _log_of_sum(ties, lifted, lifted_low):
    """Return log(ties + sum) as a pair right to about 2**-56, the sum being a lifted pair."""
    s, s_low = fast_two_sum(lifted * _UNLIFT, lifted_low * _UNLIFT)
    if ties == 1 and s < _LITTLE:
        return math.log1p(s), s_low / (1.0 + s)
    total, rest = two_sum(np.float64(ties), s)
    log = math.log(total)
    # One step of Newton's method on exp(log) = total finds what rounding the logarithm lost.
    e, e_low = lifted_exp(log, 0.0, _NO_LIFT)
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
        for j in range(xr.shape[0]):
            d, d_low = two_sum(np.float64(xr[j]), -top)
            v = d * inverse
            v_low = fma(-v, temperature, d) * inverse + d_low * inverse
            r, r_low = two_sum(v, -total)
            yr[j] = r if math.isinf(r) else r + ((r_low + v_low) - total_low)


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
        for j in range(xr.shape[0]):
            v, v_low = _distance(np.float64(xr[j]), top, temperature, inverse)
            e, _ = lifted_exp_of_pair(v, v_low, _MAGIC)
            yr[j] = fma(e, factor, e * factor_low)
