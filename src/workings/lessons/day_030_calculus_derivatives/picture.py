"""The day's picture: a secant turns into the tangent as its step shrinks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from workings import autodiff as ad
from workings.show import Axis, Control, Scene
from workings.show.calculus import tangent


class Curve(NamedTuple):
    """A function, how it is written, and the ends of its picture."""

    f: Callable[[Any], Any]
    text: str
    limits: tuple[tuple[float, float], tuple[float, float]]


CURVES = (
    Curve(lambda t: t**2, "t²", ((-3.0, 3.0), (-2.0, 9.0))),
    Curve(lambda t: t**3 - 3.0 * t, "t³ - 3t", ((-3.0, 3.0), (-6.0, 6.0))),
    Curve(np.sin, "sin t", ((-3.0, 3.0), (-1.8, 1.8))),
    Curve(np.abs, "|t|, which has a corner", ((-3.0, 3.0), (-1.0, 3.5))),
)
CONTROLS = (
    Control("at", -2.0, 2.0, 0.5, "the moment", "s", step=0.05),
    Control("h", 0.001, 2.0, 1.0, "step to each side, h", "s", scale="log"),
    Control("which", 0.0, 3.0, 1.0, "t², t³ - 3t, sin t or |t|", step=1.0),
)


def scene(at: float = 0.5, h: float = 1.0, which: float = 1.0) -> Scene:
    """Return a curve with its tangent by automatic differentiation, and the secant of the central difference."""
    curve = CURVES[int(which)]
    slope = float(ad.grad(curve.f)(float(at)))
    axes = (Axis("time t", "s"), Axis("way", "m"))
    return tangent(
        curve.f, slope, float(at), float(h), limits=curve.limits, axes=axes, title=f"The way is {curve.text}"
    )
