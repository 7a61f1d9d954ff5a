"""Newton's method, and a cheaper relative for many rows, as one generator of steps.

The direction of a step is the gradient divided by a *metric*, an estimate of the second derivatives:

- few rows: the second derivatives themselves, anew at each step (Newton's method);
- many rows: Newton's method on a sample of the rows leads near the optimum; there the second derivatives of a larger
  sample become the metric, and each further step, one sweep over all rows, corrects it by what the gradient did
  (L-BFGS, with the metric as its first matrix). The result is the optimum on all rows: the sample only decides how
  quickly it is reached;
- very many coefficients: the second derivatives of each class alone, corrected in the same way.

Sources: Nocedal and Wright, "Numerical Optimization", 2nd ed., algorithms 7.4 and 7.5; Byrd et al., "On the use of
stochastic Hessian information", SIAM J. Optim. 21 (2011) 977, for the sample; Hager and Zhang, SIAM J. Optim. 16
(2005) 170, for the test that lets the line search go on where differences of the objective are below rounding.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._step import Step
from workings.linear_model._logistic_loss import LogisticLoss
from workings.linear_model._metric import Metric, class_metric, newton_metric

Array = NDArray[Any]

# Up to this many coefficients all second derivatives are formed; above, those of each class alone.
_FULL = 1500
# With so few rows that forming them takes about a second, up to this many.
_FULL_IF_FEW, _FEW = 4000, 1e10
# Rows of the two samples: at least so many, and so many for each coefficient.
_FIRST, _FIRST_EACH = 2000, 16
_SECOND, _SECOND_EACH = 16000, 64
# Gradients at which the fits on the samples end: their optima are further than this from that of all rows.
_FIRST_TOL, _SECOND_TOL = 1e-2, 1.5e-3
_MEMORY = 20
# A step whose gradient is not looked at may leave so many times the share that the last ones left, and follows only
# where each of these left less than this share.
_SURE, _STEADY = 3.0, 0.3
# Steps without any gain after which a fit ends.
_PATIENCE = 20


@dataclass(frozen=True)
class Outcome:
    """How a fit ended."""

    theta: Array
    n_iter: int
    converged: bool


@dataclass(frozen=True, eq=False)
class _Point:
    theta: Array
    value: float
    gradient: Array
    length: float = 0.0

    @property
    def slope(self) -> float:
        return float(np.abs(self.gradient).max(initial=0.0))


Fit = Generator[Step, None, Outcome]


def sample_sizes(coefficients: int) -> tuple[int, int]:
    """Return the rows of the sample that the fit begins on, and of that which the metric comes from."""
    return max(_FIRST, _FIRST_EACH * coefficients), max(_SECOND, _SECOND_EACH * coefficients)


def minimise(loss: LogisticLoss, theta: Array, tol: float, max_iter: int, *, warm: bool = False) -> Fit:
    """Yield the steps from `theta` to the optimum; the generator's value is the `Outcome`.

    The fit has converged when no entry of the gradient exceeds `tol`, or will after one more step of the usual success;
    or when rounding leaves nothing to gain. `max_iter` counts steps that use all rows.
    """
    n, size = loss.X.shape[0], theta.size
    first, second = sample_sizes(size)
    numbers = count()
    if size > _FULL and (size > _FULL_IF_FEW or n * size * size > _FEW):
        return (yield from _descend(loss, theta, tol, max_iter, "L-BFGS step", _by_class(loss), numbers))
    if n < 3 * first:
        return (yield from _descend(loss, theta, tol, max_iter, "Newton step", _always_new(loss), numbers))
    larger = loss.sample(second) if 2 * second < n else loss
    if not warm:
        smaller = larger.sample(first)
        what, ends = f"Newton step on {first:,} of {n:,} rows", max(tol, _FIRST_TOL)
        there = yield from _descend(smaller, theta, ends, 8, what, _always_new(smaller, rough=True), numbers)
        theta = there.theta
        if larger is not loss:
            what, ends = f"L-BFGS step on {second:,} of {n:,} rows", max(tol, _SECOND_TOL)
            metric = newton_metric(smaller, theta, rough=True)
            there = yield from _descend(larger, theta, ends, 4, what, _once(metric), numbers)
            theta = there.theta
    what = f"L-BFGS step on all {n:,} rows"
    return (yield from _descend(loss, theta, tol, max_iter, what, _when_slow(loss, larger, second), numbers))


NextMetric = Callable[[Array, "list[float]"], Metric | None]


def _always_new(loss: LogisticLoss, *, rough: bool = False) -> NextMetric:
    return lambda theta, _slopes: newton_metric(loss, theta, rough=rough)


def _once(metric: Metric) -> NextMetric:
    return lambda _theta, slopes: metric if len(slopes) == 1 else None


def _when_slow(loss: LogisticLoss, sample: LogisticLoss, size: int) -> NextMetric:
    """Make a metric from a sample, and a better one, from four times the rows, whenever progress is slow."""
    used = False

    def metric(theta: Array, slopes: list[float]) -> Metric | None:
        nonlocal sample, size, used
        if len(slopes) > 1 and not (len(slopes) > 4 and slopes[-1] > 0.3 * slopes[-4]):
            return None
        if used:
            size *= 4
            sample = loss.sample(size) if 2 * size < loss.X.shape[0] else loss
        used = True
        return newton_metric(sample, theta, rough=sample is not loss)

    return metric


def _by_class(loss: LogisticLoss) -> NextMetric:
    """Form the second derivatives of each class on a sample, and again where the fit has come far from there."""
    rows = max(2000, 8 * loss.width)
    sample = loss.sample(rows) if 2 * rows < loss.X.shape[0] else loss

    def metric(theta: Array, slopes: list[float]) -> Metric | None:
        if len(slopes) > 1 and not (len(slopes) > _MEMORY and slopes[-1] > 0.1 * slopes[-_MEMORY]):
            return None
        return class_metric(sample, theta)

    return metric


def _descend(
    loss: LogisticLoss,
    theta: Array,
    tol: float,
    max_iter: int,
    what: str,
    next_metric: NextMetric,
    numbers: Iterator[int],
) -> Fit:
    here = _Point(theta, *loss.value_and_gradient(theta))
    number = next(numbers)
    yield _step(number, "more rows, from the sample's optimum" if number else "start", loss, here)
    metric: Metric | None = None
    pairs: deque[tuple[Array, Array, float]] = deque(maxlen=_MEMORY)
    slopes = [here.slope]
    best, since = here.slope, 0
    for iteration in range(1, max_iter + 1):
        share = _share_left(slopes, here.length)
        if slopes[-1] <= tol or since > _PATIENCE or (len(pairs) > 1 and _SURE * share * slopes[-1] <= tol):
            if share == 1.0 or metric is None:
                return Outcome(here.theta, iteration - 1, True)
            direction = -_quasi_newton(here.gradient.ravel(), metric, pairs).reshape(theta.shape)
            here = _foreseen(here, direction, share)
            yield _step(next(numbers), "one step more, whose gradient is not looked at", loss, here)
            return Outcome(here.theta, iteration, True)
        renewed = next_metric(here.theta, slopes)
        if renewed is not None:
            metric = renewed
            pairs.clear()
            slopes = slopes[-1:]
        assert metric is not None  # the first call always gives one
        direction = -_quasi_newton(here.gradient.ravel(), metric, pairs).reshape(theta.shape)
        there = _line_search(loss, here, direction)
        if there is None:
            if len(slopes) > 1:  # perhaps the metric no longer fits: once more with a new one
                slopes = slopes[-1:]
                continue
            # Is it rounding that hides what is left to gain?
            left = abs(float(np.vdot(here.gradient, direction)))
            return Outcome(here.theta, iteration - 1, left <= 1e-10 * abs(here.value))
        moved, turned = (there.theta - here.theta).ravel(), (there.gradient - here.gradient).ravel()
        curvature = float(moved @ turned)
        if curvature > 1e-12 * float(turned @ turned) ** 0.5 * float(moved @ moved) ** 0.5:
            pairs.append((moved, turned, 1.0 / curvature))
        # Neither objective nor gradient better than rounding explains, for a while: this is the optimum.
        gained = here.value - there.value > 4e-15 * abs(here.value)
        since = 0 if gained or there.slope < 0.5 * best else since + 1
        best = min(best, there.slope)
        here = there
        slopes.append(here.slope)
        yield _step(next(numbers), what, loss, here)
    return Outcome(here.theta, max_iter, slopes[-1] <= tol)


def _share_left(slopes: list[float], length: float) -> float:
    """Return which share of the gradient the last steps left; 1 where they do not tell what the next one will do."""
    if len(slopes) < 2 or length != 1.0 or not slopes[-2] > 0.0:
        return 1.0
    share = max(b / a for a, b in pairwise(slopes[-3:]))
    return share if share < _STEADY else 1.0


def _foreseen(here: _Point, direction: Array, share: float) -> _Point:
    """Return the point one step on, with what the quadratic model and the last steps say of it."""
    value = here.value + 0.5 * float(np.vdot(here.gradient, direction))
    return _Point(here.theta + direction, value, share * here.gradient, 1.0)


def _quasi_newton(gradient: Array, metric: Metric, pairs: deque[tuple[Array, Array, float]]) -> Array:
    """Return the gradient divided by the metric as the pairs (move, change of gradient, 1 / product) correct it."""
    q = gradient
    shares = []
    for moved, turned, reciprocal in reversed(pairs):
        share = reciprocal * float(moved @ q)
        shares.append(share)
        q = q - share * turned
    r = metric(q)
    for (moved, turned, reciprocal), share in zip(pairs, reversed(shares), strict=True):
        r = r + (share - reciprocal * float(turned @ r)) * moved
    return r


def _line_search(loss: LogisticLoss, here: _Point, direction: Array) -> _Point | None:
    """Return the first point along the direction that is sufficiently lower, or None if there is none."""
    slope = float(np.vdot(here.gradient, direction))
    if not slope < 0.0:
        return None
    noise = 1e-13 * abs(here.value)
    length = 1.0
    for _ in range(30):
        theta = here.theta + length * direction
        value, gradient = loss.value_and_gradient(theta)
        gain, there = here.value - value, float(np.vdot(gradient, direction))
        # Near the optimum differences of the objective are rounding, and the slopes still tell.
        if gain >= -1e-4 * length * slope or (gain >= -noise and abs(there) <= -0.9 * slope):
            return _Point(theta, value, gradient, length)
        # Where a straight line through the two slopes is 0, within reason.
        guess = length * slope / (slope - there) if np.isfinite(there) and there > slope else 0.0
        length = min(max(guess, 0.1 * length), 0.7 * length)
    return None


def _step(index: int, what: str, loss: LogisticLoss, point: _Point) -> Step:
    p = loss.X.shape[1]
    arrays = {"coef_": point.theta[:, :p], "intercept_": point.theta[:, p:].reshape(-1)}
    facts = {"largest_gradient": point.slope, "step_length": point.length}
    return Step(index, what, arrays, point.value, facts)
