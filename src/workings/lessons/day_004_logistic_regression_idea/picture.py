"""The day's picture: a curve to be laid through passes and failures by hand."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.lessons.day_004_logistic_regression_idea.data import more_students
from workings.linear_model import LinearRegression, LogisticRegression
from workings.show import Axis, Control, Line, Points, Scene
from workings.show.scene import Mark, numbers
from workings.special import sigmoid, softplus

Array = NDArray[Any]

CONTROLS = (
    Control("w", 0.0, 3.0, 0.4, "log-odds gained with each hour, w", step=0.05),
    Control("even", 0.0, 10.0, 6.0, "hours at which the chances are even", step=0.1),
    Control("diligent", 0.0, 60.0, 0.0, "more students, of 12 to 20 hours, who all passed", step=10.0),
)


@cache
def _fitted(diligent: int) -> tuple[Array, Array, LogisticRegression, LinearRegression]:
    hours, passed = more_students(diligent)
    straight = LinearRegression().fit(hours, passed)
    model = LogisticRegression(C=np.inf).fit(hours, passed)
    return hours[:, 0], passed, model, straight


def _loss(hours: Array, passed: Array, w: float, b: float) -> float:
    z = w * hours + b
    return float(np.mean(softplus(z) - passed * z))


def scene(w: float = 0.4, even: float = 6.0, diligent: float = 0.0) -> Scene:
    """Return the students, your curve, and what the fits of a curve and of a straight line find."""
    hours, passed, model, straight = _fitted(int(diligent))
    best_w, best_b = float(model.coef_[0, 0]), float(model.intercept_[0])
    reach = 20.0 if diligent else 10.0
    at = np.linspace(0.0, reach, 161)
    shake = np.random.default_rng(0).uniform(-0.05, 0.05, len(hours))  # so that students do not hide each other
    marks: list[Mark] = [
        Points(numbers(hours[passed == k]), numbers((passed + shake)[passed == k]), k, ("failed", "passed")[k])
        for k in (0, 1)
    ]
    marks.append(Line(numbers(at), numbers(straight.predict(at[:, None])), 3, "straight line", "dotted"))
    marks.append(Line(numbers(at), numbers(sigmoid(best_w * at + best_b)), 2, "fitted curve", "dashed"))
    marks.append(Line(numbers(at), numbers(sigmoid(w * (at - even))), label="yours"))
    yours, best = _loss(hours, passed, w, -w * even), _loss(hours, passed, best_w, best_b)
    six = np.array([[6.0]])
    say = (
        f"Your curve, w = {w:.2f} and even at {even:.1f} hours, costs {yours:.3f} a student; the fitted one, "
        f"{best_w:.2f} and {-best_b / best_w:.1f}, costs {best:.3f}. For 6 hours it says "
        f"{model.predict_proba(six)[0, 1]:.2f}, the straight line {straight.predict(six)[0]:.2f}."
    )
    across = Axis("time studied", "hours", -0.025 * reach, 1.025 * reach)
    return Scene("Who passes?", across, Axis("probability of passing", low=-0.12, high=1.12), tuple(marks), say)
