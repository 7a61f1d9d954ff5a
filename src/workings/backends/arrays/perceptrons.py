"""Prediction of MLPClassifier and MLPRegressor on torch, JAX and CuPy arrays, with derivatives."""

from __future__ import annotations

from typing import Any

from sklearn.utils.validation import check_is_fitted

from workings import special
from workings.backends.arrays import _samples
from workings.backends.arrays.logistic_regression import as_classes


def _scores(model: Any, method: str, X: Any) -> tuple[Any, Any]:
    """Return the namespace of X, and the scores of the last layer."""
    check_is_fitted(model, "coefs_")
    xp, X = _samples.samples(model, method, X)
    z = X
    for i, (w, b) in enumerate(zip(model.coefs_, model.intercepts_, strict=True)):
        z = z @ _samples.carried(xp, X, w.copy()) + _samples.carried(xp, X, b.copy())
        if i < len(model.coefs_) - 1:
            z = _activated(xp, model.activation, z)
    return xp, z


def _activated(xp: Any, name: str, z: Any) -> Any:
    if name == "relu":
        return xp.where(z > 0, z, xp.zeros_like(z))
    if name == "tanh":
        return xp.tanh(z)
    return special.sigmoid(z) if name == "logistic" else z


def _named(model: Any, xp: Any, z: Any) -> Any:
    if model.out_activation_ == "softmax":
        best = xp.argmax(z, axis=1)
    elif z.shape[1] > 1:  # several labels: 0 or 1 for each
        return xp.astype(z > 0, xp.int32)
    else:
        best = xp.astype(z[:, 0] > 0, xp.int32) * (len(model.classes_) - 1)
    return xp.take(as_classes(xp, z, model.classes_), best, axis=0)


def predict_class(model: Any, X: Any) -> Any:
    """Return the class of each sample; of several labels, 0 or 1 for each."""
    return _named(model, *_scores(model, "predict", X))


def predict_proba(model: Any, X: Any) -> Any:
    """Return the probability of each class."""
    xp, z = _scores(model, "predict_proba", X)
    if model.out_activation_ == "softmax":
        return special.softmax(z, -1)
    return xp.concat([special.sigmoid(-z), special.sigmoid(z)], axis=1) if z.shape[1] == 1 else special.sigmoid(z)


def predict_log_proba(model: Any, X: Any) -> Any:
    """Return the logarithms of the probabilities."""
    xp, z = _scores(model, "predict_log_proba", X)
    if model.out_activation_ == "softmax":
        return special.log_softmax(z, -1)
    log = special.log_sigmoid
    return xp.concat([log(-z), log(z)], axis=1) if z.shape[1] == 1 else log(z)


def predict_number(model: Any, X: Any) -> Any:
    """Return the predictions."""
    xp, z = _scores(model, "predict", X)
    if model.out_activation_ == "exp":
        z = xp.exp(z)
    return z[:, 0] if model.n_outputs_ == 1 else z
