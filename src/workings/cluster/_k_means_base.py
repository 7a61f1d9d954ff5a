"""What the estimators of the k-means family share: their parameters, where they begin, and what a fit is good for."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, ClusterMixin, TransformerMixin
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.utils import check_array
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from workings._other_arrays import library_of, run_elsewhere, validate_data
from workings._validation import _refuse, check_finite
from workings.cluster._k_means_rows import SMALL, Rows, rows_for
from workings.cluster._k_means_seeds import chances, plus_plus

Array = NDArray[Any]
_LARGE = 1 << 18
Init = str | Callable[..., Any] | ArrayLike


class CentresModel(ClassNamePrefixFeaturesOutMixin, TransformerMixin, ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """The base of KMeans, MiniBatchKMeans and BisectingKMeans: `_read` reads rows, `_begin` finds first centres."""

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "n_clusters": [Interval(Integral, 1, None, closed="left")],
        "init": [StrOptions({"k-means++", "random"}), callable, "array-like"],
        "n_init": [StrOptions({"auto"}), Interval(Integral, 1, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "tol": [Interval(Real, 0, None, closed="left")],
        "verbose": ["verbose"],
        "random_state": ["random_state"],
    }
    _starts = 10

    n_clusters: int
    init: Any
    n_init: Any
    cluster_centers_: Array
    labels_: NDArray[np.int32]

    def __sklearn_tags__(self) -> Any:
        """Add what scikit-learn asks estimators about themselves."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def _read(self, X: Any, reset: bool = True, *, finite: bool = True) -> Any:
        """Return X as C-ordered floats or CSR, never a copy where none is needed; `finite`: without NaN or infinity."""
        large = _is_floats(X) and X.size > _LARGE
        X = validate_data(
            self,
            X,
            accept_sparse="csr",
            dtype=[np.float64, np.float32],
            order="C",
            accept_large_sparse=False,
            reset=reset,
            ensure_all_finite=finite and not large,
        )
        if finite and large:
            check_finite(self, X)
        return X

    def _weights(self, sample_weight: Any, X: Any) -> Array | None:
        """Return the weights in float64; None where all are 1."""
        if sample_weight is None:
            return None
        weights: Array = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
        if not 0.0 < weights.sum() < np.inf:
            name = f"{type(self).__name__}.fit"
            _refuse(name, f"the weights sum to {weights.sum()}.", "Give some sample a positive weight.", ValueError)
        return None if (weights == 1.0).all() else weights

    def _first(self, X: Any) -> tuple[Any, int]:
        """Return `init`, an array of it checked, and how often to start; judge n_clusters."""
        if X.shape[0] < self.n_clusters:
            raise ValueError(f"n_samples={X.shape[0]} should be >= n_clusters={self.n_clusters}.")
        init, given = self.init, not (isinstance(self.init, str) or callable(self.init))
        starts = self.n_init
        if starts == "auto":
            starts = 1 if given or init == "k-means++" else self._starts
        if given:
            init = self._checked_centres(check_array(init, dtype=X.dtype, order="C"), X, self.n_clusters)
            if starts != 1:
                warnings.warn(
                    "Explicit initial center position passed: performing only one init in "
                    f"{type(self).__name__} instead of n_init={starts}.",
                    RuntimeWarning,
                    stacklevel=4,
                )
                starts = 1
        self._n_init = int(starts)
        return init, self._n_init

    def _checked_centres(self, centres: Array, X: Any, k: int) -> Array:
        asked = {0: f"number of clusters {k}", 1: f"number of features of the data {X.shape[1]}"}
        for axis, size in enumerate((k, X.shape[1])):
            if centres.shape[axis] != size:
                raise ValueError(f"The shape of the initial centers {centres.shape} does not match the {asked[axis]}.")
        return centres

    def _begin(self, rows: Rows, init: Any, k: int, random: np.random.RandomState) -> Array:
        """Return the first k centres, in the coordinates of `rows`."""
        if callable(init):
            centres = check_array(init(rows.X, k, random_state=random), dtype=rows.X.dtype, order="C")
            return rows.inner(self._checked_centres(centres, rows.X, k))
        if not isinstance(init, str):
            return rows.inner(init)
        if init == "k-means++":
            return rows.dense(plus_plus(rows, k, random))
        return rows.dense(random.choice(rows.n, size=k, replace=False, p=chances(rows)))

    def fit_predict(self, X: Any, y: Any = None, sample_weight: Any = None) -> NDArray[np.int32]:
        """Fit, and return the label of each sample."""
        labels: NDArray[np.int32] = self.fit(X, sample_weight=sample_weight).labels_
        return labels

    def predict(self, X: Any) -> NDArray[np.int32]:
        """Return the number of the nearest centre of each sample; of equally near ones the first.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), int32
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "predict", X)
        check_is_fitted(self)
        quick = _is_floats(X) and X.size * len(self.cluster_centers_) > SMALL
        X = self._read(X, reset=False, finite=not quick)
        if quick:
            from workings.cluster._k_means_blocks import quick_labels

            labels = quick_labels(X, self.cluster_centers_)
            if labels is not None:
                return labels
            check_finite(self, X)
        return nearest(X, self.cluster_centers_)[0].labels

    def fit_transform(self, X: Any, y: Any = None, sample_weight: Any = None) -> Array:
        """Fit, and return the distance of each sample to each centre."""
        fitted = self.fit(X, sample_weight=sample_weight)
        distances: Array = fitted.transform(X) if library_of(X) else fitted._transform(self._read(X, reset=False))
        return distances

    def transform(self, X: Any) -> Array:
        """Return the distance of each sample to each centre.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples, n_clusters)
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "transform", X)
        check_is_fitted(self)
        return self._transform(self._read(X, reset=False))

    def _transform(self, X: Any) -> Array:
        distances: Array = euclidean_distances(X, self.cluster_centers_)
        return distances

    def score(self, X: Any, y: Any = None, sample_weight: Any = None) -> float:
        """Return minus the sum of squared distances to the nearest centres.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
        y : ignored
        sample_weight : array_like of shape (n_samples,), optional

        Returns
        -------
        float
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "score", X, y, sample_weight)
        check_is_fitted(self)
        X = self._read(X, reset=False)
        weights = self._weights(sample_weight, X)
        rows, inner = nearest(X, self.cluster_centers_, weights)
        return -rows.inertia(inner)


def _is_floats(X: Any) -> bool:
    return isinstance(X, np.ndarray) and X.dtype.kind == "f" and X.ndim == 2


def nearest(X: Any, centres: Array, weights: Array | None = None) -> tuple[Rows, Array]:
    """Return rows with the labels of their nearest centres, and the centres in the rows' coordinates."""
    rows = rows_for(X, weights, len(centres), centres)
    inner = rows.inner(centres)
    rows.assign(inner)
    return rows, inner
