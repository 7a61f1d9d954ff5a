"""The day's digits, and the network that reads them."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split

from workings.neural_network import MLPClassifier


class Digits(NamedTuple):
    """Images of 8 x 8 pixels as rows of 64 numbers 0..1, and what they show."""

    X_train: NDArray[Any]
    X_test: NDArray[Any]
    y_train: NDArray[Any]
    y_test: NDArray[Any]


@cache
def digits() -> Digits:
    """Return scikit-learn's handwritten digits, a third of them held out."""
    X, y = load_digits(return_X_y=True)
    return Digits(*train_test_split((X / 16.0).astype(np.float32), y, test_size=1 / 3, random_state=0, stratify=y))


@cache
def reader(hidden: int = 64) -> MLPClassifier:
    """Return a network with one hidden layer, fitted."""
    data = digits()
    model = MLPClassifier((hidden,), alpha=0.1, learning_rate_init=0.005, batch_size=64, max_iter=60, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(data.X_train, data.y_train)
    return model
