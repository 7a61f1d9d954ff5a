"""The day's picture: how large the blame is, layer by layer, as the spread of the first weights is turned."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits

from workings.lessons.day_038_neural_networks_the_calculus_of_backpropagation.network import (
    ACTIVATIONS,
    backward,
    start,
)
from workings.show import Axis, Control, Line, Points, Scene
from workings.show.scene import Mark, numbers

Array = NDArray[Any]

CONTROLS = (
    Control("spread", 0.2, 5.0, 1.0, "spread of the weights, as a multiple of 1 / √inputs", scale="log"),
    Control("depth", 2.0, 12.0, 10.0, "hidden layers", step=1.0),
    Control("which", 0.0, 2.0, 2.0, "relu, tanh or sigmoid", step=1.0),
)
WIDTH = 48
_LEAST = 1e-12


@cache
def few_digits() -> tuple[Array, Array]:
    """Return 100 handwritten digits, each feature about 0."""
    X, y = load_digits(return_X_y=True)
    X = X[:100] / 16.0
    return X - X.mean(), y[:100]


def scene(spread: float = 1.0, depth: float = 10.0, which: float = 2.0) -> Scene:
    """Return the sizes of values and of blame in every hidden layer, before any training."""
    X, y = few_digits()
    activation = ACTIVATIONS[int(which)]
    layers = start([X.shape[1], *[WIDTH] * int(depth), 10], float(spread))
    found = backward(layers, X, y, activation)
    at = np.arange(1, int(depth) + 1)
    values = [float(np.sqrt(np.mean(A**2))) for A in found.values]
    blame = [len(y) * float(np.sqrt(np.mean(delta**2))) for delta in found.blame[:-1]]
    marks: list[Mark] = []
    for group, name, sizes in ((0, "values", values), (1, "blame of one sample", blame)):
        seen = numbers(np.maximum(sizes, _LEAST))
        marks += [Line(numbers(at), seen, group), Points(numbers(at), seen, group, name)]
    share = blame[0] / blame[-1] if blame[-1] else 0.0
    say = (
        f"{activation.name}, {int(depth)} hidden layers, weights of {float(spread):.2f} / √inputs: the blame of the "
        f"first layer is {share:.2g} times the last's, {share ** (1 / max(1, int(depth) - 1)):.2f} for each layer."
    )
    # The same ends for most settings, so that pictures can be compared.
    low, high = 0.5 * min(2e-8, *values, *blame), 2.0 * max(5e3, *values, *blame)
    up = Axis("typical size (root mean square)", low=max(low, _LEAST), high=high, scale="log")
    axes = Axis("hidden layer", low=0.5, high=depth + 0.5), up
    return Scene("How loud the blame is, layer by layer", *axes, tuple(marks), say)
