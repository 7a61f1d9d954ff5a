"""Naive Bayes for categories: each feature takes one of a few values that have no order."""

from __future__ import annotations

from collections.abc import Callable, Generator
from numbers import Integral, Real
from typing import Any, ClassVar, NoReturn

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
_NEGATIVE = (
    "Negative values in data passed to CategoricalNB (input X): {} is one, and categories are numbered from 0. Try "
    "OrdinalEncoder first."
)


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
        if isinstance(found, tuple):  # in prediction, each number is compared with those of the fit
            low, high = _ranges(found[0])
            if low.min() < 0:
                raise ValueError(_NEGATIVE.format(low.min()))
            if high.max() >= _MOST_CATEGORIES:
                raise ValueError(
                    f"CategoricalNB: X has a category of number {high.max()}, and numbers go up to "
                    f"{_MOST_CATEGORIES:,}: each gets a place in a table. Try OrdinalEncoder first; for measurements, "
                    "KBinsDiscretizer."
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
        sizes: Array = _ranges(X)[1] + 1
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
        out = np.empty((len(X), len(self.classes_)))
        table, places = self._table()
        if X.size * len(self.classes_) <= SMALL:
            beyond = np.argwhere((self.n_categories_ <= X) | (X < 0))
            if len(beyond):
                self._refuse(X, *beyond[0])
            out[:] = self.class_log_prior_ + table[X + places].sum(axis=1)
            return out
        from workings.kernels.word_sums import category_sums

        self._over_rows(X, lambda *args: category_sums(*args, out))
        return out

    def _likeliest(self, X: Any) -> Array:
        k = len(self.classes_)
        if X.size * k <= SMALL:
            return super()._likeliest(X)
        from workings.kernels.word_sums import likeliest_by_categories

        best = np.empty(len(X), dtype=np.intp)
        self._over_rows(X, lambda *args: likeliest_by_categories(*args, np.empty((1, k)), best))
        return best

    def _table(self) -> tuple[Array, Array]:
        """Return the logarithms, a row for each category of each feature, and where those of each feature begin."""
        logs = [np.asarray(one, dtype=np.float64) for one in self.feature_log_prob_]
        k = len(self.classes_)
        if [one.shape for one in logs] != [(k, size) for size in self.n_categories_]:
            raise ValueError("feature_log_prob_ must hold an array (n_classes, n_categories_[j]) for each feature j.")
        places = np.concatenate([[0], np.cumsum(self.n_categories_)[:-1]])
        return np.ascontiguousarray(np.concatenate(logs, axis=1).T), places

    def _over_rows(self, X: Array, kernel: Callable[..., int]) -> None:
        """Run a kernel over all rows, on all threads."""
        from workings.kernels._threads import pieces_of, run_blocks

        table, places = self._table()
        constant = np.ascontiguousarray(self.class_log_prior_, dtype=np.float64)
        given = np.ascontiguousarray(X), self.n_categories_.astype(np.int64), places, table, constant
        wrong: list[int] = []
        run_blocks(
            lambda a, b: wrong.append(kernel(*given, a, b)),
            len(X),
            pieces=pieces_of(len(X), table.shape[1] * X.shape[1], 4),
        )
        found = [place for place in wrong if place >= 0]
        if found:
            self._refuse(X, *divmod(min(found), X.shape[1]))

    def _refuse(self, X: Array, i: int, j: int) -> NoReturn:
        """Say that X[i, j] is no category of feature j."""
        if X[i, j] < 0:
            raise ValueError(_NEGATIVE.format(X[i, j]))
        raise IndexError(
            f"CategoricalNB: X[{i}, {j}] is category {X[i, j]}, and in fit feature {j} had {self.n_categories_[j]}, "
            "numbered from 0. Announce more with min_categories, or map unknown categories to a known one."
        )

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.input_tags.categorical = True
        tags.input_tags.sparse = False
        return tags


def _ranges(X: Array) -> tuple[Array, Array]:
    """Return the least and the largest number of each feature."""
    if X.size <= SMALL:
        return X.min(axis=0), X.max(axis=0)

    def each(start: int, stop: int) -> tuple[Array, Array]:
        from workings.kernels.class_sums import column_ranges

        low, high = X[start].copy(), X[start].copy()
        column_ranges(X[start:stop], low, high)
        return low, high

    lows, highs = zip(*portions(len(X), X.size, 2 * X.shape[1], each), strict=True)
    return np.min(lows, axis=0), np.max(highs, axis=0)


def _category_counts(X: Array, labels: Array, weights: Array, k: int, first: Array) -> list[Array]:
    """Return the weight of each category (row) in each class (column), portion by portion."""

    def each(start: int, stop: int) -> Array:
        counts = np.zeros((first[-1], k))
        own = weights[start:stop]
        if X.size > SMALL:
            from workings.kernels.class_sums import count_categories

            count_categories(X[start:stop], first, labels[start:stop], own, counts)
            return counts
        size = max(1, BLOCK // X.shape[1])
        for a in range(start, stop, size):
            b = min(a + size, stop)
            places = (X[a:b] + first[:-1], labels[a:b, None])
            np.add.at(counts, places, weights[a:b, None] if len(weights) else 1.0)
        return counts

    return portions(len(X), X.size, int(first[-1]) * k, each)
