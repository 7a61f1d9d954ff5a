"""Counts, means and sums of squares of columns, to twice the precision of a float, in one walk over the data.

Data come as ``X (groups, length)``, each group a row of memory in which columns return every `lanes` entries
(`workings.preprocessing._lanes` says how). A block of them, small enough to stay in the cache, is read twice. The first
reading finds a centre c near the mean of each lane; the second sums x - c and (x - c)**2 as pairs of floats,
rounding errors included (Knuth's two_sum, fused multiply-add), so that no digit depends on the number of rows or on how
far from 0 the data lie. Chan, Golub and LeVeque, The American Statistician 37 (1983) 242, show why a centre near the
mean is enough; the pairs take care of the rest.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import fma
from workings.kernels._jit import exact_helper, kernel
from workings.kernels._sums import two_sum

# What is known of each column of a block: entries, centre, then high and low parts of the two sums.
COUNT, CENTRE, SUM, SUM_LOW, SQUARES, SQUARES_LOW = range(6)
_WIDTH = 512  # lanes treated at once: their sums stay in the first-level cache
# A centre this near to the first entry is replaced by it: constant columns then have sums of exactly 0.
NEAR = 1e-11


@exact_helper
def _add_up(row, missing, share, total, count):
    for t in range(row.shape[0]):
        v = np.float64(row[t])
        here = (v == v) & (v != missing)
        total[t] += v * share if here else 0.0
        count[t] += 1.0 if here else 0.0


@exact_helper
def _add_squares(row, missing, centre, s, s_low, q, q_low):
    """Add x - c and (x - c)**2, of the entries that are there, to two pairs."""
    for t in range(row.shape[0]):
        v = np.float64(row[t])
        c = centre[t]
        v = v if (v == v) & (v != missing) else c
        d, rest = two_sum(v, -c)
        s[t], lost = two_sum(s[t], d)
        s_low[t] += lost + rest
        square = d * d
        below = fma(d, d, -square) + 2.0 * d * rest
        q[t], lost = two_sum(q[t], square)
        q_low[t] += lost + below


@exact_helper
def _first_here(block, lanes, at, columns, missing):
    """Return the first entry of a column that is there, or NaN."""
    for i in range(at, block.shape[0], columns):
        v = np.float64(block[i])
        if v == v and v != missing:
            return v
    return np.nan


@exact_helper
def _find_centres(block, lanes, columns, at, width, missing, total, count, share, found):
    """Write the count and the centre of each column to `found`, from the sums of its lanes."""
    for j in range(min(columns, width)):
        entries, sums = 0.0, 0.0
        for t in range(j, width, columns):
            entries += count[t]
            sums += total[t]
        first = _first_here(block, lanes, at + j, columns if columns < lanes else lanes, missing)
        centre = sums / (entries * share) if entries > 0.0 else 0.0
        if entries > 0.0 and abs(centre - first) <= NEAR * abs(first):
            centre = first
        found[COUNT, at + j] = entries
        found[CENTRE, at + j] = centre


@exact_helper
def _add_lanes(columns, at, width, s, s_low, q, q_low, found):
    """Add up the lanes of each column."""
    for j in range(min(columns, width)):
        high, low, square, square_low = 0.0, 0.0, 0.0, 0.0
        for t in range(j, width, columns):
            high, lost = two_sum(high, s[t])
            low += lost + s_low[t]
            square, lost = two_sum(square, q[t])
            square_low += lost + q_low[t]
        found[SUM, at + j], found[SUM_LOW, at + j] = high, low
        found[SQUARES, at + j], found[SQUARES_LOW, at + j] = square, square_low


@kernel
def block_moments(block, lanes, columns, missing, found):
    """Write what is known of the columns of one block (length,) to `found` (6, columns)."""
    length = block.shape[0]
    share = 2.0 ** -np.ceil(np.log2(length + 1.0))  # keeps sums of the largest floats finite
    buffer = np.empty((7, _WIDTH))
    total, count, centre, s, s_low, q, q_low = (
        buffer[0],
        buffer[1],
        buffer[2],
        buffer[3],
        buffer[4],
        buffer[5],
        buffer[6],
    )
    for at in range(0, lanes, _WIDTH):
        width = min(_WIDTH, lanes - at)
        buffer[:] = 0.0
        for begin in range(at, length, lanes):
            _add_up(block[begin : min(begin + width, length)], missing, share, total, count)
        _find_centres(block, lanes, columns, at, width, missing, total, count, share, found)
        for t in range(width):
            centre[t] = found[CENTRE, at + t % columns]
        for begin in range(at, length, lanes):
            _add_squares(block[begin : min(begin + width, length)], missing, centre, s, s_low, q, q_low)
        _add_lanes(columns, at, width, s, s_low, q, q_low, found)


@kernel
def all_moments(X, lanes, columns, missing, size, first_group, last_group, first, last, found):
    """Write what is known of blocks first..last of each group of X to `found` (blocks, 6, groups * columns)."""
    for g in range(first_group, last_group):
        for b in range(first, last):
            block = X[g, b * size : min((b + 1) * size, X.shape[1])]
            block_moments(block, lanes, columns, missing, found[b, :, g * columns : (g + 1) * columns])


@kernel
def weighted_moments(X, weights, missing, found):
    """Write what is known of the columns of X (rows, columns), whose rows have weights, to `found` (6, columns)."""
    n, p = X.shape
    found[:] = 0.0
    first = np.full(p, np.nan)
    for i in range(n):
        w = weights[i]
        for j in range(p):
            v = np.float64(X[i, j])
            if v == v and v != missing:
                first[j] = v if first[j] != first[j] else first[j]
                found[COUNT, j] += w
                found[CENTRE, j] += w * (v - first[j])
    for j in range(p):
        away = found[CENTRE, j] / found[COUNT, j] if found[COUNT, j] != 0.0 else 0.0
        away = 0.0 if abs(away) <= NEAR * abs(first[j]) else away
        found[CENTRE, j] = first[j] + away if first[j] == first[j] else 0.0
        found[COUNT, j] = 0.0
    lows = np.zeros(p)
    for i in range(n):
        w = weights[i]
        for j in range(p):
            v = np.float64(X[i, j])
            if v == v and v != missing:
                d, rest = two_sum(v, -found[CENTRE, j])
                found[COUNT, j], lost = two_sum(found[COUNT, j], w)
                lows[j] += lost
                high = w * d
                found[SUM, j], lost = two_sum(found[SUM, j], high)
                found[SUM_LOW, j] += lost + (fma(w, d, -high) + w * rest)
                square = high * d
                found[SQUARES, j], lost = two_sum(found[SQUARES, j], square)
                found[SQUARES_LOW, j] += lost + (fma(high, d, -square) + fma(w, d, -high) * d + 2.0 * high * rest)
    for j in range(p):
        found[COUNT, j] += lows[j]
