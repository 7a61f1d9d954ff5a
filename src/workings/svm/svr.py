"""Support vector regression: a function that no target within a tube of half-width epsilon pulls at."""

from __future__ import annotations

from collections.abc import Callable, Generator
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import RegressorMixin
from sklearn.utils import column_or_1d
from sklearn.utils._param_validation import Interval
from sklearn.utils.validation import _num_samples

from workings._blas import one_blas_thread
from workings._callbacks import watched, with_callbacks
from workings._step import Step, run
from workings.svm._base import C_CONSTRAINT, CONSTRAINTS, SupportVectorMachine
from workings.svm._problem import regression

Array = NDArray[Any]


class SVR(RegressorMixin, SupportVectorMachine):  # type: ignore[misc]
    r"""Epsilon-support vector regression.

    The function is :math:`f(x) = \sum_i \beta_i K(x_i, x) + b`, and the fit minimises

    .. math:: \tfrac12 \|f\|_K^2 + C \sum_i s_i \max(0, |y_i - f(x_i)| - \varepsilon).

    Residuals smaller than `epsilon` cost nothing; only samples with larger ones, or just that, are support vectors.

    Parameters
    ----------
    kernel : {'linear', 'poly', 'rbf', 'sigmoid', 'precomputed'} or callable, default='rbf'
        See `SVC`.
    degree : int, default=3
        Of the kernel 'poly'.
    gamma : {'scale', 'auto'} or float, default='scale'
        Of 'rbf', 'poly' and 'sigmoid': 'scale' is 1 / (n_features * X.var()), 'auto' 1 / n_features.
    coef0 : float, default=0.0
        Of 'poly' and 'sigmoid'.
    tol : float, default=1e-3
        The fit has converged when the gap is smaller, in units of y.
    C : float, default=1.0
        Weight of the residuals; the smaller, the flatter the function. ``np.inf`` allows none beyond `epsilon`.
    epsilon : float, default=0.1
        Residuals up to here cost nothing, in units of y.
    shrinking : bool, default=True
        Whether to leave out, for a while, variables that sit at a bound.
    cache_size : float, default=200
        Memory for rows of the kernel matrix, in MB.
    verbose : bool, default=False
        Print each step.
    max_iter : int, default=-1
        At most this many pairs of variables are moved; -1 for ten million, or a hundred for each sample
        if that is more.

    Attributes
    ----------
    support_ : ndarray of shape (n_support,)
        Which samples are support vectors.
    support_vectors_ : ndarray or CSR of shape (n_support, n_features)
        Empty for a precomputed or callable kernel.
    dual_coef_ : ndarray or CSR of shape (1, n_support)
        The :math:`\beta_i`.
    coef_ : ndarray or CSR of shape (1, n_features)
        With ``kernel='linear'`` alone.
    intercept_ : ndarray of shape (1,)
    n_support_ : ndarray of shape (1,)
    fit_status_ : int
        0 if the fit has converged, else 1.
    n_iter_ : int
        How many pairs were moved.
    shape_fit_ : tuple of int
        The shape of the training X.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    The solvers, their cost and accuracy are those of `SVC`. The program has two variables for each sample.

    Source: A. J. Smola, B. Schoelkopf, "A tutorial on support vector regression", Statistics and Computing 14 (2004)
    199.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.linspace(0, 6, 40)[:, None]
    >>> model = SVR(C=10.0, epsilon=0.05).fit(X, np.sin(X.ravel()))
    >>> model.predict([[1.5], [3.0]]).round(1)
    array([0.9, 0.1])
    >>> len(model.support_)
    7
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **CONSTRAINTS,
        "C": C_CONSTRAINT,
        "epsilon": [Interval(Real, 0.0, None, closed="left")],
    }

    def __init__(
        self,
        *,
        kernel: str | Callable[[Any, Any], Any] = "rbf",
        degree: int = 3,
        gamma: float | str = "scale",
        coef0: float = 0.0,
        tol: float = 1e-3,
        C: float = 1.0,
        epsilon: float = 0.1,
        shrinking: bool = True,
        cache_size: float = 200,
        verbose: bool = False,
        max_iter: int = -1,
    ) -> None:
        self.kernel = kernel
        self.degree = degree
        self.gamma = gamma
        self.coef0 = coef0
        self.tol = tol
        self.C = C
        self.epsilon = epsilon
        self.shrinking = shrinking
        self.cache_size = cache_size
        self.verbose = verbose
        self.max_iter = max_iter

    @with_callbacks
    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> SVR:
        """Fit the coefficients of the support vectors.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features), or (n_samples, n_samples)
            The samples; for a precomputed kernel its matrix; for a callable one whatever that takes.
        y : array_like of shape (n_samples,)
            The targets.
        sample_weight : array_like of shape (n_samples,), optional
            Multiplies C; samples of weight 0 or less are left out.

        Returns
        -------
        SVR
            The estimator itself.

        Raises
        ------
        ValueError
            X or y holds NaN or infinity, lengths differ, or no weight is positive.

        Warns
        -----
        ConvergenceWarning
            `max_iter` pairs did not suffice; it tells the gap.
        """
        with one_blas_thread():
            run(self._fit_steps(X, y, sample_weight, watch=False))
        return self

    def _fit_steps(
        self, X: Any, y: Any, sample_weight: ArrayLike | None = None, *, watch: bool = True
    ) -> Generator[Step, None, None]:
        # Validate.
        self._validate_params()
        data, target = self._checked(X, y)
        target = column_or_1d(target, warn=True).astype(np.float64)
        weights = self._weights(sample_weight, X, _num_samples(X))
        function = self._function(data)
        rows = np.flatnonzero(weights > 0.0)

        # Compute.
        problem = regression(rows, target[rows], float(self.epsilon), self.C * weights[rows])
        outcome = yield from watched(self, X, y, self._told(self._solve(data, function, problem, watch)))

        # Store.
        self._warn([outcome])
        self._keep_one(data, X, outcome, rows)

    def predict(self, X: ArrayLike) -> Array:
        """Return the value of the function for each sample, (n_samples,)."""
        return self._one_sum(X)
