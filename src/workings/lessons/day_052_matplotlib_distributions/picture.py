"""The day's picture: a histogram as a density over the true one, with bins and sample to turn."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.show import Area, Axis, Control, Line, Scene
from workings.show.scene import numbers

Array = NDArray[Any]

CONTROLS = (
    Control("bins", 2, 120, 12, "bins", scale="log", step=1),
    Control("n", 20, 5000, 300, "values", scale="log", step=1),
    Control("apart", 0.0, 6.0, 3.5, "how far apart the two groups are", "min", step=0.25),
)
LOW, HIGH = -4.0, 11.0
_SHARE = 0.6


def truth(x: Array, apart: float) -> Array:
    """Return the density of waiting times: two bells, 60 % around 2 and the others `apart` from there."""
    first, second = (np.exp(-0.5 * (x - m) ** 2) / np.sqrt(2 * np.pi) for m in (2.0, 2.0 + apart))
    density: Array = _SHARE * first + (1 - _SHARE) * second
    return density


def values(n: int, apart: float, seed: int = 52) -> Array:
    """Draw n of them."""
    rng = np.random.default_rng(seed)
    drawn: Array = rng.normal(2.0, 1.0, n) + apart * (rng.random(n) >= _SHARE)
    return np.clip(drawn, LOW, HIGH)


def outline(heights: Array, edges: Array) -> tuple[Array, Array]:
    """Return the corners of a histogram, from the floor up, along and down."""
    x = np.repeat(edges, 2)
    return x, np.concatenate([[0.0], np.repeat(heights, 2), [0.0]])


def missed(heights: Array, edges: Array, apart: float) -> float:
    """Return the area between the bars and the true density."""
    x = np.linspace(LOW, HIGH, 3001)
    bar = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, len(heights) - 1)
    return float(np.mean(np.abs(heights[bar] - truth(x, apart))) * (HIGH - LOW))


def scene(bins: float = 12, n: float = 300, apart: float = 3.5) -> Scene:
    """Return the histogram with the true density over it."""
    heights, edges = np.histogram(values(int(n), apart), bins=int(bins), range=(LOW, HIGH), density=True)
    x, y = outline(heights, edges)
    smooth = np.linspace(LOW, HIGH, 300)
    peaks = int(np.sum(np.diff(np.sign(np.diff(np.concatenate([[0.0], heights, [0.0]])))) < 0))
    off = missed(heights, edges, apart)
    return Scene(
        "How waiting times are spread",
        Axis("waiting time", "min", LOW, HIGH),
        Axis("density", "share a minute", 0.0, float(max(0.45, 1.08 * heights.max()))),
        (
            Area(numbers(x), numbers(y), 0, f"{int(n):,} values"),
            Line(numbers(x), numbers(y), 0),
            Line(numbers(smooth), numbers(truth(smooth, apart)), 1, "the true density"),
        ),
        say=(
            f"{int(bins)} bins of {(HIGH - LOW) / int(bins):.2g} minutes over {int(n):,} values: {peaks} "
            f"{'hill' if peaks == 1 else 'hills'}, and an area of {off:.2f} between bars and truth."
        ),
    )
