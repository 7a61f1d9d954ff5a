"""Linear classifiers that learn from one sample after the other: SVM, logistic regression, and more."""

from __future__ import annotations

from numbers import Integral
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.metaestimators import available_if

from workings.linear_model._sgd_base import LOSSES, SGD_CONSTRAINTS
from workings.linear_model._sgd_classifier import StochasticClassifier
from workings.special import log_sigmoid, sigmoid

Array = NDArray[Any]


class SGDClassifier(StochasticClassifier):
    r"""A linear classifier, fitted by stochastic gradient descent.

    The output for a sample is :math:`p = w \cdot x + b`, its class y is -1 or 1, and it costs L(y, p). The fit makes

    .. math:: \frac1n \sum_i L(y_i, w \cdot x_i + b) + \alpha R(w), \qquad
              R(w) = \frac{1 - \rho}{2} \sum_j w_j^2 + \rho \sum_j |w_j|

    small, by a step against the gradient after each single sample. More than two classes are learnt each against
    all others, on several threads.

    Parameters
    ----------
    loss : str, default='hinge'
        'hinge' (a linear SVM), 'log_loss' (logistic regression), 'modified_huber', 'squared_hinge', 'perceptron', or a
        loss of regression: 'squared_error', 'huber', 'epsilon_insensitive', 'squared_epsilon_insensitive'.
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
    n_jobs : int, default=None
        How many threads learn classes at the same time; None for as many as the library may use (scikit-learn: 1).
    random_state : int, RandomState instance or None, default=None
        What the order of the samples is drawn from, and what is set aside.
    learning_rate : {'optimal', 'constant', 'invscaling', 'adaptive', 'pa1', 'pa2'}, default='optimal'
        At the t-th sample the learning rate is 1 / (alpha (t0 + t)) with Bottou's t0; eta0; eta0 / t**power_t; or eta0,
        divided by 5 whenever `tol` would stop. 'pa1' and 'pa2' go as far as mends the sample, at most eta0, or damped
        by eta0 (Crammer et al., JMLR 7, 2006); only with loss='hinge'.
    eta0 : float, default=0.01
        See `learning_rate`.
    power_t : float, default=0.5
        See `learning_rate`.
    early_stopping : bool, default=False
        Whether to set samples aside, and to judge each pass by the score on them.
    validation_fraction : float, default=0.1
        Share of the samples that `early_stopping` sets aside.
    n_iter_no_change : int, default=5
        See `tol`.
    class_weight : dict, 'balanced' or None, default=None
        Weight of each class (1 where a dict has none); 'balanced': inversely to its number of samples.
    warm_start : bool, default=False
        Begin where the last fit ended.
    average : bool or int, default=False
        Keep the average of all coefficients so far; a number n: of those from the n-th sample on.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    coef_ : ndarray of shape (1, n_features) or (n_classes, n_features)
    intercept_ : ndarray of shape (1,) or (n_classes,)
    n_iter_ : int
        Passes over the samples; the most that any class took.
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
    'log_loss' for -1 and 1), so it may stop at another pass. With
    `average`, `partial_fit` goes on from the true intercept (scikit-learn 1.9 forgets it). ``n_jobs=None`` uses several
    threads.
    For sparse X the penalty in the objective that `tol` judges is that of the features of the last sample only, as in
    scikit-learn.

    ``workings.show.steps(model, X, y)`` shows each pass; with ``every="update"`` each change of the model.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.preprocessing import scale
    >>> X, y = load_iris(return_X_y=True)
    >>> model = SGDClassifier(loss="log_loss", random_state=0).fit(scale(X), y)
    >>> model.predict(scale(X)[:2])
    array([0, 0])
    >>> round(model.score(scale(X), y), 2)
    0.95
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **SGD_CONSTRAINTS,
        "loss": [StrOptions(set(LOSSES))],
        "n_jobs": [Integral, None],
        "class_weight": [StrOptions({"balanced"}), dict, None],
    }

    # What scikit-learn's class calls so: the names of the losses.
    loss_functions: ClassVar[dict[str, Any]] = LOSSES

    def __init__(
        self,
        loss: str = "hinge",
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
        n_jobs: int | None = None,
        random_state: Any = None,
        learning_rate: str = "optimal",
        eta0: float = 0.01,
        power_t: float = 0.5,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 5,
        class_weight: dict[Any, float] | str | None = None,
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
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.learning_rate = learning_rate
        self.eta0 = eta0
        self.power_t = power_t
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change
        self.class_weight = class_weight
        self.warm_start = warm_start
        self.average = average

    def _has_probabilities(self) -> bool:
        if self.loss not in ("log_loss", "modified_huber"):
            raise AttributeError(
                f"probability estimates are not available for loss={self.loss!r}. Try loss='log_loss'."
            )
        return True

    @available_if(_has_probabilities)
    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of each class, (n_samples, n_classes), in the order of ``classes_``.

        Two classes and 'log_loss': the sigmoid of the output. 'modified_huber': the output, cut off at -1 and 1, on the
        way from one to the other (Zhang, ICML 2004). More classes: the same for each against the rest, divided by
        the sum; equal shares where all of them are 0.
        """
        outputs = self.decision_function(X)
        if self.loss == "log_loss":
            shares, others = sigmoid(outputs), sigmoid(-outputs)
        else:
            shares = (np.clip(outputs, -1.0, 1.0) + 1.0) / 2.0
            others = 1.0 - shares
        if outputs.ndim == 1:
            return np.column_stack([others, shares])
        shares[shares.sum(axis=1) == 0.0] = 1.0
        probabilities: Array = shares / shares.sum(axis=1, keepdims=True)
        return probabilities

    @available_if(_has_probabilities)
    def predict_log_proba(self, X: ArrayLike) -> Array:
        """Return the logarithms of the probabilities; minus infinity where 'modified_huber' gives 0."""
        if self.loss == "log_loss" and len(self.classes_) == 2:
            outputs = self.decision_function(X)
            return np.column_stack([log_sigmoid(-outputs), log_sigmoid(outputs)])
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.predict_proba(X)))
