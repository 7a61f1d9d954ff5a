"""A subgradient of the mean hinge loss by the weights and the bias."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._margin import CAUSES, EXAMPLES, GIVEN, margins
from workings.checker.topics._plain import Cause, Plain, Reading, wide


def _sums(inside: Any, w: Array, b: float, X: Array, y: Array) -> tuple[Any, Any]:
    m = margins(w, b, X, y)
    pull = -wide(y) * inside(m)
    return wide(X).T @ pull / len(y), pull.mean()


def exact(w: Array, b: float, X: Array, y: Array) -> tuple[Any, Any]:
    """Sum -y x over the samples inside the margin."""
    return _sums(lambda m: m < 1, w, b, X, y)


def accepts(answer: Any, w: Array, b: float, X: Array, y: Array) -> bool:
    """A sample exactly on the margin may count or not, or with any share."""
    m = margins(w, b, X, y)
    edge = np.flatnonzero(np.abs(m - 1) < 1e-12)
    if not len(edge) or len(edge) > 6:
        return False
    dw, db = (np.ravel(np.asarray(part, dtype=float)) for part in answer)
    got = np.r_[dw, db]
    base = np.concatenate([np.ravel(part) for part in exact(w, b, X, y)])
    pieces = np.array([np.r_[-y[i] * X[i], -y[i]] / len(y) for i in edge], dtype=float)
    counted = (m[edge] < 1).astype(float)
    start = base.astype(float) - counted @ pieces
    shares, *_ = np.linalg.lstsq(pieces.T, got - start, rcond=None)
    fits = np.allclose(pieces.T @ shares, got - start, atol=1e-9)
    return bool(fits and np.all((shares > -1e-9) & (shares < 1 + 1e-9)))


def _of(inside: Any) -> Any:
    return lambda w, b, X, y: _sums(inside, w, b, X, y)


def _changed(of: Any) -> Any:
    return lambda w, b, X, y: of(*exact(w, b, X, y), w, X, y)


def _inside_mean(w: Array, b: float, X: Array, y: Array) -> tuple[Any, Any]:
    count = max(1, int((margins(w, b, X, y) < 1).sum()))
    return tuple(part * len(y) / count for part in exact(w, b, X, y))


MISTAKES = (
    ("sign_flipped", _changed(lambda g, c, w, X, y: (-g, -c))),
    ("sign_flipped", _changed(lambda g, c, w, X, y: (g, 0.0 - c))),
    ("sign_flipped", _changed(lambda g, c, w, X, y: (-g, c))),
    ("counts_everyone", _of(np.ones_like)),
    ("margin_of_zero", _of(lambda m: m < 0)),
    ("outside_instead", _of(lambda m: m > 1)),
    ("outside_instead", _of(lambda m: m > 0)),
    ("squared_hinge", _of(lambda m: 2 * np.maximum(0, 1 - m))),
    ("squared_hinge", _of(lambda m: np.maximum(0, 1 - m))),
    ("sums_instead_of_mean", _changed(lambda g, c, w, X, y: (g * len(y), c * len(y)))),
    ("sums_instead_of_mean", _changed(lambda g, c, w, X, y: (g, c * len(y)))),
    ("sums_instead_of_mean", _changed(lambda g, c, w, X, y: (len(y) * g, c))),
    ("divides_by_features", _changed(lambda g, c, w, X, y: (g * len(y) / len(w), c * len(y) / len(w)))),
    ("divides_by_those_inside", _inside_mean),
    ("labels_left_out", lambda w, b, X, y: _sums(lambda m: -(m < 1) * wide(y), w, b, X, y)),
    ("no_features", _changed(lambda g, c, w, X, y: (np.full(len(w), c), c))),
    ("forgets_bias", lambda w, b, X, y: exact(w, 0.0, X, y)),
    ("bias_subtracted", lambda w, b, X, y: exact(w, -b, X, y)),
    ("bias_gradient_zero", _changed(lambda g, c, w, X, y: (g, 0.0))),
    ("adds_the_penalty", _changed(lambda g, c, w, X, y: (g + wide(w), c))),
    ("adds_the_penalty", _changed(lambda g, c, w, X, y: (g + 2 * wide(w), c))),
    ("other_loss", _of(lambda m: 1 / (1 + np.exp(m)))),
    ("returns_updated", lambda w, b, X, y: tuple(a - g for a, g in zip((wide(w), b), exact(w, b, X, y), strict=True))),
)


TOPIC = Plain(
    name="hinge_subgradient",
    formula="hinge_subgradient(w, b, X, y) = (-X.T @ (y inside) / n, -mean(y inside)), inside = y (X @ w + b) < 1",
    names=r"hinge\w*grad|svm_(sub)?grad|(sub)?grad\w*_hinge",
    given=GIVEN,
    exact=exact,
    readings=(Reading("w and b", "a subgradient of the mean hinge loss by w and by b"),),
    examples=EXAMPLES,
    mistakes=MISTAKES,
    accepts=accepts,
    causes=CAUSES
    | {
        "counts_everyone": Cause("wrong", "Every sample pulls; those beyond the margin (margin > 1) must not."),
        "outside_instead": Cause(
            "wrong", "The samples beyond the margin pull, and those inside do not: turn the test round."
        ),
        "divides_by_those_inside": Cause("wrong", "The sum is divided by the samples inside the margin, not by all n."),
        "no_features": Cause("wrong", "The labels are not multiplied by the features."),
        "bias_gradient_zero": Cause("wrong", "The gradient by the bias is 0: it is the mean of -y over those inside."),
        "returns_updated": Cause("wrong", "The parameters come back after a step; the subgradient was asked for."),
    },
    edits={"sign_flipped": ("plus_minus", "negate", "drop_minus"), "outside_instead": ("plus_minus",)},
    factor=True,
    sizes={"n": (1, 4), "p": (1, 3)},
    everyday=lambda w, b, X, y: bool(np.all(np.abs(margins(w, b, X, y) - 1) > 1e-6)),
    valid=lambda w, b, X, y: set(np.ravel(y).tolist()) <= {-1.0, 1.0},
    cost=lambda n: (
        np.array([0.5, 1.0]),
        0.25,
        np.column_stack([np.ones(n), np.linspace(-1.0, 1.0, n)]),
        2.0 * (np.arange(n) % 2.0) - 1.0,
    ),
    textbook=lambda w, b, X, y: (-X.T @ (v := y * (y * (X @ w + b) < 1)) / len(y), -v.mean()),
).topic()
