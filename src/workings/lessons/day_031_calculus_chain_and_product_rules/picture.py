"""The day's picture: two maps in a row, and what they make of a small step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workings import autodiff as ad
from workings.show import Control, Scene
from workings.show.calculus import stretched_lines

# The outer maps: how each is written, and itself.
OUTER: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("sin u", np.sin),
    ("u² / 3", lambda u: u * u / 3.0),
    ("√(1 + u)", lambda u: np.sqrt(1.0 + u)),
    ("3 exp(-u)", lambda u: 3.0 * np.exp(-u)),
)
CONTROLS = (
    Control("at", -1.7, 1.7, 0.9, "x", step=0.05),
    Control("step", 0.01, 0.8, 0.4, "step from x", scale="log"),
    Control("outer", 0.0, 3.0, 2.0, "outer map: sin, square, root, exp", step=1.0),
)


def inner(x: Any) -> Any:
    """The first map."""
    return x * x


def scene(at: float = 0.9, step: float = 0.4, outer: float = 2.0) -> Scene:
    """Return the lines of x, of u = x² and of what the outer map makes of it, with the slopes by autodiff."""
    text, f = OUTER[int(outer)]
    at = float(at)
    maps = (
        ("u = x²", inner, float(ad.grad(inner)(at))),
        (f"y = {text}", f, float(ad.grad(f)(at * at))),
    )
    return stretched_lines(maps, at, float(step), limits=(-1.8, 1.8), title=f"x, then u = x², then y = {text}")
