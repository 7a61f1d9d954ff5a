"""Naive Bayes for features that are there or not."""

from __future__ import annotations

from numbers import Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils._param_validation import Interval

from workings.naive_bayes._discrete import DiscreteNB
from workings.naive_bayes._words import difference, smoothed_logs

Array = NDArray[Any]


class BernoulliNB(DiscreteNB):
    r"""Naive Bayes for features that are there (1) or not (0); that one is absent tells something, too.

    .. math:: \log P(x, k) = \log \pi_k + \sum_j \bigl(x_j \log p_{kj} + (1 - x_j) \log (1 - p_{kj})\bigr),
              \qquad p_{kj} = \frac{N_{kj} + \alpha}{N_k + 2 \alpha}

    with :math:`N_k` samples of class k, of which :math:`N_{kj}` have feature j.

    Parameters
    ----------
    alpha : float or array_like of shape (n_features,), default=1.0
        Added to every count, so that what was never seen is not impossible; 0 for none.
    force_alpha : bool, default=True
        If False, an alpha below 1e-10 is raised to it, with a warning.
    binarize : float or None, default=0.0
        An entry above this counts as 1, any other as 0; None: the entries are 0 and 1 already.
    fit_prior : bool, default=True
        Take the shares of the classes in the data as their probabilities; False: all equal.
    class_prior : array_like of shape (n_classes,), default=None
        Probabilities of the classes, in the order of ``classes_``; then nothing is taken from the data.

    Attributes
    ----------
    class_count_ : ndarray of shape (n_classes,)
        Samples of each class (their weights, if there are weights).
    class_log_prior_ : ndarray of shape (n_classes,)
        Logarithms of the classes' probabilities.
    classes_ : ndarray of shape (n_classes,)
    feature_count_ : ndarray of shape (n_classes, n_features)
        Samples of each class that have the feature.
    feature_log_prob_ : ndarray of shape (n_classes, n_features)
        Logarithms of p above.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    Dense arrays and CSR matrices are taken as they are. Fit costs O(n p), predict O(n p k), in one sweep over the
    stored entries. log(1 - p) is computed from the counts, not from p, and loses no digits where p is nearly 1.

    References
    ----------
    C. D. Manning, P. Raghavan, H. Schuetze, "Introduction to Information Retrieval", chapter 13.

    Examples
    --------
    >>> X = [[1, 1, 0], [1, 0, 0], [0, 1, 1]]
    >>> model = BernoulliNB().fit(X, [0, 0, 1])
    >>> np.exp(model.feature_log_prob_).round(3)
    array([[0.75 , 0.5  , 0.25 ],
           [0.333, 0.667, 0.667]])
    >>> model.predict([[1, 1, 0]])
    array([0])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **DiscreteNB._parameter_constraints,
        "binarize": [None, Interval(Real, 0, None, closed="left")],
    }

    def __init__(
        self,
        *,
        alpha: float | ArrayLike = 1.0,
        force_alpha: bool = True,
        binarize: float | None = 0.0,
        fit_prior: bool = True,
        class_prior: ArrayLike | None = None,
    ) -> None:
        self.alpha = alpha
        self.force_alpha = force_alpha
        self.binarize = binarize
        self.fit_prior = fit_prior
        self.class_prior = class_prior

    @property
    def _bar(self) -> float | None:
        return self.binarize

    def _ready(self, block: Array) -> Array:
        if self.binarize is None:
            return block
        ones: Array = (block > self.binarize).astype(np.float64)
        if not np.isfinite(block.sum()):  # a comparison hides NaN; here it must be seen
            ones[~np.isfinite(block)] = np.nan
        return ones

    def _smooth(self, alpha: Any, by_word: bool = False) -> None:
        if by_word and np.ndim(alpha) == 0:
            both = np.log(self.class_count_ + 2.0 * alpha)
            self.feature_log_prob_ = smoothed_logs(self.feature_count_, alpha, both)
            self._absent_log_prob = smoothed_logs(
                self.feature_count_, alpha, both, of_class=self.class_count_, sign=-1.0, floor=0.0
            )
        else:
            have = self.feature_count_ + alpha
            lack = self.class_count_[:, None] - self.feature_count_ + alpha
            both = np.log(self.class_count_[:, None] + 2.0 * alpha)
            self.feature_log_prob_ = np.log(have) - both
            self._absent_log_prob = np.log(np.maximum(lack, 0.0)) - both
        # What a sample with no feature at all has; -inf where a feature is never absent.
        self._none_log_prob = self._absent_log_prob.sum(axis=1)

    def _terms(self) -> tuple[Array, Array] | None:
        if np.isneginf(self._none_log_prob).any():
            return None
        return difference(self.feature_log_prob_, self._absent_log_prob), self.class_log_prior_ + self._none_log_prob

    def _joint(self, X: Any) -> Array:
        terms = self._terms()
        if terms is not None:
            return self._weighted(X, *terms)
        # Some feature is never absent in some class: what lacks it is impossible there.
        absent = self._absent_log_prob
        present = self._weighted(X, self.feature_log_prob_, self.class_log_prior_)
        finite = np.where(np.isneginf(absent), 0.0, absent)
        present += self._weighted(X, -finite, finite.sum(axis=1))
        certain = np.isneginf(absent).astype(np.float64)
        lacking = certain.sum(axis=1) - self._weighted(X, certain, np.zeros(len(certain)))
        present[lacking > 0.5] = -np.inf
        return present
