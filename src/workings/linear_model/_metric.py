"""By what a gradient is divided to become a step: second derivatives, or the part of them that can be afforded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from workings.linear_model._logistic_loss import LogisticLoss

Array = NDArray[Any]
Metric = Callable[[Array], Array]

# Above this many features only the diagonal is formed.
_DENSE = 3000
# A column of second derivatives in float32 must add so much to those before it.
_ROUGH = 1e-4


def newton_metric(loss: LogisticLoss, theta: Array, *, rough: bool = False) -> Metric:
    """Return division by the second derivatives at `theta`; if `rough`, in float32 where that is good enough."""
    if rough:
        solve = _cholesky(_hessian(loss, theta, np.float32), _ROUGH)
        if solve is not None:
            return solve
    solve = _cholesky(_hessian(loss, theta, np.float64))
    assert solve is not None  # damped until it can be factored
    return solve


def _hessian(loss: LogisticLoss, theta: Array, dtype: Any) -> Array:
    hessian = loss.hessian(theta, dtype)
    if loss.rows > 1:
        _fix_gauge(hessian, loss.rows, loss.width)
    return hessian


def _fix_gauge(hessian: Array, rows: int, width: int) -> None:
    """Add curvature along the one direction that changes nothing: the same number for every class.

    Gradients have no part along it, so no step changes; but the matrix can now be inverted.
    """
    blocks = hessian.reshape(rows, width, rows, width)
    for j in range(width):
        square = blocks[:, j, :, j]
        square += np.trace(square) / rows**2


def _cholesky(matrix: Array, least: float = 0.0) -> Metric | None:
    """Return division by a positive semidefinite matrix; directions it does not know are damped.

    Scaled to a diagonal of ones first, so that features of any units do equally well. Return None if what a column
    adds to those before it is below `least`, the accuracy that the caller ascribes to the matrix.
    """
    diagonal = np.diag(matrix).copy()
    largest = diagonal.max(initial=0.0)
    diagonal[~(diagonal > 1e-300 * largest)] = largest if largest > 0 else 1.0
    scale = 1.0 / np.sqrt(diagonal)
    scaled = matrix * scale[:, None] * scale
    damping = 1e-13 * len(scale)
    for _ in range(20):
        try:
            factor = cho_factor(scaled + damping * np.eye(len(scale)), lower=True, check_finite=False)
        except LinAlgError:
            if least:
                return None
            damping *= 10.0
            continue
        if least and float(np.diag(factor[0]).min(initial=1.0)) ** 2 < least:
            return None
        return lambda g: cho_solve(factor, g * scale, check_finite=False) * scale
    return lambda g: g * scale**2


def class_metric(loss: LogisticLoss, theta: Array) -> Metric:
    """Return division by the second derivatives of each class alone, as if classes did not share their samples.

    With very many features only the diagonals are formed.
    """
    width = loss.width
    if width <= _DENSE:
        solvers = [_cholesky(block) for block in loss.class_hessians(theta)]
        return lambda g: _without_gauge(
            [solve(row) for solve, row in zip(solvers, g.reshape(-1, width), strict=True) if solve is not None]
        )
    diagonal = 0.25 * np.ones(width)
    diagonal[: loss.X.shape[1]] = 0.25 * loss.column_squares()  # at most
    diagonal += loss.penalties()
    diagonal[diagonal <= 0.0] = 1.0
    return lambda g: _without_gauge(g.reshape(-1, width) / diagonal)


def _without_gauge(rows: Any) -> Array:
    """Take out what all classes share: it changes no probability, and only the small penalty would bring it back."""
    step: Array = np.array(rows)
    if len(step) > 1:
        step -= step.mean(axis=0)
    return step.ravel()
