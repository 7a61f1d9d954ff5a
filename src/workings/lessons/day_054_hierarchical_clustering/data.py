"""Houses on a map: three villages, and a road between two of them."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

VILLAGES = np.array([[2.0, 2.0], [8.0, 2.5], [4.5, 7.0]])  # km


class Houses(NamedTuple):
    """Where they stand, and which village each was built for; -1 along the road."""

    X: Array
    village: Array


@cache
def houses(each: int = 14, road: int = 0, spread: float = 0.7, seed: int = 54) -> Houses:
    """Return so many houses in each village, and so many along the road from the first to the second."""
    rng = np.random.default_rng(seed)
    X = np.vstack([middle + rng.normal(0.0, spread, (each, 2)) for middle in VILLAGES])
    village = np.repeat(np.arange(len(VILLAGES)), each)
    along = np.linspace(0.0, 1.0, road + 2)[1:-1, None]
    street = VILLAGES[0] + along * (VILLAGES[1] - VILLAGES[0]) + rng.normal(0.0, 0.08, (road, 2))
    return Houses(np.vstack([X, street]), np.concatenate([village, np.full(road, -1)]))
