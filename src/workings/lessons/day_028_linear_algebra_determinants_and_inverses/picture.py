"""The day's picture: a matrix moves the plane or space, and its inverse, if there is one, moves it back."""

from __future__ import annotations

import numpy as np

from workings.lessons.day_028_linear_algebra_determinants_and_inverses.space import pair_and_cross
from workings.show import Control, Scene
from workings.show.planes import moved_plane, part_way, place, through_origin
from workings.show.scene import Mark

CONTROLS = (
    Control("t", 0.0, 2.0, 1.0, "0 to 1: the matrix; 1 to 2: its inverse", step=0.04),
    Control("a", -2.0, 2.0, 2.0, "first column: a", step=0.25),
    Control("c", -2.0, 2.0, 0.5, "over c", step=0.25),
    Control("b", -2.0, 2.0, 1.0, "second column: b", step=0.25),
    Control("d", -2.0, 2.0, 1.25, "over d", step=0.25),
    Control("dimensions", 2.0, 3.0, 2.0, "dimensions; in 3 the third column is the cross product", step=1.0),
    Control("lift", -2.0, 2.0, 0.75, "in 3: height of the second column", step=0.25),
)


def scene(
    t: float = 1.0,
    a: float = 2.0,
    c: float = 0.5,
    b: float = 1.0,
    d: float = 1.25,
    dimensions: float = 2.0,
    lift: float = 0.75,
) -> Scene:
    """Return the plane or space on its way there or back; of a singular matrix, what it keeps and what it crushes."""
    if int(dimensions) == 3:
        return pair_and_cross(np.array([a, c, 0.0]), np.array([b, d, lift]), t)
    M = np.array([[a, b], [c, d]])
    determinant = a * d - b * c
    if determinant != 0.0:
        inverse = np.linalg.inv(M)
        now = part_way(M, t) if t <= 1.0 else part_way(inverse, t - 1.0) @ M
        shown = moved_plane(now, title="There, and back again")
        say = f"{shown.say} The determinant is {determinant:.4g}; the inverse has the columns "
        say += f"{place(inverse[:, 0])} and {place(inverse[:, 1])}."
        return Scene(shown.title, shown.x, shown.y, shown.marks, say)
    columns, stretches, rows = np.linalg.svd(M)
    lines: list[Mark] = []
    if stretches[0] > 0:
        lines = [
            through_origin(columns[:, 0], 0, "column space", "solid"),
            through_origin(rows[1], 3, "null space"),
        ]
    rank = "1: a plane goes in, a line comes out" if lines else "0: everything becomes 0"
    say = f"The determinant is 0 and the rank {rank}. There is no way back: many points have become one."
    return moved_plane(M, min(t, 1.0), more=lines, title="There, and no way back", say=say)
