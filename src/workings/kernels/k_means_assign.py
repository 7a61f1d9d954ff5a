"""The nearest centre of every row, by Hamerly's bounds where they decide and by tiles of 32 rows where they do not.

For each row two numbers are kept: `upper`, not less than the distance to its own centre, and `lower`, not more than
the distance to any other. When the centres move, the triangle inequality tells how the bounds loosen. A row whose upper
bound stays below its lower bound, or below half the way from its centre to the next, keeps its centre without a look at
its numbers. Source: G. Hamerly, "Making k-means even faster", SIAM International Conference on Data Mining (2010).

The tiles compute in float32. How wrong t can be is known: each of the p + 1 fused operations, and the roundings of x, c
and of |c|^2 / 2, err by at most 2**-24 of |c|^2 / 2 + |x| |c|. Where the two nearest centres are not further apart
than twice that, the distances are computed again in float64; so the labels are those of float64 distances, and among
equally distant centres the first wins.

Sums of the rows of each cluster are kept from round to round, and change with the rows that change their cluster. They
have two parts, of which the second holds what the first has rounded away (Knuth's exact addition), so nothing
accumulates. Bounds are float32, rounded away from each other.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import exact_helper, helper, kernel, reordering_helper
from workings.kernels.k_means_tile import POINTS, nearest_two

_UP, _DOWN = 1.0 + 2.0**-22, 1.0 - 2.0**-22
_ROUNDING = 2.0**-24
_SMALLEST = 1e-37
# Products of squared lengths of which no sum overflows in float32, and distances whose square has all its digits.
_WIDE, _FINE = 1e72, 1e-280


@reordering_helper
def _plus_square(total, difference):
    return total + difference * difference


@helper
def squared_distance(X, i, middle, scale, centres, j):
    """Return the square of the distance of a row to a centre, both brought to the middle and to scale."""
    total = 0.0
    for d in range(centres.shape[1]):
        total = _plus_square(total, (X[i, d] - middle[d]) * scale - centres[j, d])
    return total


@helper
def tile_error(p, square, size):
    """Return by how much a tile's t may be wrong for a row and centres of these squared lengths."""
    return _ROUNDING * 1.1 * (p + 6) * (0.5 * size + np.sqrt(square * size)) + _SMALLEST


@exact_helper
def _add(sums, rest, j, X, i, middle, scale, weight):
    """Add a weighted row to the sum of a cluster."""
    for d in range(sums.shape[1]):
        x = (X[i, d] - middle[d]) * scale * weight
        old = sums[j, d]
        new = old + x
        kept = new - old
        rest[j, d] += (old - (new - kept)) + (x - kept)
        sums[j, d] = new


@helper
def pack(X, rows, count, middle, scale, tile, squares):
    """Write up to 32 rows, negated, into a tile; and the squares of their lengths."""
    p = X.shape[1]
    for at in range(count):
        i = rows[at]
        total = 0.0
        for d in range(p):
            x = (X[i, d] - middle[d]) * scale
            total += x * x
            tile[d, at] = -x
        squares[at] = total
    for at in range(count, POINTS):
        squares[at] = 0.0
        for d in range(p):
            tile[d, at] = 0.0


@helper
def _look_again(X, i, middle, scale, centres):
    """Return the nearest centre and the squared distances to it and to the second, in float64."""
    first, second, where = np.inf, np.inf, 0
    for j in range(centres.shape[0]):
        distance = squared_distance(X, i, middle, scale, centres, j)
        if distance < first:
            first, second, where = distance, first, j
        elif distance < second:
            second = distance
    return where, first, second


@kernel
def assign(X, weights, middle, scale, centres, groups, halves, moves, apart, tighten, state):
    """Give each row of a block its nearest centre; return how many changed, and how many went through a tile.

    Parameters
    ----------
    X : (n, p) float32 or float64, a block of rows
    weights : (n,) float64, or empty: all 1
    middle, scale : (p,) float64 and a power of two: what rows are shifted and multiplied by
    centres, groups, halves : the centres (k, p) in float64, and as `grouped` lays them
    moves : (k + 3,) how far each centre has moved since the last call; the most, the centre that did, the second most
    apart : (k,) half the distance of each centre to its nearest, less its rounding
    tighten : whether to compute the distance to the own centre before the tile
    state : labels (int32, -1: none yet), upper, lower (float32), sums, rest (k, p), counts (k,): all are written
    """
    labels, upper, lower, sums, rest, counts = state
    n, p = X.shape
    k = len(centres)
    most, second_most, mover = moves[k], moves[k + 2], int(moves[k + 1])
    size = 0.0
    for j in range(k):
        size = max(size, 2.0 * halves[j])
    tile, squares = np.empty((p, POINTS), np.float32), np.empty(POINTS)
    near, next_near = np.empty(POINTS, np.float32), np.empty(POINTS, np.float32)
    rows, where = np.empty(POINTS, np.int64), np.empty(POINTS, np.int32)
    waiting = changed = through = 0
    for row in range(n + 1):
        if row < n:
            own = labels[row]
            if own >= 0:
                above = (upper[row] + moves[own]) * _UP
                below = lower[row] - (second_most if own == mover else most)
                below = below * _DOWN if below > 0.0 else 0.0
                if tighten and not above < max(below, apart[own]):
                    above = np.sqrt(squared_distance(X, row, middle, scale, centres, own)) * _UP
                if above < max(below, apart[own]):
                    upper[row], lower[row] = above, below
                    continue
            rows[waiting] = row
            waiting += 1
            if waiting < POINTS:
                continue
        if waiting == 0:
            continue
        pack(X, rows, waiting, middle, scale, tile, squares)
        nearest_two(
            tile.ctypes.data, p, groups.ctypes.data, halves.ctypes.data, len(groups),
            near.ctypes.data, next_near.ctypes.data, where.ctypes.data,
        )  # fmt: skip
        for at in range(waiting):
            i, new = rows[at], where[at]
            error = tile_error(p, squares[at], size)
            if next_near[at] - near[at] > 2.0 * error:
                first = squares[at] + 2.0 * (near[at] + error)
                second = squares[at] + 2.0 * (next_near[at] - error)
            else:
                new, first, second = _look_again(X, i, middle, scale, centres)
            upper[i] = np.sqrt(first) * _UP
            lower[i] = np.sqrt(second) * _DOWN if second > 0.0 else 0.0
            old = labels[i]
            if new != old:
                weight = weights[i] if len(weights) else 1.0
                _add(sums, rest, new, X, i, middle, scale, weight)
                counts[new] += 1
                if old >= 0:
                    _add(sums, rest, old, X, i, middle, scale, -weight)
                    counts[old] -= 1
                labels[i] = new
                changed += 1
        through += waiting
        waiting = 0
    return changed, through


@kernel
def label(X, middle, centres, groups, halves, labels):
    """Write the nearest centre of each row of a block; return whether one left the range in which that is sure."""
    n, p = X.shape
    size = 0.0
    for j in range(len(centres)):
        size = max(size, 2.0 * halves[j])
    tile, squares = np.empty((p, POINTS), np.float32), np.empty(POINTS)
    near, next_near = np.empty(POINTS, np.float32), np.empty(POINTS, np.float32)
    rows, where = np.empty(POINTS, np.int64), np.empty(POINTS, np.int32)
    lost = False
    for begin in range(0, n, POINTS):
        count = min(POINTS, n - begin)
        for at in range(count):
            rows[at] = begin + at
        pack(X, rows, count, middle, 1.0, tile, squares)
        nearest_two(
            tile.ctypes.data, p, groups.ctypes.data, halves.ctypes.data, len(groups),
            near.ctypes.data, next_near.ctypes.data, where.ctypes.data,
        )  # fmt: skip
        for at in range(count):
            lost |= not squares[at] < _WIDE
            if squares[at] * size < _WIDE and next_near[at] - near[at] > 2.0 * tile_error(p, squares[at], size):
                labels[begin + at] = where[at]
            else:
                labels[begin + at], first, second = _look_again(X, begin + at, middle, 1.0, centres)
                lost |= not (first < np.inf and second > _FINE)
    return lost


@kernel
def follow(X, middle, scale, cuts, centres, names, labels):
    """Write the name of the leaf that each row comes to, by the nearer of two centres at every cut.

    ``cuts[node]`` is the first of the node's two halves, of which the second follows; -1 at a leaf. Node 0 is all.
    """
    for i in range(len(X)):
        node = 0
        while cuts[node] >= 0:
            first = cuts[node]
            left = squared_distance(X, i, middle, scale, centres, first)
            right = squared_distance(X, i, middle, scale, centres, first + 1)
            node = first if left <= right else first + 1
        labels[i] = names[node]


@kernel
def own_distances(X, middle, scale, centres, labels, distances):
    """Write the squared distance of each row to its centre."""
    for i in range(len(X)):
        distances[i] = squared_distance(X, i, middle, scale, centres, labels[i])


@kernel
def sizes(X, middle, scale, weights, totals):
    """Return the largest entry of a block, the sum of all squares, and the weighted one; add the rows to `totals`."""
    largest = total = weighted = 0.0
    for i in range(len(X)):
        row = 0.0
        for d in range(X.shape[1]):
            x = (X[i, d] - middle[d]) * scale
            totals[d] += x
            largest = max(largest, abs(x))
            row = _plus_square(row, x)
        total += row
        weighted += row * weights[i] if len(weights) else row
    return largest, total, weighted
