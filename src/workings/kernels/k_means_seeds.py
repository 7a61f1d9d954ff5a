"""What a further centre would save: the loops of k-means++.

Distances to the candidates are computed in float32, from tiles that are laid out once. How wrong they can be is known
(see `k_means_assign`), so it is also known of every row whether a candidate may be nearer than its centre so far; for
these alone float64 distances are computed, and those are what is kept.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import kernel
from workings.kernels._sums import add
from workings.kernels.k_means_assign import pack, squared_distance, tile_error
from workings.kernels.k_means_tile import CENTRES, POINTS, all_scores


@kernel
def lay_out(X, middle, scale, tiles, squares):
    """Write a block of rows into tiles of 32, and the squares of their lengths."""
    rows, some = np.empty(POINTS, np.int64), np.empty(POINTS)
    for number in range(len(tiles)):
        first = number * POINTS
        count = min(POINTS, len(X) - first)
        for at in range(count):
            rows[at] = first + at
        pack(X, rows, count, middle, scale, tiles[number], some)
        for at in range(count):
            squares[first + at] = some[at]


@kernel
def _tile_saving(scores, limits, errors, weights, bits, bit):
    """Return what a candidate would take from a tile, and how wrong that may be; set its bit of rows where it may."""
    gained, unsure = 0.0, 0.0
    for at in range(POINTS):
        score, limit = 2.0 * np.float64(scores[at]), limits[at]
        nearer = score < limit
        weight = weights[at] if nearer else 0.0
        gain = limit - errors[at] - score
        gain = gain if nearer and gain > 0.0 else 0.0
        gained = add(gained, weight * gain)
        unsure = add(unsure, weight * errors[at])
        bits[at] |= bit if nearer else np.int32(0)
    return gained, unsure


@kernel
def savings(tiles, squares, weights, groups, halves, size, nearest, saved, doubt, may):
    """Add up what each candidate would take from the weighted squared distances of a block, and the possible error.

    Bit t of `may` tells of each row whether candidate t may be nearer than its centre so far, `size` is the largest
    squared length of a candidate; `groups` and `halves` hold the candidates as `grouped` lays them.
    """
    p, n, trials = groups.shape[1], len(squares), len(saved)
    scores = np.empty((len(groups) * CENTRES, POINTS), np.float32)
    # Of each row of a tile: below what a score tells of a saving, how wrong scores may be, the weight, and the bits.
    limits, errors, heavy = np.empty(POINTS), np.empty(POINTS), np.ones(POINTS)
    bits = np.empty(POINTS, np.int32)
    for number in range(len(tiles)):
        all_scores(
            tiles.ctypes.data + number * p * POINTS * 4, p, groups.ctypes.data, halves.ctypes.data, len(groups),
            scores.ctypes.data,
        )  # fmt: skip
        first = number * POINTS
        count = min(POINTS, n - first)
        length, now = squares[first : first + count], nearest[first : first + count]
        for at in range(count):
            error = 2.0 * tile_error(p, length[at], size)
            errors[at], limits[at] = error, now[at] + error - length[at]
        limits[count:], errors[count:] = -np.inf, 0.0
        if len(weights):
            heavy[:count] = weights[first : first + count]
        bits[:] = 0
        for t in range(trials):
            gained, unsure = _tile_saving(scores[t], limits, errors, heavy, bits, np.int32(1 << t))
            saved[t] += gained
            doubt[t] += unsure
        may[first : first + count] = bits[:count]


@kernel
def exact_saving(X, weights, middle, scale, candidates, t, nearest, may):
    """Return what candidate t would take from the weighted squared distances of a block."""
    saved = 0.0
    for i in range(len(X)):
        if may[i] >> t & 1:
            less = nearest[i] - squared_distance(X, i, middle, scale, candidates, t)
            if less > 0.0:
                saved += less * weights[i] if len(weights) else less
    return saved


@kernel
def take(X, weights, middle, scale, candidates, t, nearest, may):
    """Make candidate t a centre; return the weighted sum of the squared distances of a block."""
    total = 0.0
    for i in range(len(X)):
        if may[i] >> t & 1:
            nearest[i] = min(nearest[i], squared_distance(X, i, middle, scale, candidates, t))
        total += nearest[i] * weights[i] if len(weights) else nearest[i]
    return total


@kernel
def savings_of_blocks(
    edges, starts, first, end, tiles, squares, weights, groups, halves, size, nearest, saved, doubt, may
):
    """Do `savings` for some blocks in one call; block b has the rows from edges[b], the tiles from starts[b] on."""
    for b in range(first, end):
        a, z = edges[b], edges[b + 1]
        savings(
            tiles[starts[b] : starts[b + 1]], squares[a:z], weights[a:z], groups, halves, size, nearest[a:z],
            saved[b], doubt[b], may[a:z],
        )  # fmt: skip


@kernel
def take_in_blocks(edges, first, end, X, weights, middle, scale, candidates, t, nearest, may, total):
    """Do `take` for some blocks in one call."""
    for b in range(first, end):
        a, z = edges[b], edges[b + 1]
        total[b] = take(X[a:z], weights[a:z], middle, scale, candidates, t, nearest[a:z], may[a:z])
