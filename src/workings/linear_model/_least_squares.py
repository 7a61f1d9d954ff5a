r"""Least squares, as exact as the data allow and no slower than it must be.

The problem is :math:`\min_b \|A b - y\|^2 + \alpha \|b\|^2` for centred, weighted rows A. Two ways:

- The *normal equations* :math:`(A^T A + \alpha) b = A^T y` by Cholesky's factorisation: one pass over the rows, but
  rounding errors grow with the square of the condition number of A.
- *Orthogonal factors*: QR block by block, then the singular values of the triangle; rounding errors grow with the
  condition number itself, and a rank can be told. Of all solutions the shortest is returned.

Columns are divided by their lengths before anything is judged, so units do not matter. The condition of the scaled
normal matrix, estimated from its factor, decides: up to `_PLAIN` the normal equations are good to 11 digits or more; up
to `_REFINED` their solution is corrected by its own residuals, which gives the digits that an orthogonal method gives
(the corrected seminormal equations); beyond, orthogonal factors take over, and are corrected as well.

Sources: Björck, "Stability analysis of the method of seminormal equations", Linear Algebra Appl. 88 (1987) 31; Golub
and Van Loan, "Matrix computations", 4th ed., 5.3 and 5.5; Demmel et al., SIAM J. Sci. Comput. 34 (2012) A206, for QR by
blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.linalg import svd as svd_of_scipy
from scipy.linalg.lapack import dpocon, dpotrf
from scipy.optimize import nnls

from workings.kernels._threads import aside, heed, parts_for_sums, run_blocks
from workings.linear_model._moments import Moments, Rows, sum_over_blocks

Array = NDArray[Any]

_PLAIN, _REFINED = 1e4, 1e11
# So many numbers are quick enough in extended precision.
EXTENDED = 100_000
# The smaller side of a matrix whose singular values take a quarter of a second or more.
_LONG = 700
_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Solution:
    """Coefficients (p, k) and what is known of the matrix.

    Attributes
    ----------
    coef : ndarray of shape (p, k), float64 or longdouble
    rank : int
    triangle : ndarray of shape (m, m), m = min(n, p)
        A matrix with the singular values of A.
    weakest : float
        The smallest singular value that counts, of A with columns of length 1, divided by the largest.
    """

    coef: Array
    rank: int
    triangle: Array
    weakest: float


def by_normal_equations(found: Moments, alpha: float = 0.0) -> Solution | None:
    """Return the solution from the moments, or None where it would not be good enough."""
    p = len(found.gram)
    normal = found.gram.copy()
    normal[np.diag_indices(p)] += alpha
    squares = normal.diagonal()
    if not found.finite or not (squares > 1e-280).all() or not (squares < 1e280).all():
        return None
    scale = 1.0 / np.sqrt(squares)
    normal *= scale
    normal *= scale[:, None]
    one_norm = float(np.abs(normal).sum(axis=0).max())
    factor, failed = dpotrf(normal, lower=0, overwrite_a=0, clean=1)
    if failed:
        return None
    condition = 1.0 / max(float(dpocon(factor, one_norm)[0]), 1e-300)
    # Is there a direction in which the data are the rounding of their last bits?
    blurred = alpha == 0.0 and (_rounding(found) * scale).max() > condition**-0.5
    if condition > _REFINED or blurred:
        return None
    solver = _Seminormal(factor, scale)
    coef = solver(found.cross)
    if condition > _PLAIN:
        coef = refined(found.rows, solver, coef, alpha)
    return Solution(coef, p, factor / scale, condition**-0.5)


def _rounding(found: Moments) -> Array:
    """Return about how long a column of the rounding errors of the data is."""
    rows = found.rows
    total = float(len(rows.X) if rows.weights is None else rows.weights.sum())
    size = np.sqrt(found.gram.diagonal()) + np.abs(rows.x_shift) * total**0.5
    rounding: Array = float(np.finfo(rows.X.dtype).eps) * size
    return rounding


@dataclass(frozen=True, eq=False)
class _Seminormal:
    """Division by A'A + alpha, known by a triangle R with R'R = D (A'A + alpha) D for a diagonal scale D."""

    factor: Array
    scale: Array

    def __call__(self, right: Array) -> Array:
        z = solve_triangular(self.factor, self.scale[:, None] * right, trans="T", check_finite=False)
        solution: Array = self.scale[:, None] * solve_triangular(self.factor, z, check_finite=False)
        return solution


def refined(rows: Rows, solver: _Seminormal, coef: Array, alpha: float) -> Array:
    """Correct coefficients by the solution for their own residuals, while that makes the corrections smaller.

    Of few rows they are returned in the longest format there is, because an intercept that is computed from rounded
    coefficients loses digits.
    """
    n, p, k = rows.shape
    small = n * (p + k) <= EXTENDED
    exact = _extended(rows) if small else None
    coef = coef.astype(np.longdouble) if small else coef
    last = np.full(k, np.inf)
    going = np.ones(k, dtype=bool)
    for _ in range(12 if small else 3):
        slope = _slope_extended(*exact, coef) if exact is not None else _slope(rows, coef)
        step = solver((slope - alpha * coef).astype(np.float64))
        size = np.linalg.norm(step / solver.scale[:, None], axis=0)
        going &= np.isfinite(size) & (size < 0.5 * last)
        if not going.any():
            break
        coef = coef + np.where(going, step, 0.0)
        last = size
        if (size <= 0.25 * _EPS * np.linalg.norm((coef / solver.scale[:, None]).astype(np.float64), axis=0)).all():
            break
    return coef


def _slope(rows: Rows, coef: Array) -> Array:
    """Return A'(y - A b) in one pass."""
    p = len(coef)
    return sum_over_blocks(rows, lambda block: block[:, :p].T @ (block[:, p + 1 :] - block[:, :p] @ coef), coef.shape)


def _extended(rows: Rows) -> tuple[Array, Array]:
    """Return A and y in the longest format there is."""
    long = np.longdouble
    x = rows.X.astype(long) - rows.x_shift - rows.x_rest
    y = rows.Y.astype(long) - rows.y_shift - rows.y_rest
    weights = np.ones(len(x), dtype=long) if rows.weights is None else rows.weights.astype(long)
    if rows.x_shift.any() or rows.x_rest.any() or rows.y_shift.any():
        x -= weights @ x / weights.sum()
        y -= weights @ y / weights.sum()
    root = np.sqrt(weights)[:, None]
    return x * root, y * root


def _slope_extended(x: Array, y: Array, coef: Array) -> Array:
    slope: Array = x.T @ (y - x @ coef)
    return slope


def by_orthogonal_factors(rows: Rows, alpha: float = 0.0) -> Solution:
    """Return the solution by QR and the singular values of the triangle; the shortest if there are many."""
    n, p, k = rows.shape
    whole = triangle_of(rows)  # of [A, y]
    triangle, right = whole[:, :p], whole[:, p:]
    stacked, target = triangle, right
    if alpha > 0.0:
        stacked = np.vstack([triangle, alpha**0.5 * np.eye(p)])
        target = np.vstack([right, np.zeros((p, k))])
    lengths, noise = column_lengths(stacked), _noise(rows)
    scale = np.where(lengths > 0.0, 1.0 / np.where(lengths > 0.0, lengths, 1.0), 0.0)
    if alpha == 0.0:
        scale[lengths <= 2.0 * noise] = 0.0  # does not vary, but for rounding
    left, singular, right_vectors = singular_vectors(stacked * scale)
    largest = singular[0] if len(singular) else 0.0
    # A direction counts if it is longer than what rounding leaves of nothing: of the computation, and of the data.
    blur = _EPS * (4.0 * max(n if n < p else 0, p) + n**0.5) * largest
    if alpha == 0.0:
        blur = blur + 2.0 * np.linalg.norm(right_vectors * (noise * scale), axis=1)
    kept = singular > blur
    rank = int(kept.sum())
    weights = (left[:, kept].T @ target) / singular[kept][:, None]
    if rank == p:
        coef = scale[:, None] * (right_vectors.T @ weights)
        factor = _r(stacked * scale)
        coef = refined(rows, _Seminormal(factor, scale), coef, alpha)
    else:
        coef = _shortest(right_vectors[kept], np.where(scale > 0.0, lengths, 0.0), weights)
    weakest = float(singular[kept].min() / largest) if rank else 1.0
    if n < p:
        triangle = _r(triangle.T)
    return Solution(coef, rank, triangle, weakest)


def _shortest(directions: Array, lengths: Array, weights: Array) -> Array:
    """Return the shortest b with V L b = w, where V has orthonormal rows and L is diagonal."""
    q, r = np.linalg.qr((directions * lengths).T)
    coef: Array = q @ solve_triangular(r, weights, trans="T", check_finite=False)
    return coef


def not_negative(rows: Rows, alpha: float = 0.0) -> Solution:
    """Return the best solution without negative coefficients.

    Source: Lawson and Hanson, "Solving least squares problems" (1974), chapter 23, in SciPy; on the triangle, which has
    the same solution as all rows.
    """
    n, p, k = rows.shape
    whole = triangle_of(rows)
    triangle, right = whole[:, :p], whole[:, p:]
    stacked, target = triangle, right
    if alpha > 0.0:
        stacked, target = np.vstack([triangle, alpha**0.5 * np.eye(p)]), np.vstack([right, np.zeros((p, k))])
    lengths = column_lengths(stacked)
    scale = 1.0 / np.where(lengths > 0.0, lengths, 1.0)
    columns = [scale * nnls(stacked * scale, target[:, j], maxiter=max(1000, 30 * p))[0] for j in range(k)]
    singular = singular_vectors(stacked * scale)[1]
    rank = int((singular > _EPS * max(n, p) * singular.max(initial=0.0)).sum())
    return Solution(np.column_stack(columns), rank, triangle, 1.0)


def column_lengths(A: Array) -> Array:
    """Return the Euclidean length of each column, without overflow."""
    largest = np.abs(A).max(axis=0, initial=0.0)
    safe = np.where(largest > 0.0, largest, 1.0)
    lengths: Array = largest * np.linalg.norm(A / safe, axis=0)
    return lengths


def _noise(rows: Rows) -> Array:
    """Return how long a column of the rounding errors of the data is, at half a unit in the last place."""
    eps = float(np.finfo(rows.X.dtype).eps)
    weights = np.ones(len(rows.X)) if rows.weights is None else rows.weights
    largest = np.maximum(rows.X.max(axis=0, initial=0.0), -rows.X.min(axis=0, initial=0.0)).astype(np.float64)
    noise: Array = 0.25 * eps * largest * float(weights.sum()) ** 0.5
    return noise


def singular_vectors(A: Array) -> tuple[Array, Array, Array]:
    """Return U, the singular values, and V transposed, of the smaller side's size; Ctrl-C is heard."""
    if min(A.shape) < _LONG:
        found: tuple[Array, Array, Array] = svd_of_scipy(A, full_matrices=False, check_finite=False)
        return found
    # NumPy's lets other threads run.
    left, singular, right = aside(lambda: np.linalg.svd(A, full_matrices=False))
    return left, singular, right


def _r(A: Array) -> Array:
    triangle: Array = np.linalg.qr(A, mode="r")  # type: ignore[assignment]
    return triangle


def triangle_of(rows: Rows) -> Array:
    """Return the triangle of a QR factorisation of [A, y]: of each block of rows, then of what they leave."""
    n, p, k = rows.shape
    if n <= p + k:
        return np.hstack(rows.all_centred())
    size = max(rows.block, 4 * (p + k))
    parts: dict[int, Array] = {}

    def work(start: int, stop: int) -> None:
        left = np.empty((0, p + k))
        for a in range(start, stop, size):
            heed()
            b = min(a + size, stop)
            x, y = np.empty((b - a, p)), np.empty((b - a, k))
            rows.centred(a, b, x, y)
            block = np.hstack([x, y])
            if rows.weights is not None:
                block *= np.sqrt(rows.weights[a:b])[:, None]
            left = _r(np.vstack([left, block]))
        parts[start] = left

    run_blocks(work, n, parts=1 if n * p <= EXTENDED else parts_for_sums((p + k) ** 2))
    in_order = [parts[start] for start in sorted(parts)]
    return in_order[0] if len(in_order) == 1 else _r(np.vstack(in_order))
