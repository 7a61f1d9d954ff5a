"""What the estimators ask of samples on another library's arrays: rows of floats, finite, on one device."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings._other_arrays import library_of
from workings.backends.arrays import _read
from workings.backends.arrays._formulas import constant


def samples(estimator: Any, method: str, X: Any, *, reset: bool = False, nan: bool = False) -> tuple[Any, Any]:
    """Return the namespace of X, and X as float32 or float64; tell the estimator how many features, or compare.

    Half floats become float32, integers and bool the widest type of the device.
    """
    who = f"{type(estimator).__name__}.{method}"
    xp = _read.namespace(X)
    if X.ndim != 2:
        hint = "Try X.reshape(-1, 1) for one feature, X.reshape(1, -1) for one sample."
        raise ValueError(f"{who}: Expected 2D array, and X has shape {tuple(X.shape)}. {hint}")
    X, _ = _read.floating(who, xp, X, name="X")
    n, p = X.shape
    if n < 1 or p < 1:
        raise ValueError(f"{who}: X has shape {(n, p)}; a minimum of 1 sample and 1 feature is required.")
    if reset:
        estimator.n_features_in_ = int(p)
        estimator._array_library = library_of(X)
        estimator.__dict__.pop("feature_names_in_", None)
    elif p != estimator.n_features_in_:
        raise ValueError(
            f"X has {p} features, but {type(estimator).__name__} is expecting {estimator.n_features_in_} features as "
            "input."
        )
    check_finite(who, xp, X, nan=nan)
    return xp, X


def check_finite(who: str, xp: Any, X: Any, name: str = "X", nan: bool = False) -> None:
    """Raise if X holds infinity, or NaN where it must not; values that are not known yet are not looked at."""
    if _read.is_traced(X):
        return
    X = constant(xp, X)
    good = ~xp.isinf(X) if nan else xp.isfinite(X)
    if not bool(xp.all(good)):
        what = "infinity" if nan else "NaN or infinity"
        raise ValueError(f"{who}: Input {name} contains {what}. Fill the holes (SimpleImputer), or drop those rows.")


def fixed(xp: Any, X: Any) -> Any:
    """Return X in the widest float of its device, without derivatives: what a fit computes with."""
    return xp.astype(constant(xp, X), _read.widest(xp, X))


def carried(xp: Any, X: Any, attribute: Any, dtype: Any = None) -> Any:
    """Return a fitted attribute as an array of X's library, on X's device, of X's type or another."""
    dtype = X.dtype if dtype is None else dtype
    if library_of(X) == "jax" and str(dtype).startswith(("int64", "float64", "<class 'jax.numpy.int64")):
        dtype = xp.result_type(dtype)  # without its 64-bit types JAX warns
    if library_of(attribute) not in (None, library_of(X)):
        attribute = on_host(attribute)
    place = _read.place(X)
    if library_of(attribute) is None:
        attribute = np.asarray(attribute)
        return xp.asarray(attribute, dtype=dtype) if place is None else xp.asarray(attribute, dtype=dtype, device=place)
    if library_of(X) == "torch":
        return attribute.to(device=place, dtype=dtype)
    return xp.astype(attribute, dtype)


def on_host(x: Any) -> Any:
    """Return a NumPy array of an array of another library."""
    library = library_of(x)
    if library == "torch":
        return x.detach().cpu().numpy()
    return x.get() if library == "cupy" else np.asarray(x)


def column(estimator: Any, xp: Any, X: Any, y: Any, *, flat: bool = True) -> Any:
    """Return y, on X's device, with one entry for each sample (or one row, unless `flat`)."""
    who = f"{type(estimator).__name__}.fit"
    if y is None:
        raise ValueError(f"{who}: requires y to be passed, but the target y is None.")
    y = _read.beside(who, xp, X, y, "y", "X")
    if flat and y.ndim == 2 and y.shape[1] == 1:
        y = xp.squeeze(y, axis=1)
    if y.ndim not in ((1,) if flat else (1, 2)):
        raise ValueError(f"{who}: y has shape {tuple(y.shape)}; it should be a 1d array, one entry for each sample.")
    if y.shape[0] != X.shape[0]:
        raise ValueError(f"{who}: inconsistent numbers of samples: X has {X.shape[0]}, y has {y.shape[0]}.")
    return y


def weights(estimator: Any, xp: Any, X: Any, sample_weight: Any) -> Any:
    """Return the weights of the samples in the widest float, or None."""
    if sample_weight is None:
        return None
    who = f"{type(estimator).__name__}.fit"
    if isinstance(sample_weight, int | float):
        sample_weight = np.full(X.shape[0], float(sample_weight))
    found = fixed(xp, _read.beside(who, xp, X, sample_weight, "sample_weight", "X"))
    if tuple(found.shape) != (X.shape[0],):
        raise ValueError(f"{who}: sample_weight has shape {tuple(found.shape)}, and X has {X.shape[0]} samples.")
    check_finite(who, xp, found, "sample_weight")
    if bool(xp.any(found < 0)) or not float(xp.sum(found)) > 0:
        raise ValueError(f"{who}: weights must not be negative, and some must be positive.")
    return found


def unsupported(estimator: Any, X: Any, what: str, remedy: str) -> None:
    """Refuse a parameter that only NumPy arrays are served with."""
    raise ValueError(
        f"{type(estimator).__name__}.fit: {what} is there for NumPy arrays only, and X is an array of {library_of(X)}. "
        f"{remedy}"
    )
