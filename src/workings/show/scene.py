"""A picture as plain data: what is to be seen, without saying by what it is drawn.

A `Scene` has two axes, and marks in their units: points, lines, regions, bars, text, edges, areas. matplotlib draws
it (`workings.show.matplotlib`), and anything that reads JSON can (`Scene.to_dict`). Colours are numbers of *groups*,
the classes mostly: who draws chooses the colour, and gives each group a shape too, so that nobody needs to see colour.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal

import numpy as np

Numbers = tuple[float, ...]


@dataclass(frozen=True)
class Axis:
    """What an axis measures.

    Attributes
    ----------
    name, unit : str
        "estimated salary", "1,000 euros a year"; no unit for a plain number.
    low, high : float or None
        Its ends; None: as far as the marks reach.
    ticks : tuple of (float, str)
        Places with names, for an axis of categories; empty for an axis of numbers.
    scale : {"linear", "log"}
    shown : bool
        False in a picture of three dimensions, which brings its own axes as marks.
    """

    name: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    ticks: tuple[tuple[float, str], ...] = ()
    scale: Literal["linear", "log"] = "linear"
    shown: bool = True

    @property
    def label(self) -> str:
        """Name and unit, as written beside the axis."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


@dataclass(frozen=True)
class Points:
    """Points of one group; `strong` ones are drawn heavier (support vectors, misclassified samples)."""

    x: Numbers
    y: Numbers
    group: int = 0
    label: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Line:
    """A line through points in order; `group` None is ink (a boundary); a `quiet` one is thin and grey (a contour)."""

    x: Numbers
    y: Numbers
    group: int | None = None
    label: str = ""
    style: Literal["solid", "dashed", "dotted"] = "solid"
    quiet: bool = False


@dataclass(frozen=True)
class Regions:
    """A grid of cells.

    Attributes
    ----------
    x_edges, y_edges : tuple of float
        The cells' edges, one more than there are columns, and rows.
    cells : tuple of tuple of float
        One number for each cell, row by row from the lowest y up.
    scale : {"classes", "share", "amount"}
        What the number is: the number of a group; a share from 0 (group 0) to 1 (group 1); an amount from 0 up.
    label : str
        What a share or an amount is of.
    """

    x_edges: Numbers
    y_edges: Numbers
    cells: tuple[Numbers, ...]
    scale: Literal["classes", "share", "amount"] = "classes"
    label: str = ""


@dataclass(frozen=True)
class Bars:
    """Upright bars at `x` from 0 to `height`; `lying` ones lie at `x` of the other axis, for names that are long."""

    x: Numbers
    height: Numbers
    group: int = 0
    label: str = ""
    lying: bool = False


@dataclass(frozen=True)
class Text:
    """A few words at a place; `quiet` ones are small and grey (the height of a contour)."""

    x: float
    y: float
    text: str
    align: Literal["left", "center", "right"] = "center"
    quiet: bool = False


@dataclass(frozen=True)
class Edges:
    """Straight pieces from (x0, y0) to (x1, y1) each: the edges of a tree, residuals; `group` None is grey."""

    x0: Numbers
    y0: Numbers
    x1: Numbers
    y1: Numbers
    group: int | None = None
    label: str = ""


@dataclass(frozen=True)
class Area:
    """A polygon, lightly filled: its corners in order."""

    x: Numbers
    y: Numbers
    group: int = 0
    label: str = ""


Mark = Points | Line | Regions | Bars | Text | Edges | Area
_MARKS: tuple[type[Mark], ...] = (Points, Line, Regions, Bars, Text, Edges, Area)
_KINDS: dict[str, type[Mark]] = {kind.__name__.lower(): kind for kind in _MARKS}


@dataclass(frozen=True)
class Scene:
    """A whole picture.

    Attributes
    ----------
    title : str
    x, y : Axis
    marks : tuple of Mark
        Drawn in order: what comes later lies on top.
    say : str
        One sentence that says what is to be seen: the caption, and what a screen reader reads.

    Examples
    --------
    >>> line = Line(numbers([0, 1]), numbers([0, 2]))
    >>> scene = Scene("twice", Axis("x"), Axis("y"), (line,), say="A line of slope 2.")
    >>> Scene.from_dict(scene.to_dict()) == scene
    True
    """

    title: str
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    say: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the scene as dicts, lists, numbers and strings, ready for JSON."""
        marks = [{"kind": type(mark).__name__.lower(), **_plain(mark)} for mark in self.marks]
        return {"title": self.title, "say": self.say, "x": _plain(self.x), "y": _plain(self.y), "marks": marks}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Scene:
        """Return the scene that `to_dict` wrote."""
        marks = []
        for entry in data["marks"]:
            rest = {name: _tuples(value) for name, value in entry.items() if name != "kind"}
            marks.append(_KINDS[entry["kind"]](**rest))
        x, y = (Axis(**{k: _tuples(v) for k, v in data[axis].items()}) for axis in "xy")
        return cls(data["title"], x, y, tuple(marks), data["say"])


@dataclass(frozen=True)
class Control:
    """Something to turn in a lesson's picture.

    Attributes
    ----------
    name : str
        The parameter of the picture's function.
    low, high, default : float
    label, unit : str
        What stands beside it.
    scale : {"linear", "log"}
        How the way from low to high is divided.
    step : float or None
        The smallest move; None: as fine as can be.
    """

    name: str
    low: float
    high: float
    default: float
    label: str
    unit: str = ""
    scale: Literal["linear", "log"] = "linear"
    step: float | None = field(default=None)

    def __post_init__(self) -> None:
        """Refuse a range that holds no default, or that a logarithm cannot divide."""
        if not self.low <= self.default <= self.high or self.low == self.high:
            raise ValueError(
                f"Control({self.name!r}): default={self.default} must lie in low={self.low} .. high={self.high}, "
                "which must differ. Widen the range or move the default."
            )
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"Control({self.name!r}): a log scale needs low > 0, and it is {self.low}.")


def numbers(values: Any) -> Numbers:
    """Return array_like values as the tuple of floats that marks hold."""
    return tuple(np.asarray(values, dtype=float).ravel().tolist())


def _plain(thing: Any) -> dict[str, Any]:
    return {one.name: _lists(getattr(thing, one.name)) for one in fields(thing)}


def _lists(value: Any) -> Any:
    return [_lists(entry) for entry in value] if isinstance(value, tuple) else value


def _tuples(value: Any) -> Any:
    return tuple(_tuples(entry) for entry in value) if isinstance(value, list) else value
