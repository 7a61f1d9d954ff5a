"""Handwritten digits, and what one neuron learns from them step by step."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split

from workings.linear_model import LogisticRegression
from workings.show import Step, steps

Array = NDArray[Any]

# The rate goes down on these pixels and is not far from the largest that does.
RATE, LONGEST = 0.5, 2000


class Digits(NamedTuple):
    """Images of 8 x 8 pixels as rows of 64 numbers from 0 (paper) to 1 (ink), and the digits that they show."""

    seen: Array
    unseen: Array
    seen_digits: Array
    unseen_digits: Array


@cache
def digits() -> Digits:
    """Return scikit-learn's 1,797 digits, written by 43 people; a third is kept unseen."""
    from sklearn.datasets import load_digits

    found: Any = load_digits()
    return Digits(*train_test_split(found.data / 16.0, found.target, test_size=1 / 3, random_state=0))


@cache
def learning(digit: int, longest: int = LONGEST) -> tuple[Step, ...]:
    """Return the steps of gradient descent of one unit that learns to tell one digit from all others."""
    data = digits()
    unit = LogisticRegression(C=np.inf, solver="gradient descent", learning_rate=RATE, max_iter=longest, tol=0.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is stopped early, and that is no fault
        return tuple(steps(unit, data.seen, data.seen_digits == digit))


def unit_after(digit: int, n_steps: int) -> tuple[Array, float]:
    """Return the weights and the bias after some steps."""
    arrays = learning(digit)[n_steps].arrays
    return arrays["coef_"][0], float(arrays["intercept_"][0])
