"""logsumexp: log(sum_j exp(x_j)) over each group; the group's axis is gone from the result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from workings.checker.causes import Evidence, Named
from workings.checker.lab import Lab
from workings.checker.model import Array, Cause, Intent, Symptom, Topic, Variant
from workings.checker.topics import _extras, _group_search, _groups, _symptoms
from workings.checker.topics._common import COMMON, COMMON_EDITS
from workings.checker.topics._group_variants import Axis, Mistake, combined, other_axis, variant


def exact(x: Array, axis: Axis) -> Array:
    """Log of the sum of exponentials in the precision of x, shifted by each group's own maximum."""
    if x.size == 0:
        return x
    top = x.max(axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    result: Array = np.log(np.exp(x - top).sum(axis=axis)) + np.squeeze(top, axis=axis)
    return result


def tolerance(x: Array, axis: Axis, true: Array, eps: float, tiny: float) -> Array:
    """Errors of an ordinary implementation: those of log(sum), which is of size 1, and of adding the maximum."""
    if x.size == 0:
        return x
    length = x.size if axis is None else x.shape[axis]
    allowed: Array = eps * (400.0 + length + 8.0 * np.abs(np.where(np.isfinite(true), true, 0.0)))
    return allowed


MATHS = _groups.GroupMaths(exact, tolerance, keeps_shape=False)


def _top(x: Array, axis: Axis) -> Array:
    top: Array = np.asarray(x.max(axis=axis))
    return top


def _rest(x: Array, axis: Axis) -> Array:
    """Return the sum of the exponentials after the shift."""
    total: Array = np.asarray(np.exp(x - x.max(axis=axis, keepdims=True)).sum(axis=axis))
    return total


def _lse(x: Array, axis: Axis) -> Array:
    result: Array = _top(x, axis) + np.log(_rest(x, axis))
    return result


def _length(x: Array, axis: Axis) -> int:
    return x.size if axis is None else int(x.shape[axis])


VALUES: tuple[Mistake, ...] = (
    ("mismatched_shift", lambda x, a: np.log(_rest(x, a))),
    ("mismatched_shift", lambda x, a: 2 * _top(x, a) + np.log(_rest(x, a))),
    ("mismatched_shift", lambda x, a: np.log(_rest(x, a)) - _top(x, a)),
    ("mismatched_shift", lambda x, a: _lse(x, a) + _top(x, a)),
    ("mismatched_shift", lambda x, a: np.log(_rest(x, a) + _top(x, a))),
    ("wrong_base", lambda x, a: _lse(x, a) / np.log(2.0)),
    ("wrong_base", lambda x, a: _lse(x, a) / np.log(10.0)),
    ("wrong_base", lambda x, a: _top(x, a) + np.log2(_rest(x, a))),
    ("wrong_base", lambda x, a: _top(x, a) + np.log10(_rest(x, a))),
    ("wrong_base", lambda x, a: _lse(x * np.log(2.0), a) / np.log(2.0)),
    ("wrong_base", lambda x, a: _lse(x * np.log(10.0), a) / np.log(10.0)),
    ("mean_instead_of_sum", lambda x, a: _lse(x, a) - np.log(_length(x, a))),
    ("sum_of_logs", lambda x, a: np.asarray(x.sum(axis=a))),
    ("sum_of_logs", lambda x, a: np.log1p(np.exp(x)).sum(axis=a)),
    ("sum_of_logs", lambda x, a: _top(x, a) + (x - x.max(axis=a, keepdims=True)).sum(axis=a)),
    ("returns_max", _top),
    ("no_log", lambda x, a: np.exp(x).sum(axis=a)),
    ("no_log", lambda x, a: _top(x, a) + _rest(x, a)),
    ("mismatched_shift", lambda x, a: _top(x, a) * np.log(_rest(x, a))),
    ("returns_log_softmax", lambda x, a: x - np.expand_dims(_lse(x, a), a if a is not None else 0)),
    ("returns_probabilities", lambda x, a: np.exp(x - np.expand_dims(_lse(x, a), a if a is not None else 0))),
    ("no_exp", lambda x, a: np.log(x.sum(axis=a))),
    ("no_exp", lambda x, a: np.log(np.abs(x).sum(axis=a))),
    ("sign_flipped", lambda x, a: -_lse(x, a)),
    ("sign_flipped", lambda x, a: -_lse(-x, a)),
    ("sign_flipped", lambda x, a: _lse(-x, a)),
)


def _kept_and_not(x: Array, a: Axis) -> Array:
    """A column of maxima and a row of logarithms: n by n."""
    result: Array = x.max(axis=a, keepdims=True) + np.log(_rest(x, a))
    return result


def _not_and_kept(x: Array, a: Axis) -> Array:
    kept = np.log(np.exp(x - x.max(axis=a, keepdims=True)).sum(axis=a, keepdims=True))
    result: Array = _top(x, a) + kept
    return result


def _without_keepdims(x: Array, a: Axis) -> Array:
    top = x.max(axis=a)
    result: Array = top + np.log(np.exp(x - top).sum(axis=a))
    return result


AXES: tuple[Mistake, ...] = (
    ("sums_whole_array", lambda x, a: _lse(x, None)),
    ("wrong_axis", lambda x, a: _lse(x, other_axis(a, x.ndim))),
    ("returns_wrong_shape", _kept_and_not),
    ("returns_wrong_shape", _not_and_kept),
    ("returns_wrong_shape", lambda x, a: _kept_and_not(x, a).ravel()),
    ("returns_wrong_shape", lambda x, a: _not_and_kept(x, a).ravel()),
    ("missing_keepdims", _without_keepdims),
)


def variants(intent: Intent) -> Sequence[Variant]:
    """Every mistake alone, then every mistake of arithmetic together with a wrong choice of axis."""
    return combined(intent, VALUES, AXES)


def _constants(evidence: Evidence) -> Iterator[tuple[float, bool]]:
    """Yield what seems to be added to the sum, if something is: with and without the shift."""
    for i in evidence.core():
        case, got = evidence.cases[i], evidence.grades[i].got
        if got is None or got.shape != case.expected.shape or not np.all(np.isfinite(got)):
            continue
        x = np.asarray(case.args[0], dtype=float)
        with np.errstate(all="ignore"):
            yield float(np.max(np.exp(got - _top(x, case.along)) - _rest(x, case.along))), True
            yield float(np.max(np.exp(got) - np.exp(case.expected))), False
        return


def fitted(evidence: Evidence) -> Sequence[Variant]:
    """Mistakes with a number in them: something added to the sum, and bounds of the inputs."""
    found = []
    for raw, shifted in _constants(evidence):
        for c in {raw, float(f"{raw:.0e}")}:
            if abs(c) < 1e-13 or not np.isfinite(c):
                continue
            if shifted:
                found.append(variant("eps_bias", lambda x, a, c=c: _top(x, a) + np.log(_rest(x, a) + c)))  # type: ignore[misc]
            else:
                plain = variant("eps_bias", lambda x, a, c=c: np.log(np.exp(_lse(x, a)) + c), 1, ("overflow",))  # type: ignore[misc]
                found.append(plain)
    for b in (10.0, 20.0, 30.0, 50.0, 80.0, 100.0, 200.0, 300.0, 500.0, 600.0, 700.0, 709.0):
        found.append(variant("clips_logits", lambda x, a, b=b: _lse(np.clip(x, -b, b), a)))  # type: ignore[misc]
        found.append(variant("clips_logits", lambda x, a, b=b: _lse(np.minimum(x, b), a)))  # type: ignore[misc]
    return found


def _is_max(evidence: Evidence) -> bool:
    """Whether large inputs give their maximum and nothing more."""
    seen = 0
    for i in evidence.having(("big", "big tie", "middling"), failing=True):
        case, g = evidence.cases[i], evidence.grades[i]
        if g.status != "silent" or g.got is None or g.got.shape != case.expected.shape:
            continue
        if not np.array_equal(g.got, _top(np.asarray(case.args[0], dtype=float), case.along)):
            return False
        seen += 1
    return seen > 2


def textbook(x: Any, axis: int = -1) -> Any:
    """Return the form to compare times with."""
    top = np.max(x, axis=axis, keepdims=True)
    return np.log(np.sum(np.exp(x - top), axis=axis)) + np.squeeze(top, axis=axis)


CAUSES = {
    **COMMON,
    "underflow": Cause(
        "wrong",
        "exp of a number below -745 is 0 in float64: where a whole group lies that low, the sum is 0 and its logarithm "
        "-inf. Subtract the maximum first and add it back at the end.",
    ),
    "mismatched_shift": Cause("wrong", "What was subtracted before exp must be added back once after the logarithm."),
    "wrong_base": Cause("wrong", "Another base than e, in the powers or in the logarithm."),
    "mean_instead_of_sum": Cause("wrong", "The logarithm of the mean, not of the sum."),
    "sum_of_logs": Cause("wrong", "The logarithm is taken of each term and then summed; it belongs outside the sum."),
    "returns_max": Cause("wrong", "This is the maximum; the logarithm of the other terms is left out."),
    "no_log": Cause("wrong", "The logarithm is missing."),
    "returns_log_softmax": Cause("wrong", "This is log_softmax, one number for each entry; the sum alone was asked."),
    "returns_probabilities": Cause("wrong", "This is softmax, one number for each entry."),
    "returns_wrong_shape": Cause(
        "wrong",
        "The result must have one number for each group, and the group's axis must be gone: (n, k) gives (n,), and a "
        "vector gives a number. (Who keeps the axis on purpose says so: a parameter or a docstring with keepdims.)",
    ),
    "no_exp": Cause("wrong", "The exponential is missing."),
    "sign_flipped": Cause("wrong", "The sign is turned round."),
    "returns_sample": Cause("wrong", "The same input gives different answers."),
    "rotated_output": Cause("wrong", "The right numbers come back in the wrong places."),
    "eps_bias": Cause("wrong", "A small constant is added to the sum."),
    "temperature_misplaced": Cause(
        "wrong", "Right at temperature 1; at others, the inputs must be divided by it first."
    ),
}


def _extra(intent: Intent, lab: Lab, evidence: Evidence, causes: list[Named]) -> list[Named]:
    """What other parameters show; and a reduced axis that is still there, though nothing promises to keep it."""
    found = _extras.extras(MATHS, intent, lab, evidence, causes)
    if any(CAUSES[c.code].cls == "wrong" for c in causes) or re.search(r"keep_?dim", _promises(lab)):
        return found
    odd = [
        i
        for i in evidence.ordinary()
        if evidence.grades[i].got is not None
        and evidence.answers[i].kind == "value"
        and np.shape(evidence.answers[i].value) != evidence.cases[i].expected.shape
    ]
    return [*found, Named("returns_wrong_shape", tuple(odd))] if odd else found


def _promises(lab: Lab) -> str:
    """Return the parameters, the docstring and the comments: where keeping the axis may be promised."""
    source = lab.subject.source or ""
    words = [p.name for p in lab.subject.parameters]
    words += re.findall(r"#.*|\"\"\"(?:.|\n)*?\"\"\"", source)
    return " ".join(words).lower()


TOPIC = Topic(
    name="logsumexp",
    formula="logsumexp(x) = log(sum(exp(x)))",
    names=r"log_?sum_?exp|(^|_)lse($|_)",
    intents=_groups.INTENTS,
    build=MATHS.build,
    cases=MATHS.cases,
    variants=variants,
    fitted=fitted,
    symptoms=(
        Symptom("returns_max", ("big", "big tie"), covers=("big apart", "middling", "low", "huge"), when=_is_max),
        *_symptoms.symptoms(MATHS.build),
    ),
    families=_group_search.families(MATHS.build),
    causes=CAUSES,
    edits=COMMON_EDITS,
    draw=_group_search.draw,
    simplest=_group_search.simplest,
    infer=_groups.penalty,
    cost_case=lambda intent, n, groups: _groups.cost_case(MATHS, intent, n, groups),
    textbook=textbook,
    keeps_shape=False,
    extras=_extra,
    advise=lambda intent: _groups.advise(MATHS, intent),
)
