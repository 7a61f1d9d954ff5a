r"""What each estimator learns from a source: the state of a part, how two states merge, and what is stored.

Least squares keep a triangle. With the mean of a part :math:`\bar z` of rows z = (x, y) and R'R the products of its
centred rows, two parts with weights n and m together have the triangle of

.. math:: \begin{pmatrix} R_1 \\ R_2 \\ \sqrt{nm / (n + m)}\,(\bar z_1 - \bar z_2) \end{pmatrix}

so that no products are formed, and errors grow with the condition number of the data, not with its square.

Sources: Chan, Golub and LeVeque, Amer. Statist. 37 (1983) 242; Demmel et al., SIAM J. Sci. Comput. 34 (2012) A206.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import qr
from sklearn.utils.validation import assert_all_finite

from workings.backends.dask._sources import Source
from workings.linear_model._least_squares import by_orthogonal_factors, not_negative
from workings.linear_model._linear_regressor import Problem
from workings.linear_model._moments import moments as products
from workings.linear_model._moments import rows_of
from workings.linear_model._ridge_ways import dense_ridge
from workings.naive_bayes import _statistics as bayes
from workings.preprocessing import _moments as columns
from workings.preprocessing.standard_scaler import _moments_of

Array = NDArray[Any]

# So many rows become a triangle at once.
_ROWS = 8192


def unsupported(model: Any, what: str, remedy: str) -> NoReturn:
    """Refuse a parameter."""
    raise TypeError(f"{type(model).__name__}.fit: {what} is not supported for data in parts. {remedy}")


def scaler(model: Any, source: Source) -> Any:
    """Fit a StandardScaler."""
    model._validate_params()
    seen = source.reduce(partial(_scaler_part, model), _merge_columns)
    model._store(seen, weighted=source.weighted)
    return model


def _scaler_part(model: Any, X: Array, y: Any, weights: Any) -> Any:
    return _moments_of(model, X, weights)


def _merge_columns(a: Any, b: Any) -> Any:
    return columns.merge([a, b])


@dataclass
class Triangle:
    """Rows (x, y): their weight, their mean in two numbers that are to be added, the triangle of the centred rows."""

    count: float
    mean: Array
    low: Array
    factor: Array
    features: int
    flat: bool


def least_squares(model: Any, source: Source) -> Any:
    """Fit a LinearRegression or a Ridge."""
    model._validate_params()
    if model.solver == "gradient descent":
        unsupported(model, "solver='gradient descent'", "Try solver='auto'.")
    ridge = hasattr(model, "alpha")
    if ridge:
        model._refuse_solver(False)
    intercept = bool(model.fit_intercept)
    seen = source.reduce(partial(_triangle, type(model).__name__, intercept), partial(_merge_triangles, intercept))
    if not seen.count > 0.0:
        raise ValueError(f"{type(model).__name__}.fit: the weights sum to 0. Give some sample a positive weight.")
    p = seen.features
    problem = Problem(np.ascontiguousarray(seen.factor[:, :p]), seen.factor[:, p:].copy(), seen.flat, None)
    if ridge:
        alpha = model._penalties(problem.Y.shape[1])
        found = products(rows_of(problem.X, problem.Y, None, False), False)
        coef, model.solver_ = dense_ridge(found, alpha, solver=model.solver, positive=model.positive)
        model.n_iter_ = np.ones(problem.Y.shape[1], dtype=np.int32)
    else:
        model._forget()
        rows = rows_of(problem.X, problem.Y, None, False)
        solution = not_negative(rows) if model.positive else by_orthogonal_factors(rows)
        model._warn_of_collinearity(solution)
        model.rank_, model._triangle, model.n_iter_ = solution.rank, solution.triangle, 1
        coef = solution.coef
    both = np.stack([seen.mean, seen.low])
    model._store(problem, coef, both[:, :p], both[:, p:], intercept)
    if ridge and problem.Y.shape[1] == 1:
        model.coef_ = model.coef_.ravel()
    if source.dtype != np.float64:
        model.coef_ = model.coef_.astype(source.dtype)
        model.intercept_ = np.asarray(model.intercept_).astype(source.dtype)[()] if intercept else 0.0
    return model


def _triangle(who: str, intercept: bool, X: Array, y: Any, weights: Any) -> Triangle:
    """Return the state of a block, some thousand rows after the other: they are copied several times on the way."""
    assert_all_finite(X, estimator_name=who, input_name="X")
    assert_all_finite(y, estimator_name=who, input_name="y")
    total = None
    for a in range(0, len(X), _ROWS):
        some = slice(a, a + _ROWS)
        one = _triangle_of(intercept, X[some], y[some], None if weights is None else weights[some])
        total = one if total is None else _merge_triangles(intercept, total, one)
    assert total is not None  # a block without rows has no state
    return total


def _triangle_of(intercept: bool, X: Array, y: Any, weights: Any) -> Triangle:
    rows = np.hstack([X.astype(np.float64), np.asarray(y, dtype=np.float64).reshape(len(X), -1)])
    w = np.ones(len(X)) if weights is None else weights
    total = float(w.sum())
    mean, low = np.zeros(rows.shape[1]), np.zeros(rows.shape[1])
    if intercept and total > 0.0:
        mean = w @ rows / total
        rows -= mean
        low = w @ rows / total
        rows -= low
    if weights is not None:
        rows *= np.sqrt(w)[:, None]
    factor = qr(rows, mode="r", overwrite_a=True, check_finite=False)[0][: rows.shape[1]]
    return Triangle(total, mean, low, factor, X.shape[1], np.ndim(y) == 1)


def _merge_triangles(intercept: bool, a: Triangle, b: Triangle) -> Triangle:
    total = a.count + b.count
    rows = [a.factor, b.factor]
    mean, low = a.mean, a.low
    if intercept and total > 0.0:
        away = (b.mean - a.mean) + (b.low - a.low)
        rows.append((np.sqrt(a.count) * np.sqrt(b.count / total) * away)[None])
        step = away * (b.count / total) + a.low
        mean = a.mean + step
        low = step - (mean - a.mean)
    factor = qr(np.vstack(rows), mode="r", check_finite=False)[0][: len(a.mean)]
    return Triangle(total, mean, low, factor, a.features, a.flat)


def _classes(model: Any, source: Source) -> Array:
    """Look for all classes: one pass over y."""
    return checked_classes(model, source.reduce(_classes_part, _merge_classes))


def checked_classes(model: Any, found: Array) -> Array:
    """Return the classes, refusing measurements."""
    if found.dtype.kind == "f" and (found != np.rint(found)).any():
        raise ValueError(f"{type(model).__name__}.fit: Unknown label type: continuous. Give classes, not measurements.")
    return found


def _classes_part(X: Array, y: Any, weights: Any) -> Array:
    if y is None or y.ndim != 1:
        raise ValueError("y must have one axis, with the class of each sample. Try y.ravel() for a single column.")
    if y.dtype.kind == "f":
        assert_all_finite(y, input_name="y")
    found: Array = np.unique(y)
    return found


def _merge_classes(a: Array, b: Array) -> Array:
    both: Array = np.union1d(a, b)
    return both


def gaussian(model: Any, source: Source) -> Any:
    """Fit a GaussianNB."""
    model._validate_params()
    classes = _classes(model, source)
    priors = model._checked_priors(len(classes))
    new, whole = source.reduce(partial(_gaussian_part, classes), _merge_pairs)
    model.classes_ = classes
    model.epsilon_ = float(model.var_smoothing * (whole or new).of_all().variances().max(initial=0.0))
    model.class_count_ = new.count
    model.theta_ = new.means()
    model.var_ = new.variances() + model.epsilon_
    model.class_prior_ = new.count / new.count.sum() if priors is None else priors
    return model


def _gaussian_part(classes: Array, X: Array, y: Array, weights: Any) -> Any:
    assert_all_finite(X, estimator_name="GaussianNB", input_name="X")
    labels = np.searchsorted(classes, y)
    none = np.empty(0)
    new = _merged(bayes.moments(X, labels, none if weights is None else weights, len(classes)))
    return new, None if weights is None else _merged(bayes.moments(X, np.zeros_like(labels), none, 1))


def _merged(parts: list[bayes.Moments]) -> bayes.Moments:
    together = parts[0]
    for one in parts[1:]:
        together.merge(one)
    return together


def _merge_pairs(a: Any, b: Any) -> Any:
    return _chan(a[0], b[0]), None if a[1] is None else _chan(a[1], b[1])


def _chan(a: bayes.Moments, b: bayes.Moments) -> bayes.Moments:
    """Merge without changing a, which a scheduler may hand out again; around b where a has no samples."""
    none = a.count[:, None] <= 0.0
    origin, mean = np.where(none, b.origin, a.origin), np.where(none, 0.0, a.mean)
    total = bayes.Moments(a.count.copy(), mean, a.squares.copy(), origin)
    total.merge(b)
    return total


def counts(model: Any, source: Source) -> Any:
    """Fit a MultinomialNB or a BernoulliNB."""
    model._validate_params()
    classes = _classes(model, source)
    prior = model._given_log_prior(len(classes))
    new = source.reduce(partial(_counts_part, model, classes), _merge_counts)
    if model._non_negative and new.least < 0.0:
        raise ValueError(f"Negative values in data passed to {type(model).__name__} (input X): {new.least:g}.")
    alpha = model._check_alpha()
    model.classes_ = classes
    model.class_count_, model.feature_count_ = new.count, new.sums
    model.class_log_prior_ = model._log_prior(len(classes)) if prior is None else prior
    with np.errstate(divide="ignore", invalid="ignore"):
        model._smooth(alpha)
    return model


def _counts_part(model: Any, classes: Array, X: Array, y: Array, weights: Any) -> bayes.Counts:
    assert_all_finite(X, estimator_name=type(model).__name__, input_name="X")
    labels, k = np.searchsorted(classes, y), len(classes)
    total = bayes.Counts(np.zeros(k), np.zeros((k, X.shape[1])))
    for one in bayes.count_dense(X, labels, np.empty(0) if weights is None else weights, k, model._ready):
        total.merge(one)
    return total


def _merge_counts(a: bayes.Counts, b: bayes.Counts) -> bayes.Counts:
    return bayes.Counts(a.count + b.count, a.sums + b.sums, min(a.least, b.least))
