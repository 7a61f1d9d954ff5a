"""A scene of space: two vectors, their cross product, and the cube that the three columns make."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.show import Axis, Scene
from workings.show.planes import part_way, place
from workings.show.regression import View
from workings.show.scene import Area, Edges, Line, Mark, numbers

Array = NDArray[Any]
_FLAT = np.array([[0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]])
_CORNERS = np.array([(x, y, z) for x in (0.0, 1.0) for y in (0.0, 1.0) for z in (0.0, 1.0)]).T


def pair_and_cross(u: Array, v: Array, t: float = 1.0) -> Scene:
    """Return the cube moved by the matrix of columns u, v and u x v, on its way there (t to 1) or back (to 2)."""
    cross = np.cross(u, v)
    M = np.column_stack([u, v, cross])
    length = float(np.linalg.norm(cross))
    if t > 1.0 and length > 1e-9:
        now = part_way(np.linalg.inv(M), t - 1.0) @ M
    else:
        now = part_way(M, min(t, 1.0))
    # As wide as the whole way needs, so that it does not grow while one plays it.
    reach = max(1.5, *(float(np.abs(part @ _CORNERS).max()) for part in (np.eye(3), M)))
    ends = np.array([-reach, reach])
    view = View((ends, ends, ends), -60.0, 22.0)
    marks: list[Mark] = [*view.box((Axis("first"), Axis("second"), Axis("third")))]
    near, far = _edges()
    (x0, y0), (x1, y1) = view(*(now @ near)), view(*(now @ far))
    marks.append(Edges(numbers(x0), numbers(y0), numbers(x1), numbers(y1), 5))
    floor_x, floor_y = view(*(now @ _FLAT))
    marks.append(Area(numbers(floor_x), numbers(floor_y), 4, "of the first two"))
    for j, (group, name) in enumerate(((1, "u"), (2, "v"), (0, "u × v"))):
        x, y = view(*np.column_stack([np.zeros(3), now[:, j]]))
        marks.append(Line(numbers(x), numbers(y), group, name))
    if length > 1e-9:
        say = f"u × v = {place(cross)} stands at right angles to u and v. Its length {length:.4g} is the area of their "
        say += f"parallelogram; the cube of the three columns has the volume {length**2:.4g}, the determinant."
    else:
        say = "u and v lie on one line: they span no area, u × v is 0, and so is the determinant. No way leads back."
    frame = Axis("", low=-1.15, high=1.15, shown=False), Axis("", low=-0.95, high=0.75, shown=False)
    return Scene("Two columns, and their cross product", *frame, tuple(marks), say)


def _edges() -> tuple[Array, Array]:
    """Return the corners of the unit cube that an edge joins: those that differ in one coordinate."""
    n = _CORNERS.shape[1]
    pairs = [(i, j) for i in range(n) for j in range(i) if np.abs(_CORNERS[:, i] - _CORNERS[:, j]).sum() == 1.0]
    first, second = np.transpose(pairs)
    return _CORNERS[:, first], _CORNERS[:, second]
