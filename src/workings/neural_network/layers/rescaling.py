"""A layer that multiplies and shifts: pixels of 0..255 become 0..1."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network.layers.base import Layer, Run, Shape


class Rescaling(Layer):
    """y = x * scale + offset, with fixed numbers.

    Parameters
    ----------
    scale : float
    offset : float, default 0.0
    name, input_shape
        As for `Dense`.

    Examples
    --------
    >>> import numpy as np
    >>> from workings.neural_network import Sequential, layers
    >>> Sequential([layers.Rescaling(0.25)]).predict(np.array([[0.0, 4.0]], dtype=np.float32))
    array([[0., 1.]], dtype=float32)
    """

    def __init__(
        self, scale: float, offset: float = 0.0, *, name: str | None = None, input_shape: Shape | None = None
    ) -> None:
        super().__init__(name=name, input_shape=input_shape)
        self.scale, self.offset = float(scale), float(offset)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal layer."""
        return {"scale": self.scale, "offset": self.offset, **self._common()}

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Scale and shift."""
        return x * x.dtype.type(self.scale) + x.dtype.type(self.offset), None

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Scale the gradient."""
        return np.asarray(upstream * upstream.dtype.type(self.scale)) if wanted else None
