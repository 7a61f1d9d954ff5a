"""The objective of logistic regression on blocks: sums over them, and samples of their rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._blas import one_blas_thread
from workings.backends.dask._kept import Kept
from workings.linear_model._logistic_loss import _LEAST, LogisticLoss
from workings.linear_model._newton import _FULL, sample_sizes

Array = NDArray[Any]

# A sample that would take more bytes is not gathered: all rows are looked at where they are.
_GATHERED = 1 << 26


@dataclass(frozen=True)
class Block:
    """Rows, the classes that occur among them, the number of each row's class among these, and weights or None."""

    X: Array
    classes: Array
    codes: NDArray[np.int64]
    weights: Array | None


@dataclass(frozen=True)
class Plan:
    """What a block must know of all the others: the classes, and by what the weights in each are multiplied.

    And of which columns the objective is; None for all.
    """

    classes: Array
    shares: Array
    fit_intercept: bool
    columns: Array | None = None


@dataclass(frozen=True, eq=False)
class _Rows:
    """Some rows of all: their numbers in the whole, in ascending order, and what belongs to them."""

    numbers: Array
    X: Array
    labels: Array
    weights: Array

    def without(self, k: int) -> _Rows:
        return self.at(np.flatnonzero(self.labels != k))

    def at(self, places: Array) -> _Rows:
        return _Rows(self.numbers[places], self.X[places], self.labels[places], self.weights[places])


class BlocksLoss:
    """The objective, as the solvers of `workings.linear_model` want it; states of the blocks add.

    counts : ndarray of shape (blocks, classes)
        How many rows of each class a block has.
    totals : ndarray of shape (classes,)
        The weight of each class; they sum to 1.
    """

    def __init__(self, blocks: Kept, plan: Plan, counts: Array, totals: Array, p: int, l2: float) -> None:
        self.blocks, self.plan, self.l2 = blocks, plan, l2
        self.counts, self.totals = counts, totals
        self.X = SimpleNamespace(shape=(int(counts.sum()), p))  # all that the solvers ask of the rows
        self.n_classes, self.fit_intercept = len(plan.classes), plan.fit_intercept
        self.rows = 1 if self.n_classes == 2 else self.n_classes
        self.width = p + plan.fit_intercept
        size = self.rows * self.width
        # Few rows: Newton's method asks for the second derivatives wherever it asks for the gradient.
        self._second = size <= _FULL and self.X.shape[0] < 3 * sample_sizes(size)[0]
        self._known: tuple[Array, Array] | None = None

    def value_and_gradient(self, theta: Array) -> tuple[float, Array]:
        """Return F and its gradient; keep the second derivatives, if they were formed."""
        value, gradient, hessian = self._looked(theta, "all" if self._second else "none")
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

    def restricted(self, columns: Array) -> BlocksLoss:
        """Return the objective of these columns alone."""
        before = self.plan.columns
        plan = replace(self.plan, columns=columns if before is None else before[columns])
        return BlocksLoss(self.blocks, plan, self.counts, self.totals, len(columns), self.l2)

    def sample(self, size: int) -> Any:
        """Return the objective on the rows that `LogisticLoss.sample` draws, gathered; or on all, if that is much."""
        n, p = self.X.shape
        if 8 * size * (p + 2) > _GATHERED:
            return self
        rng = np.random.default_rng(0)
        rows = self._gathered(np.sort(rng.integers(0, n, size)), None)
        counts = self.counts.sum(axis=0)
        drawn = np.bincount(rows.labels, minlength=self.n_classes)
        least = np.minimum(counts, min(size // self.n_classes, _LEAST))
        for k in np.flatnonzero(drawn < least).tolist():
            some = rng.choice(counts[k], least[k], replace=False, shuffle=False)
            rows = _together([rows.without(k), self._gathered(np.sort(some), k)])
        kept = np.bincount(rows.labels, weights=rows.weights, minlength=self.n_classes)
        raised = np.divide(self.totals, kept, out=np.ones_like(self.totals), where=kept > 0.0)
        weights = rows.weights * raised[rows.labels]
        return LogisticLoss(rows.X, rows.labels, weights / weights.sum(), self.n_classes, self.l2, self.fit_intercept)

    def _gathered(self, wanted: Array, k: int | None) -> _Rows:
        """Return rows by their numbers, in ascending order: among all, or among those of class k."""
        sizes = self.counts.sum(axis=1)
        of_these = sizes if k is None else self.counts[:, k]
        ends, first = np.cumsum(of_these), np.cumsum(sizes) - sizes
        cuts = np.searchsorted(wanted, np.concatenate([[0], ends]))
        asked = {
            int(i): (self.plan, wanted[cuts[i] : cuts[i + 1]] - (ends[i] - of_these[i]), k)
            for i in np.flatnonzero(np.diff(cuts))
        }
        found = self.blocks.some(_picked, asked)
        return _together([replace(rows, numbers=rows.numbers + first[i]) for i, rows in found.items()])

    def _looked(self, theta: Array, second: str) -> Any:
        return self.blocks.reduce(_terms, _sum, (self.plan, theta, second))


def _loss_of(block: Block, plan: Plan) -> LogisticLoss:
    labels = np.searchsorted(plan.classes, block.classes).astype(np.int64)[block.codes]
    weights = plan.shares[labels]
    if block.weights is not None:
        weights *= block.weights
    X = block.X if plan.columns is None else np.take(block.X, plan.columns, axis=1)
    return LogisticLoss(X, labels, weights, len(plan.classes), 0.0, plan.fit_intercept)


def _picked(block: Block, about: tuple[Plan, Array, int | None]) -> _Rows:
    """Return rows of a block by their numbers in it, or among its rows of class k."""
    plan, wanted, k = about
    loss = _loss_of(block, plan)
    numbers = wanted if k is None else np.flatnonzero(loss.labels == k)[wanted]
    return _Rows(numbers, loss.X[numbers], loss.labels[numbers], loss.weights[numbers])


def _together(parts: list[_Rows]) -> _Rows:
    numbers, X, labels, weights = (
        np.concatenate([getattr(one, name) for one in parts]) for name in ("numbers", "X", "labels", "weights")
    )
    return _Rows(numbers, X, labels, weights).at(np.argsort(numbers, kind="stable"))


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
