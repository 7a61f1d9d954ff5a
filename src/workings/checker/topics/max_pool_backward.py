"""The way back through a maximum: the gradient goes to the entry that was the largest."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading
from workings.checker.topics.max_pool import windows


def spread(shares: Array, size: int, shape: tuple[int, ...]) -> Array:
    """Put the entries of windows back to their places in an image of that shape."""
    down, across, _ = shares.shape
    out = np.zeros(shape, dtype=float)
    inner = shares.reshape(down, across, size, size).transpose(0, 2, 1, 3).reshape(down * size, across * size)
    out[: down * size, : across * size] = inner
    return out


def exact(image: Array, upstream: Array, size: int) -> Array:
    """Give each window's gradient to the first of its largest entries."""
    w = windows(image, size)
    chosen = np.arange(size * size) == w.argmax(axis=-1)[..., np.newaxis]
    return spread(chosen * np.asarray(upstream, dtype=float)[..., np.newaxis], size, image.shape)


def accepts(answer: Any, image: Array, upstream: Array, size: int) -> bool:
    """Return whether each window's gradient went to entries that are the largest, all of it and not more."""
    given = np.asarray(answer, dtype=float)
    if given.shape != image.shape or not np.isfinite(given).all():
        return False
    w, g = windows(image, size), windows(given, size)
    largest = w == w.max(axis=-1, keepdims=True)
    whole = np.allclose(g.sum(axis=-1), upstream, rtol=1e-9, atol=1e-12)
    inside = np.allclose(g[~largest], 0.0, atol=1e-12) and np.isclose(np.abs(given).sum(), np.abs(g).sum())
    same_sign = bool(np.all(g * np.asarray(upstream)[..., np.newaxis] >= -1e-12))
    return bool(whole and inside and same_sign)


def _of(share: Any) -> Any:
    """Return the mistake that gives entry k of a window ``share(window, upstream)[k]``."""
    return lambda x, u, s: spread(np.asarray(share(windows(x, s), np.asarray(u, float)[..., None])), s, x.shape)


def _one(w: Array, which: Array) -> Array:
    return np.asarray(np.arange(w.shape[-1]) == which[..., np.newaxis])


def _apart(w: Array) -> bool:
    """Return whether each window has one largest entry."""
    return bool(np.all((w == w.max(axis=-1, keepdims=True)).sum(axis=-1) == 1))


MISTAKES: tuple[tuple[str, Any], ...] = (
    ("spread_evenly", _of(lambda w, u: u / w.shape[-1] + 0.0 * w)),
    ("to_every_entry", _of(lambda w, u: u + 0.0 * w)),
    ("upstream_left_out", _of(lambda w, u: _one(w, w.argmax(axis=-1)) * 1.0)),
    ("to_the_smallest", _of(lambda w, u: u * _one(w, w.argmin(axis=-1)))),
    ("to_a_corner", _of(lambda w, u: u * (np.arange(w.shape[-1]) == 0) + 0.0 * w)),
    ("times_the_entry", _of(lambda w, u: u * w * _one(w, w.argmax(axis=-1)))),
    ("divided_by_window", _of(lambda w, u: u / w.shape[-1] * _one(w, w.argmax(axis=-1)))),
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
U = np.array([[2.0, -1.0, 0.5], [3.0, 1.5, -2.5], [0.25, 4.0, -0.75]])
TIES = np.array([[2.0, 2.0, 1.0, 0.0], [0.0, 1.0, 3.0, 3.0]])

TOPIC = Plain(
    name="max_pool_backward",
    formula="max_pool_backward(image, upstream, size) = upstream[i, j] where window (i, j) is largest, 0 elsewhere",
    names=r"max_?pool.*(back|grad)|(back|grad|unpool).*max_?pool|max_?unpool",
    given=(
        Given("image", "np", "img x X a A input picture inp data"),
        Given(
            "upstream", "uv", "u g grad dout dy d_out dz up gradient delta grad_output", values=[1.0, -2.0, 3.0, 0.5]
        ),
        Given("size", also="s k pool pool_size window n kernel_size stride", values=[2]),
    ),
    exact=exact,
    readings=(Reading("to the largest", "the gradient of each window, at its largest entry"),),
    examples=(
        Example("usual", (A, U, 2)),
        Example("usual", (A, U[:2, :2], 3)),
        Example("usual", (A[:4], U[:2], 2)),
        Example("integer", (np.array([[1, 2, 0, -4], [3, 1, -4, -2]]), np.array([[5, -7]]), 2)),
        Example("a single window", (A[:2, :2], U[:1, :1], 2), "fails_single_window"),
        Example("equal largest entries", (TIES, U[:1, :2], 2), "counts_ties_twice"),
        Example("a window of equal entries", (np.zeros((2, 4)), U[:1, :2], 2), "counts_ties_twice"),
    ),
    mistakes=MISTAKES,
    causes={
        "spread_evenly": Cause(
            "wrong",
            "The gradient is spread over the window, as for a mean. Only the largest entry moved the output.",
        ),
        "to_every_entry": Cause("wrong", "Every entry of a window gets its gradient; only the largest one may."),
        "upstream_left_out": Cause("wrong", "1 stands where the gradient from above belongs: multiply by upstream."),
        "to_the_smallest": Cause("wrong", "The gradient goes to the smallest entry of each window."),
        "to_a_corner": Cause("wrong", "The gradient always goes to the same corner of a window, whatever is largest."),
        "times_the_entry": Cause("wrong", "The gradient is multiplied by the entry; the derivative of a maximum is 1."),
        "divided_by_window": Cause("wrong", "The gradient is divided by the size of the window; a maximum does not."),
        "counts_ties_twice": Cause(
            "fragile",
            "Where several entries of a window are the largest, each gets the whole gradient. Give it to "
            "one of them (argmax), or share it.",
        ),
        "fails_single_window": Cause("fragile", "It fails for a single window."),
    },
    valid=lambda image, upstream, size: (
        1 <= size <= min(image.shape) and upstream.shape == (image.shape[0] // size, image.shape[1] // size)
    ),
    everyday=lambda image, upstream, size: bool(
        image.shape[0] % size == 0 and image.shape[1] % size == 0 and _apart(windows(image, size))
    ),
    accepts=accepts,
    sizes={"n": (2, 4), "p": (2, 4), "u": (1, 2), "v": (1, 2)},
).topic()
