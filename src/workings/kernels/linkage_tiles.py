"""Squared distances from one point to tiles of points: what every linkage of vectors is made of.

A tile holds `TILE` points, feature by feature (`tiles[t, f, lane]`), so that one number of the query meets neighbouring
numbers of the tile; empty lanes have a first feature of infinity, and so are infinitely far from everything.
The distance of two points is the same number from either side: differences are squared and added feature by feature.
"""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._jit import helper, kernel

TILE = 128
# A bound that was multiplied out of rounded numbers may lie this much above what it bounds.
_SLACK = 1.0 - 1e-14


@helper
def square(difference):
    """Return the square."""
    return difference * difference


@helper
def squared_distances(tile, query, found):
    """Write the squared distances of the query to the points of a tile; four features at a time."""
    features = query.shape[0]
    first = features % 4
    for lane in range(TILE):
        found[lane] = 0.0
    for f in range(first):
        row, q = tile[f], query[f]
        for lane in range(TILE):
            found[lane] += square(row[lane] - q)
    for f in range(first, features, 4):
        a, b, c, d = tile[f], tile[f + 1], tile[f + 2], tile[f + 3]
        qa, qb, qc, qd = query[f], query[f + 1], query[f + 2], query[f + 3]
        for lane in range(TILE):
            first_two = square(b[lane] - qb) + (square(a[lane] - qa) + found[lane])
            found[lane] = square(d[lane] - qd) + (square(c[lane] - qc) + first_two)


@helper
def least_of_tile(values, folded):
    """Return the least of a tile's numbers; `folded` holds half as many."""
    half = TILE // 2
    for lane in range(half):
        a, b = values[lane], values[lane + half]
        folded[lane] = a if a < b else b
    while half > 8:
        half //= 2
        for lane in range(half):
            a, b = folded[lane], folded[lane + half]
            folded[lane] = a if a < b else b
    least = folded[0]
    for lane in range(1, 8):
        least = min(least, folded[lane])
    return least


@kernel
def fill_tiles(points, tiles):
    """Write points, one a row, into tiles; the lanes left over become infinitely far."""
    n, features = points.shape
    for t in range(tiles.shape[0]):
        here = min(TILE, n - t * TILE)
        for f in range(features):
            for lane in range(here):
                tiles[t, f, lane] = points[t * TILE + lane, f]
            for lane in range(here, TILE):
                tiles[t, f, lane] = math.inf if f == 0 else 0.0


@helper
def nearest_cluster(tiles, sharp, own, query, weight, shares, found, folded):
    """Return the number of the nearest cluster, and Ward's squared distance to it.

    `shares` are 1 / size of every cluster (1/2 of each makes this the squared distance of the centres), `weight` the
    share of the query, `sharp` the greatest share of each tile. Of equally near ones the first counts.
    """
    best, at = math.inf, -1
    for t in range(tiles.shape[0]):
        squared_distances(tiles[t], query, found)
        if t == own // TILE:
            found[own % TILE] = math.inf
        if least_of_tile(found, folded) * (_SLACK / (weight + sharp[t])) < best:
            for lane in range(TILE):
                ward = found[lane] / (weight + shares[t, lane])
                if ward < best:
                    best, at = ward, t * TILE + lane
    return at, best


@kernel
def nearest_clusters(tiles, sharp, points, shares, todo, start, stop, nearest, distance):
    """Find the nearest cluster of those in todo[start:stop]."""
    found, folded = np.empty(TILE), np.empty(TILE // 2)
    for k in range(start, stop):
        i = todo[k]
        weight = shares[i // TILE, i % TILE]
        at, best = nearest_cluster(tiles, sharp, i, points[i], weight, shares, found, folded)
        nearest[i], distance[i] = at, best


@kernel
def distance_rows(tiles, points, squared, start, stop, matrix):
    """Write rows start:stop of the matrix of distances, infinity on its diagonal."""
    n = points.shape[0]
    found = np.empty(TILE)
    for i in range(start, stop):
        row = matrix[i]
        for t in range(tiles.shape[0]):
            squared_distances(tiles[t], points[i], found)
            here = min(TILE, n - t * TILE)
            part = row[t * TILE : t * TILE + here]
            if squared:
                for lane in range(here):
                    part[lane] = found[lane]
            else:
                for lane in range(here):
                    part[lane] = math.sqrt(found[lane])
        row[i] = math.inf


@kernel
def ward_chain(tiles, sharp, points, shares, alive, stop_at, firsts, seconds, heights, chain, steps, state, most):
    """Merge clusters along chains of nearest neighbours until `stop_at` are left; return whether they are more.

    It ends after `most` searches, to be called again with the same arguments. `chain` and `steps` have n + 1 entries;
    state holds the length of the chain, the number of merges, and where clusters begin that may be left; at first 0.

    From any cluster go to its nearest, from there to its nearest, and so on: distances fall until two are each other's
    nearest. At most three searches a merge, whatever the data (F. Murtagh 1983, The Computer Journal 26).
    """
    n = points.shape[0]
    found, folded = np.empty(TILE), np.empty(TILE // 2)
    length, merged, begin = state[0], state[1], state[2]
    for _ in range(most):
        if n - merged <= stop_at:
            break
        if length == 0:
            while not alive[begin]:
                begin += 1
            chain[0], steps[0], length = begin, math.inf, 1
        i = chain[length - 1]
        at, best = nearest_cluster(tiles, sharp, i, points[i], shares[i // TILE, i % TILE], shares, found, folded)
        if length == 1 or best < steps[length - 1]:
            chain[length], steps[length] = at, best
            length += 1
            continue
        j, height = chain[length - 2], steps[length - 1]
        length -= 2
        i, j = min(i, j), max(i, j)
        firsts[merged], seconds[merged], heights[merged] = i, j, height
        merged += 1
        alive[j] = False
        _join(tiles, sharp, points, shares, i, j)
    state[0], state[1], state[2] = length, merged, begin
    return n - merged > stop_at


@helper
def _join(tiles, sharp, points, shares, i, j):
    """Put the union of clusters i and j in the place of i."""
    a, b = 1.0 / shares[i // TILE, i % TILE], 1.0 / shares[j // TILE, j % TILE]
    part = b / (a + b)
    for f in range(points.shape[1]):
        points[i, f] += part * (points[j, f] - points[i, f])
        tiles[i // TILE, f, i % TILE] = points[i, f]
    tiles[j // TILE, 0, j % TILE] = math.inf
    shares[i // TILE, i % TILE] = 1.0 / (a + b)
