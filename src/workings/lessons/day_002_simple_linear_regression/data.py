"""The day's students, made by a known law, and the patients that come with scikit-learn."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# The truth: points = POINTS_AT_0 + POINTS_PER_HOUR * hours + chance, whose standard deviation is CHANCE.
POINTS_AT_0, POINTS_PER_HOUR, CHANCE = 30.0, 5.5, 8.0


class Students(NamedTuple):
    """Hours studied, (n, 1), and points of 100 in the examination, (n,)."""

    hours: NDArray[np.float64]
    points: NDArray[np.float64]


def students(n: int = 40, seed: int = 2) -> Students:
    """Return n students who studied between 1 and 9 hours."""
    rng = np.random.default_rng(seed)
    hours = rng.uniform(1.0, 9.0, n).round(1)
    points = (POINTS_AT_0 + POINTS_PER_HOUR * hours + CHANCE * rng.standard_normal(n)).round()
    return Students(hours[:, None], points)


def patients() -> tuple[NDArray[np.float64], NDArray[np.float64], tuple[str, ...]]:
    """Return scikit-learn's diabetes data as measured: 10 measures of 442 patients, the progression a year later."""
    from sklearn.datasets import load_diabetes

    found: Any = load_diabetes(scaled=False)
    return found.data, found.target, tuple(str(name) for name in found.feature_names)
