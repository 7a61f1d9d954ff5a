"""A layer that brings the features of each sample to mean 0 and variance 1."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network.layers.base import Layer, Run, Shape


class LayerNormalization(Layer):
    r"""Centre and scale each sample over its last axis, then shift and scale as learnt.

    .. math:: y = \gamma \, \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta

    Parameters
    ----------
    epsilon : float, default 1e-3
    center, scale : bool, default True
        Whether beta and gamma are learnt; else they are 0 and 1.
    name, input_shape
        As for `Dense`.

    Notes
    -----
    It is the same in training and in use, and knows nothing of the other samples. Source: J. L. Ba, J. R. Kiros,
    G. E. Hinton, "Layer normalization" (2016).

    Examples
    --------
    >>> from workings.neural_network import Sequential, layers
    >>> Sequential([layers.LayerNormalization(input_shape=(4,))]).count_params()
    8
    """

    def __init__(
        self,
        epsilon: float = 1e-3,
        *,
        center: bool = True,
        scale: bool = True,
        name: str | None = None,
        input_shape: Shape | None = None,
    ) -> None:
        super().__init__(name=name, input_shape=input_shape)
        if not epsilon > 0.0:
            raise ValueError(f"LayerNormalization(epsilon={epsilon}) must be above 0. Try 0.001.")
        self.epsilon, self.center, self.scale = epsilon, center, scale

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal layer."""
        return {"epsilon": self.epsilon, "center": self.center, "scale": self.scale, **self._common()}

    def _build(self, shape: Shape, rng: np.random.Generator, dtype: np.dtype[Any]) -> Shape:
        if self.scale:
            self.weights["gamma"] = np.ones(shape[-1], dtype=dtype)
        if self.center:
            self.weights["beta"] = np.zeros(shape[-1], dtype=dtype)
        return shape

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Normalise each sample."""
        centred = x - x.mean(axis=-1, keepdims=True, dtype=np.float64)
        inverse = 1.0 / np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + self.epsilon)
        normal = (centred * inverse).astype(x.dtype)
        y = normal * self.weights["gamma"] if self.scale else normal
        if self.center:
            y = y + self.weights["beta"]
        return y, (normal, inverse.astype(x.dtype))

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Return the gradient, less what moving the mean and the variance takes back."""
        normal, inverse = memory
        others = tuple(range(normal.ndim - 1))
        if self.scale:
            np.add.reduce(upstream * normal, axis=others, out=gradients["gamma"])
        if self.center:
            np.add.reduce(upstream, axis=others, out=gradients["beta"])
        if not wanted:
            return None
        u = upstream * self.weights["gamma"] if self.scale else upstream
        u = u - u.mean(axis=-1, keepdims=True) - normal * (u * normal).mean(axis=-1, keepdims=True)
        return np.asarray(u * inverse)
