"""LinearRegression on torch, JAX and CuPy arrays: orthogonal factors, on their device."""

from __future__ import annotations

from typing import Any

from sklearn.utils.validation import check_is_fitted

from workings.backends.arrays import _read, _samples


def fit(model: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:
    """Fit the coefficients: the shortest of those with the least sum of squares."""
    # Validate.
    model._validate_params()
    if model.positive:
        _samples.unsupported(model, X, "positive=True", "Leave it out.")
    if model.solver != "auto":
        _samples.unsupported(model, X, f"solver={model.solver!r}", "Try solver='auto'.")
    xp, X = _samples.samples(model, "fit", X, reset=True)
    y, _ = _read.floating("LinearRegression.fit", xp, _samples.column(model, xp, X, y, flat=False), name="y")
    _samples.check_finite("LinearRegression.fit", xp, y, "y")
    weights = _samples.weights(model, xp, X, sample_weight)

    # Compute.
    data, targets = _samples.fixed(xp, X), _samples.fixed(xp, y)
    flat = targets.ndim == 1
    targets = xp.reshape(targets, (X.shape[0], -1))
    x_mean, y_mean = xp.zeros_like(data[0, :]), xp.zeros_like(targets[0, :])
    if model.fit_intercept:
        x_mean, y_mean = _mean(xp, data, weights), _mean(xp, targets, weights)
        data, targets = data - x_mean, targets - y_mean
    if weights is not None:
        root = xp.sqrt(weights)[:, None]
        data, targets = data * root, targets * root
    q, r = xp.linalg.qr(data, mode="reduced")
    u, s, vt = xp.linalg.svd(r, full_matrices=False)
    kept = s > float(xp.finfo(s.dtype).eps) * max(data.shape) * s[0]
    inverse = xp.where(kept, 1.0 / xp.where(kept, s, xp.ones_like(s)), xp.zeros_like(s))
    coef = vt.T @ (inverse[:, None] * (u.T @ (q.T @ targets)))

    # Store.
    intercept = y_mean - x_mean @ coef
    model.rank_, model._singular = int(xp.sum(xp.astype(kept, xp.int32))), xp.astype(s, X.dtype)
    model.__dict__.pop("_triangle", None)
    model.n_iter_ = 1
    model.coef_ = xp.astype(coef[:, 0] if flat else coef.T, X.dtype)
    model.intercept_ = 0.0
    if model.fit_intercept:
        model.intercept_ = xp.astype(intercept[0] if flat else intercept, X.dtype)
    return model


def _mean(xp: Any, data: Any, weights: Any) -> Any:
    """Return the mean of each column, corrected by what the differences from it sum up to."""
    if weights is None:
        mean = xp.mean(data, axis=0)
        return mean + xp.mean(data - mean, axis=0)
    shares = (weights / xp.sum(weights))[:, None]
    mean = xp.sum(shares * data, axis=0)
    return mean + xp.sum(shares * (data - mean), axis=0)


def predict(model: Any, X: Any) -> Any:
    """Return X @ coef_.T + intercept_."""
    check_is_fitted(model)
    xp, X = _samples.samples(model, "predict", X)
    coef, intercept = (_samples.carried(xp, X, one) for one in (model.coef_, model.intercept_))
    return X @ (coef if coef.ndim == 1 else coef.T) + intercept
