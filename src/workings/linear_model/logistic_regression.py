"""Logistic regression: the classifier that turns a weighted sum of features into probabilities."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils._param_validation import Hidden, Interval, StrOptions
from sklearn.utils.validation import check_is_fitted, validate_data

from workings._blas import one_blas_thread
from workings._callbacks import CallbackSupportMixin, watched, with_callbacks
from workings._step import Step, run
from workings._validation import check_finite, class_labels, sample_weights
from workings.linear_model._logistic_loss import LogisticLoss
from workings.linear_model._newton import Outcome, minimise
from workings.linear_model._unsupported import refuse_what_differs
from workings.special import log_sigmoid, log_softmax, sigmoid, softmax

Array = NDArray[Any]


class LogisticRegression(CallbackSupportMixin, ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    r"""Logistic regression for two or more classes, by Newton's method.

    The probabilities are the softmax of one weighted sum per class; two classes need only one sum, and its sigmoid.
    The fit minimises, over coefficients :math:`w_k` and intercepts :math:`b_k`,

    .. math:: C \sum_i s_i \Bigl(\log \sum_k e^{w_k x_i + b_k} - (w_{y_i} x_i + b_{y_i})\Bigr)
              + \tfrac12 \sum_k \|w_k\|^2

    Parameters have scikit-learn's names, defaults and meaning, and the result is the same optimum.

    Parameters
    ----------
    penalty : {'l2', None}, default='deprecated'
        As in scikit-learn, deprecated: leave it, and use ``C=np.inf`` for no penalty.
    C : float, default=1.0
        Inverse strength of the penalty; ``np.inf`` for none. The smaller, the closer to 0 are the coefficients.
    l1_ratio : float, default=0.0
        Only 0, the l2 penalty, is there.
    dual : bool, default=False
        Only False is there.
    tol : float, default=1e-4
        The fit has converged when no entry of the gradient of the mean loss exceeds it.
    fit_intercept : bool, default=True
        Whether to add an intercept, which is not penalised.
    intercept_scaling : float, default=1
        Only 1 is there (it belongs to liblinear).
    class_weight : dict, 'balanced' or None, default=None
        Weight of each class (1 where a dict has none); 'balanced' gives all classes the same total weight.
    random_state : int, RandomState instance or None, default=None
        Without effect: the fit draws nothing.
    solver : {'lbfgs', 'newton-cg', 'newton-cholesky', 'sag', 'saga'}, default='lbfgs'
        Without effect on the result: all of them have the same optimum, and the quickest way there is chosen by the
        size of the data. 'liblinear', whose optimum is another one, is refused.
    max_iter : int, default=100
        At most this many steps over all rows.
    verbose : int, default=0
        Positive: print each step.
    warm_start : bool, default=False
        Begin where the last fit ended.
    n_jobs : int, default=None
        As in scikit-learn, deprecated and without effect.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    coef_ : ndarray of shape (1, n_features) or (n_classes, n_features)
        Change of the log-odds for one unit of a feature. With more than two classes each column sums to 0.
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
    `workings.linear_model._newton`. Data are read in blocks; memory beside X is O(n + p^2 K^2).

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
        "solver": [StrOptions({"lbfgs", "liblinear", "newton-cg", "newton-cholesky", "sag", "saga"})],
        "max_iter": [Interval(Integral, 0, None, closed="left")],
        "verbose": ["verbose"],
        "warm_start": ["boolean"],
        "n_jobs": [None, Integral],
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

    @with_callbacks
    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> LogisticRegression:
        """Fit the coefficients.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
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
        TypeError
            X is sparse.
        ValueError
            X holds NaN or infinity, the lengths differ, y holds fewer than two classes, or a parameter asks for
            something that is not there (l1, liblinear), with what to use instead.

        Warns
        -----
        ConvergenceWarning
            `max_iter` steps did not suffice.
        """
        with one_blas_thread():
            run(self._fit_steps(X, y, sample_weight))
        return self

    def _fit_steps(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> Generator[Step, None, None]:
        """Fit, one step at a time: `fit` runs this to its end, `workings.show.steps` looks at each step."""
        # Validate.
        self._validate_params()
        unpenalised = refuse_what_differs(self)
        data, target = _checked(self, X, y)
        classes, labels = class_labels("LogisticRegression.fit", target)
        weights, total = sample_weights(
            "LogisticRegression.fit", sample_weight, self.class_weight, data, classes, labels
        )
        l2 = 0.0 if unpenalised else 1.0 / (self.C * total)
        loss = LogisticLoss(data, labels, weights, len(classes), l2, bool(self.fit_intercept))
        start, warm = self._start(loss)

        # Compute.
        steps = minimise(loss, start, self.tol, self.max_iter, warm=warm)
        outcome = yield from watched(self, data, target, self._printed(steps))

        # Store.
        if not outcome.converged:
            warnings.warn(
                f"LogisticRegression.fit stopped after max_iter={self.max_iter} steps, before the gradient fell to "
                f"tol={self.tol}. Try a larger max_iter, or scale the features (StandardScaler).",
                ConvergenceWarning,
                stacklevel=5,  # past the generator, run, fit and its decorator
            )
        p = data.shape[1]
        theta = outcome.theta.astype(data.dtype)
        self.classes_ = classes
        self.coef_ = theta[:, :p].copy()
        self.intercept_ = theta[:, p].copy() if self.fit_intercept else np.zeros(loss.rows, dtype=data.dtype)
        self.n_iter_ = np.array([outcome.n_iter], dtype=np.int32)

    def _start(self, loss: LogisticLoss) -> tuple[Array, bool]:
        """Return the first coefficients: zeros, or those of the last fit if they have the right shape."""
        theta = np.zeros((loss.rows, loss.width))
        p = loss.X.shape[1]
        known = getattr(self, "coef_", None) if self.warm_start else None
        if known is None:
            return theta, False
        if known.shape != (loss.rows, p):
            raise ValueError(
                f"LogisticRegression.fit(warm_start=True): the last fit left coefficients of shape {known.shape}, "
                f"and these data need {(loss.rows, p)}. Set warm_start=False, or fit a new estimator."
            )
        theta[:, :p] = known
        if self.fit_intercept:
            theta[:, p] = self.intercept_
        if loss.rows > 1:
            theta -= theta.mean(axis=0)  # a number that all classes share changes no probability
        return theta, True

    def _printed(self, steps: Generator[Step, None, Outcome]) -> Generator[Step, None, Outcome]:
        if not self.verbose:
            return (yield from steps)
        return (yield from _print_each(steps))

    def decision_function(self, X: ArrayLike) -> Array:
        """Return the logits: (n_samples,) for two classes, the log-odds of the second; else (n_samples, n_classes)."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=[np.float64, np.float32], reset=False)
        logits: Array = X @ self.coef_.T + self.intercept_
        return logits.ravel() if logits.shape[1] == 1 else logits

    def predict(self, X: ArrayLike) -> Array:
        """Return the most probable class of each sample, (n_samples,)."""
        logits = self.decision_function(X)
        best: Array = (logits > 0).astype(np.intp) if logits.ndim == 1 else logits.argmax(axis=1)
        predicted: Array = self.classes_[best]
        return predicted

    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of each class, (n_samples, n_classes), in the order of ``classes_``."""
        logits = self.decision_function(X)
        if logits.ndim == 1:
            return np.column_stack([sigmoid(-logits), sigmoid(logits)])
        probabilities: Array = softmax(logits, axis=-1)
        return probabilities

    def predict_log_proba(self, X: ArrayLike) -> Array:
        """Return the logarithms of the probabilities, right even where a probability itself underflows to 0."""
        logits = self.decision_function(X)
        if logits.ndim == 1:
            return np.column_stack([log_sigmoid(-logits), log_sigmoid(logits)])
        logarithms: Array = log_softmax(logits, axis=-1)
        return logarithms


def _checked(estimator: BaseEstimator, X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """Return X and y as arrays, without NaN and infinity."""
    data, target = validate_data(estimator, X, y, dtype=[np.float64, np.float32], order="C", ensure_all_finite=False)
    check_finite(estimator, data)
    return data, target


def _print_each(steps: Generator[Step, None, Outcome]) -> Generator[Step, None, Outcome]:
    while True:
        try:
            step = next(steps)
        except StopIteration as stop:
            outcome: Outcome = stop.value
            return outcome
        slope = step.facts["largest_gradient"]
        print(f"{step.index:3d}  objective {step.objective:.10g}  largest gradient {slope:.2e}  {step.what}")
        yield step
