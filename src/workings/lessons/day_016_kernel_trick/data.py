"""The day's seedlings, which thrive where warmth and water are neither too little nor too much."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NAMES = ("thrives", "withers")
# A seedling withers beyond this distance from the best place, in the units of both features.
LIMIT = 1.3


class Seedlings(NamedTuple):
    """Warmth and water, as differences from the best, and whether the seedling withers (1) or thrives (-1)."""

    X: NDArray[np.float64]
    withers: NDArray[np.int64]


def seedlings(n: int = 120, gap: float = 0.15, seed: int = 16) -> Seedlings:
    """Return n seedlings, none nearer than `gap` to the circle that separates them."""
    rng = np.random.default_rng(seed)
    angle, far = rng.uniform(0.0, 2.0 * np.pi, 20 * n), 2.3 * np.sqrt(rng.uniform(0.0, 1.0, 20 * n))
    keep = np.flatnonzero(np.abs(far - LIMIT) > gap)[:n]
    X = far[keep, None] * np.column_stack([np.cos(angle[keep]), np.sin(angle[keep])])
    return Seedlings(X, np.where(far[keep] > LIMIT, 1, -1))


def lifted(X: NDArray[np.float64], height: float = 1.0) -> NDArray[np.float64]:
    """Return a third feature beside the two: their squares' sum."""
    return np.column_stack([X, height * (X**2).sum(axis=1)])


def all_products(X: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the six features whose products the kernel (1 + a . b)^2 gives, for X of two features."""
    a, b = X.T
    two = np.sqrt(2.0)
    return np.column_stack([np.ones(len(X)), two * a, two * b, a * a, b * b, two * a * b])
