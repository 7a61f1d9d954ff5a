"""The day's digits, and the network that the day trains on them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from workings.neural_network import Sequential, layers

NAMES = tuple(str(k) for k in range(10))


class Digits(NamedTuple):
    """Images of 8 x 8 with values 0..1, and what they show."""

    X_train: NDArray[np.float32]
    X_test: NDArray[np.float32]
    y_train: NDArray[np.int64]
    y_test: NDArray[np.int64]


def digits() -> Digits:
    """Return scikit-learn's handwritten digits, a third of them held out."""
    X, y = load_digits(return_X_y=True)
    images = (X / 16.0).astype(np.float32).reshape(-1, 8, 8, 1)
    return Digits(*train_test_split(images, y, test_size=1 / 3, random_state=0, stratify=y))


def dense_model(seed: int = 39, dropout: float = 0.3) -> Sequential:
    """Return a network of two hidden layers, compiled."""
    model = Sequential(
        [
            layers.Flatten(name="pixels", input_shape=(8, 8, 1)),
            layers.Dense(64, "relu", name="first"),
            layers.Dropout(dropout),
            layers.Dense(32, "relu", name="second"),
            layers.Dense(10, "softmax", name="digit"),
        ],
        seed=seed,
    )
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    return model
