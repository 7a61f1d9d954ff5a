"""Points whose class is decided by two things together, by a law that is known."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def quadrants(n: int = 200, seed: int = 18) -> tuple[Array, Array]:
    """Return points of the square -1..1, class 1 where both coordinates have the same sign; 1 in 20 is flipped."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(-1.0, 1.0, (n, 2))
    y = (X[:, 0] * X[:, 1] > 0).astype(int)
    return X, np.where(rng.uniform(size=n) < 0.05, 1 - y, y)
