"""What all naive Bayes classifiers share: reading samples and labels, and from joint to conditional probabilities."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import _check_partial_fit_first_call
from sklearn.utils.validation import assert_all_finite, check_is_fitted

from workings._blas import one_blas_thread
from workings._other_arrays import library_of, run_elsewhere, validate_data
from workings._step import Step, run
from workings._validation import class_labels
from workings.naive_bayes._statistics import SMALL, blocks
from workings.special import log_softmax, softmax

Array = NDArray[Any]


class NaiveBayes(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """The base of the naive Bayes classifiers.

    One of them says what it learns from samples (`_learn`), and the logarithm of the joint probability of a sample and
    each class (`_joint`).
    """

    _sparse: Any = False

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Any:
        """Learn from these samples alone.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
            The samples.
        y : array_like of shape (n_samples,)
            The class of each: numbers, strings or bool.
        sample_weight : array_like of shape (n_samples,), optional
            How much each sample counts; not negative.

        Returns
        -------
        The estimator itself.

        Raises
        ------
        ValueError
            X holds NaN, infinity, or what the model has no probability for; or the lengths differ.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y, sample_weight)
        with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is looked for afterwards
            run(self._fit_steps(X, y, sample_weight))
        return self

    def partial_fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        classes: ArrayLike | None = None,
        sample_weight: ArrayLike | None = None,
    ) -> Any:
        """Learn from further samples; parameters as in `fit`.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
            The samples.
        y : array_like of shape (n_samples,)
            The class of each.
        classes : array_like of shape (n_classes,), optional
            All classes that can ever come; needed in the first call only.
        sample_weight : array_like of shape (n_samples,), optional
            How much each sample counts; not negative.

        Returns
        -------
        The estimator itself, the same (but for rounding) as if all samples had come at once.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            run(self._more_steps(X, y, classes, sample_weight))
        return self

    def _fit_steps(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> Generator[Step, None, None]:
        """Fit, portion by portion of the samples: `workings.show.steps` looks at the counts as they grow."""
        # Validate.
        self._validate_params()
        data, target = self._read(X, y, reset=True)
        classes, labels = class_labels(f"{type(self).__name__}.fit", target, at_least=1)
        weights = self._weights(sample_weight, data)

        # Compute, and store.
        yield from self._learn(data, labels, weights, classes, fresh=True)

    def _more_steps(
        self, X: ArrayLike, y: ArrayLike, classes: ArrayLike | None, sample_weight: ArrayLike | None
    ) -> Generator[Step, None, None]:
        # Validate.
        self._validate_params()
        fresh = not hasattr(self, "classes_")
        known = _check_partial_fit_first_call(self, classes)
        try:
            data, target = self._read(X, y, reset=fresh)
            labels = self._numbers_of(target)
            weights = self._weights(sample_weight, data)
        except Exception:
            if known:  # nothing was learnt, and no class is known yet
                del self.classes_
            raise

        # Compute, and store.
        yield from self._learn(data, labels, weights, self.classes_, fresh=fresh)

    def _learn(self, X: Any, labels: Array, weights: Array, classes: Array, fresh: bool) -> Generator[Step, None, None]:
        raise NotImplementedError

    def _joint(self, X: Any) -> Array:
        raise NotImplementedError

    def _read(self, X: ArrayLike, y: Any = "no_validation", *, reset: bool) -> Any:
        """Return X, and y if there is one, as arrays; whether all is finite is seen in what is computed from them."""
        return validate_data(self, X, y, reset=reset, accept_sparse=self._sparse, ensure_all_finite=False)

    def _numbers_of(self, y: Array) -> Array:
        """Return the number of each label's class."""
        numbers = np.searchsorted(self.classes_, y).clip(0, len(self.classes_) - 1)
        strange = np.unique(y[self.classes_[numbers] != y])
        if len(strange):
            raise ValueError(
                f"The target label(s) {strange} in y do not exist in the initial classes {self.classes_}. Name all "
                "classes in the first call to partial_fit."
            )
        return numbers

    def _weights(self, sample_weight: ArrayLike | None, X: Any) -> Array:
        """Return the weights of the samples; an empty array if all weigh 1."""
        from sklearn.utils.validation import _check_sample_weight

        if sample_weight is None:
            return np.empty(0)
        weights: Array = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
        return weights

    def _demand_finite(self, found: Any, X: Any) -> None:
        """Raise scikit-learn's error if X holds NaN or infinity; `found`, computed from X, tells whether to look."""
        if not np.isfinite(found).all():
            assert_all_finite(X.data if hasattr(X, "nnz") else X, estimator_name=type(self).__name__, input_name="X")

    def predict_joint_log_proba(self, X: ArrayLike) -> Array:
        """Return log P(x, class) of each sample and class, (n_samples, n_classes), in the order of ``classes_``."""
        if library := library_of(X):
            return run_elsewhere(library, self, "predict_joint_log_proba", X)
        check_is_fitted(self)
        data = self._read(X, reset=False)
        with np.errstate(over="ignore", invalid="ignore"):
            return self._checked_joint(data)

    def _checked_joint(self, X: Any) -> Array:
        joint = self._joint(X)
        self._demand_finite(joint, X)
        return joint

    def _likeliest(self, X: Any) -> Array:
        """Return the number of each sample's most probable class."""
        return _largest(self._checked_joint(X))

    def predict(self, X: ArrayLike) -> Array:
        """Return the most probable class of each sample, (n_samples,); the first of equals."""
        if library := library_of(X):
            return run_elsewhere(library, self, "predict", X)
        check_is_fitted(self)
        data = self._read(X, reset=False)
        with np.errstate(over="ignore", invalid="ignore"):
            best = self._likeliest(data)
        predicted: Array = self.classes_[best]
        return predicted

    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of each class, (n_samples, n_classes), in the order of ``classes_``."""
        if library := library_of(X):
            return run_elsewhere(library, self, "predict_proba", X)
        probabilities: Array = softmax(self.predict_joint_log_proba(X), axis=-1)
        return probabilities

    def predict_log_proba(self, X: ArrayLike) -> Array:
        """Return the logarithms of the probabilities, right even where a probability itself underflows to 0."""
        if library := library_of(X):
            return run_elsewhere(library, self, "predict_log_proba", X)
        logarithms: Array = log_softmax(self.predict_joint_log_proba(X), axis=-1)
        return logarithms

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = bool(self._sparse)
        return tags


def _largest(joint: Array) -> Array:
    """Return the place of the largest entry of each row, the first of equals."""
    if joint.size <= SMALL:
        at: Array = joint.argmax(axis=1)
        return at
    from workings.kernels._threads import run_blocks
    from workings.kernels.class_likelihoods import most_probable

    best = np.empty(len(joint), dtype=np.intp)
    run_blocks(lambda a, b: most_probable(joint, a, b, best), len(joint))
    return best


def by_blocks(X: Array, k: int, each: Callable[[Array, Array], None]) -> Array:
    """Call ``each(block, out)`` on blocks of rows of X, on all threads, and return the out of all rows, (n, k)."""
    out = np.empty((len(X), k))

    def work(start: int, stop: int) -> None:
        for a, b, block in blocks(X, start, stop):
            each(block, out[a:b])

    if X.size <= SMALL:
        work(0, len(X))
        return out
    from workings.kernels._threads import run_blocks

    with one_blas_thread():
        run_blocks(work, len(X), pieces=4)
    return out
