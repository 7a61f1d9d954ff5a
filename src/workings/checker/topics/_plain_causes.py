"""What any function can do wrong: causes beyond those of `_common.py`, edits worth a try, and mistakes as code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workings.checker.model import Case, Cause, Variant

PLAIN: dict[str, Cause] = {
    "not_written": Cause("wrong", "It answers 0 whatever it is given: the exercise is still to be done."),
    "returns_wrong_shape": Cause("wrong", "What comes back has not the shape of the answer."),
    "returns_its_input": Cause("wrong", "What comes back is what went in: nothing was done to it, or not returned."),
    "returns_one_part": Cause("wrong", "Only one part of the answer comes back; the others are missing."),
    "parts_swapped": Cause("wrong", "The right parts come back in the wrong order."),
    "transposed": Cause("wrong", "The right matrix comes back transposed: its rows are its columns."),
    "answers_at_random": Cause("wrong", "The same input gives different answers."),
    "sign_flipped": Cause("wrong", "The answer has the wrong sign: a plus or a minus is turned round."),
    "extra_factor": Cause("wrong", "The right answer times a constant: a factor does not belong there."),
    "sums_instead_of_mean": Cause("wrong", "The samples are summed where the mean is asked for: divide by n."),
    "divides_by_features": Cause("wrong", "The sum is divided by the number of features, not by that of the samples."),
    "missing_transpose": Cause(
        "wrong", "A transpose is missing (or one too many): rows and columns of a matrix are mixed up."
    ),
    "divides_by_zero": Cause(
        "wrong", "A divisor can be 0, and nothing is done about it: nan, inf or ZeroDivisionError."
    ),
    "one_step_too_many": Cause("wrong", "The loop runs once more than asked."),
    "one_step_too_few": Cause("wrong", "The loop runs once less than asked."),
    "cancellation": Cause(
        "wrong",
        "Large numbers that are nearly equal are subtracted, and their digits are lost. Subtract the mean from the "
        "data first, then square and sum.",
    ),
    "labels_of_minus_one": Cause("wrong", "This is for classes -1 and 1; here they are 0 and 1 (2 * y - 1)."),
    "labels_of_zero": Cause("wrong", "This is for classes 0 and 1; here they are -1 and 1 ((y + 1) / 2)."),
    "forgets_intercept": Cause("wrong", "There is no intercept: the line is forced through the origin."),
    "accepts_singular": Cause(
        "fragile",
        "The matrix is singular, and numbers come back that solve nothing. Raise an error, or use np.linalg.lstsq, "
        "which finds the shortest of the solutions.",
    ),
    "explicit_inverse": Cause(
        "fragile",
        "The inverse of the matrix is formed and multiplied with, which loses digits that np.linalg.solve (or lstsq) "
        "keeps: on nearly dependent columns many of them.",
    ),
}

PLAIN_EDITS: dict[str, tuple[str, ...]] = {
    "parts_swapped": ("swap_returned",),
    "transposed": ("transpose_result", "swap_transpose"),
    "sign_flipped": ("plus_minus", "negate", "swap_difference", "drop_minus"),
    "sums_instead_of_mean": ("mean_for_sum", "divide_by_n"),
    "missing_transpose": ("swap_transpose",),
    "one_step_too_many": ("shift_range",),
    "one_step_too_few": ("shift_range",),
    "extra_factor": ("drop_scale",),
    "explicit_inverse": ("solve_for_inverse",),
    "divides_by_zero": ("guard_zero",),
    "returns_its_input": ("return_it",),
    "fails_integer_input": ("as_float", "float64"),
}


def _true(case: Case) -> Any:
    return case.form.show(case.expected) if case.form is not None else case.expected


def _zeros(case: Case) -> Any:
    return case.form.show(np.zeros_like(case.expected)) if case.form is not None else 0.0


def _part(which: int) -> Callable[[Case], Any]:
    def answer(case: Case) -> Any:
        true = _true(case)
        if not isinstance(true, tuple) or len(true) < 2:
            raise ValueError("one part only")
        return true[which]

    return answer


def _given(case: Case) -> Any:
    parts = len(case.form.shapes) if case.form is not None and case.form.several else 0
    return case.args[:parts] if parts else case.args[0]


def _swapped(case: Case) -> Any:
    true = _true(case)
    if not isinstance(true, tuple) or len(true) != 2:
        raise ValueError("not a pair")
    return true[::-1]


def _turned(case: Case) -> Any:
    if case.form is None or case.form.several or len(case.form.shapes[0]) != 2:
        raise ValueError("not a matrix")
    return case.expected.T


def scaled(factor: float) -> Variant:
    """Return the mistake of answering with a multiple of what is right."""

    def answer(case: Case) -> Any:
        times = factor * case.expected
        return case.form.show(times) if case.form is not None else times

    return Variant("extra_factor", answer)


# What any function can do wrong, whatever it is about.
GENERAL = (
    Variant("not_written", _zeros),
    Variant("returns_its_input", _given),
    Variant("returns_one_part", _part(0)),
    Variant("returns_one_part", _part(-1)),
    Variant("parts_swapped", _swapped),
    Variant("transposed", _turned),
)
