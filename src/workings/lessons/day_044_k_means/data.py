"""The day's data: groups whose number we know, in two dimensions, and scikit-learn's images of digits."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

MIDDLES = np.array([[0.0, 0.0], [5.0, 1.0], [1.5, 5.0], [6.0, 6.0]])


def groups(n: int = 200, spread: float = 0.9, seed: int = 44) -> tuple[Array, Array]:
    """Return n points around four middles, scattered by `spread` in either direction, and whose each is."""
    rng = np.random.default_rng(seed)
    own = np.arange(n) % len(MIDDLES)
    return MIDDLES[own] + spread * rng.normal(size=(n, 2)), own


def digits() -> tuple[Array, Array]:
    """Return scikit-learn's 1,797 images of handwritten digits, 64 pixels each, and the digits."""
    from sklearn.datasets import load_digits

    found = load_digits()
    return found.data, found.target
