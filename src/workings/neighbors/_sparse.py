"""Sparse samples: dense ones where they fit, else a screen of sparse products, and exact ranks of what passes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, issparse

from workings.neighbors._measure import PRODUCTS, SQUARES, Measure, smallest
from workings.neighbors._points import Points

Array = NDArray[Any]

# As many numbers (a quarter of a gigabyte) may be made of a sparse matrix.
_DENSE = 1 << 25
_ENTRIES = 1 << 22


class SparsePoints:
    """Sparse samples under one of our own measures; `others` searches where neither of our ways will do."""

    def __init__(self, X: Any, measure: Measure, others: Any) -> None:
        self.measure, self.features = measure, X.shape[1]
        self.dense = Points(X.toarray(), measure, "brute") if X.shape[0] * X.shape[1] <= _DENSE else None
        self.others = None if self.dense is not None or measure.code in (SQUARES, PRODUCTS) else others
        if self.dense is None and self.others is None:
            self.rows = _rows(X, measure)
            self.squares = _squares(self.rows)

    def nearest(self, Q: Any, k: int, threads: int | None) -> tuple[Array, Array]:
        """Return distances and places of the k nearest samples of each row of Q, nearest first, of equals the first."""
        if (whole := self.dense or self.others) is not None:
            found: tuple[Array, Array] = whole.nearest(Q, k, threads)
            return found
        dist, at = np.empty((Q.shape[0], k)), np.empty((Q.shape[0], k), dtype=np.intp)
        for i, row, low, high in self._screened(Q):
            limit = np.partition(high, k - 1)[k - 1]
            near = np.flatnonzero(low <= limit)
            ranks, order = smallest(self._exact(row, near)[None, :], k)
            dist[i], at[i] = self.measure.distances(ranks[0], self.features), near[order[0]]
        return dist, at

    def within(self, Q: Any, radius: Array, threads: int | None) -> tuple[list[Array], list[Array]]:
        """Return distances and places of the samples within each query's radius, in the order of the samples."""
        if (whole := self.dense or self.others) is not None:
            found: tuple[list[Array], list[Array]] = whole.within(Q, radius, threads)
            return found
        dist: list[Array] = []
        at: list[Array] = []
        limits = self.measure.rank_within(radius, self.features)
        for i, row, low, _ in self._screened(Q):
            near = np.flatnonzero(low <= limits[i])
            reported = self.measure.distances(self._exact(row, near), self.features)
            dist.append(reported[reported <= radius[i]])
            at.append(near[reported <= radius[i]])
        return dist, at

    def _screened(self, Q: Any) -> Iterator[tuple[int, Any, Array, Array]]:
        """Yield each query with lower and upper bounds of its ranks: |q|^2 + |x|^2 - 2 q x, less and more its error."""
        rows = _rows(Q, self.measure)
        squares = _squares(rows)
        longest = max(int(np.diff(self.rows.indptr).max(initial=0)), int(np.diff(rows.indptr).max(initial=0)))
        unit = (longest + 8) * 2.0**-52
        step = max(1, _ENTRIES // max(1, self.rows.shape[0]))
        for a in range(0, rows.shape[0], step):
            block = rows[a : a + step]
            products = (block @ self.rows.T).toarray()
            for i in range(block.shape[0]):
                if self.measure.code == PRODUCTS:
                    ranks = np.maximum(1.0 - products[i], 0.0)
                    yield a + i, block[i : i + 1], ranks, ranks
                    continue
                together = squares[a + i] + self.squares
                # |q x| <= (|q|^2 + |x|^2) / 2, so no term of the sum is larger than twice this.
                error = 2.0 * unit * together + 2.0**-1000
                ranks = together - 2.0 * products[i]
                yield a + i, block[i : i + 1], ranks - error, ranks + error

    def _exact(self, row: Any, near: Array) -> Array:
        """Return the ranks of some samples, summed in the order of the features as everywhere."""
        some = self.rows[near]
        if self.measure.code == PRODUCTS:
            products = np.asarray((row @ some.T).toarray()).ravel()
            cosines: Array = np.maximum(1.0 - products, 0.0)
            return cosines
        columns = np.union1d(some.indices, row.indices)
        away = np.zeros((len(near), len(columns)))
        away[np.repeat(np.arange(len(near)), np.diff(some.indptr)), np.searchsorted(columns, some.indices)] = some.data
        away[:, np.searchsorted(columns, row.indices)] -= row.data
        if not len(columns):
            return np.zeros(len(near))
        sums: Array = np.cumsum(away * away, axis=1)[:, -1]
        return sums


def _squares(rows: Any) -> Array:
    found: Array = np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).ravel()
    return found


def _rows(X: Any, measure: Measure) -> Any:
    """Return X as CSR of float64 without doubles, its rows brought to length 1 if the measure is angular."""
    rows = csr_array(X, dtype=np.float64, copy=True) if issparse(X) else csr_array(np.asarray(X, dtype=np.float64))
    rows.sum_duplicates()
    if measure.angular:
        counts = np.diff(rows.indptr)
        largest = np.zeros(rows.shape[0])
        np.maximum.at(largest, np.repeat(np.arange(len(largest)), counts), np.abs(rows.data))
        _, exponent = np.frexp(largest)
        rows.data = np.ldexp(rows.data, -np.repeat(exponent, counts))
        rows.data /= np.repeat(np.sqrt(_squares(rows)), counts)
    return rows
