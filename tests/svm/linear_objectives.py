"""The objectives of the linear support vector machines, written down once more, and the conditions of their optimum."""

from __future__ import annotations

import numpy as np
from scipy.optimize import lsq_linear


def coefficients(model):
    """Return the fitted rows with the constant's coefficient behind, as the penalty sees them."""
    coef = np.atleast_2d(model.coef_)
    if not model.fit_intercept:
        return coef
    return np.column_stack([coef, np.ravel(model.intercept_) / model.intercept_scaling])


def with_constant(model, X):
    """Return X with the constant as its last column."""
    X = X.toarray() if hasattr(X, "toarray") else np.asarray(X, dtype=float)
    return np.column_stack([X, np.full(len(X), float(model.intercept_scaling))]) if model.fit_intercept else X


def distances(model, Z, v, y):
    """Return each sample's distance from where it costs nothing, and on which side: shape (n,)."""
    z = Z @ v
    if hasattr(model, "epsilon"):
        return np.sign(y - z) * np.maximum(np.abs(y - z) - model.epsilon, 0.0)
    return y * np.maximum(1.0 - y * z, 0.0)


def objective(model, X, y, v=None, weights=None):
    """Return the objective of one row of coefficients; y is -1 and 1, or numbers."""
    Z = with_constant(model, X)
    v = coefficients(model)[0] if v is None else v
    weights = np.ones(len(y)) if weights is None else weights
    d = np.abs(distances(model, Z, v, y))
    penalty = np.abs(v).sum() if getattr(model, "penalty", "l2") == "l1" else 0.5 * v @ v
    return penalty + model.C * (weights @ (d**2 if "squared" in model.loss else d))


def missed_condition(model, X, y, weights=None, near=1e-6):
    """Return by how much v differs from a sum of samples with multipliers that the losses' slopes allow, relatively.

    A sample off the corner of its loss has one slope; on the corner any between the two, and the best are looked for.
    """
    Z, v = with_constant(model, X), coefficients(model)[0]
    cost = model.C * (np.ones(len(y)) if weights is None else np.asarray(weights))
    d = distances(model, Z, v, y)
    if "squared" in model.loss:
        left = v - Z.T @ (2.0 * cost * d)
    else:
        z = Z @ v
        corner = np.abs(np.abs(y - z) - model.epsilon) if hasattr(model, "epsilon") else np.abs(1.0 - y * z)
        side = np.sign(y - z) if hasattr(model, "epsilon") else y
        free = corner < near
        left = v - Z[~free].T @ (cost * np.sign(d))[~free]
        if free.any():
            low, high = np.minimum(cost * side, 0.0)[free], np.maximum(cost * side, 0.0)[free]
            if hasattr(model, "epsilon") and model.epsilon == 0.0:
                low, high = -cost[free], cost[free]
            found = lsq_linear(Z[free].T, left, (low, high), tol=1e-14)
            left = left - Z[free].T @ found.x
    return float(np.abs(left).max() / max(1.0, np.abs(v).max()))
