"""The minimum of a quadratic model plus an l1 penalty.

Coordinate descent finds out which coefficients are 0; on those that are not, the model is a linear system, and one
solution of it ends what coordinate descent would creep towards where columns are alike.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor, cho_solve

Array = NDArray[Any]

# Models up to this size are swept in NumPy, without loading Numba.
_SMALL = 64
_SWEEPS = 10
_ROUNDS = 200
# Above this many coefficients that are not 0 no linear system is solved.
_SOLVED = 2000


def l1_model_minimum(matrix: Array, gradient: Array, start: Array, l1: Array, tol: float) -> Array:
    """Return w near ``start`` that minimises ``gradient (w - start) + (w - start) matrix (w - start) / 2 + l1 |w|``.

    Parameters
    ----------
    matrix : ndarray of shape (k, k), positive semidefinite
    gradient, start, l1 : ndarray of shape (k,)
    tol : float
        How far the optimality conditions may be missed.
    """
    if len(start) <= _SMALL:
        sweep: Any = sweeps_by_numpy
    else:
        from workings.kernels.l1_sweeps import model_sweeps as sweep  # loads Numba
    w, slopes = start.copy(), gradient.copy()
    for _ in range(_ROUNDS):
        sweep(matrix, w, slopes, l1, _SWEEPS, tol)
        slopes = gradient + matrix @ (w - start)
        if violation(w, slopes, l1).max(initial=0.0) <= tol:
            break
        w = _solved(matrix, w, slopes, l1)
        slopes = gradient + matrix @ (w - start)
        if violation(w, slopes, l1).max(initial=0.0) <= tol:
            break
    return w


def violation(w: Array, gradient: Array, l1: Array) -> Array:
    """Return by how much each coefficient misses the condition of the optimum: 0 lies in gradient + l1 sign(w)."""
    missed: Array = np.where(w != 0.0, np.abs(gradient + l1 * np.sign(w)), np.maximum(np.abs(gradient) - l1, 0.0))
    return missed


def _solved(matrix: Array, w: Array, slopes: Array, l1: Array) -> Array:
    """Go from w towards the model's minimum with these signs, and stop where a coefficient becomes 0."""
    free = np.flatnonzero((w != 0.0) | (l1 == 0.0))
    if not 0 < len(free) <= _SOLVED:
        return w
    part = matrix[np.ix_(free, free)]
    scale = 1.0 / np.sqrt(np.maximum(np.diag(part), 1e-300))
    scaled = part * scale[:, None] * scale
    scaled[np.diag_indices(len(free))] += 1e-12
    try:
        factor = cho_factor(scaled, lower=True, check_finite=False)
    except LinAlgError:
        return w
    downhill = -(slopes[free] + l1[free] * np.sign(w[free]))
    change = cho_solve(factor, downhill * scale, check_finite=False) * scale
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where((l1[free] > 0.0) & (w[free] * change < 0.0), -w[free] / change, np.inf)
    first = int(reach.argmin())
    moved = w.copy()
    moved[free] += min(1.0, reach[first]) * change
    if reach[first] <= 1.0:
        moved[free[first]] = 0.0
    return moved


def sweeps_by_numpy(matrix: Array, w: Array, slopes: Array, l1: Array, sweeps: int, tol: float) -> float:
    """Do what the kernel `model_sweeps` does, on a few coefficients."""
    largest = 0.0
    squares, thresholds = np.diag(matrix).tolist(), l1.tolist()
    for _ in range(sweeps):
        largest = 0.0
        for j, (square, threshold) in enumerate(zip(squares, thresholds, strict=True)):
            if square <= 0.0:
                continue
            old = float(w[j])
            free = old - float(slopes[j]) / square
            size = abs(free) - threshold / square
            new = 0.0 if size <= 0.0 else size if free > 0.0 else -size
            if new != old:
                w[j] = new
                slopes += (new - old) * matrix[j]
                largest = max(largest, abs(new - old) * square)
        if largest <= tol:
            break
    return largest
