"""Least squares on sparse rows, which stay sparse: their means are subtracted inside the products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse.linalg import LinearOperator, cg, lsqr

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class SparseRows:
    """Sparse rows, centred and weighted as `operator`, and their means; y likewise."""

    operator: LinearOperator
    Y: Array
    x_mean: Array
    y_mean: Array


def sparse_rows(X: Any, Y: Array, weights: Array | None, fit_intercept: bool) -> SparseRows:
    """Return the rows of a least-squares problem with weights and, if wanted, an intercept."""
    n, p = X.shape
    shares = np.full(n, 1.0 / n) if weights is None else weights / weights.sum()
    x_mean, y_mean = np.zeros(p), np.zeros(Y.shape[1])
    if fit_intercept:
        x_mean, y_mean = np.asarray(X.T @ shares, dtype=np.float64).ravel(), shares @ Y
    root = np.ones(n) if weights is None else np.sqrt(weights)
    operator = LinearOperator(
        (n, p),
        matvec=lambda b: root * (X @ b.ravel() - x_mean @ b.ravel()),
        rmatvec=lambda r: X.T @ (root * r.ravel()) - x_mean * float(root @ r.ravel()),
        dtype=np.float64,
    )
    return SparseRows(operator, root[:, None] * (Y - y_mean), x_mean, y_mean)


def by_lsqr(rows: SparseRows, alpha: Array, tol: float, max_iter: int | None) -> tuple[Array, Array, bool]:
    """Return coefficients (p, k), steps (k,), and whether all targets converged.

    Source: Paige and Saunders, "LSQR", ACM Trans. Math. Software 8 (1982) 43, in SciPy.
    """
    found = [
        lsqr(rows.operator, rows.Y[:, j], damp=a**0.5, atol=tol, btol=tol, conlim=0.0, iter_lim=max_iter)
        for j, a in enumerate(alpha)
    ]
    steps = np.array([one[2] for one in found], dtype=np.int32)
    return np.column_stack([one[0] for one in found]), steps, all(one[1] != 7 for one in found)


def by_conjugate_gradients(
    rows: SparseRows, alpha: Array, tol: float, max_iter: int | None
) -> tuple[Array, Array, bool]:
    """Return what `by_lsqr` does, by conjugate gradients on the normal equations.

    Source: Hestenes and Stiefel, J. Res. Nat. Bur. Standards 49 (1952) 409, in SciPy.
    """
    A, columns, steps, good = rows.operator, [], [], True
    size = A.shape[1]
    for j, a in enumerate(alpha):
        normal = LinearOperator((size, size), matvec=lambda b, a=a: A.rmatvec(A.matvec(b)) + a * b, dtype=np.float64)
        taken: list[int] = []
        right = A.rmatvec(rows.Y[:, j])
        coef, code = cg(normal, right, rtol=tol, maxiter=max_iter, callback=lambda _, taken=taken: taken.append(1))
        columns.append(coef)
        steps.append(max(1, len(taken)))
        good &= code == 0
    return np.column_stack(columns), np.array(steps, dtype=np.int32), good


def positive_by_lbfgs(rows: SparseRows, alpha: Array, tol: float, max_iter: int | None) -> tuple[Array, Array, bool]:
    """Return coefficients that are not negative, as `by_lsqr` does, by L-BFGS-B of SciPy."""
    columns, steps, good = [], [], True
    for j, a in enumerate(alpha):

        def value_and_gradient(b: Array, y: Array = rows.Y[:, j], a: float = a) -> tuple[float, Array]:
            residual = rows.operator.matvec(b) - y
            value = 0.5 * float(residual @ residual) + 0.5 * a * float(b @ b)
            return value, rows.operator.rmatvec(residual) + a * b

        start = np.zeros(rows.operator.shape[1])
        size = float(np.abs(value_and_gradient(start)[1]).max(initial=0.0)) or 1.0
        found = minimize(
            value_and_gradient,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=[(0.0, None)] * len(start),
            options={"gtol": tol * size, "ftol": 1e-16, "maxiter": max_iter or 15_000, "maxfun": 100_000},
        )
        columns.append(found.x)
        steps.append(found.nit)
        good &= bool(found.status != 1)
    return np.column_stack(columns), np.array(steps, dtype=np.int32), good
