"""Samples of numbers, ready to be searched: chooses how, and brings data of any size into range."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse

from workings.neighbors._measure import Measure, ranks_by_numpy, smallest
from workings.neighbors._ranges import TINY, may_overflow, may_underflow, range_of, wide_nearest, wide_within

Array = NDArray[Any]

# Up to so many terms NumPy is quick enough, and Numba, whose import takes a second, stays unloaded.
SMALL = 4_000_000
_ENTRIES = 1 << 20


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
        self.rows = _unit_rows(rows, 0) if measure.angular else rows
        self.range = range_of(self.rows)

    def nearest(self, Q: Array, k: int, threads: int | None) -> tuple[Array, Array]:
        """Return distances and places of the k nearest samples of each row of Q, nearest first, of equals the first."""
        rows = self._ready(Q)
        whole = self.range.joined(range_of(rows))
        if may_overflow(self.measure, whole.largest, self.features):
            return wide_nearest(rows, self.rows, k, self.measure)
        ranks, at = self._nearest(rows, k, threads)
        dist = self.measure.distances(ranks, self.features)
        close = ranks[:, 0] < TINY
        if close.any() and may_underflow(self.measure, whole.least):
            dist[close], at[close] = wide_nearest(rows[close], self.rows, k, self.measure)
        return dist, at

    def within(self, Q: Array, radius: Array, threads: int | None) -> tuple[list[Array], list[Array]]:
        """Return distances and places of the samples within each query's radius, in the order of the samples."""
        rows = self._ready(Q)
        whole = self.range.joined(range_of(rows))
        ranks = self.measure.rank_within(radius, self.features)
        unsafe = may_underflow(self.measure, whole.least) and bool((ranks < TINY).any())
        if unsafe or may_overflow(self.measure, whole.largest, self.features):
            return wide_within(rows, self.rows, radius, self.measure)
        dist: list[Array] = []
        at: list[Array] = []
        for found, near, limit in zip(*self._within(rows, ranks, threads), radius, strict=True):
            reported = self.measure.distances(found, self.features)
            inside = reported <= limit
            dist.append(reported[inside])
            at.append(near[inside])
        return dist, at

    def _ready(self, Q: Any) -> Array:
        rows = np.ascontiguousarray(Q.toarray() if issparse(Q) else Q, dtype=np.float64)
        return _unit_rows(rows, 1) if self.measure.angular else rows

    def _nearest(self, Q: Array, k: int, threads: int | None) -> tuple[Array, Array]:
        ranks, at = np.empty((len(Q), k)), np.empty((len(Q), k), dtype=np.intp)
        step = max(1, _ENTRIES // max(1, len(self.rows)))
        for a in range(0, len(Q), step):
            ranks[a : a + step], at[a : a + step] = smallest(
                ranks_by_numpy(Q[a : a + step], self.rows, self.measure), k
            )
        return ranks, at

    def _within(self, Q: Array, limits: Array, threads: int | None) -> tuple[list[Array], list[Array]]:
        found: list[Array] = []
        at: list[Array] = []
        step = max(1, _ENTRIES // max(1, len(self.rows)))
        for a in range(0, len(Q), step):
            for row, limit in zip(ranks_by_numpy(Q[a : a + step], self.rows, self.measure), limits[a:], strict=False):
                near = np.flatnonzero(row <= limit)
                at.append(near)
                found.append(row[near])
        return found, at


def _unit_rows(X: Array, side: int) -> Array:
    """Return the rows brought to length 1, with two features more.

    A row of zeros has no direction; its cosine with all others is 0 by convention. So it becomes a unit vector along
    one of the two further features: one for samples (side 0), one for queries (side 1).
    """
    largest = np.abs(X).max(axis=1, initial=0.0)
    empty = largest == 0.0
    _, exponent = np.frexp(np.where(empty, 1.0, largest))
    unit = np.zeros((len(X), X.shape[1] + 2))
    inside = unit[:, : X.shape[1]]
    np.ldexp(X, -exponent[:, None], out=inside)
    inside /= np.sqrt((inside * inside).sum(axis=1))[:, None] + empty[:, None]
    unit[empty, X.shape[1] + side] = 1.0
    return unit
