r"""What stands in for missing entries of data in parts: means, medians and most frequent values, exactly.

A median is found digit by digit. Floats are read as integers that are in the same order; a pass over the data counts
how many entries begin with the digits known so far, for each next digit of 11 bits, and the running sum of these counts
tells which digit the entry in the middle has. Six passes give all 64 bits. Only counts travel: 16 KiB for a feature and
part, twice that once the two entries in the middle of an even number differ.

The most frequent value needs the counts of all values, so it is for features of few values.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.validation import assert_all_finite

from workings.backends.dask._learn import _merge_columns, unsupported
from workings.backends.dask._sources import Source
from workings.preprocessing import _moments as columns
from workings.preprocessing._fill_values import _constant
from workings.preprocessing._missing import missing_entries, refuse_other_kinds

Array = NDArray[Any]
# Bits that a pass finds: those above this place are known by then.
_PASSES = ((53, 11), (42, 11), (31, 11), (20, 11), (9, 11), (0, 9))
# Different values of a feature up to which they are all counted.
MOST_VALUES = 1 << 20
_LAST = np.uint64(1 << 63)


def imputer(model: Any, source: Source) -> Any:
    """Fit a SimpleImputer."""
    model._validate_params()
    find = _FINDERS.get(model.strategy) if isinstance(model.strategy, str) else None
    if find is None:
        unsupported(model, "a callable strategy", f"Try one of {', '.join(map(repr, _FINDERS))}.")
    if model.add_indicator:
        unsupported(model, "add_indicator=True", "Leave it out.")
    if not isinstance(model.missing_values, int | float | np.number):
        unsupported(model, f"missing_values={model.missing_values!r}", "Try missing_values=numpy.nan.")
    nothing = np.empty((0, model.n_features_in_), dtype=source.dtype)
    refuse_other_kinds(model, nothing, in_fit=True)
    found, empty = find(model, source, nothing)
    if model.strategy != "constant":
        found[empty] = 0.0 if model.keep_empty_features else np.nan
    elif not model.keep_empty_features:
        found[empty] = np.nan
    model.indicator_ = None
    model._fit_dtype = model._fill_dtype = source.dtype
    model.statistics_ = found
    return model


def _means(model: Any, source: Source, nothing: Array) -> tuple[Array, Array]:
    seen = source.reduce(partial(_moments_part, float(model.missing_values)), _merge_columns)
    return np.array(seen.mean), seen.count == 0


def _moments_part(missing: float, X: Array, y: Any, weights: Any) -> columns.Moments:
    _check(missing, X)
    return columns.dense_moments(X, None, missing)


def _check(missing: float, X: Array) -> None:
    assert_all_finite(X, allow_nan=np.isnan(missing), estimator_name="SimpleImputer", input_name="X")


def _constants(model: Any, source: Source, nothing: Array) -> tuple[Array, Array]:
    seen = source.reduce(partial(_there_part, float(model.missing_values)), np.add)
    return np.full(nothing.shape[1], _constant(model, nothing), dtype=object), seen == 0


def _there_part(missing: float, X: Array, y: Any, weights: Any) -> Array:
    _check(missing, X)
    there: Array = (~missing_entries(X, missing)).sum(axis=0)
    return there


def _medians(model: Any, source: Source, nothing: Array) -> tuple[Array, Array]:
    p, missing = nothing.shape[1], float(model.missing_values)
    known = np.zeros((2, p), dtype=np.uint64)  # the digits of the entries in the middle, the lower and the higher one
    ranks = there = np.zeros((2, p), dtype=np.int64)
    for i, (shift, bits) in enumerate(_PASSES):
        wanted = known[:1] if np.array_equal(known[0], known[1]) else known
        counts = source.reduce(partial(_digits_part, missing, shift, bits, wanted), np.add)
        if i == 0:
            there = counts[0].sum(axis=1)
            ranks = np.stack([np.maximum(there - 1, 0) // 2, there // 2])
        known, ranks = _next_digit(np.broadcast_to(counts, (2, p, 1 << bits)), known, ranks, bits)
    low, high = _as_floats(known).astype(nothing.dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        total = low + high
        middle = np.where(np.isfinite(total), total * low.dtype.type(0.5), low * 0.5 + high * 0.5)
    return np.where(known[0] == known[1], low, middle).astype(nothing.dtype), there == 0


def _next_digit(counts: Array, known: Array, ranks: Array, bits: int) -> tuple[Array, Array]:
    """Return the digits with one more, and the place among the entries that begin with them."""
    running = counts.cumsum(axis=2)
    digit = np.minimum((running <= ranks[:, :, None]).sum(axis=2), (1 << bits) - 1)
    before = np.take_along_axis(running - counts, digit[:, :, None], axis=2)[:, :, 0]
    return (known << np.uint64(bits)) | digit.astype(np.uint64), ranks - before


def _digits_part(missing: float, shift: int, bits: int, wanted: Array, X: Array, y: Any, weights: Any) -> Array:
    """Return, for the entries of each feature that begin with the wanted digits, how often each next digit comes."""
    _check(missing, X)
    counts = np.zeros((*wanted.shape, 1 << bits), dtype=np.int64)
    there = ~missing_entries(X, missing)
    for j in range(X.shape[1]):
        numbers = _as_integers(X[there[:, j], j])
        digits = ((numbers >> np.uint64(shift)) & np.uint64((1 << bits) - 1)).astype(np.intp)
        for i, begin in enumerate(wanted[:, j]):
            mine = digits if shift + bits == 64 else digits[numbers >> np.uint64(shift + bits) == begin]
            counts[i, j] = np.bincount(mine, minlength=1 << bits)
    return counts


def _as_integers(values: Array) -> NDArray[np.uint64]:
    """Return integers in the order of the floats; -0 and 0 are one."""
    bits = (values.astype(np.float64) + 0.0).view(np.uint64)
    return np.where(bits & _LAST, ~bits, bits | _LAST)


def _as_floats(numbers: NDArray[np.uint64]) -> Array:
    return np.where(numbers & _LAST, numbers ^ _LAST, ~numbers).view(np.float64)


def _most_frequent(model: Any, source: Source, nothing: Array) -> tuple[Array, Array]:
    seen = source.reduce(partial(_values_part, float(model.missing_values)), _merge_values)
    empty = np.array([not len(values) for values, _ in seen])
    best = [0.0 if not len(values) else float(values[counts.argmax()]) for values, counts in seen]
    return np.array(best), empty


def _values_part(missing: float, X: Array, y: Any, weights: Any) -> list[tuple[Array, Array]]:
    """Return the values of each feature, in order, and how often each comes."""
    _check(missing, X)
    there = ~missing_entries(X, missing)
    return [_counted(np.unique(X[there[:, j], j], return_counts=True), j) for j in range(X.shape[1])]


def _merge_values(a: list[tuple[Array, Array]], b: list[tuple[Array, Array]]) -> list[tuple[Array, Array]]:
    merged = []
    for j, ((some, often), (others, times)) in enumerate(zip(a, b, strict=True)):
        values, places = np.unique(np.concatenate([some, others]), return_inverse=True)
        counts = np.zeros(len(values), dtype=np.int64)
        np.add.at(counts, places, np.concatenate([often, times]))
        merged.append(_counted((values, counts), j))
    return merged


def _counted(found: Any, j: int) -> tuple[Array, Array]:
    values, counts = found
    if len(values) > MOST_VALUES:
        raise ValueError(
            f"SimpleImputer.fit: feature {j} has more than {MOST_VALUES:,} different values, too many to be counted in "
            "parts. Try strategy='median', or round the feature."
        )
    return values, counts


_FINDERS: dict[str, Callable[[Any, Source, Array], tuple[Array, Array]]] = {
    "mean": _means,
    "median": _medians,
    "most_frequent": _most_frequent,
    "constant": _constants,
}
