"""Where the parts of the data come from: the chunks of a dask collection, or batches that are read again and again."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.validation import _check_feature_names

Array = NDArray[Any]
# A part: samples, targets or None, weights or None.
Partial = Callable[[Array, Any, Any], Any]
Merge = Callable[[Any, Any], Any]

# So many states are merged in one task: with w workers the last result is 1 + log_8(chunks) messages away.
FAN_IN = 8


class Source(Protocol):
    """Data in parts."""

    dtype: np.dtype[Any]
    weighted: bool

    def reduce(self, partial: Partial, merge: Merge) -> Any:
        """Return the states of all parts, merged in the order of the rows."""


@dataclass
class Batches:
    """Batches, each (X, y) or (X, y, sample_weight), from a function that begins anew at every call."""

    begin: Callable[[], Iterable[tuple[Any, ...]]]
    dtype: np.dtype[Any]
    weighted: bool

    def reduce(self, partial: Partial, merge: Merge) -> Any:
        """Read all batches once, one at a time."""
        total = None
        for batch in self.begin():
            state = part(partial, *(*batch, None, None)[:3])
            total = _fold(merge, [total, state])
        return _some(total)


@dataclass
class Chunks:
    """Blocks of rows as delayed arrays; `nbytes`: how large the samples are, NaN if nobody knows."""

    rows: Sequence[tuple[Any, Any, Any]]
    dtype: np.dtype[Any]
    weighted: bool
    nbytes: float = float("nan")

    def reduce(self, partial: Partial, merge: Merge) -> Any:
        """Compute the states where the blocks are, and merge them in a tree."""
        from dask.delayed import delayed

        states = [delayed(part, pure=False)(partial, *block) for block in self.rows]
        return _some(in_a_tree(states, merge).compute() if states else None)


def in_a_tree(states: Sequence[Any], merge: Merge) -> Any:
    """Return what delayed states, some of them None, are together; delayed too."""
    from dask.delayed import delayed

    fold = delayed(_fold, pure=False)
    while len(states) > 1:
        states = [fold(merge, states[i : i + FAN_IN]) for i in range(0, len(states), FAN_IN)]
    return states[0]


def part(partial: Partial, X: Any, y: Any, weights: Any) -> Any:
    """Return the state of one part; None for a part without rows."""
    X = np.asarray(X)
    if X.dtype not in (np.float32, np.float64):
        X = X.astype(np.float64)
    if X.ndim != 2:
        raise ValueError(f"A part of X has {X.ndim} axes, and samples have two. Try X.reshape(-1, 1) for one feature.")
    y = None if y is None else np.asarray(y)
    for name, other in (("y", y), ("sample_weight", weights)):
        if other is not None and len(other) != len(X):
            raise ValueError(f"A part of X has {len(X)} rows, and that of {name} {len(other)}. Cut both alike.")
    if weights is not None:
        weights = np.asarray(weights, dtype=np.float64)
        if weights.ndim != 1:
            raise ValueError(f"sample_weight has {weights.ndim} axes, and must have one. Try sample_weight.ravel().")
        if not (np.isfinite(weights).all() and (weights >= 0.0).all()):
            raise ValueError("sample_weight must be finite and not negative. Look for such weights first.")
    return partial(X, y, weights) if len(X) else None


def _fold(merge: Merge, states: Sequence[Any]) -> Any:
    total = None
    for state in states:
        if state is not None:
            total = state if total is None else merge(total, state)
    return total


def _some(total: Any) -> Any:
    if total is None:
        raise ValueError("Found array with 0 sample(s), and a minimum of 1 is required. Give data with rows.")
    return total


def matrix(model: Any, X: Any, *, reset: bool) -> Any:
    """Return X as a dask array in blocks of whole rows; check or learn how many features there are, and their names."""
    if hasattr(X, "columns"):
        _check_feature_names(model, X._meta, reset=reset)
        X = X.to_dask_array()
    else:
        _check_feature_names(model, np.empty((0, 0)), reset=reset)
    who = type(model).__name__
    if X.ndim != 2:
        raise ValueError(f"{who}: Expected 2D array, got {X.ndim}D array instead. Try X.reshape(-1, 1).")
    if X.dtype.kind not in "fiub":
        raise ValueError(f"{who}: X has type {X.dtype}, and numbers are needed. Convert it with X.astype(float).")
    features = X.shape[1]
    if reset:
        model.n_features_in_ = features
    elif features != model.n_features_in_:
        raise ValueError(f"X has {features} features, but {who} is expecting {model.n_features_in_} features as input.")
    return X.rechunk({1: -1}) if X.numblocks[1] > 1 else X


def chunks(model: Any, X: Any, y: Any = None, sample_weight: Any = None, *, reset: bool = True) -> Chunks:
    """Cut X and what belongs to its rows into the same blocks."""
    X = matrix(model, X, reset=reset)
    columns = [alike(type(model).__name__, X, other, name) for other, name in ((y, "y"), (sample_weight, "weights"))]
    blocks = X.to_delayed().ravel()
    others = [[None] * len(blocks) if c is None else list(c.to_delayed().ravel()) for c in columns]
    kind = np.dtype(X.dtype if X.dtype in (np.float32, np.float64) else np.float64)
    size = float(X.shape[0]) * X.shape[1] * kind.itemsize
    return Chunks(list(zip(blocks, *others, strict=True)), kind, sample_weight is not None, size)


def alike(who: str, X: Any, other: Any, name: str) -> Any:
    """Return `other` as a dask array with X's blocks of rows."""
    da: Any = importlib.import_module("dask.array")

    if other is None:
        return None
    other = other.to_dask_array() if hasattr(other, "to_dask_array") else da.asarray(other)
    if other.ndim == 0:
        raise ValueError(f"{who}.fit: {name} is one number, and an array with one for each row is needed.")
    if other.ndim > 1:
        other = other.rechunk({1: -1})
    known = not (np.isnan(X.shape[0]) or np.isnan(other.shape[0]))
    if known and X.shape[0] != other.shape[0]:
        raise ValueError(
            f"{who}.fit: Found input variables with inconsistent numbers of samples: {[X.shape[0], other.shape[0]]}."
        )
    if known:
        return other.rechunk({0: X.chunks[0]})
    if other.numblocks[0] != X.numblocks[0]:
        raise ValueError(
            f"{who}.fit: X comes in {X.numblocks[0]} blocks of unknown length, and {name} in {other.numblocks[0]}. "
            "Try X.to_dask_array(lengths=True), and the same for the other."
        )
    return other
