"""Naive Bayes for counts, from what is not in a class: for classes of very different sizes."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.naive_bayes._discrete import DiscreteNB
from workings.naive_bayes._words import smoothed_logs

Array = NDArray[Any]

# What stands for a count of 0.
_LEAST = 1e-300


class ComplementNB(DiscreteNB):
    r"""Naive Bayes for counts that judges a class by the samples of all other classes.

    Small classes have few counts of their own, while their complements have many:

    .. math:: w_{kj} = -\log \frac{\alpha + \sum_{m \ne k} N_{mj}}{\sum_j (\alpha + \sum_{m \ne k} N_{mj})},
              \qquad \text{predicted} = \arg\max_k \sum_j x_j w_{kj}

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
    norm : bool, default=False
        Divide the weights of each class by their sum.

    Attributes
    ----------
    class_count_ : ndarray of shape (n_classes,)
        Samples of each class (their weights, if there are weights).
    class_log_prior_ : ndarray of shape (n_classes,)
        Logarithms of the classes' probabilities.
    classes_ : ndarray of shape (n_classes,)
    feature_all_ : ndarray of shape (n_features,)
        Counts of each feature in all classes.
    feature_count_ : ndarray of shape (n_classes, n_features)
        Counts of each feature in each class.
    feature_log_prob_ : ndarray of shape (n_classes, n_features)
        The weights w above; with ``norm`` their negatives are divided by their sum.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    Costs as `MultinomialNB`. The priors have no effect (but for data of a single class): the rule above has none.
    What `predict_joint_log_proba` returns are its sums, which are no logarithms of probabilities.

    References
    ----------
    J. D. M. Rennie, L. Shih, J. Teevan, D. R. Karger, "Tackling the poor assumptions of naive Bayes text classifiers",
    ICML 2003.

    Examples
    --------
    >>> X = [[2, 1, 0], [1, 0, 0], [0, 1, 3]]
    >>> ComplementNB().fit(X, [0, 0, 1]).predict([[1, 1, 0], [0, 0, 2]])
    array([0, 1])
    """

    _non_negative = True
    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {**DiscreteNB._parameter_constraints, "norm": ["boolean"]}

    def __init__(
        self,
        *,
        alpha: float | ArrayLike = 1.0,
        force_alpha: bool = True,
        fit_prior: bool = True,
        class_prior: ArrayLike | None = None,
        norm: bool = False,
    ) -> None:
        self.alpha = alpha
        self.force_alpha = force_alpha
        self.fit_prior = fit_prior
        self.class_prior = class_prior
        self.norm = norm

    def _smooth(self, alpha: Any, by_word: bool = False) -> None:
        self.feature_all_ = self.feature_count_.sum(axis=0)
        # With alpha=0, what no other class ever held decides, but without an infinity that would swallow the rest.
        if by_word and np.ndim(alpha) == 0:
            k, p = self.feature_count_.shape
            of_others = (1.0 - np.eye(k)) @ self.feature_count_.sum(axis=1) + alpha * p
            shift = np.log(np.maximum(of_others, p * _LEAST))
            weights = smoothed_logs(
                *(self.feature_count_, alpha, shift), of_word=self.feature_all_, sign=-1.0, floor=_LEAST, factor=-1.0
            )
        else:
            others = np.maximum(self.feature_all_ - self.feature_count_ + alpha, _LEAST)
            weights = np.log(others.sum(axis=1, keepdims=True)) - np.log(others)
        self.feature_log_prob_ = weights / weights.sum(axis=1, keepdims=True) if self.norm else weights

    def _terms(self) -> tuple[Array, Array]:
        k = len(self.classes_)
        return self.feature_log_prob_, self.class_log_prior_ if k == 1 else np.zeros(k)
