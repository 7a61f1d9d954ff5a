"""StandardScaler on torch, JAX and CuPy arrays."""

from __future__ import annotations

from typing import Any

from sklearn.utils.validation import check_is_fitted

from workings.backends.arrays import _samples


def fit(model: Any, X: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """Find mean and standard deviation of each feature; NaN is missing."""
    # Validate.
    model._validate_params()
    xp, X = _samples.samples(model, "fit", X, reset=True, nan=True)
    weights = _samples.weights(model, xp, X, sample_weight)

    # Compute: two passes, each of which is corrected by what the differences from the mean sum up to.
    data = _samples.fixed(xp, X)
    there = ~xp.isnan(data)
    weight = xp.astype(there, data.dtype) if weights is None else xp.where(there, weights[:, None], 0.0)
    data = xp.where(there, data, xp.zeros_like(data))
    count = xp.sum(weight, axis=0)
    mean = xp.sum(weight * data, axis=0) / count
    mean = mean + xp.sum(weight * (data - mean), axis=0) / count
    d = data - mean
    variance = (xp.sum(weight * d * d, axis=0) - xp.sum(weight * d, axis=0) ** 2 / count) / count

    # Store.
    used = model.with_mean or model.with_std
    model.mean_ = mean if used else None
    model.var_ = variance if model.with_std else None
    model.scale_ = None
    if model.with_std:
        eps = float(xp.finfo(data.dtype).eps)
        constant = variance <= count * eps * variance + (count * mean * eps) ** 2
        scale = xp.sqrt(variance)
        model.scale_ = xp.where(constant, xp.ones_like(scale), scale)
    first = count[0]
    model.n_samples_seen_ = float(first) if bool(xp.all(count == first)) else count
    if weights is None and isinstance(model.n_samples_seen_, float):
        model.n_samples_seen_ = int(model.n_samples_seen_)
    model.__dict__.pop("_moments", None)
    return model


def transform(model: Any, X: Any, copy: bool | None = None) -> Any:
    """Return (X - mean) / scale, of X's floating type."""
    check_is_fitted(model)
    xp, X = _samples.samples(model, "transform", X, nan=True)
    wide = xp.astype(X, _samples.fixed(xp, X).dtype)
    if model.with_mean and model.mean_ is not None:
        wide = wide - _samples.carried(xp, wide, model.mean_)
    if model.with_std and model.scale_ is not None:
        wide = wide / _samples.carried(xp, wide, model.scale_)
    return xp.astype(wide, X.dtype)


def inverse_transform(model: Any, X: Any, copy: bool | None = None) -> Any:
    """Return X scale + mean, of X's floating type."""
    check_is_fitted(model)
    xp, X = _samples.samples(model, "inverse_transform", X, nan=True)
    wide = xp.astype(X, _samples.fixed(xp, X).dtype)
    if model.with_std and model.scale_ is not None:
        wide = wide * _samples.carried(xp, wide, model.scale_)
    if model.with_mean and model.mean_ is not None:
        wide = wide + _samples.carried(xp, wide, model.mean_)
    return xp.astype(wide, X.dtype)
