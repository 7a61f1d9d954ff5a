"""Scenes of linear algebra: the plane and space while a matrix moves them, combinations, and what a matrix loses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.show.regression import View
from workings.show.scene import Area, Axis, Edges, Line, Mark, Scene, Text, numbers

Array = NDArray[Any]

# As wide as a drawing is high, so that squares look square.
WIDE, HIGH = 5.8, 4.0
AXES = (
    Axis("first coordinate", low=-WIDE, high=WIDE),
    Axis("second coordinate", low=-HIGH, high=HIGH),
)
_CORNERS = np.array([[0.0, 1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0, 0.0]])
# A letter that looks different from both sides.
_LETTER = np.array([[0.3, 0.3, 0.75, 0.3, 0.3, 0.65], [0.15, 0.85, 0.85, 0.85, 0.5, 0.5]])


def part_way(matrix: ArrayLike, t: float) -> Array:
    """Return the matrix that moves every point the share t of its straight way to where the square `matrix` puts it.

    Examples
    --------
    >>> part_way([[3.0, 0.0], [0.0, 1.0]], 0.5).tolist()
    [[2.0, 0.0], [0.0, 1.0]]
    """
    M = np.asarray(matrix, dtype=float)
    moved: Array = (1.0 - t) * np.eye(len(M)) + t * M
    return moved


def curve(points: ArrayLike, group: int | None = None, label: str = "", style: Any = "solid") -> Line:
    """Return a line through points given as two rows, their coordinates."""
    x, y = np.asarray(points, dtype=float)
    return Line(numbers(x), numbers(y), group, label, style)


def arrow(
    to: ArrayLike, group: int | None, label: str = "", *, start: ArrayLike = (0.0, 0.0), style: Any = "solid"
) -> list[Mark]:
    """Return an arrow between two places of the plane; of one too short to point, nothing."""
    a, b = np.asarray(start, dtype=float), np.asarray(to, dtype=float)
    length = float(np.hypot(*(b - a)))
    if length < 0.02:
        return []
    along = (b - a) / length * min(0.3, 0.5 * length)
    side = np.array([-along[1], along[0]]) * 0.45
    head = np.array([b, b - along + side, b - along - side])
    return [
        curve(np.transpose([a, b]), group, label, style),
        curve(head[[1, 0, 2]].T, group),
    ]


def lines_of_grid(matrix: ArrayLike, reach: int = 12) -> tuple[Array, Array]:
    """Return where a 2 by 2 matrix puts the lines of whole numbers, cut off at the edges of the picture."""
    k = np.arange(-reach, reach + 1.0)
    far = np.full(len(k), 4.0 * reach)
    starts = np.concatenate([np.array([k, -far]), np.array([-far, k])], axis=1)
    ends = np.concatenate([np.array([k, far]), np.array([far, k])], axis=1)
    M = np.asarray(matrix, dtype=float)
    return _cut(M @ starts, M @ ends)


def through_origin(direction: ArrayLike, group: int, label: str, style: Any = "dashed") -> Mark:
    """Return the line of all multiples of a direction, as far as it is in sight."""
    u = np.asarray(direction, dtype=float)
    u = u / np.linalg.norm(u) * 20.0
    start, end = _cut(-u[:, None], u[:, None])
    return Line((float(start[0, 0]), float(end[0, 0])), (float(start[1, 0]), float(end[1, 0])), group, label, style)


def grid(matrix: ArrayLike, label: str = "", group: int | None = 5) -> Edges:
    """Return the moved lines of whole numbers as marks."""
    start, end = lines_of_grid(matrix)
    return Edges(numbers(start[0]), numbers(start[1]), numbers(end[0]), numbers(end[1]), group, label)


def moved_plane(
    matrix: ArrayLike,
    t: float = 1.0,
    *,
    letter: bool = True,
    more: Sequence[Mark] = (),
    title: str = "The plane, moved by a matrix",
    say: str | None = None,
) -> Scene:
    """Return the plane on its way: the lines of whole numbers, the unit vectors, the unit square, and a letter.

    Parameters
    ----------
    matrix : array_like of shape (2, 2)
        Its columns are where the unit vectors arrive.
    t : float
        The share of the way that has been gone; each point goes straight.
    letter : bool
        Whether to draw a letter F, which shows whether the plane has been turned over.
    more : sequence of Mark
        To be drawn on top.
    title, say : str

    Returns
    -------
    Scene

    Examples
    --------
    >>> moved_plane([[2.0, 1.0], [0.0, 1.5]]).say
    'The unit vectors are at (2, 0) and (1, 1.5). The unit square has the area 3.'
    """
    M = _square(matrix, 2)
    now = part_way(M, t)
    corners = now @ _CORNERS
    area = float(np.linalg.det(now))
    marks: list[Mark] = [
        grid(now),
        Area(numbers(corners[0, :-1]), numbers(corners[1, :-1]), 4, "unit square"),
    ]
    if letter:
        marks.append(curve(now @ _LETTER))
    for j, (group, name) in enumerate(((1, "1st unit vector"), (2, "2nd"))):
        marks += arrow(now[:, j], group, name)
    if say is None:
        turned = ", and the plane is turned over" if area < -1e-9 else ""
        say = f"The unit vectors are at {place(now[:, 0])} and {place(now[:, 1])}. The unit square has the area "
        say += f"{abs(round(area, 9)):.3g}{turned}."
    return Scene(title, *AXES, (*marks, *more), say)


def eigen_lines(matrix: ArrayLike) -> tuple[list[Mark], list[float]]:
    """Return the directions that a 2 by 2 matrix keeps, as dashed lines, and by how much it stretches them.

    Directions are none where the matrix turns everything, and one or two else; of a multiple of the identity, which
    keeps all, two are drawn.
    """
    values, vectors = np.linalg.eig(_square(matrix, 2))
    if np.iscomplexobj(values) and np.abs(values.imag).max() > 1e-9:
        return [], []
    values, vectors = values.real, vectors.real
    order = np.argsort(-values, kind="stable")
    marks: list[Mark] = []
    kept: list[float] = []
    for k in order:
        if marks and abs(np.linalg.det(vectors)) < 1e-6:
            continue
        marks.append(through_origin(vectors[:, k], 3 if not marks else 0, f"kept, times {values[k]:.3g}"))
        kept.append(float(values[k]))
    return marks, kept


def moved_space(
    matrix: ArrayLike, t: float = 1.0, *, turn: float = -60.0, tilt: float = 22.0, title: str = "Space, moved"
) -> Scene:
    """Return the unit cube and the unit vectors of space on their way, seen from a direction.

    Parameters
    ----------
    matrix : array_like of shape (3, 3)
    t : float
        The share of the way that has been gone.
    turn, tilt : float
        From where it is seen: degrees around the upright axis, and above the floor.
    title : str

    Returns
    -------
    Scene
    """
    now = part_way(_square(matrix, 3), t)
    ends = np.array([-1.4, 1.4])
    view = View((ends, ends, ends), turn, tilt)
    marks: list[Mark] = [*view.box((Axis("first"), Axis("second"), Axis("third")))]
    for moved, group, label in ((np.eye(3), None, "before"), (now, 5, "now")):
        starts, stops = _cube()
        (x0, y0), (x1, y1) = view(*(moved @ starts)), view(*(moved @ stops))
        marks.append(Edges(numbers(x0), numbers(y0), numbers(x1), numbers(y1), group, label))
    floor = now @ np.array([[0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]])
    floor_x, floor_y = view(*floor)
    marks.append(Area(numbers(floor_x), numbers(floor_y), 4))
    origin = np.ravel(view(0.0, 0.0, 0.0))
    for j, (group, name) in enumerate(((1, "1st unit vector"), (2, "2nd"), (3, "3rd"))):
        tip = np.ravel(view(*now[:, j]))
        marks.append(curve(np.transpose([origin, tip]), group, name))
    volume = float(np.linalg.det(now))
    say = f"The unit vectors are at {', '.join(place(column) for column in now.T)}; the cube has the volume "
    say += f"{abs(round(volume, 9)):.3g}{', and is turned inside out' if volume < -1e-9 else ''}."
    frame = Axis("", low=-1.15, high=1.15, shown=False), Axis("", low=-0.95, high=0.75, shown=False)
    return Scene(title, *frame, tuple(marks), say)


def combination(
    basis: ArrayLike, target: ArrayLike, t: float = 1.0, *, title: str = "How much of each arrow?"
) -> Scene:
    """Return a place reached by so much of one arrow and so much of another, or that it cannot be reached.

    Parameters
    ----------
    basis : array_like of shape (2, 2)
        The arrows, one in each column.
    target : array_like of shape (2,)
    t : float
        The share of the way that has been gone: along the first arrow until 1/2, then along the second.
    title : str

    Returns
    -------
    Scene

    Examples
    --------
    >>> combination([[2.0, 0.0], [0.0, 1.0]], [1.0, 3.0]).say
    '(1, 3) is 0.5 of the first arrow and 3 of the second. Their coordinates reach every place, each in one way.'
    """
    B, goal = _square(basis, 2), np.asarray(target, dtype=float)
    first, second = B.T
    size = float(np.linalg.norm(first) * np.linalg.norm(second))
    flat = abs(np.linalg.det(B)) < 1e-9 * max(size, 1e-300)
    marks: list[Mark] = []
    if flat:
        marks.append(through_origin(first, 5, "span: this line only", "solid"))
        weight = float(first @ goal / (first @ first))
        weights = np.array([weight, 0.0])
        gap = float(np.linalg.norm(goal - weight * first))
    else:
        marks.append(grid(B, "whole numbers of each"))
        weights, gap = np.linalg.solve(B, goal), 0.0
    marks += [*arrow(first, 1, "first arrow"), *arrow(second, 2, "second arrow")]
    halves = min(1.0, 2.0 * t), max(0.0, 2.0 * t - 1.0)
    corner = halves[0] * weights[0] * first
    end = corner + halves[1] * weights[1] * second
    marks += arrow(corner, 1, style="dashed") + arrow(end, 2, start=corner, style="dashed")
    marks += [Text(float(goal[0]), float(goal[1]) + 0.35, f"({goal[0]:.3g}, {goal[1]:.3g})")]
    marks += _ring(goal)
    if flat:
        say = f"Both arrows lie on one line, and reach nothing else: {place(goal)} is "
        say += f"{gap:.3g} away from it." if gap > 1e-9 else "on it, and can be reached in many ways."
    else:
        say = f"{place(goal)} is {_short(weights[0])} of the first arrow and {_short(weights[1])} of the second. "
        say += "Their coordinates reach every place, each in one way."
    return Scene(title, *AXES, tuple(marks), say)


def place(point: ArrayLike) -> str:
    """Return a point in words.

    >>> place([1.0, -0.5])
    '(1, -0.5)'
    """
    return f"({', '.join(_short(v) for v in np.ravel(np.asarray(point, dtype=float)))})"


def _short(value: float) -> str:
    return f"{round(float(value), 9) + 0.0:.3g}"


def _ring(center: Array, size: float = 0.12) -> list[Mark]:
    around = np.linspace(0.0, 2.0 * np.pi, 25)
    return [Line(numbers(center[0] + size * np.cos(around)), numbers(center[1] + size * np.sin(around)))]


def _cube() -> tuple[Array, Array]:
    """Return both ends of the twelve edges of the unit cube, each of shape (3, 12)."""
    starts, stops = [], []
    for j in range(3):
        for corner in np.ndindex(2, 2):
            low = np.insert(np.array(corner, dtype=float), j, 0.0)
            starts.append(low)
            stops.append(low + np.eye(3)[j])
    return np.transpose(starts), np.transpose(stops)


def _cut(start: Array, end: Array) -> tuple[Array, Array]:
    """Return pieces of lines, (2, n), as far as they are inside the picture; those outside are left out."""
    way = end - start
    low, high = np.zeros(start.shape[1]), np.ones(start.shape[1])
    inside = np.ones(start.shape[1], dtype=bool)
    for part, limit in ((0, WIDE), (1, HIGH)):
        flat = np.abs(way[part]) < 1e-12
        inside &= ~flat | (np.abs(start[part]) <= limit)
        step = np.where(flat, 1.0, way[part])
        ends = np.sort([(-limit - start[part]) / step, (limit - start[part]) / step], axis=0)
        low = np.where(flat, low, np.maximum(low, ends[0]))
        high = np.where(flat, high, np.minimum(high, ends[1]))
    inside &= low < high
    return (start + low * way)[:, inside], (start + high * way)[:, inside]


def _square(matrix: ArrayLike, n: Literal[2, 3]) -> Array:
    M = np.asarray(matrix, dtype=float)
    if M.shape != (n, n) or not np.isfinite(M).all():
        raise ValueError(f"The matrix must be {n} by {n} finite numbers; its shape is {M.shape}.")
    return M
