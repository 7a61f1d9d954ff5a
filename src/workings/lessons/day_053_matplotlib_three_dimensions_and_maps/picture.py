"""The day's picture: two hills seen from a direction, drawn without what is hidden, and one line of equal height."""

from __future__ import annotations

from typing import Any

import numpy as np
from contourpy import contour_generator
from numpy.typing import NDArray

from workings.show import Axis, Control, Edges, Scene
from workings.show.regression import View
from workings.show.scene import numbers

Array = NDArray[Any]

CONTROLS = (
    Control("turn", -180.0, 180.0, -55.0, "turned by", "degrees", step=1.0),
    Control("tilt", 5.0, 90.0, 28.0, "seen from above by", "degrees", step=1.0),
    Control("level", 80.0, 900.0, 400.0, "line at the height", "m", step=10.0),
)
SIDE, NET, CELLS = 9.0, 37, 48
GRID = np.linspace(0.0, SIDE, NET)
NAMES = (Axis("east", "km"), Axis("north", "km"), Axis("height", "m"))


def height(x: Any, y: Any) -> Array:
    """Return the height of the ground in metres, at x km east and y km north."""
    first = 900.0 * np.exp(-((x - 3.0) ** 2 + (y - 3.2) ** 2) / 3.0)
    second = 600.0 * np.exp(-((x - 6.6) ** 2) / 2.0 - (y - 6.2) ** 2 / 4.0)
    ground: Array = 40.0 + first + second
    return ground


def hidden(x: Array, y: Array, view: View) -> Array:
    """Return where the ground cannot be seen: on the way to whoever looks, ground stands above the line of sight."""
    # In the cube of the view: towards the eye along the floor, and what rises from there on the paper.
    east, north = np.cos(view.turn), np.sin(view.turn)
    own = view(x, y, height(x, y))[1]
    way = np.linspace(0.02, 1.45, CELLS)[:, None] * SIDE
    there_x, there_y = x.ravel() + east * way, y.ravel() + north * way
    on_the_paper = view(there_x, there_y, height(there_x, there_y))[1]
    inside = (there_x >= 0) & (there_x <= SIDE) & (there_y >= 0) & (there_y <= SIDE)
    covered: Array = np.any(inside & (on_the_paper > own.ravel() + 0.004), axis=0).reshape(x.shape)
    return covered


def pieces(x: Array, y: Array, view: View) -> tuple[Array, Array, Array]:
    """Return the line through these places on the ground on paper, and which of its pieces can be seen."""
    px, py = view(x, y, height(x, y))
    seen = ~hidden(x, y, view)
    return px, py, seen[..., :-1] & seen[..., 1:]


def _edges(lines: list[tuple[Array, Array, Array]], group: int | None, label: str) -> Edges:
    cut = [
        [part[..., :-1][seen], other[..., :-1][seen], part[..., 1:][seen], other[..., 1:][seen]]
        for part, other, seen in lines
    ]
    x0, y0, x1, y1 = (np.concatenate([one[k] for one in cut]) if cut else np.zeros(0) for k in range(4))
    return Edges(numbers(x0), numbers(y0), numbers(x1), numbers(y1), group, label)


def scene(turn: float = -55.0, tilt: float = 28.0, level: float = 400.0) -> Scene:
    """Return the landscape as a net, and the line at one height."""
    across, back = np.meshgrid(GRID, GRID)
    ground = height(across, back)
    view = View((GRID, GRID, ground.ravel()), turn, tilt)
    net = [pieces(across, back, view), pieces(across.T, back.T, view)]
    found = [np.asarray(line) for line in contour_generator(GRID, GRID, ground).lines(level)]
    lines = [pieces(line[:, 0], line[:, 1], view) for line in found if len(line) > 1]
    out_of_sight = float(np.mean(hidden(across, back, view)))
    above = float(np.mean(ground > level))
    reach = 0.6 * np.cos(view.tilt) + 0.71 * np.sin(view.tilt)
    return Scene(
        "Two hills, seen from one side",
        Axis("", low=-1.15, high=1.15, shown=False),
        Axis("", low=-reach - 0.3, high=reach + 0.1, shown=False),
        (*view.box(NAMES), _edges(net, None, ""), _edges(lines, 1, f"{level:.0f} m")),
        say=(
            f"From here {100 * out_of_sight:.0f} % of the ground is hidden behind hills. The line at {level:.0f} m "
            f"has {len(found)} {'part' if len(found) == 1 else 'parts'}; {100 * above:.0f} % of the ground lies higher."
        ),
    )
