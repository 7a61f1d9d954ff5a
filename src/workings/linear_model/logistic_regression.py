"""Logistic regression: the classifier that turns a weighted sum of features into probabilities."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import issparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model._base import SparseCoefMixin
from sklearn.utils._param_validation import Hidden, Interval, StrOptions
from sklearn.utils.validation import check_is_fitted

from workings._blas import one_blas_thread
from workings._callbacks import CallbackSupportMixin, watched, with_callbacks
from workings._linear_scores import checked_samples, linear_labels, linear_values
from workings._other_arrays import library_of, run_elsewhere
from workings._step import Step, run
from workings._validation import class_labels, sample_weights
from workings.linear_model._logistic_fit import Task, checked, guard_for
from workings.linear_model._logistic_parameters import DESCENT, read_parameters, refuse, unfinished
from workings.special import log_sigmoid, log_softmax, sigmoid, softmax

Array = NDArray[Any]


class LogisticRegression(CallbackSupportMixin, SparseCoefMixin, ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    r"""Logistic regression for two or more classes, by Newton's method.

    The probabilities are the softmax of one weighted sum per class; two classes need only one sum, and its sigmoid.
    The fit minimises, over coefficients :math:`w_k` and intercepts :math:`b_k`,

    .. math:: C \sum_i s_i \Bigl(\log \sum_k e^{w_k x_i + b_k} - (w_{y_i} x_i + b_{y_i})\Bigr)
              + \tfrac{1 - \rho}2 \sum_k \|w_k\|^2 + \rho \sum_k \|w_k\|_1

    with :math:`\rho` = ``l1_ratio``: 0 for the l2 penalty, 1 for l1, which makes coefficients 0. Parameters have
    scikit-learn's names, defaults and meaning, and the result is the same optimum.

    Parameters
    ----------
    penalty : {'l1', 'l2', 'elasticnet', None}, default='deprecated'
        As in scikit-learn, deprecated: use `l1_ratio`, and ``C=np.inf`` for no penalty.
    C : float, default=1.0
        Inverse strength of the penalty; ``np.inf`` for none. The smaller, the closer to 0 are the coefficients.
    l1_ratio : float, default=0.0
        The share of the absolute values in the penalty: 0 is l2, 1 is l1, elastic net between them.
    dual : bool, default=False
        Without effect with ``solver='liblinear'``, the only one that takes True: the optimum is the same.
    tol : float, default=1e-4
        The fit has converged when no entry of the gradient of the mean loss exceeds it; with l1, when no coefficient
        misses the condition of the optimum by more.
    fit_intercept : bool, default=True
        Whether to add an intercept, which is not penalised.
    intercept_scaling : float, default=1
        For ``solver='liblinear'`` alone, without effect otherwise: the constant whose coefficient, penalised like the
        others, gives the intercept.
    class_weight : dict, 'balanced' or None, default=None
        Weight of each class (1 where a dict has none); 'balanced' gives all classes the same total weight.
    random_state : int, RandomState instance or None, default=None
        Without effect: the fit draws nothing.
    solver : {'lbfgs', 'liblinear', 'newton-cg', 'newton-cholesky', 'sag', 'saga', 'gradient descent'}, default='lbfgs'
        The first six have no effect on how the optimum is found: the quickest way is chosen by the size of the data,
        and any penalty goes with any of them. 'liblinear' has another optimum, which penalises the intercept, and takes
        two classes only. 'gradient descent' walks step by step, for those who want to watch; scale the features first.
    max_iter : int, default=100
        At most this many steps over all rows.
    verbose : int, default=0
        Positive: print each step.
    warm_start : bool, default=False
        Begin where the last fit ended.
    n_jobs : int, default=None
        As in scikit-learn, deprecated and without effect.
    learning_rate : float, default=None
        For gradient descent: the length of a step for a gradient of 1. None takes 1 / curvature at the start.
    momentum : float, default=0.0
        For gradient descent: which share of the last step is taken again, at least 0 and below 1.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    coef_ : ndarray of shape (1, n_features) or (n_classes, n_features)
        Change of the log-odds for one unit of a feature. With more than two classes, and without l1, each column sums
        to 0.
    intercept_ : ndarray of shape (1,) or (n_classes,)
    n_iter_ : ndarray of shape (1,)
        Steps over all rows that the fit took.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    For n rows, p features and K classes a step over all rows costs O(n p K). A few thousand rows get second
    derivatives at every step, O(n p^2 K^2); with many rows they are formed on a sample, see
    `workings.linear_model._newton`, and `workings.linear_model._proximal` for l1. Data are read in blocks; memory
    beside X is O(n + p^2 K^2), and for l1 with many features that of the columns in use.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> model = LogisticRegression().fit(X, y)
    >>> model.predict(X[:2])
    array([0, 0])
    >>> model.predict_proba(X[:1]).round(3)
    array([[0.982, 0.018, 0.   ]])
    >>> round(model.score(X, y), 3)
    0.973
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "penalty": [StrOptions({"l1", "l2", "elasticnet"}), None, Hidden(StrOptions({"deprecated"}))],
        "C": [Interval(Real, 0, None, closed="right")],
        "l1_ratio": [Interval(Real, 0, 1, closed="both"), None],
        "dual": ["boolean"],
        "tol": [Interval(Real, 0, None, closed="left")],
        "fit_intercept": ["boolean"],
        "intercept_scaling": [Interval(Real, 0, None, closed="neither")],
        "class_weight": [dict, StrOptions({"balanced"}), None],
        "random_state": ["random_state"],
        "solver": [StrOptions({"lbfgs", "liblinear", "newton-cg", "newton-cholesky", "sag", "saga", DESCENT})],
        "max_iter": [Interval(Integral, 0, None, closed="left")],
        "verbose": ["verbose"],
        "warm_start": ["boolean"],
        "n_jobs": [None, Integral],
        "learning_rate": [Interval(Real, 0, None, closed="neither"), None],
        "momentum": [Interval(Real, 0, 1, closed="left")],
    }

    def __init__(
        self,
        penalty: str | None = "deprecated",
        *,
        C: float = 1.0,
        l1_ratio: float | None = 0.0,
        dual: bool = False,
        tol: float = 1e-4,
        fit_intercept: bool = True,
        intercept_scaling: float = 1,
        class_weight: dict[Any, float] | str | None = None,
        random_state: Any = None,
        solver: str = "lbfgs",
        max_iter: int = 100,
        verbose: int = 0,
        warm_start: bool = False,
        n_jobs: int | None = None,
        learning_rate: float | None = None,
        momentum: float = 0.0,
    ) -> None:
        self.penalty = penalty
        self.C = C
        self.l1_ratio = l1_ratio
        self.dual = dual
        self.tol = tol
        self.fit_intercept = fit_intercept
        self.intercept_scaling = intercept_scaling
        self.class_weight = class_weight
        self.random_state = random_state
        self.solver = solver
        self.max_iter = max_iter
        self.verbose = verbose
        self.warm_start = warm_start
        self.n_jobs = n_jobs
        self.learning_rate = learning_rate
        self.momentum = momentum

    def __sklearn_tags__(self) -> Any:
        """Say that sparse X is welcome."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    @with_callbacks
    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> LogisticRegression:
        """Fit the coefficients.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            The samples. float32 and float64 are used as they are, other numbers become float64.
        y : array_like of shape (n_samples,)
            The class of each sample: numbers, strings, or bool.
        sample_weight : array_like of shape (n_samples,), optional
            How much each sample counts; not negative.

        Returns
        -------
        LogisticRegression
            The estimator itself.

        Raises
        ------
        ValueError
            X holds NaN or infinity, the lengths differ, y holds fewer than two classes, parameters contradict each
            other, or gradient descent went up instead of down.

        Warns
        -----
        ConvergenceWarning
            `max_iter` steps did not suffice.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y, sample_weight)
        with one_blas_thread():
            run(self._fit_steps(X, y, sample_weight))
        return self

    def _fit_steps(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> Generator[Step, None, None]:
        """Fit, one step at a time: `fit` runs this to its end, `workings.show.steps` looks at each step."""
        # Validate.
        self._validate_params()
        wish = read_parameters(self)
        data, target = checked(self, X, y)
        guard = guard_for(self, data)
        classes, labels = class_labels("LogisticRegression.fit", target)
        if self.solver == "liblinear" and len(classes) > 2:
            refuse(
                "LogisticRegression", "The 'liblinear' solver does not support multiclass classification.", "Leave it."
            )
        weights, total = sample_weights(
            "LogisticRegression.fit", sample_weight, self.class_weight, data, classes, labels
        )
        task = Task(data, labels, weights, total, len(classes), bool(self.fit_intercept), wish, guard)
        known = self._known(task.rows, data.shape[1]) if self.warm_start else None

        # Compute.
        outcome = yield from watched(self, data, target, task.optimise(self, known))

        # Store.
        if not outcome.converged:
            # stacklevel: past the generator, run, fit and its decorator
            warnings.warn(unfinished(self, "LogisticRegression.fit"), ConvergenceWarning, stacklevel=5)
        p = data.shape[1]
        theta = outcome.theta.astype(data.dtype)
        self.classes_ = classes
        self.coef_ = theta[:, :p].copy()
        self.intercept_ = theta[:, p].copy() if self.fit_intercept else np.zeros(task.rows, dtype=data.dtype)
        self.n_iter_ = np.array([outcome.n_iter], dtype=np.int32)

    def _known(self, rows: int, p: int) -> Array | None:
        """Return the coefficients and intercepts of the last fit, if there was one."""
        coef = getattr(self, "coef_", None)
        if coef is None:
            return None
        if coef.shape != (rows, p):
            raise ValueError(
                f"LogisticRegression.fit(warm_start=True): the last fit left coefficients of shape {coef.shape}, "
                f"and these data need {(rows, p)}. Set warm_start=False, or fit a new estimator."
            )
        coef = coef.toarray() if issparse(coef) else coef
        if not (np.isfinite(coef).all() and np.isfinite(self.intercept_).all()):
            raise ValueError(
                "LogisticRegression.fit(warm_start=True): Floating-point under-/overflow, or NaN: the last fit's "
                "coefficients are not finite. Set warm_start=False, or fit a new estimator."
            )
        return np.column_stack([coef, self.intercept_]) if self.fit_intercept else coef

    def decision_function(self, X: ArrayLike) -> Array:
        """Return the logits: (n_samples,) for two classes, the log-odds of the second; else (n_samples, n_classes)."""
        if library := library_of(X):
            return run_elsewhere(library, self, "decision_function", X)
        check_is_fitted(self)
        samples = checked_samples(self, X, accept_sparse="csr", dtype=[np.float64, np.float32])
        logits = linear_values(self, samples, self.coef_, self.intercept_)
        return logits[:, 0] if logits.shape[1] == 1 else logits

    def predict(self, X: ArrayLike) -> Array:
        """Return the most probable class of each sample, (n_samples,)."""
        if library := library_of(X):
            return run_elsewhere(library, self, "predict", X)
        check_is_fitted(self)
        samples = checked_samples(self, X, accept_sparse="csr", dtype=[np.float64, np.float32])
        predicted: Array = self.classes_[linear_labels(self, samples, self.coef_, self.intercept_)]
        return predicted

    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of each class, (n_samples, n_classes), in the order of ``classes_``."""
        if library := library_of(X):
            return run_elsewhere(library, self, "predict_proba", X)
        logits = self.decision_function(X)
        if logits.ndim == 1:
            return np.column_stack([sigmoid(-logits), sigmoid(logits)])
        probabilities: Array = softmax(logits, axis=-1)
        return probabilities

    def predict_log_proba(self, X: ArrayLike) -> Array:
        """Return the logarithms of the probabilities, right even where a probability itself underflows to 0."""
        if library := library_of(X):
            return run_elsewhere(library, self, "predict_log_proba", X)
        logits = self.decision_function(X)
        if logits.ndim == 1:
            return np.column_stack([log_sigmoid(-logits), log_sigmoid(logits)])
        logarithms: Array = log_softmax(logits, axis=-1)
        return logarithms
