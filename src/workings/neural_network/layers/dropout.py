"""A layer that forgets at random, so that no unit relies on a single other."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network.layers.base import Layer, Run, Shape


class Dropout(Layer):
    r"""In training, set a random share of the entries to 0 and enlarge the others; in use, do nothing.

    .. math:: y = \frac{m \, x}{1 - r}, \qquad m = 0 \text{ with probability } r, \text{ else } 1

    Parameters
    ----------
    rate : float in [0, 1)
        r above.
    name, input_shape
        As for `Dense`.

    Notes
    -----
    Dividing by 1 - r keeps the mean as it is in use. Source: N. Srivastava and others, JMLR 15 (2014) 1929.

    Examples
    --------
    >>> import numpy as np
    >>> from workings.neural_network import Sequential, layers
    >>> Sequential([layers.Dropout(0.5)]).predict(np.ones((1, 3), dtype=np.float32))
    array([[1., 1., 1.]], dtype=float32)
    """

    def __init__(self, rate: float, *, name: str | None = None, input_shape: Shape | None = None) -> None:
        super().__init__(name=name, input_shape=input_shape)
        if not 0.0 <= rate < 1.0:
            raise ValueError(f"Dropout(rate={rate}): the share that is dropped lies in 0 <= rate < 1. Try 0.5.")
        self.rate = rate

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal layer."""
        return {"rate": self.rate, **self._common()}

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Drop in training; else return the input."""
        if not run.training or self.rate == 0.0:
            return x, None
        kept = run.rng.random(x.shape, dtype=np.float32) >= self.rate
        mask = kept * x.dtype.type(1.0 / (1.0 - self.rate))
        return x * mask, mask

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Let through what was let through."""
        return upstream if memory is None else np.asarray(upstream * memory)
