"""The day's rooms, made by a known law, and the digits that come with scikit-learn."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

NAMES = ("not comfortable", "comfortable")
LOW, HIGH = np.array([16.0, 20.0]), np.array([28.0, 80.0])  # degrees Celsius, per cent of humidity


class Rooms(NamedTuple):
    """Temperature in degrees Celsius and humidity in per cent (then numbers that mean nothing), and the answer."""

    X: NDArray[np.float64]
    comfortable: NDArray[np.int64]


def law(X: Array) -> Array:
    """Return the log-odds of "comfortable": 0 on a leaning ellipse, as the warmer it is, the drier it should be."""
    warm = X[:, 0] - 22.0
    z: Array = 5.0 * (1.0 - (warm / 4.0) ** 2 - ((X[:, 1] - 50.0 + 2.2 * warm) / 18.0) ** 2)
    return z


def rooms(n: int = 200, mistaken: float = 0.0, useless: int = 0, seed: int = 10) -> Rooms:
    """Return n rooms and what somebody said in each; a share of `mistaken` answers says the opposite."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(LOW, HIGH, (n, 2)).round(1)
    said = rng.random(n) < 1.0 / (1.0 + np.exp(-law(X)))
    said ^= rng.random(n) < mistaken
    more = rng.normal(0.0, 5.0, (n, useless))
    return Rooms(np.hstack([X, more]), said.astype(np.int64))


def best_share(X: Array, comfortable: Array) -> float:
    """Return the share of right answers of who knows the law."""
    return float(np.mean((law(X) > 0.0) == comfortable))
