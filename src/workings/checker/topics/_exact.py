"""Exact and nearly exact linear algebra on small inputs, for the right answers of topics."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from workings.checker.model import Array


def fractions(x: Any) -> list[Fraction]:
    """Return the numbers of a vector as fractions: no rounding."""
    return [Fraction(float(v)) for v in np.ravel(x)]


def mean_and_variance(x: Any) -> tuple[Fraction, Fraction]:
    """Return the mean and the variance (divided by n) of a vector."""
    values = fractions(x)
    mean = sum(values, Fraction(0)) / len(values)
    return mean, sum(((v - mean) ** 2 for v in values), Fraction(0)) / len(values)


def solve(matrix: list[list[Any]], right: list[Any]) -> list[Any] | None:
    """Solve a small system by elimination, in whatever numbers it is given; None if it is singular."""
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    size = len(rows)
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(rows[i][k]))
        if rows[pivot][k] == 0:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(size):
            if i != k:
                factor = rows[i][k] / rows[k][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [rows[k][size] / rows[k][k] for k in range(size)]


def least_squares(X: Array, y: Array) -> Array | None:
    """Return the least-squares solution in fractions, rounded once; None if there are several."""
    found = _least_squares(X.shape, X.astype(np.float64).tobytes(), y.astype(np.float64).tobytes())
    return None if found is None else np.array(found)


@lru_cache(maxsize=1024)
def _least_squares(shape: tuple[int, ...], X_bytes: bytes, y_bytes: bytes) -> tuple[float, ...] | None:
    X = np.frombuffer(X_bytes).reshape(shape)
    columns = [fractions(column) for column in X.T]
    target = fractions(np.frombuffer(y_bytes))
    matrix = [[sum(a * b for a, b in zip(u, v, strict=True)) for v in columns] for u in columns]
    found = solve(matrix, [sum(a * b for a, b in zip(u, target, strict=True)) for u in columns])
    return None if found is None else tuple(float(v) for v in found)


def sigmoid(z: Any) -> Any:
    """Return 1 / (1 + exp(-z)), from the side on which exp is small."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)
