"""Ward's linkage of vectors: in each round all clusters merge that are each other's nearest.

Two clusters of sizes a and b whose centres are d apart cost 2ab / (a + b) * d^2 to merge (squared, as SciPy counts).
A union is never nearer to a third cluster than the nearer of its parts was, so mutual neighbours may merge in any
order, and only those are searched again whose nearest has merged.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.cluster._merges import Merges, tiles_of
from workings.cluster._nearest_clusters import NearestClusters, shares_of
from workings.kernels._threads import heed, spans
from workings.kernels.linkage_tiles import ward_chain

Array = NDArray[Any]

# A round that searches so many times as many clusters as it merges is left for chains, whose work is bounded: where
# one great cluster is everybody's nearest, every round would search for all.
_PATIENCE = 24
_FEW = 256


def ward_merges(X: Array) -> Merges:
    """Return a member of each of the two clusters of every merge, and the squared heights, not sorted."""
    centres, sizes, number = X.copy(), np.ones(len(X)), np.arange(len(X))
    nearest, height = np.empty(len(X), np.int64), np.empty(len(X))
    todo = np.arange(len(X))
    found: list[Merges] = []
    neighbours = NearestClusters(X)
    while len(centres) > 1:
        neighbours.search(centres, sizes, todo, nearest, height)
        own = np.arange(len(centres))
        i = np.flatnonzero((nearest[nearest] == own) & (own < nearest))
        if len(centres) > _FEW and len(i) * _PATIENCE < len(todo):
            merged, centres, sizes, number = _chained(centres, sizes, number)
            found.append(merged)
            nearest, height, todo = nearest[: len(centres)], height[: len(centres)], np.arange(len(centres))
            continue
        j = nearest[i]
        found.append((number[i], number[j], 2.0 * height[i]))
        total = sizes[i] + sizes[j]
        centres[i] += (sizes[j] / total)[:, None] * (centres[j] - centres[i])
        sizes[i] = total
        gone, changed = np.zeros(len(centres), bool), np.zeros(len(centres), bool)
        gone[j], changed[i], changed[j] = True, True, True
        kept = ~gone
        again = (changed | changed[nearest])[kept]
        place = np.cumsum(kept) - 1
        nearest, height = place[nearest[kept]], height[kept]
        centres, sizes, number = centres[kept], sizes[kept], number[kept]
        todo = np.flatnonzero(again)
    firsts, seconds, heights = (np.concatenate(part) for part in zip(*found, strict=True))
    return firsts, seconds, heights


def _chained(centres: Array, sizes: Array, number: Array) -> tuple[Merges, Array, Array, Array]:
    """Halve the number of clusters along chains of nearest neighbours; return the merges and what is left."""
    n = len(centres)
    shares, sharp = shares_of(sizes)
    alive, found = np.ones(n, bool), (np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n))
    chain, steps, state = np.empty(n + 1, np.int64), np.empty(n + 1), np.zeros(3, np.int64)
    tiles, (_, most) = tiles_of(centres), next(spans(n, centres.size))
    while ward_chain(tiles, sharp, centres, shares, alive, n // 2, *found, chain, steps, state, most):
        heed()
    firsts, seconds, heights = (part[: state[1]] for part in found)
    left = np.rint(1.0 / shares.ravel()[:n][alive])
    return (number[firsts], number[seconds], 2.0 * heights), centres[alive], left, number[alive]
