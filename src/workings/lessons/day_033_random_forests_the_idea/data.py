"""The day's walks, made by a known law, and the cells of a clinic that come with scikit-learn."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

NAMES = ("nothing", "chanterelles")


class Walks(NamedTuple):
    """Rain of the last week in mm and its mean temperature in °C; whether chanterelles were found."""

    X: NDArray[np.float64]
    found: NDArray[np.int64]


def chance(X: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the true probability of finding some: high in a warm and wet patch, never quite 0 or 1."""
    rain, warmth = (X[:, 0] - 42.0) / 20.0, (X[:, 1] - 17.0) / 4.0
    away: NDArray[np.float64] = rain**2 + warmth**2 - 0.6 * rain * warmth
    return 0.05 + 0.85 / (1.0 + np.exp(4.0 * (away - 1.0)))


def walks(n: int = 300, seed: int = 41) -> Walks:
    """Return n walks."""
    rng = np.random.default_rng(seed)
    X = np.column_stack([rng.uniform(0.0, 90.0, n), rng.uniform(6.0, 26.0, n)]).round(1)
    return Walks(X, (rng.random(n) < chance(X)).astype(np.int64))


def cells() -> tuple[NDArray[np.float64], NDArray[np.int64], list[str]]:
    """Return scikit-learn's breast cancer data: 30 measures of 569 samples of cells, 1 where they are benign."""
    from sklearn.datasets import load_breast_cancer

    found: Any = load_breast_cancer()
    return found.data, found.target, [str(name) for name in found.feature_names]
