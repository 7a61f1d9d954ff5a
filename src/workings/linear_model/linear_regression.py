"""Linear regression: the plane that lies closest to the data."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import LinAlgWarning, svdvals
from scipy.sparse import issparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils._param_validation import Interval, StrOptions

from workings._blas import one_blas_thread
from workings._callbacks import CallbackSupportMixin, watched, with_callbacks
from workings._other_arrays import library_of, run_elsewhere
from workings._step import Step, run
from workings.linear_model._least_squares import Solution, by_normal_equations, by_orthogonal_factors, not_negative
from workings.linear_model._linear_regressor import LinearRegressor, Problem, means, solved, squared_residuals
from workings.linear_model._sparse_least_squares import by_lsqr, sparse_rows
from workings.linear_model._squared_error import SquaredError

Array = NDArray[Any]
Fit = Generator[Step, None, tuple[Array, Array, Array]]

# With fewer numbers the orthogonal way is quick enough to be the only one.
_SMALL = 20_000


class LinearRegression(CallbackSupportMixin, LinearRegressor):  # type: ignore[misc]
    r"""Least squares: the coefficients that make the sum of the squared residuals smallest.

    .. math:: \min_{w, b} \sum_i s_i \, (w \cdot x_i + b - y_i)^2

    Parameters have scikit-learn's names and defaults. The result is the exact minimum as far as the data determine it:
    the condition of the problem is estimated, and the quick way through the normal equations is taken only where it is
    good to 11 digits. Units do not matter: columns are scaled before anything is judged. Where columns depend on each
    other, the shortest of all solutions is returned, as in scikit-learn.

    Parameters
    ----------
    fit_intercept : bool, default=True
        Whether to add the intercept b.
    copy_X : bool, default=True
        Without effect: X is never changed.
    tol : float, default=1e-6
        On dense data, a `LinAlgWarning` tells that columns nearly depend on each other, when a singular value of the
        centred data with columns of length 1 is below `tol` times the largest, and yet above rounding. The result is
        the exact minimum all the same; scikit-learn since 1.9 leaves such directions out. On sparse data the `atol` and
        `btol` of `scipy.sparse.linalg.lsqr`. In gradient descent, how small the gradient must become, as a share of
        that at the start.
    n_jobs : int, default=None
        Without effect: rows are shared among the threads of `workings.set_num_threads`.
    positive : bool, default=False
        Allow no negative coefficient; dense X only.
    solver : {'auto', 'gradient descent'}, default='auto'
        'gradient descent' walks there step by step, for those who want to watch; scale the features first.
    learning_rate : float, default=None
        For gradient descent: the length of a step for a gradient of 1. None measures the steepest curvature and takes
        its reciprocal.
    momentum : float, default=0.0
        For gradient descent: which share of the last step is taken again.
    max_iter : int, default=1000
        For gradient descent: at most this many steps.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,) or (n_targets, n_features)
    intercept_ : float or ndarray of shape (n_targets,)
        0.0 without intercept.
    rank_ : int
        How many independent directions the centred data have; dense X only, and not after gradient descent.
    singular_ : ndarray of shape (min(n_samples, n_features),)
        Singular values of the centred, weighted data, computed when first asked for; where `rank_` is there.
    n_iter_ : int
        Steps of gradient descent; 1 for all other ways.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    For n rows and p features O(n p^2), in one pass over the rows on all threads, with scratch of a block's size. Data
    whose scaled normal matrix has a condition number above 1e11 take twice that for a QR factorisation by blocks.

    Examples
    --------
    >>> X = np.array([[1.0, 1.0], [1.0, 2.0], [2.0, 2.0], [2.0, 3.0]])
    >>> model = LinearRegression().fit(X, X @ [1.0, 2.0] + 3.0)
    >>> model.coef_.round(12), round(float(model.intercept_), 12)
    (array([1., 2.]), 3.0)
    >>> model.predict([[3.0, 5.0]])
    array([16.])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "fit_intercept": ["boolean"],
        "copy_X": ["boolean"],
        "tol": [Interval(Real, 0, None, closed="left")],
        "n_jobs": [None, Integral],
        "positive": ["boolean"],
        "solver": [StrOptions({"auto", "gradient descent"})],
        "learning_rate": [Interval(Real, 0, None, closed="neither"), None],
        "momentum": [Interval(Real, 0, 1, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(
        self,
        *,
        fit_intercept: bool = True,
        copy_X: bool = True,
        tol: float = 1e-6,
        n_jobs: int | None = None,
        positive: bool = False,
        solver: str = "auto",
        learning_rate: float | None = None,
        momentum: float = 0.0,
        max_iter: int = 1000,
    ) -> None:
        self.fit_intercept = fit_intercept
        self.copy_X = copy_X
        self.tol = tol
        self.n_jobs = n_jobs
        self.positive = positive
        self.solver = solver
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.max_iter = max_iter

    def __sklearn_tags__(self) -> Any:
        """Say that sparse X is welcome, but for positive coefficients."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = not self.positive
        return tags

    @with_callbacks
    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> LinearRegression:
        """Fit the coefficients.

        Parameters
        ----------
        X : array_like or sparse matrix of shape (n_samples, n_features)
            float32 and float64 are used as they are (sums are float64), other numbers become float64.
        y : array_like of shape (n_samples,) or (n_samples, n_targets)
        sample_weight : array_like of shape (n_samples,), optional
            How much each sample counts; not negative.

        Returns
        -------
        LinearRegression
            The estimator itself.

        Raises
        ------
        ValueError
            X or y holds NaN or infinity, or lengths differ; gradient descent diverged, with a learning rate that works.
        TypeError
            X is sparse and ``positive=True``.

        Warns
        -----
        LinAlgWarning
            Columns nearly depend on each other, so that the last digits of the data decide the coefficients.
        ConvergenceWarning
            Gradient descent, or lsqr on sparse data, stopped before `tol` was reached.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y, sample_weight)
        with one_blas_thread():
            run(self._fit_steps(X, y, sample_weight))
        return self

    def _fit_steps(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> Generator[Step, None, None]:
        """Fit: one step, or those of gradient descent."""
        # Validate.
        self._validate_params()
        problem = self._read(X, y, sample_weight, accept_sparse=() if self.positive else ("csr", "csc"))
        self._forget()
        self.n_iter_ = 1

        # Compute.
        if self.solver == "gradient descent":
            ways = self._descended(problem)
        else:
            ways = self._sparse(problem) if issparse(problem.X) else self._dense(problem)
        coef, x_mean, y_mean = yield from watched(self, problem.X, problem.Y, ways)

        # Store.
        self._store(problem, coef, x_mean, y_mean, bool(self.fit_intercept))

    def _forget(self) -> None:
        for name in ("rank_", "_triangle", "_singular"):
            self.__dict__.pop(name, None)

    def _dense(self, problem: Problem) -> Fit:
        found = self._moments(problem, bool(self.fit_intercept))
        solution: Solution | None = None
        n, p = problem.X.shape
        what = "normal equations"
        if self.positive:
            solution, what = not_negative(found.rows), "active sets"
        elif n >= p and n * p > _SMALL:
            solution = by_normal_equations(found)
        if solution is None:
            solution, what = by_orthogonal_factors(found.rows), "orthogonal factors"
        self._warn_of_collinearity(solution)
        self.rank_, self._triangle = solution.rank, solution.triangle
        yield solved(what, problem, solution.coef, squared_residuals(found, solution.coef))
        return solution.coef, *means(found)

    def _sparse(self, problem: Problem) -> Fit:
        rows = sparse_rows(problem.X, problem.Y, problem.weights, bool(self.fit_intercept))
        coef, _, good = by_lsqr(rows, np.zeros(problem.Y.shape[1]), self.tol, None)
        if not good:
            self._warn_unfinished("lsqr stopped before its tolerance")
        squares = sum(float(((rows.operator @ b - y) ** 2).sum()) for b, y in zip(coef.T, rows.Y.T, strict=True))
        yield solved("lsqr on sparse rows", problem, coef, squares)
        return coef, rows.x_mean[None], rows.y_mean[None]

    def _descended(self, problem: Problem) -> Fit:
        if self.positive:
            raise ValueError(
                "LinearRegression.fit: positive=True is not there for solver='gradient descent', whose steps know no "
                "bounds. Try solver='auto'."
            )
        if not issparse(problem.X):
            self._moments(problem, False)  # looks for NaN and infinity
        k = problem.Y.shape[1]
        error = SquaredError(problem.X, problem.Y, problem.weights, np.zeros(k), bool(self.fit_intercept))
        end = yield from error.descend(
            flat=problem.flat,
            learning_rate=self.learning_rate,
            momentum=self.momentum,
            max_iter=self.max_iter,
            tol=self.tol,
        )
        if not end.converged:
            self._warn_unfinished(f"gradient descent stopped after max_iter={self.max_iter} steps")
        self.n_iter_ = end.n_iter
        p = problem.X.shape[1]
        intercept = end.position[:, p] if self.fit_intercept else np.zeros(k)
        return end.position[:, :p].T, np.zeros((1, p)), intercept[None]

    def _warn_of_collinearity(self, solution: Solution) -> None:
        if solution.weakest < self.tol:
            warnings.warn(
                "LinearRegression.fit: columns of X nearly depend on each other (their smallest singular value is "
                f"{solution.weakest:.1e} of the largest, with columns of one length), so errors of the data are "
                f"magnified up to {1.0 / solution.weakest:.0e} times in the coefficients. Try Ridge, or fewer columns.",
                LinAlgWarning,
                stacklevel=8,
            )

    def _warn_unfinished(self, what: str) -> None:
        warnings.warn(
            f"LinearRegression.fit: {what}, before the gradient fell to tol={self.tol}. Scale the features "
            "(StandardScaler), or allow more steps or a larger tol.",
            ConvergenceWarning,
            stacklevel=8,
        )

    @property
    def singular_(self) -> Array:
        """Singular values of the centred, weighted data."""
        known = vars(self).get("_singular")
        if known is None:
            triangle = vars(self).get("_triangle")
            if triangle is None:
                raise AttributeError(f"{type(self).__name__} has singular_ after a fit to dense data, solver='auto'.")
            known = self._singular = svdvals(triangle, check_finite=False).astype(self.coef_.dtype)
            del self._triangle  # it was kept for this
        values: Array = known
        return values

    def __getstate__(self) -> dict[str, Any]:
        """Keep the singular values instead of the matrix that they come from, which may be large."""
        if "_triangle" in vars(self):
            _ = self.singular_
        state: dict[str, Any] = super().__getstate__()
        return state
