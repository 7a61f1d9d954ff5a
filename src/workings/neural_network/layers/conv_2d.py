"""A layer of small filters that slide over images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from workings._validation import Array
from workings.kernels._threads import run_blocks
from workings.neural_network import activations, initialisers, regularisers
from workings.neural_network.layers._windows import Windows
from workings.neural_network.layers.base import Layer, Run, Shape, images_only, pair, positive
from workings.neural_network.layers.pooling_2d import MaxPooling2D

# Multiplications above which the kernels pay; entries of the matrix of windows that is laid out at a time for gradients
# with strides, to stay in the second cache; groups of images whose gradients are added up one after the other.
_WORTH, _ROOM, _GROUPS = 1_000_000, 32_768, 8


@dataclass(frozen=True, eq=False)
class _Pooling:
    """Which output of each window was the largest, and where the windows lie; nothing chosen: all outputs are kept."""

    chosen: Array
    where: tuple[int, ...]


_NO_POOLING = _Pooling(np.empty((0, 0, 0, 0), dtype=np.uint8), (1, 1, 1, 1, 0, 0))


@dataclass(frozen=True, eq=False)
class _Memory:
    """What the way back needs: images, outputs before and after the activation, or the maxima of windows of them."""

    x: Array
    z: Array
    y: Array
    activation: activations.Activation
    pooling: _Pooling = _NO_POOLING


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
        activation = activations.Linear() if run.scores else self.activation
        z = np.empty((len(x), *self.windows.count, self.filters), dtype=x.dtype)
        if pays:
            x, rectified = self._by_kernel(x, activation, z, _NO_POOLING)
            if rectified:
                return z, _Memory(x, z, z, activation)
        else:
            rows, windows = z.reshape(-1, self.filters), np.empty((z.size // self.filters, columns), dtype=x.dtype)
            self.windows.gather(x, windows)
            np.matmul(windows, self.weights["kernel"].reshape(columns, self.filters), out=rows)
            rows += self._bias(x)
        y = activation.forward(z)
        return y, _Memory(x, z, y, activation)

    def forward_with(self, x: Array, run: Run, following: Layer) -> tuple[Array, Any] | None:
        """Return the maxima of the outputs, where a maximum follows and nothing else wants the outputs."""
        alike = isinstance(self.activation, activations.ReLU | activations.Linear)
        if not (isinstance(following, MaxPooling2D) and alike and self._work(x)[0]):
            return None
        y, chosen = following.rooms(x)
        pooling = _Pooling(chosen, following.where)
        x, _ = self._by_kernel(x, self.activation, y, pooling)
        return y, _Memory(x, y, y, self.activation, pooling)

    def _bias(self, x: Array) -> Array:
        return self.weights["bias"] if self.use_bias else np.zeros(self.filters, dtype=x.dtype)

    def _by_kernel(
        self, x: Array, activation: activations.Activation, y: Array, pooling: _Pooling
    ) -> tuple[Array, bool]:
        """Write the outputs, or the maxima of windows of them; return the images, and whether y is rectified."""
        from workings.kernels import conv_windows

        x, rectify = np.ascontiguousarray(x), isinstance(activation, activations.ReLU)
        kernel, bias = self.weights["kernel"].reshape(-1, self.filters), self._bias(x)[np.newaxis]
        options = (pooling.chosen, pooling.where, self.windows.geometry)

        def images(start: int, stop: int) -> None:
            conv_windows.forward(x, kernel, bias, rectify, y, *options, start, stop)

        run_blocks(images, len(x), pieces=2)
        return x, rectify

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Return the gradient of the images: that of each pixel is summed over the windows that held it."""
        x = memory.x
        pays, columns, lines = self._work(x)
        dx = np.empty(x.shape if wanted else (0, 0, 0, 0), dtype=x.dtype)
        of_kernel = gradients["kernel"].reshape(columns, self.filters)
        if pays:
            of_bias = self._back_by_kernel(upstream, memory, of_kernel, dx, lines)
        else:
            u = memory.activation.backward(upstream, memory.z, memory.y).reshape(-1, self.filters)
            windows = np.empty((len(u), columns), dtype=x.dtype)
            self.windows.gather(x, windows)
            np.matmul(windows.T, u, out=of_kernel)
            of_bias = u.sum(axis=0, keepdims=True)
            if wanted:
                np.matmul(u, self.weights["kernel"].reshape(columns, self.filters).T, out=windows)
                self.windows.scatter(windows, dx)
        if self.use_bias:
            np.add.reduce(of_bias, axis=0, out=gradients["bias"])
        return dx if wanted else None

    def _back_by_kernel(self, upstream: Array, memory: _Memory, of_kernel: Array, dx: Array, lines: int) -> Array:
        """Write the gradients of the filters and, unless dx is empty, of the images; return sums for the bias."""
        from workings.kernels import conv_windows

        x, kernel = memory.x, self.weights["kernel"]
        rectified = isinstance(memory.activation, activations.ReLU)
        given = upstream if rectified else memory.activation.backward(upstream, memory.z, memory.y)
        given, y = np.ascontiguousarray(given), np.ascontiguousarray(memory.y)
        if self.strides == (1, 1):
            turned = np.ascontiguousarray(kernel[::-1, ::-1].transpose(0, 1, 3, 2)).reshape(-1, x.shape[3])
        else:
            turned = np.ascontiguousarray(kernel.reshape(-1, self.filters).T)
        # A sum for each of some groups of images, added in their order: the number of threads changes no bit.
        count = min(len(x), _GROUPS)
        of_kernels = np.empty((count, *of_kernel.shape), dtype=x.dtype)
        of_bias = np.empty((count, self.filters), dtype=x.dtype)
        options = (rectified, memory.pooling.chosen, memory.pooling.where, dx, of_kernels, of_bias)
        geometry = self.windows.geometry

        def groups(start: int, stop: int) -> None:
            conv_windows.backward(x, turned, given, y, *options, geometry, lines, start, stop)

        run_blocks(groups, count, pieces=2)
        np.add.reduce(of_kernels, axis=0, out=of_kernel)
        return of_bias
