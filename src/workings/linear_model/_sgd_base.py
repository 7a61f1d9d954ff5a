"""What the estimators of stochastic gradient descent share: parameters, beginnings, held-out samples, the result."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import issparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import ShuffleSplit, StratifiedShuffleSplit
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import _check_sample_weight

from workings._other_arrays import validate_data
from workings._validation import check_finite
from workings.kernels import sgd_rules as rules
from workings.linear_model._sgd import Descent
from workings.linear_model._sgd_plan import Plan

Array = NDArray[Any]

# How the losses are called, and what their number epsilon is where the parameter of that name does not say.
LOSSES: dict[str, tuple[int, float | None]] = {
    "hinge": (rules.HINGE, 1.0),
    "perceptron": (rules.HINGE, 0.0),
    "log_loss": (rules.LOG, 0.0),
    "modified_huber": (rules.MODIFIED_HUBER, 0.0),
    "squared_hinge": (rules.SQUARED_HINGE, 1.0),
    "squared_error": (rules.SQUARED, 0.0),
    "huber": (rules.HUBER, None),
    "epsilon_insensitive": (rules.TUBE, None),
    "squared_epsilon_insensitive": (rules.SQUARED_TUBE, None),
}
REGRESSION_LOSSES = ("squared_error", "huber", "epsilon_insensitive", "squared_epsilon_insensitive")
_PENALTIES = {None: rules.NONE, "l1": rules.L1, "l2": rules.L2, "elasticnet": rules.ELASTIC}
# A sparse sample moves the intercept, in which all samples share, by this part of a step only, as in scikit-learn.
_SPARSE_BIAS = 0.01

CONSTRAINTS: dict[str, list[Any]] = {
    "penalty": [StrOptions({"l2", "l1", "elasticnet"}), None],
    "alpha": [Interval(Real, 0, None, closed="left")],
    "fit_intercept": ["boolean"],
    "max_iter": [Interval(Integral, 1, None, closed="left")],
    "tol": [Interval(Real, 0, None, closed="left"), None],
    "shuffle": ["boolean"],
    "verbose": ["verbose"],
    "random_state": ["random_state"],
    "warm_start": ["boolean"],
    "eta0": [Interval(Real, 0, None, closed="neither")],
    "early_stopping": ["boolean"],
    "validation_fraction": [Interval(Real, 0, 1, closed="neither")],
    "n_iter_no_change": [Interval(Integral, 1, None, closed="left")],
}
SGD_CONSTRAINTS: dict[str, list[Any]] = {
    **CONSTRAINTS,
    "average": [Interval(Integral, 0, None, closed="neither"), "boolean"],
    "l1_ratio": [Interval(Real, 0, 1, closed="both"), None],
    "power_t": [Interval(Real, None, None, closed="neither")],
    "epsilon": [Interval(Real, 0, None, closed="left")],
    "learning_rate": [StrOptions({"constant", "optimal", "invscaling", "adaptive", "pa1", "pa2"})],
}


def refuse_conflicts(model: Any, passive_loss: str, *, partial: bool = False) -> None:
    """Raise for parameters that do not go together."""
    name = f"{type(model).__name__}.{'partial_fit' if partial else 'fit'}"
    if partial and model.early_stopping:
        raise ValueError(f"{name}: early_stopping should be False with partial_fit, which makes a single pass.")
    if model.learning_rate == "optimal" and model.alpha == 0:
        raise ValueError(
            f"{name}: alpha must be > 0 since learning_rate is 'optimal', which divides by it. "
            "Try learning_rate='invscaling'."
        )
    if model.learning_rate in ("pa1", "pa2") and model.loss != passive_loss:
        raise ValueError(
            f"{name}: Learning rate '{model.learning_rate}' only works with loss '{passive_loss}', and loss is "
            f"'{model.loss}'."
        )
    if model.penalty == "elasticnet" and model.l1_ratio is None:
        raise ValueError(f"{name}: l1_ratio must be set when penalty is 'elasticnet'. Try l1_ratio=0.15.")


def warn_of_negative_power(model: Any) -> None:
    """Warn where scikit-learn does: the learning rate would grow."""
    if model.power_t < 0:
        warnings.warn(
            "Negative values for `power_t` are deprecated, as in scikit-learn: the steps would grow. Use 0 or more.",
            FutureWarning,
            stacklevel=7,
        )


def make_plan(model: Any, max_iter: int, *, sparse: bool, looked_at: bool) -> Plan:
    """Return what the parameters ask for; losses are counted if somebody looks at the steps, or they end the fit."""
    loss, epsilon = LOSSES[model.loss]
    penalty = _PENALTIES[model.penalty]
    l1_ratio = {rules.L1: 1.0, rules.L2: 0.0}.get(penalty, model.l1_ratio or 0.0)
    bias_share = 0.0 if not model.fit_intercept else _SPARSE_BIAS if sparse else 1.0
    return Plan(
        loss=loss,
        penalty=penalty,
        learning_rate=model.learning_rate,
        alpha=float(model.alpha),
        l1_ratio=float(l1_ratio),
        eta0=float(model.eta0),
        power_t=float(model.power_t),
        epsilon=float(model.epsilon if epsilon is None else epsilon),
        bias_share=bias_share,
        averaging=int(model.average),
        shuffle=bool(model.shuffle),
        max_iter=max_iter,
        tol=-np.inf if model.tol is None else float(model.tol),
        n_iter_no_change=int(model.n_iter_no_change),
        early_stopping=bool(model.early_stopping),
        counted=looked_at or (max_iter > 1 and model.tol is not None and not model.early_stopping),
    )


def checked(model: Any, X: ArrayLike, y: ArrayLike, *, reset: bool) -> tuple[Any, Array]:
    """Return X, an array in C order or a CSR matrix, and y, without NaN and infinity."""
    data, target = validate_data(
        model,
        X,
        y,
        accept_sparse="csr",
        dtype=[np.float64, np.float32],
        order="C",
        accept_large_sparse=False,
        ensure_all_finite=issparse(X),
        reset=reset,
    )
    if not issparse(data):
        check_finite(model, data)
    return data, target


def checked_weights(model: Any, wanted: Any, X: Any) -> Array:
    """Return the weight of each sample; that all are 0 is for the held-out samples to say, if there are any."""
    lenient = {"allow_all_zero_weights": True} if model.early_stopping else {}
    return np.asarray(_check_sample_weight(wanted, X, dtype=X.dtype, **lenient), dtype=np.float64)


def initial(name: str, given: Any, shape: tuple[int, ...], dtype: Any) -> Array:
    """Return the numbers to start from: zeros, or what was given, of as many entries as there must be."""
    if given is None:
        return np.zeros(shape, dtype=dtype)
    array = np.array(given, dtype=dtype)
    if array.size != int(np.prod(shape)) or (len(shape) > 1 and array.ndim > 1 and array.shape != shape):
        raise ValueError(
            f"Provided {name} does not match dataset: it has shape {array.shape}, and should have {shape}."
        )
    return array.reshape(shape)


def held_out_samples(model: Any, y: Array, weights: Array, *, classes: bool) -> Array | None:
    """Return which samples are set aside for early stopping, or None."""
    if not model.early_stopping:
        return None
    kind = StratifiedShuffleSplit if classes else ShuffleSplit
    split = kind(test_size=model.validation_fraction, random_state=model.random_state)
    learnt, held = next(split.split(np.zeros((len(y), 1)), y))
    if not np.any(weights[held] > 0.0):
        raise ValueError(
            "The sample weights for validation set are all zero, consider using a different random state, or "
            "early_stopping=False."
        )
    if not len(learnt) or not len(held):
        raise ValueError(
            f"Splitting {len(y)} samples with validation_fraction={model.validation_fraction} left {len(learnt)} to "
            f"learn from and {len(held)} to judge by. Try another validation_fraction, or early_stopping=False."
        )
    mask = np.zeros(len(y), dtype=bool)
    mask[held] = True
    return mask


def judge_of(X: Any, held: Array | None, score: Callable[[Array], float]) -> Callable[[Array, float], float] | None:
    """Return the function of coefficients and intercept that scores the outputs of the held-out samples."""
    if held is None:
        return None
    rows = X[held]
    return lambda coef, intercept: score(rows @ coef + intercept)


def warn_of_early_end(model: Any, stacklevel: int) -> None:
    """Warn if all passes were used up."""
    if model.tol is not None and model.n_iter_ == model.max_iter:
        warnings.warn(
            "Maximum number of iteration reached before convergence. Consider increasing max_iter to improve the fit. "
            f"(max_iter={model.max_iter}, tol={model.tol})",
            ConvergenceWarning,
            stacklevel=stacklevel,
        )


def known_beginning(model: Any, shape: tuple[int, ...], dtype: Any) -> tuple[Array, Array, Array | None, Array | None]:
    """Return where the last `partial_fit` ended: coefficients, intercepts, and their averages if they are wanted."""
    rows = (shape[0],) if len(shape) > 1 else (1,)
    averaged = bool(model.average)
    coef: Any = getattr(model, "coef_", None)
    intercept = getattr(model, "intercept_", None)
    if averaged:
        coef = getattr(model, "_standard_coef", coef)
        intercept = getattr(model, "_standard_intercept", intercept)
    if issparse(coef):
        coef = coef.toarray()
    start = initial("coef_", coef, shape, dtype), initial("intercept_", intercept, rows, dtype)
    if not averaged:
        return *start, None, None
    means = getattr(model, "_average_coef", None), getattr(model, "_average_intercept", None)
    return *start, initial("coef_", means[0], shape, dtype), initial("intercept_", means[1], rows, dtype)


def store(model: Any, descents: list[Descent], shape: tuple[int, ...], dtype: Any, n_samples: int) -> None:
    """Keep the result, and what a later `partial_fit` goes on from."""

    def gathered(averaged: bool) -> tuple[Array, Array]:
        models = [one.model(averaged) for one in descents]
        coef = np.array([coef for coef, _ in models], dtype=dtype).reshape(shape)
        return coef, np.array([intercept for _, intercept in models], dtype=dtype)

    epochs = max(one.epochs for one in descents)
    model.n_iter_ = epochs
    model.t_ += float(epochs * n_samples)
    model.coef_, model.intercept_ = gathered(False)
    if model.average:
        model._standard_coef, model._standard_intercept = model.coef_, model.intercept_
        model._average_coef, model._average_intercept = gathered(True)
        if model.average <= model.t_ - 1.0:
            model.coef_, model.intercept_ = model._average_coef, model._average_intercept
