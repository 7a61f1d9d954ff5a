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


@helper
def _limit(reach, features):
    """Return what no squared distance in float32 exceeds, of points that are within `reach` of each other."""
    off = reach + 4.0 * _UNIT
    stretched = off * (1.0 + 2.0 * (features + 4.0) * _UNIT)
    return np.float32(stretched * stretched * (1.0 + 4.0 * _UNIT))


@kernel
def screened_clusters(rounded, scale, points, shares, sharp, todo, start, stop, nearest, distance):
    """Find the nearest cluster of those in todo[start:stop]; return how many distances were measured in float64.

    `rounded` are the tiles in float32 of the points, less a mean, times `scale`; the rest as in `nearest_clusters`,
    whose result this is.
    """
    features = points.shape[1]
    query = np.empty(features, np.float32)
    found, folded = np.empty(TILE, np.float32), np.empty(TILE // 2, np.float32)
    measured = 0
    for k in range(start, stop):
        i = todo[k]
        own, lane_of_own, own_point = i // TILE, i % TILE, points[i]
        weight = shares[own, lane_of_own]
        for f in range(features):
            query[f] = rounded[own, f, lane_of_own]
        best, at = math.inf, -1
        for t in range(rounded.shape[0]):
            squared_distances(rounded[t], query, found)
            if t == own:
                found[lane_of_own] = np.inf
            limit = _limit(scale * math.sqrt(best * (weight + sharp[t])), features)
            if least_of_tile(found, folded) <= limit:
                for lane in range(TILE):
                    if found[lane] <= limit and found[lane] < np.inf:
                        measured += 1
                        other, total = points[t * TILE + lane], 0.0
                        for f in range(features):
                            total += square(other[f] - own_point[f])
                        ward = total / (weight + shares[t, lane])
                        if ward < best:
                            best, at = ward, t * TILE + lane
                            limit = _limit(scale * math.sqrt(best * (weight + sharp[t])), features)
        nearest[i], distance[i] = at, best
    return measured
