"""The day's picture: no line separates the seedlings on the floor; lifted, a plane does."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from contourpy import contour_generator
from numpy.typing import NDArray

from workings.lessons.day_016_kernel_trick.data import NAMES, Seedlings, lifted, seedlings
from workings.show import Area, Axis, Control, Line, Points, Scene
from workings.show.movable import Movable, Placed, Placing
from workings.show.regression import View
from workings.show.scene import Mark, numbers
from workings.svm import SVC

CONTROLS = (
    Control("lift", 0.0, 1.0, 1.0, "how far they are lifted", step=0.05),
    Control("turn", -180.0, 180.0, -60.0, "turned by", "degrees", step=5.0),
    Control("tilt", 5.0, 70.0, 18.0, "seen from above by", "degrees", step=1.0),
)
_END, _TOP = 2.4, 5.4
# No seedling is moved farther from the middle than this, where the bowl nearly reaches the top of the picture.
_REACH = 2.3
_CORNERS = np.array(list(product((-_END, _END), (-_END, _END), (0.0, _TOP))))
_SIDES = [(i, j) for i in range(8) for j in range(i) if np.sum(_CORNERS[i] != _CORNERS[j]) == 1]


@cache
def _placed() -> Placed:
    X, withers = seedlings()
    return Placed(X, (withers > 0).astype(np.int64))


def _view(turn: float, tilt: float) -> View:
    ends = np.array([-_END, _END])
    return View((ends, ends, np.array([0.0, _TOP])), turn, tilt)


def placing(lift: float, turn: float, tilt: float) -> Placing:
    """Return where a seedling is drawn: on the floor at (x, y), and lifted from there by x^2 + y^2."""
    view = _view(turn, tilt)
    zero, east, north, up = (np.array(view(*at)) for at in ((0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)))
    base = float(zero[0]), float(zero[1])
    matrix = np.column_stack([east - zero, north - zero]).tolist()
    return Placing((base, base), (tuple(matrix[0]), tuple(matrix[1])), tuple((lift * (up - zero)).tolist()), _REACH)


POINTS = Movable(_placed, NAMES, placing=placing, features=("warmth", "water"))


def _fit(X: NDArray[np.float64], withers: NDArray[np.int64]) -> tuple[SVC, SVC]:
    flat = SVC(kernel="linear", C=10.0).fit(X, withers)
    return flat, SVC(kernel="linear", C=10.0).fit(lifted(X), withers)


@cache
def fitted() -> tuple[Seedlings, SVC, SVC]:
    """Return the seedlings, the model on the floor, and the model of the lifted ones."""
    X, withers = seedlings()
    return Seedlings(X, withers), *_fit(X, withers)


def scene(lift: float = 1.0, turn: float = -60.0, tilt: float = 18.0, points: Placed | None = None) -> Scene:
    """Return the seedlings in three dimensions, the plane between them, and its trace on the floor."""
    if points is None:
        (X, withers), flat, model = fitted()
    else:
        X, withers = points.X, np.where(points.group == 1, 1, -1)
        flat, model = _fit(X, withers)
    w, b = model.coef_[0], float(model.intercept_[0])
    view = _view(turn, tilt)
    marks: list[Mark] = view.box((Axis("warmth, from the best"), Axis("water"), Axis("sum of squares")))
    cuts = _cuts(w, b)
    marks += [_curve(view, cut, 0.0, "where the plane cuts" if k == 0 else "", True) for k, cut in enumerate(cuts)]
    # What lies below the plane is drawn first, so that the plane lies over it.
    below = (lifted(X) @ w + b) * w[2] <= 0.0
    marks += _seedlings(view, X, withers, below, lift)
    marks += _plane(view, w, b, lift)
    marks += [_curve(view, cut, lift, "", False) for cut in cuts]
    marks += _seedlings(view, X, withers, ~below, lift)
    right = [100 * one.score(data, withers) for one, data in ((flat, X), (model, lifted(X)))]
    say = (
        f"On the floor the best line has {right[0]:.0f} % of {len(X)} seedlings on their own side; lifted to the sum "
        f"of the squares a plane has {right[1]:.0f} %. {_trace(w, b)}"
    )
    reach = 0.6 * np.cos(np.deg2rad(tilt)) + 0.71 * np.sin(np.deg2rad(tilt))
    frame = Axis("", low=-1.15, high=1.15, shown=False), Axis("", low=-reach - 0.3, high=reach + 0.1, shown=False)
    return Scene("Lift them, and a plane will do", *frame, tuple(marks), say)


def _trace(w: NDArray[np.float64], b: float) -> str:
    """Say what the cut is, seen from above: w3 (x^2 + y^2) + w1 x + w2 y + b = 0, a circle if w3 is not 0."""
    if abs(w[2]) < 1e-9 * np.abs(w).max(initial=1e-300):
        return "Back on the floor its cut is a line." if np.any(w) else "There is no plane between them."
    middle = -w[:2] / (2.0 * w[2])
    square = float(middle @ middle - b / w[2])
    return (
        f"Back on the floor its cut is a circle of radius {np.sqrt(square):.2f}."
        if square > 0.0
        else "It does not meet the bowl on which they lie."
    )


def _cuts(w: NDArray[np.float64], b: float) -> list[NDArray[np.float64]]:
    """Return the lines on the floor over which the plane meets the bowl, as far as the floor reaches."""
    at = np.linspace(-_END, _END, 81)
    x, y = np.meshgrid(at, at)
    lines = contour_generator(at, at, w[2] * (x**2 + y**2) + w[0] * x + w[1] * y + b).lines(0.0)
    return [np.asarray(line) for line in lines]


def _curve(view: View, cut: NDArray[np.float64], lift: float, label: str, dashed: bool) -> Line:
    x, y = view(cut[:, 0], cut[:, 1], lift * (cut**2).sum(axis=1))
    return Line(numbers(x), numbers(y), None, label, "dashed" if dashed else "solid")


def _plane(view: View, w: NDArray[np.float64], b: float, lift: float) -> list[Mark]:
    """Return the part of the plane that lies within the box, corner by corner."""
    scores = _CORNERS @ w + b
    found = []
    for i, j in _SIDES:
        if scores[i] * scores[j] < 0.0:
            share = scores[i] / (scores[i] - scores[j])
            found.append(_CORNERS[i] + share * (_CORNERS[j] - _CORNERS[i]))
    if len(found) < 3:
        return []
    x, y, z = np.transpose(found)
    across, up = view(x, y, lift * z)
    order = np.argsort(np.arctan2(up - up.mean(), across - across.mean()))
    return [Area(numbers(across[order]), numbers(up[order]), 5, "the plane")]


def _seedlings(
    view: View, X: NDArray[np.float64], withers: NDArray[np.int64], here: NDArray[np.bool_], lift: float
) -> list[Mark]:
    marks: list[Mark] = []
    for k, side in enumerate((-1, 1)):
        those = X[here & (withers == side)]
        x, y = view(those[:, 0], those[:, 1], lift * (those**2).sum(axis=1))
        if len(those):
            marks.append(Points(numbers(x), numbers(y), k, NAMES[k]))
    return marks
