"""The quadratic programs of support vector machines, in one form.

Minimise over b, which has a fixed sum and lies in a box,

    b'Kb / 2 + q'b,    low <= b <= high.

Classification has one variable for each sample, its alpha times its class's sign: q = -sign. Regression has two, alpha
and -alpha*: q = epsilon - target and -(epsilon + target). The one-class machine has q = 0 and a sum of nu times the
weights. Arrays have shape (copies, n), copies being 1 or 2; the coefficient of a sample is the sum of its copies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


# Pairs that are moved at most where nobody says how many, and for each sample.
_MOST_PAIRS, _PAIRS_EACH = 10_000_000, 100


@dataclass
class Problem:
    """One quadratic program over the samples `rows` of X."""

    rows: Array
    linear: Array
    low: Array
    high: Array
    start: Array


@dataclass
class Outcome:
    """What a solver found: coefficients of the samples, the intercept, pairs moved, the gap that is left."""

    coef: Array
    intercept: float
    n_iter: int
    gap: float
    converged: bool


@dataclass(frozen=True)
class Limits:
    """When to stop, and how much memory the rows of the kernel matrix may take."""

    tol: float
    max_iter: int
    cache_bytes: int
    shrinking: bool

    def pairs(self, n: int) -> int:
        """Return how many pairs of variables of n samples may be moved.

        Features of a hundred, cubed by a kernel, can leave steps so small that rounding undoes them, for ever. Where
        the caller sets no limit, LIBSVM's ends that: C.-C. Chang and C.-J. Lin, svm.cpp, Solver::Solve.
        """
        return self.max_iter if self.max_iter >= 0 else max(_MOST_PAIRS, _PAIRS_EACH * n)


def classification(rows: Array, signs: Array, bounds: Array) -> Problem:
    """Return the program of two classes, 1 and -1, with the bound C of each sample."""
    return Problem(
        rows,
        -signs[None],
        np.where(signs > 0, 0.0, -bounds)[None],
        np.where(signs > 0, bounds, 0.0)[None],
        np.zeros((1, len(rows))),
    )


def regression(rows: Array, targets: Array, epsilon: float, bounds: Array) -> Problem:
    """Return the program of an epsilon-insensitive regression."""
    nothing = np.zeros(len(rows))
    return Problem(
        rows,
        np.stack([epsilon - targets, -epsilon - targets]),
        np.stack([nothing, -bounds]),
        np.stack([bounds, nothing]),
        np.zeros((2, len(rows))),
    )


def one_class(rows: Array, weights: Array, nu: float) -> Problem:
    """Return the program of the one-class machine; the first samples begin with all the weight there is."""
    before = np.concatenate([[0.0], np.cumsum(weights)[:-1]])
    total = nu * float(weights.sum())
    start = np.clip(total - before, 0.0, weights)
    return Problem(rows, np.zeros((1, len(rows))), np.zeros((1, len(rows))), weights[None].copy(), start[None])


def intercept_of(scores: Array, b: Array, low: Array, high: Array, top: float, bottom: float) -> float:
    """Return the mean score of the free variables; without any, the middle between those that may rise and fall."""
    free = (b > low) & (b < high)
    if free.any():
        return float(scores[free].mean())
    if not np.isfinite(top) or not np.isfinite(bottom):
        return float(bottom if np.isfinite(bottom) else top)
    return 0.5 * (top + bottom)
