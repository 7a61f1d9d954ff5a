"""Rosenblatt's perceptron: the classifier that learns from its mistakes."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any, ClassVar

from sklearn.utils._param_validation import Interval, StrOptions

from workings.linear_model._sgd_base import CONSTRAINTS
from workings.linear_model._sgd_classifier import StochasticClassifier


class Perceptron(StochasticClassifier):
    r"""The perceptron: where a sample lies on the wrong side of the line, the line is moved by that sample.

    With classes y = -1 and 1, a sample with :math:`y (w \cdot x + b) \le 0` is a mistake, and changes

    .. math:: w \leftarrow w + \eta_0\, y\, x, \qquad b \leftarrow b + \eta_0\, y;

    every other sample changes nothing. If a line separates the classes with a margin, the mistakes come to an end
    (Rosenblatt, 1958; Novikoff, 1962). More than two classes are learnt each against all others, on several threads.

    Parameters
    ----------
    penalty : {'l2', 'l1', 'elasticnet', None}, default=None
        What is added to the loss: the squares of the coefficients, their sizes, a mixture, or nothing.
    alpha : float, default=0.0001
        Strength of the penalty.
    l1_ratio : float, default=0.15
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
    eta0 : float, default=1.0
        How far a mistake moves the model. Without a penalty it only scales the coefficients.
    n_jobs : int, default=None
        How many threads learn classes at the same time; None for as many as the library may use (scikit-learn: 1).
    random_state : int, RandomState instance or None, default=0
        What the order of the samples is drawn from, and what is set aside.
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
    'log_loss' for -1 and 1), so it may stop at another pass. ``n_jobs=None`` uses several threads.
    For sparse X the penalty in the objective that `tol` judges is that of the features of the last sample only, as in
    scikit-learn.

    ``workings.show.steps(model, X, y)`` shows each mistake: the sample, its output, and the line after it; with
    ``every="epoch"`` each pass.

    Examples
    --------
    >>> from workings.show import steps
    >>> X, y = [[1.0, 2.0], [2.0, 1.0], [-1.0, 1.0], [-2.0, -1.0]], [1, 1, 0, 0]
    >>> model = Perceptron(shuffle=False)
    >>> for step in steps(model, X, y):
    ...     print(step.index, step.what)
    0 pass 1, sample 0: output 0 for 1, moved by +1 times it
    1 pass 1, sample 2: output 2 for -1, moved by -1 times it
    2 pass 1: 2 updates
    3 pass 2: 0 updates
    4 pass 3: 0 updates
    5 pass 4: 0 updates
    6 pass 5: 0 updates
    7 pass 6: 0 updates
    8 pass 7: 0 updates
    >>> model.predict([[3.0, 3.0]])
    array([1])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **CONSTRAINTS,
        "l1_ratio": [Interval(Real, 0, 1, closed="both")],
        "n_jobs": [Integral, None],
        "class_weight": [StrOptions({"balanced"}), dict, None],
    }

    # What the perceptron is among the classifiers of `SGDClassifier`.
    loss = "perceptron"
    learning_rate = "constant"
    epsilon = 0.1
    power_t = 0.5
    average = False
    _steps_show = "update"

    def __init__(
        self,
        *,
        penalty: str | None = None,
        alpha: float = 0.0001,
        l1_ratio: float | None = 0.15,
        fit_intercept: bool = True,
        max_iter: int = 1000,
        tol: float | None = 1e-3,
        shuffle: bool = True,
        verbose: int = 0,
        eta0: float = 1.0,
        n_jobs: int | None = None,
        random_state: Any = 0,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 5,
        class_weight: dict[Any, float] | str | None = None,
        warm_start: bool = False,
    ) -> None:
        self.penalty = penalty
        self.alpha = alpha
        self.l1_ratio = l1_ratio
        self.fit_intercept = fit_intercept
        self.max_iter = max_iter
        self.tol = tol
        self.shuffle = shuffle
        self.verbose = verbose
        self.eta0 = eta0
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change
        self.class_weight = class_weight
        self.warm_start = warm_start
