"""The one-class support vector machine: the region in which nearly all samples lie."""

from __future__ import annotations

from collections.abc import Callable, Generator
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import OutlierMixin
from sklearn.utils._param_validation import Interval
from sklearn.utils.validation import _num_samples

from workings._blas import one_blas_thread
from workings._callbacks import watched, with_callbacks
from workings._step import Step, run
from workings.svm._base import CONSTRAINTS, SupportVectorMachine
from workings.svm._problem import one_class

Array = NDArray[Any]


class OneClassSVM(OutlierMixin, SupportVectorMachine):  # type: ignore[misc]
    r"""One-class support vector machine, which finds outliers without having been shown any.

    With :math:`f(x) = \sum_i \alpha_i K(x_i, x) - \rho`, the fit minimises :math:`\tfrac12 \alpha^T K \alpha` over
    :math:`0 \le \alpha_i \le s_i` with :math:`\sum_i \alpha_i = \nu \sum_i s_i`. Where f is negative is an outlier.

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
        The fit has converged when the gap is smaller.
    nu : float, default=0.5
        At most this share of the samples are outliers, and at least this share are support vectors.
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
        The :math:`\alpha_i`.
    coef_ : ndarray or CSR of shape (1, n_features)
        With ``kernel='linear'`` alone.
    intercept_ : ndarray of shape (1,)
        :math:`-\rho`.
    offset_ : ndarray of shape (1,)
        :math:`\rho`: ``score_samples`` minus this is the decision function.
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
    The solvers, their cost and accuracy are those of `SVC`. With ``nu=1`` all alphas sit at their bounds and nothing
    determines the offset; the largest that calls every sample an outlier or a boundary case is taken.

    Source: B. Schoelkopf et al., "Estimating the support of a high-dimensional distribution", Neural Computation 13
    (2001) 1443.

    Examples
    --------
    >>> X = [[0.0], [0.44], [0.45], [0.46], [1.0]]
    >>> OneClassSVM(gamma="auto").fit(X).predict(X)
    array([-1,  1,  1,  1, -1])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **CONSTRAINTS,
        "nu": [Interval(Real, 0.0, 1.0, closed="right")],
    }

    def __init__(
        self,
        *,
        kernel: str | Callable[[Any, Any], Any] = "rbf",
        degree: int = 3,
        gamma: float | str = "scale",
        coef0: float = 0.0,
        tol: float = 1e-3,
        nu: float = 0.5,
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
        self.nu = nu
        self.shrinking = shrinking
        self.cache_size = cache_size
        self.verbose = verbose
        self.max_iter = max_iter

    @with_callbacks
    def fit(self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None) -> OneClassSVM:
        """Find the region.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features), or (n_samples, n_samples)
            The samples; for a precomputed kernel its matrix; for a callable one whatever that takes.
        y : None
            Ignored.
        sample_weight : array_like of shape (n_samples,), optional
            The bound of each alpha; samples of weight 0 or less are left out.

        Returns
        -------
        OneClassSVM
            The estimator itself.

        Raises
        ------
        ValueError
            X holds NaN or infinity, lengths differ, or no weight is positive.

        Warns
        -----
        ConvergenceWarning
            `max_iter` pairs did not suffice; it tells the gap.
        """
        with one_blas_thread():
            run(self._fit_steps(X, y, sample_weight, watch=False))
        return self

    def _fit_steps(
        self, X: Any, y: Any = None, sample_weight: ArrayLike | None = None, *, watch: bool = True
    ) -> Generator[Step, None, None]:
        # Validate.
        self._validate_params()
        data, _ = self._checked(X, None)
        weights = self._weights(sample_weight, X, _num_samples(X))
        function = self._function(data)
        rows = np.flatnonzero(weights > 0.0)

        # Compute.
        problem = one_class(rows, weights[rows], float(self.nu))
        outcome = yield from watched(self, X, y, self._told(self._solve(data, function, problem, watch)))

        # Store.
        self._warn([outcome])
        self._keep_one(data, X, outcome, rows)
        self.offset_ = -self._intercept_

    def decision_function(self, X: ArrayLike) -> Array:
        """Return f(x) of each sample, (n_samples,): positive inside the region, negative outside."""
        return self._one_sum(X)

    def score_samples(self, X: ArrayLike) -> Array:
        """Return the decision function plus ``offset_``, (n_samples,)."""
        scores: Array = self.decision_function(X) + self.offset_
        return scores

    def predict(self, X: ArrayLike) -> Array:
        """Return 1 for inliers and -1 for outliers, (n_samples,)."""
        return np.where(self._one_sum(X, signs=True) > 0.0, 1, -1).astype(np.intp)
