"""The l1 penalty: coefficients that are 0, found by the proximal Newton steps of logistic regression.

There the objective is a mean of losses plus a multiple of the sum of sizes; here a sum of losses plus that sum. The
division by the sum of the costs is all that lies between them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from workings._step import Step
from workings.linear_model._logistic_loss import LogisticLoss
from workings.linear_model._proximal import minimise_l1
from workings.svm._linear_band import Band, Fit, Outcome, at

Array = NDArray[Any]

# How often the bound of the violations is lowered until the gap is small enough.
_ROUNDS = 8


@dataclass(frozen=True, eq=False)
class _MeanLoss:
    """The mean squared distance from the bands, as `minimise_l1` wants to see it: one row of coefficients."""

    band: Band
    rows: int = 1
    fit_intercept: bool = False

    @property
    def X(self) -> Any:
        return self.band.X

    @property
    def total(self) -> float:
        return float(self.band.cost.sum())

    def value_and_gradient(self, theta: Array) -> tuple[float, Array]:
        e = self.band.excess(self.band.sums(theta[0]))
        pull = self.band.cost * e
        return float(pull @ e) / self.total, (-2.0 / self.total) * self.band.back(pull)[None]

    def hessian(self, theta: Array, dtype: Any = np.float64) -> Array:
        e = self.band.excess(self.band.sums(theta[0]))
        square = self.band.curvature((2.0 / self.total) * self.band.cost * (e != 0.0))
        square[np.diag_indices(len(square))] -= 1.0
        return square

    def sample(self, size: int) -> _MeanLoss:
        which = np.sort(np.random.default_rng(0).integers(0, self.X.shape[0], size))
        return _MeanLoss(self.band.rows(which))

    def restricted(self, columns: Array) -> _MeanLoss:
        some = self.X[:, columns]
        return _MeanLoss(replace(self.band, X=some if self.band.sparse else np.ascontiguousarray(some)))


def lasso(band: Band, tol: float, max_iter: int) -> Fit:
    """Yield the steps to the optimum of the sum of sizes plus the squared losses; the value is the `Outcome`.

    The fit has converged when the duality gap is at most tol^2 times the objective.
    """
    whole = _with_constant(band)
    loss = _MeanLoss(whole)
    theta = np.zeros((1, whole.size))
    allowed = 0.1 * tol * float(np.abs(loss.value_and_gradient(theta)[1]).max(initial=0.0))
    taken, index = 0, 0
    for _ in range(_ROUNDS):
        steps = minimise_l1(
            cast("LogisticLoss", loss), 1.0 / loss.total, theta, allowed, max_iter - taken, warm=index > 0
        )
        while True:
            try:
                step = next(steps)
            except StopIteration as stop:
                theta, used = stop.value.theta, stop.value.n_iter
                break
            yield _shown(step, index, loss.total)
        taken, index = taken + used, index + used + 1
        value, gap = measured_l1(whole, theta[0])
        if gap <= tol * tol * value or taken >= max_iter:
            break
        allowed *= 0.1
    yield at(index, "optimum", theta[0], value, gap)
    return Outcome(theta[0], taken, gap <= max(tol * tol, 1e-13) * value, gap, value)


def _shown(step: Step, index: int, total: float) -> Step:
    return Step(index + step.index, step.what, {"v": step.arrays["coef_"][0]}, step.objective * total, step.facts)


def _with_constant(band: Band) -> Band:
    """Return the band with the constant as a column of X, as its coefficient is penalised with the others."""
    if not band.constant:
        return band
    column = np.full((band.X.shape[0], 1), band.constant)
    X = scipy.sparse.csr_array(scipy.sparse.hstack([band.X, column])) if band.sparse else np.hstack([band.X, column])
    return replace(band, X=X, constant=0.0)


def measured_l1(band: Band, v: Array) -> tuple[float, float]:
    """Return the objective with the sum of sizes for penalty, and the duality gap.

    The multipliers 2 c e are made smaller until no feature's sum of them exceeds 1, which the dual problem asks for.
    """
    e = band.excess(band.sums(v))
    value = float(np.abs(v).sum()) + band.losses(e)
    beta = 2.0 * band.cost * e
    steepest = float(np.abs(band.back(beta)).max(initial=0.0))
    beta *= min(1.0, 1.0 / steepest) if steepest > 0.0 else 1.0
    return value, value - band.bound(beta, np.zeros(1))
