"""The nearest samples of each query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from workings._other_arrays import library_of, run_elsewhere
from workings.neighbors._base import Neighbors
from workings.neighbors._k_search import KSearch
from workings.neighbors._radius_search import RadiusSearch


class NearestNeighbors(KSearch, RadiusSearch):
    r"""Search for the nearest samples, or for all within a radius.

    .. math:: d(x, y) = \Bigl(\sum_j w_j |x_j - y_j|^p\Bigr)^{1/p}

    Parameters
    ----------
    n_neighbors : int, default=5
        How many neighbours `kneighbors` returns.
    radius : float, default=1.0
        How far `radius_neighbors` looks, in the unit of the distance; what lies at the radius is included.
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
    The result is exact, and the same for every algorithm and number of threads: distances are summed in float64 in the
    order of the features; of equally distant samples the one with the lower number comes first. scikit-learn leaves
    that to chance. How it is searched: see ``workings.neighbors._points``.

    A fitted estimator of neighbours, or scikit-learn's KDTree or BallTree, may be given to `fit` for its samples.

    Cost: "brute" O(n p) a query; the tree O(n p log n) once, and about O(p log n) a query where p is small.

    Source: J. L. Bentley, "Multidimensional binary search trees used for associative searching", Communications of the
    ACM 18 (1975) 509.

    Examples
    --------
    >>> model = NearestNeighbors(n_neighbors=2).fit([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0]])
    >>> distances, numbers = model.kneighbors([[0.0, 1.0]])
    >>> distances
    array([[1., 3.]])
    >>> numbers
    array([[0, 2]])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **Neighbors._of_count,
        **Neighbors._of_radius,
        **Neighbors._parameter_constraints,
    }

    def __init__(
        self,
        *,
        n_neighbors: int = 5,
        radius: float = 1.0,
        algorithm: str = "auto",
        leaf_size: int = 30,
        metric: Any = "minkowski",
        p: float = 2,
        metric_params: Mapping[str, Any] | None = None,
        n_jobs: int | None = None,
    ) -> None:
        self.n_neighbors = n_neighbors
        self.radius = radius
        self.algorithm = algorithm
        self.leaf_size = leaf_size
        self.metric = metric
        self.p = p
        self.metric_params = metric_params
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any = None) -> NearestNeighbors:
        """Keep the samples, ready to be searched.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            The samples; with metric "precomputed" their distances, (n_samples, n_samples).
        y : ignored

        Returns
        -------
        The estimator itself.

        Raises
        ------
        ValueError
            The metric is not for this algorithm or these samples.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X)
        # Validate.
        self._validate_params()
        samples, _ = self._read(X)

        # Compute, and store.
        self._fit_samples(samples)
        return self
