"""log_softmax: x_i - log(sum_j exp(x_j)) over each group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from workings.checker.causes import Evidence
from workings.checker.model import Array, Cause, Intent, Topic, Variant
from workings.checker.topics import _extras, _group_search, _groups, _symptoms
from workings.checker.topics._common import COMMON, COMMON_EDITS
from workings.checker.topics._group_variants import Axis, Mistake, combined, other_axis, variant


def exact(x: Array, axis: Axis) -> Array:
    """Log-probabilities in the precision of x, shifted by each group's own maximum."""
    if x.size == 0:
        return x
    shifted = x - x.max(axis=axis, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    return result


def tolerance(x: Array, axis: Axis, true: Array, eps: float, tiny: float) -> Array:
    """Errors of an ordinary implementation: absolute, for a result near 0 is a difference of larger numbers."""
    if x.size == 0:
        return x
    length = x.size if axis is None else x.shape[axis]
    allowed: Array = eps * (400.0 + length + 4.0 * np.abs(np.where(np.isfinite(true), true, 0.0)))
    return allowed


MATHS = _groups.GroupMaths(exact, tolerance)


def _top(x: Array, axis: Axis) -> Array:
    top: Array = x.max(axis=axis, keepdims=True)
    return top


def _total(x: Array, axis: Axis) -> Array:
    total: Array = np.exp(x - _top(x, axis)).sum(axis=axis, keepdims=True)
    return total


def _log(x: Array, axis: Axis) -> Array:
    result: Array = x - _top(x, axis) - np.log(_total(x, axis))
    return result


def _length(x: Array, axis: Axis) -> int:
    return x.size if axis is None else int(x.shape[axis])


VALUES: tuple[Mistake, ...] = (
    ("returns_probabilities", lambda x, a: np.exp(_log(x, a))),
    ("sign_flipped", lambda x, a: -_log(x, a)),
    ("sign_flipped", lambda x, a: _log(-x, a)),
    ("wrong_base", lambda x, a: _log(x, a) / np.log(2.0)),
    ("wrong_base", lambda x, a: _log(x, a) / np.log(10.0)),
    ("wrong_base", lambda x, a: x - _top(x, a) - np.log2(_total(x, a))),
    ("wrong_base", lambda x, a: x - _top(x, a) - np.log10(_total(x, a))),
    ("mean_instead_of_sum", lambda x, a: _log(x, a) + np.log(_length(x, a))),
    ("mismatched_shift", lambda x, a: x - np.log(_total(x, a))),
    ("mismatched_shift", lambda x, a: _log(x, a) - _top(x, a)),
    ("no_log", lambda x, a: x - _top(x, a) - _total(x, a)),
    ("no_log", lambda x, a: x - np.exp(x).sum(axis=a, keepdims=True)),
    ("not_normalised", lambda x, a: x - _top(x, a)),
    ("sign_flipped", lambda x, a: x - _top(x, a) + np.log(_total(x, a))),
    ("quotient_of_logs", lambda x, a: (x - _top(x, a)) / np.log(_total(x, a))),
    ("quotient_of_logs", lambda x, a: x / np.log(np.exp(x).sum(axis=a, keepdims=True))),
    ("sigmoid_normalised", lambda x, a: -np.logaddexp(0.0, -x)),
    ("eps_bias", lambda x, a: np.log1p(np.exp(x - _top(x, a))) - np.log(_total(x, a))),
    ("applied_twice", lambda x, a: _log(np.exp(_log(x, a)), a)),
    ("rotated_output", lambda x, a: np.roll(_log(x, a), 1, axis=a)),
    ("rotated_output", lambda x, a: np.roll(_log(x, a), -1, axis=a)),
    ("rotated_output", lambda x, a: np.flip(_log(x, a), axis=a)),
)


def _without_keepdims(x: Array, a: Axis) -> Array:
    result: Array = x - _top(x, a) - np.log(np.exp(x - _top(x, a)).sum(axis=a))
    return result


def _without_any_keepdims(x: Array, a: Axis) -> Array:
    shifted = x - x.max(axis=a)
    result: Array = shifted - np.log(np.exp(shifted).sum(axis=a))
    return result


def _shift_without_keepdims(x: Array, a: Axis) -> Array:
    return _log(x - x.max(axis=a), a)


AXES: tuple[Mistake, ...] = (
    ("sums_whole_array", lambda x, a: _log(x, None)),
    ("sums_whole_array", lambda x, a: x - _top(x, a) - np.log(np.exp(x - _top(x, a)).sum())),
    ("wrong_axis", lambda x, a: _log(x, other_axis(a, x.ndim))),
    ("shift_not_constant_in_group", lambda x, a: _log(x - _top(x, other_axis(a, x.ndim)), a)),
    ("missing_keepdims", _without_keepdims),
    ("missing_keepdims", _without_any_keepdims),
    ("missing_keepdims", _shift_without_keepdims),
)


def variants(intent: Intent) -> Sequence[Variant]:
    """Every mistake alone, then every mistake of arithmetic together with a wrong choice of axis."""
    return combined(intent, VALUES, AXES)


def _fits(evidence: Evidence) -> Iterator[Mistake]:
    for d in range(10):
        yield "rounds_output", lambda x, a, d=d: np.round(_log(x, a), d)  # type: ignore[misc]
    low = [
        float(np.min(g.got))
        for i in evidence.having(("spread",))
        if (g := evidence.grades[i]).got is not None and g.got.size and np.all(np.isfinite(g.got))
    ]
    # Whoever adds or caps at a small number before the logarithm gets nothing below its logarithm.
    floor = min(low, default=0.0)
    if not -680.0 < floor < -2.0:
        return
    for c in {float(np.exp(floor)), float(f"{np.exp(floor):.0e}")}:
        yield "clips_output", lambda x, a, c=c: np.maximum(_log(x, a), np.log(c))  # type: ignore[misc]
        yield "clips_output", lambda x, a, c=c: np.log(np.clip(np.exp(_log(x, a)), c, 1.0 - c))  # type: ignore[misc]
        yield "eps_bias", lambda x, a, c=c: np.log(np.exp(_log(x, a)) + c)  # type: ignore[misc]


def fitted(evidence: Evidence) -> Sequence[Variant]:
    """Mistakes with a number in them."""
    return [variant(code, answer) for code, answer in _fits(evidence)]


def textbook(x: Any, axis: int = -1) -> Any:
    """Return the form to compare times with."""
    shifted = x - np.max(x, axis=axis, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))


CAUSES = {
    **COMMON,
    "underflow": Cause(
        "wrong",
        "A probability more than 745 below the maximum is 0 in float64, and its logarithm is -inf. Stay with "
        "logarithms all the way: (x - max) - log(sum(exp(x - max))).",
    ),
    "lse_cancellation": Cause(
        "wrong",
        "The maximum is added to log(sum) before it is subtracted from x: beside a large maximum, log(sum) is rounded "
        "away. Subtract the maximum from x first, then log(sum).",
    ),
    "returns_probabilities": Cause("wrong", "These are the probabilities; their logarithm was asked for."),
    "returns_sample": Cause("wrong", "The same input gives different answers."),
    "sign_flipped": Cause("wrong", "The sign is turned round."),
    "quotient_of_logs": Cause("wrong", "log(a / b) is log(a) - log(b); one logarithm is divided by the other here."),
    "sigmoid_normalised": Cause("wrong", "This is the logarithm of the sigmoid: each entry is treated by itself."),
    "rounds_output": Cause("wrong", "The logarithms are rounded."),
    "wrong_base": Cause("wrong", "The logarithm is to another base than e."),
    "mean_instead_of_sum": Cause("wrong", "The logarithm of the mean is subtracted, not that of the sum."),
    "mismatched_shift": Cause("wrong", "The maximum is subtracted in one place only, so it does not cancel."),
    "no_log": Cause("wrong", "The sum itself is subtracted, not its logarithm."),
    "not_normalised": Cause("wrong", "The logarithm of the sum is not subtracted."),
    "applied_twice": Cause("wrong", "Softmax is applied to its own result before the logarithm."),
    "rotated_output": Cause("wrong", "The right numbers come back in the wrong places."),
    "eps_bias": Cause(
        "wrong", "A small constant is added before the logarithm: nothing comes out below its logarithm."
    ),
    "clips_output": Cause("wrong", "The results are cut off below."),
    "temperature_misplaced": Cause(
        "wrong", "Right at temperature 1; at others, the inputs must be divided by it first."
    ),
}

TOPIC = Topic(
    name="log_softmax",
    formula="log_softmax(x)[i] = x[i] - log(sum(exp(x)))",
    names=r"log_?soft_?max",
    intents=_groups.INTENTS,
    build=MATHS.build,
    cases=MATHS.cases,
    variants=variants,
    fitted=fitted,
    symptoms=_symptoms.symptoms(MATHS.build),
    families=_group_search.families(MATHS.build),
    causes=CAUSES,
    edits=COMMON_EDITS,
    draw=_group_search.draw,
    simplest=_group_search.simplest,
    infer=_groups.penalty,
    cost_case=lambda intent, n, groups: _groups.cost_case(MATHS, intent, n, groups),
    textbook=textbook,
    extras=lambda intent, lab, evidence, causes: _extras.extras(MATHS, intent, lab, evidence, causes),
    advise=lambda intent: _groups.advise(MATHS, intent),
)
