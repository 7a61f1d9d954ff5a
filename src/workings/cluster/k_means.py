"""k-means."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import StrOptions

from workings._callbacks import CallbackSupportMixin, watched, with_callbacks
from workings._other_arrays import library_of, run_elsewhere
from workings._step import Step, run
from workings.cluster._k_means_base import CentresModel, Init
from workings.cluster._k_means_lloyd import Outcome, lloyd, same_clusters
from workings.cluster._k_means_rows import Rows, rows_for

Array = NDArray[Any]


class KMeans(CallbackSupportMixin, CentresModel):  # type: ignore[misc]
    r"""k-means: k centres so that each sample is near to one of them.

    .. math:: \min_{c_1, \dots, c_k} \; \sum_i w_i \min_j |x_i - c_j|^2

    Parameters
    ----------
    n_clusters : int, default=8
        k, the number of centres.
    init : {'k-means++', 'random'}, callable or array_like of shape (n_clusters, n_features), default='k-means++'
        Where the centres begin: on samples drawn one after the other, far from those before; on samples drawn at
        random; where ``init(X, n_clusters, random_state=...)`` says; or there. A callable is given X as it is.
    n_init : 'auto' or int, default='auto'
        How many starts, of which the best is kept; 'auto': 1 from 'k-means++' or an array, 10 otherwise.
    max_iter : int, default=300
        At most this many rounds in a start.
    tol : float, default=1e-4
        Stop when the squared moves of the centres in a round sum to at most this times the mean variance of the
        features.
    verbose : int, default=0
        Positive: print each round.
    random_state : int, RandomState instance or None, default=None
        What the starts are drawn from; the same draws as scikit-learn's.
    copy_x : bool, default=True
        Without effect: X is never changed, and never copied if it is a C-ordered array of floats.
    algorithm : {'lloyd', 'elkan'}, default='lloyd'
        Without effect: both names stand for the same sequence of centres, which is computed with Hamerly's bounds.

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (n_clusters, n_features)
    labels_ : ndarray of shape (n_samples,), int32
        The nearest centre of each sample.
    inertia_ : float
        The sum above.
    n_iter_ : int
        Rounds of the best start.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    From the same start the centres are those of scikit-learn to rounding. Labels are decided by float64 distances
    whatever the type of X; a sample that is equally far from several centres goes to the first. An empty cluster goes
    to the sample that is farthest from its centre. See ``workings.kernels.k_means_assign`` for how most distances are
    never computed.

    A round costs at most O(n_samples n_clusters n_features). Memory beside X: 12 bytes a sample.

    ``workings.show.steps(model, X)`` shows every assignment and every move.

    Source: S. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28 (1982) 129; G.
    Hamerly, "Making k-means even faster", SIAM International Conference on Data Mining (2010).

    Examples
    --------
    >>> X = [[1.0, 2.0], [1.0, 4.0], [1.0, 0.0], [10.0, 2.0], [10.0, 4.0], [10.0, 0.0]]
    >>> model = KMeans(n_clusters=2, random_state=0).fit(X)
    >>> model.labels_
    array([1, 1, 1, 0, 0, 0], dtype=int32)
    >>> model.cluster_centers_
    array([[10.,  2.],
           [ 1.,  2.]])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **CentresModel._parameter_constraints,
        "copy_x": ["boolean"],
        "algorithm": [StrOptions({"lloyd", "elkan"})],
    }

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: Init = "k-means++",
        n_init: int | str = "auto",
        max_iter: int = 300,
        tol: float = 1e-4,
        verbose: int = 0,
        random_state: Any = None,
        copy_x: bool = True,
        algorithm: str = "lloyd",
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.verbose = verbose
        self.random_state = random_state
        self.copy_x = copy_x
        self.algorithm = algorithm

    @with_callbacks
    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> KMeans:
        """Find the centres.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            The samples. float32 and float64 are used as they are, other numbers become float64.
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

        Warns
        -----
        ConvergenceWarning
            There are fewer distinct samples than clusters.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y, sample_weight)
        run(self._fit_steps(X, y, sample_weight))
        return self

    def _fit_steps(self, X: Any, y: Any = None, sample_weight: Any = None) -> Generator[Step, None, None]:
        """Yield every assignment and every move of the fit; a run to the end is `fit`."""
        # Validate.
        self._validate_params()
        X = self._read(X)
        weights = self._weights(sample_weight, X)
        init, starts = self._first(X)
        if self.algorithm == "elkan" and self.n_clusters == 1:
            warnings.warn(
                "algorithm='elkan' doesn't make sense for a single cluster. Using 'lloyd' instead.",
                RuntimeWarning,
                stacklevel=5,
            )
        random = check_random_state(self.random_state)

        # Compute.
        rows = rows_for(X, weights, self.n_clusters)
        best = yield from watched(self, X, y, self._all_starts(rows, init, starts, random))

        # Store.
        if (found := len(np.unique(best.labels))) < self.n_clusters:
            # stacklevel: past the generator, run, fit and its decorator
            warnings.warn(
                f"Number of distinct clusters ({found}) found smaller than n_clusters ({self.n_clusters}). "
                "Possibly due to duplicate points in X.",
                ConvergenceWarning,
                stacklevel=5,
            )
        self.cluster_centers_ = np.ascontiguousarray(rows.outer(best.centres), dtype=X.dtype)
        self._n_features_out = self.n_clusters
        self.labels_ = best.labels
        self.inertia_ = best.inertia
        self.n_iter_ = best.n_iter

    def _all_starts(
        self, rows: Rows, init: Any, starts: int, random: np.random.RandomState
    ) -> Generator[Step, None, Outcome]:
        """Run from each start, and return the best."""
        best: Outcome | None = None
        number = 0
        for start in range(starts):
            rows.forget()
            centres = self._begin(rows, init, self.n_clusters, random)
            if self.verbose:
                print("Initialization complete")
            steps = lloyd(rows, centres, self.max_iter, self.tol * rows.spread, self.verbose)
            prefix = f"start {start + 1} of {starts}, " if starts > 1 else ""
            while True:
                try:
                    step = next(steps)
                except StopIteration as stop:
                    outcome: Outcome = stop.value
                    break
                yield replace(step, index=number, what=prefix + step.what)
                number += 1
            if best is None or (
                outcome.inertia < best.inertia and not same_clusters(outcome.labels, best.labels, self.n_clusters)
            ):
                best = outcome
        assert best is not None
        return best
