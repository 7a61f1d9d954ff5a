"""What all estimators of neighbours share: their parameters, the metric, and the samples made ready to be searched."""

from __future__ import annotations

import itertools
import os
import warnings
from collections.abc import Callable, Mapping
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse
from sklearn.base import BaseEstimator, MultiOutputMixin
from sklearn.metrics import DistanceMetric
from sklearn.neighbors import VALID_METRICS, VALID_METRICS_SPARSE, BallTree, KDTree
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import check_is_fitted

from workings._other_arrays import validate_data
from workings.neighbors._measure import Measure, measure_of
from workings.neighbors._pairs import Given, Pairs, checked_distances
from workings.neighbors._points import Points
from workings.neighbors._sparse import SparsePoints

Array = NDArray[Any]
Weighting = str | Callable[[Any], Any] | None


class Neighbors(MultiOutputMixin, BaseEstimator):  # type: ignore[misc]
    """The base of the estimators of neighbours: `_fit_samples` makes the samples ready, `_queries` reads queries."""

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "algorithm": [StrOptions({"auto", "ball_tree", "kd_tree", "brute"})],
        "leaf_size": [Interval(Integral, 1, None, closed="left")],
        "p": [Interval(Real, 0, None, closed="right"), None],
        "metric": [StrOptions(set(itertools.chain(*VALID_METRICS.values()))), callable, DistanceMetric],
        "metric_params": [dict, None],
        "n_jobs": [Integral, None],
    }
    _of_count: ClassVar[dict[str, list[Any]]] = {"n_neighbors": [Interval(Integral, 1, None, closed="left"), None]}
    _of_radius: ClassVar[dict[str, list[Any]]] = {"radius": [Interval(Real, 0, None, closed="both"), None]}
    _of_votes: ClassVar[dict[str, list[Any]]] = {"weights": [StrOptions({"uniform", "distance"}), callable, None]}

    algorithm: str
    metric: Any
    p: float | None
    metric_params: Mapping[str, Any] | None
    n_jobs: int | None
    effective_metric_: Any
    effective_metric_params_: dict[str, Any]
    n_samples_fit_: int

    def _read(self, X: Any, y: Any = None) -> tuple[Any, Any]:
        """Return samples and targets as arrays; a fitted estimator of neighbours or a tree stands for its samples."""
        ready = not issparse(X) and (isinstance(X, KDTree | BallTree) or hasattr(X, "_fit_X"))
        if ready:
            if hasattr(X, "_fit_X"):
                check_is_fitted(X)
            samples = X._fit_X if hasattr(X, "_fit_X") else np.asarray(X.data)
            X = samples
        options = {"accept_sparse": "csr", "order": "C", "ensure_all_finite": self._finite()}
        if y is None and not self.__sklearn_tags__().target_tags.required:
            return validate_data(self, X, **options), None
        data, target = validate_data(self, X, y, multi_output=True, **options)
        return data, target

    def _finite(self) -> bool | str:
        return "allow-nan" if self.metric == "nan_euclidean" else True

    def _fit_samples(self, X: Any) -> None:
        """Make the samples ready to be searched, and store them."""
        # Validate.
        self._check_metric()
        params = dict(self.metric_params or {})
        metric = self.metric
        if metric == "minkowski":
            power = params.pop("p", self.p)
            power, weights = 2 if power is None else power, params.pop("w", None)
            metric = {1: "manhattan", 2: "euclidean", np.inf: "chebyshev"}.get(power, metric)
            if weights is not None or metric == "minkowski":
                metric, params = "minkowski", {**params, "p": power, "w": weights}
        if self.metric == "precomputed":
            X = checked_distances(X)
            if X.shape[0] != X.shape[1]:
                raise ValueError(f"Precomputed matrix must be square. Input is a {X.shape[0]}x{X.shape[1]} matrix.")
        method = self._method(X, metric, params)

        # Compute.
        searched = _made_ready(X, metric, params, method, self.algorithm)

        # Store.
        self.effective_metric_, self.effective_metric_params_ = metric, params
        self.n_samples_fit_ = X.shape[0]
        self._fit_X, self._fit_method, self._searched = X, method, searched

    def _check_metric(self) -> None:
        """Refuse a metric that the algorithm does not have, in scikit-learn's words."""
        metric, algorithm = self.metric, self.algorithm
        if algorithm == "auto":
            tree = callable(metric) or isinstance(metric, DistanceMetric) or metric in VALID_METRICS["ball_tree"]
            algorithm = "ball_tree" if tree else "brute"
        if callable(metric):
            if algorithm == "kd_tree":
                raise ValueError(
                    f"kd_tree does not support callable metric '{metric}': it cannot tell how far a box is from a "
                    "point. Try algorithm='brute'."
                )
        elif not isinstance(metric, DistanceMetric) and metric not in VALID_METRICS[algorithm]:
            raise ValueError(
                f"Metric '{metric}' not valid. Use sorted(sklearn.neighbors.VALID_METRICS['{algorithm}']) to get valid "
                "options. Metric can also be a callable function."
            )
        if self.metric_params is not None and "p" in self.metric_params and self.p is not None:
            warnings.warn(
                "Parameter p is found in metric_params. The corresponding parameter from __init__ is ignored.",
                SyntaxWarning,
                stacklevel=4,
            )

    def _method(self, X: Any, metric: Any, params: Mapping[str, Any]) -> str:
        """Return what scikit-learn would call the algorithm, refusing what it refuses."""
        power, weighted = params.get("p", 2), params.get("w") is not None
        method: str = self.algorithm
        if issparse(X):
            if method not in ("auto", "brute"):
                warnings.warn("cannot use tree with sparse input: using brute force", stacklevel=4)
            known = callable(metric) or isinstance(metric, DistanceMetric) or metric in VALID_METRICS_SPARSE["brute"]
            if not known:
                raise ValueError(
                    f"Metric '{metric}' not valid for sparse input. Use "
                    "sorted(sklearn.neighbors.VALID_METRICS_SPARSE['brute']) to get valid options. Metric can also be "
                    "a callable function."
                )
            return "brute"
        if method == "auto":
            k = getattr(self, "n_neighbors", None)
            if self.metric == "precomputed" or X.shape[1] > 15 or (k is not None and k >= X.shape[0] // 2):
                method = "brute"
            elif metric == "minkowski" and (power < 1 or weighted):
                method = "brute" if power < 1 else "ball_tree"
            elif isinstance(metric, str) and metric in VALID_METRICS["kd_tree"]:
                method = "kd_tree"
            elif isinstance(metric, DistanceMetric):
                method = "brute"
            else:
                method = "ball_tree" if callable(metric) or metric in VALID_METRICS["ball_tree"] else "brute"
        if metric == "minkowski" and power < 1:
            if method != "brute":
                raise ValueError(
                    f'algorithm="{method}" does not support 0 < p < 1 for the Minkowski metric. To resolve this '
                    'problem either set p >= 1 or algorithm="brute".'
                )
            warnings.warn(
                "Mind that for 0 < p < 1, Minkowski metrics are not distance metrics. Continuing the execution with "
                "`algorithm='brute'`.",
                stacklevel=4,
            )
        if method == "kd_tree" and weighted:
            raise ValueError(
                "algorithm='kd_tree' is not valid for metric='minkowski' with a weight parameter 'w': try "
                "algorithm='ball_tree' or algorithm='brute' instead."
            )
        return method

    def _queries(self, X: Any) -> Any:
        """Return the queries as an array; None stands for the samples themselves."""
        if X is None:
            return self._fit_X
        if self.metric == "precomputed":
            return checked_distances(X)
        rows = validate_data(self, X, ensure_all_finite=self._finite(), accept_sparse="csr", reset=False, order="C")
        if issparse(rows) and self._fit_method != "brute":
            raise ValueError(
                f"{self._fit_method} does not work with sparse matrices. Densify the data, or set algorithm='brute'"
            )
        return rows

    def _threads(self) -> int | None:
        """Return how many threads a search may use; None: as many as there are."""
        if self.n_jobs is None or self.n_jobs == -1:
            return None
        return max(1, self.n_jobs if self.n_jobs > 0 else (os.cpu_count() or 1) + 1 + self.n_jobs)

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.pairwise = self.metric == "precomputed"
        tags.input_tags.positive_only = tags.input_tags.pairwise
        tags.input_tags.allow_nan = self.metric == "nan_euclidean"
        return tags


def _made_ready(X: Any, metric: Any, params: Mapping[str, Any], method: str, algorithm: str) -> Any:
    """Return the samples, ready to be searched: by our own means, or with the distances of another library."""
    if metric == "precomputed":
        return Given(X)
    measure: Measure | None = measure_of(metric, params, X.shape[1])
    if measure is None or X.dtype.kind not in "fiub":
        return Pairs(X, metric, params)
    if issparse(X):
        return SparsePoints(X, measure, Pairs(X, metric, params))
    way = {"auto": "auto", "ball_tree": "tree", "kd_tree": "tree", "brute": "brute"}[algorithm]
    return Points(X, measure, way)
