"""Which clusters merge, and at which height: for each kind of data the way that suits it.

A merge is a member of either cluster and a height. Vectors under Euclidean distance are linked without a matrix of
distances where that is possible (single, ward, centroid, median: memory O(n)); all else takes the square matrix.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.cluster import _merges_small
from workings.kernels import linkage_methods as ways
from workings.kernels._threads import pieces_of, run_blocks, spans

Array = NDArray[Any]
Merges = tuple[Array, Array, Array]

# Entries of a row whose like in a column, or whose search, would take as long: they lie far apart in memory.
_FAR_APART = 10
SMALL = 300  # samples that are linked sooner than Numba is loaded


def merges_of_vectors(X: Array, method: int) -> Merges:
    """Return the merges of the rows of X under Euclidean distance, heights not yet sorted."""
    if len(X) <= SMALL:
        from scipy.spatial.distance import pdist

        return merges_of_pairs(pdist(X), len(X), method)
    if method == ways.WARD:
        from workings.cluster._merges_ward import ward_merges

        found = ward_merges(X)
    elif method == ways.SINGLE:
        found = _spanning(X)
    elif method in ways.OF_CENTRES:
        found = _centres(X, method == ways.MEDIAN)
    else:
        return _chains(method, _matrix(X))
    return found[0], found[1], np.sqrt(found[2])


def merges_of_pairs(pairs: Array, n: int, method: int) -> Merges:
    """Return the merges of n samples, given the distance of every pair in the order of `pdist`."""
    if method == ways.SINGLE and n > SMALL:
        from workings.kernels.linkage_single import spanning_merges_of_pairs

        near, number = np.full(n, math.inf), np.arange(n)
        found, at = _empty(n), 0
        for begin, end in spans(n - 1, _FAR_APART * n):
            at = spanning_merges_of_pairs(pairs, near, number, *found, at, begin, end)
        return found
    from scipy.spatial.distance import squareform

    matrix: Array = squareform(pairs, checks=False).astype(np.float64, copy=False)
    np.fill_diagonal(matrix, math.inf)
    squared = method in ways.OF_CENTRES
    if squared:
        np.square(matrix, out=matrix)
    found = _merges_small.merges_of_matrix(method, matrix) if n <= SMALL else _chains(method, matrix)
    if squared:  # equal samples may be a rounding error less than 0 apart
        np.sqrt(np.maximum(found[2], 0.0, out=found[2]), out=found[2])
    return found


def _empty(n: int) -> Merges:
    return np.empty(n - 1, np.int64), np.empty(n - 1, np.int64), np.empty(n - 1)


def tiles_of(points: Array) -> Array:
    """Return the points in tiles, as the kernels want them."""
    from workings.kernels.linkage_tiles import TILE, fill_tiles

    tiles = np.empty((-(-len(points) // TILE), points.shape[1], TILE), points.dtype)
    fill_tiles(points, tiles)
    return tiles


def _matrix(X: Array) -> Array:
    """Return the matrix of distances, infinity on its diagonal."""
    from workings.kernels.linkage_tiles import distance_rows

    matrix, tiles = np.empty((len(X), len(X))), tiles_of(X)
    pieces = pieces_of(len(X), X.size, least=4)
    run_blocks(lambda start, stop: distance_rows(tiles, X, False, start, stop, matrix), len(X), pieces=pieces)
    return matrix


def _chains(method: int, matrix: Array) -> Merges:
    from workings.kernels.linkage_matrix import chain_merges, closest_merges, nearest_in_rows

    n = len(matrix)
    sizes, number, found, cost = np.ones(n), np.arange(n), _empty(n), _FAR_APART * n
    if method in ways.MAY_FALL:
        near, nearest = np.empty(n), np.empty(n, np.int64)
        for begin, end in spans(n, n):
            nearest_in_rows(matrix, near, nearest, begin, end)
        for begin, end in spans(n - 1, cost):
            closest_merges(method, matrix, sizes, number, *found, near, nearest, begin, end)
        return found
    chain, steps, length = np.empty(n + 1, np.int64), np.empty(n + 1), 0
    for begin, end in spans(n - 1, cost):
        length = chain_merges(method, matrix, sizes, number, *found, chain, steps, length, begin, end)
    return found


def _spanning(X: Array) -> Merges:
    from workings.kernels.linkage_single import spanning_merges
    from workings.kernels.linkage_tiles import TILE

    tiles, found, at = tiles_of(X), _empty(len(X)), 0
    near, number = np.full((len(tiles), TILE), math.inf), np.arange(len(X))
    for begin, end in spans(len(X) - 1, X.size):
        at = spanning_merges(tiles, near, number, *found, at, begin, end)
    return found


def _centres(X: Array, midpoint: bool) -> Merges:
    from workings.cluster._nearest_clusters import NearestClusters
    from workings.kernels.linkage_centroids import centre_merges
    from workings.kernels.linkage_tiles import TILE

    n, tiles = len(X), tiles_of(X)
    near, nearest = np.full(tiles.shape[0] * TILE, math.inf), np.full(tiles.shape[0] * TILE, -1)
    # Shares of 1/2 make Ward's distance the squared one.
    NearestClusters(X).search(X, np.full(n, 2.0), np.arange(n), nearest, near)
    found, number, sizes = _empty(n), np.arange(n), np.ones(n)
    for begin, end in spans(n - 1, 2 * X.size):
        centre_merges(tiles, near.reshape(-1, TILE), nearest, number, sizes, midpoint, *found, begin, end)
    return found
