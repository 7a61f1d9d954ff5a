"""The day's data: a law hidden among columns of noise, and the digits that come with scikit-learn."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

SIGNALS = 3


class Sample(NamedTuple):
    """Features, of which only the first three say anything, and the class."""

    X: NDArray[np.float64]
    y: NDArray[np.int64]


def hidden(n: int = 300, features: int = 8, seed: int = 34) -> Sample:
    """Return n samples, whose class hangs on three of the features, and in one case of ten on none."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, features))
    law = X[:, 0] * X[:, 1] + X[:, 2] > 0.0
    return Sample(X, np.where(rng.random(n) < 0.1, ~law, law).astype(np.int64))


def digits() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return scikit-learn's digits: 1,797 pictures of 8 by 8 pixels."""
    from sklearn.datasets import load_digits

    found: Any = load_digits()
    return found.data, found.target
