r"""Logistic regression on data in blocks: the steps that are made in memory, one look at the blocks for each.

With the objective F of `workings.linear_model._logistic_loss`, whose loss is a sum over rows, a block's state is its
share of

.. math:: F(\theta), \qquad \nabla F(\theta)

and, for few rows, of the second derivatives; states add. Only :math:`\theta` travels to the workers, and states come
back, merged in a tree. The solvers are those for arrays in memory, and get the same sums but for roundings and the same
samples of the rows: fits on blocks and in memory go the same way, and end at the same place.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
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
from workings.backends.dask._logistic_blocks import Block, BlocksLoss, Plan
from workings.backends.dask._sources import _some, chunks
from workings.linear_model._logistic_fit import Task, last
from workings.linear_model._logistic_parameters import read_parameters, unfinished

Array = NDArray[Any]
_NAME = "LogisticRegression.fit"


@dataclass(frozen=True, eq=False)
class _BlocksTask(Task):
    """The objective on blocks, for the solvers that work in memory."""

    on_blocks: Any = None

    def loss(self) -> Any:
        """Return the smooth part of the objective."""
        return self.on_blocks

    def far_off(self) -> None:
        """Shift nothing: the blocks stay as they are."""


def fit(model: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:
    """Find the coefficients."""
    # Validate.
    model._validate_params()
    wish = read_parameters(model)
    if model.solver == "liblinear":
        unsupported(model, "solver='liblinear'", "Leave solver out.")
    source = chunks(model, X, y, sample_weight)
    blocks = Kept(source, _prepared)
    looked = [one for one in blocks.each(_counted, None) if one is not None]
    found = _some(np.unique(np.concatenate([one[0] for one in looked])) if looked else None)
    classes, _ = class_labels(_NAME, checked_classes(model, found))
    by_class = np.ones(len(classes))
    counts = np.zeros((len(blocks.blocks), len(classes)), dtype=np.int64)
    totals = np.zeros(len(classes))
    for some, number, weights, i in looked:
        at = np.searchsorted(classes, some)
        counts[i, at] = number
        totals[at] += weights
    if model.class_weight is not None:
        by_class = _class_weights(_NAME, model.class_weight, classes, np.arange(len(classes)), totals)
    total = float(totals @ by_class)
    if not 0.0 < total < np.inf:
        raise ValueError(f"{_NAME}: the weights of the samples sum to {total}. Give some sample a positive weight.")
    intercept, p = bool(model.fit_intercept), model.n_features_in_
    plan = Plan(classes, by_class / total, intercept)
    loss = BlocksLoss(blocks, plan, counts, totals * plan.shares, p, wish.factors(total)[1])
    none: Any = None
    task = _BlocksTask(loss.X, none, none, total, len(classes), intercept, wish, on_blocks=loss)
    known = model._known(task.rows, p) if model.warm_start else None

    # Compute.
    with one_blas_thread():
        outcome = last(watched(model, X, y, task.optimise(model, known)))

    # Store.
    if not outcome.converged:
        warnings.warn(unfinished(model, _NAME), ConvergenceWarning, stacklevel=5)
    theta = outcome.theta.astype(source.dtype)
    model.classes_ = classes
    model.coef_ = theta[:, :p].copy()
    model.intercept_ = theta[:, p].copy() if intercept else np.zeros(task.rows, dtype=source.dtype)
    model.n_iter_ = np.array([outcome.n_iter], dtype=np.int32)
    return model


def _prepared(X: Array, y: Any, weights: Any) -> Block:
    assert_all_finite(X, estimator_name="LogisticRegression", input_name="X")
    _classes_part(X, y, weights)
    classes, codes = np.unique(y, return_inverse=True)
    return Block(np.ascontiguousarray(X), classes, codes.astype(np.int64, copy=False), weights)


def _counted(block: Block, about: Any, i: int) -> tuple[Array, Array, Array, int]:
    """Return the classes of a block, how many rows each has, and their weight; and the block's number."""
    k = len(block.classes)
    counts = np.bincount(block.codes, minlength=k)
    return block.classes, counts, np.bincount(block.codes, block.weights, k).astype(np.float64), i
