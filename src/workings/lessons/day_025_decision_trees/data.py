"""The day's data: more mornings at the hive, a day's warmth, and the cells of a clinic that come with scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def warmth(n: int = 120, seed: int = 26) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return hours of a day, shape (n, 1), and the temperature that an unsteady thermometer showed then, in °C."""
    rng = np.random.default_rng(seed)
    hours = np.sort(rng.uniform(0.0, 24.0, n))
    return hours[:, None], true_warmth(hours) + rng.standard_normal(n)


def true_warmth(hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the true temperature: coldest at 4, warmest at 16 hours."""
    found: NDArray[np.float64] = 14.0 - 6.0 * np.cos((hours - 4.0) / 24.0 * 2.0 * np.pi)
    return found


def cells() -> tuple[NDArray[np.float64], NDArray[np.int64], list[str]]:
    """Return scikit-learn's breast cancer data: 30 measures of 569 samples of cells, 1 where they are benign."""
    from sklearn.datasets import load_breast_cancer

    found: Any = load_breast_cancer()
    return found.data, found.target, [str(name) for name in found.feature_names]
