"""What the regressors without a loss of their own share: reading the data, predicting, the shapes of what is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import issparse
from sklearn.base import BaseEstimator, MultiOutputMixin, RegressorMixin
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from workings._linear_scores import checked_samples, linear_values
from workings._other_arrays import library_of, run_elsewhere, validate_data
from workings._step import Step
from workings._validation import check_finite
from workings.linear_model._least_squares import EXTENDED
from workings.linear_model._moments import Moments, moments, rows_of

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Problem:
    """The arguments of `fit`, read.

    Attributes
    ----------
    X : ndarray or sparse array of shape (n, p), float64 or float32
    Y : ndarray of shape (n, k), float64
    flat : bool
        Whether y had one axis only.
    weights : ndarray of shape (n,), float64, or None
    """

    X: Any
    Y: Array
    flat: bool
    weights: Array | None


class LinearRegressor(MultiOutputMixin, RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """A linear model that predicts numbers."""

    coef_: Array
    intercept_: Any

    def __sklearn_tags__(self) -> Any:
        """Say that sparse X is welcome."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def predict(self, X: ArrayLike) -> Array:
        """Return ``X @ coef_.T + intercept_``, (n_samples,) or (n_samples, n_targets)."""
        if library := library_of(X):
            return run_elsewhere(library, self, "predict", X)
        check_is_fitted(self)
        samples = checked_samples(self, X, accept_sparse=["csr", "csc"], dtype=[np.float64, np.float32])
        return linear_values(self, samples, self.coef_, self.intercept_)

    def _read(self, X: Any, y: ArrayLike, sample_weight: Any, *, accept_sparse: Any = ("csr", "csc")) -> Problem:
        """Read the arguments of `fit`; NaN and infinity in a dense X are found later, by `_moments`."""
        X, y = validate_data(
            self,
            X,
            y,
            accept_sparse=list(accept_sparse) if accept_sparse else False,
            dtype=[np.float64, np.float32],
            y_numeric=True,
            multi_output=True,
            ensure_all_finite=issparse(X),
        )
        weights = None
        if sample_weight is not None:
            weights = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
            if not 0.0 < weights.sum() < np.inf:
                raise ValueError(
                    f"{type(self).__name__}.fit: the weights of the samples sum to {weights.sum()}. "
                    "Give some sample a positive weight."
                )
        targets = np.asarray(y, dtype=np.float64)
        return Problem(X, targets.reshape(len(targets), -1), targets.ndim == 1, weights)

    def _moments(self, problem: Problem, fit_intercept: bool) -> Moments:
        """Return the moments of dense rows; raise scikit-learn's ValueError if a number is NaN or infinite."""
        found = moments(rows_of(problem.X, problem.Y, problem.weights, fit_intercept), fit_intercept)
        if not found.finite:
            check_finite(self, problem.X)
            found = _with_means_of_scaled(found, fit_intercept)
        return found

    def _store(self, problem: Problem, coef: Array, x_mean: Array, y_mean: Array, fit_intercept: bool) -> None:
        """Set ``coef_`` and ``intercept_`` from coefficients (p, k) and the means (two parts each, to be added)."""
        dtype = problem.X.dtype
        self.coef_ = np.array(coef[:, 0] if problem.flat else coef.T, dtype=dtype, order="C")
        self.intercept_ = 0.0
        if fit_intercept:
            long = np.longdouble
            at_mean = x_mean.astype(long).sum(axis=0) @ coef.astype(long)
            intercept = (y_mean.astype(long).sum(axis=0) - at_mean).astype(dtype)
            self.intercept_ = intercept[0] if problem.flat else intercept


def means(found: Moments) -> tuple[Array, Array]:
    """Return the means of x and of y, in rows that are to be added."""
    rows = found.rows
    centred = rows.x_shift.any() or rows.x_rest.any() or rows.y_shift.any() or rows.y_rest.any()
    if centred and rows.X.size <= EXTENDED:
        weights = np.ones(len(rows.X)) if rows.weights is None else rows.weights
        shares = weights.astype(np.longdouble) / weights.astype(np.longdouble).sum()
        return (shares @ rows.X.astype(np.longdouble))[None], (shares @ rows.Y.astype(np.longdouble))[None]
    return np.stack([rows.x_shift, rows.x_rest]), np.stack([rows.y_shift, rows.y_rest])


def _with_means_of_scaled(found: Moments, fit_intercept: bool) -> Moments:
    """Return moments whose means are right, although numbers are so large that their squares are infinite."""
    rows = found.rows
    if not fit_intercept:
        return found
    weights = np.ones(len(rows.X)) if rows.weights is None else rows.weights
    shares = weights / weights.sum()
    x_rest = shares @ (rows.X - rows.x_shift)
    y_rest = shares @ (rows.Y - rows.y_shift)
    return replace(found, rows=replace(rows, x_rest=x_rest, y_rest=y_rest))


def squared_residuals(found: Moments, coef: Array) -> float:
    """Return the weighted sum of the squared residuals, from the moments where they are finite."""
    coef = coef.astype(np.float64)
    if found.finite:
        value = found.y_squares.sum() - 2.0 * np.vdot(coef, found.cross) + np.vdot(coef, found.gram @ coef)
        return max(float(value), 0.0)
    x, y = found.rows.all_centred()
    return float(((y - x @ coef) ** 2).sum())


def solved(what: str, problem: Problem, coef: Array, squares: float, alpha: Array | float = 0.0) -> Step:
    """Return the one step of a fit that is not iterative; its objective is that of `_squared_error`."""
    total = float(len(problem.Y) if problem.weights is None else problem.weights.sum())
    penalty = float((np.asarray(alpha) * (coef**2).sum(axis=0)).sum())
    shown = (coef[:, 0] if problem.flat else coef.T).astype(np.float64)
    return Step(0, what, {"coef_": shown}, (squares + penalty) / (2.0 * total))
