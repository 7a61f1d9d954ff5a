"""Votes of all samples within a radius, counted as their distances come: no list of neighbours is made."""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._jit import kernel
from workings.kernels.neighbour_tiles import TILE, tile_ranks, turn

# How a rank becomes the distance that is compared with the radius, as in workings.neighbors._measure.
RANK, ROOT, SHARE = 0, 1, 2


@kernel
def votes_within(X, begin, end, Q, code, weights, report, limits, radius, labels, first, votes):
    """Add 1 to votes[i, labels[j]] for each sample j of begin..end whose distance to query i is at most its radius.

    limits: ranks that no such distance exceeds. Query i is the sample first + i, which has no vote, or none of them if
    `first` is negative.
    """
    p = X.shape[1]
    tile = np.empty((p, TILE))
    out = np.empty(TILE)
    for start in range(begin, end, TILE):
        stop = min(end, start + TILE)
        turn(X, start, stop, tile)
        for i in range(Q.shape[0]):
            tile_ranks(Q[i], tile, code, 1.0, weights, out)
            limit, most, row = limits[i], radius[i], votes[i]
            own = first + i if first >= 0 else -1
            for j in range(stop - start):
                if out[j] <= limit:
                    rank = out[j]
                    distance = math.sqrt(rank) if report == ROOT else rank / p if report == SHARE else rank
                    if distance <= most and start + j != own:
                        row[labels[start + j]] += 1.0
