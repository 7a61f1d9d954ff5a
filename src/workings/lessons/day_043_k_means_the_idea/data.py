"""The day's town, made by a known law: homes around squares whose places we know."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

SQUARES = np.array([[2.0, 6.5], [4.5, 2.0], [7.5, 7.0], [10.5, 3.0], [13.0, 6.5]])  # km east and north
WIDTH, HEIGHT = 15.0, 9.0


class Town(NamedTuple):
    """Homes, km east and north, and the square around which each was built."""

    X: NDArray[np.float64]
    square: NDArray[np.int64]


def town(n: int = 250, spread: float = 1.1, seed: int = 43) -> Town:
    """Return n homes, as many around each square, scattered by so many km in either direction."""
    rng = np.random.default_rng(seed)
    square = np.arange(n) % len(SQUARES)
    return Town((SQUARES[square] + spread * rng.normal(size=(n, 2))).round(2), square)


def flowers() -> tuple[NDArray[np.float64], NDArray[np.int64], list[str], list[str]]:
    """Return scikit-learn's irises: four measures in cm of 150 flowers, their species, and the names of both."""
    from sklearn.datasets import load_iris

    found = load_iris()
    return (
        found.data,
        found.target,
        [name.removesuffix(" (cm)") for name in found.feature_names],
        list(found.target_names),
    )
