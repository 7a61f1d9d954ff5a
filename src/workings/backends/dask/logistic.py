r"""Logistic regression on data in blocks: Newton's method, one look at the blocks for each step.

With the objective F of `workings.linear_model._logistic_loss`, whose loss is a sum over rows, a block's state is its
share of

.. math:: F(\theta), \qquad \nabla F(\theta), \qquad \nabla^2 F(\theta)

and states add. Only :math:`\theta` travels to the workers, and states come back, merged in a tree. The steps are those
that few rows take in memory, so the optimum is the same. Above a number of coefficients the second derivatives are
those of each class alone, formed only where the fit is slow; L-BFGS corrects them.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from itertools import count
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import assert_all_finite

from workings._blas import one_blas_thread
from workings._callbacks import watched
from workings._validation import _class_weights, class_labels
from workings.backends.dask._kept import Kept
from workings.backends.dask._learn import _classes_part, checked_classes, unsupported
from workings.backends.dask._sources import chunks
from workings.linear_model._logistic_fit import _descent, _print_each, last
from workings.linear_model._logistic_loss import LogisticLoss
from workings.linear_model._logistic_parameters import DESCENT, read_parameters, unfinished
from workings.linear_model._newton import _FULL, Fit, _always_new, _by_class, _descend

Array = NDArray[Any]
_NAME = "LogisticRegression.fit"


@dataclass(frozen=True)
class Block:
    """Rows, the classes that occur among them, the number of each row's class among these, and weights or None."""

    X: Array
    classes: Array
    codes: NDArray[np.int64]
    weights: Array | None


@dataclass(frozen=True)
class Plan:
    """What a block must know of all the others: the classes, and by what the weights in each are multiplied."""

    classes: Array
    shares: Array
    fit_intercept: bool


def fit(model: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:
    """Find the coefficients."""
    # Validate.
    model._validate_params()
    wish = read_parameters(model)
    if wish.l1_ratio:
        unsupported(model, "an l1 penalty", "Try l1_ratio=0, which is l2, or C=np.inf for no penalty.")
    if model.solver == "liblinear":
        unsupported(model, "solver='liblinear'", "Leave solver out.")
    source = chunks(model, X, y, sample_weight)
    blocks = Kept(source, _prepared)
    n, found, totals = blocks.reduce(_counted, _more)
    classes, _ = class_labels(_NAME, checked_classes(model, found))
    by_class = np.ones(len(classes))
    if model.class_weight is not None:
        by_class = _class_weights(_NAME, model.class_weight, classes, np.arange(len(classes)), totals)
    total = float(totals @ by_class)
    if not 0.0 < total < np.inf:
        raise ValueError(f"{_NAME}: the weights of the samples sum to {total}. Give some sample a positive weight.")
    intercept = bool(model.fit_intercept)
    plan = Plan(classes, by_class / total, intercept)
    loss = BlocksLoss(blocks, plan, n, model.n_features_in_, wish.factors(total)[1])
    theta = np.zeros((loss.rows, loss.width))
    known = model._known(*theta.shape) if model.warm_start and not intercept else None
    if model.warm_start and intercept:
        known = model._known(loss.rows, loss.width - 1)
    if known is not None:
        theta = known.astype(np.float64)
        theta -= theta.mean(axis=0) if loss.rows > 1 else 0.0  # what all classes share changes no probability

    # Compute.
    with one_blas_thread():
        outcome = last(watched(model, X, y, _steps(model, loss, theta)))

    # Store.
    if not outcome.converged:
        warnings.warn(unfinished(model, _NAME), ConvergenceWarning, stacklevel=5)
    p = model.n_features_in_
    theta = outcome.theta.astype(source.dtype)
    model.classes_ = classes
    model.coef_ = theta[:, :p].copy()
    model.intercept_ = theta[:, p].copy() if intercept else np.zeros(loss.rows, dtype=source.dtype)
    model.n_iter_ = np.array([outcome.n_iter], dtype=np.int32)
    return model


def _steps(model: Any, loss: Any, theta: Array) -> Fit:
    if model.solver == DESCENT:
        steps = _descent(loss, theta, model)
    elif loss.second:
        steps = _descend(loss, theta, model.tol, model.max_iter, "Newton step", _always_new(loss), count())
    else:
        steps = _descend(loss, theta, model.tol, model.max_iter, "L-BFGS step", _by_class(loss), count())
    return _print_each(steps) if model.verbose else steps


def _prepared(X: Array, y: Any, weights: Any) -> Block:
    assert_all_finite(X, estimator_name="LogisticRegression", input_name="X")
    _classes_part(X, y, weights)
    classes, codes = np.unique(y, return_inverse=True)
    return Block(np.ascontiguousarray(X), classes, codes.astype(np.int64, copy=False), weights)


def _counted(block: Block, about: Any) -> tuple[int, Array, Array]:
    """Return how many rows there are, their classes, and the weight of each class."""
    return len(block.X), block.classes, np.bincount(block.codes, block.weights, len(block.classes)).astype(np.float64)


def _more(a: tuple[int, Array, Array], b: tuple[int, Array, Array]) -> tuple[int, Array, Array]:
    classes = np.union1d(a[1], b[1])
    totals = np.zeros(len(classes))
    for _, some, weights in (a, b):
        totals[np.searchsorted(classes, some)] += weights
    return a[0] + b[0], classes, totals


class BlocksLoss:
    """The objective, as `workings.linear_model._newton` wants it; one look at the blocks gives all derivatives."""

    def __init__(self, blocks: Kept, plan: Plan, n: int, p: int, l2: float) -> None:
        self.blocks, self.plan, self.l2 = blocks, plan, l2
        self.X = SimpleNamespace(shape=(n, p))  # all that the solvers ask of the rows
        self.n_classes = len(plan.classes)
        self.rows = 1 if self.n_classes == 2 else self.n_classes
        self.width = p + plan.fit_intercept
        self.second = self.rows * self.width <= _FULL
        self._known: tuple[Array, Array] | None = None

    def value_and_gradient(self, theta: Array) -> tuple[float, Array]:
        """Return F and its gradient; keep the second derivatives, if all are formed."""
        value, gradient, hessian = self._looked(theta, "all" if self.second else "none")
        if hessian is not None:
            self._known = theta.copy(), hessian
        coef = theta[:, : self.X.shape[1]]
        return value + 0.5 * self.l2 * float(np.vdot(coef, coef)), gradient + self.penalties() * theta

    def hessian(self, theta: Array, dtype: Any = np.float64) -> Array:
        """Return the second derivatives."""
        if self._known is None or not np.array_equal(self._known[0], theta):
            self._known = theta.copy(), self._looked(theta, "all")[2]
        square: Array = self._known[1].astype(np.float64)
        square[np.diag_indices(theta.size)] += np.tile(self.penalties(), self.rows)
        return square

    def class_hessians(self, theta: Array) -> Array:
        """Return the second derivatives by the coefficients of one class at a time."""
        blocks: Array = self._looked(theta, "classes")[2].copy()
        blocks[:, np.arange(self.width), np.arange(self.width)] += self.penalties()
        return blocks

    def column_squares(self) -> Array:
        """Return the weighted mean of each column's squares."""
        squares: Array = self.blocks.reduce(_squares, np.add, self.plan)
        return squares

    def penalties(self) -> Array:
        """Return the second derivatives of the penalty by the entries of a row of theta."""
        return np.where(np.arange(self.width) < self.X.shape[1], self.l2, 0.0)

    def sample(self, size: int) -> BlocksLoss:
        """Return all rows: they are looked at where they are."""
        return self

    def _looked(self, theta: Array, second: str) -> Any:
        return self.blocks.reduce(_terms, _sum, (self.plan, theta, second))


def _loss_of(block: Block, plan: Plan) -> LogisticLoss:
    labels = np.searchsorted(plan.classes, block.classes).astype(np.int64)[block.codes]
    weights = plan.shares[labels]
    if block.weights is not None:
        weights *= block.weights
    return LogisticLoss(block.X, labels, weights, len(plan.classes), 0.0, plan.fit_intercept)


def _squares(block: Block, plan: Plan) -> Array:
    return _loss_of(block, plan).column_squares()


def _terms(block: Block, about: tuple[Plan, Array, str]) -> tuple[float, Array, Array | None]:
    """Return a block's share of the loss and of its derivatives."""
    plan, theta, second = about
    loss = _loss_of(block, plan)
    with one_blas_thread():
        value, gradient = loss.value_and_gradient(theta)
        if second == "none":
            return value, gradient, None
        return value, gradient, loss.hessian(theta) if second == "all" else loss.class_hessians(theta)


def _sum(a: Any, b: Any) -> tuple[float, Array, Array | None]:
    return a[0] + b[0], a[1] + b[1], None if a[2] is None else a[2] + b[2]
