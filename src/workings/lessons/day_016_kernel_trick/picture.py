"""The day's picture: no line separates the seedlings on the floor; lifted, a plane does."""

from __future__ import annotations

from functools import cache

import numpy as np

from workings.lessons.day_016_kernel_trick.data import NAMES, Seedlings, lifted, seedlings
from workings.show import Area, Axis, Control, Line, Points, Scene
from workings.show.regression import View
from workings.show.scene import Mark, numbers
from workings.svm import SVC

CONTROLS = (
    Control("lift", 0.0, 1.0, 1.0, "how far they are lifted", step=0.05),
    Control("turn", -180.0, 180.0, -60.0, "turned by", "degrees", step=5.0),
    Control("tilt", 5.0, 70.0, 18.0, "seen from above by", "degrees", step=1.0),
)
_END, _TOP = 2.4, 5.4
_ROUND = np.linspace(0.0, 2.0 * np.pi, 97)


@cache
def fitted() -> tuple[Seedlings, SVC, SVC]:
    """Return the seedlings, the model on the floor, and the model of the lifted ones."""
    X, withers = seedlings()
    flat = SVC(kernel="linear", C=10.0).fit(X, withers)
    return Seedlings(X, withers), flat, SVC(kernel="linear", C=10.0).fit(lifted(X), withers)


def scene(lift: float = 1.0, turn: float = -60.0, tilt: float = 18.0) -> Scene:
    """Return the seedlings in three dimensions, the plane between them, and its trace on the floor."""
    (X, withers), flat, model = fitted()
    w, b = model.coef_[0], float(model.intercept_[0])
    ends = np.array([-_END, _END])
    view = View((ends, ends, np.array([0.0, _TOP])), turn, tilt)
    z = lift * (X**2).sum(axis=1)
    marks: list[Mark] = view.box((Axis("warmth, from the best"), Axis("water"), Axis("sum of squares")))
    # The plane meets the bowl over a circle: w3 (x^2 + y^2) + w1 x + w2 y + b = 0.
    middle = -w[:2] / (2.0 * w[2])
    radius = np.sqrt(middle @ middle - b / w[2])
    circle = middle[0] + radius * np.cos(_ROUND), middle[1] + radius * np.sin(_ROUND)
    x, y = view(circle[0], circle[1], np.zeros(97))
    marks.append(Line(numbers(x), numbers(y), None, "where the plane cuts", "dashed"))
    under = withers < 0
    for below in (True, False):
        here = under == below
        if not below:
            corners = np.array([[-_END, -_END], [_END, -_END], [_END, _END], [-_END, _END]])
            heights = -lift * (corners @ w[:2] + b) / w[2]
            x, y = view(corners[:, 0], corners[:, 1], heights)
            marks.append(Area(numbers(x), numbers(y), 5, "the plane"))
            rim = -lift * (np.column_stack(circle) @ w[:2] + b) / w[2]
            x, y = view(circle[0], circle[1], rim)
            marks.append(Line(numbers(x), numbers(y)))
        x, y = view(X[here, 0], X[here, 1], z[here])
        marks.append(Points(numbers(x), numbers(y), 0 if below else 1, NAMES[0 if below else 1]))
    right = [100 * one.score(data, withers) for one, data in ((flat, X), (model, lifted(X)))]
    say = (
        f"On the floor the best line has {right[0]:.0f} % of {len(X)} seedlings on their own side; lifted to the sum "
        f"of the squares a plane has {right[1]:.0f} %. Back on the floor its cut is a circle of radius {radius:.2f}."
    )
    reach = 0.6 * np.cos(np.deg2rad(tilt)) + 0.71 * np.sin(np.deg2rad(tilt))
    frame = Axis("", low=-1.15, high=1.15, shown=False), Axis("", low=-reach - 0.3, high=reach + 0.1, shown=False)
    return Scene("Lift them, and a plane will do", *frame, tuple(marks), say)
