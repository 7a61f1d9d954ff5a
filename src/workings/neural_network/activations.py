"""Activation functions, entry by entry (softmax: along the last axis), each with its derivative."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network._naming import Described, by_name
from workings.special import sigmoid, softmax, softmax_vjp

_ROOT_HALF = 0.7071067811865476  # sqrt(1 / 2)
_DENSITY = 0.3989422804014327  # 1 / sqrt(2 pi)


class Activation(Described):
    """A function y = f(z), and what it makes of a gradient on the way back.

    `forward` may overwrite z, if `in_place` says so; `backward(upstream, z, y)` returns upstream times f'(z), and reads
    only what the function needs: those that are `in_place` find f' from y alone.
    """

    in_place = True

    def forward(self, z: Array) -> Array:
        """Return f(z)."""
        raise NotImplementedError

    def backward(self, upstream: Array, z: Array, y: Array) -> Array:
        """Return the gradient with respect to z."""
        raise NotImplementedError


class Linear(Activation):
    """f(z) = z."""

    def forward(self, z: Array) -> Array:
        """Return z."""
        return z

    def backward(self, upstream: Array, z: Array, y: Array) -> Array:
        """Return the upstream gradient."""
        return upstream


class ReLU(Activation):
    """f(z) = max(z, 0); the derivative at 0 is taken as 0."""

    def forward(self, z: Array) -> Array:
        """Return max(z, 0), in z's place."""
        return np.asarray(np.maximum(z, 0, out=z))

    def backward(self, upstream: Array, z: Array, y: Array) -> Array:
        """Let through what has a positive output."""
        return np.where(y > 0, upstream, upstream.dtype.type(0))


class LeakyReLU(Activation):
    """f(z) = z where z >= 0, else slope times z.

    Parameters
    ----------
    negative_slope : float in [0, 1], default 0.2
        Keras's default for `leaky_relu`.
    """

    def __init__(self, negative_slope: float = 0.2) -> None:
        if not 0.0 <= negative_slope <= 1.0:
            raise ValueError(f"LeakyReLU(negative_slope={negative_slope}) must lie in 0..1. Try 0.2.")
        self.negative_slope = negative_slope

    def get_config(self) -> dict[str, Any]:
        """Return the slope."""
        return {"negative_slope": self.negative_slope}

    def forward(self, z: Array) -> Array:
        """Return the larger of z and slope * z."""
        return np.asarray(np.maximum(z, z * z.dtype.type(self.negative_slope), out=z))

    def backward(self, upstream: Array, z: Array, y: Array) -> Array:
        """Scale by 1 or by the slope."""
        return np.asarray(np.where(y > 0, upstream, upstream * upstream.dtype.type(self.negative_slope)))


class GELU(Activation):
    r"""f(z) = z Phi(z), Phi the standard normal distribution function, computed by erfc; no approximation.

    Source: D. Hendrycks, K. Gimpel, "Gaussian error linear units" (2016).
    """

    in_place = False

    def forward(self, z: Array) -> Array:
        """Return z Phi(z)."""
        return np.asarray(z * self._phi(z), dtype=z.dtype)

    def backward(self, upstream: Array, z: Array, y: Array) -> Array:
        """Scale by Phi(z) + z phi(z)."""
        density = z.dtype.type(_DENSITY) * np.exp(-z * z / 2)
        return np.asarray(upstream * (self._phi(z) + z * density), dtype=z.dtype)

    @staticmethod
    def _phi(z: Array) -> Array:
        from scipy.special import erfc

        return np.asarray(0.5 * erfc(-z * z.dtype.type(_ROOT_HALF)), dtype=z.dtype)


class Tanh(Activation):
    """f(z) = tanh(z)."""

    def forward(self, z: Array) -> Array:
        """Return tanh(z), in z's place."""
        return np.asarray(np.tanh(z, out=z))

    def backward(self, upstream: Array, z: Array, y: Array) -> Array:
        """Scale by 1 - y^2, factored so that no digits cancel."""
        return np.asarray(upstream * ((1 - y) * (1 + y)))


class Sigmoid(Activation):
    """f(z) = 1 / (1 + exp(-z)), by `workings.sigmoid`."""

    def forward(self, z: Array) -> Array:
        """Return the sigmoid."""
        return np.asarray(sigmoid(z))

    def backward(self, upstream: Array, z: Array, y: Array) -> Array:
        """Scale by y (1 - y)."""
        return np.asarray(upstream * (y * (1 - y)))


class Softmax(Activation):
    """f(z)_c = exp(z_c) / sum_k exp(z_k) along the last axis, by `workings.softmax`."""

    def forward(self, z: Array) -> Array:
        """Return the softmax."""
        return np.asarray(softmax(z, -1))

    def backward(self, upstream: Array, z: Array, y: Array) -> Array:
        """Return y (upstream - sum of upstream y)."""
        return np.asarray(softmax_vjp(y, upstream, -1))


KINDS: dict[str, type[Activation]] = {
    "linear": Linear,
    "relu": ReLU,
    "leaky_relu": LeakyReLU,
    "gelu": GELU,
    "tanh": Tanh,
    "sigmoid": Sigmoid,
    "softmax": Softmax,
}


def get(activation: str | Activation | None) -> Activation:
    """Return the activation of that name; None is linear."""
    found: Activation = by_name("activation", "linear" if activation is None else activation, KINDS, Activation)
    return found
