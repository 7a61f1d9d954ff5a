"""A filter that slides over an image: the cross-correlation that deep learning calls a convolution."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def exact(image: Array, kernel: Array) -> Array:
    """Add the products of each window, entry by entry."""
    image, kernel = wide(image), wide(kernel)
    (n, p), (u, v) = image.shape, kernel.shape
    places = [(i, j) for i in range(n - u + 1) for j in range(p - v + 1)]
    sums = [sum(image[i + a, j + b] * kernel[a, b] for a in range(u) for b in range(v)) for i, j in places]
    return np.array(sums, dtype=np.longdouble).reshape(n - u + 1, p - v + 1)


def _padded(image: Array, kernel: Array, top: int, left: int, bottom: int, right: int) -> Array:
    return exact(np.pad(image, ((top, bottom), (left, right))), kernel)


def _same(image: Array, kernel: Array) -> Array:
    u, v = kernel.shape
    return _padded(image, kernel, (u - 1) // 2, (v - 1) // 2, u // 2, v // 2)


def _full(image: Array, kernel: Array) -> Array:
    u, v = kernel.shape
    return _padded(image, kernel, u - 1, v - 1, u - 1, v - 1)


MISTAKES: tuple[tuple[str, Any], ...] = (
    ("flipped_kernel", lambda x, k: exact(x, k[::-1, ::-1])),
    ("flipped_kernel", lambda x, k: exact(x, k[::-1])),
    ("flipped_kernel", lambda x, k: exact(x, k[:, ::-1])),
    ("flipped_kernel", lambda x, k: _same(x, k[::-1, ::-1])),
    ("flipped_kernel", lambda x, k: _full(x, k[::-1, ::-1])),
    ("pads_the_image", _same),
    ("pads_the_image", _full),
    ("pads_the_image", lambda x, k: _padded(x, k, 1, 1, 1, 1)),
    ("pads_the_image", lambda x, k: _padded(x, k, 1, 1, 0, 0)),
    ("pads_the_image", lambda x, k: _padded(x, k, 0, 0, 1, 1)),
    ("one_window_too_few", lambda x, k: exact(x, k)[:-1, :-1]),
    ("one_window_too_few", lambda x, k: exact(x, k)[:-1]),
    ("one_window_too_few", lambda x, k: exact(x, k)[:, :-1]),
    ("one_window_too_few", lambda x, k: exact(x, k)[1:, 1:]),
    ("mean_of_window", lambda x, k: exact(x, k) / k.size),
    ("kernel_left_out", lambda x, k: exact(x, np.ones_like(k))),
    ("strides", lambda x, k: exact(x, k)[::2, ::2]),
    ("strides", lambda x, k: exact(x, k)[:: k.shape[0], :: k.shape[1]]),
    ("largest_product", lambda x, k: np.array([[(x[i : i + k.shape[0], j : j + k.shape[1]] * k).max()
        for j in range(x.shape[1] - k.shape[1] + 1)] for i in range(x.shape[0] - k.shape[0] + 1)])),
)  # fmt: skip

A = np.array(
    [
        [1.0, -2.0, 0.5, 3.0, -1.0, 2.0],
        [0.25, 4.0, -1.5, 2.5, 1.25, -3.0],
        [2.0, -0.75, 3.5, -2.25, 0.5, 1.0],
        [-1.0, 1.5, 2.75, 0.0, -2.5, 4.5],
        [3.0, 0.75, -1.25, 2.0, 5.0, -0.5],
    ]
)
K = np.array([[1.0, -0.5, 2.0], [0.25, 3.0, -1.0], [-2.0, 1.5, 0.75]])
SMALL = np.array([[2.0, -1.0], [0.5, 3.0]])

TOPIC = Plain(
    name="conv2d",
    formula="conv2d(image, kernel)[i, j] = sum over u, v of image[i + u, j + v] kernel[u, v], windows inside only",
    names=r"conv(olve|olution|olutional)?_?2d?(_|$)|conv(olve|olution)(_|$)|cross_?correl|correlate",
    given=(
        Given("image", "np", "img x X a A input picture inp data"),
        Given("kernel", "uv", "k K w W filter filt weights f weight mask"),
    ),
    exact=exact,
    readings=(Reading("valid", "the sum of products in every window that lies inside of the image"),),
    examples=(
        Example("usual", (A, K)),
        Example("usual", (A, SMALL)),
        Example("usual", (A.T[:, :4], K[:2])),
        Example("integer", (np.array([[1, 2, 0], [3, 1, 4], [2, 2, 5]]), np.array([[1, -1], [0, 2]]))),
        Example("a kernel as large as the image", (A[:3, :3], K), "fails_one_window"),
        Example("a kernel of one entry", (A[:3], np.array([[2.5]])), "fails_one_entry"),
        Example("a symmetric kernel", (A, K + K.T + (K + K.T)[::-1, ::-1]), "fails_one_entry"),
    ),
    mistakes=MISTAKES,
    causes={
        "flipped_kernel": Cause(
            "wrong",
            "The kernel is turned (or mirrored) before it is laid on the image. That is the convolution of mathematics "
            "and of scipy.signal.convolve2d; a layer of a network multiplies entries at equal places: "
            "image[i + u, j + v] * kernel[u, v].",
        ),
        "pads_the_image": Cause(
            "wrong", "The image is padded with zeros: only windows that lie wholly inside were asked for ('valid')."
        ),
        "one_window_too_few": Cause(
            "wrong",
            "A row or a column of windows is missing: n - u + 1 windows of height u fit into n rows, not n - u.",
        ),
        "mean_of_window": Cause("wrong", "The products are averaged; they are to be added."),
        "kernel_left_out": Cause("wrong", "The entries of a window are added without the kernel's factors."),
        "strides": Cause("wrong", "Windows are skipped: the kernel moves by one place at a time."),
        "largest_product": Cause("wrong", "The largest product is taken; the products are to be added."),
        "fails_one_window": Cause("fragile", "A kernel as large as the image fits once, and that fails."),
        "fails_one_entry": Cause("fragile", "It fails for some shapes or values of the kernel."),
    },
    edits={"one_window_too_few": ("shift_range",), "mean_of_window": ("sum_for_mean",)},
    valid=lambda image, kernel: bool(np.all(np.array(np.shape(image)) >= np.array(np.shape(kernel)))),
    everyday=lambda image, kernel: kernel.size > 1,
    sizes={"n": (3, 4), "p": (3, 4), "u": (2, 3), "v": (2, 3)},
).topic()
