"""The day's picture: a search in a kd-tree, and the boxes that it need not open."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.lessons.day_011_nearest_neighbours.tree import Box, build, nearest
from workings.show import Area, Axis, Control, Edges, Line, Points, Scene
from workings.show.movable import Movable, Placed
from workings.show.scene import Mark, Numbers, numbers

Array = NDArray[Any]

WIDTH, HEIGHT = 18.0, 10.0  # of the map, in km
AXES = (Axis("east", "km", low=-0.2, high=WIDTH + 0.2), Axis("north", "km", low=-0.2, high=HEIGHT + 0.2))
CONTROLS = (
    Control("k", 1, 40, 5, "charging points wanted, k", step=1),
    Control("east", 0.0, WIDTH, 8.0, "the driver stands east at", "km", step=0.1),
    Control("north", 0.0, HEIGHT, 5.0, "and north at", "km", step=0.1),
    Control("leaf", 1, 64, 12, "charging points that a box holds at most", step=1),
)
_ROUND = np.linspace(0.0, 2.0 * np.pi, 121)


@cache
def places(n: int = 400, seed: int = 11) -> Array:
    """Return n charging points: half of them in five towns, the others anywhere."""
    rng = np.random.default_rng(seed)
    corner = np.array([WIDTH, HEIGHT])
    towns = rng.uniform(1.5, corner - 1.5, (5, 2))
    near = towns[rng.integers(0, 5, n)] + rng.normal(0.0, 0.9, (n, 2))
    anywhere = rng.uniform(0.0, corner, (n, 2))
    return np.clip(np.where(rng.random((n, 1)) < 0.5, near, anywhere), 0.0, corner).round(3)


@cache
def _tree(leaf: int) -> Box:
    return build(places(), leaf)


MOVES = ("east", "north")
POINTS = Movable(lambda: Placed(places(), np.zeros(len(places()), dtype=np.int64)), ("charging point",))


def scene(k: float = 5, east: float = 8.0, north: float = 5.0, leaf: float = 12, points: Placed | None = None) -> Scene:
    """Return the charging points, the cuts, the boxes opened, and the nearest ones."""
    X, tree = (places(), _tree(int(leaf))) if points is None else (points.X, build(points.X, int(leaf)))
    here = np.array([east, north])
    k = min(k, len(X))
    found = nearest(tree, X, here, int(k))
    looked = np.concatenate([box.rows for box in found.opened])
    others = np.setdiff1d(np.arange(len(X)), looked)
    looked = np.setdiff1d(looked, found.rows)
    radius = float(found.distances[-1])
    marks: list[Mark] = [_area(box) for box in found.opened]
    marks.append(Edges(*_cuts(tree, (0.0, WIDTH, 0.0, HEIGHT))))
    for rows, group, label, strong in (
        (others, 0, "never looked at", False),
        (looked, 1, "looked at", False),
        (found.rows, 2, "the nearest", True),
    ):
        if len(rows):
            marks.append(Points(numbers(X[rows, 0]), numbers(X[rows, 1]), group, label, strong))
    marks.append(Points((east,), (north,), 4, "the driver", strong=True))
    x, y = east + radius * np.cos(_ROUND), north + radius * np.sin(_ROUND)
    marks.append(Line(numbers(np.clip(x, -1.0, WIDTH + 1.0)), numbers(np.clip(y, -1.0, HEIGHT + 1.0)), style="dotted"))
    leaves = sum(1 for _ in tree.leaves())
    say = (
        f"{found.looked_at} of {len(X)} distances were computed to find the {k:.0f} nearest: {len(found.opened)} of "
        f"{leaves} boxes were opened, as no other reaches into the circle of {radius:.2f} km."
    )
    return Scene("Where is the nearest charging point?", *AXES, tuple(marks), say)


def _area(box: Box) -> Area:
    (left, bottom), (right, top) = box.low, box.high
    return Area(numbers([left, right, right, left]), numbers([bottom, bottom, top, top]), 4)


def _cuts(box: Box, room: tuple[float, float, float, float]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return the ends of all cuts below a box: x and y of the one, x and y of the other."""
    if not box.halves:
        return (), (), (), ()
    left, right, bottom, top = room
    at = box.cut
    if box.feature == 0:
        own, rooms = (at, bottom, at, top), ((left, at, bottom, top), (at, right, bottom, top))
    else:
        own, rooms = (left, at, right, at), ((left, right, bottom, at), (left, right, at, top))
    first, second = (_cuts(half, space) for half, space in zip(box.halves, rooms, strict=True))
    x0, y0, x1, y1 = ((own[i], *first[i], *second[i]) for i in range(4))
    return x0, y0, x1, y1
