"""The day's picture: gradient descent's way over the loss surface, as the learning rate is turned."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning

from workings.lessons.day_004_logistic_regression_idea.data import students
from workings.linear_model import LogisticRegression
from workings.show import Axis, Control, Scene, Step, loss_surface, step_path, steps
from workings.show.objectives import Objective

Array = NDArray[Any]
Surface = Callable[[Array, Array], Array]

AXES = (Axis("coefficient w", "log-odds for each 2.8 hours"), Axis("intercept b", "log-odds"))
LIMITS = ((-1.0, 5.0), (-7.0, 3.0))
CONTROLS = (
    Control("rate", 0.1, 60.0, 3.0, "learning rate", scale="log"),
    Control("momentum", 0.0, 0.9, 0.0, "share of the last step that is taken again", step=0.1),
    Control("n_steps", 1.0, 40.0, 25.0, "steps", step=1.0),
    Control("origin", 0.0, 6.0, 0.0, "hours are counted from", "hours", step=0.5),
)
STEPS = "n_steps"


_students = cache(students)


def _counted(origin: float) -> tuple[Array, Array]:
    hours, passed = _students()
    return (hours - origin) / hours.std(), passed


@lru_cache(maxsize=16)
def _surface(origin: float) -> Surface:
    X, passed = _counted(origin)
    objective = Objective(LogisticRegression(C=np.inf), X, passed)
    return _remembered(lambda a, b: objective(a.reshape(-1, 1), b.ravel()).reshape(a.shape))


def _remembered(function: Surface) -> Surface:
    """Return the function with its grid kept: it does not change with the learning rate, only the path does."""
    grid: list[Array] = []

    def value(a: Array, b: Array) -> Array:
        if a.ndim < 2:
            return function(a, b)
        if not grid:
            grid.append(function(a, b))
        return grid[0]

    return value


def descend(X: Array, y: Array, rate: float, momentum: float, n_steps: int) -> list[Step]:
    """Return the steps that really ran, without the complaint that they were few."""
    model = LogisticRegression(
        C=np.inf, solver="gradient descent", learning_rate=rate, momentum=momentum, max_iter=n_steps, tol=1e-12
    )
    seen = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        try:
            for step in steps(model, X, y):
                seen.append(step)
        except ValueError:  # a rate so large that the fit gives up: the steps so far are what is to be seen
            pass
    return seen


def uphill(seen: list[Step]) -> int:
    """Return how many steps made the loss greater by more than rounding."""
    return sum(b.objective > a.objective * (1 + 1e-12) for a, b in zip(seen, seen[1:], strict=False))


def scene(rate: float = 3.0, momentum: float = 0.0, n_steps: float = 25.0, origin: float = 0.0) -> Scene:
    """Return the loss over w and b, and the way that gradient descent takes."""
    X, passed = _counted(origin)
    seen = descend(X, passed, rate, momentum, int(n_steps))
    drawn = loss_surface(
        _surface(origin), step_path(seen, (0, -1)), limits=LIMITS, axes=AXES, title="The way down, by gradient descent"
    )
    ups = uphill(seen)
    say = (
        f"Learning rate {rate:.3g}, momentum {momentum:.1f}, hours counted from {origin:.1f}: from a loss of "
        f"{seen[0].objective:.4f} to {seen[-1].objective:.4f} in {len(seen) - 1} steps, {ups} of them uphill."
    )
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, say)
