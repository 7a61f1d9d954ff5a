r"""Gradient descent, as plainly as it is written on a blackboard.

Walk downhill: measure the slope where you stand, and take a step against it. With learning rate :math:`\eta` and
momentum :math:`\beta`,

.. math:: v \leftarrow \beta v - \eta \nabla F(\theta), \qquad \theta \leftarrow \theta + v .

Where the steepest direction has curvature :math:`L` (the largest second derivative), a rate below :math:`2(1+\beta)/L`
gets there and a larger one goes further up with every step. How long it takes depends on how much flatter the flattest
direction is, which is why features are scaled first.

Source: Polyak, "Some methods of speeding up the convergence of iteration methods", USSR Comput. Math. Math. Phys. 4
(1964) 1, for the momentum and its bound.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._step import Step

Array = NDArray[Any]
ValueAndGradient = Callable[[Array], tuple[float, Array]]

# Momentum may go up for a while; nobody comes back from so many times the objective of the start.
_HOPELESS = 1e6
# Steps of a trial of a learning rate.
_TRIAL = 50


@dataclass(frozen=True)
class Descent:
    """How a descent ended: where, after how many steps, and whether the gradient had fallen to `tol`."""

    position: Array
    n_iter: int
    converged: bool


def descend(
    value_and_gradient: ValueAndGradient,
    start: Array,
    *,
    learning_rate: float | None = None,
    momentum: float = 0.0,
    max_iter: int = 1000,
    tol: float = 1e-4,
    named: Callable[[Array], Mapping[str, Array]] | None = None,
) -> Generator[Step, None, Descent]:
    """Yield the states of gradient descent from `start` on; the generator's value is the `Descent`.

    Parameters
    ----------
    value_and_gradient : callable
        Takes a position, returns the objective there and its gradient, an array of the position's shape.
    start : ndarray of any shape, float64
        Where to begin; not changed.
    learning_rate : float, optional
        The length of a step for a gradient of 1. When not given, 1 / curvature of the steepest direction at the start.
    momentum : float, default=0.0
        Which share of the last step is taken again, at least 0 and below 1.
    max_iter : int, default=1000
        At most this many steps.
    tol : float, default=1e-4
        The descent has arrived when no entry of the gradient exceeds it.
    named : callable, optional
        Takes a position, returns the arrays that a step shows; as a rule the fitted attributes. ``{"position": ...}``
        when not given.

    Yields
    ------
    Step
        The arrays of `named`, the ``gradient``, the objective; facts ``largest_gradient`` and ``learning_rate``.

    Raises
    ------
    ValueError
        The descent went up instead of down; names a learning rate that goes down.

    Examples
    --------
    >>> bowl = lambda x: (float(x @ x), 2.0 * x)
    >>> for step in descend(bowl, np.array([4.0]), learning_rate=0.25, max_iter=3):
    ...     print(step.index, step.arrays["position"], step.objective)
    0 [4.] 16.0
    1 [2.] 4.0
    2 [1.] 1.0
    3 [0.5] 0.25
    """
    show = named or (lambda position: {"position": position})
    rate = suggested_rate(value_and_gradient, start) if learning_rate is None else float(learning_rate)
    position = start.astype(np.float64)
    velocity = np.zeros_like(position)
    first, _ = value_and_gradient(start)
    for index in range(max_iter + 1):
        with np.errstate(over="ignore", invalid="ignore"):  # told below, in words
            value, gradient = value_and_gradient(position)
        if not value <= _HOPELESS * abs(first):
            _say_diverged(value_and_gradient, start, rate, momentum, first, value, index)
        slope = float(np.abs(gradient).max(initial=0.0))
        facts = {"largest_gradient": slope, "learning_rate": rate}
        what = "gradient step" if index else "start"
        yield Step(index, what, {**show(position), "gradient": gradient}, value, facts)
        if slope <= tol:
            return Descent(position, index, True)
        if index < max_iter:
            velocity = momentum * velocity - rate * gradient
            position = position + velocity
    if value > first:
        _say_diverged(value_and_gradient, start, rate, momentum, first, value, max_iter)
    return Descent(position, max_iter, False)


def suggested_rate(value_and_gradient: ValueAndGradient, start: Array) -> float:
    """Return 1 / curvature of the steepest direction at `start`, made smaller until it leads down for a while."""
    rate = 1.0 / steepest_curvature(value_and_gradient, start)
    for _ in range(60):
        if _leads_down(value_and_gradient, start, rate):
            return rate
        rate *= 0.5
    return rate


def steepest_curvature(value_and_gradient: ValueAndGradient, start: Array) -> float:
    """Return an estimate of the largest second derivative at `start` over all directions.

    By how much does the gradient change on a short way? The direction of the change is the next direction to try
    (power iteration), so that after some rounds it is the steepest. 1 where nothing changes at all.
    """
    value, gradient = value_and_gradient(start)
    height = math.sqrt(abs(value)) or 1.0
    direction = np.where(gradient == 0.0, 1.0, gradient)
    curvature, way = 0.0, 1.0
    for _ in range(30):
        # A fixed start may be blind for the steepest direction; a small part of another one is never far.
        direction = direction / np.linalg.norm(direction)
        direction.flat[:: max(1, direction.size // 7)] += 1e-3
        direction /= np.linalg.norm(direction)
        change = (value_and_gradient(start + way * direction)[1] - gradient) / way
        length = float(np.linalg.norm(change))
        if not (0.0 < length < math.inf):
            break
        settled = abs(length - curvature) <= 1e-3 * length
        curvature, direction = length, change
        if settled:
            break
        way = 1e-3 * height / math.sqrt(length)  # changes the objective by about a millionth
    return curvature or 1.0


def _leads_down(value_and_gradient: ValueAndGradient, start: Array, rate: float) -> bool:
    """Try a few steps, and return whether none of them goes up."""
    position = start
    value, gradient = value_and_gradient(position)
    for _ in range(_TRIAL):
        position = position - rate * gradient
        with np.errstate(over="ignore", invalid="ignore"):
            there, gradient = value_and_gradient(position)
        if not there <= value + 1e-9 * abs(value):
            return False
        value = there
    return True


def _say_diverged(
    value_and_gradient: ValueAndGradient,
    start: Array,
    rate: float,
    momentum: float,
    first: float,
    value: float,
    steps: int,
) -> None:
    works = _rounded_down(min(suggested_rate(value_and_gradient, start), 0.5 * rate))
    with_momentum = f" and momentum={momentum:g}" if momentum else ""
    raise ValueError(
        f"gradient descent with learning_rate={rate:g}{with_momentum} went up instead of down: the objective was "
        f"{first:.6g} at the start and {value:.6g} after {steps} steps, because each step jumps across the valley. "
        f"Try learning_rate={works:g}; features on one scale (StandardScaler) allow a larger one."
    )


def _rounded_down(rate: float) -> float:
    """Return the largest number of two digits that is not above `rate`."""
    power = 10.0 ** (math.floor(math.log10(rate)) - 1)
    return float(f"{math.floor(rate / power) * power:.2g}")
