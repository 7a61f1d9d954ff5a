"""The day's fish, made by a known law, and the wines that come with scikit-learn."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Length in centimetres and lightness of the skin (0 to 100): means and standard deviations of two kinds of fish.
MEANS = np.array([[52.0, 38.0], [66.0, 55.0]])
DEVIATIONS = np.array([[7.0, 8.0], [9.0, 10.0]])
NAMES = ("salmon", "sea bass")


class Catch(NamedTuple):
    """Length in cm and lightness, and the kind: 0 for a salmon, 1 for a sea bass."""

    X: NDArray[np.float64]
    kind: NDArray[np.int64]


def catch(n: int = 300, share: float = 0.4, correlation: float = 0.0, seed: int = 13) -> Catch:
    """Return n fish, `share` of them sea bass; length and lightness are correlated within each kind if asked for."""
    rng = np.random.default_rng(seed)
    kind = (rng.random(n) < share).astype(np.int64)
    length, own = rng.standard_normal((2, n))
    lightness = correlation * length + np.sqrt(1.0 - correlation**2) * own
    return Catch(MEANS[kind] + DEVIATIONS[kind] * np.column_stack([length, lightness]), kind)


def posterior(X: NDArray[np.float64], share: float, correlation: float) -> NDArray[np.float64]:
    """Return the true probability of a sea bass: what nobody can do better than."""
    logs = []
    for k, prior in ((0, 1.0 - share), (1, share)):
        u, v = ((X - MEANS[k]) / DEVIATIONS[k]).T
        square = (u * u - 2.0 * correlation * u * v + v * v) / (1.0 - correlation**2)
        logs.append(np.log(prior) - 0.5 * square - np.log(DEVIATIONS[k]).sum())
    probability: NDArray[np.float64] = 1.0 / (1.0 + np.exp(np.clip(logs[0] - logs[1], -700.0, 700.0)))
    return probability


def wines() -> tuple[NDArray[np.float64], NDArray[np.int64], list[str]]:
    """Return scikit-learn's wines: 13 measures of 178 bottles, their growers, and the measures' names."""
    from sklearn.datasets import load_wine

    found: Any = load_wine()
    return found.data, found.target, [str(name).replace("_", " ") for name in found.feature_names]
