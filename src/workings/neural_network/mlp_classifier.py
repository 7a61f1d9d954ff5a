"""A classifier of dense layers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import issparse
from sklearn.base import ClassifierMixin
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils import column_or_1d
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import _check_partial_fit_first_call, type_of_target, unique_labels

from workings._blas import one_blas_thread
from workings._other_arrays import library_of, run_elsewhere, validate_data
from workings._step import run
from workings._validation import Array
from workings.neural_network._mlp_base import MultilayerPerceptron


class MLPClassifier(ClassifierMixin, MultilayerPerceptron):  # type: ignore[misc]
    r"""A multi-layer perceptron that tells classes: dense layers, and softmax or sigmoids at the end.

    The loss of a sample is -log of the probability that is given to its class; of several labels, the sum over them.

    Parameters
    ----------
    hidden_layer_sizes : array_like of int, default=(100,)
        How many neurons each hidden layer has.
    activation : {'relu', 'identity', 'logistic', 'tanh'}, default='relu'
        What hidden neurons do with their weighted sums z: max(0, z), z, 1 / (1 + exp(-z)), or tanh(z).
    solver : {'adam', 'sgd', 'lbfgs'}, default='adam'
        Adam, gradient descent with momentum, or SciPy's L-BFGS-B on all samples at once (computed in float64).
    alpha : float, default=0.0001
        Strength of the penalty on the squares of the coefficients.
    batch_size : int or 'auto', default='auto'
        Samples of one step; 'auto' is 200, or all if there are fewer. Without effect for 'lbfgs'.
    learning_rate : {'constant', 'invscaling', 'adaptive'}, default='constant'
        For 'sgd'. After t samples the rate is learning_rate_init; learning_rate_init / (t + 1)**power_t; or
        learning_rate_init, divided by 5 whenever `tol` would stop.
    learning_rate_init : float, default=0.001
        See `learning_rate`; the rate of Adam, too.
    power_t : float, default=0.5
        See `learning_rate`.
    max_iter : int, default=200
        At most this many epochs (for 'lbfgs': iterations).
    shuffle : bool, default=True
        Whether to shuffle the samples before each epoch.
    random_state : int, RandomState instance or None, default=None
        What the start, the samples set aside, and the order are drawn from.
    tol : float, default=1e-4
        Stop when more than `n_iter_no_change` epochs in a row did not lower the loss (with `early_stopping`: did not
        raise the score) by this much. For 'lbfgs': the largest entry of the gradient at the end.
    verbose : bool, default=False
        Whether to print each epoch.
    warm_start : bool, default=False
        Begin where the last fit ended.
    momentum : float, default=0.9
        Share of the last step that 'sgd' adds to the next.
    nesterovs_momentum : bool, default=True
        Whether to use Nesterov's form of it.
    early_stopping : bool, default=False
        Whether to set samples aside, judge each epoch by the score on them, and keep the best.
    validation_fraction : float, default=0.1
        Share of the samples that `early_stopping` sets aside.
    beta_1 : float, default=0.9
        How slowly Adam's mean of the gradient changes.
    beta_2 : float, default=0.999
        How slowly its mean of the squares changes.
    epsilon : float, default=1e-8
        What Adam adds to the root it divides by.
    n_iter_no_change : int or inf, default=10
        See `tol`.
    max_fun : int, default=15000
        At most this many evaluations of the loss, for 'lbfgs'.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    coefs_ : list of ndarray
        Of each layer, (inputs, outputs).
    intercepts_ : list of ndarray
        Of each layer, (outputs,).
    loss_ : float
        Of the last epoch: the mean over its batches, each before its step.
    loss_curve_ : list of float
        `loss_` after each epoch. Not for 'lbfgs'.
    best_loss_ : float or None
        The lowest so far; None with `early_stopping`. Not for 'lbfgs'.
    validation_scores_ : list of float or None
        With `early_stopping`: the share of samples told rightly on the samples set aside. Not for 'lbfgs'.
    best_validation_score_ : float or None
        The highest of them.
    n_iter_ : int
        Epochs of the last fit, or iterations.
    t_ : int
        Samples seen.
    n_layers_ : int
        Layers, inputs and outputs counted.
    n_outputs_ : int
        Neurons of the last layer.
    out_activation_ : str
        'softmax'; 'logistic' for two classes and for several labels.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    The fit makes a step for each batch against the gradient of

    .. math:: \frac1{\sum_i w_i} \Big(\sum_i w_i \, \ell(y_i, x_i) + \frac\alpha2 \sum_k \|W_k\|^2 \Big)

    with the start, the order and the rules of scikit-learn's namesake, so that one `random_state` gives one loss
    curve up to rounding; float32 samples are computed in float32 throughout.

    One epoch costs O(n_samples x coefficients) time,
    and memory beside X is a few batches and five copies of the coefficients. Large fits run compiled loops between the
    matrix products.

    Where scikit-learn cuts probabilities off at the rounding unit before it takes the logarithm, the loss here is
    exact.

    Samples of dask stay where they are, and the network goes from block to block; without `shuffle`, and by "lbfgs",
    the result is that in memory. See ``workings.backends.dask.perceptrons``.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> model = MLPClassifier((20,), solver="lbfgs", alpha=0.1, max_iter=500, random_state=0).fit(X, y)
    >>> bool(model.score(X, y) > 0.95)
    True
    """

    classes_: Array

    def __init__(
        self,
        hidden_layer_sizes: Any = (100,),
        activation: str = "relu",
        *,
        solver: str = "adam",
        alpha: float = 0.0001,
        batch_size: int | str = "auto",
        learning_rate: str = "constant",
        learning_rate_init: float = 0.001,
        power_t: float = 0.5,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: Any = None,
        tol: float = 1e-4,
        verbose: bool = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        n_iter_no_change: float = 10,
        max_fun: int = 15000,
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.learning_rate_init = learning_rate_init
        self.power_t = power_t
        self.max_iter = max_iter
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.verbose = verbose
        self.warm_start = warm_start
        self.momentum = momentum
        self.nesterovs_momentum = nesterovs_momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.n_iter_no_change = n_iter_no_change
        self.max_fun = max_fun

    def _read(self, X: Any, y: Any, incremental: bool, reset: bool) -> tuple[Any, Array, int]:
        """Return X, what the outputs are to be, and how many outputs there are."""
        data, target = validate_data(
            self, X, y, accept_sparse="csr", multi_output=True, dtype=(np.float64, np.float32), order="C", reset=reset
        )
        if target.ndim == 2 and target.shape[1] == 1:
            target = column_or_1d(target, warn=True)
        if not hasattr(self, "classes_") or not (self.warm_start or incremental):
            self._label_binarizer = LabelBinarizer().fit(target)
            self.classes_ = self._label_binarizer.classes_
        else:
            self._refuse_new_classes(unique_labels(target))
        kind = self._label_binarizer.y_type_
        self.out_activation_ = "softmax" if kind == "multiclass" else "logistic"
        if kind == "multiclass":
            return data, np.searchsorted(self.classes_, target), len(self.classes_)
        wanted = self._label_binarizer.transform(target)
        wanted = (wanted.toarray() if issparse(wanted) else wanted).astype(data.dtype)
        return data, wanted, wanted.shape[1]

    def _refuse_new_classes(self, found: Array) -> None:
        if self.warm_start and set(found) != set(self.classes_):
            raise ValueError(
                "warm_start can only be used where `y` has the same classes as in the previous call to fit. Previously "
                f"got {self.classes_}, `y` has {found}"
            )
        if len(np.setdiff1d(found, self.classes_)):
            raise ValueError(
                f"`y` has classes not in `self.classes_`. `self.classes_` has {self.classes_}. 'y' has {found}."
            )

    @available_if(lambda model: model._has_epochs())
    def partial_fit(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None, classes: ArrayLike | None = None
    ) -> MLPClassifier:
        """Make one epoch over some samples, from where the last one ended.

        Parameters
        ----------
        X, y, sample_weight
            As for `fit`.
        classes : array_like of shape (n_classes,), optional
            All classes that will ever come; needed at the first call, and y may lack some of them.

        Returns
        -------
        MLPClassifier
            The estimator itself.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "partial_fit", X, y, sample_weight, classes)
        self._validate_params()
        if _check_partial_fit_first_call(self, classes):
            several = type_of_target(y).startswith("multilabel")
            self._label_binarizer = LabelBinarizer().fit(y if several else classes)
        with one_blas_thread():
            run(self._fit_steps(X, y, sample_weight, incremental=True))
        return self

    def predict(self, X: ArrayLike) -> Array:
        """Return the class of each sample, (n_samples,); of several labels, 0 or 1 for each, (n_samples, n_labels)."""
        if library := library_of(X):
            return run_elsewhere(library, self, "predict", X)
        return self._decide(self._outputs(X))

    def _decide(self, outputs: Array) -> Array:
        if self.out_activation_ == "softmax":
            chosen: Array = self.classes_[outputs.argmax(axis=1)]
            return chosen
        if self._label_binarizer.y_type_.startswith("multilabel"):
            several: Array = self._label_binarizer.inverse_transform(outputs)
            return several
        positive = (outputs[:, 0] > 0.5).astype(np.intp)
        named: Array = self.classes_[np.minimum(positive, len(self.classes_) - 1)]
        return named

    def _score(self, y: Array, outputs: Array, weights: Array) -> float:
        if self.out_activation_ == "softmax":
            right = outputs.argmax(axis=1) == y
        else:
            right = ((outputs > 0.5) == (y > 0.5)).all(axis=1)
        return float(np.average(right, weights=weights))

    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of each class, (n_samples, n_classes), in the order of ``classes_``."""
        if library := library_of(X):
            return run_elsewhere(library, self, "predict_proba", X)
        outputs = self._outputs(X)
        return np.hstack([1 - outputs, outputs]) if self.n_outputs_ == 1 else outputs

    def predict_log_proba(self, X: ArrayLike) -> Array:
        """Return the logarithms of `predict_proba`."""
        if library := library_of(X):
            return run_elsewhere(library, self, "predict_log_proba", X)
        probabilities = self.predict_proba(X)
        with np.errstate(divide="ignore"):
            return np.log(probabilities, out=probabilities)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
