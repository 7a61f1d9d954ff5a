"""Data seen as if they were centred, though nobody centres them: X is read in blocks, and neither copied nor changed.

Coordinate descent needs three things of the centred data: X'(y - Xw), the entries of X'X for some columns, and products
with a few columns. Each of them is a sweep over blocks of rows that fit into a core's cache, where the means are
subtracted. Subtracting them afterwards (``X'X - n m m'``) would lose all digits of features far from 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from workings.kernels._memory import in_large_pages
from workings.kernels._threads import parts_for_sums, run_blocks
from workings.linear_model._moments import moments, rows_of

Array = NDArray[Any]
_CACHED = 1 << 16  # entries of a block that stays in the cache
_TASKS = 8  # blocks of rows whose sums are added in their order
_COMPILED = 300_000  # entries of X from which products of columns are worth Numba's import
_TENTH = 10**10  # multiply-adds of about a tenth of a second
# Sums of squares between these bounds lie well inside the range of float32, and so do the products that make them.
_SMALLEST, _LARGEST = 1e-20, 1e30


class Centred(Protocol):
    """What coordinate descent asks of its data."""

    shape: tuple[int, int]
    weights: Array | None
    mean: Array

    def first_look(self, v: Array) -> Array:
        """Find the means and return X'v, for a v that is 0 on the mean."""

    def residual(self, w: Array, y: Array) -> tuple[Array, Array]:
        """Return r = y - Xw and X'(weights * r)."""

    def gram(self, old: Array, new: Array) -> tuple[Array, Array]:
        """Return X'X for columns (old, new) and (new, new)."""

    def rough_gram(self, columns: Array) -> Array | None:
        """Return X'X for some columns with the precision of float32, or None where it cannot be had that way."""

    def chunks(self, edges: list[tuple[int, int]]) -> list[tuple[Any, Array | None]]:
        """Return blocks of columns, with the means if they are still to be subtracted."""


def _tasks(n: int, work: Callable[[int, int], Any], tasks: int = _TASKS) -> list[Any]:
    """Call work(start, stop) on blocks of rows on all threads; return the results in the order of the rows."""
    tasks = max(1, min(tasks, n))
    edges = [n * i // tasks for i in range(tasks + 1)]
    found: list[Any] = [None] * tasks

    def some(first: int, last: int) -> None:
        for i in range(first, last):
            found[i] = work(edges[i], edges[i + 1])

    run_blocks(some, tasks, pieces=tasks)
    return found


def _total(parts: list[Array]) -> Array:
    total = parts[0]
    for part in parts[1:]:
        total += part
    return total


def _clear_constants(square: Array, lost: Array, precision: float) -> None:
    """Put 0 where the square of a constant column, less its mean, is a rounding error."""
    diagonal = np.einsum("ii->i", square)
    diagonal[diagonal <= precision * lost] = 0.0


def _mirrored(parts: list[Array]) -> Array:
    """Return the symmetric sum of matrices (k, k) that are known up to their diagonals."""
    from workings.kernels.column_products import add_mirrored

    square = np.zeros(parts[0].shape)
    for part in parts:
        add_mirrored(part, square)
    return square


class CentredDense:
    """An array of any order; float32 is computed with in float64.

    Parameters
    ----------
    X : ndarray of shape (n, p), float32 or float64
    weights : ndarray of shape (n,), optional
        Of the samples.
    centre : bool
        Whether there is an intercept. Without one the means are 0.
    """

    def __init__(self, X: Array, weights: Array | None, centre: bool) -> None:
        self.X = X
        self.shape = X.shape
        self.weights = weights
        self.centre = centre
        self.mean = np.zeros(X.shape[1])
        # Columns of a Fortran array are read in longer pieces.
        self._by_columns = X.flags.f_contiguous and not X.flags.c_contiguous
        least = 256 if self._by_columns else 16
        self._rows = max(least, _CACHED // max(1, X.shape[1]))

    def _pieces(self, start: int, stop: int) -> Any:
        return ((s, min(s + self._rows, stop)) for s in range(start, stop, self._rows))

    def _block(self, start: int, stop: int, scratch: Array) -> Array:
        """Return rows as centred float64, in the scratch array if they are not that already."""
        rows = self.X[start:stop]
        if not self.centre and rows.dtype == np.float64:
            return rows
        return np.subtract(rows, self.mean, out=scratch[: stop - start])

    def _scratch(self) -> Array:
        return np.empty((self._rows, self.shape[1]), order="F" if self._by_columns else "C")

    def first_look(self, v: Array) -> Array:
        n, p = self.shape
        weights = np.ones(n) if self.weights is None else self.weights
        both = np.column_stack([weights, v])

        def sums(start: int, stop: int) -> Array:
            total = np.zeros((2, p))
            for s, e in self._pieces(start, stop):
                total += both[s:e].T @ np.asarray(self.X[s:e], dtype=np.float64)
            return total

        with np.errstate(over="ignore", invalid="ignore"):
            found = _total(_tasks(n, sums))
        if not np.isfinite(found).all():
            from sklearn.utils import assert_all_finite

            assert_all_finite(self.X, input_name="X")
        if self.centre:
            self.mean = found[0] / weights.sum()
        product: Array = found[1] - self.mean * v.sum()
        return product

    def all_products(self, targets: Array) -> tuple[Array, Array] | None:
        """Find the means, and return X'X and X'y for targets (n, k) of mean 0; None where a number is not finite."""
        found = moments(rows_of(self.X, targets, self.weights, self.centre), self.centre)
        if not found.finite:
            return None
        if self.centre:
            self.mean = found.rows.x_shift + found.rows.x_rest
        _clear_constants(found.gram, self.shape[0] * self.mean**2, 1e-26)
        return found.gram, found.cross

    def residual(self, w: Array, y: Array) -> tuple[Array, Array]:
        n, p = self.shape
        r = np.empty(n)

        def work(start: int, stop: int) -> Array:
            gradient, scratch = np.zeros(p), self._scratch()
            for s, e in self._pieces(start, stop):
                block = self._block(s, e, scratch)
                r[s:e] = y[s:e] - block @ w
                v = r[s:e] if self.weights is None else r[s:e] * self.weights[s:e]
                gradient += v @ block
            return gradient

        return r, _total(_tasks(n, work))

    def gram(self, old: Array, new: Array) -> tuple[Array, Array]:
        n, k = self.shape[0], len(old)
        ordered = self.X.flags.c_contiguous or self._by_columns
        if self.X.size > _COMPILED and ordered and len(new):
            parts = self._products(old, new, np.dtype(np.float64))
            cross = _total([part[:, :k].T for part in parts])
            square = _mirrored([part[:, k:] for part in parts])
        else:
            cross, square = self._gram_by_blas(old, new)
        _clear_constants(square, n * self.mean[new] ** 2, 1e-26)
        return cross, square

    def rough_gram(self, columns: Array) -> Array | None:
        """Return X'X for some columns with the precision of float32, or None where its range might not do."""
        if self.X.size <= _COMPILED or not (self.X.flags.c_contiguous or self._by_columns):
            return None
        parts = self._products(columns[:0], columns, np.dtype(np.float32))
        square = _mirrored(parts)
        diagonal = square.diagonal()
        inside: Any = (diagonal > _SMALLEST) & (diagonal < _LARGEST)
        return square if inside.all() and np.isfinite(square).all() else None

    def _products(self, old: Array, new: Array, dtype: Any) -> list[Array]:
        """Return the products of the new columns with (old, new), those of each part of the rows on their own."""
        from workings.kernels.column_products import add_column_products

        columns = np.concatenate([old, new]).astype(np.int64)
        weights = np.zeros(0) if self.weights is None else self.weights
        turned = self._by_columns
        X = self.X.T if turned else self.X

        step = max(1024, _TENTH // (len(new) * len(columns)))  # rows of one call, so that Ctrl-C is heard between two

        def work(start: int, stop: int) -> Array:
            part = np.zeros((len(new), len(columns)), dtype)
            for s in range(start, stop, step):
                e = min(s + step, stop)
                add_column_products(X, turned, self.mean, weights, columns, len(old), s, e, part)
            return part

        return _tasks(self.shape[0], work, tasks=parts_for_sums(len(new) * len(columns)))

    def _gram_by_blas(self, old: Array, new: Array) -> tuple[Array, Array]:
        n = self.shape[0]
        columns = np.concatenate([old, new])
        k = len(old)
        rows = max(256, (1 << 20) // max(1, len(columns)))

        def work(start: int, stop: int) -> tuple[Array, Array]:
            cross, square = np.zeros((k, len(new))), np.zeros((len(new), len(new)))
            for s in range(start, stop, rows):
                block = self._chosen(columns, s, min(s + rows, stop))
                fresh = block[:, k:]
                if self.weights is None:
                    square += fresh.T @ fresh
                else:
                    root = np.sqrt(self.weights[s : s + len(block)])[:, np.newaxis]
                    block *= root
                    square += fresh.T @ fresh
                if k:
                    cross += block[:, :k].T @ fresh
            return cross, square

        parts = _tasks(n, work, tasks=parts_for_sums(len(new) * len(columns)))
        return _total([part[0] for part in parts]), _total([part[1] for part in parts])

    def _chosen(self, columns: Array, start: int, stop: int) -> Array:
        """Return some columns of some rows, centred, as new float64 array."""
        if self._by_columns:
            taken = self.X.T[columns, start:stop]
            centred: Array = np.subtract(taken, self.mean[columns, np.newaxis], dtype=np.float64).T
            return centred
        taken = np.take(self.X[start:stop], columns, axis=1)
        if taken.dtype == np.float64:
            if self.centre:
                taken -= self.mean[columns]
            return taken
        return np.subtract(taken, self.mean[columns], dtype=np.float64)

    def chunks(self, edges: list[tuple[int, int]]) -> list[tuple[Any, Array | None]]:
        """Return centred copies in float32: half as much to read, for sweeps whose gradient is corrected in float64."""
        n, p = self.shape
        whole = in_large_pages((n * p,), np.float32)
        found = [whole[n * a : n * b].reshape(n, b - a) for a, b in edges]

        def work(start: int, stop: int) -> None:
            scratch = self._scratch()
            for s, e in self._pieces(start, stop):
                block = self._block(s, e, scratch)
                for chunk, (a, b) in zip(found, edges, strict=True):
                    chunk[s:e] = block[:, a:b]

        with np.errstate(over="ignore"):
            _tasks(n, work)
        return [(chunk, None) for chunk in found]


class CentredSparse:
    """A sparse array by columns (CSC), for which subtracting means would fill every entry: they are kept aside."""

    def __init__(self, X: Any, weights: Array | None, centre: bool) -> None:
        self.X = X if X.dtype == np.float64 else X.astype(np.float64)
        self.shape = X.shape
        self.weights = weights
        self.centre = centre
        self.mean = np.zeros(X.shape[1])
        self._total = float(X.shape[0] if weights is None else weights.sum())

    def first_look(self, v: Array) -> Array:
        if self.centre:
            weights = np.ones(self.shape[0]) if self.weights is None else self.weights
            self.mean = self.X.T @ weights / self._total
        product: Array = self.X.T @ v - self.mean * v.sum()
        return product

    def residual(self, w: Array, y: Array) -> tuple[Array, Array]:
        r = y - (self.X @ w - self.mean @ w)
        v = r if self.weights is None else r * self.weights
        return r, self.X.T @ v - self.mean * v.sum()

    def gram(self, old: Array, new: Array) -> tuple[Array, Array]:
        fresh = self.X[:, new]
        heavy = fresh if self.weights is None else fresh.multiply(self.weights[:, np.newaxis]).tocsc()
        mean = self._total * self.mean[new]
        cross = (self.X[:, old].T @ heavy).toarray() - np.outer(self.mean[old], mean)
        square = (fresh.T @ heavy).toarray() - np.outer(self.mean[new], mean)
        _clear_constants(square, self._total * self.mean[new] ** 2, 1e-12)
        return cross, square

    def rough_gram(self, columns: Array) -> Array | None:
        return None  # would be no quicker

    def chunks(self, edges: list[tuple[int, int]]) -> list[tuple[Any, Array | None]]:
        return [(self.X[:, a:b], self.mean[a:b]) for a, b in edges]
