r"""What a ridge regression would predict for each sample if it were fitted without it, for many penalties at once.

Nothing is fitted again. With the hat matrix :math:`H = A (A^T A + \alpha)^{-1} A^T`, the intercept's part
:math:`s_i / S` added to its diagonal, the error of sample i left out is

.. math:: e_i = \frac{y_i - \hat y_i}{1 - h_i} .

From :math:`A = U D V^T` all penalties follow: :math:`h_i = s_i / S + \sum_j (A V)_{ij}^2 / (d_j^2 + \alpha)`. With
fewer samples than features :math:`1 - h_i` would lose all its digits that way; there U is taken without the direction
of the intercept, and :math:`1 - h_i = \sum_j U_{ij}^2 \, \alpha / (d_j^2 + \alpha)` adds positive numbers only.

Source: Golub, Heath and Wahba, "Generalized cross-validation as a method for choosing a good ridge parameter",
Technometrics 21 (1979) 215.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from workings.kernels._threads import heed, parts_for_sums, run_blocks
from workings.linear_model._least_squares import singular_vectors, triangle_of
from workings.linear_model._moments import Moments

Array = NDArray[Any]
Taker = Callable[[int, int, Array], None]

# Squares of singular values are good enough if they, with the penalty, exceed this share of the largest.
_SQUARES = 1e-9


def leave_one_out(found: Moments, alphas: Array, fit_intercept: bool, svd: bool, take: Taker) -> None:
    """Call ``take(start, stop, errors)`` on blocks of rows that cover them all; errors are (rows, targets, alphas).

    Errors are those of the weighted rows: multiplied by the roots of the weights. `svd` asks for singular values of the
    rows themselves instead of eigenvalues of their products.
    """
    n, p, _ = found.rows.shape
    if n <= p + 1:
        take(0, n, _by_samples(found, alphas, fit_intercept, svd))
    else:
        _by_features(found, alphas, fit_intercept, svd, take)


def _by_features(found: Moments, alphas: Array, fit_intercept: bool, svd: bool, take: Taker) -> None:
    rows, (n, p, _) = found.rows, found.rows.shape
    squares, directions, right = _principal(found, alphas, svd)
    inverse = 1.0 / (squares[:, None] + alphas)  # (p, alphas)
    total = float(n if rows.weights is None else rows.weights.sum())
    size = rows.block

    def work(start: int, stop: int) -> None:
        for a in range(start, stop, size):
            heed()
            b = min(a + size, stop)
            x, y = np.empty((b - a, p)), np.empty((b - a, rows.Y.shape[1]))
            rows.centred(a, b, x, y)
            weights = np.ones(b - a) if rows.weights is None else rows.weights[a:b]
            root = np.sqrt(weights)[:, None]
            along = (x * root) @ directions
            left = 1.0 - along**2 @ inverse  # (rows, alphas)
            if fit_intercept:
                left -= (weights / total)[:, None]
            errors = np.stack([y * root - along @ (right * one[:, None]) for one in inverse.T], axis=-1)
            take(a, b, errors / left[:, None, :])

    run_blocks(work, n, parts=parts_for_sums(1))


def _principal(found: Moments, alphas: Array, svd: bool) -> tuple[Array, Array, Array]:
    """Return the squares of the singular values of A, its right vectors V, and V'A'y."""
    p = len(found.gram)
    if found.finite and not svd:
        squares, directions = eigh(found.gram, check_finite=False)
        if squares[0] + alphas.min() > _SQUARES * squares[-1]:
            return np.maximum(squares, 0.0), directions, directions.T @ found.cross
    triangle = triangle_of(found.rows)
    left, singular, right = singular_vectors(triangle[:, :p])
    return singular**2, right.T, singular[:, None] * (left.T @ triangle[:, p:])


def _by_samples(found: Moments, alphas: Array, fit_intercept: bool, svd: bool) -> Array:
    rows, n = found.rows, found.rows.shape[0]
    A, y = rows.all_centred()
    mirror = None
    if fit_intercept:
        root = np.ones(n) if rows.weights is None else np.sqrt(rows.weights)
        mirror = _to_first_axis(root / np.linalg.norm(root))
        A, y = _mirrored(mirror, A)[1:], _mirrored(mirror, y)[1:]
    kernel = A @ A.T
    largest = float(kernel.diagonal().sum())  # at least the largest eigenvalue
    if found.finite and not svd and alphas.min() > _SQUARES * largest:
        squares, left = eigh(kernel, check_finite=False)
    else:
        left, singular, _ = np.linalg.svd(A)
        squares = np.zeros(len(A))
        squares[: len(singular)] = singular**2
    kept = alphas / (np.maximum(squares, 0.0)[:, None] + alphas)  # (samples, alphas)
    right = left.T @ y
    if mirror is not None:
        left = _mirrored(mirror, np.vstack([np.zeros(left.shape[1]), left]))
    errors = np.stack([left @ (right * one[:, None]) for one in kept.T], axis=-1)
    remaining = left**2 @ kept
    errors /= np.where(remaining > 0.0, remaining, 1.0)[:, None, :]  # of a lone sample nothing remains, and no error
    return errors


def _to_first_axis(unit: Array) -> Array:
    """Return the normal of the mirror that takes a unit vector to the first axis (Householder)."""
    normal = unit.copy()
    normal[0] += 1.0 if unit[0] >= 0.0 else -1.0
    mirror: Array = normal / np.linalg.norm(normal)
    return mirror


def _mirrored(normal: Array, A: Array) -> Array:
    mirrored: Array = A - 2.0 * np.outer(normal, normal @ A)
    return mirrored
