"""A layer that brings each feature of a batch to mean 0 and variance 1."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network.layers.base import Layer, Run, Shape


class BatchNormalization(Layer):
    r"""Centre and scale each feature (the last axis) over all other axes, then shift and scale as learnt.

    .. math:: y = \gamma \, \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta

    Parameters
    ----------
    momentum : float in [0, 1), default 0.99
        In use, mu and sigma^2 are moving means of those seen in training: old * momentum + new * (1 - momentum).
    epsilon : float, default 1e-3
    center, scale : bool, default True
        Whether beta and gamma are learnt; else they are 0 and 1.
    name, input_shape
        As for `Dense`.

    Notes
    -----
    sigma^2 divides by the number of entries, n. Means and variances are computed in float64. Source: S. Ioffe,
    C. Szegedy, "Batch normalization" (2015).

    Examples
    --------
    >>> from workings.neural_network import Sequential, layers
    >>> Sequential([layers.BatchNormalization(input_shape=(4,))]).count_params()
    16
    """

    def __init__(
        self,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        *,
        center: bool = True,
        scale: bool = True,
        name: str | None = None,
        input_shape: Shape | None = None,
    ) -> None:
        super().__init__(name=name, input_shape=input_shape)
        if not (0.0 <= momentum < 1.0 and epsilon > 0.0):
            raise ValueError(
                f"BatchNormalization(momentum={momentum}, epsilon={epsilon}): 0 <= momentum < 1 and epsilon > 0. "
                "Try the defaults, 0.99 and 0.001."
            )
        self.momentum, self.epsilon, self.center, self.scale = momentum, epsilon, center, scale

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal layer."""
        own = {name: getattr(self, name) for name in ("momentum", "epsilon", "center", "scale")}
        return {**own, **self._common()}

    def _build(self, shape: Shape, rng: np.random.Generator, dtype: np.dtype[Any]) -> Shape:
        if self.scale:
            self.weights["gamma"] = np.ones(shape[-1], dtype=dtype)
        if self.center:
            self.weights["beta"] = np.zeros(shape[-1], dtype=dtype)
        self.state = {"moving_mean": np.zeros(shape[-1], dtype=dtype), "moving_variance": np.ones(shape[-1], dtype)}
        return shape

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Normalise by the batch's own moments in training, by the moving ones in use."""
        rows = x.reshape(-1, x.shape[-1])
        if run.training:
            mean = rows.mean(axis=0, dtype=np.float64)
            variance = np.square(rows - mean).mean(axis=0)
            for name, new in (("moving_mean", mean), ("moving_variance", variance)):
                self.state[name][...] = self.momentum * self.state[name] + (1.0 - self.momentum) * new
        else:
            mean, variance = self.state["moving_mean"], self.state["moving_variance"]
        inverse = 1.0 / np.sqrt(variance.astype(np.float64) + self.epsilon)
        normal = ((rows - mean) * inverse).astype(x.dtype)
        y = normal * self.weights["gamma"] if self.scale else normal
        if self.center:
            y = y + self.weights["beta"]
        return y.reshape(x.shape), (normal, inverse.astype(x.dtype), run.training)

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Return the gradient, less what moving the mean and the variance takes back."""
        normal, inverse, training = memory
        u = upstream.reshape(normal.shape)
        if self.scale:
            np.einsum("nc,nc->c", u, normal, out=gradients["gamma"])
        if self.center:
            np.add.reduce(u, axis=0, out=gradients["beta"])
        if not wanted:
            return None
        if self.scale:
            u = u * self.weights["gamma"]
        if training:
            u = u - u.mean(axis=0) - normal * (u * normal).mean(axis=0)
        return np.asarray(u * inverse).reshape(upstream.shape)
