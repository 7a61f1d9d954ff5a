"""The day's network: any number of layers, forward and backward by the four equations of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workings import autodiff as ad

Array = NDArray[Any]
Layers = list[tuple[Array, Array]]


class Activation(NamedTuple):
    """An activation, its slope of the input, and by what the usual spread of weights is multiplied for it."""

    name: str
    of: Callable[[Any], Any]
    slope: Callable[[Array], Array]
    gain: float


ACTIVATIONS = (
    Activation("relu", ad.relu, lambda z: np.where(z > 0, 1.0, 0.0), float(np.sqrt(2.0))),
    Activation("tanh", np.tanh, lambda z: 1.0 - np.tanh(z) ** 2, 1.0),
    Activation("sigmoid", ad.sigmoid, lambda z: np.asarray(ad.sigmoid(z) * ad.sigmoid(-z)), 1.0),
)


def start(widths: Sequence[int], spread: float, seed: int = 0) -> Layers:
    """Return weights with the standard deviation spread / sqrt(inputs), and biases of 0."""
    rng = np.random.default_rng(seed)
    return [(rng.normal(0.0, spread / np.sqrt(p), (p, k)), np.zeros(k)) for p, k in pairwise(widths)]


def scores_of(layers: Layers, X: Array, activation: Activation) -> Any:
    """Return the scores, for arrays and for Variables."""
    A: Any = X
    for k, (W, b) in enumerate(layers):
        Z = A @ W + b
        A = activation.of(Z) if k + 1 < len(layers) else Z
    return A


def loss_of(layers: Layers, X: Array, y: Array, activation: Activation) -> Any:
    """Return the mean cross-entropy, for arrays and for Variables."""
    return ad.cross_entropy(scores_of(layers, X, activation), y)


class Backward(NamedTuple):
    """What the equations give: values, blame and gradients, layer by layer."""

    values: list[Array]
    blame: list[Array]
    gradients: Layers


def backward(layers: Layers, X: Array, y: Array, activation: Activation) -> Backward:
    """Go forward, then backward by the four equations."""
    sums: list[Array] = []
    values = [X]
    for W, b in layers:
        sums.append(values[-1] @ W + b)
        values.append(np.asarray(activation.of(sums[-1])))
    blame = np.asarray(ad.softmax(sums[-1]))
    blame[np.arange(len(y)), y] -= 1.0
    found = [blame / len(y)]  # equation 1
    for k in range(len(layers) - 2, -1, -1):
        W, _ = layers[k + 1]
        found.insert(0, found[0] @ W.T * activation.slope(sums[k]))  # equation 2
    pairs = zip(values, found, strict=False)
    gradients = [(A.T @ delta, delta.sum(axis=0)) for A, delta in pairs]  # equation 3
    return Backward(values[1:-1], found, gradients)


def train(layers: Layers, X: Array, y: Array, activation: Activation, rate: float, n_steps: int) -> Layers:
    """Walk against the gradient."""
    for _ in range(n_steps):
        gradients = backward(layers, X, y, activation).gradients
        layers = [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(layers, gradients, strict=True)]
    return layers


def right(layers: Layers, X: Array, y: Array, activation: Activation) -> float:
    """Return the share of samples whose largest score is the right one."""
    return float(np.mean(scores_of(layers, X, activation).argmax(axis=1) == y))
