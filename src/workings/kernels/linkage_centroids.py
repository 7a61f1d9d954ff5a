"""Centroid and median linkage of vectors: the closest two centres merge, and nothing but centres is stored.

Each cluster remembers its nearest one, or, when that has gone, how near the nearest is at least; it is searched again
only when that bound is the least of all (D. Müllner 2011, arXiv:1109.2378, section 3.3).
"""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._jit import helper, kernel
from workings.kernels.linkage_tiles import TILE, least_of_tile, squared_distances


@helper
def _search(tiles, left, i, query, found, folded):
    """Return the nearest to cluster i, and its squared distance."""
    best, at = math.inf, -1
    for t in range((left + TILE - 1) // TILE):
        squared_distances(tiles[t], query, found)
        if t == i // TILE:
            found[i % TILE] = math.inf
        if least_of_tile(found, folded) < best:
            for lane in range(TILE):
                if found[lane] < best:
                    best, at = found[lane], t * TILE + lane
    return at, best


@helper
def _take(tiles, at, query):
    for f in range(query.shape[0]):
        query[f] = tiles[at // TILE, f, at % TILE]


@helper
def _closest(near, left, folded):
    """Return the cluster whose nearest is nearest, or may be."""
    best, tile = math.inf, 0
    for t in range((left + TILE - 1) // TILE):
        least = least_of_tile(near[t], folded)
        if least < best:
            best, tile = least, t
    at = tile * TILE
    while at < left - 1 and near[tile, at % TILE] != best:
        at += 1
    return at


@helper
def _close_gap(tiles, near, nearest, number, sizes, gap, last):
    """Move the last cluster into the gap, and rename it wherever it is somebody's nearest."""
    for f in range(tiles.shape[1]):
        tiles[gap // TILE, f, gap % TILE] = tiles[last // TILE, f, last % TILE]
    near[gap // TILE, gap % TILE] = near[last // TILE, last % TILE]
    nearest[gap], number[gap], sizes[gap] = nearest[last], number[last], sizes[last]
    tiles[last // TILE, 0, last % TILE] = math.inf
    near[last // TILE, last % TILE] = math.inf
    for k in range(last):
        nearest[k] = gap if nearest[k] == last else nearest[k]


@helper
def _meet(tiles, near, nearest, left, i, query, found, folded):
    """Tell everybody of the new centre of cluster i, and find its own nearest."""
    best, at = math.inf, -1
    for t in range((left + TILE - 1) // TILE):
        squared_distances(tiles[t], query, found)
        if t == i // TILE:
            found[i % TILE] = math.inf
        base = t * TILE
        before, whose = near[t], nearest[base : base + TILE]
        for lane in range(TILE):
            nearer = found[lane] < before[lane]
            whose[lane] = i if nearer else whose[lane]
            before[lane] = found[lane] if nearer else before[lane]
        if least_of_tile(found, folded) < best:
            for lane in range(TILE):
                if found[lane] < best:
                    best, at = found[lane], base + lane
    near[i // TILE, i % TILE], nearest[i] = best, at


@kernel
def centre_merges(tiles, near, nearest, number, sizes, midpoint, firsts, seconds, heights, begin, end):
    """Write the merges begin:end of n points in their order, with squared distances; everything given is used up.

    `near` and `nearest` hold the squared distance to the nearest cluster, and which it is. With `midpoint` the new
    centre is half way between the two whatever their sizes: median linkage.
    """
    n, features = number.shape[0], tiles.shape[1]
    found, folded, query, other = np.empty(TILE), np.empty(TILE // 2), np.empty(features), np.empty(features)
    left = n - begin
    for step in range(begin, end):
        while True:
            i = _closest(near, left, folded)
            j = nearest[i]
            if j >= 0:
                break
            _take(tiles, i, query)
            nearest[i], near[i // TILE, i % TILE] = _search(tiles, left, i, query, found, folded)
        firsts[step], seconds[step], heights[step] = number[i], number[j], near[i // TILE, i % TILE]
        _take(tiles, i, query)
        _take(tiles, j, other)
        part = 0.5 if midpoint else sizes[j] / (sizes[i] + sizes[j])
        for f in range(features):
            query[f] += part * (other[f] - query[f])
            tiles[i // TILE, f, i % TILE] = query[f]
        sizes[i] += sizes[j]
        for k in range(left):
            nearest[k] = -1 if nearest[k] == i or nearest[k] == j else nearest[k]
        left -= 1
        _close_gap(tiles, near, nearest, number, sizes, j, left)
        if i == left:
            i = j
        _meet(tiles, near, nearest, left, i, query, found, folded)
