"""The day's customers, made by a known law so that what a fit finds can be held against the truth."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# The truth: log-odds of buying = INTERCEPT + AGE * years + SALARY * thousands of euros a year.
INTERCEPT, AGE, SALARY = -12.0, 0.18, 0.07


class Customers(NamedTuple):
    """Age in years, salary in 1,000 euros a year, and whether the person bought (1) or not (0)."""

    X: NDArray[np.float64]
    bought: NDArray[np.int64]


def shop_customers(n: int = 400, seed: int = 6) -> Customers:
    """Return n customers of a shop: whether each one bought is drawn with the probability that the law gives."""
    rng = np.random.default_rng(seed)
    age = rng.uniform(18, 60, n).round()
    salary = (15 + 135 * rng.beta(2.0, 3.0, n)).round(1)
    probability = 1.0 / (1.0 + np.exp(-(INTERCEPT + AGE * age + SALARY * salary)))
    return Customers(np.column_stack([age, salary]), (rng.random(n) < probability).astype(np.int64))


def tumours() -> tuple[NDArray[np.float64], NDArray[np.int64], list[str]]:
    """Return scikit-learn's breast cancer data: 30 measures of 569 tumours, 1 for a malignant one, and their names."""
    from sklearn.datasets import load_breast_cancer

    found: Any = load_breast_cancer()
    return found.data, (found.target == 0).astype(np.int64), [str(name) for name in found.feature_names]
