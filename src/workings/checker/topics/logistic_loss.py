"""The mean logistic loss of coefficients w on samples X with classes y."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array, Topic
from workings.checker.topics import _logistic
from workings.checker.topics._common import COMMON_EDITS


def exact(w: Array, X: Array, y: Array) -> Any:
    """Mean of log(1 + exp(z)) - y z, from the side on which nothing cancels."""
    margin = (1 - 2 * y) * (X * w).sum(axis=1)
    return np.mean(np.maximum(margin, 0) + np.log1p(np.exp(-np.abs(margin))))


def _p(w: Array, X: Array) -> Array:
    with np.errstate(all="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(-(X @ w))))


def _signed(w: Array, X: Array, y: Array) -> Any:
    return np.mean(np.logaddexp(0.0, -y * (X @ w)))


def _guarded(eps: float) -> _logistic.Formula:
    """Return the loss with a small constant in its logarithms; on everyday numbers it passes for rounding."""

    def loss(w: Array, X: Array, y: Array) -> Any:
        p = _p(w, X)
        return -np.mean(y * np.log(p + eps) + (1 - y) * np.log(1 - p + eps))

    return loss


MISTAKES: tuple[tuple[str, _logistic.Formula], ...] = (
    ("not_written", lambda w, X, y: 0.0),
    ("sign_flipped", lambda w, X, y: -exact(w, X, y)),
    ("sign_flipped", lambda w, X, y: np.mean(np.logaddexp(0.0, X @ w) + y * (X @ w))),
    ("sums_instead_of_mean", lambda w, X, y: len(y) * exact(w, X, y)),
    ("divides_by_features", lambda w, X, y: len(y) * exact(w, X, y) / len(w)),
    ("labels_swapped", lambda w, X, y: exact(w, X, 1 - y)),
    ("labels_of_minus_one", _signed),
    ("half_of_the_loss", lambda w, X, y: -np.mean(y * np.log(_p(w, X)))),
    ("half_of_the_loss", lambda w, X, y: -np.mean((1 - y) * np.log(1 - _p(w, X)))),
    ("half_of_the_loss", lambda w, X, y: np.mean(np.logaddexp(0.0, X @ w))),
    ("half_of_the_loss", lambda w, X, y: np.mean(np.logaddexp(0.0, -(X @ w)))),
    ("squared_error", lambda w, X, y: np.mean((_p(w, X) - y) ** 2)),
    ("squared_error", lambda w, X, y: np.mean((_p(w, X) - y) ** 2) / 2),
    ("no_sigmoid", lambda w, X, y: np.mean((X @ w - y) ** 2)),
    *(("clips_output", _guarded(eps)) for eps in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)),
    ("wrong_base", lambda w, X, y: exact(w, X, y) / np.log(2.0)),
    ("wrong_base", lambda w, X, y: exact(w, X, y) / np.log(10.0)),
    ("hard_max", lambda w, X, y: np.mean((X @ w > 0) != (y == 1))),
)
MATHS = _logistic.LogisticMaths(exact, MISTAKES)


def textbook(w: Any, X: Any, y: Any) -> Any:
    """Return the form to compare times with."""
    z = X @ w
    return np.mean(np.logaddexp(0.0, z) - y * z)


TOPIC = Topic(
    name="logistic_loss",
    formula="logistic_loss(w, X, y) = mean(log(1 + exp(X @ w)) - y * (X @ w))",
    names=r"log(istic|reg)_?(loss|cost)(?!.*(grad|deriv))",
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
    keeps_shape=False,
    untried=("complex numbers", "sparse matrices", "several threads"),
)
