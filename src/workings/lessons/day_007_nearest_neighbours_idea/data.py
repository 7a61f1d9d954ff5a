"""The day's villages, made by a known law, and the wines that come with scikit-learn."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

WIDTH, HEIGHT = 20.0, 10.0  # of the map, in km
NAMES = ("southern", "northern")
_BLUR = 0.7  # km over which one way of speaking gives way to the other


class Villages(NamedTuple):
    """Kilometres east and north, and how people speak: 0 southern, 1 northern."""

    X: NDArray[np.float64]
    speech: NDArray[np.int64]


def northern(X: Array) -> Array:
    """Return the true probability that a village speaks northern: one half on a border that winds over the map."""
    border = 0.5 * HEIGHT + 2.0 * np.sin(2.0 * np.pi * X[:, 0] / WIDTH)
    probability: Array = 1.0 / (1.0 + np.exp(-(X[:, 1] - border) / _BLUR))
    return probability


def villages(n: int = 160, seed: int = 7) -> Villages:
    """Return n villages anywhere on the map; how each speaks is drawn with the law's probability."""
    rng = np.random.default_rng(seed)
    X = rng.uniform((0.0, 0.0), (WIDTH, HEIGHT), (n, 2)).round(2)
    return Villages(X, (rng.random(n) < northern(X)).astype(np.int64))


def wines() -> tuple[NDArray[np.float64], NDArray[np.int64], list[str]]:
    """Return scikit-learn's wines: 13 measures of 178 bottles, their growers, and the measures' names."""
    from sklearn.datasets import load_wine

    found: Any = load_wine()
    return found.data, found.target, [str(name).replace("_", " ") for name in found.feature_names]
