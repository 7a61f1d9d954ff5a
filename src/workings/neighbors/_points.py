"""Samples of numbers, ready to be searched: chooses how, and brings data of any size into range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse

from workings._loaded import is_loaded
from workings.neighbors._fill import counted_and_filled
from workings.neighbors._measure import ABSOLUTES, LARGEST, POWERS, SQUARES, Measure, ranks_by_numpy, smallest
from workings.neighbors._ranges import TINY, may_overflow, may_underflow, range_of, wide_nearest, wide_within
from workings.neighbors._screen import Screen
from workings.neighbors._tree import LEAST, Tree

Array = NDArray[Any]

# Up to so many terms NumPy is quick enough, and Numba, whose import takes a second, stays unloaded. Once it is loaded
# the kernels, whose ranks have the same bits, are quicker from fewer on.
SMALL, _SMALL_IF_LOADED = 4_000_000, 20_000
_ENTRIES = 1 << 20
# More neighbours than this are sorted by NumPy.
_FEW = 100
_WORTH_A_SCREEN = 20_000
# "auto" takes the tree for up to so many features. Measured on 2,000 normal queries against 2,000 to 200,000 normal
# samples, which suit a tree least: 3 to 9 times as fast as "brute" at 3 to 5 features, even at 9, half as fast at 12.
FEW_FEATURES = 9


class Points:
    """Dense samples under one of our own measures.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    measure : Measure
    way : {"auto", "tree", "brute"}
    """

    def __init__(self, X: Array, measure: Measure, way: str) -> None:
        self.measure, self.features = measure, X.shape[1]
        rows = np.ascontiguousarray(X, dtype=np.float64)
        self.rows = unit_rows(rows) if measure.angular else rows
        self.range = range_of(self.rows)
        self.tree: Tree | None = None
        self.screen: Screen | None = None
        if may_overflow(measure, self.range.largest, self.features):
            return
        n, p = self.rows.shape
        suits = n >= LEAST and measure.code in (SQUARES, ABSOLUTES, LARGEST)
        if suits and (way == "tree" or (way == "auto" and p <= FEW_FEATURES)):
            self.tree = Tree(self.rows, measure.code)
        if self.tree is None and measure.code == SQUARES and self.rows.size > _WORTH_A_SCREEN and p >= 8:
            self.screen = Screen(self.rows)

    def nearest(self, Q: Array, k: int, threads: int | None) -> tuple[Array, Array]:
        """Return distances and places of the k nearest samples of each row of Q, nearest first, of equals the first."""
        dist, at, _ = self.ranked(Q, k, threads)
        return dist, at

    def ranked(self, Q: Array, k: int, threads: int | None) -> tuple[Array, Array, Array]:
        """Return what `nearest` returns, and the ranks, which tell distances apart that were rounded to one number.

        Where ranks would overflow or underflow they are 0.
        """
        rows = self._ready(Q)
        whole = self.range.joined(range_of(rows))
        if may_overflow(self.measure, whole.largest, self.features):
            dist, at = wide_nearest(rows, self.rows, k, self.measure)
            return dist, at, np.zeros_like(dist)
        ranks, at = self._nearest(rows, k, threads)
        dist = self.measure.distances(ranks, self.features)
        close = ranks[:, 0] < TINY
        if close.any() and may_underflow(self.measure, whole.least):
            dist[close], at[close] = wide_nearest(rows[close], self.rows, k, self.measure)
            ranks = np.where(close[:, None], 0.0, ranks)
        return dist, at, ranks

    def within(self, Q: Array, radius: Array, threads: int | None) -> tuple[list[Array], list[Array]]:
        """Return distances and places of the samples within each query's radius, in the order of the samples."""
        rows = self._ready(Q)
        if self._extreme(rows, radius):
            return wide_within(rows, self.rows, radius, self.measure)
        ranks = self.measure.rank_within(radius, self.features)
        dist: list[Array] = []
        at: list[Array] = []
        for found, near, limit in zip(*self._within(rows, ranks, threads), radius, strict=True):
            reported = self.measure.distances(found, self.features)
            inside = reported <= limit
            dist.append(reported[inside])
            at.append(near[inside])
        return dist, at

    def votes(
        self, Q: Array, radius: Array, labels: Array, classes: int, of_samples: bool, threads: int | None
    ) -> Array | None:
        """Return how many samples of each class are within each query's radius, or None where others find them quicker.

        of_samples: the queries are the samples, and none of them votes for itself.
        """
        rows = self._ready(Q)
        if self.tree is not None or self.measure.code == POWERS or not self._many(rows) or self._extreme(rows, radius):
            return None
        from workings.kernels import neighbour_votes
        from workings.kernels._threads import run_blocks

        ways = {"rank": neighbour_votes.RANK, "root": neighbour_votes.ROOT, "share": neighbour_votes.SHARE}
        of = self.measure.code, self.measure.weights, ways[self.measure.report]
        limits = self.measure.rank_within(radius, self.features)
        found = np.zeros((len(rows), classes))

        def count(a: int, b: int) -> None:
            of_queries = limits[a:b], radius[a:b], labels, a if of_samples else -1, found[a:b]
            for span in self._spans(b - a):
                neighbour_votes.votes_within(self.rows, *span, rows[a:b], *of, *of_queries)

        run_blocks(count, len(rows), threads=threads, pieces=4)
        return found

    def _extreme(self, rows: Array, radius: Array) -> bool:
        """Whether the ranks of these queries within a radius may leave the range of float64."""
        whole = self.range.joined(range_of(rows))
        ranks = self.measure.rank_within(radius, self.features)
        unsafe = may_underflow(self.measure, whole.least) and bool((ranks < TINY).any())
        return unsafe or may_overflow(self.measure, whole.largest, self.features)

    def _ready(self, Q: Any) -> Array:
        rows = np.ascontiguousarray(Q.toarray() if issparse(Q) else Q, dtype=np.float64)
        return unit_rows(rows) if self.measure.angular else rows

    def _nearest(self, Q: Array, k: int, threads: int | None) -> tuple[Array, Array]:
        if self.tree is not None and k <= _FEW:
            return self.tree.nearest(Q, k, threads)
        if self.screen is not None and len(Q) * self.rows.size > SMALL and k <= _FEW:
            ranks, at, failed = self.screen.nearest(Q, k, threads)
            if failed.any():
                ranks[failed], at[failed] = self._by_tiles(Q[failed], k, threads)
            return ranks, at
        if self._many(Q) and k <= _FEW:
            return self._by_tiles(Q, k, threads)
        ranks, at = np.empty((len(Q), k)), np.empty((len(Q), k), dtype=np.intp)
        step = max(1, _ENTRIES // max(1, len(self.rows)))
        for a in range(0, len(Q), step):
            ranks[a : a + step], at[a : a + step] = smallest(
                ranks_by_numpy(Q[a : a + step], self.rows, self.measure), k
            )
        return ranks, at

    def _many(self, Q: Array) -> bool:
        """Whether kernels answer these queries; the last bits of powers are not NumPy's."""
        loaded = self.measure.code != POWERS and is_loaded("neighbour_tiles", "nearest")
        return len(Q) * self.rows.size > (_SMALL_IF_LOADED if loaded else SMALL)

    def _by_tiles(self, Q: Array, k: int, threads: int | None) -> tuple[Array, Array]:
        """Compute every rank, a tile of samples at a time."""
        from workings.kernels import neighbour_tiles
        from workings.kernels._threads import run_blocks

        best, at = np.full((len(Q), k), np.inf), np.full((len(Q), k), len(self.rows), dtype=np.int64)
        measure = self.measure

        def work(a: int, b: int) -> None:
            of = measure.code, measure.power, measure.weights
            for span in self._spans(b - a):
                neighbour_tiles.nearest(self.rows, *span, Q[a:b], *of, best[a:b], at[a:b])

        run_blocks(work, len(Q), threads=threads, pieces=4)
        return best, at

    def _spans(self, queries: int) -> Iterator[tuple[int, int]]:
        """Cut the samples so that so many queries look at a part in a tenth of a second: each part is read once."""
        from workings.kernels._threads import spans
        from workings.kernels.neighbour_tiles import TILE

        n = len(self.rows)
        for a, b in spans(-(-n // TILE), queries * TILE * self.features):
            yield a * TILE, min(n, b * TILE)

    def _within(self, Q: Array, limits: Array, threads: int | None) -> tuple[list[Array], list[Array]]:
        if self.tree is not None:
            return self.tree.within(Q, limits, threads)
        if self._many(Q):
            return self._within_by_tiles(Q, limits, threads)
        found: list[Array] = []
        at: list[Array] = []
        step = max(1, _ENTRIES // max(1, len(self.rows)))
        for a in range(0, len(Q), step):
            for row, limit in zip(ranks_by_numpy(Q[a : a + step], self.rows, self.measure), limits[a:], strict=False):
                near = np.flatnonzero(row <= limit)
                at.append(near)
                found.append(row[near])
        return found, at

    def _within_by_tiles(self, Q: Array, limits: Array, threads: int | None) -> tuple[list[Array], list[Array]]:
        from workings.kernels import neighbour_tiles

        of = self.measure.code, self.measure.power, self.measure.weights

        def count(a: int, b: int, counts: Array) -> None:
            for span in self._spans(b - a):
                neighbour_tiles.count_within(self.rows, *span, Q[a:b], *of, limits[a:b], counts)

        def fill(a: int, b: int, ends: Array, ranks: Array, at: Array) -> None:
            for span in self._spans(b - a):
                neighbour_tiles.fill_within(self.rows, *span, Q[a:b], *of, limits[a:b], ends, ranks, at)

        return counted_and_filled(len(Q), count, fill, threads, cost=0.0)


def unit_rows(X: Array) -> Array:
    """Return the rows brought to length 1; those of zeros stay."""
    largest = np.abs(X).max(axis=1, initial=0.0)
    empty = largest == 0.0
    _, exponent = np.frexp(largest)
    unit: Array = np.ldexp(X, -exponent[:, None])
    unit /= np.sqrt((unit * unit).sum(axis=1))[:, None] + empty[:, None]
    return unit
