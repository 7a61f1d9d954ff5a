"""Which failing cases tell which mistake, for all topics that work on groups of numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from workings.checker.causes import ORDINARY, Evidence
from workings.checker.model import Array, Case, Symptom
from workings.checker.topics import _groups

_LOUD = ("loud", "raised")
_AXES = ("zero axis", "positive axis", "negative axis", "deep axis", "one row axis")
_SIZES = ("big", "big tie", "big apart", "huge", "low", "huge spread", "spread", "middling", "offset")
_LOW = ("spread", "huge spread", "huge", "middling", "apart, first high", "apart, last high", "mask")
_DEEP = ("spread", "big", "low", "huge spread", "big apart")
_APART = ("apart, first high", "apart, last high", "apart, middle high")


def _same_for_all_axes(evidence: Evidence) -> bool:
    """Whether the same matrix gives the same answer whatever axis is passed."""
    seen: dict[bytes, list[Array]] = {}
    for i in evidence.having(_AXES):
        case, got = evidence.cases[i], evidence.grades[i].got
        x = np.asarray(case.args[0])
        if x.ndim == 2 and min(x.shape) > 1:
            seen.setdefault(x.tobytes() + bytes(x.shape), []).append(np.asarray(np.nan if got is None else got))
    many = [group for group in seen.values() if len(group) > 2]
    return bool(many) and all(
        all(a.shape == group[0].shape and np.array_equal(a, group[0]) for a in group[1:]) for group in many
    )


def _square_only(evidence: Evidence) -> bool:
    """Whether matrices raise, square ones do not, and vectors do not matter."""
    matrix = [evidence.grades[i] for i in evidence.having(("matrix",))]
    square = [evidence.grades[i] for i in evidence.having(("square",))]
    return (
        bool(matrix and square)
        and all(g.status == "raised" for g in matrix)
        and any(g.status == "silent" for g in square)
    )


def _by_shape(build: Callable[..., Case | None]) -> Callable[[Evidence], bool]:
    """Whether every matrix that fails is right along another axis, and some matrix is right along this one."""

    def when(evidence: Evidence) -> bool:
        flat = [i for i in evidence.having(("rank 2",)) if evidence.cases[i].tag in ORDINARY | set(_AXES)]
        failing = [i for i in flat if evidence.grades[i].fails]
        if not failing or len(failing) == len(flat):
            return False
        first, whole = _groups.FIRST_AXIS, _groups.WHOLE
        for i in failing:
            got = evidence.grades[i].got
            x = evidence.cases[i].args[0]
            others = [build(intent, "", x) for intent in (first, _groups.LAST_AXIS, whole)]
            fits = [
                got is not None
                and o is not None
                and got.shape == o.expected.shape
                and bool(np.all(np.abs(got - o.expected) <= 1e-9 * np.abs(o.expected) + 1e-12))
                for o in others
            ]
            if not any(fits):
                return False
        return True

    return when


def single_precision(evidence: Evidence) -> bool:
    """Whether the answers carry no more digits than float32 does, and are right to those."""
    errors: list[float] = []
    exact_in_32: list[bool] = []
    for i in evidence.ordinary():
        grade = evidence.grades[i]
        if grade.got is None or grade.status not in ("right", "silent"):
            continue
        scale = float(np.max(np.abs(evidence.cases[i].expected), initial=1e-300))
        errors.append(float(np.max(np.abs(grade.got - evidence.cases[i].expected), initial=0.0)) / scale)
        with np.errstate(all="ignore"):
            exact_in_32.append(bool(np.all(grade.got.astype(np.float32) == grade.got)))
    worst = max(errors, default=1.0)
    if np.mean(exact_in_32 or [False]) > 0.99 and worst < 2e-2:
        return True
    return 1e-9 < worst < 2e-6


def _permuted(evidence: Evidence) -> bool:
    """Whether the right numbers come back, in other places."""
    seen = 0
    for i in evidence.core():
        got, expected = evidence.grades[i].got, evidence.cases[i].expected
        if got is None or got.shape != expected.shape:
            return False
        if not np.allclose(np.sort(got.ravel()), np.sort(expected.ravel()), rtol=1e-9, atol=1e-12):
            return False
        seen += evidence.grades[i].fails
    return seen > 0


def right_when_flat(evidence: Evidence) -> bool:
    """Whether the numbers are right and only their shape is not."""
    for i in evidence.having(ORDINARY):
        g = evidence.grades[i]
        if g.status == "shape":
            expected = evidence.cases[i].expected
            if g.got is None or g.got.size != expected.size:
                return False
            if not np.allclose(g.got.ravel(), expected.ravel(), rtol=1e-6, atol=1e-9):
                return False
    return True


def _never_its_shape(evidence: Evidence) -> bool:
    """Whether nothing of the right shape comes back on everyday numbers."""
    return all(evidence.grades[i].status == "shape" for i in evidence.core())


def _varies(evidence: Evidence) -> bool:
    return evidence.unsteady


def _ties_large(evidence: Evidence) -> bool:
    """Whether different inputs tie: clamping, rather than a number made up for inf."""
    for i in evidence.having(("big tie", "middling", "spread")):
        g, case = evidence.grades[i], evidence.cases[i]
        if g.status != "silent" or g.got is None:
            continue
        if case.tag in ("middling", "spread"):
            # Clamped inputs lie nearer together, so the small answers come out too large.
            if g.got.shape == case.expected.shape and g.got.min() > 1.001 * case.expected.min() + 1e-300:
                return True
            continue
        finite = [evidence.grades[j].status == "right" for j in evidence.having(("big apart",))]
        x = np.asarray(case.args[0])
        equal = [
            a == b > 0 for a, b, s, t in zip(g.got.flat, g.got.flat[1:], x.flat, x.flat[1:], strict=False) if s != t
        ]
        if any(equal) and all(finite):
            return True
    return False


def _grows_with_offset(evidence: Evidence) -> bool:
    """Whether the error is some units in the last place of the largest entry: lost to rounding beside it."""
    seen = False
    for i in evidence.having(("offset", "big", "big tie", "huge", "low", "middling", "big apart")):
        g, case = evidence.grades[i], evidence.cases[i]
        x = np.asarray(case.args[0], dtype=float)
        largest = float(np.max(np.abs(x)))
        if g.status in _LOUD and case.tag != "low" and largest < 1e300:
            return False
        if g.status == "silent" and largest < 1e15:
            if g.error > 8 * 2.3e-16 * largest + 1e-13:
                return False
            seen = True
    return seen


def _only_where_deep(evidence: Evidence) -> bool:
    """Whether logarithms fail exactly where a probability has become 0: nothing else is wrong with large numbers."""
    worst = []
    for i in evidence.having(_SIZES, failing=True):
        expected, got = evidence.cases[i].expected, evidence.grades[i].got
        if evidence.answers[i].error_type == "OverflowError" or (got is not None and np.any(np.isnan(got))):
            return False
        worst.append(float(np.min(expected, initial=0.0)))
    return bool(worst) and max(worst) < -690.0 and min(worst) < -900.0


def _has_matrices(evidence: Evidence) -> bool:
    return bool(evidence.having(("matrix",)))


def _all_of_the_group(evidence: Evidence) -> bool:
    """Whether large inputs fail, too, but as 0/0 does and not as inf/inf: every entry of a group."""
    big = evidence.having(("big",), failing=True)
    for i in big:
        answer, got = evidence.answers[i], evidence.grades[i].got
        if answer.kind == "raised" and answer.error_type != "ZeroDivisionError":
            return False
        if got is not None and not np.all(np.isnan(got)):
            return False
    return bool(big)


def _all_zero(evidence: Evidence) -> bool:
    """Whether large inputs give nothing but zeros while low ones fail loudly: x - log(inf)."""
    big = [evidence.grades[i] for i in evidence.having(("big",), failing=True)]
    low = [evidence.grades[i] for i in evidence.having(("low",), failing=True)]
    return any(g.is_loud for g in low) and all(
        g.status == "silent" and g.got is not None and not np.any(g.got) for g in big
    )


def _uneven(evidence: Evidence) -> bool:
    """Whether the answers are shares, and some neighbours are in the right proportion to each other and some not."""
    right = wrong = 0
    for i in evidence.core():
        case, got = evidence.cases[i], evidence.grades[i].got
        if case.along is None or got is None or got.shape != case.expected.shape or not np.all(got > 0):
            return False
        if got.shape != np.shape(case.args[0]):
            return False
        if not np.allclose(got.sum(axis=case.along), 1.0):
            return False
        steps = np.diff(np.log(got), axis=case.along)
        even = np.isclose(steps, np.diff(np.asarray(case.args[0], dtype=float), axis=case.along), rtol=1e-9)
        right, wrong = right + int(even.sum()), wrong + int((~even).sum())
    return right > 1 and wrong > 0


def _high_group_right(evidence: Evidence) -> bool:
    """Whether the group with the largest maximum is right wherever groups lie far apart."""
    for i in evidence.having(_APART, failing=True):
        g, case = evidence.grades[i], evidence.cases[i]
        if evidence.answers[i].error_type == "OverflowError":
            return False
        if g.got is None or g.got.shape != case.expected.shape or g.got.shape != np.shape(case.args[0]):
            continue
        where = np.unravel_index(int(np.argmax(case.args[0])), g.got.shape)
        if not np.isclose(g.got[where], case.expected[where], rtol=1e-6):
            return False
    fails = [bool(evidence.having((tag,), failing=True)) for tag in _APART[:2]]
    return all(fails)


def _of_sizes() -> tuple[Symptom, ...]:
    """Return the symptoms of numbers that are large, low, far apart, or of another kind."""
    return (
        Symptom("underflow", _DEEP, covers=(*_SIZES, *_APART), when=_only_where_deep, alone=True),
        Symptom("lse_cancellation", ("offset",), covers=(*_SIZES, *_APART), when=_grows_with_offset, alone=True),
        Symptom("underflow", ("low",), covers=(*_SIZES, *_APART, "mask"), when=_all_of_the_group),
        Symptom("overflow", ("big", "big tie"), covers=(*_SIZES, *_APART, "mask"), statuses=_LOUD),
        Symptom("overflow", ("big",), covers=(*_SIZES, *_APART, "mask"), when=_all_zero, alone=True),
        Symptom(
            "clips_logits",
            ("big tie", "middling", "big", "spread"),
            passes=("vector", "matrix"),
            covers=(*_SIZES, *_APART),
            statuses=("silent",),
            when=_ties_large,
            alone=True,
        ),
        Symptom(
            "hides_overflow",
            ("big", "big tie", "big apart"),
            passes=("vector", "matrix", "spread", "middling"),
            covers=(*_SIZES, *_APART),
            statuses=("silent",),
            alone=True,
        ),
        Symptom("underflow", ("low",), passes=("vector", "matrix"), covers=_LOW, alone=True),
        Symptom("underflow", ("low",), covers=_LOW, statuses=_LOUD),
        Symptom("overflow", ("huge spread", "huge"), covers=(*_SIZES, *_APART), statuses=_LOUD),
        Symptom("underflow_global_max", _APART, covers=_APART, when=_high_group_right),
        Symptom("stale_shift", _APART, covers=_APART),
        Symptom("fails_integer_input", ("integer",)),
        Symptom("nan_on_neg_inf_mask", ("mask",), statuses=("loud",)),
    )


def symptoms(build: Callable[..., Case | None]) -> tuple[Symptom, ...]:
    """All symptoms, in the order in which they are looked for: the root before its consequences."""
    everything = (*ORDINARY, *_SIZES, *_APART, *_AXES, "integer", "mask")
    ordinary = tuple(ORDINARY)
    return (
        Symptom("returns_sample", ordinary, covers=(*everything, "before variants"), when=_varies),
        Symptom("axis_ignored", _AXES, covers=(*everything, "before variants"), when=_same_for_all_axes),
        Symptom(
            "axis_zero_ignored",
            ("zero axis",),
            passes=("positive axis", "negative axis", "matrix"),
            covers=("deep axis", "one row axis", *_APART, *_SIZES, "before variants"),
        ),
        Symptom(
            "fails_negative_axis",
            ("negative axis",),
            passes=("zero axis", "positive axis"),
            covers=(*_AXES, "deep", "before variants"),
        ),
        Symptom(
            "returns_wrong_shape",
            ordinary,
            covers=everything,
            statuses=("shape",),
            when=right_when_flat,
        ),
        Symptom("rotated_output", ordinary, covers=everything, when=_permuted),
        Symptom("loses_float64_precision", ordinary, covers=everything[:-2], when=single_precision),
        Symptom("shift_not_constant_in_group", ("vector", "matrix"), covers=everything, when=_uneven, alone=True),
        Symptom("missing_keepdims", ("matrix", "square"), covers=(*everything,), when=_square_only),
        Symptom(
            "axis_depends_on_shape",
            ("one row", "one column", "matrix", "square", "one row axis", "single"),
            covers=("deep", "one row", "one column", "matrix", "square", "deep axis", "integer", "mask"),
            when=_by_shape(build),
        ),
        Symptom(
            "returns_wrong_shape", ("vector", "matrix"), covers=everything, statuses=("shape",), when=_never_its_shape
        ),
        Symptom("fails_single_element", ("single",), passes=("vector", "matrix")),
        Symptom("fails_1d", ("vector",), passes=("matrix",), covers=("rank 1",), when=_has_matrices),
        Symptom("fails_nd", ("deep", "deep axis"), passes=("vector", "matrix"), covers=("rank 3+",)),
        *_of_sizes(),
    )
