"""The day's mangoes: two kinds, told apart by a line that is known here."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NAMES = ("unripe", "ripe")
# Ripe where sugar - firmness is above CUT; sugar in degrees Brix, firmness in newtons.
CUT = 4.0


class Mangoes(NamedTuple):
    """Firmness and sugar, and whether the fruit is ripe (1) or not (-1)."""

    X: NDArray[np.float64]
    ripe: NDArray[np.int64]


def mangoes(n: int = 40, gap: float = 1.0, overlap: int = 0, seed: int = 9) -> Mangoes:
    """Return n fruits, none nearer than `gap` to the line; `overlap` of them lie on the wrong side."""
    rng = np.random.default_rng(seed)
    X = np.column_stack([rng.uniform(1.0, 11.0, 40 * n), rng.uniform(6.3, 13.2, 40 * n)])
    height = (X[:, 1] - X[:, 0] - CUT) / np.sqrt(2.0)
    X = X[(np.abs(height) > gap) & (np.abs(height) < 4.0)][:n]
    ripe = np.where(X[:, 1] - X[:, 0] > CUT, 1, -1)
    for i in range(overlap):
        # Moved along the normal, to the other side of the line.
        away = X[i, 1] - X[i, 0] - CUT
        X[i] += np.array([0.5, -0.5]) * (away + np.sign(away) * (1.6 + 0.6 * i))
    return Mangoes(X, ripe)
