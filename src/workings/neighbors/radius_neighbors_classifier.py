"""Classification by the vote of all samples within a radius."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from numbers import Integral
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.base import ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from workings.neighbors._base import Neighbors, Weighting
from workings.neighbors._outliers import outlier_labels
from workings.neighbors._points import Points
from workings.neighbors._radius_search import RadiusSearch
from workings.neighbors._votes import numbered_targets, weights_of

Array = NDArray[Any]


class RadiusNeighborsClassifier(ClassifierMixin, RadiusSearch):  # type: ignore[misc]
    """Give a sample the class that most samples within a radius have.

    Parameters
    ----------
    radius : float, default=1.0
        How far voters may lie, in the unit of the distance; what lies at the radius is included.
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
    outlier_label : label, list of labels, "most_frequent" or None, default=None
        The class of a sample that has no neighbours (one for each output); None: such a sample is an error.
    metric_params : dict, default=None
        Further arguments of the metric: ``{"w": ...}`` weighs the features of "minkowski".
    n_jobs : int, default=None
        At most so many threads; None and -1: as many as there are.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Sorted; a list of them if y has several outputs.
    outlier_label_ : list or None
        The class of samples without neighbours, for each output.
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
    Of classes with equal votes the first in ``classes_`` wins. Cost and ways of searching: `NearestNeighbors`.

    Examples
    --------
    >>> model = RadiusNeighborsClassifier(radius=1.0).fit([[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1])
    >>> model.predict([[1.5]])
    array([0])
    >>> model.predict_proba([[1.0]]).round(3)
    array([[0.667, 0.333]])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **Neighbors._of_radius,
        **Neighbors._of_votes,
        "outlier_label": [Integral, str, "array-like", None],
        **Neighbors._parameter_constraints,
    }

    outlier_label_: list[Any] | None

    def __init__(
        self,
        radius: float = 1.0,
        *,
        weights: Weighting = "uniform",
        algorithm: str = "auto",
        leaf_size: int = 30,
        p: float = 2,
        metric: Any = "minkowski",
        outlier_label: Any = None,
        metric_params: Mapping[str, Any] | None = None,
        n_jobs: int | None = None,
    ) -> None:
        self.radius = radius
        self.weights = weights
        self.algorithm = algorithm
        self.leaf_size = leaf_size
        self.p = p
        self.metric = metric
        self.outlier_label = outlier_label
        self.metric_params = metric_params
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any) -> RadiusNeighborsClassifier:
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
            The metric is not for this algorithm or these samples, y is no classes, or there are not as many outlier
            labels as outputs.
        TypeError
            An outlier label is of another type than the classes.
        """
        # Validate.
        self._validate_params()
        samples, target = self._read(X, y)
        classes, numbers, table = numbered_targets("RadiusNeighborsClassifier.fit", target)
        outliers = outlier_labels(self.outlier_label, classes, numbers)

        # Compute, and store.
        self._fit_samples(samples)
        self.outputs_2d_ = table
        self.classes_ = classes if table else classes[0]
        self._y = numbers if table else numbers.ravel()
        self.outlier_label_ = outliers
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

        Raises
        ------
        ValueError
            A sample has no neighbours, and there is no outlier label.
        """
        shares = self.predict_proba(X)
        found = []
        for j, (classes, share) in enumerate(zip(self._classes(), self._listed(shares), strict=True)):
            chosen = classes[share.argmax(axis=1)]
            alone = (share == 0).all(axis=1)
            if alone.any() and self.outlier_label_ is not None:
                chosen[alone] = self.outlier_label_[j]
            found.append(chosen)
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

        Raises
        ------
        ValueError
            A sample has no neighbours, and there is no outlier label.
        """
        votes, alone = self._plain_votes(X) or self._weighted_votes(X)
        if self.outlier_label_ is None and len(alone):
            raise ValueError(
                f"No neighbors found for test samples {alone!r}, you can try using larger radius, giving a label for "
                "outliers, or considering removing them from your dataset."
            )
        shares = []
        for j, (classes, share) in enumerate(zip(self._classes(), votes, strict=True)):
            if len(alone):
                self._place_outliers(share, alone, j, classes)
            total = share.sum(axis=1, keepdims=True)
            shares.append(share / np.where(total == 0.0, 1.0, total))
        return shares if self.outputs_2d_ else shares[0]

    def _plain_votes(self, X: Any) -> tuple[list[Array], Array] | None:
        """Return what `_weighted_votes` does for votes that count 1 each, of one output, where a kernel counts them."""
        check_is_fitted(self, "_fit_method")
        if self.weights not in ("uniform", None) or self.outputs_2d_ or not isinstance(self._searched, Points):
            return None
        rows = self._queries(X)
        radius = np.full(rows.shape[0], float(self.radius))
        labels = np.ascontiguousarray(self._y, dtype=np.int64)
        votes = self._searched.votes(rows, radius, labels, len(self.classes_), X is None, self._threads())
        return None if votes is None else ([votes], np.flatnonzero(~votes.any(axis=1)))

    def _weighted_votes(self, X: Any) -> tuple[list[Array], Array]:
        """Return the votes for each class, of each output, and the queries that are far from all samples."""
        dist, at = self.radius_neighbors(X)
        counts = np.array([len(one) for one in at], dtype=np.intp)
        weights = weights_of(dist, self.weights)
        rows = np.repeat(np.arange(len(at)), counts)
        near = np.concatenate([*at, np.empty(0, dtype=np.intp)])
        votes = None if weights is None else np.concatenate([np.asarray(one, dtype=float) for one in weights])
        found = []
        for j, classes in enumerate(self._classes()):
            k = len(classes)
            labels = self._y.reshape((len(self._y), -1))[:, j]
            found.append(
                np.bincount(rows * k + labels[near], weights=votes, minlength=len(at) * k).reshape(-1, k) * 1.0
            )
        return found, np.flatnonzero(counts == 0)

    def _place_outliers(self, share: Array, alone: Array, output: int, classes: Array) -> None:
        label = (self.outlier_label_ or [])[output]
        own = np.flatnonzero(classes == label)
        if len(own) == 1:
            share[alone, own[0]] = 1.0
        else:
            warnings.warn(
                f"Outlier label {label} is not in training classes. All class probabilities of outliers will be "
                "assigned with 0.",
                stacklevel=3,
            )

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

    def _classes(self) -> list[Array]:
        classes: Any = self.classes_
        return classes if self.outputs_2d_ else [classes]

    def _listed(self, shares: Any) -> list[Array]:
        listed: list[Array] = shares if self.outputs_2d_ else [shares]
        return listed

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
