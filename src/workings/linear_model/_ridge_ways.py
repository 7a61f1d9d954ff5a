r"""The ways to the minimum of :math:`\|A b - y\|^2 + \alpha \|b\|^2`, for one penalty or one for each target.

Samples decide as many directions as there are of them, so with fewer samples than features the unknowns are better
one number d for each sample: :math:`b = A^T d` with :math:`(A A^T + \alpha) d = y` (the kernel form).

Source: Hastie, Tibshirani and Friedman, "The elements of statistical learning", 2nd ed., 3.4.1 and 18.3.5.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cholesky, solve_triangular

from workings.linear_model._least_squares import (
    by_normal_equations,
    by_orthogonal_factors,
    not_negative,
    singular_vectors,
)
from workings.linear_model._moments import Moments

Array = NDArray[Any]

# With fewer numbers the orthogonal way is quick enough to be the only one.
_SMALL = 20_000
_EPS = float(np.finfo(np.float64).eps)


def dense_ridge(found: Moments, alpha: Array, *, solver: str, positive: bool) -> tuple[Array, str]:
    """Return coefficients (p, k), one penalty for each target, and the way that was taken, by the name of a solver."""
    _, p, k = found.rows.shape
    coef, name = np.empty((p, k)), ""
    for one in np.unique(alpha):
        chosen = np.flatnonzero(alpha == one)
        part = found if len(chosen) == k else found.of_targets(chosen)
        coef[:, chosen], name = _one_penalty(part, float(one), solver=solver, positive=positive)
    return coef, name


def _one_penalty(found: Moments, alpha: float, *, solver: str, positive: bool) -> tuple[Array, str]:
    n, p, _ = found.rows.shape
    if positive:
        return not_negative(found.rows, alpha).coef, "active sets"
    if n < p and alpha > 0.0:
        A, y = found.rows.all_centred()
        return (_filtered(A, y, alpha), "svd") if solver == "svd" else (_kernel_form(A, y, alpha), "cholesky")
    if n >= p and solver != "svd" and (n * p > _SMALL or solver == "cholesky"):
        solution = by_normal_equations(found, alpha)
        if solution is not None:
            return solution.coef, "cholesky"
    return by_orthogonal_factors(found.rows, alpha).coef, "svd"


def _filtered(A: Array, y: Array, alpha: float) -> Array:
    """Return b = V diag(s / (s^2 + alpha)) U'y."""
    left, singular, right = singular_vectors(A)
    coef: Array = right.T @ ((singular / (singular**2 + alpha))[:, None] * (left.T @ y))
    return coef


def _kernel_form(A: Array, y: Array, alpha: float) -> Array:
    """Return b = A'd, with d corrected by its own residuals."""
    n = len(A)
    kernel = A @ A.T
    kernel[np.diag_indices(n)] += alpha
    # Rounding in the kernel is as large as alpha: factors of A itself instead of its squares.
    hidden = not np.isfinite(kernel).all() or float(kernel.diagonal().max()) * _EPS * n > 1e-3 * alpha
    try:
        factor = None if hidden else cholesky(kernel, check_finite=False)
    except LinAlgError:
        factor = None
    if factor is None:
        factor = np.linalg.qr(np.vstack([A.T, alpha**0.5 * np.eye(n)]), mode="r")

    def divided(right: Array) -> Array:
        z = solve_triangular(factor, right, trans="T", check_finite=False)
        solution: Array = solve_triangular(factor, z, check_finite=False)
        return solution

    dual = divided(y)
    last = np.inf
    for _ in range(4):
        step = divided(y - A @ (A.T @ dual) - alpha * dual)
        size = float(np.abs(step).max(initial=0.0))
        if not size < 0.5 * last:
            break
        dual, last = dual + step, size
    coef: Array = A.T @ dual
    return coef
