"""A layer that forgets the shape of a sample."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network.layers.base import Layer, Run, Shape


class Flatten(Layer):
    """Each sample as one row of numbers, in order.

    Examples
    --------
    >>> from workings.neural_network import Sequential, layers
    >>> Sequential([layers.Flatten(input_shape=(8, 8, 2))]).output_shape
    (None, 128)
    """

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal layer."""
        return self._common()

    def _build(self, shape: Shape, rng: np.random.Generator, dtype: np.dtype[Any]) -> Shape:
        return (prod(shape),)

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Return the rows."""
        return x.reshape(len(x), -1), x.shape

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Give the gradient the shape of the samples."""
        return upstream.reshape(memory)
