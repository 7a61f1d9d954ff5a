"""Softmax: exp(x_i) / sum_j exp(x_j) over each group. What is exact, what people get wrong, and what mends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from workings.checker.causes import Evidence
from workings.checker.model import Array, Cause, Intent, Topic, Variant
from workings.checker.topics import _extras, _group_search, _groups, _symptoms
from workings.checker.topics._common import COMMON, COMMON_EDITS
from workings.checker.topics._group_variants import Axis, Formula, combined, other_axis, variant
from workings.checker.topics._softmax_fits import fits, rounded_to


def exact(x: Array, axis: Axis) -> Array:
    """Softmax in the precision of x (the judge gives longdouble), shifted by each group's own maximum."""
    if x.size == 0:
        return x
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    result: Array = e / e.sum(axis=axis, keepdims=True)
    return result


def tolerance(x: Array, axis: Axis, true: Array, eps: float, tiny: float) -> Array:
    """Errors that an ordinary implementation makes: x - max is rounded (eps * gap), so are exp, sum and quotient."""
    if x.size == 0:
        return x
    gap = np.abs(x - x.max(axis=axis, keepdims=True))
    length = x.size if axis is None else x.shape[axis]
    relative = eps * (400.0 + 4.0 * np.minimum(gap, 1e4) + length)
    allowed: Array = true * relative + 16.0 * tiny
    return allowed


MATHS = _groups.GroupMaths(exact, tolerance)


def _over(x: Array, axis: Axis, base: float = np.e) -> Array:
    """Softmax of doubles, in another base if wanted."""
    e = np.exp((x - x.max(axis=axis, keepdims=True)) * np.log(base))
    result: Array = e / e.sum(axis=axis, keepdims=True)
    return result


def _positions(x: Array, axis: Axis) -> Array:
    """Each entry's position in its group."""
    if axis is None:
        return np.arange(x.size, dtype=float).reshape(x.shape)
    shape = [1] * x.ndim
    shape[axis] = -1
    return np.broadcast_to(np.arange(x.shape[axis], dtype=float).reshape(shape), x.shape) + 0.0


def _shares(weights: Array, axis: Axis) -> Array:
    result: Array = weights / weights.sum(axis=axis, keepdims=True)
    return result


def _one_hot(x: Array, axis: Axis) -> Array:
    where = x.argmax() if axis is None else np.expand_dims(x.argmax(axis=axis), axis)
    return np.asarray(_positions(x, axis) == where, dtype=float)


def _z(x: Array, axis: Axis, ddof: int = 0) -> Array:
    scaled: Array = (x - x.mean(axis=axis, keepdims=True)) / x.std(axis=axis, keepdims=True, ddof=ddof)
    return scaled


def _top(x: Array, axis: Axis) -> Array:
    top: Array = x.max(axis=axis, keepdims=True)
    return top


def _mask(x: Array, axis: Axis) -> Array:
    masked: Array = np.exp(x - _top(x, axis)) * (x != 0)
    return masked


def _logistic(x: Array) -> Array:
    result: Array = 1.0 / (1.0 + np.exp(-x))
    return result


def _sum(e: Array, axis: Axis) -> Array:
    total: Array = e.sum(axis=axis, keepdims=True)
    return total


def _accumulated(x: Array, axis: Axis) -> Array:
    if axis is None:
        return np.maximum.accumulate(x.ravel()).reshape(x.shape)
    return np.maximum.accumulate(x, axis=axis)


# What an attempt computes if this one thing about its arithmetic is wrong; x: the array, a: the right axis.
VALUES: tuple[tuple[str, Callable[[Array, Axis], Array]], ...] = (
    ("returns_log", lambda x, a: np.log(_over(x, a))),
    ("returns_log", lambda x, a: x - _top(x, a) - np.log(_sum(np.exp(x - _top(x, a)), a))),
    ("hard_max", _one_hot),
    ("hard_max", lambda x, a: _shares((x == _top(x, a)) * 1.0, a)),
    ("hard_max", lambda x, a: (x == _top(x, a)) * 1.0),
    ("hard_max", lambda x, a: np.asarray(x.argmax(axis=a), dtype=float)),
    ("no_exp", _shares),
    ("no_exp", lambda x, a: _shares(np.abs(x), a)),
    ("no_exp", lambda x, a: _shares(np.maximum(x, 0.0), a)),
    ("no_exp", lambda x, a: x / _sum(np.abs(x), a)),
    ("no_exp", lambda x, a: _shares(x - x.min(axis=a, keepdims=True), a)),
    ("no_exp", lambda x, a: _shares(x - _top(x, a), a)),
    ("no_exp", lambda x, a: _shares(x * x, a)),
    ("sigmoid_normalised", lambda x, a: _shares(_logistic(x), a)),
    ("sigmoid_normalised", lambda x, a: _shares(_logistic(x - _top(x, a)), a)),
    ("sigmoid_normalised", lambda x, a: _logistic(x)),
    ("sign_flipped", lambda x, a: _over(-x, a)),
    ("wrong_base", lambda x, a: _over(x, a, 2.0)),
    ("wrong_base", lambda x, a: _over(x, a, 10.0)),
    ("uses_index_not_value", lambda x, a: _over(_positions(x, a), a)),
    ("uses_index_not_value", lambda x, a: _over(_positions(x, a) + 1.0, a)),
    ("uses_index_not_value", lambda x, a: np.exp(_positions(x, a)) / _sum(np.exp(x), a)),
    ("uses_index_not_value", lambda x, a: np.exp(x) / _sum(np.exp(_positions(x, a)), a)),
    ("exp_in_denominator", lambda x, a: np.exp(x) / np.exp(_sum(np.exp(x), a))),
    ("exp_in_denominator", lambda x, a: np.exp(x - _top(x, a)) / np.exp(_sum(np.exp(x - _top(x, a)), a))),
    ("exp_in_denominator", lambda x, a: np.exp(x - _sum(x, a))),
    ("exp_in_denominator", lambda x, a: np.exp(x - _top(x, a)) / np.exp(_sum(x - _top(x, a), a))),
    ("mismatched_shift", lambda x, a: np.exp(x - _top(x, a)) / _sum(np.exp(x), a)),
    ("mismatched_shift", lambda x, a: np.exp(x) / _sum(np.exp(x - _top(x, a)), a)),
    ("mismatched_shift", lambda x, a: np.exp(x - x.max()) / _sum(np.exp(x), a)),
    ("mismatched_shift", lambda x, a: np.exp(x) / _sum(np.exp(x - x.max()), a)),
    ("mean_instead_of_sum", lambda x, a: _over(x, a) * (x.size if a is None else x.shape[a])),
    ("rescales_logits", lambda x, a: _over((x - x.min(a, keepdims=True)) / np.ptp(x, axis=a, keepdims=True), a)),
    ("rescales_logits", lambda x, a: _over(_z(x, a), a)),
    ("rescales_logits", lambda x, a: _over(_z(x, a, 1), a)),
    ("rescales_logits", lambda x, a: _over(x / np.sqrt(_sum(x * x, a)), a)),
    ("rescales_logits", lambda x, a: _over(x / _top(x, a), a)),
    ("rescales_logits", lambda x, a: _over(x / _top(np.abs(x), a), a)),
    ("rescales_logits", lambda x, a: _over(x / _sum(x, a), a)),
    ("rescales_logits", lambda x, a: _over(x / x.std(axis=a, keepdims=True), a)),
    ("temperature_baked_in", lambda x, a: _over(x / x.size if a is None else x / x.shape[a], a)),
    ("temperature_baked_in", lambda x, a: _over(x / np.sqrt(x.size if a is None else x.shape[a]), a)),
    ("treats_zero_as_padding", lambda x, a: _shares(_mask(x, a), a)),
    ("treats_zero_as_padding", lambda x, a: np.nan_to_num(_shares(_mask(x, a), a))),
    ("treats_zero_as_padding", lambda x, a: _over(x, a) * (x != 0)),
    ("treats_zero_as_padding", lambda x, a: np.exp(x - _top(x, a)) / _sum(_mask(x, a), a)),
    ("treats_zero_as_padding", lambda x, a: _shares(np.exp(x) * (x > 0), a)),
    ("shift_not_constant_in_group", lambda x, a: _shares(np.exp(x - _accumulated(x, a)), a)),
    ("shift_not_constant_in_group", lambda x, a: _shares(np.exp(x - np.maximum(x, 0.0)), a)),
    ("shift_not_constant_in_group", lambda x, a: _shares(np.exp(x - np.abs(x)), a)),
    ("rotated_output", lambda x, a: np.roll(_over(x, a), 1, axis=a)),
    ("rotated_output", lambda x, a: np.roll(_over(x, a), -1, axis=a)),
    ("rotated_output", lambda x, a: np.flip(_over(x, a), axis=a)),
    ("rotated_output", lambda x, a: np.sort(_over(x, a), axis=a)),
    ("rotated_output", lambda x, a: np.flip(np.sort(_over(x, a), axis=a), axis=a)),
    ("applied_twice", lambda x, a: _over(_over(x, a), a)),
    ("not_normalised", lambda x, a: np.exp(x)),
    ("not_normalised", lambda x, a: np.exp(x - _top(x, a))),
    ("not_normalised", lambda x, a: np.exp(x - x.max())),
)


def _without_keepdims(shift: bool, total: bool) -> Callable[[Array, Axis], Array]:
    def answer(x: Array, a: Axis) -> Array:
        top = x.max(axis=a, keepdims=not shift)
        e = np.exp(x - top)
        result: Array = e / e.sum(axis=a, keepdims=not total)
        return result

    return answer


def _sum_without_keepdims_or_shift(x: Array, a: Axis) -> Array:
    e = np.exp(x - x.max())
    result: Array = e / e.sum(axis=a)
    return result


# Mistakes about the axis: what is wrong is which entries go together.
AXES: tuple[tuple[str, Callable[[Array, Axis], Array]], ...] = (
    ("sums_whole_array", lambda x, a: _over(x, None)),
    ("wrong_axis", lambda x, a: _over(x, other_axis(a, x.ndim))),
    ("sums_whole_array", lambda x, a: np.exp(x - _top(x, a)) / np.exp(x - _top(x, a)).sum()),
    ("wrong_axis", lambda x, a: _shares(np.exp(x - _top(x, a)), other_axis(a, x.ndim))),
    ("shift_not_constant_in_group", lambda x, a: _shares(np.exp(x - _top(x, other_axis(a, x.ndim))), a)),
    ("missing_keepdims", _without_keepdims(True, True)),
    ("missing_keepdims", _without_keepdims(True, False)),
    ("missing_keepdims", _without_keepdims(False, True)),
    ("missing_keepdims", _sum_without_keepdims_or_shift),
)


def variants(intent: Intent) -> Sequence[Variant]:
    """Every mistake alone, then every mistake of arithmetic together with a wrong choice of axis."""
    more = (("wrong_axis", lambda x, a: _over(x, 1)),) if intent.name == "last axis" else ()
    return combined(intent, VALUES, (*AXES, *more))


def fitted(evidence: Evidence) -> Sequence[Variant]:
    """Mistakes with a number in them, the number being read off the subject's own answers."""
    found = [variant(code, answer, 1, also) for code, answer, also in fits(evidence)]
    decimals = rounded_to(evidence)
    if decimals is not None:
        # Rounding hides nothing of another mistake but its last digits.
        for code, answer in VALUES:
            found.append(variant(code, _rounding(answer, decimals), 1, ("rounds_output",)))
    return found


def _rounding(answer: Formula, decimals: int) -> Formula:
    return lambda x, a: np.round(answer(x, a), decimals)


def textbook(x: Any, axis: int = -1) -> Any:
    """Return the form to compare times with."""
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


CAUSES = {
    **COMMON,
    "returns_log": Cause("wrong", "These are the logarithms of the probabilities: the last exp is missing."),
    "returns_sample": Cause("wrong", "A draw from the distribution comes back, not the distribution itself."),
    "hard_max": Cause("wrong", "All the weight goes to the largest entry: this is argmax, not softmax."),
    "no_exp": Cause("wrong", "The inputs are divided by their sum; the exponential is missing."),
    "sigmoid_normalised": Cause("wrong", "The logistic 1 / (1 + exp(-x)) stands where exp(x) belongs."),
    "sign_flipped": Cause("wrong", "The sign is turned round: the largest input gets the smallest probability."),
    "wrong_base": Cause("wrong", "The powers are of another base than e = 2.718281828459045."),
    "uses_index_not_value": Cause("wrong", "The position of an entry is exponentiated instead of the entry."),
    "rotated_output": Cause("wrong", "The right numbers come back in the wrong places."),
    "exp_in_denominator": Cause("wrong", "The denominator is exponentiated once more: exp(sum) is not sum(exp)."),
    "mismatched_shift": Cause("wrong", "The shift stands on one side of the fraction only, so it does not cancel."),
    "mean_instead_of_sum": Cause("wrong", "Divided by the mean, not the sum: each group adds up to its length."),
    "temperature_misplaced": Cause(
        "wrong",
        "Right at temperature 1. At other temperatures the argument of exp must be divided, above and below the line: "
        "exp(x / T) / sum(exp(x / T)).",
    ),
    "temperature_baked_in": Cause("wrong", "The inputs are scaled by a fixed number: a temperature other than 1."),
    "rescales_logits": Cause("wrong", "The inputs are rescaled first, so that how large they are no longer matters."),
    "eps_bias": Cause(
        "wrong",
        "A small constant is added, so the groups never add up to 1. After the shift the sum is at least 1: there is "
        "no division by 0 to guard against.",
    ),
    "clips_output": Cause("wrong", "The probabilities are floored or capped after normalising."),
    "rounds_output": Cause("wrong", "The probabilities are rounded, and small ones vanish."),
    "treats_zero_as_padding": Cause("wrong", "An entry that equals 0 is taken for padding; 0 is a score like others."),
    "applied_twice": Cause("wrong", "Softmax is applied to its own result."),
    "not_normalised": Cause("wrong", "The exponentials are not divided by their sum."),
}

TOPIC = Topic(
    name="softmax",
    formula="softmax(x)[i] = exp(x[i]) / sum(exp(x))",
    names=r"(?<!log_)(?<!log)soft_?max|soft_arg_?max",
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
