"""The day's picture: a matrix, the mask of what is above a threshold, and what the mask takes."""

from __future__ import annotations

import numpy as np

from workings.show import Control, Scene
from workings.show.arrays import masked

CONTROLS = (
    Control("threshold", 0, 99, 50, "above", step=1),
    Control("ordered", 0, 1, 0, "sorted (1) or not (0)", step=1),
)
VALUES = np.random.default_rng(47).integers(0, 99, (4, 6))


def scene(threshold: float = 50, ordered: float = 0) -> Scene:
    """Return the matrix, its mask, and the vector taken."""
    return masked(VALUES, threshold < VALUES, ordered=bool(ordered), title=f"x > {threshold:.0f}")
