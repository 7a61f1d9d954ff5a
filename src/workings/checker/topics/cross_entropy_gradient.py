"""The gradient of the cross-entropy with respect to the logits: softmax(z) minus the one-hot targets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from workings.checker.causes import Evidence
from workings.checker.model import Array, Case, Cause, Intent, Symptom, Topic, Variant
from workings.checker.topics import _symptoms, _target_search, _target_words, _targets
from workings.checker.topics._common import COMMON, COMMON_EDITS
from workings.checker.topics._targets import Split, reduced, split


def _softmax(z: Array, axis: int | None = 1) -> Array:
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    result: Array = e / e.sum(axis=axis, keepdims=True)
    return result


def _scaled(intent: Intent, gradients: Array) -> Array:
    """Return the gradients of the samples, divided by their number if the loss is a mean."""
    _, kind, how = intent.name.split(", ")[:3]
    if how == "one":
        return reduced(intent, gradients)
    scaled = gradients / len(gradients) if how == "mean" else gradients
    return scaled.T if kind == _targets.COLUMNS else scaled


def exact(intent: Intent, given: Split) -> Array:
    """The gradient in longdouble: of the logits, also where their softmax is given; or of the probabilities."""
    if intent.name.startswith(_targets.VARIABLES):
        return _scaled(intent, -given.onehot / given.scores)
    p = given.scores if intent.name.startswith("probabilities") else _softmax(given.scores)
    return _scaled(intent, p - given.onehot)


def tolerance(intent: Intent, given: Split, true: Array) -> Array:
    """Absolute: the target's entry is a difference of two numbers up to 1."""
    if intent.name.startswith(_targets.VARIABLES):
        return np.asarray(4e-10 * np.abs(true) * (1.0 + np.abs(true)) + 1e-12)
    size = 0.0 if intent.name.startswith("probabilities") else float(np.max(np.abs(given.scores)))
    return np.full(true.shape, 2.3e-16 * (400.0 + 16.0 * size))


MATHS = _targets.TargetMaths(exact, tolerance)
Formula = Callable[[Array, Array, Array], Array]


def _every_label(p: Array, t: Array, amount: float = 1.0) -> Array:
    """Subtract 1 in the columns of all labels, in every row."""
    changed = p.copy()
    changed[:, t] -= amount
    return changed


def _at(p: Array, t: Array, value: Callable[[Array], Any]) -> Array:
    changed = p.copy()
    rows = np.arange(len(p))
    changed[rows, t] = value(p[rows, t])
    return changed


def _logistic(z: Array) -> Array:
    result: Array = 1.0 / (1.0 + np.exp(-z))
    return result


def _row_of_jacobian(p: Array, y: Array) -> Array:
    result: Array = (p * y).sum(axis=1, keepdims=True) * (y - p)
    return result


def _total(z: Array) -> Array:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    result: Array = e / e.sum()
    return result


_p = _softmax
FORMULAS: tuple[tuple[str, Formula], ...] = (
    ("sign_flipped", lambda z, y, t: y - _p(z)),
    ("sign_flipped", lambda z, y, t: _p(z) + y),
    ("target_not_subtracted", lambda z, y, t: _p(z)),
    ("target_not_subtracted", lambda z, y, t: _at(_p(z), t, lambda v: 0.0 * v)),
    ("target_not_subtracted", lambda z, y, t: y * (_p(z) - 1.0)),
    ("target_not_subtracted", lambda z, y, t: _p(z) - 1.0),
    ("picks_wrong_entries", lambda z, y, t: _every_label(_p(z), t)),
    ("picks_wrong_entries", lambda z, y, t: _at(_p(z), t - 1, lambda v: v - 1.0)),
    ("binary_formula", lambda z, y, t: _logistic(z) - y),
    ("extra_factor", lambda z, y, t: (_p(z) - y) * _p(z) * (1.0 - _p(z))),
    ("extra_factor", lambda z, y, t: (_p(z) - y) * _p(z)),
    ("extra_factor", lambda z, y, t: _p(z) * (1.0 - _p(z))),
    ("extra_factor", lambda z, y, t: (_p(z) - y) / len(z)),
    ("sign_flipped", lambda z, y, t: _at(_p(z), t, lambda v: 1.0 - v)),
    ("not_normalised", lambda z, y, t: np.exp(z - z.max(axis=1, keepdims=True)) - y),
    ("not_normalised", lambda z, y, t: np.exp(z) - y),
    ("extra_factor", lambda z, y, t: 2.0 * (_p(z) - y)),
    ("extra_factor", lambda z, y, t: 0.5 * (_p(z) - y)),
    ("extra_factor", lambda z, y, t: _row_of_jacobian(_p(z), y)),
    ("extra_factor", lambda z, y, t: -_row_of_jacobian(_p(z), y)),
    ("mean_over_classes", lambda z, y, t: (_p(z) - y) / z.shape[1]),
    ("mean_over_classes", lambda z, y, t: (_p(z) - y) * len(z) / z.shape[1]),
    ("gradient_of_probabilities", lambda z, y, t: -y / _p(z)),
    ("gradient_of_probabilities", lambda z, y, t: -y / z),
    ("wrong_axis", lambda z, y, t: _p(z, 0) - y),
    ("sums_whole_array", lambda z, y, t: _p(z, None) - y),
    ("sums_whole_array", lambda z, y, t: _total(z) - y),
    ("softmax_twice", lambda z, y, t: _p(_p(z)) - y),
    ("no_exp", lambda z, y, t: z - y),
    ("returns_log", lambda z, y, t: np.log(_p(z)) - y),
    ("returns_wrong_shape", lambda z, y, t: (_p(z) - y).sum(axis=0)),
    ("returns_wrong_shape", lambda z, y, t: (_p(z) - y).mean(axis=0)),
    ("returns_wrong_shape", lambda z, y, t: (_p(z) - y).sum(axis=1)),
)


def _variant(intent: Intent, code: str, formula: Formula) -> Variant:
    def answer(case: Case) -> Array:
        given = split(intent, case.args)
        return _scaled(intent, formula(given.scores, given.onehot, given.labels))

    return Variant(code, answer)


def variants(intent: Intent) -> Sequence[Variant]:
    """Every mistake, for this intent's way of being called."""
    return [_variant(intent, code, formula) for code, formula in FORMULAS]


def _with_constant(c: float) -> Formula:
    def formula(z: Array, y: Array, t: Array) -> Array:
        e = np.exp(z - z.max(axis=1, keepdims=True))
        biased: Array = e / (e.sum(axis=1, keepdims=True) + c) - y
        return biased

    return formula


def fitted(evidence: Evidence) -> Sequence[Variant]:
    """Mistakes with a number in them: a constant below the line of the softmax, or a cut."""
    found = [Variant("rounds_output", lambda case, d=d: np.round(case.expected, d)) for d in range(10)]  # type: ignore[misc]
    for power in range(1, 13):
        c = 10.0**-power
        found.append(_variant(evidence.intent, "eps_bias", _with_constant(c)))
        found.append(_variant(evidence.intent, "clips_output", lambda z, y, t, c=c: np.clip(_p(z), c, 1.0 - c) - y))  # type: ignore[misc]
    return found


def textbook(first: Any, second: Any) -> Any:
    """Return the form to compare times with."""
    return _softmax(np.atleast_2d(first if np.size(first) >= np.size(second) else second))


_HARD = ("big", "low", "gap", "apart", "middling")
_ORDINARY = ("matrix", "square", "zero", "single")
SYMPTOMS = (
    Symptom("returns_sample", _ORDINARY, covers=(*_ORDINARY, *_HARD, "before variants"), when=lambda e: e.unsteady),
    Symptom("returns_wrong_shape", _ORDINARY, covers=(*_ORDINARY, *_HARD, "integer"), statuses=("shape",)),
    Symptom(
        "loses_float64_precision", _ORDINARY, covers=(*_ORDINARY, *_HARD), when=_symptoms.single_precision, alone=True
    ),
    Symptom("fails_single_element", ("single",), passes=("matrix",)),
    Symptom("overflow", ("big",), covers=_HARD, statuses=("loud", "raised")),
    Symptom("underflow", ("low", "gap"), passes=("matrix",), covers=_HARD),
    Symptom("underflow_global_max", ("apart",), passes=("matrix",), covers=_HARD),
    Symptom("fails_integer_input", ("integer",)),
)

CAUSES = {
    **COMMON,
    "sign_flipped": Cause("wrong", "The sign is turned round: a step against this gradient climbs."),
    "target_not_subtracted": Cause(
        "wrong", "The gradient is softmax(z) - onehot: 1 is taken off the target's entry, and nothing else changes."
    ),
    "picks_wrong_entries": Cause(
        "wrong",
        "1 is taken off other entries than the target's. For row i and target t[i], write g[np.arange(n), t] -= 1.",
    ),
    "binary_formula": Cause("wrong", "The sigmoid stands where softmax belongs: each class is treated by itself."),
    "extra_factor": Cause(
        "wrong",
        "There is a factor too many. The derivative of softmax is in the formula softmax(z) - onehot already; "
        "p * (1 - p) and 2 belong to the squared error.",
    ),
    "mean_over_classes": Cause("wrong", "Divided by the number of classes; only samples are averaged."),
    "gradient_of_probabilities": Cause(
        "wrong", "This is the gradient with respect to the probabilities, -y / p; that of the logits was asked for."
    ),
    "softmax_twice": Cause("wrong", "Softmax is applied to what has been through softmax."),
    "no_exp": Cause("wrong", "The softmax is missing: the targets are subtracted from the logits themselves."),
    "not_normalised": Cause("wrong", "The exponentials are not divided by their sum."),
    "rounds_output": Cause("wrong", "The gradient is rounded, and small steps vanish."),
    "returns_log": Cause("wrong", "The logarithm of the probabilities stands where the probabilities belong."),
    "returns_wrong_shape": Cause("wrong", "The gradient must have one row for each sample, as the logits do."),
    "eps_bias": Cause("wrong", "A constant is added below the line, so the rows of the gradient do not add up to 0."),
    "clips_output": Cause("wrong", "The probabilities are cut off before the targets are subtracted."),
    "returns_sample": Cause("wrong", "The same input gives different answers."),
}

TOPIC = Topic(
    name="cross_entropy_gradient",
    formula="d cross_entropy(z, t) / d z = softmax(z) - onehot(t)",
    names=r"(cross_?ent(ropy)?|(^|_)ce|nll).*(grad|deriv|backward)|(grad\w*|deriv\w*|(^|_)d)_?(of_)?(the_)?cross_?ent",
    intents=_targets.intents(("logits", "probabilities", _targets.VARIABLES), ("mean", "sum")),
    build=MATHS.build,
    cases=MATHS.cases,
    variants=variants,
    fitted=fitted,
    symptoms=SYMPTOMS,
    families=_target_search.families(MATHS),
    causes=CAUSES,
    edits={**COMMON_EDITS, "sign_flipped": ("swap_difference", "negate")},
    draw=_target_search.draw,
    simplest=_target_search.simplest,
    infer=_target_words.gradient_penalty,
    settle=_target_words.settle,
    cost_case=lambda intent, n, groups: _target_search.cost_case(MATHS, intent, n, groups),
    textbook=textbook,
    arity=2,
    axis_names=(),
)
