"""The day's two classes of grains, whose distance from each other can be chosen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NAMES = ("rye", "wheat")


class Grains(NamedTuple):
    """Length and width in mm, and whether a grain is wheat (1) or rye (-1)."""

    X: NDArray[np.float64]
    wheat: NDArray[np.int64]


def grains(n: int = 40, apart: float = 1.0, seed: int = 12) -> Grains:
    """Return n grains; `apart` is the distance of the two clouds' centres, in mm."""
    rng = np.random.default_rng(seed)
    wheat = np.where(np.arange(n) % 2 == 0, 1, -1)
    cloud = rng.normal(size=(n, 2)) @ np.array([[0.45, 0.0], [0.12, 0.22]])
    X = np.array([7.0, 2.8]) + cloud + 0.5 * apart * wheat[:, None] * np.array([-0.6, 0.8])
    return Grains(X, wheat)
