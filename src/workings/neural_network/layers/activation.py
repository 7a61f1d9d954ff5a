"""An activation as a layer of its own."""

from __future__ import annotations

from typing import Any

from workings._validation import Array
from workings.neural_network import activations
from workings.neural_network.layers.base import Layer, Run, Shape


class Activation(Layer):
    """A function of each entry; softmax: of each row.

    Parameters
    ----------
    activation : str or activations.Activation
        "relu", "leaky_relu", "gelu", "tanh", "sigmoid", "softmax", "linear".
    name, input_shape
        As for `Dense`.

    Examples
    --------
    >>> import numpy as np
    >>> from workings.neural_network import Sequential, layers
    >>> Sequential([layers.Activation("relu")]).predict(np.array([[-1.0, 2.0]], dtype=np.float32))
    array([[0., 2.]], dtype=float32)
    """

    def __init__(
        self, activation: str | activations.Activation, *, name: str | None = None, input_shape: Shape | None = None
    ) -> None:
        super().__init__(name=name, input_shape=input_shape)
        self.activation = activations.get(activation)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal layer."""
        return {"activation": self.activation, **self._common()}

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Return f(x)."""
        if run.scores:
            return x, None
        z = x.copy() if self.activation.in_place else x
        y = self.activation.forward(z)
        return y, (x, y)

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Return the gradient times f'(x)."""
        return upstream if memory is None else self.activation.backward(upstream, *memory)
