"""The day's customers: a table as it comes, with holes and words; and the same customers without holes."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

COUNTRIES = ("France", "Germany", "Spain")
# The truth: log-odds of buying = START + AGE (years - 40) + SALARY (thousands - 55) + what the country adds.
START, AGE, SALARY = -0.2, 0.11, 0.05
COUNTRY = {"France": 0.0, "Germany": 1.6, "Spain": -0.6}


class Customers(NamedTuple):
    """A table of customers.

    `country` holds words (None where it is missing), `numbers` age in years and salary in 1,000 euros a year (nan where
    it is missing), `bought` 0 or 1, and `whole` the numbers without holes.
    """

    country: NDArray[Any]
    numbers: NDArray[np.float64]
    bought: NDArray[np.int64]
    whole: NDArray[np.float64]


def customers(n: int = 400, holes: float = 0.12, seed: int = 1, older: float = 0.0) -> Customers:
    """Return n customers; salaries of older ones are missing more often, as people would not say."""
    rng = np.random.default_rng(seed)
    country = np.array(COUNTRIES, dtype=object)[rng.choice(3, n, p=[0.5, 0.2, 0.3])]
    age = (rng.uniform(20, 60, n) + older).round()
    salary = (38 + 0.4 * (age - 20) + 18 * rng.gamma(2.0, 0.6, n)).round(1)
    log_odds = START + AGE * (age - 40) + SALARY * (salary - 55) + np.array([COUNTRY[one] for one in country])
    bought = (rng.random(n) < 1.0 / (1.0 + np.exp(-log_odds))).astype(np.int64)
    whole = np.column_stack([age, salary])
    numbers = whole.copy()
    numbers[rng.random(n) < holes / 2, 0] = np.nan
    numbers[rng.random(n) < holes * 2 * (age - 20) / 40, 1] = np.nan
    country[rng.random(n) < holes / 4] = None
    return Customers(country, numbers, bought, whole)
