"""Regression by the mean of the nearest samples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from numpy.typing import NDArray
from sklearn.base import RegressorMixin

from workings._other_arrays import library_for, library_of, run_elsewhere
from workings.neighbors._base import Neighbors, Weighting
from workings.neighbors._k_search import KSearch
from workings.neighbors._votes import weights_of

Array = NDArray[Any]


class KNeighborsRegressor(RegressorMixin, KSearch):  # type: ignore[misc]
    r"""Predict the mean of the k nearest neighbours' numbers.

    .. math:: \hat y(x) = \sum_{i \in N_k(x)} w_i y_i \Big/ \sum_{i \in N_k(x)} w_i

    Parameters
    ----------
    n_neighbors : int, default=5
        How many neighbours count.
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
    effective_metric_ : str or callable
        The metric; "minkowski" by its own name where it has one ("euclidean").
    effective_metric_params_ : dict
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.
    n_samples_fit_ : int

    Notes
    -----
    Of equally distant samples the one with the lower number is nearer. Cost and ways of searching: `NearestNeighbors`.

    Source: N. S. Altman, "An introduction to kernel and nearest-neighbor nonparametric regression", The American
    Statistician 46 (1992) 175.

    Examples
    --------
    >>> model = KNeighborsRegressor(n_neighbors=2).fit([[0.0], [1.0], [2.0], [3.0]], [0.0, 0.0, 1.0, 1.0])
    >>> model.predict([[1.5]])
    array([0.5])
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

    def fit(self, X: Any, y: Any) -> KNeighborsRegressor:
        """Keep the samples and their numbers.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            The samples; with metric "precomputed" their distances, (n_samples, n_samples).
        y : array_like of shape (n_samples,) or (n_samples, n_outputs)
            Their numbers.

        Returns
        -------
        The estimator itself.

        Raises
        ------
        ValueError
            The metric is not for this algorithm or these samples.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y)
        # Validate.
        self._validate_params()
        samples, target = self._read(X, y)

        # Compute, and store.
        self._fit_samples(samples)
        self._y = target
        return self

    def predict(self, X: Any) -> Array:
        """Return the weighted mean of the neighbours' numbers.

        Parameters
        ----------
        X : array_like or sparse of shape (n_queries, n_features), or None
            None: the fitted samples, each without itself.

        Returns
        -------
        ndarray of shape (n_queries,) or (n_queries, n_outputs)
        """
        if library := library_for(self, X):
            return run_elsewhere(library, self, "predict", X)
        dist, at = self.kneighbors(X)
        weights = weights_of(dist, self.weights)
        numbers = self._y.reshape((len(self._y), -1))[at]
        if weights is None:
            means = numbers.mean(axis=1)
        else:
            means = (numbers * weights[:, :, None]).sum(axis=1) / weights.sum(axis=1)[:, None]
        predicted: Array = means.ravel() if self._y.ndim == 1 else means
        return predicted
