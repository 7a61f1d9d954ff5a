"""Linear regression that learns from one sample after the other."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import issparse
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.linear_model._base import SparseCoefMixin
from sklearn.metrics import r2_score
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.validation import check_is_fitted

from workings._callbacks import CallbackSupportMixin, is_watched, watched, with_callbacks
from workings._linear_scores import checked_samples, linear_values
from workings._step import Step, run
from workings.linear_model._sgd import Descent, descend, printed
from workings.linear_model._sgd_base import (
    REGRESSION_LOSSES,
    SGD_CONSTRAINTS,
    checked,
    checked_weights,
    held_out_samples,
    initial,
    judge_of,
    known_beginning,
    make_plan,
    refuse_conflicts,
    store,
    warn_of_early_end,
    warn_of_negative_power,
)
from workings.linear_model._sgd_plan import Rows

Array = NDArray[Any]


class SGDRegressor(CallbackSupportMixin, SparseCoefMixin, RegressorMixin, BaseEstimator):  # type: ignore[misc]
    r"""A linear regression, fitted by stochastic gradient descent.

    The output for a sample is :math:`p = w \cdot x + b`, and it costs L(y, p). The fit makes

    .. math:: \frac1n \sum_i L(y_i, w \cdot x_i + b) + \alpha R(w), \qquad
              R(w) = \frac{1 - \rho}{2} \sum_j w_j^2 + \rho \sum_j |w_j|

    small, by a step against the gradient after each single sample.

    Parameters
    ----------
    loss : str, default='squared_error'
        'squared_error', 'huber' (linear for errors beyond epsilon), 'epsilon_insensitive' (0 up to epsilon, then
        linear), or 'squared_epsilon_insensitive'.
    penalty : {'l2', 'l1', 'elasticnet', None}, default='l2'
        What is added to the loss: the squares of the coefficients, their sizes, a mixture, or nothing.
    alpha : float, default=0.0001
        Strength of the penalty; the learning rate 'optimal' is made from it, too.
    l1_ratio : float or None, default=0.15
        Share of the l1 part in 'elasticnet'.
    fit_intercept : bool, default=True
        Whether to learn an intercept, which is not penalised.
    max_iter : int, default=1000
        At most this many passes over the samples; `partial_fit` makes one.
    tol : float or None, default=1e-3
        Stop when `n_iter_no_change` passes in a row did not lower the mean objective (with `early_stopping`: did not
        raise the score) by this much. None: make all passes.
    shuffle : bool, default=True
        Whether to shuffle the samples before each pass.
    verbose : int, default=0
        Positive: print each pass.
    epsilon : float, default=0.1
        Of 'huber': beyond this error the loss grows linearly. Of the losses with 'epsilon_insensitive': below this
        error there is none.
    random_state : int, RandomState instance or None, default=None
        What the order of the samples is drawn from, and what is set aside.
    learning_rate : {'optimal', 'constant', 'invscaling', 'adaptive', 'pa1', 'pa2'}, default='invscaling'
        At the t-th sample the learning rate is 1 / (alpha (t0 + t)) with Bottou's t0; eta0; eta0 / t**power_t; or eta0,
        divided by 5 whenever `tol` would stop. 'pa1' and 'pa2' go as far as mends the sample, at most eta0, or damped
        by eta0 (Crammer et al., JMLR 7, 2006); only with loss='epsilon_insensitive'.
    eta0 : float, default=0.01
        See `learning_rate`.
    power_t : float, default=0.25
        See `learning_rate`.
    early_stopping : bool, default=False
        Whether to set samples aside, and to judge each pass by the score on them.
    validation_fraction : float, default=0.1
        Share of the samples that `early_stopping` sets aside.
    n_iter_no_change : int, default=5
        See `tol`.
    warm_start : bool, default=False
        Begin where the last fit ended.
    average : bool or int, default=False
        Keep the average of all coefficients so far; a number n: of those from the n-th sample on.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,)
    intercept_ : ndarray of shape (1,)
    n_iter_ : int
        Passes over the samples.
    t_ : float
        1 more than the passes times the samples, over all calls of `partial_fit`.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    The updates are scikit-learn's, in the order in which it makes them for the same `random_state`; see
    `workings.kernels.sgd_rules` for them and `workings.linear_model._sgd_order` for the order. One pass costs O(nonzero
    entries of X); memory beside X is O(n + p). Arithmetic is float64 for float32 samples, too.

    What differs: `early_stopping` scores the held-out samples with the true coefficients and labels (scikit-learn
    1.9 leaves a factor out of the coefficients that the l2 penalty has shrunk, and takes the labels 0 and 1 of
    'log_loss' for -1 and 1), so it may stop at another pass.
    For sparse X the penalty in the objective that `tol` judges is that of the features of the last sample only, as in
    scikit-learn.

    ``workings.show.steps(model, X, y)`` shows each pass; with ``every="update"`` each change of the model.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.linspace(-1.0, 1.0, 50)[:, None]
    >>> model = SGDRegressor(alpha=0.0, tol=1e-9, random_state=0).fit(X, 3.0 * X[:, 0] + 1.0)
    >>> model.coef_.round(2), model.intercept_.round(2)
    (array([3.]), array([1.]))
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **SGD_CONSTRAINTS,
        "loss": [StrOptions(set(REGRESSION_LOSSES))],
    }

    def __init__(
        self,
        loss: str = "squared_error",
        *,
        penalty: str | None = "l2",
        alpha: float = 0.0001,
        l1_ratio: float | None = 0.15,
        fit_intercept: bool = True,
        max_iter: int = 1000,
        tol: float | None = 1e-3,
        shuffle: bool = True,
        verbose: int = 0,
        epsilon: float = 0.1,
        random_state: Any = None,
        learning_rate: str = "invscaling",
        eta0: float = 0.01,
        power_t: float = 0.25,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 5,
        warm_start: bool = False,
        average: bool | int = False,
    ) -> None:
        self.loss = loss
        self.penalty = penalty
        self.alpha = alpha
        self.l1_ratio = l1_ratio
        self.fit_intercept = fit_intercept
        self.max_iter = max_iter
        self.tol = tol
        self.shuffle = shuffle
        self.verbose = verbose
        self.epsilon = epsilon
        self.random_state = random_state
        self.learning_rate = learning_rate
        self.eta0 = eta0
        self.power_t = power_t
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change
        self.warm_start = warm_start
        self.average = average

    @with_callbacks
    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        coef_init: ArrayLike | None = None,
        intercept_init: ArrayLike | None = None,
        sample_weight: ArrayLike | None = None,
    ) -> SGDRegressor:
        """Fit the coefficients.

        Parameters
        ----------
        X : {array_like, sparse matrix} of shape (n_samples, n_features)
            The samples. float32 and float64 are used as they are, other numbers become float64; sparse ones CSR.
        y : array_like of shape (n_samples,)
            The target of each sample.
        coef_init, intercept_init : array_like, optional
            Where to start, in the shape of ``coef_`` and ``intercept_``; at 0 if not given.
        sample_weight : array_like of shape (n_samples,), optional
            How far each sample moves the model.

        Returns
        -------
        SGDRegressor
            The estimator itself.

        Raises
        ------
        ValueError
            X or y holds NaN or infinity, the lengths differ, parameters do not go together, or the coefficients grow
            beyond all bounds.

        Warns
        -----
        ConvergenceWarning
            `max_iter` passes did not suffice.
        """
        looked_at = bool(self.verbose) or is_watched(self)
        run(self._fit_steps(X, y, coef_init, intercept_init, sample_weight, looked_at=looked_at))
        return self

    def partial_fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> SGDRegressor:
        """Make one pass over some samples, from where the last one ended.

        Parameters
        ----------
        X, y, sample_weight
            As for `fit`.

        Returns
        -------
        SGDRegressor
            The estimator itself.
        """
        # Validate.
        self._validate_params()
        first = getattr(self, "coef_", None) is None
        if first:
            refuse_conflicts(self, "epsilon_insensitive", partial=True)
        data, target = checked(self, X, y, reset=first)
        start = known_beginning(self, (data.shape[1],), data.dtype)
        if not hasattr(self, "t_"):
            self.t_ = 1.0
        descent = self._descent(data, target, sample_weight, start, 1, looked_at=False)

        # Compute.
        run(descend([descent], [""], "epoch", 1))

        # Store.
        store(self, [descent], (data.shape[1],), data.dtype, data.shape[0])
        return self

    def _fit_steps(
        self,
        X: ArrayLike,
        y: ArrayLike,
        coef_init: ArrayLike | None = None,
        intercept_init: ArrayLike | None = None,
        sample_weight: ArrayLike | None = None,
        *,
        every: str = "epoch",
        looked_at: bool = True,
    ) -> Generator[Step, None, None]:
        """Fit, one step at a time: `fit` runs this to its end, `workings.show.steps` looks at each step."""
        # Validate.
        self._validate_params()
        refuse_conflicts(self, "epsilon_insensitive")
        data, target = checked(self, X, y, reset=True)
        if self.warm_start and getattr(self, "coef_", None) is not None:
            known = self.coef_.toarray() if issparse(self.coef_) else self.coef_
            coef_init = known if coef_init is None else coef_init
            intercept_init = self.intercept_ if intercept_init is None else intercept_init
        p = data.shape[1]
        start = (
            initial("coef_init", coef_init, (p,), data.dtype),
            initial("intercept_init", intercept_init, (1,), data.dtype),
            *((np.zeros(p), np.zeros(1)) if self.average else (None, None)),
        )
        self.t_ = 1.0
        descent = self._descent(data, target, sample_weight, start, self.max_iter, looked_at=looked_at)

        # Compute.
        steps = descend([descent], [""], every, 1)
        yield from watched(self, data, target, printed(steps, self.verbose))

        # Store.
        store(self, [descent], (p,), data.dtype, data.shape[0])
        warn_of_early_end(self, stacklevel=5)  # past the generator, run, fit and its decorator
        warn_of_negative_power(self)

    def _descent(
        self, X: Any, y: Array, sample_weight: Any, start: tuple[Any, ...], max_iter: int, *, looked_at: bool
    ) -> Descent:
        weights = checked_weights(self, sample_weight, X)
        target = y.astype(np.float64, copy=False)
        held = held_out_samples(self, target, weights, classes=False)
        seed = int(check_random_state(self.random_state).randint(0, np.iinfo(np.int32).max))
        coef, intercept, mean_coef, mean_intercept = start
        begin = coef, intercept[0], mean_coef, 0.0 if mean_intercept is None else mean_intercept[0], self.t_
        judge = None if held is None else judge_of(X, held, _determination(target[held], weights[held]))
        plan = make_plan(self, max_iter, sparse=issparse(X), looked_at=looked_at)
        return Descent(Rows(X), target, weights, plan, begin, seed, held, judge)

    def predict(self, X: ArrayLike) -> Array:
        """Return the outputs, (n_samples,)."""
        check_is_fitted(self)
        samples = checked_samples(self, X, accept_sparse="csr")
        return linear_values(self, samples, self.coef_, self.intercept_)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _determination(target: Array, weights: Array) -> Callable[[Array], float]:
    return lambda outputs: float(r2_score(target, outputs, sample_weight=weights))
