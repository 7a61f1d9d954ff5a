"""Is this answer right? Compares what a call gave with what it should have given, entry by entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from workings.checker.model import Array, Case
from workings.checker.subject import Answer

# "silent": finite numbers of the right shape, but wrong; "loud": nan or inf where a number belongs; "shape": the
# numbers do not have the input's shape; "none": None; "type": neither numbers nor an array of them.
Status = Literal["right", "silent", "loud", "raised", "shape", "none", "type", "timeout", "died"]


# Errors that nobody raises to refuse an input: something went wrong inside.
_ACCIDENTS = {
    *("NameError", "UnboundLocalError", "TypeError", "AttributeError", "IndexError", "KeyError", "ImportError"),
    *("ModuleNotFoundError", "RecursionError", "MemoryError", "NotImplementedError", "SystemExit"),
}


@dataclass(frozen=True, eq=False)
class Grade:
    """How one answer compares with the exact one.

    Attributes
    ----------
    status : str
        See `Status`.
    got : ndarray or None
        The answer as an array, where it is one.
    error : float
        The largest relative error over the entries; inf where there is no number.
    """

    status: Status
    got: Array | None = None
    error: float = 0.0

    @property
    def fails(self) -> bool:
        """Whether the answer is anything but right."""
        return self.status != "right"

    @property
    def is_loud(self) -> bool:
        """Whether the user would notice: an exception, nan or inf, rather than plausible numbers."""
        return self.status in ("loud", "raised", "timeout", "died", "none", "type")


def as_array(value: Any) -> Array | None:
    """Return numbers as a float or complex array; None if they are not numbers."""
    try:
        array = np.asarray(value)
        if array.dtype == object:
            if any(isinstance(entry, str) for entry in array.ravel()):
                return None
            array = array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        return None
    if array.dtype.kind not in "fiub":
        return None
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def grade(answer: Answer, case: Case) -> Grade:
    """Compare an answer with the case's exact one."""
    if answer.kind == "unusable":
        return Grade("type", error=np.inf)
    if answer.kind == "raised" and case.may_raise and answer.error_type not in _ACCIDENTS:
        return Grade("right")
    if answer.kind != "value":
        return Grade(answer.kind, error=np.inf)
    if answer.value is None:
        return Grade("none", error=np.inf)
    return grade_value(answer.value, case)


def grade_value(value: Any, case: Case) -> Grade:
    """Compare what was returned with the case's exact answer."""
    got, fits = (as_array(value), True) if case.form is None else case.form.read(value)
    if case.accepts is not None and case.accepts(value):
        return Grade("right", got)
    if got is None:
        return Grade("type", error=np.inf)
    return grade_array(got, case) if fits else Grade("shape", got, np.inf)


def grade_array(got: Array, case: Case) -> Grade:
    """Compare an array with the case's exact answer."""
    expected = case.expected
    if got.shape != expected.shape:
        if not (case.loose and np.squeeze(got).shape == np.squeeze(expected).shape):
            return Grade("shape", got, np.inf)
        got = got.reshape(expected.shape)
    with np.errstate(all="ignore"):
        difference = np.abs(got - expected)
        same = (difference <= case.tolerance) | (got == expected)
        if case.form is not None:
            same |= np.isnan(got) & np.isnan(expected)
        relative = difference / np.maximum(np.abs(expected), np.finfo(np.float64).tiny)
    error = float(np.max(relative[~same | (difference > 0)], initial=0.0))
    if np.isnan(error):
        error = np.inf
    if np.all(same):
        return Grade("right", got, error)
    unexpected = ~np.isfinite(got) & np.isfinite(expected)
    return Grade("loud" if np.any(unexpected) else "silent", got, error)


def agrees(first: Grade, second: Grade, tolerance: Array, slack: float = 4e-13) -> bool:
    """Whether two answers to one case are the same answer: equal numbers, or the same kind of failure."""
    if first.got is None or second.got is None:
        loud = ("raised", "loud")
        return first.status == second.status or (first.status in loud and second.status in loud)
    if first.got.shape != second.got.shape or (first.status == "shape") != (second.status == "shape"):
        return False
    a, b = first.got, second.got
    with np.errstate(all="ignore"):
        allowed = tolerance if tolerance.shape == a.shape else tolerance.ravel()[0] if tolerance.size == 1 else 0.0
        close = (np.abs(a - b) <= np.maximum(allowed, slack * np.abs(b))) & np.isfinite(a) & np.isfinite(b)
        return bool(np.all(close | (a == b) | (~np.isfinite(a) & ~np.isfinite(b))))
