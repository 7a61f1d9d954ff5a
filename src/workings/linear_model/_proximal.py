r"""Proximal Newton steps: logistic regression whose penalty has corners at 0.

.. math:: F(\theta) + \lambda_1 \sum_{kj} |w_{kj}|

Each step minimises the quadratic model of F (its gradient and second derivatives at the present coefficients) plus the
penalty as it is, by coordinate descent (`_l1_model`), and then goes towards that minimum as far as the objective
falls. With many rows the second derivatives come from a sample and are corrected by what the gradient did (BFGS).
With many features only those are looked at whose coefficient is not 0, or that miss the condition of the optimum by
most; the others are looked at again when these are done.

Sources: Lee, Sun and Saunders, "Proximal Newton-type methods for minimizing composite functions", SIAM J. Optim. 24
(2014) 1420; Massias, Gramfort and Salmon, "Celer: a fast solver for the Lasso", ICML 2018, for growing working sets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._step import Step
from workings.linear_model._l1_model import l1_model_minimum, violation
from workings.linear_model._logistic_loss import LogisticLoss
from workings.linear_model._newton import Fit, Outcome, sample_sizes

Array = NDArray[Any]
Matrices = list[Array]

# Up to this many coefficients all features are looked at in every step.
_WHOLE = 1000
# The first working set; later ones are twice the features in use.
_FIRST_SET = 100
# Up to this many coefficients the model has all second derivatives; above, those of each class alone.
_FULL = 3000
_PATIENCE = 10


@dataclass(frozen=True, eq=False)
class _Problem:
    """The smooth part, the factor of the absolute values, and how a step shows the coefficients."""

    loss: LogisticLoss
    l1: float
    show: Callable[[Array], dict[str, Array]]

    def factors(self, theta: Array) -> Array:
        l1 = np.full(theta.shape, self.l1)
        l1[:, self.loss.X.shape[1] :] = 0.0
        return l1

    def at(self, theta: Array) -> _Point:
        value, gradient = self.loss.value_and_gradient(theta)
        l1 = self.factors(theta)
        value += float(np.vdot(l1, np.abs(theta)))
        return _Point(theta, value, gradient, float(violation(theta, gradient, l1).max(initial=0.0)))

    def on(self, loss: LogisticLoss) -> _Problem:
        return _Problem(loss, self.l1, self.show)


@dataclass(frozen=True, eq=False)
class _Point:
    theta: Array
    value: float
    gradient: Array
    missed: float  # the largest violation of the conditions of the optimum


def shown(theta: Array, p: int) -> dict[str, Array]:
    """Return the arrays of a step."""
    return {"coef_": theta[:, :p], "intercept_": theta[:, p:].reshape(-1)}


def minimise_l1(loss: LogisticLoss, l1: float, theta: Array, tol: float, max_iter: int, *, warm: bool = False) -> Fit:
    """Yield the steps from `theta` to the optimum; the generator's value is the `Outcome`.

    The fit has converged when no coefficient misses the condition of the optimum by more than `tol`.
    """
    p = loss.X.shape[1]
    whole = _Problem(loss, l1, lambda t: shown(t, p))
    if loss.rows * p <= _WHOLE:
        return (yield from _proximal(whole, theta, tol, max_iter, 0, warm))
    here, taken, index, stuck = whole.at(theta), 0, 0, 0
    while here.missed > tol and taken < max_iter and stuck < 3:
        columns = _working_set(whole, here)
        everything = np.append(columns, p) if loss.fit_intercept else columns

        def spread(part: Array, base: Array = here.theta, columns: Array = everything) -> Array:
            full = np.zeros_like(base)
            full[:, columns] = part
            return full

        some = _Problem(loss.restricted(columns), l1, lambda t, spread=spread: shown(spread(t), p))  # type: ignore[misc]
        wanted = max(0.5 * tol, 0.02 * here.missed)
        steps = _proximal(some, here.theta[:, everything], wanted, max_iter - taken, index, warm or index > 0)
        there = yield from steps
        taken, index = taken + max(1, there.n_iter), index + there.n_iter + 1
        before, here = here, whole.at(spread(there.theta))
        stuck = stuck + 1 if here.missed > 0.9 * before.missed and here.value >= before.value * (1 - 1e-12) else 0
    return Outcome(here.theta, taken, here.missed <= tol)


def _working_set(problem: _Problem, here: _Point) -> Array:
    """Return the features in use, and those that miss the condition of the optimum by most."""
    p = problem.loss.X.shape[1]
    used = (here.theta[:, :p] != 0.0).any(axis=0)
    missed = violation(here.theta, here.gradient, problem.factors(here.theta))[:, :p].max(axis=0)
    missed[used] = np.inf
    most = min(p, max(_FIRST_SET, 2 * int(used.sum())))
    chosen = np.argpartition(-missed, most - 1)[:most]
    return np.sort(chosen[missed[chosen] > 0.0])


NextMatrices = Callable[[Array, "list[float]"], "Matrices | None"]


def _proximal(problem: _Problem, theta: Array, tol: float, max_iter: int, index: int, warm: bool) -> Fit:
    loss = problem.loss
    n = loss.X.shape[0]
    first, second = sample_sizes(theta.size)
    if theta.size > _FULL or n < 3 * first:
        what = "proximal Newton step"
        return (yield from _descend(problem, theta, tol, max_iter, what, lambda t, _: _matrices(loss, t), index))
    larger = loss.sample(second) if 2 * second < n else loss
    if not warm:
        smaller = larger.sample(first)
        what = f"proximal Newton step on {first:,} of {n:,} rows"
        steps = _descend(problem.on(smaller), theta, max(tol, 1e-3), 8, what, lambda t, _: _matrices(smaller, t), index)
        there = yield from steps
        theta, index = there.theta, index + there.n_iter + 1
    what = f"proximal quasi-Newton step on all {n:,} rows"
    return (yield from _descend(problem, theta, tol, max_iter, what, _when_slow(loss, larger, second), index))


def _when_slow(loss: LogisticLoss, sample: LogisticLoss, size: int) -> NextMatrices:
    """Take second derivatives from a sample, and from four times the rows, or anew, whenever progress is slow."""
    used = False

    def matrices(theta: Array, missed: list[float]) -> Matrices | None:
        nonlocal sample, size, used
        if len(missed) > 1 and not (len(missed) > 4 and missed[-1] > 0.3 * missed[-4]):
            return None
        if used:
            size *= 4
            sample = loss.sample(size) if 2 * size < loss.X.shape[0] else loss
        used = True
        return _matrices(sample, theta)

    return matrices


def _matrices(loss: LogisticLoss, theta: Array) -> Matrices:
    """Return the second derivatives as one matrix, or as one for each class."""
    if loss.rows > 1 and theta.size > _FULL:
        return list(loss.class_hessians(theta))
    hessian = loss.hessian(theta)
    if loss.rows > 1 and loss.fit_intercept:
        # Nothing holds the sum of the intercepts, neither data nor penalty.
        last = np.arange(loss.width - 1, theta.size, loss.width)
        square = np.ix_(last, last)
        hessian[square] += np.trace(hessian[square]) / loss.rows**2
    return [hessian]


def _descend(
    problem: _Problem, theta: Array, tol: float, max_iter: int, what: str, renew: NextMatrices, index: int
) -> Fit:
    here = problem.at(theta)
    yield _step(problem, index, "start" if index == 0 else "start of the next round", here)
    matrices: Matrices = []
    missed, since = [here.missed], 0
    for iteration in range(1, max_iter + 1):
        if here.missed <= tol or since > _PATIENCE:
            return Outcome(here.theta, iteration - 1, True)
        renewed = renew(here.theta, missed)
        if renewed is not None:
            matrices, missed = renewed, missed[-1:]
        there = _line_search(problem, here, _model_minimum(problem, here, matrices))
        if there is None:
            if len(missed) > 1:  # perhaps the model no longer fits: once more with a new one
                missed = missed[-1:]
                continue
            return Outcome(here.theta, iteration - 1, here.missed <= max(tol, 1e-9))
        if len(matrices) == 1:
            _correct(matrices[0], (there.theta - here.theta).ravel(), (there.gradient - here.gradient).ravel())
        gained = here.value - there.value > 4e-15 * abs(here.value)
        since = 0 if gained or there.missed < 0.5 * min(missed) else since + 1
        here = there
        missed.append(here.missed)
        yield _step(problem, index + iteration, what, here)
    return Outcome(here.theta, max_iter, here.missed <= tol)


def _model_minimum(problem: _Problem, here: _Point, matrices: Matrices) -> Array:
    """Return the coefficients at which the quadratic model plus the penalty is smallest."""
    parts = len(matrices)
    columns = zip(
        *(a.reshape(parts, -1) for a in (here.gradient, here.theta, problem.factors(here.theta))), strict=True
    )
    found = [
        l1_model_minimum(matrix, gradient, start, l1, 0.02 * here.missed)
        for matrix, (gradient, start, l1) in zip(matrices, columns, strict=True)
    ]
    target = np.concatenate(found).reshape(here.theta.shape)
    if problem.loss.rows > 1 and problem.loss.fit_intercept:
        target[:, -1] -= target[:, -1].mean()  # what all intercepts share changes nothing
    return target


def _correct(matrix: Array, moved: Array, turned: Array) -> None:
    """Make the model's second derivatives agree with how the gradient changed (the BFGS formula)."""
    curvature = float(moved @ turned)
    foretold = matrix @ moved
    expected = float(moved @ foretold)
    if curvature > 1e-10 * expected > 0.0:
        matrix += np.outer(turned / curvature, turned)
        matrix -= np.outer(foretold / expected, foretold)


def _line_search(problem: _Problem, here: _Point, target: Array) -> _Point | None:
    """Return the first point on the way to the model's minimum that is sufficiently lower, or None."""
    direction = target - here.theta
    l1 = problem.factors(here.theta)
    foretold = float(np.vdot(here.gradient, direction) + np.vdot(l1, np.abs(target) - np.abs(here.theta)))
    if not foretold < 0.0:
        return None
    noise = 1e-13 * abs(here.value)
    length = 1.0
    for _ in range(30):
        theta = target if length == 1.0 else here.theta + length * direction
        there = problem.at(theta)
        gain = here.value - there.value
        if gain >= -1e-4 * length * foretold or (gain >= -noise and there.missed < here.missed):
            return there
        length *= 0.5
    return None


def _step(problem: _Problem, index: int, what: str, point: _Point) -> Step:
    nonzero = float(np.count_nonzero(point.theta[:, : problem.loss.X.shape[1]]))
    facts = {"largest_gradient": point.missed, "nonzero": nonzero}
    return Step(index, what, problem.show(point.theta), point.value, facts)
