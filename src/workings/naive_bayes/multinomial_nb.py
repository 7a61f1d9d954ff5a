"""Naive Bayes for counts: how often each word stands in a text."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.naive_bayes._discrete import DiscreteNB
from workings.naive_bayes._words import smoothed_logs

Array = NDArray[Any]


class MultinomialNB(DiscreteNB):
    r"""Naive Bayes for counts: a sample is a bag of words, drawn one by one from the distribution of its class.

    .. math:: \log P(x, k) = \log \pi_k + \sum_j x_j \log \theta_{kj} + \text{const}, \qquad
              \theta_{kj} = \frac{N_{kj} + \alpha}{\sum_j (N_{kj} + \alpha)}

    with :math:`N_{kj}` the count of feature j in all samples of class k.

    Parameters
    ----------
    alpha : float or array_like of shape (n_features,), default=1.0
        Added to every count, so that what was never seen is not impossible; 0 for none.
    force_alpha : bool, default=True
        If False, an alpha below 1e-10 is raised to it, with a warning.
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
        Counts of each feature in each class.
    feature_log_prob_ : ndarray of shape (n_classes, n_features)
        Logarithms of the features' probabilities in each class.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    Dense arrays and CSR matrices of counts (or weights, not negative) are taken as they are. Fit and predict cost one
    sweep over the stored entries: O(n p), for predict O(n p k). With ``alpha=0`` a sample that holds what a class never
    held is impossible in that class, and nothing else is. After a fit on many sparse samples ``feature_log_prob_`` lies
    in memory feature by feature (Fortran's order), as samples that name features want it; it may be changed.

    References
    ----------
    C. D. Manning, P. Raghavan, H. Schuetze, "Introduction to Information Retrieval", chapter 13.

    Examples
    --------
    >>> X = [[2, 1, 0], [1, 0, 0], [0, 1, 3]]
    >>> model = MultinomialNB().fit(X, ["sport", "sport", "music"])
    >>> model.predict([[1, 1, 0], [0, 0, 2]])
    array(['sport', 'music'], dtype='<U5')
    >>> np.exp(model.feature_log_prob_).round(3)
    array([[0.143, 0.286, 0.571],
           [0.571, 0.286, 0.143]])
    """

    _non_negative = True

    def __init__(
        self,
        *,
        alpha: float | ArrayLike = 1.0,
        force_alpha: bool = True,
        fit_prior: bool = True,
        class_prior: ArrayLike | None = None,
    ) -> None:
        self.alpha = alpha
        self.force_alpha = force_alpha
        self.fit_prior = fit_prior
        self.class_prior = class_prior

    def _smooth(self, alpha: Any, by_word: bool = False) -> None:
        if by_word and np.ndim(alpha) == 0:
            totals = self.feature_count_.sum(axis=1) + alpha * self.feature_count_.shape[1]
            self.feature_log_prob_ = smoothed_logs(self.feature_count_, alpha, np.log(totals))
            return
        counts = self.feature_count_ + alpha
        self.feature_log_prob_ = np.log(counts) - np.log(counts.sum(axis=1, keepdims=True))

    def _terms(self) -> tuple[Array, Array]:
        return self.feature_log_prob_, self.class_log_prior_
