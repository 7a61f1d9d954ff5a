"""Start-ups whose profit follows a law that is known."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

STATES = ("California", "Florida", "New York")
# The truth, in 1,000 dollars: what one more of each spending brings, and where a start-up of each state begins.
RESEARCH, MARKETING, BEGIN = 0.8, 0.25, (40.0, 55.0, 46.0)


class StartUps(NamedTuple):
    """Spending on research and on marketing, the state, and the profit; money in 1,000 dollars a year."""

    spending: NDArray[np.float64]
    state: NDArray[Any]
    profit: NDArray[np.float64]


def start_ups(n: int = 90, seed: int = 3, spread: float = 8.0) -> StartUps:
    """Return n start-ups; what the law leaves open has the given standard deviation."""
    rng = np.random.default_rng(seed)
    spending = np.column_stack([rng.uniform(0, 160, n), rng.uniform(0, 300, n)]).round(1)
    which = rng.integers(0, 3, n)
    profit = np.array(BEGIN)[which] + spending @ [RESEARCH, MARKETING] + spread * rng.standard_normal(n)
    return StartUps(spending, np.array(STATES, dtype=object)[which], profit.round(1))
