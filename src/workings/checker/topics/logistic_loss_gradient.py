"""The gradient of the mean logistic loss by the coefficients w."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array, Topic
from workings.checker.topics import _logistic
from workings.checker.topics._common import COMMON_EDITS


def _sigmoid(z: Array) -> Array:
    e = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1.0, e) / (1.0 + e))


def exact(w: Array, X: Array, y: Array) -> Any:
    """Mean of (sigmoid(z) - y) x, with the residual formed so that nothing cancels."""
    sign = 1 - 2 * y
    return (X * (sign * _sigmoid(sign * (X * w).sum(axis=1)))[:, None]).mean(axis=0)


def _p(w: Array, X: Array) -> Array:
    return _sigmoid(X @ w)


def _of_square(w: Array, X: Array, y: Array) -> Any:
    p = _p(w, X)
    return X.T @ ((p - y) * p * (1 - p)) / len(y)


MISTAKES: tuple[tuple[str, _logistic.Formula], ...] = (
    ("not_written", lambda w, X, y: np.zeros_like(w)),
    ("sign_flipped", lambda w, X, y: -exact(w, X, y)),
    ("sign_flipped", lambda w, X, y: X.T @ (_p(w, X) + y) / len(y)),
    ("sums_instead_of_mean", lambda w, X, y: len(y) * exact(w, X, y)),
    ("divides_by_features", lambda w, X, y: len(y) * exact(w, X, y) / len(w)),
    ("labels_swapped", lambda w, X, y: exact(w, X, 1 - y)),
    ("labels_of_minus_one", lambda w, X, y: X.T @ (-y * _sigmoid(-y * (X @ w))) / len(y)),
    ("half_of_the_loss", lambda w, X, y: X.T @ _p(w, X) / len(y)),
    ("half_of_the_loss", lambda w, X, y: X.T @ (-y * (1 - _p(w, X))) / len(y)),
    ("squared_error", _of_square),
    ("squared_error", lambda w, X, y: 2 * _of_square(w, X, y)),
    ("no_sigmoid", lambda w, X, y: X.T @ (X @ w - y) / len(y)),
    ("no_sigmoid", lambda w, X, y: X.T @ (X @ w - y)),
    ("hard_max", lambda w, X, y: X.T @ ((X @ w > 0) - y) / len(y)),
    ("no_features", lambda w, X, y: np.full(len(w), np.mean(_p(w, X) - y))),
)
MATHS = _logistic.LogisticMaths(exact, MISTAKES)


def textbook(w: Any, X: Any, y: Any) -> Any:
    """Return the form to compare times with."""
    return X.T @ (1.0 / (1.0 + np.exp(-(X @ w))) - y) / len(y)


TOPIC = Topic(
    name="logistic_loss_gradient",
    formula="logistic_loss_gradient(w, X, y) = X.T @ (sigmoid(X @ w) - y) / n",
    names=r"(log(istic|reg)_?((loss|cost)_?)?(grad|deriv))|(grad(ient)?|deriv\w*)_(of_)?(the_)?log(istic|reg)",
    intents=(_logistic.ROWS,),
    build=MATHS.build,
    cases=MATHS.cases,
    variants=MATHS.variants,
    fitted=MATHS.fitted,
    symptoms=_logistic.SYMPTOMS,
    families=MATHS.families(),
    causes=_logistic.CAUSES,
    edits={**COMMON_EDITS, "sign_flipped": ("negate", "drop_minus")},
    draw=_logistic.draw,
    simplest=_logistic.simplest,
    infer=_logistic.infer,
    cost_case=MATHS.cost_case,
    textbook=textbook,
    axis_names=(),
    arity=3,
    untried=("complex numbers", "sparse matrices", "several threads"),
)
