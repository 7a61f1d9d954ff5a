"""Approximation and estimation error of polynomials, where the truth is known.

Inputs are uniform on [-1, 1], outcomes a known function and normal noise, the loss is the squared error. In Legendre
polynomials, made orthonormal, the best polynomial of each degree keeps the function's own first coefficients.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

Array = NDArray[Any]
MOST = 12  # the highest degree
_FAR = 60  # coefficients that stand for all of the function


def truth(x: Array) -> Array:
    """Return what the outcome is but for the noise."""
    return np.asarray(np.sin(3.0 * x) + 0.6 * np.exp(-20.0 * (x - 0.4) ** 2))


def columns(x: Array, degree: int) -> Array:
    """Return the orthonormal polynomials up to a degree at each x."""
    return np.asarray(legendre.legvander(x, degree) * np.sqrt(2.0 * np.arange(degree + 1) + 1.0))


@cache
def coefficients() -> Array:
    """Return those of the function, by Gauss's quadrature."""
    nodes, weights = legendre.leggauss(400)
    return np.asarray(columns(nodes, _FAR).T @ (0.5 * weights * truth(nodes)))


class Errors(NamedTuple):
    """For each degree from 0 on; the estimation error is a median over samples."""

    approximation: Array
    estimation: Array
    empirical: Array


@cache
def errors(n: int, noise: float, repeats: int = 25, seed: int = 24) -> Errors:
    """Fit polynomials of each degree to samples of n, again and again."""
    rng = np.random.default_rng(seed)
    own = coefficients()
    approximation = np.array([np.sum(own[d + 1 :] ** 2) for d in range(MOST + 1)])
    estimation, empirical = np.empty((repeats, MOST + 1)), np.empty((repeats, MOST + 1))
    for r in range(repeats):
        x = rng.uniform(-1.0, 1.0, n)
        y = truth(x) + noise * rng.normal(size=n)
        Q, R = np.linalg.qr(columns(x, MOST))
        along = Q.T @ y
        for d in range(MOST + 1):
            fitted = np.linalg.solve(R[: d + 1, : d + 1], along[: d + 1])
            estimation[r, d] = np.sum((fitted - own[: d + 1]) ** 2)
            empirical[r, d] = (float(y @ y) - float(np.sum(along[: d + 1] ** 2))) / n
    return Errors(approximation, np.median(estimation, axis=0), np.median(empirical, axis=0))
