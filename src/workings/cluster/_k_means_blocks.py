"""Many dense rows: the kernels, a block of rows at a time.

The blocks hang on the data alone, and their sums are added in their order, so that the result does not hang on the
number of threads. X is not copied: memory beside it is three numbers a row.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.cluster._k_means_rows import Rows, _middle, scale_for
from workings.kernels import k_means_assign
from workings.kernels._threads import run_blocks
from workings.kernels.k_means_tile import grouped

Array = NDArray[Any]

_BLOCK = 8192
_SUMS = 4_000_000  # numbers in the sums of all blocks together, about
# The own distance is computed before the tile if there are so many centres that a tile costs more, and if last time no
# more than this share of the rows needed the tile. Measured on 20 features: to no use up to 100 centres, some from 300.
_WORTH = 128
_MANY = 0.7
# Centres whose squares float32 holds.
_HUGE = 1e15


class BlockRows(Rows):
    """Rows with Hamerly's bounds; see `workings.kernels.k_means_assign`."""

    def __init__(self, X: Array, weights: Array | None, around: Any, k: int) -> None:
        super().__init__(X, weights, around)
        most = max(8, _SUMS // (k * self.p))
        blocks = min(-(-self.n // _BLOCK), most)
        self.edges = [self.n * b // blocks for b in range(blocks + 1)]
        self.k = k
        self._measure()
        if self.scale != 1.0:
            self._measure()
        self.forget()

    def forget(self) -> None:
        """Be as new: no row has a centre."""
        blocks = len(self.edges) - 1
        self.labels = np.full(self.n, -1, dtype=np.int32)
        self.upper, self.lower = np.empty(self.n, np.float32), np.empty(self.n, np.float32)
        self.block_sums = np.zeros((blocks, 2, self.k, self.p))
        self.counts = np.zeros((blocks, self.k), dtype=np.int64)
        self.last: Array | None = None
        self.through = self.n

    def each(self, work: Any) -> None:
        """Call work(number, slice) on every block."""
        blocks = len(self.edges) - 1

        def some(first: int, end: int) -> None:
            for b in range(first, end):
                work(b, slice(self.edges[b], self.edges[b + 1]))

        run_blocks(some, blocks, pieces=blocks)

    def weights_in(self, part: slice) -> Array:
        """Return the weights of some rows, as the kernels want them: none where all are 1."""
        return np.empty(0) if self.weights is None else self.weights[part]

    def _measure(self) -> None:
        """Find the scale, the sum of squares and the spread."""
        found = np.zeros((len(self.edges) - 1, 3 + self.p))

        def work(b: int, part: slice) -> None:
            found[b, :3] = k_means_assign.sizes(
                self.X[part], self.middle, self.scale, self.weights_in(part), found[b, 3:]
            )

        self.each(work)
        total = found.sum(axis=0)
        mean = total[3:] / self.n
        self.scale *= scale_for(float(found[:, 0].max()))
        self.squares = float(total[2])
        self.spread = max(0.0, float(total[1] / self.n - mean @ mean)) / self.p

    def dense(self, at: Any) -> Array:
        """Return rows in the coordinates of this package."""
        return np.asarray((self.X[at] - self.middle) * self.scale)

    def assign(self, inner: Array) -> int:
        """Give every row its nearest centre."""
        groups, halves = grouped(inner)
        moves, apart = self._moves(inner), half_ways(inner)
        tighten = len(inner) > _WORTH and self.through < _MANY * self.n
        found = np.zeros((len(self.edges) - 1, 2), dtype=np.int64)

        def work(b: int, part: slice) -> None:
            state = (
                self.labels[part],
                self.upper[part],
                self.lower[part],
                self.block_sums[b, 0],
                self.block_sums[b, 1],
                self.counts[b],
            )
            found[b] = k_means_assign.assign(
                self.X[part],
                self.weights_in(part),
                self.middle,
                self.scale,
                inner,
                groups,
                halves,
                moves,
                apart,
                tighten,
                state,
            )

        self.each(work)
        self.last = inner.copy()
        changed, self.through = found.sum(axis=0).tolist()
        return int(changed)

    def follow(self, cuts: Array, inner: Array, names: Array) -> None:
        """Label every row by the leaf that it comes to."""

        def work(_b: int, part: slice) -> None:
            k_means_assign.follow(self.X[part], self.middle, self.scale, cuts, inner, names, self.labels[part])

        self.each(work)

    def _moves(self, inner: Array) -> Array:
        """Return how far each centre has moved, rounded up; the most, who that is, and the second most."""
        k = len(inner)
        moves = np.zeros(k + 3)
        if self.last is not None:
            moves[:k] = np.sqrt(((inner - self.last) ** 2).sum(axis=1)) * (1.0 + 2.0**-45)
        order = np.argsort(moves[:k])
        second = moves[order[-2]] if k > 1 else 0.0
        moves[k:] = moves[order[-1]], order[-1], second
        return moves

    def sums(self, k: int) -> tuple[Array, Array]:
        """Return the weighted sums and the weights."""
        total, rest = self.block_sums.sum(axis=0)
        sums: Array = total + rest
        weights = self.counts.sum(axis=0).astype(np.float64) if self.weights is None else self.weights_of(k)
        return sums, weights

    def own_distances(self, inner: Array) -> Array:
        """Return the squared distance of each row to its own centre."""
        return self._distances(inner, self.labels)

    def distances_to(self, centre: Array) -> Array:
        """Return the squared distance of each row to one centre."""
        return self._distances(centre[None, :], np.zeros(self.n, dtype=np.int32))

    def _distances(self, inner: Array, labels: Array) -> Array:
        found = np.empty(self.n)

        def work(_b: int, part: slice) -> None:
            k_means_assign.own_distances(self.X[part], self.middle, self.scale, inner, labels[part], found[part])

        self.each(work)
        return found


def quick_labels(X: Array, centres: Array) -> NDArray[np.int32] | None:
    """Return the nearest centre of each row from one look at the rows.

    None where some are NaN, infinite, or so huge or tiny that they must be brought to scale first.
    """
    middle = _middle(centres)
    inner = np.ascontiguousarray(centres - middle, dtype=np.float64)
    if not float(np.abs(inner).max(initial=0.0)) < _HUGE:
        return None
    groups, halves = grouped(inner)
    labels = np.empty(len(X), dtype=np.int32)
    lost: list[bool] = []

    def work(start: int, stop: int) -> None:
        part = slice(start, stop)
        lost.append(k_means_assign.label(X[part], middle, inner, groups, halves, labels[part]))

    run_blocks(work, len(X), pieces=max(1, len(X) // _BLOCK))
    return None if any(lost) else labels


def half_ways(inner: Array) -> Array:
    """Return half the distance of each centre to its nearest other, rounded down."""
    k = len(inner)
    found = np.full(k, np.inf)
    squares = np.einsum("ij,ij->i", inner, inner)
    apart = squares[:, None] + squares - 2.0 * (inner @ inner.T)
    apart -= 2.0**-48 * (inner.shape[1] + 4) * (squares[:, None] + squares)
    np.fill_diagonal(apart, np.inf)
    if k > 1:
        found = 0.5 * np.sqrt(np.maximum(apart.min(axis=1), 0.0)) * (1.0 - 2.0**-45)
    return found
