"""Clusters that grow by merging the two closest."""

from __future__ import annotations

from collections.abc import Callable, Generator
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.metrics.pairwise import _VALID_METRICS
from sklearn.utils._param_validation import HasMethods, Interval, StrOptions
from sklearn.utils.validation import check_array, check_memory

from workings._callbacks import CallbackSupportMixin, watched, with_callbacks
from workings._other_arrays import validate_data
from workings._step import Step, run
from workings.cluster._linkage_tree import flat_clusters
from workings.cluster._merges_metric import early_labels, free_tree, structured_tree

Array = NDArray[Any]


class AgglomerativeClustering(CallbackSupportMixin, ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Merge the two closest clusters until as many are left as are wanted.

    How close two clusters are is the `linkage`: "ward" the root of twice what the sum of squared distances to the
    centres grows by, "complete" the largest distance between their samples, "average" the mean, "single" the smallest.

    Parameters
    ----------
    n_clusters : int or None, default=2
        How many clusters to leave; None with `distance_threshold`.
    metric : str or callable, default="euclidean"
        "euclidean" or "l2" (the only ones for "ward"), "manhattan" or "l1", "cosine", another of scikit-learn's
        ``pairwise_distances``; "precomputed": X holds distances, of which the upper triangle is read; a function from X
        to the square matrix of distances.
    memory : str or object with the interface of joblib.Memory, default=None
        Where to keep the tree, for further fits of the same data.
    connectivity : array_like, sparse, or callable, default=None
        Which samples are neighbours, or a function from X to that; only clusters with neighbours in each other merge.
        These trees are grown by scikit-learn's ``ward_tree`` and ``linkage_tree``, with their speed.
    compute_full_tree : "auto" or bool, default="auto"
        Without connectivity the tree is always whole. With it, whether to go on after `n_clusters` are left.
    linkage : {"ward", "complete", "average", "single"}, default="ward"
    distance_threshold : float, default=None
        Clusters at this distance or further apart are left; instead of `n_clusters`.
    compute_distances : bool, default=False
        Whether to keep `distances_` with `n_clusters`; it costs nothing.

    Attributes
    ----------
    n_clusters_ : int
    labels_ : ndarray of shape (n_samples,)
        The cluster of each sample.
    n_leaves_ : int
        The number of samples.
    n_connected_components_ : int
        Of the connectivity; 1 without.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.
    children_ : ndarray of shape (n_samples - 1, 2)
        A merge a row, the closest first: samples are 0 to n_samples - 1, and row k makes cluster n_samples + k.
    distances_ : ndarray of shape (n_samples - 1,)
        The height of each merge; with `distance_threshold` or `compute_distances`.

    Notes
    -----
    Labels are numbered as scikit-learn's are. Where several pairs are equally close, any may merge first, and the
    clusters may be others than scikit-learn's, and as right.

    Cost: see `linkage`; "ward" and "single" with Euclidean distance take O(n p) memory, so 50,000 samples are no
    matter; the others take the square matrix of distances.

    Examples
    --------
    >>> model = AgglomerativeClustering(n_clusters=2).fit([[0.0], [1.0], [5.0], [6.0], [7.0]])
    >>> model.labels_
    array([1, 1, 0, 0, 0])
    >>> model.children_
    array([[0, 1],
           [2, 3],
           [4, 6],
           [5, 7]])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "n_clusters": [Interval(Integral, 1, None, closed="left"), None],
        "metric": [StrOptions({*_VALID_METRICS, "precomputed"}), callable],
        "memory": [str, HasMethods("cache"), None],
        "connectivity": ["array-like", "sparse matrix", callable, None],
        "compute_full_tree": [StrOptions({"auto"}), "boolean"],
        "linkage": [StrOptions({"ward", "complete", "average", "single"})],
        "distance_threshold": [Interval(Real, 0, None, closed="left"), None],
        "compute_distances": ["boolean"],
    }

    def __init__(
        self,
        n_clusters: int | None = 2,
        *,
        metric: str | Callable[[Array], Array] = "euclidean",
        memory: Any = None,
        connectivity: Any = None,
        compute_full_tree: str | bool = "auto",
        linkage: str = "ward",
        distance_threshold: float | None = None,
        compute_distances: bool = False,
    ) -> None:
        self.n_clusters = n_clusters
        self.distance_threshold = distance_threshold
        self.memory = memory
        self.connectivity = connectivity
        self.compute_full_tree = compute_full_tree
        self.linkage = linkage
        self.metric = metric
        self.compute_distances = compute_distances

    @with_callbacks
    def fit(self, X: Any, y: Any = None) -> AgglomerativeClustering:
        """Grow the tree and cut it.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
            The samples; with metric "precomputed" their distances, (n_samples, n_samples).
        y : ignored

        Returns
        -------
        The estimator itself.

        Raises
        ------
        ValueError
            X is not finite or has one sample, parameters contradict each other, or more clusters are wanted than there
            are samples.
        """
        run(self._fit_steps(X, y, watch=False))
        return self

    def _fit_steps(self, X: Any, y: Any = None, *, watch: bool = True) -> Generator[Step, None, None]:
        # Validate.
        self._validate_params()
        X = validate_data(self, X, ensure_min_samples=2)
        self._check_combination(X)
        n = len(X)
        connectivity = self.connectivity(X) if callable(self.connectivity) else self.connectivity
        if connectivity is not None:
            connectivity = check_array(connectivity, accept_sparse=["csr", "coo", "lil"])
        whole = connectivity is None or self._wants_whole_tree(n)

        # Compute.
        remember = check_memory(self.memory).cache
        if connectivity is None:
            grown = remember(free_tree)(X, self.linkage, self.metric)
        else:
            until = None if whole else self.n_clusters
            grown = remember(structured_tree)(X, connectivity, until, self.linkage, self.metric)
        children, heights, components, parents = grown
        if watch or hasattr(self, "_skl_callbacks") or hasattr(self, "_parent_callback_ctx"):
            yield from watched(self, X, y, _told(children, heights, n))

        # Store.
        self.children_, self.n_connected_components_, self.n_leaves_ = children, components, n
        if self.distance_threshold is not None or self.compute_distances:
            self.distances_ = heights
        wanted: Any = self.n_clusters
        if self.distance_threshold is not None:
            wanted = np.count_nonzero(heights >= self.distance_threshold) + 1
        self.n_clusters_ = wanted
        self.labels_ = flat_clusters(children, n, self.n_clusters_) if whole else early_labels(parents, n)

    def fit_predict(self, X: Any, y: Any = None) -> NDArray[np.intp]:
        """Grow the tree, cut it, and return the cluster of each sample.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
        y : ignored

        Returns
        -------
        ndarray of shape (n_samples,)
        """
        labels: NDArray[np.intp] = self.fit(X).labels_
        return labels

    def _check_combination(self, X: Array) -> None:
        if (self.n_clusters is None) == (self.distance_threshold is None):
            raise ValueError(
                "Exactly one of n_clusters and distance_threshold has to be set, and the other needs to be None."
            )
        if self.distance_threshold is not None and not self.compute_full_tree:
            raise ValueError("compute_full_tree must be True if distance_threshold is set.")
        if self.linkage == "ward" and self.metric not in ("euclidean", "l2"):
            raise ValueError(
                f"{self.metric} was provided as metric. Ward can only work with euclidean distances "
                "(i.e. 'euclidean' and 'l2'). Try linkage='average'."
            )
        if self.n_clusters is not None and self.n_clusters > len(X):
            raise ValueError(
                f"Cannot extract more clusters than samples: {self.n_clusters} clusters were given for a tree with "
                f"{len(X)} leaves."
            )
        if self.metric == "cosine" and not X.any(axis=1).all():
            raise ValueError("Cosine affinity cannot be used when X contains zero vectors")

    def _wants_whole_tree(self, n: int) -> bool:
        if self.compute_full_tree != "auto":
            return bool(self.compute_full_tree)
        # To end early is only quicker where many clusters are wanted; the bounds are scikit-learn's.
        return self.n_clusters is None or self.n_clusters < max(100, 0.02 * n)

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.input_tags.pairwise = self.metric == "precomputed"
        return tags


def _told(children: Array, heights: Array, n: int) -> Generator[Step, None, None]:
    """Yield every merge; the objective is its height."""
    yield Step(0, "every sample is a cluster", {"children_": children[:0], "distances_": heights[:0]}, 0.0)
    sizes = np.ones(n + len(children), dtype=int)
    for k, (one, other) in enumerate(children.tolist()):
        sizes[n + k] = sizes[one] + sizes[other]
        arrays = {"children_": children[: k + 1], "distances_": heights[: k + 1]}
        facts = {"size": float(sizes[n + k]), "clusters": float(n - k - 1)}
        yield Step(k + 1, f"{one} and {other} merge", arrays, float(heights[k]), facts)
