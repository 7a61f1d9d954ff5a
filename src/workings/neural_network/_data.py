"""Samples in batches: from arrays, or from anything that yields batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from workings._other_arrays import library_of
from workings._validation import Array

Batch = tuple[Array, Any, Array | None]


@dataclass(frozen=True)
class Samples:
    """Arrays of inputs, targets and weights, or a data set of batches, each of which is read when it comes."""

    x: Any
    y: Any = None
    weight: Array | None = None
    read: Callable[[Any, Any], tuple[Array, Any]] | None = None

    @property
    def is_arrays(self) -> bool:
        """Whether all samples are at hand, so that they can be shuffled and counted."""
        return isinstance(self.x, np.ndarray)

    def count(self, batch_size: int) -> int | None:
        """Return the number of batches, or None if only their end will tell."""
        if self.is_arrays:
            return -(-len(self.x) // batch_size)
        return len(self.x) if hasattr(self.x, "__len__") else None

    def batches(self, batch_size: int, rng: np.random.Generator | None = None) -> Iterator[Batch]:
        """Yield inputs, targets and weights; in random order if a generator comes along."""
        if not self.is_arrays:
            yield from self._of_dataset()
            return
        order = None if rng is None else rng.permutation(len(self.x))
        for start in range(0, len(self.x), batch_size):
            part: Any = slice(start, start + batch_size)
            if order is not None:
                part = order[part]
            yield (
                self.x[part],
                None if self.y is None else self.y[part],
                None if self.weight is None else self.weight[part],
            )

    def _of_dataset(self) -> Iterator[Batch]:
        for batch in self.x:
            if not isinstance(batch, tuple | list) or not 1 <= len(batch) <= 3:
                raise TypeError("A data set yields (inputs, targets) or (inputs, targets, weights) for each batch.")
            x, y, weight = (*batch, None, None)[:3]
            if self.read is not None:
                x, y = self.read(x, y)
            yield x, y, None if weight is None else np.asarray(weight, dtype=np.float64)


def is_dataset(X: Any) -> bool:
    """Whether X yields batches by itself: it can be iterated, and is no array, list or frame."""
    return hasattr(X, "__iter__") and not hasattr(X, "__array__") and not isinstance(X, list | tuple)


def read_inputs(who: str, X: Any, dtype: np.dtype[Any], indices: bool = False) -> Array:
    """Return inputs as an array of the model's type, or say what is wrong with them."""
    if library_of(X) == "dask":
        raise TypeError(
            f"{who}: X is an array of dask, and would be gathered into memory whole. Give batches: an iterable, new at "
            "every epoch, of pairs (X, y) of computed blocks; or MLPClassifier and MLPRegressor, which walk the blocks."
        )
    x = np.asarray(X)
    if x.dtype.kind not in "biuf":
        raise TypeError(f"{who}: X has dtype {x.dtype}; networks take numbers. Turn words into numbers first.")
    if x.ndim == 0 or len(x) == 0:
        raise ValueError(f"{who}: X has shape {x.shape}; at least one sample is needed.")
    if indices and x.dtype.kind in "iu":
        return x
    x = np.ascontiguousarray(x, dtype=dtype)
    # The sum is finite if all entries are, unless it overflows; only then each is looked at.
    with np.errstate(over="ignore", invalid="ignore"):
        suspicious = not np.isfinite(x.sum())
    if suspicious and not np.isfinite(x).all():
        raise ValueError(f"{who}: X holds nan or infinity. Fill the holes (workings.preprocessing.SimpleImputer).")
    return x


def read_weights(who: str, sample_weight: Any, n: int) -> Array | None:
    """Return a weight for each sample, or None."""
    if sample_weight is None:
        return None
    weight = np.asarray(sample_weight, dtype=np.float64)
    if weight.shape != (n,) or not np.isfinite(weight).all() or (weight < 0).any():
        raise ValueError(f"{who}: sample_weight must hold {n} numbers, none negative, and has shape {weight.shape}.")
    return weight


def class_weights(weights: Mapping[int, float] | None, y: Array, own: Array | None) -> Array | None:
    """Return sample weights times the weights of the samples' classes."""
    if weights is None:
        return own
    if y.ndim != 1 and y.shape[1:] != (1,):
        y = y.argmax(axis=-1)
    each = np.array([weights.get(int(c), 1.0) for c in y.ravel()], dtype=np.float64)
    return each if own is None else each * own


def split(samples: Samples, share: float) -> tuple[Samples, Samples]:
    """Return the first samples, and the last `share` of them, which are held out."""
    n = len(samples.x)
    cut = int(n * (1.0 - share))
    if not (0.0 < share < 1.0 and 0 < cut < n):
        raise ValueError(f"fit(validation_split={share}): of {n} samples, some must be left on either side. Try 0.2.")

    def part(of: slice) -> Samples:
        return Samples(samples.x[of], samples.y[of], None if samples.weight is None else samples.weight[of])

    return part(slice(None, cut)), part(slice(cut, None))
