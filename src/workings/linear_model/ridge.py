"""Ridge regression: least squares with coefficients held close to 0."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import issparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils._param_validation import Interval, StrOptions

from workings._blas import one_blas_thread
from workings._callbacks import CallbackSupportMixin, watched, with_callbacks
from workings._other_arrays import library_of, run_elsewhere
from workings._step import Step, run
from workings.linear_model._linear_regressor import LinearRegressor, Problem, means, solved, squared_residuals
from workings.linear_model._ridge_ways import dense_ridge
from workings.linear_model._sparse_least_squares import (
    SparseRows,
    by_conjugate_gradients,
    by_lsqr,
    positive_by_lbfgs,
    sparse_rows,
)
from workings.linear_model._squared_error import SquaredError

Array = NDArray[Any]
Fit = Generator[Step, None, tuple[Array, Array, Array]]

# Active sets work on a matrix of features times features; with more of them bounds are kept by L-BFGS.
_ACTIVE_SETS = 1000
_WITH_SPARSE_INTERCEPT = ("auto", "lsqr", "sparse_cg", "sag", "lbfgs", "gradient descent")


class Ridge(CallbackSupportMixin, LinearRegressor):  # type: ignore[misc]
    r"""Least squares with an l2 penalty.

    .. math:: \min_{w, b} \sum_i s_i \, (w \cdot x_i + b - y_i)^2 + \alpha \|w\|^2

    Parameters have scikit-learn's names, defaults and meaning. All its solvers lead to the same minimum; here it is
    found directly, to about the last digits that the data determine, whichever of them is named.

    Parameters
    ----------
    alpha : float or array_like of shape (n_targets,), default=1.0
        How strongly coefficients are held to 0, at least 0; one for all targets, or one for each.
    fit_intercept : bool, default=True
        Whether to add the intercept b, which is not penalised.
    copy_X : bool, default=True
        Without effect: X is never changed.
    max_iter : int, default=None
        At most this many steps of an iterative way: lsqr, sparse_cg, lbfgs, gradient descent (where None is 1000).
    tol : float, default=1e-4
        In gradient descent, how small the gradient must become, as a share of that at the start. The other iterative
        ways use it where it is below 1e-10, and 1e-10 otherwise.
    solver : {'auto', 'svd', 'cholesky', 'lsqr', 'sparse_cg', 'sag', 'saga', 'lbfgs', 'gradient descent'}
        By default 'auto'.
        'svd', 'cholesky', 'lsqr' and 'sparse_cg' are taken by their names ('cholesky' gives way to 'svd' where it would
        lose digits); 'lbfgs' is for ``positive=True`` as in scikit-learn; 'gradient descent' walks there step by step.
        'auto', and 'sag' and 'saga', which are approximations of the same minimum, mean the quickest way that is exact:
        Cholesky's factorisation of the normal equations, of the kernel for fewer samples than features; orthogonal
        factors ('svd') where these would lose digits; and lsqr for sparse X.
    positive : bool, default=False
        Allow no negative coefficient.
    random_state : int, RandomState instance or None, default=None
        Without effect: the fit draws nothing.
    learning_rate : float, default=None
        For gradient descent: the length of a step for a gradient of 1. None measures the steepest curvature and takes
        its reciprocal.
    momentum : float, default=0.0
        For gradient descent: which share of the last step is taken again.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,) or (n_targets, n_features)
    intercept_ : float or ndarray of shape (n_targets,)
        0.0 without intercept.
    n_iter_ : int or ndarray of shape (n_targets,)
        Steps; 1 for a way that is not iterative.
    solver_ : str
        The way that was taken.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    For n rows and p features O(n p min(n, p)); one pass over the rows on all threads if n is at least p.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [2.0], [3.0]])
    >>> y = [0.0, 2.0, 4.0, 6.0]
    >>> [round(float(Ridge(alpha=a).fit(X, y).coef_[0]), 4) for a in (0.0, 1.0, 5.0)]
    [2.0, 1.6667, 1.0]
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "alpha": [Interval(Real, 0, None, closed="left"), "array-like"],
        "fit_intercept": ["boolean"],
        "copy_X": ["boolean"],
        "max_iter": [Interval(Integral, 1, None, closed="left"), None],
        "tol": [Interval(Real, 0, None, closed="left")],
        "solver": [
            StrOptions(
                {"auto", "svd", "cholesky", "lsqr", "sparse_cg", "sag", "saga", "lbfgs", "gradient descent"},
            )
        ],
        "positive": ["boolean"],
        "random_state": ["random_state"],
        "learning_rate": [Interval(Real, 0, None, closed="neither"), None],
        "momentum": [Interval(Real, 0, 1, closed="left")],
    }

    def __init__(
        self,
        alpha: float | ArrayLike = 1.0,
        *,
        fit_intercept: bool = True,
        copy_X: bool = True,
        max_iter: int | None = None,
        tol: float = 1e-4,
        solver: str = "auto",
        positive: bool = False,
        random_state: Any = None,
        learning_rate: float | None = None,
        momentum: float = 0.0,
    ) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.copy_X = copy_X
        self.max_iter = max_iter
        self.tol = tol
        self.solver = solver
        self.positive = positive
        self.random_state = random_state
        self.learning_rate = learning_rate
        self.momentum = momentum

    def __sklearn_tags__(self) -> Any:
        """Say for which solvers sparse X is welcome, as scikit-learn does."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = self.solver != "svd" and (self.solver != "cholesky" or not self.fit_intercept)
        return tags

    @with_callbacks
    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Ridge:
        """Fit the coefficients.

        Parameters
        ----------
        X : array_like or sparse matrix of shape (n_samples, n_features)
            float32 and float64 are used as they are (sums are float64), other numbers become float64.
        y : array_like of shape (n_samples,) or (n_samples, n_targets)
        sample_weight : float or array_like of shape (n_samples,), optional
            How much each sample counts; not negative.

        Returns
        -------
        Ridge
            The estimator itself.

        Raises
        ------
        ValueError
            X or y holds NaN or infinity, lengths differ, alpha is negative or of a wrong length, a solver cannot do
            what is asked; gradient descent diverged, with a learning rate that works.

        Warns
        -----
        ConvergenceWarning
            An iterative way stopped before `tol` was reached.
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
        self._refuse_solver(issparse(X))
        problem = self._read(X, y, sample_weight)
        alpha = self._penalties(problem.Y.shape[1])
        self.n_iter_: Any = np.ones(problem.Y.shape[1], dtype=np.int32)

        # Compute.
        iterative = issparse(problem.X) or self.solver in ("lsqr", "sparse_cg", "lbfgs")
        if self.solver == "gradient descent":
            ways = self._descended(problem, alpha)
        elif iterative or (self.positive and problem.X.shape[1] > _ACTIVE_SETS):
            ways = self._by_products(problem, alpha)
        else:
            ways = self._dense(problem, alpha)
        coef, x_mean, y_mean = yield from watched(self, problem.X, problem.Y, ways)

        # Store.
        self._store(problem, coef, x_mean, y_mean, bool(self.fit_intercept))
        if problem.Y.shape[1] == 1:  # as in scikit-learn, also for y of shape (n, 1)
            self.coef_ = self.coef_.ravel()

    def _refuse_solver(self, sparse: bool) -> None:
        problem = ""
        if self.solver == "lbfgs" and not self.positive:
            problem = "'lbfgs' solver can be used only when positive=True. Try solver='auto'."
        elif self.positive and self.solver not in ("auto", "lbfgs"):
            problem = f"solver='{self.solver}' does not support positive fitting. Try solver='auto' or positive=False."
        elif sparse and self.fit_intercept and self.solver not in _WITH_SPARSE_INTERCEPT:
            problem = (
                f"solver='{self.solver}' does not support fitting the intercept on sparse data. Try solver='auto', or "
                "fit_intercept=False."
            )
        elif sparse and self.solver == "svd":
            raise TypeError("Ridge.fit: solver='svd' is for dense X, and X is sparse. Try solver='auto'.")
        if problem:
            raise ValueError(f"Ridge.fit: {problem}")

    def _penalties(self, k: int) -> Array:
        alpha = np.asarray(self.alpha, dtype=np.float64).ravel()
        if len(alpha) not in (1, k):
            raise ValueError(
                f"Ridge.fit: Number of targets and number of penalties do not correspond: {len(alpha)} != {k}. "
                "Give one alpha, or one for each target."
            )
        if not (np.isfinite(alpha) & (alpha >= 0.0)).all():
            raise ValueError(f"Ridge.fit: alpha={self.alpha!r} must be finite and at least 0. Try alpha=1.0.")
        return np.broadcast_to(alpha, k)

    def _dense(self, problem: Problem, alpha: Array) -> Fit:
        found = self._moments(problem, bool(self.fit_intercept))
        coef, self.solver_ = dense_ridge(found, alpha, solver=self.solver, positive=self.positive)
        yield solved(self.solver_, problem, coef, squared_residuals(found, coef), alpha)
        return coef, *means(found)

    def _by_products(self, problem: Problem, alpha: Array) -> Fit:
        """Take a way that asks of X only its products with vectors."""
        if not issparse(problem.X):
            self._moments(problem, False)  # looks for NaN and infinity
        rows: SparseRows = sparse_rows(problem.X, problem.Y, problem.weights, bool(self.fit_intercept))
        ways = {"lbfgs": positive_by_lbfgs, "sparse_cg": by_conjugate_gradients, "lsqr": by_lsqr}
        self.solver_ = "lbfgs" if self.positive else self.solver if self.solver in ways else "lsqr"
        way = ways[self.solver_]
        coef, self.n_iter_, good = way(rows, alpha, min(self.tol, 1e-10), self.max_iter)
        if not good:
            self._warn_unfinished(f"{self.solver_} solver did not converge in {self.n_iter_.max()} steps")
        squares = sum(float(((rows.operator @ b - y) ** 2).sum()) for b, y in zip(coef.T, rows.Y.T, strict=True))
        yield solved(self.solver_, problem, coef, squares, alpha)
        return coef, rows.x_mean[None], rows.y_mean[None]

    def _descended(self, problem: Problem, alpha: Array) -> Fit:
        if not issparse(problem.X):
            self._moments(problem, False)  # looks for NaN and infinity
        error = SquaredError(problem.X, problem.Y, problem.weights, alpha, bool(self.fit_intercept))
        end = yield from error.descend(
            flat=problem.flat,
            learning_rate=self.learning_rate,
            momentum=self.momentum,
            max_iter=self.max_iter or 1000,
            tol=self.tol,
        )
        if not end.converged:
            self._warn_unfinished(f"gradient descent did not converge in {end.n_iter} steps")
        self.n_iter_, self.solver_ = end.n_iter, "gradient descent"
        p = problem.X.shape[1]
        intercept = end.position[:, p] if self.fit_intercept else np.zeros(len(alpha))
        return end.position[:, :p].T, np.zeros((1, p)), intercept[None]

    def _warn_unfinished(self, what: str) -> None:
        warnings.warn(
            f"Ridge.fit: {what}. Scale the features (StandardScaler), or allow more steps (max_iter).",
            ConvergenceWarning,
            stacklevel=8,
        )
