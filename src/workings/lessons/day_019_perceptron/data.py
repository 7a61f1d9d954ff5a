"""Applicants for a credit, judged by a target function that is known here and nowhere else."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# The target function: granted where TRUTH . (income, debt) + CUT > 0, both in standard deviations from the mean.
TRUTH, CUT = np.array([0.8, -0.6]), 0.2


class Applicants(NamedTuple):
    """Income and debt, and whether the credit was granted (1) or refused (-1)."""

    X: NDArray[np.float64]
    granted: NDArray[np.int64]


def target_function(X: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return what the bank would answer, 1 or -1."""
    return np.where(X @ TRUTH + CUT > 0, 1, -1)


def applicants(n: int = 120, gap: float = 0.2, flipped: int = 0, seed: int = 19) -> Applicants:
    """Return n applicants, none nearer than `gap` to the true line; the answers of `flipped` of them are wrong."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(-2.0, 2.0, (40 * n, 2))
    X = X[np.abs(X @ TRUTH + CUT) > gap][:n]
    granted = target_function(X)
    granted[rng.permutation(n)[:flipped]] *= -1
    return Applicants(X, granted)


def bound(X: NDArray[np.float64]) -> float:
    """Return Novikoff's bound on the number of mistakes, of samples that the target function answers.

    (R / margin)^2, with R the longest sample and the margin the true line's, both with the intercept's 1 as a feature.
    """
    longest = float(np.sqrt(1.0 + (X**2).sum(axis=1)).max())
    margin = float(np.abs(X @ TRUTH + CUT).min()) / float(np.sqrt(1.0 + CUT**2))
    return (longest / margin) ** 2
