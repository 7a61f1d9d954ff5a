"""What a fitted multi-layer perceptron says of samples, block by block."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import issparse
from scipy.special import expit

from workings._blas import one_blas_thread
from workings._other_arrays import validate_data
from workings._validation import Array
from workings.neural_network._mlp_parts import FORWARD
from workings.neural_network._products import product

# Rows at a time, and rows from which on BLAS is held to one thread while blocks of rows run on ours.
_ROWS, _MANY = 4096, 256


def _finish(z: Array, out_activation: str) -> None:
    """Turn scores into outputs, in place."""
    if out_activation == "softmax":
        z -= z.max(axis=1, keepdims=True)
        np.exp(z, out=z)
        z /= z.sum(axis=1, keepdims=True)
    elif out_activation == "logistic":
        expit(z, out=z)
    elif out_activation == "exp":
        np.exp(z, out=z)


def _through(X: Any, coefs: list[Array], intercepts: list[Array], activation: str, out_activation: str) -> Array:
    forward, last = FORWARD[activation], len(coefs) - 1
    for i, (w, b) in enumerate(zip(coefs, intercepts, strict=True)):
        X = np.asarray(X @ w) if issparse(X) else product(X, w)
        if i < last:
            forward(X, b)
    z: Array = X
    z += intercepts[last]
    _finish(z, out_activation)
    return z


def outputs_of(model: Any, X: Any, coefs: list[Array], intercepts: list[Array]) -> Array:
    """Return the outputs (n_samples, n_outputs) for arrays that are known to be in order."""
    activation, out_activation = model.activation, model.out_activation_
    if X.shape[0] < _MANY:
        return _through(X, coefs, intercepts, activation, out_activation)
    with one_blas_thread():
        parts = [
            _through(X[a : a + _ROWS], coefs, intercepts, activation, out_activation)
            for a in range(0, X.shape[0], _ROWS)
        ]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def read_samples(model: Any, X: Any) -> Any:
    """Return X as numbers, checked; plain arrays of the type of the fit take a short way that finds the same faults."""
    plain = type(X) is np.ndarray and X.ndim == 2 and X.dtype == model.coefs_[0].dtype and X.shape[0] > 0
    if plain and X.shape[1] == model.n_features_in_ and not hasattr(model, "feature_names_in_"):
        with np.errstate(over="ignore", invalid="ignore"):
            finite = np.isfinite(X.sum())
        if finite:
            return X
    return validate_data(model, X, accept_sparse="csr", reset=False)
