"""Students who passed or failed, by a law that is known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# The truth: log-odds of passing = INTERCEPT + HOUR * hours studied.
INTERCEPT, HOUR = -4.0, 0.9


class Students(NamedTuple):
    """Hours studied, one column, and whether the student passed (1) or not (0)."""

    hours: NDArray[np.float64]
    passed: NDArray[np.int64]


def students(n: int = 200, seed: int = 23) -> Students:
    """Return n students: whether each one passed is drawn with the probability that the law gives."""
    rng = np.random.default_rng(seed)
    hours = rng.uniform(0.0, 10.0, n).round(1)
    probability = 1.0 / (1.0 + np.exp(-(INTERCEPT + HOUR * hours)))
    return Students(hours[:, None], (rng.random(n) < probability).astype(np.int64))


def more_students(n: int) -> Students:
    """Return the students and n more of 12 to 20 hours, who all passed, as nearly all of them would by the law."""
    few = students()
    hours = np.linspace(12.0, 20.0, n)[:, None]
    return Students(np.vstack([few.hours, hours]), np.append(few.passed, np.ones(n, dtype=np.int64)))
