"""The day's mornings at a beehive, made by a known law, and the wines that come with scikit-learn."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

NAMES = ("stayed in", "flew")
FEATURES = ("temperature", "wind")
UNITS = ("°C", "km/h")
WARM, WINDY = 13.0, 28.0
_MOODS = 0.06  # of all mornings are not as the law says


class Mornings(NamedTuple):
    """Temperature in °C and wind in km/h; whether the bees flew."""

    X: NDArray[np.float64]
    flew: NDArray[np.int64]


def law(X: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return whether bees fly as a rule: where it is warm, and not windy."""
    fly: NDArray[np.bool_] = (X[:, 0] > WARM) & (X[:, 1] < WINDY)
    return fly


def mornings(n: int = 80, seed: int = 23) -> Mornings:
    """Return n mornings."""
    rng = np.random.default_rng(seed)
    X = np.column_stack([rng.uniform(2.0, 26.0, n), rng.uniform(0.0, 45.0, n)]).round(1)
    turned = rng.random(n) < _MOODS
    return Mornings(X, (law(X) ^ turned).astype(np.int64))


def board(n: int = 400, seed: int = 5) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return points on a board of two by two fields, and the colour of the field that each lies on."""
    X = np.random.default_rng(seed).uniform(-1.0, 1.0, (n, 2))
    return X, (X[:, 0] * X[:, 1] > 0.0).astype(np.int64)


def wines() -> tuple[NDArray[np.float64], NDArray[np.int64], list[str]]:
    """Return scikit-learn's wines: 13 measures of 178 wines from three growers."""
    from sklearn.datasets import load_wine

    found: Any = load_wine()
    return found.data, found.target, [str(name) for name in found.feature_names]
