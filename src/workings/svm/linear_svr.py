"""The linear support vector regressor."""

from __future__ import annotations

from collections.abc import Generator
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from workings._blas import one_blas_thread
from workings._callbacks import CallbackSupportMixin, watched, with_callbacks
from workings._linear_scores import checked_samples, linear_values
from workings._step import Step, run
from workings.svm._linear_band import Band
from workings.svm._linear_fit import checked, constant_of, optimise, refuse_combination, store

Array = NDArray[Any]


class LinearSVR(CallbackSupportMixin, RegressorMixin, BaseEstimator):  # type: ignore[misc]
    r"""Linear support vector regression: a tube around the data, inside which an error costs nothing.

    With samples :math:`\tilde x_i = (x_i, s)`, of which s is ``intercept_scaling``, the fit minimises over
    :math:`v = (w, b / s)`

    .. math:: \tfrac12 \|v\|^2 + C \sum_i s_i \max(0, |y_i - v \cdot \tilde x_i| - \epsilon)^q

    where q is 1 for the epsilon-insensitive loss and 2 for its square. The intercept b is penalised with the others, as
    in scikit-learn. Parameters have scikit-learn's names and defaults.

    Parameters
    ----------
    epsilon : float, default=0.0
        Half the width of the tube, in the units of y; not negative.
    tol : float, default=1e-4
        The fit has converged when the duality gap, which bounds how far the objective is above its minimum, is at most
        ``tol**2`` times the objective; `tol` is then about the relative error of the coefficients.
    C : float, default=1.0
        The price of a sample's loss. The smaller, the closer to 0 are the coefficients.
    loss : {'epsilon_insensitive', 'squared_epsilon_insensitive'}, default='epsilon_insensitive'
        What a sample outside of the tube costs.
    fit_intercept : bool, default=True
        Whether to add an intercept.
    intercept_scaling : float, default=1.0
        The constant s whose coefficient, times s, is the intercept. The larger, the less the intercept is penalised.
    dual : 'auto' or bool, default='auto'
        Without effect on the result. A combination that scikit-learn does not have is refused, as there.
    verbose : int, default=0
        Positive: print each step.
    random_state : int, RandomState instance or None, default=None
        What the order of the samples is drawn from if the fit passes over them one by one (more than 1,000 samples and
        1,000 features); None stands for a fixed seed. Without effect otherwise.
    max_iter : int, default=1000
        At most this many steps over all samples.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,)
        The coefficients w.
    intercept_ : ndarray of shape (1,)
        The intercept b; the number 0.0 without an intercept, as in scikit-learn.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.
    n_iter_ : int
        Steps over all samples.

    Notes
    -----
    The ways to the optimum, and their costs, are those of `LinearSVC`.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> X, y = load_diabetes(return_X_y=True)
    >>> model = LinearSVR(C=100.0).fit(X, y)
    >>> round(model.score(X, y), 2)
    0.48
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "epsilon": [Interval(Real, 0.0, None, closed="left")],
        "tol": [Interval(Real, 0.0, None, closed="neither")],
        "C": [Interval(Real, 0.0, None, closed="neither")],
        "loss": [StrOptions({"epsilon_insensitive", "squared_epsilon_insensitive"})],
        "fit_intercept": ["boolean"],
        "intercept_scaling": [Interval(Real, 0, None, closed="neither")],
        "dual": ["boolean", StrOptions({"auto"})],
        "verbose": ["verbose"],
        "random_state": ["random_state"],
        "max_iter": [Interval(Integral, 0, None, closed="left")],
    }

    def __init__(
        self,
        *,
        epsilon: float = 0.0,
        tol: float = 1e-4,
        C: float = 1.0,
        loss: str = "epsilon_insensitive",
        fit_intercept: bool = True,
        intercept_scaling: float = 1.0,
        dual: str | bool = "auto",
        verbose: int = 0,
        random_state: Any = None,
        max_iter: int = 1000,
    ) -> None:
        self.epsilon = epsilon
        self.tol = tol
        self.C = C
        self.loss = loss
        self.fit_intercept = fit_intercept
        self.intercept_scaling = intercept_scaling
        self.dual = dual
        self.verbose = verbose
        self.random_state = random_state
        self.max_iter = max_iter

    def __sklearn_tags__(self) -> Any:
        """Say that sparse X is welcome."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    @with_callbacks
    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> LinearSVR:
        """Fit the coefficients.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            The samples, computed with in float64.
        y : array_like of shape (n_samples,)
            The numbers to predict.
        sample_weight : array_like of shape (n_samples,), optional
            Factor of C for each sample; not negative.

        Returns
        -------
        LinearSVR
            The estimator itself.

        Raises
        ------
        ValueError
            X or y holds NaN or infinity, the lengths differ, the weights are negative or all 0, or scikit-learn has not
            this combination of loss and dual.

        Warns
        -----
        ConvergenceWarning
            The duality gap was not closed; it is told how wide it is.
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
        squared = self.loss == "squared_epsilon_insensitive"
        refuse_combination(self, "l2", primal=squared, dual=True)
        data, target = checked(self, X, y, numeric=True)
        target = target.astype(np.float64, copy=False)
        weights = _check_sample_weight(sample_weight, data, dtype=np.float64, ensure_non_negative=True)
        tube = float(self.epsilon)
        band = Band(data, target - tube, target + tube, self.C * weights, squared, constant_of(self))

        # Compute.
        outcomes = yield from watched(self, data, target, optimise(self, [band], [""]))

        # Store.
        self.coef_ = store(self, outcomes, data.shape[1]).ravel()

    def predict(self, X: ArrayLike) -> Array:
        """Return the prediction for each sample, (n_samples,)."""
        check_is_fitted(self)
        samples = checked_samples(self, X, accept_sparse=["csr", "csc", "coo"])
        return linear_values(self, samples, self.coef_, self.intercept_)
