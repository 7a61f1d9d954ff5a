"""Rows that are few, or sparse: NumPy's products of matrices, checked where two centres are about equally near."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, issparse

from workings._blas import one_blas_thread
from workings.cluster._k_means_rows import Rows, scale_for

Array = NDArray[Any]

_ENTRIES = 1 << 19
# Columns up to which adding them one by one is quicker than a product with a sparse matrix; and centres up to which
# comparing them one by one is.
_FEW = 32


class ProductRows(Rows):
    """Rows whose distances come from |x|^2 - 2 x . c + |c|^2.

    What the rounding of that may have decided wrongly is decided by |x - c|^2.
    """

    def __init__(self, X: Any, weights: Array | None, around: Any) -> None:
        super().__init__(X, weights, around)
        self.sparse = issparse(X)
        if self.sparse:
            data = X.data.astype(np.float64)
            self.scale = scale_for(float(np.abs(data).max(initial=0.0)))
            self.rows: Any = csr_array((data * self.scale, X.indices, X.indptr), shape=X.shape)
            self.lengths = np.asarray((self.rows * self.rows).sum(axis=1)).ravel()
            mean = np.asarray(self.rows.sum(axis=0)).ravel() / self.n
        else:
            shifted = X - self.middle
            self.scale = scale_for(float(np.abs(shifted).max(initial=0.0)))
            self.rows = shifted * self.scale
            self.lengths = np.einsum("ij,ij->i", self.rows, self.rows)
            mean = self.rows.mean(axis=0)
        self.squares = float(self.lengths.sum() if weights is None else self.lengths @ weights)
        self.spread = max(0.0, float(self.lengths.sum() / self.n - mean @ mean)) / self.p
        self.forget()

    def forget(self) -> None:
        """Be as new: no row has a centre."""
        self.labels = np.full(self.n, -1, dtype=np.int32)

    def dense(self, at: Any) -> Array:
        """Return rows as a dense array."""
        found = self.rows[at]
        return np.asarray(found.toarray() if self.sparse else found)

    def assign(self, inner: Array) -> int:
        """Give every row its nearest centre."""
        before = self.labels
        self.labels = np.empty(self.n, dtype=np.int32)
        step = max(1, _ENTRIES // len(inner))
        with one_blas_thread():
            for a in range(0, self.n, step):
                self._assign_some(slice(a, min(a + step, self.n)), inner)
        return int(np.count_nonzero(before != self.labels))

    def _assign_some(self, part: slice, inner: Array) -> None:
        halves, rows = 0.5 * np.einsum("ij,ij->i", inner, inner), self.rows[part]
        # One line for each centre; but the lines of many centres are searched more quickly as columns.
        lines = len(inner) <= _FEW and not self.sparse
        scores = inner @ rows.T if lines else np.asarray(rows @ inner.T).T
        np.subtract(halves[:, None], scores, out=scores)
        found = scores.argmin(axis=0)
        self.labels[part] = found
        if len(inner) == 1:
            return
        every = np.arange(len(found))
        best = scores[found, every]
        scores[found, every] = np.inf
        longest = np.sqrt(2.0 * halves.max())
        error = 2.0**-52 * (self.p + 6) * longest * (longest + np.sqrt(self.lengths[part]))
        close = np.flatnonzero(scores.min(axis=0) - best <= 2.0 * error) + part.start
        step = max(1, _ENTRIES // inner.size)
        for a in range(0, len(close), step):
            some = close[a : a + step]
            apart = self.dense(some)[:, None, :] - inner
            self.labels[some] = np.einsum("ijk,ijk->ij", apart, apart).argmin(axis=1)

    def follow(self, cuts: Array, inner: Array, names: Array) -> None:
        """Label every row by the leaf that it comes to."""
        node = np.zeros(self.n, dtype=np.int64)
        while len(inner) > 1 and (cuts[node] >= 0).any():
            first = np.maximum(cuts[node], 0)  # those at a leaf already: anywhere
            left = self._paired_distances(inner, first)
            right = self._paired_distances(inner, np.minimum(first + 1, len(inner) - 1))
            node = np.where(cuts[node] >= 0, first + (right < left), node)
        self.labels = names[node].astype(np.int32)

    def sums(self, k: int) -> tuple[Array, Array]:
        """Return the weighted sums and the weights."""
        if not self.sparse and self.p <= _FEW:
            columns = self.rows.T if self.weights is None else self.rows.T * self.weights
            added = [np.bincount(self.labels, column, minlength=k) for column in columns]
            return np.ascontiguousarray(np.array(added).T), self.weights_of(k)
        weights = np.ones(self.n) if self.weights is None else self.weights
        members = csr_array((weights, self.labels, np.arange(self.n + 1)), shape=(self.n, k)).T
        total = members @ self.rows
        return np.asarray(total.toarray() if self.sparse else total), self.weights_of(k)

    def own_distances(self, inner: Array) -> Array:
        """Return the squared distance of each row to its own centre."""
        return self._paired_distances(inner, self.labels)

    def distances_to(self, centre: Array) -> Array:
        """Return the squared distance of each row to one centre."""
        if self.sparse:
            return self._paired_distances(centre[None, :], np.zeros(self.n, dtype=np.int64))
        found = np.empty(self.n)
        step = max(1, _ENTRIES // self.p)
        for a in range(0, self.n, step):
            apart = self.rows[a : a + step] - centre
            np.einsum("ij,ij->i", apart, apart, out=found[a : a + step])
        return found

    def _paired_distances(self, inner: Array, labels: Array) -> Array:
        """Return the squared distance of each row to the centre with its label."""
        found = np.empty(self.n)
        step = max(1, _ENTRIES // self.p)
        for a in range(0, self.n, step):
            part = slice(a, min(a + step, self.n))
            if self.sparse:
                self._expand(part, inner, labels, found)
            else:
                apart = self.rows[part] - inner[labels[part]]
                found[part] = np.einsum("ij,ij->i", apart, apart)
        return found

    def _expand(self, part: slice, inner: Array, labels: Array, found: Array) -> None:
        """Write distances of sparse rows by the product; those of rows at their centre, from their entries."""
        centres = inner[labels[part]]
        own = np.asarray(self.rows[part].multiply(centres).sum(axis=1)).ravel()
        squares = np.einsum("ij,ij->i", centres, centres)
        found[part] = self.lengths[part] - 2.0 * own + squares
        close = np.flatnonzero(found[part] <= 1e-6 * (self.lengths[part] + squares))
        apart = self.dense(close + part.start) - centres[close]
        found[close + part.start] = np.einsum("ij,ij->i", apart, apart)
