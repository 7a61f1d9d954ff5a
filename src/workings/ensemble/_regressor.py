"""Forests of regression trees: the mean of what they predict."""

from __future__ import annotations

from typing import Any, ClassVar
from warnings import warn

import numpy as np
from numpy.typing import NDArray
from sklearn.base import RegressorMixin
from sklearn.metrics import r2_score
from sklearn.utils._param_validation import StrOptions

from workings._other_arrays import library_of, run_elsewhere
from workings.ensemble._forest import Forest
from workings.ensemble._grown import Problem

Array = NDArray[Any]


class ForestRegressor(RegressorMixin, Forest):  # type: ignore[misc]
    """Base of the forests that predict numbers."""

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **Forest._parameter_constraints,
        "criterion": [StrOptions({"squared_error", "absolute_error", "friedman_mse", "poisson"})],
    }
    _vote_name: ClassVar[str] = "oob_prediction_"

    def _problem(self, X: Array, y: Array, sample_weight: Array | None) -> Problem:
        if self.criterion == "friedman_mse":
            warn(
                'The criterion "friedman_mse" is "squared_error", by which name scikit-learn calls it from 1.11 on. '
                'Use criterion="squared_error".',
                FutureWarning,
                stacklevel=5,
            )
        return Problem(
            X=X,
            codes=np.empty((0, len(X)), np.uint8),
            targets=np.ascontiguousarray(y.T, dtype=np.float64),
            n_classes=np.ones(self.n_outputs_, np.intp),
            weights=sample_weight,
            size=self._drawn_from(len(X), sample_weight),
            balanced=False,
        )

    def _name_classes(self, tree: Any) -> None:
        """Numbers have no names."""

    def _store_out_of_bag(self, problem: Problem, scored_by: Any) -> None:
        self.oob_prediction_ = self._as_shown(self._out_of_bag(problem))
        score = scored_by if callable(scored_by) else r2_score
        self.oob_score_ = score(problem.targets.T, self.oob_prediction_)

    def _guess(self, problem: Problem) -> Array:
        means = problem.targets.mean(axis=1)[:, None]
        return np.broadcast_to(means, (self._n_samples, *means.shape))

    def _error(self, problem: Problem, means: Array, seen: Array) -> float:
        if not seen.any():
            return float("nan")
        return float(np.mean((means[seen, :, 0] - problem.targets.T[seen]) ** 2))

    @staticmethod
    def _as_shown(means: Array) -> Array:
        values = means[:, :, 0]
        return values[:, 0] if values.shape[1] == 1 else values

    def predict(self, X: Any) -> Array:
        """Return the mean over the trees of the values of the leaves that each sample ends in.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,) or (n_samples, n_outputs)
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "predict", X)
        means = self._mean_values(X)[:, :, 0]
        return means[:, 0] if self.n_outputs_ == 1 else means

    def _compute_partial_dependence_recursion(self, grid: Array, target_features: Array) -> Array:
        """Return the partial dependence, which scikit-learn's inspection asks trees for."""
        averages = np.mean(
            [tree._compute_partial_dependence_recursion(grid, target_features) for tree in self.estimators_], axis=0
        )
        return np.asarray(averages)
