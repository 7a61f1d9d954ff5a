"""The squared distances of many rows to the nearest centre so far, by the kernels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.cluster._k_means_blocks import BlockRows
from workings.kernels import k_means_seeds
from workings.kernels.k_means_tile import POINTS, grouped

Array = NDArray[Any]

MOST_TRIALS = 31  # the bits of a row


class Potential:
    """The sum that k-means++ makes smaller; see `workings.cluster._k_means_seeds`.

    Which candidate leaves the smallest sum is told by float32 distances where their error cannot change the answer, and
    by float64 ones otherwise; the distances that are kept are float64. The running sum is kept for whole blocks, and
    only inside the one that a value falls into it is added row by row.
    """

    def __init__(self, rows: BlockRows) -> None:
        self.rows = rows
        n, blocks = rows.n, len(rows.edges) - 1
        self.nearest, self.squares = np.empty(n), np.empty(n)
        self.may = np.ones(n, dtype=np.int32)
        self.total = np.zeros(blocks)
        self.tiles = [np.empty((-(-(b - a) // POINTS), rows.p, POINTS), np.float32) for a, b in _pairs(rows.edges)]
        rows.each(lambda b, part: k_means_seeds.lay_out(
            rows.X[part], rows.middle, rows.scale, self.tiles[b], self.squares[part]
        ))  # fmt: skip

    def begin(self, first: int) -> None:
        """Make a row the first centre."""
        self.nearest[:] = np.inf
        self._take(self.rows.dense(np.array([first])), 0)

    def draw(self, shares: Array) -> NDArray[np.int64]:
        """Return the rows at which the running sum of the weighted distances reaches these shares of the whole."""
        running = np.cumsum(self.total)
        values = shares * running[-1]
        found = np.empty(len(values), dtype=np.int64)
        blocks = np.minimum(np.searchsorted(running, values), len(running) - 1)
        for t, (b, value) in enumerate(zip(blocks, values, strict=True)):
            part = slice(self.rows.edges[b], self.rows.edges[b + 1])
            inside = self.nearest[part] if self.rows.weights is None else self.nearest[part] * self.rows.weights[part]
            below = running[b - 1] if b else 0.0
            at = np.searchsorted(np.cumsum(inside), value - below)
            found[t] = min(part.start + int(at), part.stop - 1)
        return found

    def take_best(self, candidates: NDArray[np.int64]) -> int:
        """Make the candidate that leaves the smallest sum a centre, of equal ones the first; return its place."""
        rows, trials = self.rows, len(candidates)
        offered = rows.dense(candidates)
        groups, halves = grouped(offered)
        size = float(np.einsum("ij,ij->i", offered, offered).max())
        blocks = len(self.tiles)
        saved, doubt = np.zeros((blocks, trials)), np.zeros((blocks, trials))
        rows.each(lambda b, part: k_means_seeds.savings(
            self.tiles[b], self.squares[part], rows.weights_in(part), groups, halves, size, self.nearest[part],
            saved[b], doubt[b], self.may[part],
        ))  # fmt: skip
        best = self._best(candidates, offered, saved.sum(axis=0), doubt.sum(axis=0))
        self._take(offered, best)
        return best

    def _best(self, candidates: NDArray[np.int64], offered: Array, saved: Array, doubt: Array) -> int:
        margin = doubt + 1e-12 * saved
        close = np.flatnonzero(saved + margin >= (saved - margin).max())
        # A row drawn twice is judged once.
        left = [int(t) for t in close if candidates[t] not in candidates[:t]] or [int(close[0])]
        if len(left) == 1:
            return left[0]
        exact = [self._exact_saving(offered, t) for t in left]
        return left[int(np.argmax(exact))]

    def _exact_saving(self, offered: Array, t: int) -> float:
        rows, found = self.rows, np.zeros(len(self.tiles))

        def work(b: int, part: slice) -> None:
            found[b] = k_means_seeds.exact_saving(
                rows.X[part], rows.weights_in(part), rows.middle, rows.scale, offered, t, self.nearest[part],
                self.may[part],
            )  # fmt: skip

        rows.each(work)
        return float(found.sum())

    def _take(self, offered: Array, t: int) -> None:
        rows = self.rows

        def work(b: int, part: slice) -> None:
            self.total[b] = k_means_seeds.take(
                rows.X[part], rows.weights_in(part), rows.middle, rows.scale, offered, t, self.nearest[part],
                self.may[part],
            )  # fmt: skip

        rows.each(work)


def _pairs(edges: list[int]) -> list[tuple[int, int]]:
    return list(zip(edges, edges[1:], strict=False))
