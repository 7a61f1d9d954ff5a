"""Single linkage as a minimum spanning tree, grown from one point (R. C. Prim 1957): each time the nearest point joins.

A merge is written down as the point that joined before and the point that joins, at the distance of the latter to the
tree: sorted by distance, these pairs make the same clusters as the edges of the tree do.
"""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._jit import helper, kernel
from workings.kernels.linkage_tiles import TILE, least_of_tile, squared_distances


@helper
def _move(tiles, near, number, source, target):
    """Put the point of one lane into another."""
    s, t = source // TILE, target // TILE
    near[t, target % TILE] = near[s, source % TILE]
    number[target] = number[source]
    for f in range(tiles.shape[1]):
        tiles[t, f, target % TILE] = tiles[s, f, source % TILE]


@helper
def _remove(tiles, near, number, at, last):
    """Close the gap of a point that has joined: the last one moves there."""
    _move(tiles, near, number, last, at)
    tiles[last // TILE, 0, last % TILE] = math.inf
    near[last // TILE, last % TILE] = math.inf


@kernel
def spanning_merges(tiles, near, number, firsts, seconds, heights, at, begin, end):
    """Write the merges begin:end of n points in tiles, with squared distances; the tiles are used up.

    Return the place of the last point that joined: `at` for the merges after; that of the first point is 0. `near` are
    the squared distances to the tree, infinity at first; `number` the points' own numbers.
    """
    n, features = number.shape[0], tiles.shape[1]
    found, folded, query = np.empty(TILE), np.empty(TILE // 2), np.empty(features)
    left = n - begin
    for step in range(begin, end):
        joined = number[at]
        for f in range(features):
            query[f] = tiles[at // TILE, f, at % TILE]
        left -= 1
        _remove(tiles, near, number, at, left)
        best, tile = math.inf, 0
        for t in range((left + TILE - 1) // TILE):
            squared_distances(tiles[t], query, found)
            before = near[t]
            for lane in range(TILE):
                before[lane] = found[lane] if found[lane] < before[lane] else before[lane]
            least = least_of_tile(before, folded)
            if least < best:
                best, tile = least, t
        at = tile * TILE
        while at < left - 1 and near[tile, at % TILE] != best:
            at += 1
        firsts[step], seconds[step], heights[step] = joined, number[at], best
    return at


@kernel
def spanning_merges_of_pairs(pairs, near, number, firsts, seconds, heights, current, begin, end):
    """Write the merges begin:end of points whose distances are given, pair by pair, as `scipy.spatial.distance.pdist`.

    Return the number of the last point that joined: `current` for the merges after; that of the first point is 0.
    """
    n = number.shape[0]
    left = n - 1 - begin
    if begin == 0:
        number[0] = n - 1
    for step in range(begin, end):
        best, at = math.inf, 0
        for k in range(left):
            j = number[k]
            low, high = min(current, j), max(current, j)
            distance = pairs[n * low - low * (low + 1) // 2 + high - low - 1]
            if distance < near[j]:
                near[j] = distance
            if near[j] < best:
                best, at = near[j], k
        firsts[step], seconds[step], heights[step] = current, number[at], best
        current = number[at]
        left -= 1
        number[at] = number[left]
    return current
