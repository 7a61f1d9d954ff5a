"""k-means by cutting clusters in two."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from numbers import Integral
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import check_is_fitted

from workings._step import Step, run
from workings.cluster._k_means_base import CentresModel, Init
from workings.cluster._k_means_lloyd import Outcome, lloyd
from workings.cluster._k_means_rows import Rows, rows_for

Array = NDArray[Any]


@dataclass
class _Node:
    """A cluster: its samples until it is cut, then its two halves."""

    center: Array
    indices: Array | None
    square: float  # the weighted sum of squared distances to the centre
    label: int = -1
    left: _Node | None = None
    right: _Node | None = None

    def leaves(self) -> Iterator[_Node]:
        if self.left is None or self.right is None:
            yield self
        else:
            yield from self.left.leaves()
            yield from self.right.leaves()


class BisectingKMeans(CentresModel):
    r"""k-means by cutting: all samples are one cluster, and the worst cluster is cut in two until there are k.

    Each cut is a k-means with two centres, so a fit costs O(n_samples n_features) a level instead of O(n_samples
    n_clusters n_features) a round; the sum of squares it reaches is usually somewhat larger than that of `KMeans`.

    Parameters
    ----------
    n_clusters : int, default=8
        k, the number of clusters.
    init : {'k-means++', 'random'} or callable, default='random'
        Where the two centres of a cut begin; a callable is given the cluster's samples and 2.
    n_init : int, default=1
        How many starts of each cut, of which the best is kept.
    random_state : int, RandomState instance or None, default=None
        What the starts are drawn from; the same draws as scikit-learn's.
    max_iter : int, default=300
        At most this many rounds in a cut.
    verbose : int, default=0
        Positive: print each round.
    tol : float, default=1e-4
        Stop a cut when the squared moves of its centres in a round sum to at most this, in the units of X.
    copy_x : bool, default=True
        Without effect: X is never changed.
    algorithm : {'lloyd', 'elkan'}, default='lloyd'
        Without effect, as in `KMeans`.
    bisecting_strategy : {'biggest_inertia', 'largest_cluster'}, default='biggest_inertia'
        Which cluster is cut: that with the largest sum of squares, or with the most samples.

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (n_clusters, n_features)
    labels_ : ndarray of shape (n_samples,), int32
    inertia_ : float
        The weighted sum of squared distances of the samples to the centres of their clusters.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    `predict` follows the cuts down, so a sample near the border of two clusters may be given another centre than its
    nearest. ``workings.show.steps(model, X)`` shows every cut.

    Source: M. Steinbach, G. Karypis and V. Kumar, "A comparison of document clustering techniques", KDD Workshop on
    Text Mining (2000).

    Examples
    --------
    >>> X = [[1.0, 1.0], [10.0, 1.0], [3.0, 1.0], [10.0, 0.0], [2.0, 1.0], [10.0, 2.0], [10.0, 8.0], [10.0, 9.0]]
    >>> model = BisectingKMeans(n_clusters=3, random_state=0).fit(X)
    >>> model.predict([[0.0, 0.0], [12.0, 3.0]])
    array([0, 2], dtype=int32)
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **CentresModel._parameter_constraints,
        "init": [StrOptions({"k-means++", "random"}), callable],
        "n_init": [Interval(Integral, 1, None, closed="left")],
        "copy_x": ["boolean"],
        "algorithm": [StrOptions({"lloyd", "elkan"})],
        "bisecting_strategy": [StrOptions({"biggest_inertia", "largest_cluster"})],
    }

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: Init = "random",
        n_init: int = 1,
        random_state: Any = None,
        max_iter: int = 300,
        verbose: int = 0,
        tol: float = 1e-4,
        copy_x: bool = True,
        algorithm: str = "lloyd",
        bisecting_strategy: str = "biggest_inertia",
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.random_state = random_state
        self.max_iter = max_iter
        self.verbose = verbose
        self.tol = tol
        self.copy_x = copy_x
        self.algorithm = algorithm
        self.bisecting_strategy = bisecting_strategy

    def __sklearn_tags__(self) -> Any:
        """Add what scikit-learn asks estimators about themselves."""
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> BisectingKMeans:
        """Cut until there are enough clusters.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
        y : ignored
        sample_weight : array_like of shape (n_samples,), optional
            How much each sample counts; not negative.

        Returns
        -------
        The estimator itself.

        Raises
        ------
        ValueError
            There are fewer samples than clusters, or a parameter or array is not what it must be.
        """
        run(self._fit_steps(X, y, sample_weight))
        return self

    def _fit_steps(self, X: Any, y: Any = None, sample_weight: Any = None) -> Generator[Step, None, None]:
        # Validate.
        self._validate_params()
        X = self._read(X)
        weights = self._weights(sample_weight, X)
        self._first(X)
        random = check_random_state(self.random_state)

        # Compute.
        n = X.shape[0]
        center = np.asarray(X.mean(axis=0), dtype=np.float64).ravel()
        whole = rows_for(X, weights, 2, center[None, :])
        tree = _Node(center, np.arange(n), whole.outer_square(whole.squares))
        labels = np.zeros(n, dtype=np.int32)
        yield Step(0, "start: all samples are one cluster", self._shown(tree, labels), _inertia(tree))
        for cut in range(1, self.n_clusters):
            leaf = max((one for one in tree.leaves() if len(_members(one)) > 1), key=self._worth)
            size = len(_members(leaf))
            self._bisect(leaf, X, weights, random)
            yield Step(cut, f"cut {cut}: a cluster of {size} samples", self._shown(tree, labels), _inertia(tree))

        # Store.
        shown = self._shown(tree, labels)
        for number, leaf in enumerate(tree.leaves()):
            leaf.label, leaf.indices = number, None
        self.inertia_ = _inertia(tree)
        self._bisecting_tree = tree
        self.cluster_centers_ = shown["cluster_centers_"].astype(X.dtype)
        self._n_features_out = self.n_clusters
        self.labels_ = labels

    def _worth(self, leaf: _Node) -> float:
        """Return how much a cluster asks to be cut."""
        return leaf.square if self.bisecting_strategy == "biggest_inertia" else float(len(_members(leaf)))

    def _shown(self, tree: _Node, labels: Array) -> dict[str, Array]:
        """Return the centres, and write the labels of the clusters so far."""
        for number, leaf in enumerate(tree.leaves()):
            labels[_members(leaf)] = number
        return {"cluster_centers_": np.array([leaf.center for leaf in tree.leaves()]), "labels_": labels}

    def _bisect(self, leaf: _Node, X: Any, weights: Array | None, random: np.random.RandomState) -> None:
        """Cut a cluster by the best of `n_init` runs."""
        members = _members(leaf)
        every = len(members) == X.shape[0]  # then they are in order
        weights = weights if weights is None or every else weights[members]
        rows = rows_for(X if every else X[members], weights, 2, work=X.shape[0] * X.shape[1] * self.n_clusters)
        best: Outcome | None = None
        for _ in range(self.n_init):
            rows.forget()
            centres = self._begin(rows, self.init, 2, random)
            outcome = _run(rows, centres, self.max_iter, self.tol, self.verbose)
            # A hair better is not better: among equals the first.
            if best is None or outcome.inertia < best.inertia * (1 - 1e-6):
                best = outcome
        assert best is not None
        rows.labels = best.labels
        own = rows.own_distances(best.centres)
        squares: Array = np.bincount(best.labels, own if rows.weights is None else own * rows.weights, minlength=2)
        centres = rows.outer(best.centres)
        if self.verbose:
            print(f"New centroids from bisection: {centres}")
        leaf.left, leaf.right = (
            _Node(centres[side], members[best.labels == side], rows.outer_square(float(squares[side])))
            for side in (0, 1)
        )
        leaf.indices = None

    def predict(self, X: Any) -> NDArray[np.int32]:
        """Return the cluster of each sample, found by following the cuts down.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), int32
        """
        check_is_fitted(self)
        X = self._read(X, reset=False)
        cuts, centres, names = self._cuts()
        rows = rows_for(X, None, 2, centres)
        rows.follow(cuts, rows.inner(centres), names)
        return rows.labels

    def _cuts(self) -> tuple[Array, Array, Array]:
        """Return the tree of cuts as arrays: the first of each node's two halves or -1, its centre, its label."""
        nodes, cuts = [self._bisecting_tree], []
        for node in nodes:  # which grows
            cuts.append(-1 if node.left is None else len(nodes))
            nodes += [half for half in (node.left, node.right) if half is not None]
        return np.array(cuts), np.array([one.center for one in nodes]), np.array([one.label for one in nodes])


def _members(leaf: _Node) -> Array:
    assert leaf.indices is not None
    return leaf.indices


def _run(rows: Rows, centres: Array, max_iter: int, tol: float, verbose: int) -> Outcome:
    """Run k-means to its end."""
    steps = lloyd(rows, centres, max_iter, tol * rows.scale * rows.scale, verbose)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            outcome: Outcome = stop.value
            return replace(outcome, labels=outcome.labels.copy())


def _inertia(tree: _Node) -> float:
    """Return the weighted sum of squared distances to the centres of the clusters."""
    return sum(leaf.square for leaf in tree.leaves())
