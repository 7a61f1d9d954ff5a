"""Naive Bayes for categories: each feature takes one of a few values that have no order."""

from __future__ import annotations

from collections.abc import Generator
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils._param_validation import Interval

from workings._other_arrays import validate_data
from workings._step import Step
from workings.naive_bayes._discrete import DiscreteNB
from workings.naive_bayes._statistics import BLOCK, SMALL, portions

Array = NDArray[Any]


# A table of counts of more rows than this is a mistake: somebody took measurements for categories.
_MOST_CATEGORIES = 10_000_000


class CategoricalNB(DiscreteNB):
    r"""Naive Bayes for categories, numbered 0, 1, 2, ... in each feature (`OrdinalEncoder` numbers them).

    .. math:: \log P(x, k) = \log \pi_k + \sum_j \log \theta_{j k x_j}, \qquad
              \theta_{jkc} = \frac{N_{jkc} + \alpha}{N_k + \alpha n_j}

    with :math:`N_{jkc}` the samples of class k whose feature j is c, of :math:`n_j` categories.

    Parameters
    ----------
    alpha : float, default=1.0
        Added to every count, so that what was never seen is not impossible; 0 for none.
    force_alpha : bool, default=True
        If False, an alpha below 1e-10 is raised to it, with a warning.
    fit_prior : bool, default=True
        Take the shares of the classes in the data as their probabilities; False: all equal.
    class_prior : array_like of shape (n_classes,), default=None
        Probabilities of the classes, in the order of ``classes_``; then nothing is taken from the data.
    min_categories : int or array_like of shape (n_features,), default=None
        At least so many categories a feature has, seen or not.

    Attributes
    ----------
    category_count_ : list of n_features ndarray of shape (n_classes, n_categories)
        Samples of each class with each category.
    class_count_ : ndarray of shape (n_classes,)
        Samples of each class (their weights, if there are weights).
    class_log_prior_ : ndarray of shape (n_classes,)
        Logarithms of the classes' probabilities.
    classes_ : ndarray of shape (n_classes,)
    feature_log_prob_ : list of n_features ndarray of shape (n_classes, n_categories)
        Logarithms of the categories' probabilities in each class.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.
    n_categories_ : ndarray of shape (n_features,)
        Categories of each feature.

    Notes
    -----
    Fit costs O(n p), predict O(n p k).

    Examples
    --------
    >>> X = [[0, 1], [0, 0], [1, 2], [1, 1]]
    >>> model = CategoricalNB().fit(X, ["a", "a", "b", "b"])
    >>> model.predict([[0, 2]])
    array(['a'], dtype='<U1')
    >>> np.exp(model.feature_log_prob_[0])
    array([[0.75, 0.25],
           [0.25, 0.75]])
    """

    _sparse: Any = False
    _non_negative = True
    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **DiscreteNB._parameter_constraints,
        "alpha": [Interval(Real, 0, None, closed="left")],
        "min_categories": [None, "array-like", Interval(Integral, 1, None, closed="left")],
    }

    n_categories_: Array
    category_count_: list[Array]

    def __init__(
        self,
        *,
        alpha: float = 1.0,
        force_alpha: bool = True,
        fit_prior: bool = True,
        class_prior: ArrayLike | None = None,
        min_categories: int | ArrayLike | None = None,
    ) -> None:
        self.alpha = alpha
        self.force_alpha = force_alpha
        self.fit_prior = fit_prior
        self.class_prior = class_prior
        self.min_categories = min_categories

    def _read(self, X: ArrayLike, y: Any = "no_validation", *, reset: bool) -> Any:
        """Return X as numbers of categories, and y if there is one."""
        found = validate_data(self, X, y, reset=reset, dtype="int")
        data = found[0] if isinstance(found, tuple) else found
        if data.min() < 0:
            raise ValueError(
                f"Negative values in data passed to CategoricalNB (input X): the least is {data.min()}, and categories "
                "are numbered from 0. Try OrdinalEncoder first."
            )
        if data.max() >= _MOST_CATEGORIES:
            raise ValueError(
                f"CategoricalNB: X has a category of number {data.max()}, and numbers go up to {_MOST_CATEGORIES:,}: "
                "each gets a place in a table. Try OrdinalEncoder first; for measurements, KBinsDiscretizer."
            )
        return found

    def _learn(self, X: Any, labels: Array, weights: Array, classes: Array, fresh: bool) -> Generator[Step, None, None]:
        n, k = len(X), len(classes)
        alpha = self._check_alpha()
        log_prior = self._given_log_prior(k)
        sizes = self._sizes(X, None if fresh else self.n_categories_)
        first = np.concatenate([[0], np.cumsum(sizes)])
        parts = _category_counts(X, labels, weights, k, first)
        counts = np.zeros((first[-1], k))
        class_count = np.bincount(labels, weights if len(weights) else None, minlength=k).astype(np.float64)
        for i, part in enumerate(parts):
            counts += part
            left = n * (len(parts) - 1 - i) / len(parts)
            yield Step(i, f"portion {i + 1} of {len(parts)} of the samples counted", {"category_counts": counts}, left)
        if not fresh:
            class_count += self.class_count_
            for j, known in enumerate(self.category_count_):
                counts[first[j] : first[j] + known.shape[1]] += known.T

        # Store.
        self.classes_ = classes
        self.class_count_ = class_count
        self.n_categories_ = sizes
        self.category_count_ = [np.ascontiguousarray(one.T) for one in np.split(counts, first[1:-1])]
        self.class_log_prior_ = self._log_prior(k) if log_prior is None else log_prior
        with np.errstate(divide="ignore", invalid="ignore"):
            smooth = [one + alpha for one in self.category_count_]
            self.feature_log_prob_ = [np.log(one) - np.log(one.sum(axis=1, keepdims=True)) for one in smooth]

    def _sizes(self, X: Array, known: Array | None) -> Array:
        """Return how many categories each feature has: those seen, and those that were announced."""
        sizes: Array = X.max(axis=0) + 1
        wanted = np.asarray(1 if self.min_categories is None else self.min_categories)
        if wanted.dtype.kind not in "iu":
            raise ValueError(
                f"'min_categories' should have integral type. Got {wanted.dtype} instead. Try min_categories=3."
            )
        if wanted.ndim and wanted.shape != (X.shape[1],):
            raise ValueError(
                f"'min_categories' should have shape ({X.shape[1]},) when an array-like is provided. Got "
                f"{wanted.shape} instead. Give one number for each feature, or one for all."
            )
        sizes = np.maximum(sizes, wanted)
        return sizes if known is None else np.maximum(sizes, known)

    def _joint(self, X: Any) -> Array:
        beyond = np.argwhere(self.n_categories_ <= X)
        if len(beyond):
            i, j = beyond[0]
            raise IndexError(
                f"CategoricalNB: X[{i}, {j}] is category {X[i, j]}, and in fit feature {j} had "
                f"{self.n_categories_[j]}, numbered from 0. Announce more with min_categories, or map unknown "
                "categories to a known one."
            )
        first = np.concatenate([[0], np.cumsum(self.n_categories_)[:-1]])
        table = np.ascontiguousarray(np.concatenate(self.feature_log_prob_, axis=1).T)
        k = len(self.classes_)
        out = np.empty((len(X), k))
        if X.size * k <= SMALL:
            out[:] = self.class_log_prior_ + table[X + first].sum(axis=1)
            return out
        from workings.kernels._threads import run_blocks
        from workings.kernels.class_likelihoods import of_categories

        run_blocks(lambda a, b: of_categories(X[a:b], first, table, self.class_log_prior_, out[a:b]), len(X), pieces=4)
        return out

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.input_tags.categorical = True
        tags.input_tags.sparse = False
        return tags


def _category_counts(X: Array, labels: Array, weights: Array, k: int, first: Array) -> list[Array]:
    """Return the weight of each category (row) in each class (column), portion by portion."""

    def each(start: int, stop: int) -> Array:
        counts = np.zeros((first[-1], k))
        own = weights[start:stop]
        if X.size > SMALL:
            from workings.kernels.class_likelihoods import count_categories

            count_categories(X[start:stop], first, labels[start:stop], own, counts)
            return counts
        size = max(1, BLOCK // X.shape[1])
        for a in range(start, stop, size):
            b = min(a + size, stop)
            places = (X[a:b] + first[:-1], labels[a:b, None])
            np.add.at(counts, places, weights[a:b, None] if len(weights) else 1.0)
        return counts

    return portions(len(X), X.size, int(first[-1]) * k, each)
