"""What stands in for the missing entries of a column: a mean, a median, the most frequent value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from workings.kernels._threads import run_blocks
from workings.preprocessing._moments import SMALL, dense_moments, sparse_moments

Array = NDArray[Any]


def statistics(imputer: Any, data: Any, missing: Array | None) -> Array:
    """Return what replaces the missing entries of each feature; NaN for one without entries, unless it is kept.

    Parameters
    ----------
    imputer : SimpleImputer
        Its parameters say what is wanted.
    data : {ndarray, CSC matrix} of shape (n_samples, n_features)
    missing : ndarray of bool, optional
        Which entries (of a sparse matrix: which stored entries) are missing. None: NaN and the imputer's number.
    """
    strategy = imputer.strategy
    if sparse.issparse(data):
        empty = _empty_of_sparse(data, missing)
        found = _of_sparse(imputer, data, missing)
    elif strategy == "mean":
        found = means(data, missing, imputer.missing_values)
        empty = np.isnan(found)
    else:
        assert missing is not None
        empty = np.asarray(missing.all(axis=0))
        found = _of_dense(imputer, data, missing)
    if strategy == "constant":
        if not imputer.keep_empty_features:
            found[empty] = np.nan
    elif imputer.keep_empty_features and not callable(strategy):
        found[empty] = 0
    return found


def _of_dense(imputer: Any, data: Array, missing: Array) -> Array:
    strategy = imputer.strategy
    if strategy == "constant":
        return np.full(data.shape[1], _constant(imputer, data), dtype=object)
    if callable(strategy):
        return by_column(data, missing, strategy, threads=1)
    if strategy == "median":
        return by_column(data, missing, median, data.dtype)
    return by_column(data, missing, most_frequent, object if data.dtype == object else np.float64)


def _of_sparse(imputer: Any, data: Any, missing: Any) -> Array:
    strategy = imputer.strategy
    if strategy == "constant":
        return np.full(data.shape[1], _constant(imputer, data), dtype=np.float64)
    if strategy == "mean":
        return sparse_means(data, missing)
    if strategy == "median":
        return sparse_by_column(data, missing, median_with_zeros)
    if strategy == "most_frequent":
        return sparse_by_column(data, missing, most_frequent_with_zeros)
    return sparse_by_column(data, missing, lambda values, zeros: strategy(np.append(values, np.zeros(zeros))))


def _empty_of_sparse(data: Any, missing: Any) -> Array:
    """Return which columns of a CSC matrix have neither a stored entry nor a zero that is there."""
    columns = np.repeat(np.arange(data.shape[1]), np.diff(data.indptr))
    empty: Array = np.bincount(columns[missing], minlength=data.shape[1]) == data.shape[0]
    return empty


def _constant(imputer: Any, data: Any) -> Any:
    if imputer.fill_value is not None:
        return imputer.fill_value
    return 0 if data.dtype.kind in "iuf" else "missing_value"


def means(X: Array, missing: Array | None, placeholder: Any) -> Array:
    """Return the mean of each column's entries that are there, rounded once; NaN where there is none.

    `missing` says which are not; without it those are NaN or equal to `placeholder`.
    """
    values = X.astype(np.float64) if X.dtype not in (np.float32, np.float64) else X
    if missing is None:
        return dense_moments(values, missing=float(placeholder)).mean
    return dense_moments(np.where(missing, np.nan, values)).mean


def by_column(
    X: Array, missing: Array, value_of: Callable[[Array], Any], kind: Any = np.float64, threads: int | None = None
) -> Array:
    """Return ``value_of`` the entries that are there, column by column; on all threads if that pays."""
    if X.size <= SMALL or X.dtype == object:
        threads = 1
    found = np.empty(X.shape[1], dtype=kind)

    def work(first: int, last: int) -> None:
        for j in range(first, last):
            found[j] = value_of(X[~missing[:, j], j])

    run_blocks(work, X.shape[1], threads=threads, pieces=4)
    return found


def median(values: Array) -> Any:
    """Return the median, NaN of nothing; the mean of the two in the middle does not overflow."""
    n = len(values)
    if not n:
        return np.nan
    middle = n // 2
    if n % 2:
        return np.partition(values, middle)[middle]
    low, high = np.partition(values, [middle - 1, middle])[middle - 1 : middle + 1]
    with np.errstate(over="ignore"):
        total = low + high
    return total * 0.5 if np.isfinite(total) else low * 0.5 + high * 0.5


def most_frequent(values: Array) -> Any:
    """Return the value that stands there most often, the least of those that do, NaN of nothing."""
    if not len(values):
        return np.nan
    if values.dtype != object:
        found, counts = np.unique(values, return_counts=True)
        return found[counts.argmax()]
    counted = Counter(values.tolist())
    top = max(counted.values())
    return _least(value for value, count in counted.items() if count == top)


def _least(values: Iterable[Any]) -> Any:
    """Return the least, by type and spelling if they cannot be compared."""
    found = list(values)
    try:
        return min(found)
    except TypeError:
        return min(found, key=lambda value: (str(type(value)), str(value)))


def sparse_means(X: Any, missing: Array) -> Array:
    """Return the means of the columns of a CSC matrix of which some stored entries are missing."""
    values = X.copy()
    values.data = np.where(missing, np.nan, X.data.astype(np.float64))
    return sparse_moments(values).mean


def sparse_by_column(X: Any, missing: Array, value_of: Callable[[Array, int], Any]) -> Array:
    """Return, column by column of a CSC matrix, ``value_of`` the entries there that are not 0, and how many are 0."""
    found = np.empty(X.shape[1])
    for j in range(X.shape[1]):
        part = slice(X.indptr[j], X.indptr[j + 1])
        values = X.data[part][~missing[part]]
        zeros = X.shape[0] - (part.stop - part.start) + int(np.count_nonzero(values == 0))
        found[j] = value_of(values[values != 0], zeros)
    return found


def median_with_zeros(values: Array, zeros: int) -> Any:
    """Return the median of some values and so many zeros, which are not laid out."""
    n = len(values) + zeros
    if not n:
        return np.nan
    ordered = np.sort(values)
    negative = int(np.searchsorted(ordered, 0.0))

    def at(place: int) -> Any:
        if place < negative:
            return ordered[place]
        return 0.0 if place < negative + zeros else ordered[place - zeros]

    return at(n // 2) if n % 2 else (at(n // 2 - 1) + at(n // 2)) * 0.5


def most_frequent_with_zeros(values: Array, zeros: int) -> Any:
    """Return the most frequent of some values, none of them 0, and so many zeros."""
    if not len(values):
        return 0.0 if zeros else np.nan
    found, counts = np.unique(values, return_counts=True)
    best, times = found[counts.argmax()], counts.max()
    if times == zeros:
        return min(best, 0.0)
    return best if times > zeros else 0.0
