"""The squared distances of many rows to the nearest centre so far, by the kernels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.cluster._k_means_blocks import BlockRows
from workings.kernels import k_means_seeds
from workings.kernels._threads import run_blocks
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
        self.edges = np.array(rows.edges)
        self.starts = np.concatenate([[0], np.cumsum(-(-np.diff(self.edges) // POINTS))])
        self.tiles = np.empty((self.starts[-1], rows.p, POINTS), np.float32)
        rows.each(lambda b, part: k_means_seeds.lay_out(
            rows.X[part], rows.middle, rows.scale, self.tiles[self.starts[b] : self.starts[b + 1]], self.squares[part]
        ))  # fmt: skip
        self.weights = rows.weights_in(slice(None))

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
        blocks = len(self.total)
        saved, doubt = np.zeros((blocks, trials)), np.zeros((blocks, trials))

        # Several blocks in a call: a block alone takes no longer than threads would wait for Python's lock.
        def some(first: int, end: int) -> None:
            k_means_seeds.savings_of_blocks(
                self.edges, self.starts, first, end, self.tiles, self.squares, self.weights, groups, halves, size,
                self.nearest, saved, doubt, self.may,
            )  # fmt: skip

        run_blocks(some, blocks, pieces=2)
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
        rows, found = self.rows, np.zeros(len(self.total))

        def work(b: int, part: slice) -> None:
            found[b] = k_means_seeds.exact_saving(
                rows.X[part], rows.weights_in(part), rows.middle, rows.scale, offered, t, self.nearest[part],
                self.may[part],
            )  # fmt: skip

        rows.each(work)
        return float(found.sum())

    def _take(self, offered: Array, t: int) -> None:
        rows = self.rows

        def some(first: int, end: int) -> None:
            k_means_seeds.take_in_blocks(
                self.edges, first, end, rows.X, self.weights, rows.middle, rows.scale, offered, t, self.nearest,
                self.may, self.total,
            )  # fmt: skip

        run_blocks(some, len(self.total), pieces=2)
