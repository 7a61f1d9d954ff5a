"""The day's picture: a class of students, its line, and one more student whom you can move."""

from __future__ import annotations

from functools import cache

import numpy as np

from workings.lessons.day_002_simple_linear_regression.data import Students, students
from workings.linear_model import LinearRegression
from workings.show import Axis, Control, Line, Points, Scene, fitted_line

AXES = (Axis("time studied", "hours", 0.0, 10.4), Axis("result", "points of 100", 0.0, 104.0))
CONTROLS = (
    Control("hours", 0.5, 10.0, 9.5, "hours that one more student studied", "hours", step=0.1),
    Control("points", 0.0, 100.0, 12.0, "points of that student", step=1.0),
)
MOVES = ("hours", "points")

_class = cache(students)


@cache
def _line_without() -> tuple[float, float]:
    model = LinearRegression().fit(*_class(20))
    return float(model.coef_[0]), float(model.intercept_)


def scene(hours: float = 9.5, points: float = 12.0) -> Scene:
    """Return 20 students, one more at a place of your choice, and the line with and without that one."""
    one = Students(np.array([[hours]]), np.array([points]))
    X, y = (np.concatenate(pair) for pair in zip(_class(20), one, strict=True))
    model = LinearRegression().fit(X, y)
    drawn = fitted_line(model, X, y, axes=AXES, title="One more student")
    slope, intercept = _line_without()
    ends = float(X.min()), float(X.max())
    without = Line(ends, (intercept + slope * ends[0], intercept + slope * ends[1]), style="dashed", label="without it")
    moved = Points((hours,), (points,), 1, "one more", strong=True)
    now, height = float(model.coef_[0]), float(model.intercept_)
    say = (
        f"With one more student of {hours:.1f} hours and {points:.0f} points an hour is worth {now:.2f} points, "
        f"without it {slope:.2f}. In the middle, at {X.mean():.1f} hours, the line moves by "
        f"{height + now * X.mean() - intercept - slope * X.mean():+.1f} points."
    )
    return Scene(drawn.title, drawn.x, drawn.y, (*drawn.marks, without, moved), say)
