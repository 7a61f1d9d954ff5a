"""The day's picture: how much of each of two arrows leads to a place."""

from __future__ import annotations

import numpy as np

from workings.show import Control, Scene
from workings.show.planes import combination

FIRST = (2.0, 1.0)
CONTROLS = (
    Control("t", 0.0, 1.0, 1.0, "share of the way gone", step=0.02),
    Control("east", -5.0, 5.0, 1.0, "the place: first coordinate", step=0.25),
    Control("north", -3.5, 3.5, 3.0, "and second", step=0.25),
    Control("apart", 0.0, 180.0, 75.0, "angle between the arrows", "degrees", step=5.0),
    Control("length", 0.5, 3.0, 1.5, "length of the second arrow", step=0.1),
)
MOVES = ("east", "north")


def scene(t: float = 1.0, east: float = 1.0, north: float = 3.0, apart: float = 75.0, length: float = 1.5) -> Scene:
    """Return the two arrows, the net that they span, and the way to the place."""
    angle = np.arctan2(FIRST[1], FIRST[0]) + np.deg2rad(apart)
    second = length * np.array([np.cos(angle), np.sin(angle)])
    return combination(np.column_stack([FIRST, second]), (east, north), t)
