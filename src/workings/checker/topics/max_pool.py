"""The largest entry of each window of an image."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def windows(image: Array, size: int) -> Array:
    """Return the windows that lie wholly inside: (down, across, size * size)."""
    down, across = image.shape[0] // size, image.shape[1] // size
    cut = np.asarray(image[: down * size, : across * size])
    return cut.reshape(down, size, across, size).transpose(0, 2, 1, 3).reshape(down, across, size * size)


def exact(image: Array, size: int) -> Array:
    """Take maxima; nothing is rounded."""
    return np.asarray(windows(image, size).max(axis=-1), dtype=float)


def accepts(answer: Any, image: Array, size: int) -> bool:
    """Return whether the rows and columns left over have windows of their own, smaller ones."""
    (n, p), rows = image.shape, np.asarray(answer, dtype=float)
    more = [[image[i : i + size, j : j + size].max() for j in range(0, p, size)] for i in range(0, n, size)]
    return rows.shape == np.shape(more) and bool(np.allclose(rows, more))


def _sliding(image: Array, size: int) -> Array:
    n, p = image.shape
    tops, lefts = range(n - size + 1), range(p - size + 1)
    return np.array([[image[i : i + size, j : j + size].max() for j in lefts] for i in tops])


MISTAKES: tuple[tuple[str, Any], ...] = (
    ("mean_of_window", lambda x, s: windows(x, s).mean(axis=-1)),
    ("sum_of_window", lambda x, s: windows(x, s).sum(axis=-1)),
    ("smallest_of_window", lambda x, s: windows(x, s).min(axis=-1)),
    ("largest_size", lambda x, s: np.abs(windows(x, s)).max(axis=-1)),
    ("below_zero_lost", lambda x, s: np.maximum(windows(x, s).max(axis=-1), 0)),
    ("moves_by_one", _sliding),
    ("takes_a_corner", lambda x, s: windows(x, s)[..., 0]),
    ("takes_a_corner", lambda x, s: windows(x, s)[..., -1]),
    ("place_of_the_largest", lambda x, s: windows(x, s).argmax(axis=-1)),
    ("windows_mixed_up", lambda x, s: x.reshape(x.shape[0] // s, x.shape[1] // s, s * s).max(axis=-1)),
    ("windows_mixed_up", lambda x, s: x.reshape(s, x.shape[0] // s, s, x.shape[1] // s).max(axis=(0, 2))),
    ("one_window_too_few", lambda x, s: exact(x, s)[:-1, :-1]),
)

A = np.array(
    [
        [1.0, -2.0, 0.5, 3.0, -1.0, 2.0],
        [0.25, 4.0, -1.5, 2.5, 1.25, -3.0],
        [-2.0, -0.75, -3.5, -2.25, 0.5, 1.0],
        [-1.0, -1.5, -2.75, -4.0, -2.5, 4.5],
        [3.0, 0.75, -1.25, 2.0, 5.0, -0.5],
        [0.0, 1.5, 2.25, -3.5, 4.0, 6.0],
    ]
)

TOPIC = Plain(
    name="max_pool",
    formula="max_pool(image, size)[i, j] = the largest entry of window (i, j), windows of size x size side by side",
    names=r"max_?pool(?!.*(back|grad))",
    given=(
        Given("image", "np", "img x X a A input picture inp data"),
        Given("size", also="s k pool pool_size window n kernel_size stride", values=[2]),
    ),
    exact=exact,
    readings=(Reading("side by side", "the largest entry of each window, windows side by side"),),
    examples=(
        Example("usual", (A, 2)),
        Example("usual", (A, 3)),
        Example("usual", (A[:4], 2)),
        Example("integer", (np.array([[1, 2, 0, -4], [3, 1, -4, -2]]), 2)),
        Example("a single window", (A[:2, :2], 2), "fails_single_window"),
        Example("windows of one entry", (A[:3], 1), "fails_single_window"),
        Example("negative entries only", (-np.abs(A) - 1.0, 2), "below_zero_lost"),
        Example("a row and a column left over", (A[:5, :5], 2), "fails_left_over"),
    ),
    mistakes=MISTAKES,
    causes={
        "mean_of_window": Cause("wrong", "The mean of each window is taken: that is average pooling."),
        "sum_of_window": Cause("wrong", "Each window is summed; its largest entry was asked for."),
        "smallest_of_window": Cause("wrong", "The smallest entry of each window is taken, not the largest."),
        "largest_size": Cause("wrong", "The largest absolute value is taken: -5 is smaller than 1."),
        "below_zero_lost": Cause(
            "wrong",
            "A window whose entries are all negative gives 0: begin with -inf, or with the window's first entry.",
        ),
        "moves_by_one": Cause("wrong", "The window moves by one place; windows lie side by side: move by `size`."),
        "takes_a_corner": Cause("wrong", "One corner of each window comes back, not its largest entry."),
        "place_of_the_largest": Cause("wrong", "The place of the largest entry comes back (argmax), not the entry."),
        "windows_mixed_up": Cause(
            "wrong",
            "The reshape does not cut windows out: rows must be split as (rows, size) and columns as (columns, size), "
            "and the maximum taken over both axes of length size.",
        ),
        "one_window_too_few": Cause("wrong", "The last row and column of windows are missing."),
        "fails_single_window": Cause("fragile", "It fails for a single window, or for windows of one entry."),
        "fails_left_over": Cause(
            "fragile",
            "Where the size does not divide the image it fails: leave out the rest, or let windows shrink.",
        ),
    },
    edits={"mean_of_window": ("sum_for_mean",)},
    valid=lambda image, size: 1 <= size <= min(image.shape),
    everyday=lambda image, size: image.shape[0] % size == 0 and image.shape[1] % size == 0,
    accepts=accepts,
    sizes={"n": (2, 4), "p": (2, 4)},
).topic()
