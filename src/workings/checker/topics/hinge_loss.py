"""The mean hinge loss of a linear score."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._margin import CAUSES, EXAMPLES, GIVEN, margins
from workings.checker.topics._plain import Cause, Plain, Reading, wide


def exact(w: Array, b: float, X: Array, y: Array) -> Any:
    """Return the mean of max(0, 1 - margin)."""
    return np.maximum(0, 1 - margins(w, b, X, y)).mean()


def _of(loss: Any) -> Any:
    return lambda w, b, X, y: loss(margins(w, b, X, y))


MISTAKES = (
    ("no_maximum", _of(lambda m: (1 - m).mean())),
    ("maximum_of_the_mean", _of(lambda m: np.maximum(0, (1 - m).mean()))),
    ("margin_of_zero", _of(lambda m: np.maximum(0, -m).mean())),
    ("squared_hinge", _of(lambda m: (np.maximum(0, 1 - m) ** 2).mean())),
    ("squared_hinge", _of(lambda m: (np.maximum(0, 1 - m) ** 2).mean() / 2)),
    ("sign_flipped", _of(lambda m: np.maximum(0, 1 + m).mean())),
    ("sign_flipped", _of(lambda m: -np.maximum(0, 1 - m).mean())),
    ("sign_flipped", _of(lambda m: np.minimum(0, 1 - m).mean())),
    ("sign_flipped", _of(lambda m: np.maximum(0, m - 1).mean())),
    ("sums_instead_of_mean", _of(lambda m: np.maximum(0, 1 - m).sum())),
    ("divides_by_features", lambda w, b, X, y: exact(w, b, X, y) * len(y) / len(w)),
    ("labels_left_out", lambda w, b, X, y: np.maximum(0, 1 - (wide(X) @ wide(w) + b)).mean()),
    ("labels_of_zero", lambda w, b, X, y: np.maximum(0, 1 - (wide(X) @ wide(w) + b) * (2 * wide(y) - 1)).mean()),
    ("forgets_bias", lambda w, b, X, y: exact(w, 0.0, X, y)),
    ("bias_subtracted", lambda w, b, X, y: exact(w, -b, X, y)),
    ("other_loss", _of(lambda m: np.logaddexp(0, -m).mean())),
    ("other_loss", _of(lambda m: ((1 - m) ** 2).mean())),
    ("counts_mistakes", _of(lambda m: (m < 0).mean())),
    ("counts_mistakes", _of(lambda m: (m < 1).mean())),
    ("adds_the_penalty", lambda w, b, X, y: exact(w, b, X, y) + (wide(w) ** 2).sum() / 2),
    ("adds_the_penalty", lambda w, b, X, y: exact(w, b, X, y) + (wide(w) ** 2).sum()),
    ("not_averaged", _of(lambda m: np.maximum(0, 1 - m))),
)

TOPIC = Plain(
    name="hinge_loss",
    formula="hinge_loss(w, b, X, y) = mean(max(0, 1 - y (X @ w + b))), y in {-1, 1}",
    names=r"hinge(?!_?(sub)?grad)(_loss|_cost)?|svm_(loss|cost|objective)|max_margin_loss",
    given=GIVEN,
    exact=exact,
    readings=(Reading("one number", "the mean over the samples"),),
    examples=EXAMPLES,
    mistakes=MISTAKES,
    causes=CAUSES | {"not_averaged": Cause("wrong", "One loss for each sample comes back: take the mean.")},
    edits={"sign_flipped": ("plus_minus", "negate", "swap_difference")},
    factor=True,
    sizes={"n": (1, 4), "p": (1, 3)},
    valid=lambda w, b, X, y: set(np.ravel(y).tolist()) <= {-1.0, 1.0},
    cost=lambda n: (
        np.array([0.5, 1.0]),
        0.25,
        np.column_stack([np.ones(n), np.linspace(-1.0, 1.0, n)]),
        2.0 * (np.arange(n) % 2.0) - 1.0,
    ),
    textbook=lambda w, b, X, y: np.mean(np.maximum(0, 1 - y * (X @ w + b))),
).topic()
