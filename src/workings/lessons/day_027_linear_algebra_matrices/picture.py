"""The day's picture: the plane moved by a matrix of which each entry can be turned, and what becomes of (2, 1)."""

from __future__ import annotations

from workings.show import Control, Scene
from workings.show.planes import arrow, moved_plane, part_way, place

CONTROLS = (
    Control("t", 0.0, 1.0, 1.0, "share of the way gone", step=0.02),
    Control("a", -3.0, 3.0, 1.0, "row 1, column 1: where (1, 0) goes, across", step=0.1),
    Control("c", -3.0, 3.0, 0.5, "row 2, column 1: where (1, 0) goes, up", step=0.1),
    Control("b", -3.0, 3.0, -0.5, "row 1, column 2: where (0, 1) goes, across", step=0.1),
    Control("d", -3.0, 3.0, 1.5, "row 2, column 2: where (0, 1) goes, up", step=0.1),
)
# The tip of the first unit vector can be dragged.
MOVES = ("a", "c")
WEIGHTS = (2.0, 1.0)


def scene(t: float = 1.0, a: float = 1.0, c: float = 0.5, b: float = -0.5, d: float = 1.5) -> Scene:
    """Return where everything is after the share t of its way, and the way to (2, 1) along the moved unit vectors."""
    now = part_way([[a, b], [c, d]], t)
    corner = WEIGHTS[0] * now[:, 0]
    end = corner + WEIGHTS[1] * now[:, 1]
    more = (
        *arrow(corner, 1, style="dashed"),
        *arrow(end, 2, start=corner, style="dashed"),
        *arrow(end, 0, "(2, 1), moved"),
    )
    plain = moved_plane([[a, b], [c, d]], t)
    say = f"{plain.say} (2, 1) is at {place(end)}: 2 times the first and 1 times the second."
    return moved_plane([[a, b], [c, d]], t, more=more, title=f"Columns {place((a, c))} and {place((b, d))}", say=say)
