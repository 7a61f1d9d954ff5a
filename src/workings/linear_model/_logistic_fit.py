"""From arrays to coefficients: what LogisticRegression and LogisticRegressionCV share."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator

from workings._other_arrays import validate_data
from workings._step import Step
from workings._validation import check_finite
from workings.linear_model._gradient_descent import descend
from workings.linear_model._logistic_loss import LogisticLoss, swept
from workings.linear_model._logistic_parameters import DESCENT, Wish
from workings.linear_model._newton import Fit, Outcome, minimise
from workings.linear_model._proximal import minimise_l1, shown
from workings.linear_model._sparse_logistic_loss import SparseLogisticLoss

Array = NDArray[Any]
# A feature is far off if its mean is so many times its standard deviation, in about so many of the rows.
_FAR, _SEEN = 1e4, 256


def checked(estimator: BaseEstimator, X: ArrayLike, y: ArrayLike) -> tuple[Any, Array]:
    """Return X and y as arrays, X perhaps sparse; whether X holds NaN or infinity is left to `guard_for`."""
    data, target = validate_data(
        estimator,
        X,
        y,
        accept_sparse="csr",
        dtype=np.float64 if getattr(estimator, "solver", None) == "liblinear" else [np.float64, np.float32],
        order="C",
        ensure_all_finite=False,
    )
    if scipy.sparse.issparse(data) and not data.has_canonical_format:
        data = data.copy()
        data.sum_duplicates()
    return data, target


def guard_for(estimator: BaseEstimator, data: Any) -> Callable[[], None] | None:
    """Refuse NaN and infinity now, or return the function that does so once a gradient tells of them.

    Any of them makes a gradient NaN or infinite, so looking for them beforehand would be one more pass over many rows.
    """
    values = data.data if scipy.sparse.issparse(data) else data
    if values is data and swept(data):
        return lambda: check_finite(estimator, data)
    check_finite(estimator, values)
    return None


@dataclass(frozen=True, eq=False)
class Task:
    """One objective on one set of rows.

    Attributes
    ----------
    X : ndarray or CSR array of shape (n, p)
    labels : ndarray of shape (n,), int64
    weights : ndarray of shape (n,), float64
        They sum to 1.
    total : float
        What they summed to before.
    n_classes : int
    fit_intercept : bool
    wish : Wish
    guard : callable, optional
        See `guard_for`; none if X is known to be finite.
    """

    X: Any
    labels: Array
    weights: Array
    total: float
    n_classes: int
    fit_intercept: bool
    wish: Wish
    guard: Callable[[], None] | None = None

    @property
    def rows(self) -> int:
        """How many rows of coefficients there are."""
        return 1 if self.n_classes == 2 else self.n_classes

    def loss(self) -> LogisticLoss:
        """Return the smooth part of the objective."""
        X, column = self.X, self.wish.column
        if column is not None:
            further = np.full((X.shape[0], 1), column, dtype=X.dtype)
            sparse = scipy.sparse.issparse(X)
            X = scipy.sparse.csr_array(scipy.sparse.hstack([X, further])) if sparse else np.hstack([X, further])
        l2 = self.wish.factors(self.total)[1]
        kind = SparseLogisticLoss if scipy.sparse.issparse(X) else LogisticLoss
        intercept = self.fit_intercept and column is None
        return kind(X, self.labels, self.weights, self.n_classes, l2, intercept, self.guard)

    def start(self, known: Array | None) -> Array:
        """Return coefficients and intercepts as the loss has them, from those that are known, or zeros."""
        if known is None:
            return np.zeros((self.rows, self.X.shape[1] + self.fit_intercept))
        theta = known.astype(np.float64)
        if self.wish.column is not None:
            theta[:, -1] /= self.wish.column
        if self.rows > 1 and not self.wish.l1_ratio:
            shared = theta.mean(axis=0)  # a number that all classes share changes no probability
            theta -= np.where(np.abs(shared) > 1e-12 * np.abs(theta).max(initial=0.0), shared, 0.0)
        return theta

    def finished(self, theta: Array) -> Array:
        """Return coefficients, and intercept if there is one, from those of the loss."""
        if self.wish.column is not None:
            theta = theta.copy()
            theta[:, -1] *= self.wish.column
        return theta

    def far_off(self) -> Array | None:
        """Return the means of the features that are far from 0 for how they vary, 0 for the others; None if none is.

        Errors of rounding grow with the square of that ratio. Only the intercept, which has no penalty, sees a shift.
        """
        if scipy.sparse.issparse(self.X) or not self.fit_intercept or self.wish.column is not None:
            return None
        with np.errstate(over="ignore", invalid="ignore"):  # who looks for NaN and infinity comes later
            some = self.X[:: max(1, len(self.X) // _SEEN)].astype(np.float64)
            spread, middle = some.std(axis=0), some.mean(axis=0)
            far = (spread > 0.0) & (abs(middle) > _FAR * spread)
        return np.where(far, self.X.mean(axis=0, dtype=np.float64), 0.0).astype(self.X.dtype) if far.any() else None

    def optimise(self, model: Any, known: Array | None) -> Fit:
        """Yield the steps to the optimum, by the solver of the model; the value is the `Outcome`."""
        shift = None if model.solver == DESCENT else self.far_off()
        if shift is None:
            return (yield from self._optimise(model, known))
        near = replace(self, X=self.X - shift)
        steps = near._optimise(model, None if known is None else _with_shift(known, shift))
        while True:
            try:
                step = next(steps)
            except StopIteration as stop:
                found: Outcome = stop.value
                return Outcome(_with_shift(found.theta, -shift), found.n_iter, found.converged)
            arrays = step.arrays
            moved = arrays["intercept_"] - arrays["coef_"] @ shift
            yield Step(step.index, step.what, {**arrays, "intercept_": moved}, step.objective, step.facts)

    def _optimise(self, model: Any, known: Array | None) -> Fit:
        loss, theta = self.loss(), self.start(known)
        l1 = self.wish.factors(self.total)[0]
        if model.solver == DESCENT:
            steps = _descent(loss, theta, model)
        elif l1:
            steps = minimise_l1(loss, l1, theta, model.tol, model.max_iter, warm=known is not None)
        else:
            steps = minimise(loss, theta, model.tol, model.max_iter, warm=known is not None)
        if model.verbose:
            steps = _print_each(steps)
        outcome = yield from steps
        return Outcome(self.finished(outcome.theta), outcome.n_iter, outcome.converged)


def _with_shift(theta: Array, shift: Array) -> Array:
    """Return coefficients and intercepts for features from which `shift` has been taken."""
    moved: Array = theta.astype(np.float64)
    moved[:, -1] += moved[:, :-1] @ shift
    return moved


def _descent(loss: LogisticLoss, theta: Array, model: Any) -> Fit:
    p = loss.X.shape[1]
    found = yield from descend(
        loss.value_and_gradient,
        theta,
        learning_rate=model.learning_rate,
        momentum=model.momentum,
        max_iter=model.max_iter,
        tol=model.tol,
        named=lambda t: shown(t, p),
    )
    return Outcome(found.position, found.n_iter, found.converged)


def last(steps: Generator[Step, None, Outcome]) -> Outcome:
    """Run a fit to its end and return the outcome."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            outcome: Outcome = stop.value
            return outcome


def _print_each(steps: Generator[Step, None, Outcome]) -> Fit:
    while True:
        try:
            step = next(steps)
        except StopIteration as stop:
            outcome: Outcome = stop.value
            return outcome
        slope = step.facts["largest_gradient"]
        print(f"{step.index:3d}  objective {step.objective:.10g}  largest gradient {slope:.2e}  {step.what}")
        yield step
