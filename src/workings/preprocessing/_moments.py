r"""Counts, means and variances of columns that are right to the last digit, wherever the data lie.

A part of the data with n entries, centre c and sums :math:`S_1 = \sum (x - c)`, :math:`S_2 = \sum (x - c)^2` has

.. math:: \bar x = c + S_1 / n, \qquad M_2 = \sum (x - \bar x)^2 = S_2 - S_1^2 / n

and parts are merged around a common centre by Chan's formula

.. math:: M_2 = \sum_k M_{2,k} + \sum_k n_k (\bar x_k - c)^2 - \frac{1}{n} \Bigl(\sum_k n_k (\bar x_k - c)\Bigr)^2

(Chan, Golub, LeVeque, The American Statistician 37 (1983) 242). All of it in pairs of floats, so that only the last
rounding counts: of the mean, and of the variance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.preprocessing import _pairs
from workings.preprocessing._lanes import is_contiguous, lanes_of

Array = NDArray[Any]
# Up to so many entries NumPy is used: importing Numba takes a second.
SMALL = 50_000
# Entries of a block of a kernel: 256 KiB of float64, half of a core's second-level cache.
BLOCK = 32_768
_NEAR = 1e-11


@dataclass(frozen=True)
class Moments:
    """Of each column: how many entries (or their weight), the mean, and the sum of squared deviations, as pairs."""

    count: Array
    mean: Array
    mean_low: Array
    squares: Array
    squares_low: Array

    @property
    def variance(self) -> Array:
        """Return the variance with divisor n; NaN for a column without entries."""
        with np.errstate(invalid="ignore", divide="ignore"):
            variance = _pairs.divide((self.squares, self.squares_low), self.count)[0]
        return np.where(self.count == 0, np.nan, np.maximum(variance, 0.0))


def _finish(count: Array, centre: Array, sums: _pairs.Pair, squares: _pairs.Pair) -> Moments:
    """Return the moments from the sums around a centre."""
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        n = np.where(count == 0, 1.0, count)
        away = _pairs.divide(sums, n)
        mean = _pairs.add((centre, np.zeros_like(centre)), away)
        shift = _pairs.multiply(sums, away)
        around = _pairs.add(squares, (-shift[0], -shift[1]))
        # With weights below 0 there may be no mean; without entries there is none.
        nothing = count == 0
        return Moments(
            count,
            np.where(nothing, np.nan, mean[0]),
            np.where(nothing, 0.0, mean[1]),
            np.where(nothing, 0.0, around[0]),
            np.where(nothing, 0.0, around[1]),
        )


def merge(parts: Sequence[Moments]) -> Moments:
    """Return the moments of all the data of which each part has some."""
    if len(parts) == 1:
        return parts[0]
    return _merge_rows(Moments(*(np.stack([getattr(one, name) for one in parts]) for name in _NAMES)))


_NAMES = tuple(Moments.__dataclass_fields__)


def _merge_rows(parts: Moments) -> Moments:
    """Merge parts that lie in the rows of arrays (parts, columns)."""
    count, there = parts.count, parts.count != 0
    mean = np.where(there, parts.mean, 0.0)
    total = _pairs.sum_rows(count)[0]
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        centre = np.sum(mean * (count / np.where(total == 0, 1.0, total)), axis=0)
        first = np.take_along_axis(mean, there.argmax(axis=0)[None], axis=0)[0]
        # Parts with one and the same mean give sums of exactly 0 around it.
        centre = np.where((np.abs(centre - first) <= _NEAR * np.abs(first)) | ~np.isfinite(centre), first, centre)
        away = _pairs.two_sum(mean, -centre)
        away = _pairs.settled(np.where(there, away[0], 0.0), np.where(there, away[1] + parts.mean_low, 0.0))
        weighted = _pairs.multiply((count, np.zeros_like(count)), away)
        squares = _pairs.multiply(weighted, away)
        within = _pairs.sum_rows(parts.squares, parts.squares_low)
        return _finish(total, centre, _pairs.sum_rows(*weighted), _pairs.add(within, _pairs.sum_rows(*squares)))


def dense_moments(X: Array, weights: Array | None = None, missing: float = np.nan) -> Moments:
    """Return the moments of the columns of a matrix; NaN and `missing` are not there.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        float32 or float64. With infinite entries the result is not finite, and the caller tells.
    weights : ndarray of shape (n_samples,), optional
        Weight of each sample, float64.
    missing : float
        A number that stands for "missing", beside NaN.
    """
    if X.size <= SMALL:
        return _small_moments(X, weights, missing)
    if weights is None and is_contiguous(X):
        return _moments_by_lanes(X, missing)
    return _moments_by_rows(X, weights, missing)


def _small_moments(X: Array, weights: Array | None, missing: float) -> Moments:
    values = X.astype(np.float64, copy=False)
    n, p = X.shape
    gone = np.isnan(values)
    if missing == missing:
        gone |= values == missing
    some = bool(gone.any())
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        w = np.ones((n, 1)) if weights is None else weights[:, None]
        w = np.where(gone, 0.0, w) if some else w
        plain = weights is None and not some
        count = np.full(p, float(n)) if plain else np.broadcast_to(_pairs.sum_rows(w)[0], (p,)).copy()
        first = values[0] if not some else np.take_along_axis(values, gone.argmin(axis=0)[None], axis=0)[0]
        first = np.where(np.isnan(first), 0.0, first)
        values = np.where(gone, first, values) if some else values
        near = values - first
        centre = first + (near if plain else near * w).sum(axis=0) / np.where(count == 0, 1.0, count)
        centre = np.where((np.abs(centre - first) <= _NEAR * np.abs(first)) | ~np.isfinite(centre), first, centre)
        away = _pairs.two_sum(values, -centre)
        if some:
            away = np.where(gone, 0.0, away[0]), np.where(gone, 0.0, away[1])
        if weights is None:
            return _finish(count, centre, _pairs.sum_rows(*away), _pairs.sum_rows(*_pairs.square(away)))
        weighted = _pairs.multiply((w, np.zeros_like(w)), away)
        squares = _pairs.sum_rows(*_pairs.multiply(weighted, away))
        return _finish(count, centre, _pairs.sum_rows(*weighted), squares)


def _moments_by_lanes(X: Array, missing: float) -> Moments:
    from workings.kernels.column_moments import all_moments

    view = lanes_of(X)
    size = view.lanes * max(64 if view.lanes > BLOCK // 64 else 1, BLOCK // view.lanes)
    found = np.empty((-(-view.lines.shape[1] // size), 6, X.shape[1]))

    def work(first_group: int, last_group: int, first: int, last: int) -> None:
        all_moments(view.lines, view.lanes, view.columns, missing, size, first_group, last_group, first, last, found)

    view.walk(work, size)
    return _from_blocks(found)


def _moments_by_rows(X: Array, weights: Array | None, missing: float) -> Moments:
    from workings.kernels._threads import run_blocks
    from workings.kernels.column_moments import weighted_moments

    n, p = X.shape
    rows = max(64, BLOCK // p)
    found = np.empty((-(-n // rows), 6, p))
    row_weights = np.ones(n) if weights is None else np.ascontiguousarray(weights)

    def work(first: int, last: int) -> None:
        for b in range(first, last):
            part = slice(b * rows, (b + 1) * rows)
            weighted_moments(np.ascontiguousarray(X[part]), row_weights[part], missing, found[b])

    run_blocks(work, len(found), pieces=4)
    return _from_blocks(found)


def _from_blocks(found: Array) -> Moments:
    count, centre, sums, sums_low, squares, squares_low = (found[:, i] for i in range(6))
    return _merge_rows(_finish(count, centre, (sums, sums_low), (squares, squares_low)))


def sparse_moments(X: Any, weights: Array | None = None) -> Moments:
    """Return the moments of the columns of a CSR or CSC matrix, the zeros that are not stored included.

    The stored entries are summed around their own mean; the rest is a part of zeros, merged by Chan's formula.
    """
    n, p = X.shape
    outer = np.repeat(np.arange(len(X.indptr) - 1), np.diff(X.indptr))
    rows, columns = (outer, X.indices) if X.format == "csr" else (X.indices, outer)
    row_weights = np.ones(n) if weights is None else weights
    values = X.data.astype(np.float64, copy=False)
    stored = row_weights[rows]
    here = values == values
    w, at = np.where(here, stored, 0.0), columns
    x = np.where(here, values, 0.0)

    def by_column(entries: Array) -> Array:
        return np.bincount(at, weights=entries, minlength=p)

    count = by_column(w)
    # Exactly 0 where every entry is stored, whatever the rounding of the weights' sums.
    zeros = np.where(np.bincount(at, minlength=p) == n, 0.0, row_weights.sum() - by_column(stored))
    nothing, first = np.zeros(p), np.zeros(p)
    first[at[here][::-1]] = x[here][::-1]
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        centre = by_column(w * x) / np.where(count == 0, 1.0, count)
        centre = np.where(np.abs(centre - first) <= _NEAR * np.abs(first), first, centre)
        away = x - centre[at]
        sums, squares = by_column(w * away), by_column(w * away * away)
    part = _finish(count, centre, (sums, nothing), (squares, nothing))
    return merge([part, Moments(zeros, nothing, nothing, nothing, nothing)])
