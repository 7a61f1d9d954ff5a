"""The day's picture: the loss over one coefficient, and the parabolas on which Newton's method jumps."""

from __future__ import annotations

from functools import cache

import numpy as np

from workings.lessons.day_004_logistic_regression_idea.data import students
from workings.lessons.day_008_logistic_regression_mathematics.newton import (
    Array,
    gradient,
    hessian,
    mean_loss,
    newton_path,
)
from workings.linear_model import LogisticRegression
from workings.show import Axis, Control, Line, Points, Scene, Text, step_path, steps
from workings.show.scene import Mark, numbers

CONTROLS = (
    Control("start", -0.5, 3.0, -0.4, "start at the coefficient", "log-odds an hour", step=0.1),
    Control("jumps", 1.0, 6.0, 3.0, "Newton steps", step=1.0),
    Control("guard", 0.0, 1.0, 0.0, "shorten steps that lead up (0: no, 1: yes)", step=1.0),
)
STEPS = "jumps"
_LEFT, _RIGHT, _TOP = -1.8, 3.4, 1.5


@cache
def _one_coefficient() -> tuple[Array, Array]:
    """Return the hours, counted from their mean so that one coefficient will do, and who passed."""
    hours, passed = students()
    return hours - hours.mean(), passed


def scene(start: float = -0.4, jumps: float = 3.0, guard: float = 0.0) -> Scene:
    """Return the loss over the coefficient, and some steps of Newton's method from the start."""
    X, y = _one_coefficient()
    path = (
        _guarded(start, int(jumps))
        if guard
        else [float(w[0]) for w in newton_path(np.array([start]), X, y, int(jumps))]
    )
    along = np.linspace(_LEFT, _RIGHT, 200)
    marks: list[Mark] = [Line(numbers(along), numbers(_losses(along)), 0, "mean loss")]
    for k, (here, there) in enumerate(zip(path, path[1:], strict=False)):
        marks += _jump(here, there, "parabola that fits at each point" if k == 0 else "")
    inside = [w for w in path if _is_shown(w)]
    marks.append(Points(numbers(inside), numbers(_losses(np.array(inside))), 1, "after each step", strong=True))
    told: list[float] = []
    for k, w in enumerate(path):
        if _is_shown(w) and all(abs(w - other) > 0.13 for other in told):
            marks.append(Text(w + 0.04, float(_losses(np.array([w]))[0]) + 0.07, str(k)))
            told.append(w)
    last, value = path[-1], mean_loss(np.array([path[-1]]), X, y)
    least = float(_least())
    how = "guarded" if guard else "unguarded"
    ended = "settled" if abs(last - least) < 5e-4 else "off the picture" if not _LEFT < last < _RIGHT else "on the way"
    say = (
        f"From {start:.1f}, {len(path) - 1} Newton steps ({how}): at {last:.4g}, mean loss {value:.4g}, {ended}. "
        f"The lowest point lies at {least:.4f}."
    )
    return Scene(
        "Newton's method jumps to the bottom of a parabola",
        Axis("coefficient of an hour", "log-odds", _LEFT, _RIGHT),
        Axis("mean loss", low=0.0, high=_TOP),
        tuple(marks),
        say,
    )


def _is_shown(w: float) -> bool:
    return _LEFT < w < _RIGHT and float(_losses(np.array([w]))[0]) < _TOP


def _losses(ws: Array) -> Array:
    X, y = _one_coefficient()
    return np.array([mean_loss(np.array([w]), X, y) for w in ws])


@cache
def _least() -> float:
    return float(newton_path(np.zeros(1), *_one_coefficient(), 20)[-1][0])


def _guarded(start: float, jumps: int) -> list[float]:
    """Return the way of the library's own fit, which shortens a step that does not lead down far enough."""
    X, y = _one_coefficient()
    model = LogisticRegression(C=np.inf, fit_intercept=False, tol=0.0, warm_start=True)
    model.coef_, model.intercept_ = np.array([[start]]), np.zeros(1)
    fit = steps(model, X, y)
    seen = [step for step, _ in zip(fit, range(jumps + 1), strict=False)]
    return [float(w) for w in step_path(seen, (0, 0))[:, 0]]


def _jump(here: float, there: float, label: str) -> list[Mark]:
    """Return the parabola that touches the loss at a point, and the way from its bottom up to the loss again."""
    X, y = _one_coefficient()
    w = np.array([here])
    value, slope, bend = mean_loss(w, X, y), float(gradient(w, X, y)[0]), float(hessian(w, X)[0, 0])

    def parabola(at: Array) -> Array:
        height: Array = value + slope * (at - here) + 0.5 * bend * (at - here) ** 2
        return height

    if not _LEFT < here < _RIGHT:
        return []
    low, high = sorted((here, min(max(there, _LEFT), _RIGHT)))
    along = np.linspace(low, high, 60)
    heights = parabola(along)
    shown = (heights >= 0.0) & (heights <= _TOP)
    marks: list[Mark] = [Line(numbers(along[shown]), numbers(heights[shown]), 1, label, "dashed")]
    if _LEFT < there < _RIGHT:
        foot, top = float(parabola(np.array([there]))[0]), float(_losses(np.array([there]))[0])
        marks.append(Line((there, there), (max(foot, 0.0), min(top, _TOP)), 1, style="dotted"))
    else:
        away = f"to {there:,.3g} \u2192" if there > 0 else f"\u2190 to {there:,.3g}".replace("-", "\u2212")
        edge = _RIGHT - 0.05 if there > 0 else _LEFT + 0.05
        at = float(np.clip(parabola(np.array([edge]))[0] + 0.08, 0.05, _TOP - 0.05))
        marks.append(Text(edge, at, away, "right" if there > 0 else "left"))
    return marks
