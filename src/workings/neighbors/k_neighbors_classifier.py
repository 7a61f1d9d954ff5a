"""Classification by the vote of the nearest samples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.base import ClassifierMixin

from workings._other_arrays import library_for, library_of, run_elsewhere
from workings.neighbors._base import Neighbors, Weighting
from workings.neighbors._k_search import KSearch
from workings.neighbors._votes import numbered_targets, refuse_silence, sums_of_votes, weights_of, winners

Array = NDArray[Any]


class KNeighborsClassifier(ClassifierMixin, KSearch):  # type: ignore[misc]
    """Give a sample the class that most of its k nearest neighbours have.

    Parameters
    ----------
    n_neighbors : int, default=5
        How many neighbours vote.
    weights : {"uniform", "distance"} or callable, default="uniform"
        How much a neighbour's vote counts: 1; or 1 / distance (where neighbours lie at distance 0 they alone count); or
        what a function makes of the array of distances.
    algorithm : {"auto", "ball_tree", "kd_tree", "brute"}, default="auto"
        How to search: the result is the same. "auto" takes what was measured to be faster; "ball_tree" means our tree,
        which is a kd-tree.
    leaf_size : int, default=30
        Without effect: the leaves of our tree hold 16 samples.
    p : float, default=2
        Of the Minkowski metric: 1 Manhattan, 2 Euclidean, infinity Chebyshev; below 1 by "brute" alone.
    metric : str, callable or DistanceMetric, default="minkowski"
        "minkowski", "euclidean", "sqeuclidean", "manhattan", "chebyshev", "cosine", "hamming" are computed here; others
        of scikit-learn's, and functions of two samples, through its ``pairwise_distances``. "precomputed": X holds
        distances.
    metric_params : dict, default=None
        Further arguments of the metric: ``{"w": ...}`` weighs the features of "minkowski".
    n_jobs : int, default=None
        At most so many threads; None and -1: as many as there are.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Sorted; a list of them if y has several outputs.
    outputs_2d_ : bool
        Whether y has several outputs.
    effective_metric_ : str or callable
        The metric; "minkowski" by its own name where it has one ("euclidean").
    effective_metric_params_ : dict
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.
    n_samples_fit_ : int

    Notes
    -----
    Ties: of equally distant samples the lower number is nearer, of classes with equal votes the first in ``classes_``
    wins. Cost and ways of searching: `NearestNeighbors`.

    Source: T. M. Cover, P. E. Hart, "Nearest neighbor pattern classification", IEEE Transactions on Information Theory
    13 (1967) 21.

    Examples
    --------
    >>> model = KNeighborsClassifier(n_neighbors=3).fit([[0.0], [1.0], [2.0], [3.0]], ["a", "a", "b", "b"])
    >>> model.predict([[1.1]])
    array(['a'], dtype='<U1')
    >>> model.predict_proba([[0.9]]).round(3)
    array([[0.667, 0.333]])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **Neighbors._of_count,
        **Neighbors._of_votes,
        **Neighbors._parameter_constraints,
    }

    def __init__(
        self,
        n_neighbors: int = 5,
        *,
        weights: Weighting = "uniform",
        algorithm: str = "auto",
        leaf_size: int = 30,
        p: float = 2,
        metric: Any = "minkowski",
        metric_params: Mapping[str, Any] | None = None,
        n_jobs: int | None = None,
    ) -> None:
        self.n_neighbors = n_neighbors
        self.weights = weights
        self.algorithm = algorithm
        self.leaf_size = leaf_size
        self.p = p
        self.metric = metric
        self.metric_params = metric_params
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any) -> KNeighborsClassifier:
        """Keep the samples and their classes.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            The samples; with metric "precomputed" their distances, (n_samples, n_samples).
        y : array_like of shape (n_samples,) or (n_samples, n_outputs)
            Their classes: numbers, strings or bool.

        Returns
        -------
        The estimator itself.

        Raises
        ------
        ValueError
            The metric is not for this algorithm or these samples, or y is no classes.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y)
        # Validate.
        self._validate_params()
        samples, target = self._read(X, y)
        classes, numbers, table = numbered_targets("KNeighborsClassifier.fit", target)

        # Compute, and store.
        self._fit_samples(samples)
        self.outputs_2d_ = table
        self.classes_ = classes if table else classes[0]
        self._y = numbers if table else numbers.ravel()
        return self

    def predict(self, X: Any) -> Array:
        """Return the class with most votes.

        Parameters
        ----------
        X : array_like or sparse of shape (n_queries, n_features), or None
            None: the fitted samples, each without its own vote.

        Returns
        -------
        ndarray of shape (n_queries,) or (n_queries, n_outputs)
        """
        if library := library_for(self, X):
            return run_elsewhere(library, self, "predict", X)
        at, weights = self._voters(X)
        found = [
            classes[winners(labels, at, weights, len(classes))]
            for classes, labels in zip(self._classes(), self._labels(), strict=True)
        ]
        return np.column_stack(found) if self.outputs_2d_ else found[0]

    def predict_proba(self, X: Any) -> Any:
        """Return each class's share of the votes.

        Parameters
        ----------
        X : array_like or sparse of shape (n_queries, n_features), or None
            None: the fitted samples, each without its own vote.

        Returns
        -------
        ndarray of shape (n_queries, n_classes), or a list of them if y has several outputs
        """
        if library := library_for(self, X):
            return run_elsewhere(library, self, "predict_proba", X)
        at, weights = self._voters(X)
        shares = []
        for classes, labels in zip(self._classes(), self._labels(), strict=True):
            votes = sums_of_votes(labels, at, weights, len(classes))
            shares.append(votes / votes.sum(axis=1, keepdims=True))
        return shares if self.outputs_2d_ else shares[0]

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """Return the share of samples that are classified rightly.

        Parameters
        ----------
        X : array_like or sparse of shape (n_queries, n_features), or None
            None: the fitted samples, each without its own vote: leaving one out, at the cost of one search.
        y : array_like of shape (n_queries,) or (n_queries, n_outputs)
        sample_weight : array_like of shape (n_queries,), optional

        Returns
        -------
        float
        """
        share: float = super().score(X, y, sample_weight)
        return share

    def _voters(self, X: Any) -> tuple[Array, Array | None]:
        dist, at = self.kneighbors(X)
        weights = weights_of(dist, self.weights)
        refuse_silence(weights)
        return at, weights

    def _classes(self) -> list[Array]:
        classes: Any = self.classes_
        return classes if self.outputs_2d_ else [classes]

    def _labels(self) -> Array:
        return self._y.reshape((len(self._y), -1)).T

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
