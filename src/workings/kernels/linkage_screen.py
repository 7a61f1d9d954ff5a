"""The nearest cluster by a screen in float32: only who may be nearest is measured in float64.

Coordinates are brought to a mean of 0 and a greatest length of 1 and rounded, each by a share of at most u = 2^-24. So
a distance among the rounded ones, with p squares summed, is at most ``2u + (p + 4) u d`` off.
"""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._jit import helper, kernel
from workings.kernels.linkage_tiles import TILE, least_of_tile, square, squared_distances

_UNIT = 2.0**-24
_TOGETHER = 16


@helper
def _limit(reach, features):
    """Return what no squared distance in float32 exceeds, of points that are within `reach` of each other."""
    off = reach + 4.0 * _UNIT
    stretched = off * (1.0 + 2.0 * (features + 4.0) * _UNIT)
    return np.float32(stretched * stretched * (1.0 + 4.0 * _UNIT))


@helper
def _measured(points, own_point, other):
    """Return the squared distance of two points in float64; the same from either side."""
    total = 0.0
    for f in range(own_point.shape[0]):
        total += square(points[other, f] - own_point[f])
    return total


@kernel
def screened_clusters(rounded, scale, points, shares, sharp, todo, start, stop, nearest, distance):
    """Find the nearest cluster of those in todo[start:stop]; return how many distances were measured in float64.

    `rounded` are the tiles in float32 of the points, less a mean, times `scale`; the rest as in `nearest_clusters`,
    whose result this is. A tile is read once for `_TOGETHER` queries, as all tiles need not fit into a cache.
    """
    features = points.shape[1]
    queries = np.empty((_TOGETHER, features), np.float32)
    found, folded = np.empty(TILE, np.float32), np.empty(TILE // 2, np.float32)
    measured = 0
    for first in range(start, stop, _TOGETHER):
        together = todo[first : min(first + _TOGETHER, stop)]
        for q in range(together.shape[0]):
            i = together[q]
            nearest[i], distance[i] = -1, math.inf
            for f in range(features):
                queries[q, f] = rounded[i // TILE, f, i % TILE]
        for t in range(rounded.shape[0]):
            for q in range(together.shape[0]):
                i = together[q]
                squared_distances(rounded[t], queries[q], found)
                if t == i // TILE:
                    found[i % TILE] = np.inf
                weight = shares[i // TILE, i % TILE]
                limit = _limit(scale * math.sqrt(distance[i] * (weight + sharp[t])), features)
                if least_of_tile(found, folded) > limit:
                    continue
                for lane in range(TILE):
                    if found[lane] <= limit and found[lane] < np.inf:
                        measured += 1
                        other = t * TILE + lane
                        ward = _measured(points, points[i], other) / (weight + shares[t, lane])
                        if ward < distance[i]:
                            nearest[i], distance[i] = other, ward
                            limit = _limit(scale * math.sqrt(ward * (weight + sharp[t])), features)
    return measured
