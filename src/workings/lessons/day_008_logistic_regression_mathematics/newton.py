"""Newton's method as it stands on the page, with nothing to guard it, and what the curvature tells."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.special import sigmoid, softplus

Array = NDArray[Any]


def with_ones(X: Array) -> Array:
    """Return X with a last column of ones, whose coefficient is the intercept."""
    return np.column_stack([X, np.ones(len(X))])


def mean_loss(w: Array, X: Array, y: Array) -> float:
    """Return minus the log-likelihood, divided by the number of samples."""
    z = X @ w
    return float(np.mean(softplus((1 - 2 * y) * z)))


def gradient(w: Array, X: Array, y: Array) -> Array:
    """Return the derivatives of the mean loss, (p,)."""
    found: Array = X.T @ (sigmoid(X @ w) - y) / len(y)
    return found


def hessian(w: Array, X: Array) -> Array:
    """Return the second derivatives of the mean loss, (p, p)."""
    z = X @ w
    found: Array = (X * (sigmoid(z) * sigmoid(-z))[:, None]).T @ X / len(X)
    return found


def newton_path(w: Array, X: Array, y: Array, n_steps: int) -> list[Array]:
    """Return the start and what each step leads to; the walk ends early where the curvature is lost to rounding."""
    path = [np.asarray(w, dtype=float)]
    for _ in range(n_steps):
        H = hessian(path[-1], X)
        with np.errstate(over="ignore", invalid="ignore"):
            if not np.abs(H).max() > 1e-300:
                break
            following = path[-1] - np.linalg.solve(H, gradient(path[-1], X, y))
        if not np.isfinite(following).all():
            break
        path.append(following)
    return path


def standard_errors(w: Array, X: Array) -> Array:
    """Return how far each coefficient typically lies from the truth, by the curvature at the optimum."""
    found: Array = np.sqrt(np.diag(np.linalg.inv(len(X) * hessian(w, X))))
    return found
