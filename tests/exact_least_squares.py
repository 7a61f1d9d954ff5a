"""Least squares in rational arithmetic: the exact answer to a problem of floating-point numbers, rounded once."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np


def exact_coefficients(
    X: Any, y: Any, *, intercept: bool = True, alpha: float = 0.0, weights: Any = None
) -> np.ndarray:
    """Return the coefficients, then the intercept if there is one, by Gauss's elimination of the normal equations."""
    rows = [[Fraction(v) for v in row] + [Fraction(1)] * intercept for row in _plain(X)]
    right = [Fraction(v) for v in _plain(y)]
    shares = [Fraction(1)] * len(rows) if weights is None else [Fraction(v) for v in _plain(weights)]
    size = len(rows[0])
    system = []
    for i in range(size):
        line = [sum((s * r[i] * r[j] for s, r in zip(shares, rows, strict=True)), Fraction(0)) for j in range(size)]
        line[i] += Fraction(alpha) if i < size - intercept else 0
        system.append([*line, sum((s * r[i] * t for s, r, t in zip(shares, rows, right, strict=True)), Fraction(0))])
    for i in range(size):
        pivot = next(k for k in range(i, size) if system[k][i])
        system[i], system[pivot] = system[pivot], system[i]
        system[i] = [v / system[i][i] for v in system[i]]
        for k in range(size):
            if k != i and system[k][i]:
                factor = system[k][i]
                system[k] = [a - factor * b for a, b in zip(system[k], system[i], strict=True)]
    return np.array([float(line[-1]) for line in system])


def _plain(values: Any) -> Sequence[Any]:
    return values.tolist() if hasattr(values, "tolist") else values


def digits(found: Any, right: Any) -> float:
    """Return the number of right digits of the worst coefficient (log relative error), at most 15."""
    found, right = np.asarray(found, dtype=np.float64), np.asarray(right, dtype=np.float64)
    error = np.abs(found - right) / np.where(right == 0.0, 1.0, np.abs(right))
    return float(np.min(-np.log10(np.clip(error, 1e-15, None)), initial=15.0))
