"""What SGDClassifier and Perceptron share: one descent for two classes, or one for each class against the rest."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import issparse
from sklearn.base import BaseEstimator
from sklearn.linear_model._base import SparseCoefMixin
from sklearn.utils import check_random_state, compute_class_weight
from sklearn.utils.multiclass import _check_partial_fit_first_call

from workings._callbacks import CallbackSupportMixin, is_watched, watched, with_callbacks
from workings._linear_scores import LinearDecision
from workings._step import Step, run
from workings._validation import class_labels
from workings.linear_model._sgd import Descent, descend, printed, seeds_of_classes
from workings.linear_model._sgd_base import (
    checked,
    checked_weights,
    held_out_samples,
    initial,
    judge_of,
    known_beginning,
    make_plan,
    refuse_conflicts,
    store,
    warn_of_early_end,
    warn_of_negative_power,
)
from workings.linear_model._sgd_plan import Rows

Array = NDArray[Any]
_LARGEST = np.iinfo(np.int32).max


class StochasticClassifier(CallbackSupportMixin, SparseCoefMixin, LinearDecision, BaseEstimator):  # type: ignore[misc]
    """A linear classifier that learns from one sample after the other."""

    _steps_show = "epoch"
    classes_: Array

    @with_callbacks
    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        coef_init: ArrayLike | None = None,
        intercept_init: ArrayLike | None = None,
        sample_weight: ArrayLike | None = None,
    ) -> Any:
        """Fit the coefficients.

        Parameters
        ----------
        X : {array_like, sparse matrix} of shape (n_samples, n_features)
            The samples. float32 and float64 are used as they are, other numbers become float64; sparse ones CSR.
        y : array_like of shape (n_samples,)
            The class of each sample: numbers, strings, or bool.
        coef_init, intercept_init : array_like, optional
            Where to start, in the shape of ``coef_`` and ``intercept_``; at 0 if not given.
        sample_weight : array_like of shape (n_samples,), optional
            How far each sample moves the model, beside the weight of its class.

        Returns
        -------
        estimator
            The estimator itself.

        Raises
        ------
        ValueError
            X holds NaN or infinity, the lengths differ, y holds fewer than two classes, parameters do not go together,
            or the coefficients grow beyond all bounds.

        Warns
        -----
        ConvergenceWarning
            `max_iter` passes did not suffice.
        """
        looked_at = bool(self.verbose) or is_watched(self)
        every = "epoch" if looked_at else "end"
        run(self._fit_steps(X, y, coef_init, intercept_init, sample_weight, every=every))
        return self

    def partial_fit(
        self, X: ArrayLike, y: ArrayLike, classes: ArrayLike | None = None, sample_weight: ArrayLike | None = None
    ) -> Any:
        """Make one pass over some samples, from where the last one ended.

        Parameters
        ----------
        X, y, sample_weight
            As for `fit`.
        classes : array_like of shape (n_classes,), optional
            All classes that will ever come; needed at the first call, and y may lack some of them.

        Returns
        -------
        estimator
            The estimator itself.
        """
        # Validate.
        self._validate_params()
        if not hasattr(self, "classes_"):
            refuse_conflicts(self, "hinge", partial=True)
            if self.class_weight == "balanced":
                raise ValueError(
                    f"{type(self).__name__}.partial_fit: class_weight 'balanced' is not supported for partial_fit, "
                    "which does not know what is still to come. Compute the weights of a large enough sample with "
                    "sklearn.utils.class_weight.compute_class_weight, and give them as a dict."
                )
        data, target = checked(self, X, y, reset=not hasattr(self, "classes_"))
        _check_partial_fit_first_call(self, classes)
        shape = _shape(self.classes_, data)
        if getattr(self, "coef_", None) is not None and self.coef_.shape[-1] != data.shape[1]:
            raise ValueError(f"Number of features {data.shape[1]} does not match previous data {self.coef_.shape[-1]}.")
        start = known_beginning(self, shape, data.dtype)
        if not hasattr(self, "t_"):
            self.t_ = 1.0
        descents = self._descents(data, target, self.classes_, sample_weight, start, 1, looked_at=False)

        # Compute.
        run(descend(descents, self._names(self.classes_), "epoch", _threads(self.n_jobs)))

        # Store.
        store(self, descents, shape, data.dtype, data.shape[0])
        return self

    def _fit_steps(
        self,
        X: ArrayLike,
        y: ArrayLike,
        coef_init: ArrayLike | None = None,
        intercept_init: ArrayLike | None = None,
        sample_weight: ArrayLike | None = None,
        *,
        every: str | None = None,
    ) -> Generator[Step, None, None]:
        """Fit, one step at a time: `fit` runs this to its end, `workings.show.steps` looks at each step."""
        # Validate.
        self._validate_params()
        refuse_conflicts(self, "hinge")
        data, target = checked(self, X, y, reset=True)
        classes, _ = class_labels(f"{type(self).__name__}.fit", target, at_least=1)
        shape = _shape(classes, data)
        if self.warm_start and getattr(self, "coef_", None) is not None:
            known = self.coef_.toarray() if issparse(self.coef_) else self.coef_
            coef_init = known if coef_init is None else coef_init
            intercept_init = self.intercept_ if intercept_init is None else intercept_init
        start = (
            initial("coef_init", coef_init, shape, data.dtype),
            initial("intercept_init", intercept_init, (shape[0],), data.dtype),
            *((np.zeros(shape), np.zeros(shape[0])) if self.average else (None, None)),
        )
        self.t_ = 1.0
        descents = self._descents(data, target, classes, sample_weight, start, self.max_iter, looked_at=every != "end")

        # Compute.
        steps = descend(descents, self._names(classes), every or self._steps_show, _threads(self.n_jobs))
        yield from watched(self, data, target, printed(steps, self.verbose))

        # Store.
        self.classes_ = classes
        store(self, descents, shape, data.dtype, data.shape[0])
        warn_of_early_end(self, stacklevel=5)  # past the generator, run, fit and its decorator
        warn_of_negative_power(self)

    def _descents(
        self,
        X: Any,
        y: Array,
        classes: Array,
        sample_weight: Any,
        start: tuple[Any, ...],
        max_iter: int,
        *,
        looked_at: bool,
    ) -> list[Descent]:
        """Return a descent for each row of coefficients, before its first pass."""
        # Without weights nobody need look at y once more.
        plain = self.class_weight is None
        by_class = np.ones(len(classes)) if plain else compute_class_weight(self.class_weight, classes=classes, y=y)
        weights = checked_weights(self, sample_weight, X)
        plan, rows = make_plan(self, max_iter, sparse=issparse(X), looked_at=looked_at), Rows(X)
        random_state = check_random_state(self.random_state)
        coef, intercept, mean_coef, mean_intercept = start
        # The random state is asked in the order in which scikit-learn asks it.
        if len(classes) == 2:
            random_state.randint(1, _LARGEST)
            held = held_out_samples(self, y, weights, classes=True)
            seeds = [int(random_state.randint(_LARGEST))]
        else:
            held = held_out_samples(self, y, weights, classes=True)
            seeds = seeds_of_classes(random_state, len(classes))
        descents = []
        for row, seed in enumerate(seeds):
            positive = y == classes[1 if len(classes) == 2 else row]
            others = by_class[0] if len(classes) == 2 else 1.0
            own = by_class[1 if len(classes) == 2 else row]
            begin = (
                coef[row],
                intercept[row],
                None if mean_coef is None else mean_coef[row],
                0.0 if mean_intercept is None else mean_intercept[row],
                self.t_,
            )
            judge = judge_of(X, held, _accuracy(positive[held], weights[held])) if held is not None else None
            target, its_weights = np.where(positive, 1.0, -1.0), weights * np.where(positive, own, others)
            descents.append(Descent(rows, target, its_weights, plan, begin, seed, held, judge))
        return descents

    def _names(self, classes: Array) -> list[str]:
        if len(classes) == 2:
            return [""]
        return [f" ({one!r} against the rest)" for one in classes.tolist()]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _accuracy(positive: Array, weights: Array) -> Any:
    return lambda outputs: float(np.average((outputs > 0.0) == positive, weights=weights))


def _shape(classes: Array, X: Any) -> tuple[int, int]:
    if len(classes) < 2:
        raise ValueError(
            f"The number of classes has to be greater than one; got {len(classes)} class. Is y the right column?"
        )
    return (1 if len(classes) == 2 else len(classes)), X.shape[1]


def _threads(n_jobs: int | None) -> int | None:
    """Return how many threads may take classes at the same time; None for as many as the library may use."""
    if n_jobs is None or n_jobs == -1:
        return None
    return max(1, n_jobs if n_jobs > 0 else (os.cpu_count() or 1) + 1 + n_jobs)
