"""A layer of small filters that slide over images."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings._validation import Array
from workings.kernels._threads import run_blocks
from workings.neural_network import activations, initialisers, regularisers
from workings.neural_network._scratch import scratch
from workings.neural_network.layers._windows import Windows, kernels_pay
from workings.neural_network.layers.base import Layer, Run, Shape, images_only, pair, positive

# Entries of a tile's matrix of windows: a tile stays in the second cache, and is enough work for one thread.
_TILE = 160_000


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
    The windows of a few images at a time are copied into the rows of a matrix, which is multiplied by the filters:
    2 * windows * size * channels * filters operations. The matrix is never larger than a cache, and never kept.

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

    def _tiles(self, x: Array) -> tuple[int, int, int, int]:
        """Return the images of a tile, the tiles, the rows of an image, and the columns."""
        down, across = self.windows.count
        columns = self.kernel_size[0] * self.kernel_size[1] * x.shape[3]
        kernels_pay(len(x) * down * across * columns)  # judged for all tiles together: each alone is small
        images = max(1, min(len(x), _TILE // max(1, down * across * columns)))
        return images, -(-len(x) // images), down * across, columns

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Return f(windows W + b)."""
        images, tiles, rows, columns = self._tiles(x)
        kernel = self.weights["kernel"].reshape(columns, self.filters)
        activation = activations.Linear() if run.scores else self.activation
        z = np.empty((len(x), *self.windows.count, self.filters), dtype=x.dtype)
        y = z if activation.in_place else np.empty_like(z)

        def tile(start: int, stop: int) -> None:
            for k in range(start, stop):
                part = slice(k * images, (k + 1) * images)
                windows = scratch("windows", (len(x[part]) * rows, columns), x.dtype)
                self.windows.gather(x[part], windows)
                here = z[part].reshape(-1, self.filters)
                np.matmul(windows, kernel, out=here)
                rectified = self._add_bias(here, isinstance(activation, activations.ReLU))
                if not rectified:
                    y[part] = activation.forward(z[part])

        run_blocks(tile, tiles, pieces=4)
        return y, (x, z, y, activation)

    def _add_bias(self, rows: Array, rectify: bool) -> bool:
        """Add the bias to the rows of a tile; return whether negative entries were set to 0 too."""
        if not self.use_bias:
            return False
        if kernels_pay(rows.size):
            from workings.kernels.conv_windows import add_bias

            add_bias(rows, self.weights["bias"], rectify)
            return rectify
        rows += self.weights["bias"]
        return False

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Return the gradient of the images: that of each pixel is summed over the windows that held it."""
        x, z, y, activation = memory
        images, tiles, _, columns = self._tiles(x)
        kernel = self.weights["kernel"].reshape(columns, self.filters)
        dx = np.empty_like(x) if wanted else None
        of_kernel = np.empty((tiles, columns, self.filters), dtype=x.dtype)
        of_bias = np.empty((tiles, self.filters), dtype=x.dtype)

        def tile(start: int, stop: int) -> None:
            for k in range(start, stop):
                part = slice(k * images, (k + 1) * images)
                u = activation.backward(upstream[part], z[part], y[part]).reshape(-1, self.filters)
                windows = scratch("windows", (len(u), columns), x.dtype)
                self.windows.gather(x[part], windows)
                np.matmul(windows.T, u, out=of_kernel[k])
                np.matmul(np.ones(len(u), dtype=u.dtype), u, out=of_bias[k])
                if dx is not None:
                    np.matmul(u, kernel.T, out=windows)
                    self.windows.scatter(windows, dx[part])

        run_blocks(tile, tiles, pieces=4)
        # Added in the order of the tiles, so that the number of threads changes no bit.
        np.add.reduce(of_kernel, axis=0, out=gradients["kernel"].reshape(columns, self.filters))
        if self.use_bias:
            np.add.reduce(of_bias, axis=0, out=gradients["bias"])
        return dx
