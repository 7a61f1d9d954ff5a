"""Layers that shrink images: the largest entry of each window, or the mean."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings._validation import Array
from workings.kernels._threads import run_blocks
from workings.neural_network.layers._windows import Windows, kernels_pay
from workings.neural_network.layers.base import Layer, Run, Shape, images_only, pair


class _Pooling2D(Layer):
    """Windows over each channel by itself."""

    def __init__(
        self,
        pool_size: int | tuple[int, int] = 2,
        strides: int | tuple[int, int] | None = None,
        padding: str = "valid",
        *,
        name: str | None = None,
        input_shape: Shape | None = None,
    ) -> None:
        super().__init__(name=name, input_shape=input_shape)
        self.pool_size = pair(f"{type(self).__name__}(pool_size", pool_size)
        self.strides = self.pool_size if strides is None else pair(f"{type(self).__name__}(strides", strides)
        self.padding = str(padding).lower()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal layer."""
        own = {"pool_size": self.pool_size, "strides": self.strides, "padding": self.padding}
        return {**own, **self._common()}

    def _build(self, shape: Shape, rng: np.random.Generator, dtype: np.dtype[Any]) -> Shape:
        images_only(self, shape)
        self.windows = Windows.over(
            type(self).__name__, (shape[0], shape[1]), self.pool_size, self.strides, self.padding
        )
        return (*self.windows.count, shape[2])


class MaxPooling2D(_Pooling2D):
    r"""The largest entry of each window: whether something was there, less exactly where.

    .. math:: y_{ijc} = \max_{u,v} \; x_{i s + u,\, j s + v,\, c}

    Parameters
    ----------
    pool_size : int or tuple of two int, default 2
    strides : int or tuple of two int, optional
        None: the size of the windows, which then lie side by side.
    padding : {"valid", "same"}, default "valid"
        "valid" leaves out what is left over at the right and below.
    name, input_shape
        As for `Conv2D`.

    Notes
    -----
    The gradient goes to the entry that was the largest; of equal ones to the first, line by line.

    Examples
    --------
    >>> from workings.neural_network import Sequential, layers
    >>> Sequential([layers.MaxPooling2D(2, input_shape=(7, 8, 3))]).output_shape
    (None, 3, 4, 3)
    """

    @property
    def where(self) -> tuple[int, ...]:
        """What the kernels of `workings.kernels.conv_pooling` want to know of the windows."""
        return *self.windows.size, *self.windows.strides, *self.windows.before

    def rooms(self, x: Array) -> tuple[Array, Array]:
        """Return room for the maxima of as many images as there are in x, and for the numbers of their entries."""
        y = np.empty((len(x), *(self.output_shape or ())), dtype=x.dtype)
        return y, np.zeros(y.shape, dtype=np.uint8 if self.pool_size[0] * self.pool_size[1] < 256 else np.intp)

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Return the maxima, and remember which entries they were."""
        y, chosen = self.rooms(x)
        if kernels_pay(x.size):
            from workings.kernels.conv_pooling import pool_max

            x, where = np.ascontiguousarray(x), self.where
            run_blocks(lambda a, b: pool_max(x[a:b], y[a:b], chosen[a:b], *where), len(x), pieces=2)
            return y, (x.shape, chosen)
        padded = self.windows.padded(x, -np.inf)
        y[...] = -np.inf
        for k in range(self.pool_size[0] * self.pool_size[1]):
            here = self.windows.places(padded, *divmod(k, self.pool_size[1]))
            better = (here > y) | np.isnan(here)
            np.copyto(y, here, where=better)
            np.copyto(chosen, k, where=better)
        return y, (x.shape, chosen)

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Return the gradient where the maxima were, and 0 elsewhere."""
        if not wanted:
            return None
        shape, chosen = memory
        dx: Array = np.empty(shape, dtype=upstream.dtype)
        if kernels_pay(dx.size):
            from workings.kernels.conv_pooling import unpool_max

            upstream, where = np.ascontiguousarray(upstream), self.where
            run_blocks(lambda a, b: unpool_max(upstream[a:b], chosen[a:b], dx[a:b], *where), len(dx), pieces=2)
            return dx
        dx[...] = 0
        padded = self.windows.padded(dx)
        for k in range(self.pool_size[0] * self.pool_size[1]):
            here = self.windows.places(padded, *divmod(k, self.pool_size[1]))
            here += upstream * (chosen == k)
        return np.ascontiguousarray(self.windows.inner(padded))


class AveragePooling2D(_Pooling2D):
    """The mean of each window.

    Parameters
    ----------
    pool_size, strides, padding, name, input_shape
        As for `MaxPooling2D`. With "same" only entries of the image are averaged, not the padding.

    Examples
    --------
    >>> from workings.neural_network import Sequential, layers
    >>> Sequential([layers.AveragePooling2D(2, input_shape=(8, 8, 3))]).output_shape
    (None, 4, 4, 3)
    """

    def _counts(self, dtype: Any) -> Array:
        """Return how many entries of the image each window holds."""
        ones = self.windows.padded(np.ones((1, *self.windows.image, 1), dtype=dtype))
        return np.asarray(sum(self.windows.places(ones, i, j) for i, j in np.ndindex(*self.pool_size)))

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Return the means."""
        padded = self.windows.padded(x)
        total = sum(self.windows.places(padded, i, j) for i, j in np.ndindex(*self.pool_size))
        return np.asarray(total / self._counts(x.dtype)), x.shape

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Return the gradient, spread evenly over each window."""
        if not wanted:
            return None
        share = upstream / self._counts(upstream.dtype)
        padded = self.windows.padded(np.zeros(memory, dtype=upstream.dtype))
        for i, j in np.ndindex(*self.pool_size):
            self.windows.places(padded, i, j)[...] += share
        return np.ascontiguousarray(self.windows.inner(padded))
