"""Points in and around a ring, some with the wrong class: what a network should not learn is known."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
WRONG = 0.15


def ring(n: int, seed: int = 20) -> tuple[Array, Array]:
    """Return points of the square -1..1, class 1 inside a circle that holds half of it; 15 in 100 are flipped."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(-1.0, 1.0, (n, 2))
    y = ((X**2).sum(axis=1) < 2.0 / np.pi).astype(int)
    return X, np.where(rng.uniform(size=n) < WRONG, 1 - y, y)
