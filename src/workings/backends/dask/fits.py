"""Fits from statistics that merge: every part of the data is read once (twice where the classes are looked for)."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.backends.dask import _learn
from workings.backends.dask._imputer import imputer
from workings.backends.dask._kept import kept
from workings.backends.dask._sources import chunks


def fit_scaler(model: Any, X: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """Find mean and standard deviation of each feature."""
    return _learn.scaler(model, chunks(model, X, None, sample_weight))


def fit_imputer(model: Any, X: Any, y: Any = None) -> Any:
    """Find what stands in for each feature's missing entries."""
    if (
        getattr(X, "dtype", None) is not None
        and X.dtype.kind in "iub"
        and model.strategy in ("most_frequent", "constant")
    ):
        _learn.unsupported(model, f"X of type {X.dtype} with strategy={model.strategy!r}", "Try X.astype(float).")
    source = chunks(model, X)
    return imputer(model, kept(source) if model.strategy == "median" else source)


def fit_least_squares(model: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:
    """Find the coefficients from a triangle."""
    if y is None:
        raise ValueError(f"{type(model).__name__} requires y to be passed, but the target y is None.")
    if np.isscalar(sample_weight):
        raise TypeError(f"{type(model).__name__}.fit: sample_weight is one number. Leave it out, or give an array.")
    return _learn.least_squares(model, chunks(model, X, y, sample_weight))


def fit_gaussian(model: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:
    """Find mean and variance of each feature in each class."""
    return _learn.gaussian(model, chunks(model, X, y, sample_weight))


def fit_counts(model: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:
    """Count the features in each class."""
    return _learn.counts(model, chunks(model, X, y, sample_weight))
