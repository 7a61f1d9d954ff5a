"""k-means on samples drawn in small batches."""

from __future__ import annotations

import math
import warnings
from collections.abc import Generator
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval

from workings._other_arrays import library_of, run_elsewhere
from workings._step import Step, run
from workings.cluster._k_means_base import CentresModel, Init, nearest
from workings.cluster._k_means_batches import Progress, batch_step, reassign
from workings.cluster._k_means_rows import rows_for

Array = NDArray[Any]


class MiniBatchKMeans(CentresModel):
    r"""k-means on batches: each centre is the running mean of the samples that it has been nearest to.

    .. math:: c \leftarrow c + \frac{1}{N} \sum_{i \in \text{batch of } c} w_i (x_i - c)

    N the weight that the centre has been given so far. A batch costs the same however many samples there are.

    Parameters
    ----------
    n_clusters : int, default=8
        k, the number of centres.
    init : {'k-means++', 'random'}, callable or array_like of shape (n_clusters, n_features), default='k-means++'
        Where the centres begin, as in `KMeans`, on a part of the samples.
    max_iter : int, default=100
        At most so many batches as make this many passes over the samples.
    batch_size : int, default=1024
        Samples in a batch.
    verbose : int, default=0
        Positive: print each batch.
    compute_labels : bool, default=True
        Whether to find the labels of all samples in the end.
    random_state : int, RandomState instance or None, default=None
        What starts and batches are drawn from; the same draws as scikit-learn's.
    tol : float, default=0.0
        Stop when the squared moves of the centres in a batch sum to at most this times the mean variance of the
        features; 0: do not look.
    max_no_improvement : int or None, default=10
        Stop when so many batches in a row did not lower the smoothed mean square; None: do not look.
    init_size : int or None, default=None
        How many samples a start is chosen on; None: three batches.
    n_init : 'auto' or int, default='auto'
        How many starts to choose from; 'auto': 1 from 'k-means++' or an array, 3 otherwise.
    reassignment_ratio : float, default=0.01
        Centres of which the weight is below this share of the largest are put on samples of the batch.

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (n_clusters, n_features)
    labels_ : ndarray of shape (n_samples,), int32
        The nearest centre of each sample (of the last batch, after `partial_fit`).
    inertia_ : float
        The sum of squares over these; without `compute_labels` the smoothed mean of the batches times the weight.
    n_iter_ : int
        Passes over the samples.
    n_steps_ : int
        Batches.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    ``workings.show.steps(model, X)`` shows every batch. Source: D. Sculley, "Web-scale k-means clustering", WWW (2010).

    Examples
    --------
    >>> X = [[1.0, 2.0], [1.0, 4.0], [1.0, 0.0], [10.0, 2.0], [10.0, 4.0], [10.0, 0.0]]
    >>> model = MiniBatchKMeans(n_clusters=2, random_state=0, batch_size=6, max_iter=10).fit(X)
    >>> sorted(model.cluster_centers_[:, 0].round())
    [np.float64(1.0), np.float64(10.0)]
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **CentresModel._parameter_constraints,
        "batch_size": [Interval(Integral, 1, None, closed="left")],
        "compute_labels": ["boolean"],
        "max_no_improvement": [Interval(Integral, 0, None, closed="left"), None],
        "init_size": [Interval(Integral, 1, None, closed="left"), None],
        "reassignment_ratio": [Interval(Real, 0, None, closed="left")],
    }
    _starts = 3

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: Init = "k-means++",
        max_iter: int = 100,
        batch_size: int = 1024,
        verbose: int = 0,
        compute_labels: bool = True,
        random_state: Any = None,
        tol: float = 0.0,
        max_no_improvement: int | None = 10,
        init_size: int | None = None,
        n_init: int | str = "auto",
        reassignment_ratio: float = 0.01,
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.max_iter = max_iter
        self.batch_size = batch_size
        self.verbose = verbose
        self.compute_labels = compute_labels
        self.random_state = random_state
        self.tol = tol
        self.max_no_improvement = max_no_improvement
        self.init_size = init_size
        self.n_init = n_init
        self.reassignment_ratio = reassignment_ratio

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> MiniBatchKMeans:
        """Find the centres by batches drawn at random.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
        y : ignored
        sample_weight : array_like of shape (n_samples,), optional
            How often, relative to others, a sample is drawn; not negative.

        Returns
        -------
        The estimator itself.

        Raises
        ------
        ValueError
            There are fewer samples than clusters, or a parameter or array is not what it must be.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y, sample_weight)
        run(self._fit_steps(X, y, sample_weight))
        return self

    def _fit_steps(self, X: Any, y: Any = None, sample_weight: Any = None) -> Generator[Step, None, None]:
        # Validate.
        self._validate_params()
        X = self._read(X)
        weights = self._weights(sample_weight, X)
        init, starts = self._first(X)
        n = X.shape[0]
        batch, size = min(self.batch_size, n), self._size_of_start(n)
        random = check_random_state(self.random_state)

        # Compute.
        centres = self._best_start(X, weights, init, starts, size, random)
        spread = rows_for(X, None, 1).spread if self.tol > 0.0 else 0.0
        progress = Progress(n, batch, self.tol * spread, self.max_no_improvement)
        self._counts, self._n_since_last_reassign = np.zeros(self.n_clusters), 0
        # What `random.choice` with probabilities would add up anew for every batch, to draw the same samples.
        chance = ((np.ones(n) if weights is None else weights) / (n if weights is None else weights.sum())).cumsum()
        chance /= chance[-1]
        steps = self.max_iter * n // batch
        for step in range(steps):
            some = X[chance.searchsorted(random.random_sample(batch), side="right")]
            new, inertia = self._batch(some, None, centres, random, batch)
            moved = float(((new - centres) ** 2).sum())
            centres = new
            yield Step(step, f"batch {step + 1}", {"cluster_centers_": centres}, inertia / batch, {"shift": moved})
            reason = progress.over(step, inertia, moved)
            if self.verbose:
                print(f"Minibatch step {step + 1}/{steps}: mean batch inertia: {inertia / batch}")
            if reason:
                if self.verbose:
                    print(f"Converged ({reason}) at step {step + 1}/{steps}")
                break

        # Store.
        self.cluster_centers_ = np.ascontiguousarray(centres, dtype=X.dtype)
        self._n_features_out = self.n_clusters
        self.n_steps_ = step + 1
        self.n_iter_ = math.ceil((step + 1) * batch / n)
        if self.compute_labels:
            self._label(X, weights)
        else:
            self.inertia_ = (progress.smoothed or 0.0) * (n if weights is None else float(weights.sum()))

    def partial_fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> MiniBatchKMeans:
        """Move the centres by one batch, which is X; the first call chooses where they begin.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
        y : ignored
        sample_weight : array_like of shape (n_samples,), optional

        Returns
        -------
        The estimator itself.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "partial_fit", X, y, sample_weight)
        # Validate.
        self._validate_params()
        known = hasattr(self, "cluster_centers_")
        X = self._read(X, reset=not known)
        weights = self._weights(sample_weight, X)

        # Compute.
        if not known:
            init, _ = self._first(X)
            self._random_state = check_random_state(self.random_state)
            rows = self._some(X, weights, self._size_of_start(X.shape[0]), self._random_state)
            self.cluster_centers_ = rows.outer(self._begin(rows, init, self.n_clusters, self._random_state))
            self._counts, self._n_since_last_reassign = np.zeros(self.n_clusters), 0
        elif not hasattr(self, "_random_state"):
            self._random_state = check_random_state(self.random_state)
        size = min(self.batch_size, X.shape[0])
        centres, _ = self._batch(X, weights, self.cluster_centers_, self._random_state, size)

        # Store.
        self.cluster_centers_ = np.ascontiguousarray(centres, dtype=X.dtype)
        self._n_features_out = self.n_clusters
        self.n_steps_ = getattr(self, "n_steps_", 0) + 1
        if self.compute_labels:
            self._label(X, weights)
        return self

    def _batch(
        self, X: Any, weights: Array | None, centres: Array, random: np.random.RandomState, size: int
    ) -> tuple[Array, float]:
        """Return the centres after a batch and its sum of squares."""
        self._n_since_last_reassign += size
        due = bool((self._counts == 0).any()) or self._n_since_last_reassign >= 10 * self.n_clusters
        if due:
            self._n_since_last_reassign = 0
        new, inertia = batch_step(X, weights, centres, self._counts)
        if due and self.reassignment_ratio > 0:
            reassign(X, new, self._counts, self.reassignment_ratio, random, self.verbose)
        return new, inertia

    def _label(self, X: Any, weights: Array | None) -> None:
        rows, inner = nearest(X, self.cluster_centers_, weights)
        self.labels_, self.inertia_ = rows.labels, rows.inertia(inner)

    def _size_of_start(self, n: int) -> int:
        """Return on how many samples a start is chosen."""
        size = self.init_size
        if size is None:
            size = 3 * min(self.batch_size, n)
            size = 3 * self.n_clusters if size < self.n_clusters else size
        elif size < self.n_clusters:
            warnings.warn(
                f"init_size={size} should be larger than n_clusters={self.n_clusters}. Setting it to "
                "min(3*n_clusters, n_samples)",
                RuntimeWarning,
                stacklevel=4,
            )
            size = 3 * self.n_clusters
        self._init_size = min(size, n)
        return self._init_size

    def _some(self, X: Any, weights: Array | None, size: int, random: np.random.RandomState) -> Any:
        """Return so many rows, drawn; all if they are as many."""
        if size < X.shape[0]:
            at = random.randint(0, X.shape[0], size)
            X, weights = X[at], None if weights is None else weights[at]
        return rows_for(X, weights, self.n_clusters)

    def _best_start(
        self, X: Any, weights: Array | None, init: Any, starts: int, size: int, random: np.random.RandomState
    ) -> Array:
        """Return the start with the smallest sum of squares on samples drawn for that."""
        at = random.randint(0, X.shape[0], size)
        judges, of_judges = X[at], None if weights is None else weights[at]
        best, least = None, math.inf
        for number in range(starts):
            if self.verbose:
                print(f"Init {number + 1}/{starts} with method {init}")
            rows = self._some(X, weights, size, random)
            centres = rows.outer(self._begin(rows, init, self.n_clusters, random))
            judged, inner = nearest(judges, centres, of_judges)
            inertia = judged.inertia(inner)
            if self.verbose:
                print(f"Inertia for init {number + 1}/{starts}: {inertia}")
            if best is None or inertia < least:
                best, least = centres, inertia
        assert best is not None
        return np.asarray(best)
