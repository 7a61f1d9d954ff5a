"""The day's picture: a vector turns, and the matrix's answer turns with it, at times into the same direction."""

from __future__ import annotations

import numpy as np

from workings.show import Control, Scene
from workings.show.planes import AXES, arrow, curve, eigen_lines, grid, part_way
from workings.show.scene import Mark

CONTROLS = (
    Control("angle", 0.0, 360.0, 70.0, "direction of the vector v", "degrees", step=1.0),
    Control("t", 0.0, 1.0, 1.0, "share of the way gone", step=0.02),
    Control("a", -2.0, 2.0, 1.5, "stretch along the first axis, a", step=0.25),
    Control("d", -2.0, 2.0, 1.0, "along the second, d", step=0.25),
    Control("b", -2.0, 2.0, 0.5, "right of the diagonal, b", step=0.25),
    Control("c", -2.0, 2.0, 0.5, "left of it, c", step=0.25),
)
_ROUND = np.linspace(0.0, 2.0 * np.pi, 121)
_LONG = 1.75
_CIRCLE = _LONG * np.array([np.cos(_ROUND), np.sin(_ROUND)])


def scene(angle: float = 70.0, t: float = 1.0, a: float = 1.5, d: float = 1.0, b: float = 0.5, c: float = 0.5) -> Scene:
    """Return a circle of vectors, where the matrix puts it, and the directions that it keeps."""
    M = np.array([[a, b], [c, d]])
    now = part_way(M, t)
    kept, values = eigen_lines(M)
    v = _LONG * np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
    moved = now @ v
    marks: list[Mark] = [
        grid(now),
        *kept,
        curve(_CIRCLE, None, "", "dotted"),
        curve(now @ _CIRCLE, 4, "where they go"),
        *arrow(v, 1, "v"),
        *arrow(moved, 2, "A v"),
    ]
    between = float(np.rad2deg(np.arctan2(v[0] * moved[1] - v[1] * moved[0], v @ moved)))
    told = " and ".join(f"{one:.4g}" for one in values)
    say = f"A v is turned by {between:.3g} degrees against v, and {np.linalg.norm(moved) / _LONG:.3g} times as long. "
    say += f"Kept directions are stretched by {told}." if values else "This matrix turns every direction: none is kept."
    return Scene("Which directions stay?", *AXES, tuple(marks), say)
