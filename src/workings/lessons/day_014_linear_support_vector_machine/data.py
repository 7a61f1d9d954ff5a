"""The day's letters: spam or not, by two counts; and one that is no spam and looks like it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NAMES = ("wanted", "spam")


class Letters(NamedTuple):
    """Exclamation marks and links in a hundred words, and whether it is spam (1) or not (-1)."""

    X: NDArray[np.float64]
    spam: NDArray[np.int64]


def letters(n: int = 60, seed: int = 14) -> Letters:
    """Return n letters, half of them spam; the two clouds overlap a little."""
    rng = np.random.default_rng(seed)
    spam = np.where(np.arange(n) % 2 == 0, 1, -1)
    middle = np.where(spam[:, None] > 0, [5.0, 3.6], [3.2, 2.2])
    X: NDArray[np.float64] = np.round(np.abs(middle + rng.normal(size=(n, 2)) * np.array([1.0, 0.7])), 2)
    return Letters(X, spam)


def with_odd_one(away: float) -> Letters:
    """Return the letters and one more: a friend's, wanted, with `away` more exclamation marks than spam has."""
    X, spam = letters()
    odd = X[spam > 0].mean(axis=0) + np.array([away, -0.8])
    return Letters(np.vstack([X, odd]), np.append(spam, -1))
