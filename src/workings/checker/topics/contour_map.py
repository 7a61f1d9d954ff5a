"""A map of heights by contours or colours: the table has a row for each x, and matplotlib wants one for each y."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._figures import FIGURES, Seen, axes_of, is_figure, own
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

SECOND = "height at the second call (m)"
_CLOSE = 1e-6


def picture(placed: float, bar: float = 1, named: float = 1, own_figure: float = 1, levels: float = 1) -> Any:
    """Return what is compared."""
    return {
        "heights at their places": placed,
        "several heights are told apart": levels,
        "a colour bar, or heights on the lines": bar,
        "the bar is named": named,
        "a figure of its own": own_figure,
    }


def exact(x: Array, y: Array, Z: Array, name: str) -> Any:
    """Everything is in its place."""
    return picture(1)


def canonical(answer: Any, x: Array, y: Array, Z: Array, name: str) -> Any:
    """Hold every place that is drawn against the table."""
    if not is_figure(answer):
        return answer
    axes = axes_of(answer)
    if axes is None:
        raise ValueError("not one pair of axes")
    bars = answer["colour bars"]
    placed, several = _placed(axes, x, y, Z)
    written = any(one["written"] for one in axes["contours"])
    named = name in bars or (written and name in (axes["title"], answer["title"]))
    return picture(placed, float(bool(bars) or written), float(named), own(answer, name == SECOND), several)


def _placed(axes: Seen, x: Array, y: Array, Z: Array) -> tuple[float, float]:
    """Return whether what is drawn agrees with the table, and whether it tells more than one height."""
    for mesh in axes["meshes"]:
        return _mesh_fits(mesh, x, y, Z), 1.0
    for image in axes["images"]:
        return _image_fits(image, x, y, Z), 1.0
    if not axes["contours"]:
        return float("nan"), 0.0
    rows = np.concatenate([np.asarray(one["corners"]).reshape(-1, 4) for one in axes["contours"]])
    # Between the lines of the grid are only the ends of gaps that were cut for written heights.
    on_x, on_y = (np.isclose(rows[:, k, None], ends, rtol=0, atol=1e-9).any(axis=1) for k, ends in ((0, x), (1, y)))
    rows = rows[on_x | on_y]
    if not len(rows):
        return 0.0, 1.0
    heights = np.array([_between(x, y, Z, a, b) for a, b in rows[:, :2]])
    slack = _CLOSE * max(1.0, float(np.ptp(Z)))
    fits = np.all((heights >= rows[:, 2] - slack) & (heights <= rows[:, 3] + slack))
    return float(fits), float(len({tuple(pair) for pair in rows[:, 2:].tolist()}) > 1)


def _between(x: Array, y: Array, Z: Array, a: float, b: float) -> float:
    """Return the height at a place on an edge of the grid, on the straight line between its neighbours."""
    i = int(np.clip(np.searchsorted(x, a) - 1, 0, len(x) - 2))
    j = int(np.clip(np.searchsorted(y, b) - 1, 0, len(y) - 2))
    s, t = (a - x[i]) / (x[i + 1] - x[i]), (b - y[j]) / (y[j + 1] - y[j])
    row, after = (Z[k, j] * (1 - t) + Z[k, j + 1] * t for k in (i, i + 1))
    return float(row * (1 - s) + after * s)


def _mesh_fits(mesh: Seen, x: Array, y: Array, Z: Array) -> float:
    grid, values = np.asarray(mesh["grid"]), np.asarray(mesh["values"])
    if values.size != Z.size:
        return 0.0
    middles = (grid[:-1, :-1] + grid[1:, 1:]) / 2 if len(grid.reshape(-1, 2)) != Z.size else grid
    for place, height in zip(middles.reshape(-1, 2), values, strict=True):
        i, j = int(np.argmin(np.abs(x - place[0]))), int(np.argmin(np.abs(y - place[1])))
        if abs(Z[i, j] - height) > _CLOSE:
            return 0.0
    return 1.0


def _image_fits(image: Seen, x: Array, y: Array, Z: Array) -> float:
    values, (left, right, low, high) = np.asarray(image["values"]), image["extent"]
    wanted = Z.T if image["upwards"] else Z.T[::-1]
    inside = left <= x[0] and right >= x[-1] and min(low, high) <= y[0] and max(low, high) >= y[-1]
    return float(values.shape == wanted.shape and np.allclose(values, wanted) and inside)


def _turned(**rest: float) -> Any:
    def answer(x: Array, y: Array, Z: Array, name: str) -> Any:
        if len(x) != len(y):
            raise TypeError("matplotlib refuses the table")
        return picture(0, **rest)

    return answer


MISTAKES = (
    ("rows_for_y", _turned()),
    ("rows_for_y", _turned(bar=0, named=0)),
    ("table_turned", lambda x, y, Z, name: picture(0)),
    ("no_colour_bar", lambda x, y, Z, name: picture(1, 0, 0)),
    ("bar_without_a_name", lambda x, y, Z, name: picture(1, 1, 0)),
    ("single_contour", lambda x, y, Z, name: picture(1, levels=0)),
    ("nothing_drawn", lambda x, y, Z, name: picture(np.nan, 0, 0, levels=0)),
)

X, Y = np.array([0.0, 1.0, 2.5, 3.0]), np.array([-1.0, 0.0, 2.0])
Z = np.array([[0.5, 1.0, 3.0], [2.0, 4.5, 1.5], [0.0, 2.5, 6.0], [1.0, 7.0, 3.5]])
SQUARE = np.array([[0.5, 1.0, 3.0], [2.0, 4.5, 1.5], [0.0, 2.5, 6.0]])

TOPIC = Plain(
    name="contour_map",
    formula="contour_map(x, y, Z, name) = a figure: a map of the heights Z[i, j] at (x[i], y[j]), with a colour bar",
    names=r"(^|_)contour_?(map|plot)(_|$)|(^|_)height_?map(_|$)|(^|_)plot_contours?(_|$)",
    given=(
        Given("x", "n", "xs across"),
        Given("y", "p", "ys up"),
        Given("Z", "np", "z heights table values"),
        Given("name", also="z_name label zlabel", values=["height (m)", "loss"]),
    ),
    exact=exact,
    readings=(
        Reading("heights", "a figure, or its axes, or nothing if it is the current one: contours, or colours, of Z"),
    ),
    examples=(
        Example("usual", (Y, X[:3], SQUARE, "height (m)")),
        Example("usual", (X, Y, Z, "height (m)")),
        Example("usual", (X[1:], Y, SQUARE[::-1], "loss")),
        Example("telling", (Y, X, Z.T.copy(), "depth (m)")),
        Example("integer", (np.array([0, 1, 2]), np.array([0, 2]), np.array([[1, 4], [3, 8], [2, 6]]), "loss")),
        Example("a second call", (Y, X[:3], SQUARE, SECOND), "draws_on_the_last_figure"),
    ),
    mistakes=MISTAKES,
    causes={
        **FIGURES,
        "rows_for_y": Cause(
            "wrong",
            "matplotlib reads the rows of the table as y and its columns as x; here rows belong to x. Where the table "
            "is not square it refuses, and where it is the map is turned, silently: draw Z.T.",
        ),
        "table_turned": Cause(
            "wrong",
            "The heights are not where they belong: rows of Z go with x, from the first up, and columns with y. For "
            'imshow the first row is the top one, unless origin="lower".',
        ),
        "bar_without_a_name": Cause(
            "wrong", "The colour bar does not say what it measures: fig.colorbar(drawn, label=name)."
        ),
        "single_contour": Cause("wrong", "One contour tells one height only; draw several."),
    },
    valid=lambda x, y, Z, name: (
        min(len(x), len(y)) > 1 and bool(np.all(np.diff(x) > 0) and np.all(np.diff(y) > 0)) and float(np.ptp(Z)) > 0
    ),
    everyday=lambda x, y, Z, name: name != SECOND,
    canonical=canonical,
    sizes={"n": (2, 4), "p": (2, 4)},
    untried=(),
).topic()
