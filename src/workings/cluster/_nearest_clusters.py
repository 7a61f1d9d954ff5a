"""Which cluster is nearest, by Ward's distance, among all that are left."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.cluster._merges import tiles_of
from workings.kernels._threads import pieces_of, run_blocks
from workings.kernels.linkage_screen import screened_clusters
from workings.kernels.linkage_tiles import TILE, nearest_clusters

Array = NDArray[Any]

# Of the pairs, the share that may pass the screen before it costs more than it saves.
_TOO_MANY = 1 / 16


def shares_of(sizes: Array) -> tuple[Array, Array]:
    """Return 1 / size of each cluster, in tiles, and the greatest of each tile."""
    shares = np.zeros((-(-len(sizes) // TILE), TILE))
    shares.ravel()[: len(sizes)] = 1.0 / sizes
    return shares, shares.max(axis=1)


class NearestClusters:
    """Searches, whose screen in float32 is dropped for good where the data lie too close for it.

    Parameters
    ----------
    X : ndarray of shape (n, p)
        The samples: centres of clusters lie among them.
    """

    def __init__(self, X: Array) -> None:
        self.middle = X.mean(axis=0)
        longest = max(
            float(np.sqrt(((X[s : s + 4096] - self.middle) ** 2).sum(axis=1).max())) for s in range(0, len(X), 4096)
        )
        self.scale = 1.0 / longest if longest > 0.0 else 1.0
        self.screen = True

    def search(self, centres: Array, sizes: Array, todo: Array, nearest: Array, distance: Array) -> None:
        """Write number and distance of the nearest cluster of those in `todo`: a b / (a + b) d^2 for sizes a and b."""
        shares, sharp = shares_of(sizes)
        measured: list[int] = []
        pieces = pieces_of(len(todo), centres.size, least=4)
        if self.screen:
            rounded = tiles_of(((centres - self.middle) * self.scale).astype(np.float32))
            run_blocks(
                lambda start, stop: measured.append(
                    screened_clusters(rounded, self.scale, centres, shares, sharp, todo, start, stop, nearest, distance)
                ),
                len(todo),
                pieces=pieces,
            )
            self.screen = sum(measured) <= _TOO_MANY * len(todo) * len(centres) + 64 * len(todo)
            return
        tiles = tiles_of(centres)
        run_blocks(
            lambda start, stop: nearest_clusters(tiles, sharp, centres, shares, todo, start, stop, nearest, distance),
            len(todo),
            pieces=pieces,
        )
