"""The day's picture: approximation error, estimation error and their sum, over the degree of a polynomial."""

from __future__ import annotations

import numpy as np

from workings.lessons.day_024_learning_theory.errors import MOST, errors
from workings.show import Axis, Control, Line, Points, Scene
from workings.show.scene import numbers

CONTROLS = (
    Control("n", 20, 1000, 60, "samples", scale="log", step=1),
    Control("noise", 0.05, 1.0, 0.3, "standard deviation of the noise", step=0.05),
)


def scene(n: float = 60, noise: float = 0.3) -> Scene:
    """Return the curves and the degree where the sum is least."""
    found = errors(int(n), round(float(noise), 3))
    degrees = np.arange(MOST + 1)
    total = found.approximation + found.estimation
    best = int(total.argmin())
    return Scene(
        "Where the error comes from",
        Axis("degree of the polynomial: the size of the hypothesis space", low=-0.3, high=MOST + 0.3),
        Axis("risk above the least possible", scale="log", low=1e-5, high=20.0),
        (
            Line(numbers(degrees), numbers(found.approximation), 0, "approximation error"),
            Line(numbers(degrees), numbers(np.minimum(found.estimation, 20.0)), 1, "estimation error"),
            Line(numbers(degrees), numbers(np.minimum(total, 20.0)), None, "both", style="dashed"),
            Points((float(best),), (float(total[best]),), 2, "the least", strong=True),
        ),
        say=(
            f"With {n:.0f} samples the sum is least at degree {best}: {found.approximation[best]:.2g} cannot be "
            f"expressed, {found.estimation[best]:.2g} was misled by the data."
        ),
    )
