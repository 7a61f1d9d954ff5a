"""The street of a linear support vector machine: the line, its two kerbs, and the samples that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workings.show import Axis, Line, Points
from workings.show.scene import Mark, numbers

Array = NDArray[Any]


class Box(NamedTuple):
    """The part of the plane that is drawn."""

    left: float
    right: float
    bottom: float
    top: float

    def axes(self, names: Sequence[str], units: Sequence[str] = ("", "")) -> tuple[Axis, Axis]:
        """Return its two axes."""
        return (
            Axis(names[0], units[0], self.left, self.right),
            Axis(names[1], units[1], self.bottom, self.top),
        )


def box_around(X: Array, room: float = 0.08) -> Box:
    """Return a box with some room around samples of two features."""
    low, high = X.min(axis=0), X.max(axis=0)
    more = room * np.where(high > low, high - low, 1.0)
    return Box(float(low[0] - more[0]), float(high[0] + more[0]), float(low[1] - more[1]), float(high[1] + more[1]))


def where_score_is(level: float, w: Array, b: float, box: Box) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """Return the two ends of the line w . x + b = level within the box, as xs and ys; None if it lies outside."""
    found = []
    for j, ends, (low, high) in ((0, box[:2], box[2:]), (1, box[2:], box[:2])):
        if w[1 - j] == 0.0:
            continue
        for end in ends:
            other = (level - b - w[j] * end) / w[1 - j]
            if low <= other <= high:
                found.append((end, other) if j == 0 else (other, end))
    if len(found) < 2:
        return None
    first = found[0]
    last = max(found, key=lambda at: abs(at[0] - first[0]) + abs(at[1] - first[1]))
    return (float(first[0]), float(last[0])), (float(first[1]), float(last[1]))


def street(w: Array, b: float, box: Box, label: str = "", group: int | None = None, half: float = 1.0) -> list[Mark]:
    """Return the line where the score is 0, and its kerbs, where it is -half and half."""
    marks: list[Mark] = []
    for level in (0.0, -half, half):
        ends = where_score_is(level, w, b, box)
        if ends is not None:
            marks.append(Line(*ends, group, "" if level else label, "dashed" if level else "solid"))
    return marks


def samples(X: Array, y: Array, names: Sequence[str], strong: Array | None = None) -> list[Mark]:
    """Return the samples of the classes -1 and 1, the chosen ones drawn stronger."""
    strong = np.zeros(len(y), dtype=bool) if strong is None else strong
    marks: list[Mark] = []
    for group, sign in enumerate((-1, 1)):
        for chosen in (False, True):
            here = (y == sign) & (strong == chosen)
            if here.any():
                label = "" if chosen and np.any((y == sign) & ~strong) else names[group]
                marks.append(Points(numbers(X[here, 0]), numbers(X[here, 1]), group, label, strong=chosen))
    return marks


def two_strongest(X: Array, y: Array) -> Array:
    """Return the numbers of the two features whose class means lie furthest apart, in standard deviations."""
    spread = np.where(X.std(axis=0) > 0.0, X.std(axis=0), np.inf)
    apart = np.abs(X[y > 0].mean(axis=0) - X[y <= 0].mean(axis=0)) / spread
    best: Array = np.sort(np.argsort(-apart, kind="stable")[:2])
    return best
