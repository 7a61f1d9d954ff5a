"""The elastic net: a linear model whose coefficients are drawn towards 0, many of them onto it."""

from __future__ import annotations

import numbers
import warnings
from collections.abc import Generator
from itertools import count
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, issparse
from sklearn.base import BaseEstimator, MultiOutputMixin, RegressorMixin
from sklearn.utils import assert_all_finite, metadata_routing
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from workings._blas import one_blas_thread
from workings._callbacks import CallbackSupportMixin, watched, with_callbacks
from workings._linear_scores import checked_samples, linear_values
from workings._other_arrays import validate_data
from workings._step import Step, run
from workings.linear_model._coordinate_descent import (
    along,
    begin,
    centred,
    control_of,
    visits,
    warn_of_gap,
)
from workings.linear_model._penalised_problem import Solution, State
from workings.linear_model.coordinate_descent_path import enet_path

Array = NDArray[Any]

# The least tol for which a gap that comes from the products of all columns is exact enough.
_SURE = 1e-8


class ElasticNet(CallbackSupportMixin, MultiOutputMixin, RegressorMixin, BaseEstimator):  # type: ignore[misc]
    r"""Linear regression with an l1 and an l2 penalty, by coordinate descent on working sets.

    The fit minimises, over coefficients :math:`w` and the intercept :math:`b`, with weights :math:`s_i` that sum to n,

    .. math:: \frac{1}{2n} \sum_i s_i (y_i - w x_i - b)^2 + \alpha \rho \|w\|_1 + \tfrac12 \alpha (1 - \rho) \|w\|_2^2

    where :math:`\rho` is ``l1_ratio``. Parameters have scikit-learn's names, defaults and meaning, and the result is
    the same optimum.

    Parameters
    ----------
    alpha : float, default=1.0
        Strength of the penalty. 0 is least squares, for which LinearRegression is the better way; it warns.
    l1_ratio : float, default=0.5
        Share of the l1 penalty: 1 is the Lasso, 0 is Ridge.
    fit_intercept : bool, default=True
        Whether to add an intercept, which is not penalised.
    precompute : bool or array_like of shape (n_features, n_features), default=False
        True: begin with the Gram matrix of all columns. An array: that matrix, of the centred and weighted X. False:
        the quicker way is chosen, column by column. Sparse X ignores it.
    max_iter : int, default=1000
        At most this many sweeps.
    copy_X : bool, default=True
        Without effect: X is neither changed nor copied as a whole.
    tol : float, default=1e-4
        The fit has converged when no coefficient moves by more than tol times the largest, and the duality gap is at
        most tol times the mean square of the (centred) y. After a Newton step the gap alone decides.
    warm_start : bool, default=False
        Begin where the last fit ended.
    positive : bool, default=False
        Whether coefficients must not be negative.
    random_state : int, RandomState instance or None, default=None
        For ``selection='random'``.
    selection : {'cyclic', 'random'}, default='cyclic'
        Whether a sweep visits the coordinates in turn, or draws as many with replacement.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,) or (n_targets, n_features)
    sparse_coef_ : csr_array of shape (1, n_features) or (n_targets, n_features)
        The same without the zeros.
    intercept_ : float or ndarray of shape (n_targets,)
    n_iter_ : int or list of int
        Sweeps, of each target: over the working set or over all columns.
    dual_gap_ : float or ndarray of shape (n_targets,)
        By how much the objective can at most be above its minimum.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    For n rows, p features and k of them in the working set, a look at the data costs O(n p), their Gram matrix
    O(n k^2), and a sweep O(k) times the number of coefficients that move. See `workings.linear_model._working_set`.
    Memory beside X is O(n + k^2), and half of X's size (float32) where sweeping over the data is quicker.

    The same gap as scikit-learn's is the measure of convergence; several targets are fitted one after the other.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[-2.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [2.0, 1.0]])
    >>> model = ElasticNet(alpha=0.1).fit(X, [-4.0, -2.0, 2.0, 4.0])
    >>> model.coef_.round(4)
    array([1.9412, 0.    ])
    >>> model.predict([[3.0, 0.0]]).round(3)
    array([5.824])
    """

    # `check_input` is no data, so nothing is routed to it.
    __metadata_request__fit: ClassVar[dict[str, Any]] = {"check_input": metadata_routing.UNUSED}

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "alpha": [Interval(Real, 0, None, closed="left")],
        "l1_ratio": [Interval(Real, 0, 1, closed="both")],
        "fit_intercept": ["boolean"],
        "precompute": ["boolean", "array-like"],
        "max_iter": [Interval(Integral, 1, None, closed="left"), None],
        "copy_X": ["boolean"],
        "tol": [Interval(Real, 0, None, closed="left")],
        "warm_start": ["boolean"],
        "positive": ["boolean"],
        "random_state": ["random_state"],
        "selection": [StrOptions({"cyclic", "random"})],
    }

    path = staticmethod(enet_path)

    def __init__(
        self,
        alpha: float = 1.0,
        *,
        l1_ratio: float = 0.5,
        fit_intercept: bool = True,
        precompute: Any = False,
        max_iter: int | None = 1000,
        copy_X: bool = True,
        tol: float = 1e-4,
        warm_start: bool = False,
        positive: bool = False,
        random_state: Any = None,
        selection: str = "cyclic",
    ) -> None:
        self.alpha = alpha
        self.l1_ratio = l1_ratio
        self.fit_intercept = fit_intercept
        self.precompute = precompute
        self.max_iter = max_iter
        self.copy_X = copy_X
        self.tol = tol
        self.warm_start = warm_start
        self.positive = positive
        self.random_state = random_state
        self.selection = selection

    @with_callbacks
    def fit(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None, check_input: bool = True
    ) -> ElasticNet:
        """Fit the coefficients.

        Parameters
        ----------
        X : {array_like, sparse array} of shape (n_samples, n_features)
            The samples. float32 and float64 in any order are used as they are; sparse by columns (CSC) is quickest.
        y : array_like of shape (n_samples,) or (n_samples, n_targets)
            What is to be predicted.
        sample_weight : float or array_like of shape (n_samples,), optional
            How much each sample counts; not negative. Only their ratios matter.
        check_input : bool, default=True
            False: X and y are arrays of floats that need no check.

        Returns
        -------
        ElasticNet
            The estimator itself.

        Raises
        ------
        ValueError
            X or y holds NaN or infinity, their lengths differ, all weights are 0, or a Gram matrix does not fit X.

        Warns
        -----
        ConvergenceWarning
            `max_iter` sweeps did not suffice; it tells the duality gap.
        """
        with one_blas_thread():
            run(self._fit_steps(X, y, sample_weight, check_input))
        return self

    def _fit_steps(
        self, X: Any, y: Any, sample_weight: Any = None, check_input: bool = True
    ) -> Generator[Step, None, None]:
        """Fit, one step at a time: `fit` runs this to its end, `workings.show.steps` looks at each step."""
        # Validate.
        self._validate_params()
        name = f"{type(self).__name__}.fit"
        if self.alpha == 0:
            warnings.warn(
                f"{name}: With alpha=0, this algorithm does not converge well. You are advised to use the "
                "LinearRegression estimator",
                UserWarning,
                stacklevel=5,
            )
        if check_input:
            X, y = self._checked(X, y)
        weights = _weights(name, sample_weight, X)
        rng = visits(self.selection, self.random_state)
        data, targets, means = centred(X, y, weights, self.fit_intercept)
        start = self._start(targets.shape[1], X.shape[1])

        # Compute.
        steps = self._targets(data, targets, start, rng)
        solutions = yield from watched(self, X, y, steps)

        # Store.
        coef = np.array([solution.state.w for solution in solutions])
        intercept = means - coef @ data.mean
        if not (np.isfinite(coef).all() and np.isfinite(intercept).all()):
            raise ValueError(
                "Coordinate descent iterations resulted in non-finite parameter values: the numbers in X or y are too "
                "large to be squared. Scale them (StandardScaler)."
            )
        gaps = np.array([max(one.gap, 0.0) if one.converged else one.gap for one in solutions]) / X.shape[0]
        coef, intercept, gaps = coef.astype(X.dtype), intercept.astype(X.dtype), gaps.astype(X.dtype)
        single = len(solutions) == 1
        self.n_iter_ = solutions[0].n_iter if single else [solution.n_iter for solution in solutions]
        self.coef_ = coef[0] if single else coef
        self.dual_gap_ = gaps[0] if single else gaps
        self.intercept_ = (intercept[0] if np.ndim(y) == 1 else intercept) if self.fit_intercept else 0.0

    def _checked(self, X: Any, y: Any) -> tuple[Any, Array]:
        X, y = validate_data(
            self,
            X,
            y,
            accept_sparse="csc",
            accept_large_sparse=False,
            dtype=[np.float64, np.float32],
            ensure_all_finite=False,  # the first look at dense data finds out
            multi_output=True,
            y_numeric=True,
        )
        if issparse(X):
            assert_all_finite(X.data, estimator_name=type(self).__name__, input_name="X")
        return X, y

    def _start(self, targets: int, p: int) -> Array:
        """Return the first coefficients: zeros, or those of the last fit if they have the right shape."""
        if not (self.warm_start and hasattr(self, "coef_")):
            return np.zeros((targets, p))
        known = np.array(self.coef_, dtype=np.float64, ndmin=2)
        if known.shape != (targets, p):
            raise ValueError(
                f"{type(self).__name__}.fit(warm_start=True): the last fit left coefficients of shape {known.shape}, "
                f"and these data need {(targets, p)}. Set warm_start=False, or fit a new estimator."
            )
        return known

    def _targets(
        self, data: Any, targets: Array, start: Array, rng: np.random.RandomState | None
    ) -> Generator[Step, None, list[Solution]]:
        """Yield the steps of each target; return the solutions."""
        name = f"{type(self).__name__}.fit"
        solutions: list[Solution] = []
        steps = count()
        precompute = False if issparse(data.X) else self.precompute
        problems, products, workspace = begin(name, data, targets, precompute)
        for problem, product, w in zip(problems, products.T, start, strict=True):
            control = control_of(self.tol, self.max_iter, rng, precompute is True, steps)
            control.trust = self.tol >= _SURE
            state = State.at(problem, w) if w.any() else State(w, product, problem.squares)
            found = yield from along(problem, state, [self.alpha], self.l1_ratio, self.positive, control, workspace)
            warn_of_gap(name, found[0], self.alpha * self.l1_ratio, stacklevel=7)
            solutions += found
        return solutions

    @property
    def sparse_coef_(self) -> Any:
        """Return ``coef_`` as a sparse array."""
        return csr_array(np.atleast_2d(self.coef_))

    def predict(self, X: ArrayLike) -> Array:
        """Return the prediction for each sample, (n_samples,) or (n_samples, n_targets)."""
        check_is_fitted(self)
        samples = checked_samples(self, X, accept_sparse=["csr", "csc"])
        return linear_values(self, samples, self.coef_, self.intercept_)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _weights(name: str, sample_weight: Any, X: Any) -> Array | None:
    """Return the weights of the samples, which sum to their number, or None if all are equal."""
    if sample_weight is None or isinstance(sample_weight, numbers.Number):
        return None
    weights: Array = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
    total = float(weights.sum())
    if not 0.0 < total < np.inf:
        raise ValueError(f"{name}: the weights of the samples sum to {total}. Give some sample a positive weight.")
    return weights * (len(weights) / total)
