"""The day's picture: a digit, an edge filter that can be turned, what it finds, and what pooling leaves."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits

from workings.show import Control, Scene
from workings.show.networks import side_by_side

CONTROLS = (
    Control("angle", 0.0, 345.0, 0.0, "the filter, turned by", "degrees", step=15.0),
    Control("pool", 1.0, 3.0, 2.0, "windows of the pooling", "pixels", step=1.0),
    Control("sample", 0.0, 99.0, 4.0, "which digit", step=1.0),
)


@cache
def images() -> NDArray[np.float64]:
    """Return the first hundred digits, with values 0..1."""
    return np.asarray(load_digits().images[:100] / 16.0)


def edge_filter(angle: float) -> NDArray[np.float64]:
    """Return a filter of 3 x 3 that answers where it gets brighter in a direction: 0 is to the right, 90 upwards."""
    turned = np.deg2rad(angle)
    y, x = np.mgrid[1:-2:-1, -1:2]
    return np.asarray((x * np.cos(turned) + y * np.sin(turned)) / 3.0)


def slide(image: NDArray[np.float64], kernel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum of products in every window, windows inside of the image."""
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.asarray(np.einsum("ijuv,uv->ij", windows, kernel))


def scene(angle: float = 0.0, pool: float = 2.0, sample: float = 4.0) -> Scene:
    """Return the digit, the filter, its answers where they are positive, and their maxima."""
    image, kernel, size = images()[round(sample)], edge_filter(angle), round(pool)
    found = np.maximum(slide(image, kernel), 0.0)
    n = len(found) // size
    pooled = found[: n * size, : n * size].reshape(n, size, n, size).max(axis=(1, 3))
    i, j = np.unravel_index(int(found.argmax()), found.shape)
    return side_by_side(
        (image, kernel, found, pooled),
        labels=("image, 8 x 8", "filter, 3 x 3", "relu of answers, 6 x 6", f"largest, {n} x {n}"),
        title="An edge, looked for everywhere",
        say=(
            f"The filter answers most, {found.max():.2f}, at row {i + 1}, column {j + 1}: there it gets brighter "
            f"towards {angle:.0f} degrees. {int((found > 0.25).sum())} of 36 places say more than 0.25; pooling "
            f"leaves {n * n} numbers."
        ),
    )
