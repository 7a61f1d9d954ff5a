"""Shift, scale, clip and fill columns, in one walk over the data; infinite entries are noticed on the way.

Data come as lines of memory in which columns return every `lanes` entries (`workings.preprocessing._lanes`); what
belongs to the columns comes repeated to that length. Whatever the type of the data, arithmetic is in float64 and is
rounded to it once.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import exact_helper, kernel


@exact_helper
def _standardise(row, out, centre, low, scale, worst):
    for t in range(row.shape[0]):
        v = np.float64(row[t])
        worst[t] = abs(v) if abs(v) > worst[t] else worst[t]
        out[t] = ((v - centre[t]) - low[t]) / scale[t]


@exact_helper
def _stretch(row, out, low, scale, factor, start, worst):
    for t in range(row.shape[0]):
        v = np.float64(row[t])
        worst[t] = abs(v) if abs(v) > worst[t] else worst[t]
        out[t] = (v - low[t]) / scale[t] * factor + start


@exact_helper
def _cut(out, least, most):
    for t in range(out.shape[0]):
        v = out[t]
        v = least if v < least else v
        out[t] = most if v > most else v


@exact_helper
def _restore(row, out, centre, low, scale, factor, start, worst):
    for t in range(row.shape[0]):
        v = np.float64(row[t])
        worst[t] = abs(v) if abs(v) > worst[t] else worst[t]
        out[t] = ((v - start) / factor * scale[t] + low[t]) + centre[t]


@exact_helper
def _fill(row, out, missing, values, worst):
    for t in range(row.shape[0]):
        v = row[t]
        worst[t] = abs(v) if abs(v) > worst[t] else worst[t]
        out[t] = v if (v == v) & (v != missing) else values[t]


@exact_helper
def _has_infinity(worst):
    return worst.max() == np.inf


@kernel
def standardise(lines, out, centre, low, scale, size, first_group, last_group, first, last):
    """Write (x - centre - low) / scale to `out`; return whether an x is infinite."""
    lanes = centre.shape[1]
    worst = np.zeros(lanes)
    for g in range(first_group, last_group):
        end = min(last * size, lines.shape[1])
        for at in range(first * size, end, lanes):
            to = min(at + lanes, end)
            _standardise(lines[g, at:to], out[g, at:to], centre[g], low[g], scale[g], worst)
    return _has_infinity(worst)


@kernel
def stretch(lines, out, low, scale, start, stop, clip, size, first_group, last_group, first, last):
    """Write (x - low) / scale * (stop - start) + start, perhaps cut to that; return whether an x is infinite."""
    lanes = low.shape[1]
    worst = np.zeros(lanes)
    least, most = out.dtype.type(start), out.dtype.type(stop)
    for g in range(first_group, last_group):
        end = min(last * size, lines.shape[1])
        for at in range(first * size, end, lanes):
            to = min(at + lanes, end)
            _stretch(lines[g, at:to], out[g, at:to], low[g], scale[g], stop - start, start, worst)
            if clip:
                _cut(out[g, at:to], least, most)
    return _has_infinity(worst)


@kernel
def restore(lines, out, centre, low, scale, factor, start, size, first_group, last_group, first, last):
    """Write (x - start) / factor * scale + low + centre to `out`; return whether an x is infinite."""
    lanes = centre.shape[1]
    worst = np.zeros(lanes)
    for g in range(first_group, last_group):
        end = min(last * size, lines.shape[1])
        for at in range(first * size, end, lanes):
            to = min(at + lanes, end)
            _restore(lines[g, at:to], out[g, at:to], centre[g], low[g], scale[g], factor, start, worst)
    return _has_infinity(worst)


@kernel
def fill(lines, out, values, missing, size, first_group, last_group, first, last):
    """Write x, or the column's value where x is NaN or `missing`; return whether an x is infinite."""
    lanes = values.shape[1]
    worst = np.zeros(lanes)
    for g in range(first_group, last_group):
        end = min(last * size, lines.shape[1])
        for at in range(first * size, end, lanes):
            to = min(at + lanes, end)
            _fill(lines[g, at:to], out[g, at:to], missing, values[g], worst)
    return _has_infinity(worst)


@exact_helper
def _widen(row, least, most):
    for t in range(row.shape[0]):
        v = row[t]
        least[t] = v if v < least[t] else least[t]
        most[t] = v if v > most[t] else most[t]


@kernel
def extremes(lines, lanes, columns, size, first_group, last_group, first, last, least, most):
    """Lower `least` and raise `most`, both (groups, columns), to the entries; NaN counts for nothing."""
    low, high = np.empty(lanes, lines.dtype), np.empty(lanes, lines.dtype)
    for g in range(first_group, last_group):
        low[:], high[:] = np.inf, -np.inf
        end = min(last * size, lines.shape[1])
        for at in range(first * size, end, lanes):
            _widen(lines[g, at : min(at + lanes, end)], low, high)
        for t in range(lanes):
            j = t % columns
            least[g, j] = min(low[t], least[g, j])
            most[g, j] = max(high[t], most[g, j])
