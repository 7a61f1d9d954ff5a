"""What a further centre would save: the loops of k-means++.

Distances to the candidates are computed in float32, from tiles that are laid out once. How wrong they can be is known
(see `k_means_assign`), so it is also known of every row whether a candidate may be nearer than its centre so far; for
these alone float64 distances are computed, and those are what is kept.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import kernel
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
def savings(tiles, squares, weights, groups, halves, size, nearest, saved, doubt, may):
    """Add up what each candidate would take from the weighted squared distances of a block, and the possible error.

    Bit t of `may` tells of each row whether candidate t may be nearer than its centre so far, `size` is the largest
    squared length of a candidate; `groups` and `halves` hold the candidates as `grouped` lays them.
    """
    p, n, trials = groups.shape[1], len(squares), len(saved)
    scores = np.empty((len(groups) * CENTRES, POINTS), np.float32)
    for number in range(len(tiles)):
        all_scores(
            tiles.ctypes.data + number * p * POINTS * 4, p, groups.ctypes.data, halves.ctypes.data, len(groups),
            scores.ctypes.data,
        )  # fmt: skip
        first = number * POINTS
        for at in range(min(POINTS, n - first)):
            i = first + at
            now = nearest[i]
            error = 2.0 * tile_error(p, squares[i], size)
            limit = now + error - squares[i]
            bits = 0
            for t in range(trials):
                if 2.0 * scores[t, at] < limit:
                    weight = weights[i] if len(weights) else 1.0
                    bits |= 1 << t
                    saved[t] += weight * max(0.0, limit - error - 2.0 * scores[t, at])
                    doubt[t] += weight * error
            may[i] = bits


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
