"""The day's picture: means of n measurements at each place, with error bars, and the truth."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.show import Axis, Control, Edges, Line, Points, Scene
from workings.show.scene import numbers

Array = NDArray[Any]

CONTROLS = (
    Control("n", 2, 200, 5, "measurements at each place", scale="log", step=1),
    Control("noise", 0.1, 2.0, 0.8, "spread of a measurement", "V", step=0.1),
)
PLACES = np.linspace(0.5, 9.5, 19)


def truth(t: Array) -> Array:
    """Return the voltage of a swing that dies away."""
    wave: Array = 3.0 * np.exp(-t / 6.0) * np.cos(1.3 * t)
    return wave


def measured(n: int, noise: float, seed: int = 51) -> tuple[Array, Array]:
    """Return the means of n measurements at each place, and their standard errors."""
    rng = np.random.default_rng(seed)
    values = truth(PLACES)[:, None] + noise * rng.normal(size=(len(PLACES), n))
    return values.mean(axis=1), values.std(axis=1, ddof=1) / np.sqrt(n)


def scene(n: float = 5, noise: float = 0.8) -> Scene:
    """Return the means with bars of two standard errors to either side."""
    count = int(n)
    mean, error = measured(count, noise)
    low, high = mean - 2 * error, mean + 2 * error
    held = int(np.sum((low <= truth(PLACES)) & (truth(PLACES) <= high)))
    t = np.linspace(0.0, 10.0, 200)
    return Scene(
        "What is measured, and how well",
        Axis("time", "s", 0.0, 10.0),
        Axis("voltage", "V", -4.5, 4.5),
        (
            Line(numbers(t), numbers(truth(t)), label="the truth", style="dashed"),
            Edges(numbers(PLACES), numbers(low), numbers(PLACES), numbers(high), 0, "two standard errors"),
            Points(numbers(PLACES), numbers(mean), 0, f"mean of {count}"),
        ),
        say=(
            f"With {count} measurements at each place the standard error is {error.mean():.2f} V on average; "
            f"{held} of {len(PLACES)} bars of two standard errors hold the truth."
        ),
    )
