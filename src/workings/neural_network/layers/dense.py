"""A layer in which every input reaches every unit."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network import _products, activations, initialisers, regularisers
from workings.neural_network.layers.base import Layer, Run, Shape, positive


class Dense(Layer):
    r"""Every output is a weighted sum of all inputs, and an activation of it.

    .. math:: y = f(x W + b)

    Parameters
    ----------
    units : int
        How many outputs there are.
    activation : str or Activation, optional
        f above; none is linear.
    use_bias : bool, default True
    kernel_initializer, bias_initializer : str or Initialiser
    kernel_regularizer, bias_regularizer : str or L1L2, optional
    name : str, optional
    input_shape : tuple of int, optional
        Of one sample.

    Notes
    -----
    Inputs may have further axes; the last one is summed over. With the gradient u of the loss with respect to
    z = x W + b, the gradients are dW = x^T u, db = the sum of u over the samples, dx = u W^T. Cost: 2 n p units
    operations forward, twice as many back.

    Examples
    --------
    >>> from workings.neural_network import Sequential, layers
    >>> Sequential([layers.Dense(3, input_shape=(4,))]).count_params()
    15
    """

    def __init__(
        self,
        units: int,
        activation: str | activations.Activation | None = None,
        *,
        use_bias: bool = True,
        kernel_initializer: str | initialisers.Initialiser = "glorot_uniform",
        bias_initializer: str | initialisers.Initialiser = "zeros",
        kernel_regularizer: str | regularisers.L1L2 | None = None,
        bias_regularizer: str | regularisers.L1L2 | None = None,
        name: str | None = None,
        input_shape: Shape | None = None,
    ) -> None:
        super().__init__(name=name, input_shape=input_shape)
        self.units = positive("Dense(units", units)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initialisers.get(kernel_initializer, "kernel_initializer")
        self.bias_initializer = initialisers.get(bias_initializer, "bias_initializer")
        self.kernel_regularizer = regularisers.get(kernel_regularizer, "kernel_regularizer")
        self.bias_regularizer = regularisers.get(bias_regularizer, "bias_regularizer")

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal layer."""
        own = ("units", "activation", "use_bias", "kernel_initializer", "bias_initializer")
        penalties = ("kernel_regularizer", "bias_regularizer")
        return {**{name: getattr(self, name) for name in (*own, *penalties)}, **self._common()}

    def _build(self, shape: Shape, rng: np.random.Generator, dtype: np.dtype[Any]) -> Shape:
        if not shape:
            raise ValueError("Dense: a sample is a single number. Give it an axis: X[:, np.newaxis].")
        self._make("kernel", (shape[-1], self.units), self.kernel_initializer, rng, dtype)
        if self.use_bias:
            self._make("bias", (self.units,), self.bias_initializer, rng, dtype)
        penalties = {"kernel": self.kernel_regularizer, "bias": self.bias_regularizer if self.use_bias else None}
        self.regularisers = {name: one for name, one in penalties.items() if one is not None}
        return (*shape[:-1], self.units)

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Return f(x W + b)."""
        z = _products.product(x.reshape(-1, x.shape[-1]), self.weights["kernel"])
        if self.use_bias:
            z += self.weights["bias"]
        z = z.reshape(*x.shape[:-1], self.units)
        activation = activations.Linear() if run.scores else self.activation
        y = activation.forward(z)
        return y, (x, z, y, activation)

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Return u W^T, and write x^T u and the sum of u."""
        x, z, y, activation = memory
        u = activation.backward(upstream, z, y).reshape(-1, self.units)
        if self.use_bias:
            np.add.reduce(u, axis=0, out=gradients["bias"])
        rows, kernel = x.reshape(-1, x.shape[-1]), self.weights["kernel"]
        dx = _products.products_back(rows, u, kernel, gradients["kernel"], wanted)
        return None if dx is None else dx.reshape(x.shape)
