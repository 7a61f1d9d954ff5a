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

Array = NDArray[Any]
Merges = tuple[Array, Array, Array]

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
        found = _empty(n)
        spanning_merges_of_pairs(pairs, near, number, *found)
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
    from workings.kernels._threads import run_blocks
    from workings.kernels.linkage_tiles import distance_rows

    matrix, tiles = np.empty((len(X), len(X))), tiles_of(X)
    run_blocks(lambda start, stop: distance_rows(tiles, X, False, start, stop, matrix), len(X), pieces=4)
    return matrix


def _chains(method: int, matrix: Array) -> Merges:
    from workings.kernels.linkage_matrix import chain_merges, closest_merges

    n = len(matrix)
    found = _empty(n)
    link = closest_merges if method in ways.MAY_FALL else chain_merges
    link(method, matrix, np.ones(n), np.arange(n), *found)
    return found


def _spanning(X: Array) -> Merges:
    from workings.kernels.linkage_single import spanning_merges
    from workings.kernels.linkage_tiles import TILE

    tiles, found = tiles_of(X), _empty(len(X))
    spanning_merges(tiles, np.full((len(tiles), TILE), math.inf), np.arange(len(X)), *found)
    return found


def _centres(X: Array, midpoint: bool) -> Merges:
    from workings.cluster._nearest_clusters import NearestClusters
    from workings.kernels.linkage_centroids import centre_merges
    from workings.kernels.linkage_tiles import TILE

    n, tiles = len(X), tiles_of(X)
    near, nearest = np.full(tiles.shape[0] * TILE, math.inf), np.full(tiles.shape[0] * TILE, -1)
    # Shares of 1/2 make Ward's distance the squared one.
    NearestClusters(X).search(X, np.full(n, 2.0), np.arange(n), nearest, near)
    found = _empty(n)
    centre_merges(tiles, near.reshape(-1, TILE), nearest, np.arange(n), np.ones(n), midpoint, *found)
    return found
