"""What a multi-layer perceptron does to a batch between its matrix products, by NumPy.

`Parts` has for each function that is worth compiling either NumPy's version or the kernel's; both are in place. Hidden
layers: ``forward(z, bias)`` makes outputs of products; ``backward(delta, output, sums)`` takes the gradient through the
activation and writes its column sums. Ends: ``end(z, bias, y, weights, sums)`` returns the weighted sum of the losses
and turns z into its gradient, which for each pairing of activation and loss is w (activation(z) - y).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit, xlogy

from workings._validation import Array


def _identity_forward(z: Array, bias: Array) -> None:
    z += bias


def _logistic_forward(z: Array, bias: Array) -> None:
    z += bias
    expit(z, out=z)


def _tanh_forward(z: Array, bias: Array) -> None:
    z += bias
    np.tanh(z, out=z)


def _relu_forward(z: Array, bias: Array) -> None:
    z += bias
    np.maximum(z, 0, out=z)


def _identity_backward(delta: Array, _output: Array, sums: Array) -> None:
    np.sum(delta, axis=0, out=sums)


def _logistic_backward(delta: Array, output: Array, sums: Array) -> None:
    delta *= output
    delta *= 1 - output
    np.sum(delta, axis=0, out=sums)


def _tanh_backward(delta: Array, output: Array, sums: Array) -> None:
    delta *= 1 - output * output
    np.sum(delta, axis=0, out=sums)


def _relu_backward(delta: Array, output: Array, sums: Array) -> None:
    delta[output == 0] = 0
    np.sum(delta, axis=0, out=sums)


def _softmax_end(z: Array, bias: Array, labels: Array, weights: Array, sums: Array) -> float:
    z += bias
    z -= z.max(axis=1, keepdims=True)
    rows = np.arange(len(z))
    own = z[rows, labels].astype(np.float64)
    np.exp(z, out=z)
    s = z.sum(axis=1, keepdims=True)
    z /= s
    z[rows, labels] -= 1
    return _weighted(z, np.log(s[:, 0], dtype=np.float64) - own, weights, sums)


def _logistic_end(z: Array, bias: Array, y: Array, weights: Array, sums: Array) -> float:
    z += bias
    losses = (np.logaddexp(0, z) - y * z).sum(axis=1)
    expit(z, out=z)
    z -= y
    return _weighted(z, losses, weights, sums)


def _squared_end(z: Array, bias: Array, y: Array, weights: Array, sums: Array) -> float:
    z += bias
    z -= y
    return _weighted(z, 0.5 * (z * z).mean(axis=1), weights, sums)


def _poisson_end(z: Array, bias: Array, y: Array, weights: Array, sums: Array) -> float:
    z += bias
    logs = xlogy(y, y) - y * z
    np.exp(z, out=z)
    losses = (logs - y + z).sum(axis=1)
    z -= y
    return _weighted(z, losses, weights, sums)


def _weighted(z: Array, losses: Array, weights: Array, sums: Array) -> float:
    z *= weights[:, None]
    np.sum(z, axis=0, out=sums)
    return float(np.dot(weights.astype(np.float64, copy=False), losses.astype(np.float64, copy=False)))


def _add_penalty(w: Array, gradient: Array, coefs: int, alpha: Any, factor: Any) -> float:
    gradient[:coefs] += alpha * w[:coefs]
    gradient *= factor
    return float(np.dot(w[:coefs], w[:coefs]))


def _adam(w: Array, gradient: Array, m: Array, v: Array, alpha: Any, one: Any, two: Any, epsilon: Any) -> None:
    m += (gradient - m) * one
    v += (gradient * gradient - v) * two
    w -= alpha * m / (np.sqrt(v) + epsilon)


def _momentum(w: Array, gradient: Array, velocity: Array, rate: Any, momentum: Any, nesterov: bool) -> None:
    velocity *= momentum
    velocity -= rate * gradient
    w += momentum * velocity - rate * gradient if nesterov else velocity


FORWARD = {
    "identity": _identity_forward,
    "logistic": _logistic_forward,
    "tanh": _tanh_forward,
    "relu": _relu_forward,
}
_BACKWARD = {
    "identity": _identity_backward,
    "logistic": _logistic_backward,
    "tanh": _tanh_backward,
    "relu": _relu_backward,
}
_ENDS = {"softmax": _softmax_end, "logistic": _logistic_end, "identity": _squared_end, "exp": _poisson_end}


@dataclass(frozen=True, eq=False)
class Parts:
    """The functions of one network, and of both ways to update it."""

    activation: str
    out_activation: str
    compiled: bool
    forward: Callable[..., None]
    backward: Callable[..., None]
    end: Callable[..., float]
    add_penalty: Callable[..., float] = _add_penalty
    adam: Callable[..., None] = _adam
    momentum: Callable[..., None] = _momentum


def parts_for(activation: str, out_activation: str, *, compiled: bool) -> Parts:
    """Return the functions for these activations, compiled where that pays."""
    forward, backward, end = FORWARD[activation], _BACKWARD[activation], _ENDS[out_activation]
    if not compiled:
        return Parts(activation, out_activation, False, forward, backward, end)
    from workings.kernels import mlp_layers
    from workings.kernels.adam_update import adam

    if activation == "relu":
        forward, backward = mlp_layers.relu_forward, mlp_layers.relu_backward
    if out_activation == "softmax":
        end = mlp_layers.softmax_cross_entropy
    moves = mlp_layers.add_penalty, adam, mlp_layers.momentum_update
    return Parts(activation, out_activation, True, forward, backward, end, *moves)
