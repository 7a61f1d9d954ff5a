"""What the naive Bayes classifiers that count share: counts of features in classes, smoothing, priors."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterator
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils._param_validation import Interval

from workings._step import Step
from workings.naive_bayes._base import NaiveBayes, by_blocks
from workings.naive_bayes._numbers import fit_for_kernel, likeliest_of_numbers, sums_of_numbers
from workings.naive_bayes._statistics import SMALL, Counts, count_dense
from workings.naive_bayes._words import Rows, counts_so_far, likeliest, sums_of_words

Array = NDArray[Any]

_LEAST_ALPHA = 1e-10


class DiscreteNB(NaiveBayes):
    """The base of the classifiers whose joint log-probabilities are sums of counts times logarithms."""

    _sparse: Any = "csr"
    _non_negative = False

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "alpha": [Interval(Real, 0, None, closed="left"), "array-like"],
        "fit_prior": ["boolean"],
        "class_prior": ["array-like", None],
        "force_alpha": ["boolean"],
    }

    alpha: float | ArrayLike
    force_alpha: bool
    fit_prior: bool
    class_prior: ArrayLike | None
    class_count_: Array
    feature_count_: Array

    def _learn(self, X: Any, labels: Array, weights: Array, classes: Array, fresh: bool) -> Generator[Step, None, None]:
        k, n = len(classes), X.shape[0]
        alpha = self._check_alpha()
        log_prior = self._given_log_prior(k)
        sparse = hasattr(X, "nnz")
        who = f"{type(self).__name__}.fit"
        growing = (
            counts_so_far(Rows.of(X, self._bar), labels, weights, k, who)
            if sparse
            else _merged(count_dense(X, labels, weights, k, self._ready), n, k, X.shape[1])
        )
        for i, (left, new) in enumerate(growing):
            arrays = {"class_count_": new.count, "feature_count_": new.sums}
            yield Step(i, f"portion {i + 1} of the samples counted", arrays, left)
        self._demand_finite(new.least if sparse else new.sums, X)
        if self._non_negative and new.least < 0.0:
            raise ValueError(
                f"Negative values in data passed to {type(self).__name__} (input X): the least is {new.least:g}, and "
                "counts are not negative. GaussianNB takes measurements of any sign."
            )
        if not fresh:
            new.merge(Counts(self.class_count_, self.feature_count_))

        # Store.
        self.classes_ = classes
        self.class_count_, self.feature_count_ = new.count, new.sums
        self.class_log_prior_ = self._log_prior(k) if log_prior is None else log_prior
        with np.errstate(divide="ignore", invalid="ignore"):
            self._smooth(alpha, by_word=sparse and X.nnz > SMALL)

    @property
    def _bar(self) -> float | None:
        """What an entry must exceed in order to count as 1; None if entries count as what they are."""
        return None

    def _ready(self, block: Array) -> Array:
        """Return the entries as they are counted."""
        return block

    def _smooth(self, alpha: Any, by_word: bool = False) -> None:
        """Store the logarithms of the features' probabilities; by word in memory, if many sparse samples are likely."""
        raise NotImplementedError

    def _terms(self) -> tuple[Array, Array] | None:
        """Return logs (k, p) and constant (k,) if the joint log-probability is constant + X @ logs.T."""
        return None

    def _joint(self, X: Any) -> Array:
        terms = self._terms()
        assert terms is not None
        return self._weighted(X, *terms)

    def _weighted(self, X: Any, logs: Array, constant: Array) -> Array:
        """Return constant + X @ logs.T, (n, k), for dense X or CSR; 0 * -inf counts as 0."""
        if hasattr(X, "nnz"):
            return sums_of_words(Rows.of(X, self._bar), logs, constant, type(self).__name__)
        if fit_for_kernel(X, len(constant)) and not np.isneginf(logs).any():
            return sums_of_numbers(X, self._bar, logs, constant)
        return weighted_logs(X, logs, constant, self._ready)

    def _likeliest(self, X: Any) -> Array:
        terms, best = self._terms(), None
        if terms is not None and hasattr(X, "nnz"):
            best = likeliest(Rows.of(X, self._bar), *terms, type(self).__name__)
        elif terms is not None and fit_for_kernel(X, len(terms[1])):
            best = likeliest_of_numbers(X, self._bar, *terms)
        return super()._likeliest(X) if best is None else best

    def _check_alpha(self) -> Any:
        """Return alpha, as a number or one number for each feature."""
        alpha = self.alpha if isinstance(self.alpha, Real) else np.asarray(self.alpha, dtype=np.float64)
        if isinstance(alpha, np.ndarray):
            if alpha.shape != (self.n_features_in_,):
                raise ValueError(
                    "When alpha is an array, it should contains `n_features`. "
                    f"Got {alpha.size} elements instead of {self.n_features_in_}."
                )
            if alpha.min() < 0:
                raise ValueError(f"All values in alpha must be greater than 0. The least is {alpha.min():g}.")
        if np.min(alpha) < _LEAST_ALPHA and not self.force_alpha:
            warnings.warn(
                f"alpha too small will result in numeric errors, setting alpha = {_LEAST_ALPHA:.1e}. Use "
                "`force_alpha=True` to keep alpha unchanged.",
                UserWarning,
                stacklevel=2,
            )
            return np.maximum(alpha, _LEAST_ALPHA)
        return alpha

    def _given_log_prior(self, k: int) -> Array | None:
        if self.class_prior is None:
            return None
        prior: Array = np.asarray(self.class_prior, dtype=np.float64)
        if prior.shape != (k,):
            raise ValueError(f"Number of priors must match number of classes: {prior.size} priors, {k} classes.")
        if not (prior >= 0).all():
            raise ValueError(f"Priors must be non-negative, and the smallest is {prior.min():g}.")
        with np.errstate(divide="ignore"):
            logs: Array = np.log(prior)
        return logs

    def _log_prior(self, k: int) -> Array:
        if not self.fit_prior:
            return np.full(k, -np.log(k))
        with np.errstate(divide="ignore"):
            logs: Array = np.log(self.class_count_) - np.log(self.class_count_.sum())
        return logs

    def __sklearn_tags__(self) -> Any:
        """Say what it takes, and that it need not do well on measurements."""
        tags = super().__sklearn_tags__()
        tags.input_tags.positive_only = self._non_negative
        tags.classifier_tags.poor_score = True
        return tags


def _merged(parts: list[Counts], n: int, k: int, p: int) -> Iterator[tuple[float, Counts]]:
    """Yield how many of n samples are left, and the counts (k, p) of all before."""
    found = Counts(np.zeros(k), np.zeros((k, p)))
    for i, part in enumerate(parts):
        found.merge(part)
        yield n * (len(parts) - 1 - i) / len(parts), found


def weighted_logs(X: Array, logs: Array, constant: Array, ready: Callable[[Array], Array]) -> Array:
    """Return constant + ready(X) @ logs.T, (n, k); 0 * -inf counts as 0: what is absent costs nothing."""
    impossible = np.isneginf(logs)
    if impossible.any():
        finite = weighted_logs(X, np.where(impossible, 0.0, logs), constant, ready)
        hits = weighted_logs(X, impossible.astype(np.float64), np.zeros(len(constant)), ready)
        finite[hits > 0.0] = -np.inf
        return finite

    def each(block: Array, out: Array) -> None:
        np.matmul(ready(block), logs.T, out=out)
        out += constant

    return by_blocks(X, len(constant), each)
