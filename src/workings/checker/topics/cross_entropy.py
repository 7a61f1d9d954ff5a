"""Cross-entropy: minus the logarithm of the probability that the model gives to the right class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from workings.checker.causes import Evidence, Named
from workings.checker.lab import Lab
from workings.checker.model import Array, Case, Cause, Intent, Symptom, Topic, Variant
from workings.checker.topics import _symptoms, _target_search, _target_words, _targets
from workings.checker.topics._common import COMMON, COMMON_EDITS
from workings.checker.topics._targets import Split, reduced, split


def _log_p(z: Array, axis: int | None = 1) -> Array:
    shifted = z - z.max(axis=axis, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    return result


def exact(intent: Intent, given: Split) -> Array:
    """The loss in longdouble; a class of probability 0 that is not the target costs nothing."""
    log_p = np.log(given.scores) if intent.name.startswith("probabilities") else _log_p(given.scores)
    losses = -np.where(given.onehot > 0, log_p, 0.0).sum(axis=1)
    return reduced(intent, losses)


def tolerance(intent: Intent, given: Split, true: Array) -> Array:
    """Some units of the logits' size. Probabilities are customarily kept off 0 by 1e-8 or less: ordinary, too."""
    rows = np.arange(len(given.scores))
    if intent.name.startswith("probabilities"):
        near = 1.2e-8 / given.scores[rows, given.labels] + 1.2e-8
        return np.asarray(1e-12 * np.abs(true) + reduced(intent, near))
    size = np.abs(given.scores).max(axis=1)
    return np.asarray(1e-15 * np.abs(true) + reduced(intent, 2.3e-16 * (400.0 + 16.0 * size)))


MATHS = _targets.TargetMaths(exact, tolerance)
# From scores, one-hot targets and labels to the losses of the samples, or (if it has no axis) to the result itself.
Formula = Callable[[Array, Array, Array], Array]


def _pick(values: Array, onehot: Array) -> Array:
    result: Array = np.where(onehot > 0, values, 0.0).sum(axis=1)
    return result


def _mistakes(log_p: Callable[..., Array]) -> tuple[tuple[str, Formula], ...]:
    """Return what people get wrong, whatever the first argument is."""
    return (
        ("sign_flipped", lambda s, y, t: _pick(log_p(s), y)),
        ("wrong_base", lambda s, y, t: -_pick(log_p(s), y) / np.log(2.0)),
        ("wrong_base", lambda s, y, t: -_pick(log_p(s), y) / np.log(10.0)),
        ("extra_factor", lambda s, y, t: -_pick(log_p(s), y) / len(s)),
        ("extra_factor", lambda s, y, t: -2.0 * _pick(log_p(s), y)),
        ("extra_factor", lambda s, y, t: -0.5 * _pick(log_p(s), y)),
        ("picks_wrong_entries", lambda s, y, t: -_pick(np.log1p(-np.exp(log_p(s))), y)),
        ("mean_over_classes", lambda s, y, t: -_pick(log_p(s), y) / s.shape[1]),
        ("mean_over_classes", lambda s, y, t: -_pick(log_p(s), y) * len(s) / s.shape[1]),
        ("picks_wrong_entries", lambda s, y, t: -log_p(s)[:, t].mean(axis=1)),
        ("picks_wrong_entries", lambda s, y, t: -log_p(s)[:, t].sum(axis=1)),
        ("picks_wrong_entries", lambda s, y, t: -log_p(s)[np.arange(len(s)), t - 1]),
        ("picks_wrong_entries", lambda s, y, t: -log_p(s).max(axis=1)),
        ("picks_wrong_entries", lambda s, y, t: -log_p(s).sum(axis=1)),
        ("no_log", lambda s, y, t: -_pick(np.exp(log_p(s)), y)),
        ("no_log", lambda s, y, t: 1.0 - _pick(np.exp(log_p(s)), y)),
        ("no_log", lambda s, y, t: _pick(np.exp(log_p(s)), y)),
        ("squared_error", lambda s, y, t: ((np.exp(log_p(s)) - y) ** 2).sum(axis=1)),
        ("squared_error", lambda s, y, t: ((np.exp(log_p(s)) - y) ** 2).mean(axis=1)),
        ("ignores_target", lambda s, y, t: -(np.exp(log_p(s)) * log_p(s)).sum(axis=1)),
        ("binary_formula", lambda s, y, t: _binary(np.exp(log_p(s)), y).sum(axis=1)),
        ("binary_formula", lambda s, y, t: _binary(np.exp(log_p(s)), y).mean(axis=1)),
        ("returns_accuracy", lambda s, y, t: (log_p(s).argmax(axis=1) == t) * 1.0),
        ("returns_accuracy", lambda s, y, t: (log_p(s).argmax(axis=1) != t) * 1.0),
    )


def _binary(p: Array, y: Array) -> Array:
    result: Array = -(y * np.log(p) + (1.0 - y) * np.log1p(-p))
    return result


def _lse(s: Array) -> Array:
    return -_log_p(s)[:, 0] + s[:, 0]


def _weights(s: Array) -> Array:
    """Exponentials after the shift."""
    weights: Array = np.exp(s - s.max(axis=1, keepdims=True))
    return weights


FROM_LOGITS: tuple[tuple[str, Formula], ...] = (
    *_mistakes(_log_p),
    ("wrong_axis", lambda s, y, t: -_pick(_log_p(s, 0), y)),
    ("sums_whole_array", lambda s, y, t: -_pick(_log_p(s, None), y)),
    ("softmax_twice", lambda s, y, t: -_pick(_log_p(np.exp(_log_p(s))), y)),
    ("no_exp", lambda s, y, t: -_pick(s, y)),
    ("no_exp", lambda s, y, t: -_pick(np.log(s), y)),
    ("sums_whole_array", lambda s, y, t: np.log(_weights(s).sum()) - _pick(s - s.max(axis=1, keepdims=True), y)),
    ("mismatched_shift", lambda s, y, t: _lse(s) - s.max(axis=1) - _pick(s, y)),
    ("mismatched_shift", lambda s, y, t: _lse(s) - _pick(s - s.max(axis=1, keepdims=True), y)),
    ("missing_keepdims", lambda s, y, t: (_lse(s)[:, None] - _pick(s, y)[None, :]).sum(axis=1)),
    ("binary_formula", lambda s, y, t: (np.logaddexp(0.0, s) - s * y).sum(axis=1)),
    ("binary_formula", lambda s, y, t: (np.logaddexp(0.0, s) - s * y).mean(axis=1)),
    ("binary_formula", lambda s, y, t: np.logaddexp(0.0, -_pick(s, y))),
)
FROM_PROBABILITIES: tuple[tuple[str, Formula], ...] = (
    *_mistakes(np.log),
    ("softmax_twice", lambda s, y, t: -_pick(_log_p(s), y)),
    *(
        ("arguments_swapped", lambda s, y, t, c=c: -(s * np.log(y + c)).sum(axis=1))
        for c in 10.0 ** -np.arange(3.0, 17.0)
    ),
    *(
        ("arguments_swapped", lambda s, y, t, c=c: -(s * np.log(np.clip(y, c, 1.0 - c))).sum(axis=1))
        for c in 10.0 ** -np.arange(3.0, 17.0)
    ),
    ("arguments_swapped", lambda s, y, t: -(s * np.log(y)).sum(axis=1)),
)


def _whole(log_p: Callable[..., Array]) -> tuple[tuple[str, Callable[[Array, Array], Array]], ...]:
    """Return mistakes about what stands outside the mean: from the logarithms and the one-hot targets to the result."""
    return (
        ("log_of_mean", lambda s, y: -np.log(np.exp(_pick(log_p(s), y)).mean())),
        ("log_of_mean", lambda s, y: -np.log(np.exp(_pick(log_p(s), y)).sum())),
        ("returns_perplexity", lambda s, y: np.exp(-_pick(log_p(s), y).mean())),
        ("returns_perplexity", lambda s, y: np.exp(-_pick(log_p(s), y))),
    )


def _rounded(intent: Intent, decimals: int) -> Variant:
    def answer(case: Case) -> Array:
        return np.asarray(np.round(case.expected, decimals))

    return Variant("rounds_output", answer)


def _variant(intent: Intent, code: str, formula: Formula) -> Variant:
    def answer(case: Case) -> Array:
        given = split(intent, case.args)
        return reduced(intent, formula(given.scores, given.onehot, given.labels))

    return Variant(code, answer)


def variants(intent: Intent) -> Sequence[Variant]:
    """Every mistake, for this intent's way of being called."""
    known = FROM_PROBABILITIES if intent.name.startswith("probabilities") else FROM_LOGITS
    log_p = np.log if intent.name.startswith("probabilities") else _log_p
    made = [_variant(intent, code, formula) for code, formula in known]
    for code, formula in _whole(log_p):

        def answer(case: Case, formula: Callable[[Array, Array], Array] = formula) -> Array:
            given = split(intent, case.args)
            return np.asarray(formula(given.scores, given.onehot))

        made.append(Variant(code, answer))
    return made


def fitted(evidence: Evidence) -> Sequence[Variant]:
    """Mistakes with a number in them: what is added to probabilities, or bounds them."""
    logits = evidence.intent.name.startswith("logits")
    found: list[tuple[str, Formula]] = []
    for power in range(1, 13):
        for c in (10.0**-power, 5.0 * 10.0**-power):

            def p(s: Array) -> Array:
                return np.exp(_log_p(s)) if logits else s

            found += [
                ("eps_bias", lambda s, y, t, c=c: -_pick(np.log(p(s) + c), y)),  # type: ignore[misc]
                ("clips_output", lambda s, y, t, c=c: -_pick(np.log(np.clip(p(s), c, 1.0 - c)), y)),  # type: ignore[misc]
                ("clips_output", lambda s, y, t, c=c: -_pick(np.log(np.maximum(p(s), c)), y)),  # type: ignore[misc]
            ]
    rounded = [_rounded(evidence.intent, decimals) for decimals in range(9)]
    return [*rounded, *(_variant(evidence.intent, code, formula) for code, formula in found)]


def textbook(first: Any, second: Any) -> Any:
    """Return the form to compare times with."""
    z = np.atleast_2d(first if np.size(first) >= np.size(second) else second)
    return -_log_p(z).sum()


_LOUD = ("loud", "raised")
_HARD = ("big", "low", "gap", "apart", "middling", "exact zero", "small")
_ORDINARY = ("matrix", "square", "zero", "single")
SYMPTOMS = (
    Symptom("returns_sample", _ORDINARY, covers=(*_ORDINARY, *_HARD, "before variants"), when=lambda e: e.unsteady),
    Symptom(
        "loses_float64_precision", _ORDINARY, covers=(*_ORDINARY, *_HARD), when=_symptoms.single_precision, alone=True
    ),
    Symptom(
        "returns_wrong_shape",
        _ORDINARY,
        covers=(*_ORDINARY, *_HARD, "integer"),
        statuses=("shape",),
        when=_targets.has_an_axis,
    ),
    Symptom("fails_single_element", ("single",), passes=("matrix",)),
    Symptom("overflow", ("big",), covers=_HARD, statuses=_LOUD),
    Symptom("underflow_global_max", ("apart",), passes=("gap", "low", "big"), covers=_HARD),
    Symptom("underflow", ("gap", "low", "exact zero"), covers=_HARD, alone=True),
    Symptom("underflow", ("gap", "low"), covers=_HARD, statuses=_LOUD),
    Symptom("underflow_global_max", ("apart",), passes=("matrix",), covers=_HARD),
    Symptom("fails_integer_input", ("integer",)),
)

CAUSES = {
    **COMMON,
    "underflow": Cause(
        "wrong",
        "A probability of 0 meets the logarithm: log(0) is -inf and 0 * log(0) is nan. From logits, stay with "
        "logarithms: log(sum(exp(z - max))) - (z - max)[target]. From probabilities, only the target's needs it.",
    ),
    "underflow_global_max": Cause(
        "wrong", "One maximum, of the whole batch, is subtracted from every sample: one far below it gets log(0)."
    ),
    "sign_flipped": Cause("wrong", "The minus sign is missing: the loss falls where it should rise."),
    "wrong_base": Cause("wrong", "The logarithm is to another base than e."),
    "mean_over_classes": Cause("wrong", "The number of classes stands below the line; only samples are averaged."),
    "picks_wrong_entries": Cause(
        "wrong", "Other entries than the target's are picked. For row i and target t[i], write p[np.arange(n), t]."
    ),
    "no_log": Cause("wrong", "The logarithm is missing."),
    "no_exp": Cause("wrong", "The softmax is missing: logits are taken for probabilities or their logarithms."),
    "extra_factor": Cause("wrong", "There is a factor too many: divided twice by the number of samples, or doubled."),
    "log_of_mean": Cause("wrong", "The logarithm is taken of the mean (or sum); take the mean of the logarithms."),
    "returns_perplexity": Cause("wrong", "This is the perplexity, exp of the cross-entropy."),
    "returns_accuracy": Cause("wrong", "Right and wrong answers are counted; no probability is used."),
    "rounds_output": Cause("wrong", "The loss is rounded, and small steps vanish."),
    "squared_error": Cause("wrong", "This is a squared error, not a cross-entropy."),
    "ignores_target": Cause("wrong", "The targets are not used: this is the entropy of the probabilities."),
    "binary_formula": Cause("wrong", "The formula for two classes adds the losses of the other classes as well."),
    "softmax_twice": Cause("wrong", "Softmax is applied to what has been through softmax."),
    "arguments_swapped": Cause("wrong", "The logarithm is taken of the targets; it belongs to the probabilities."),
    "mismatched_shift": Cause("wrong", "The maximum is subtracted in one place only, so it does not cancel."),
    "missing_keepdims": Cause("wrong", "A column and a row meet: (n, 1) and (n,) make (n, n), summed n times over."),
    "eps_bias": Cause("wrong", "A constant is added to the probabilities: every loss is off by it."),
    "clips_output": Cause("wrong", "The probabilities are cut off, so that large losses never show."),
    "returns_sample": Cause("wrong", "The same input gives different answers."),
    "hard_max": Cause("wrong", "The class of the largest score is compared; no probability is used."),
}


def _in_single_precision(intent: Intent, lab: Lab, evidence: Evidence, causes: list[Named]) -> list[Named]:
    """Tell answers from probabilities that carry float32's digits only: the tolerance for an epsilon would hide it."""
    if not intent.name.startswith("probabilities"):
        return []
    among = evidence.core()
    values = [got for i in among if (got := evidence.grades[i].got) is not None]
    errors = [evidence.grades[i].error for i in among]
    narrow = all(np.array_equal(v.astype(np.float32).astype(np.float64), v) for v in values)
    return [Named("loses_float64_precision", tuple(among))] if narrow and 1e-9 < max(errors) < 1e-4 else []


TOPIC = Topic(
    name="cross_entropy",
    formula="cross_entropy(z, t) = log(sum(exp(z))) - z[t]",
    names=r"cross_?ent(ropy)?(?!.*grad)(?!.*deriv)(?!.*backward)|(^|_)(nll|log)_loss|categorical_cross",
    intents=_targets.intents(("logits", "probabilities"), ("mean", "sum", "none")),
    build=MATHS.build,
    cases=MATHS.cases,
    variants=variants,
    fitted=fitted,
    symptoms=SYMPTOMS,
    families=_target_search.families(MATHS),
    causes=CAUSES,
    edits={**COMMON_EDITS, "sign_flipped": ("negate", "drop_minus"), "missing_keepdims": ("drop_keepdims",)},
    draw=_target_search.draw,
    simplest=_target_search.simplest,
    infer=_target_words.loss_penalty,
    settle=_target_words.settle,
    cost_case=lambda intent, n, groups: _target_search.cost_case(MATHS, intent, n, groups),
    textbook=textbook,
    arity=2,
    axis_names=(),
    extras=_in_single_precision,
)
