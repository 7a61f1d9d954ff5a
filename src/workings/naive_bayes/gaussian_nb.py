"""Naive Bayes with a normal distribution for each feature in each class."""

from __future__ import annotations

from collections.abc import Generator
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils._param_validation import Interval

from workings._step import Step
from workings.naive_bayes._base import NaiveBayes, by_blocks
from workings.naive_bayes._statistics import SMALL, Moments, moments

Array = NDArray[Any]

# A variance of 0 is a point: all that lies elsewhere is (nearly) impossible. This stands for it in a quotient.
_POINT = 1e-300


class GaussianNB(NaiveBayes):
    r"""Naive Bayes for measurements: each feature is normally distributed within a class, independently of the others.

    .. math:: \log P(x, k) = \log \pi_k - \tfrac12 \sum_j \Bigl(\log 2 \pi \sigma_{kj}^2
              + \frac{(x_j - \theta_{kj})^2}{\sigma_{kj}^2}\Bigr)

    Parameters
    ----------
    priors : array_like of shape (n_classes,), default=None
        Probabilities of the classes, in the order of ``classes_``; None: their shares in the data.
    var_smoothing : float, default=1e-9
        This share of the largest variance of a feature is added to all variances.

    Attributes
    ----------
    class_count_ : ndarray of shape (n_classes,)
        Samples of each class (their weights, if there are weights).
    class_prior_ : ndarray of shape (n_classes,)
    classes_ : ndarray of shape (n_classes,)
    epsilon_ : float
        What was added to the variances.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.
    var_ : ndarray of shape (n_classes, n_features)
        Variances, in the square of the feature's unit, with ``epsilon_``.
    theta_ : ndarray of shape (n_classes, n_features)
        Means, in the feature's unit.

    Notes
    -----
    Fit: one sweep over the samples, O(n p); means and variances are right however far from 0 the data lie, and merge
    exactly (Chan's formula) in `partial_fit`. Predict: O(n p k). Where a feature of a class does not vary at all and
    ``epsilon_`` is 0, its distribution is a point: a sample that lies elsewhere is (nearly) impossible in that class.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> model = GaussianNB().fit(X, y)
    >>> model.theta_[0]
    array([5.006, 3.428, 1.462, 0.246])
    >>> model.score(X, y)
    0.96
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "priors": ["array-like", None],
        "var_smoothing": [Interval(Real, 0, None, closed="left")],
    }

    class_count_: Array
    theta_: Array
    var_: Array
    epsilon_: float

    def __init__(self, *, priors: ArrayLike | None = None, var_smoothing: float = 1e-9) -> None:
        self.priors = priors
        self.var_smoothing = var_smoothing

    def _learn(self, X: Any, labels: Array, weights: Array, classes: Array, fresh: bool) -> Generator[Step, None, None]:
        k = len(classes)
        priors = self._checked_priors(k)
        parts = moments(X, labels, weights, k)
        new = Moments.around(parts[0].origin)
        for i, part in enumerate(parts):
            new.merge(part)
            left = len(X) * (len(parts) - 1 - i) / len(parts)
            arrays = {"class_count_": new.count, "theta_": new.means(), "var_": new.variances()}
            yield Step(i, f"portion {i + 1} of {len(parts)} of the samples counted", arrays, left)
        self._demand_finite(new.squares, X)
        whole = new if not len(weights) else _merged(moments(X, np.zeros_like(labels), np.empty(0), 1))
        if not fresh:
            before = self._spread() * self.class_count_[:, None]
            new.merge(Moments(self.class_count_, np.zeros_like(before), before, self.theta_))

        # Store.
        self.classes_ = classes
        self.epsilon_ = float(self.var_smoothing * whole.of_all().variances().max(initial=0.0))
        self.class_count_ = new.count
        self.theta_ = new.means()
        self.var_ = new.variances() + self.epsilon_
        self.class_prior_ = new.count / new.count.sum() if priors is None else priors

    def _spread(self) -> Array:
        """Return the variances without what was added to them."""
        spread: Array = np.maximum(self.var_ - self.epsilon_, 0.0)
        return spread

    def _checked_priors(self, k: int) -> Array | None:
        if self.priors is None:
            return None
        priors: Array = np.asarray(self.priors, dtype=np.float64)
        if len(priors) != k:
            raise ValueError(f"Number of priors must match number of classes: {len(priors)} priors, {k} classes.")
        if not np.isclose(priors.sum(), 1.0):
            raise ValueError(f"The sum of the priors should be 1, and it is {priors.sum():g}.")
        if (priors < 0).any():
            raise ValueError(f"Priors must be non-negative, and the smallest is {priors.min():g}.")
        return priors

    def _joint(self, X: Any) -> Array:
        variance = np.maximum(self.var_, _POINT)
        with np.errstate(divide="ignore"):
            constant = np.log(self.class_prior_) - 0.5 * np.log(2.0 * np.pi * variance).sum(axis=1)
        precision = 1.0 / variance

        def by_numpy(block: Array, out: Array) -> None:
            for c in range(len(constant)):
                away = block - self.theta_[c]
                out[:, c] = constant[c] - 0.5 * (away * away) @ precision[c]

        def by_kernel(block: Array, out: Array) -> None:
            from workings.kernels.class_likelihoods import gaussian

            gaussian(block, self.theta_, precision, constant, out)

        with np.errstate(over="ignore", invalid="ignore"):
            return by_blocks(X, len(constant), by_numpy if X.size <= SMALL else by_kernel)


def _merged(parts: list[Moments]) -> Moments:
    together = Moments.around(parts[0].origin)
    for part in parts:
        together.merge(part)
    return together
