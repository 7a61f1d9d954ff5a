"""A layer of small filters that slide over images."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings._validation import Array
from workings.kernels._threads import run_blocks
from workings.neural_network import activations, initialisers, regularisers
from workings.neural_network.layers._windows import Windows
from workings.neural_network.layers.base import Layer, Run, Shape, images_only, pair, positive

# Multiplications above which the kernels pay; entries of the matrix of windows that is laid out at a time for gradients
# with strides, to stay in the second cache; groups of images whose gradients are added up one after the other.
_WORTH, _ROOM, _GROUPS = 1_000_000, 32_768, 8


class Conv2D(Layer):
    r"""Filters that slide over an image and say how much each place looks like them.

    .. math:: y_{ijf} = f\Bigl(b_f + \sum_{u,v,c} W_{uvcf} \; x_{i s + u,\, j s + v,\, c}\Bigr)

    In mathematics this is a cross-correlation; a convolution would turn the filters by half a turn.

    Parameters
    ----------
    filters : int
    kernel_size : int or tuple of two int
        Height and width of the filters.
    strides : int or tuple of two int, default 1
        s above: how far the filters move from one output to the next.
    padding : {"valid", "same"}, default "valid"
        "valid": filters stay inside of the image, which shrinks by their size less 1. "same": zeros around the image
        keep the size (with strides: divide it, rounded up).
    activation, use_bias, kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer, name, input_shape
        As for `Dense`; `input_shape` is (height, width, channels).

    Raises
    ------
    ValueError
        The filters do not fit into the images, or samples are no images.

    Notes
    -----
    The windows are the rows of a matrix that is multiplied by the filters: 2 * windows * size * channels * filters
    operations, twice as many back. For large inputs the matrix is never made: a window's lines lie in the image.

    Examples
    --------
    >>> from workings.neural_network import Sequential, layers
    >>> Sequential([layers.Conv2D(8, 3, input_shape=(28, 28, 1))]).output_shape
    (None, 26, 26, 8)
    """

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple[int, int],
        strides: int | tuple[int, int] = 1,
        padding: str = "valid",
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
        self.filters = positive("Conv2D(filters", filters)
        self.kernel_size = pair("Conv2D(kernel_size", kernel_size)
        self.strides = pair("Conv2D(strides", strides)
        self.padding = str(padding).lower()
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initialisers.get(kernel_initializer, "kernel_initializer")
        self.bias_initializer = initialisers.get(bias_initializer, "bias_initializer")
        self.kernel_regularizer = regularisers.get(kernel_regularizer, "kernel_regularizer")
        self.bias_regularizer = regularisers.get(bias_regularizer, "bias_regularizer")

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal layer."""
        own = ("filters", "kernel_size", "strides", "padding", "activation", "use_bias")
        more = ("kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer")
        return {**{name: getattr(self, name) for name in (*own, *more)}, **self._common()}

    def _build(self, shape: Shape, rng: np.random.Generator, dtype: np.dtype[Any]) -> Shape:
        images_only(self, shape)
        self.windows = Windows.over("Conv2D", (shape[0], shape[1]), self.kernel_size, self.strides, self.padding)
        self._make("kernel", (*self.kernel_size, shape[2], self.filters), self.kernel_initializer, rng, dtype)
        if self.use_bias:
            self._make("bias", (self.filters,), self.bias_initializer, rng, dtype)
        penalties = {"kernel": self.kernel_regularizer, "bias": self.bias_regularizer if self.use_bias else None}
        self.regularisers = {name: one for name, one in penalties.items() if one is not None}
        return (*self.windows.count, self.filters)

    def _work(self, x: Array) -> tuple[bool, int, int]:
        """Return whether the kernels pay, the columns of the matrix of windows, and lines of windows to lay out."""
        down, across = self.windows.count
        columns = self.kernel_size[0] * self.kernel_size[1] * x.shape[3]
        pays = len(x) * down * across * columns * self.filters >= _WORTH and x.dtype in (np.float32, np.float64)
        return pays, columns, max(1, min(down, _ROOM // max(1, across * columns)))

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Return f(windows W + b)."""
        pays, columns, _ = self._work(x)
        kernel = self.weights["kernel"].reshape(columns, self.filters)
        bias = self.weights["bias"] if self.use_bias else np.zeros(self.filters, dtype=x.dtype)
        activation = activations.Linear() if run.scores else self.activation
        z = np.empty((len(x), *self.windows.count, self.filters), dtype=x.dtype)
        rows = z.reshape(-1, self.filters)
        if not pays:
            windows = np.empty((len(rows), columns), dtype=x.dtype)
            self.windows.gather(x, windows)
            np.matmul(windows, kernel, out=rows)
            rows += bias
            return self._activated(activation, x, z)
        from workings.kernels import conv_windows

        x, rectify = np.ascontiguousarray(x), isinstance(activation, activations.ReLU)
        geometry = self.windows.geometry

        def images(start: int, stop: int) -> None:
            conv_windows.forward(x, kernel, bias[np.newaxis], rectify, rows, geometry, start, stop)

        run_blocks(images, len(x), pieces=2)
        return (z, (x, z, z, activation)) if rectify else self._activated(activation, x, z)

    @staticmethod
    def _activated(activation: activations.Activation, x: Array, z: Array) -> tuple[Array, Any]:
        y = activation.forward(z)
        return y, (x, z, y, activation)

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Return the gradient of the images: that of each pixel is summed over the windows that held it."""
        x, z, y, activation = memory
        pays, columns, lines = self._work(x)
        turned = np.ascontiguousarray(self.weights["kernel"].reshape(columns, self.filters).T)
        of_kernel = gradients["kernel"].reshape(columns, self.filters)
        dx = np.empty(x.shape if wanted else (0, 0, 0, 0), dtype=x.dtype)
        if not pays:
            u = activation.backward(upstream, z, y).reshape(-1, self.filters)
            windows = np.empty((len(u), columns), dtype=x.dtype)
            self.windows.gather(x, windows)
            np.matmul(windows.T, u, out=of_kernel)
            of_bias = u.sum(axis=0, keepdims=True)
            if wanted:
                np.matmul(u, turned, out=windows)
                self.windows.scatter(windows, dx)
        else:
            from workings.kernels import conv_windows

            rectified = isinstance(activation, activations.ReLU)
            given = upstream if rectified else activation.backward(upstream, z, y)
            u, outputs = (np.ascontiguousarray(one) for one in (given, y))
            if self.strides == (1, 1):
                filters = self.weights["kernel"][::-1, ::-1].transpose(0, 1, 3, 2)
                turned = np.ascontiguousarray(filters).reshape(-1, x.shape[3])
            # A sum for each of some groups of images, added in their order: the number of threads changes no bit.
            count = min(len(x), _GROUPS)
            of_kernels = np.empty((count, columns, self.filters), dtype=x.dtype)
            of_bias = np.empty((count, self.filters), dtype=x.dtype)
            geometry, sums = self.windows.geometry, (of_kernels, of_bias)

            def groups(start: int, stop: int) -> None:
                conv_windows.backward(x, turned, u, outputs, rectified, dx, *sums, geometry, lines, start, stop)

            run_blocks(groups, count, pieces=2)
            np.add.reduce(of_kernels, axis=0, out=of_kernel)
        if self.use_bias:
            np.add.reduce(of_bias, axis=0, out=gradients["bias"])
        return dx if wanted else None
