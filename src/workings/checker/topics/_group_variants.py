"""From formulas of mistakes to variants: each alone, and each together with a wrong choice of axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from workings.checker.model import Array, Case, Intent, Variant
from workings.checker.topics._layout import is_batch

Axis = int | None
Formula = Callable[[Array, Axis], Array]
Mistake = tuple[str, Formula]


def other_axis(axis: Axis, ndim: int) -> Axis:
    """Return the axis that people take by mistake."""
    if axis is None or ndim < 2:
        return axis
    return ndim - 1 if axis == 0 else 0


def variant(code: str, answer: Formula, faults: int = 1, also: tuple[str, ...] = ()) -> Variant:
    """Make a variant of a formula of the array and the right axis: the same object for the same formula."""
    return _variant(code, answer, faults, also)


@lru_cache(maxsize=512)
def _variant(code: str, answer: Formula, faults: int, also: tuple[str, ...]) -> Variant:
    return Variant(code, lambda case: answer(np.asarray(case.args[0], dtype=np.float64), case.along), faults, also)


def combined(intent: Intent, values: Sequence[Mistake], axes: Sequence[Mistake]) -> Sequence[Variant]:
    """Return every mistake alone, then every mistake of arithmetic along a wrong axis."""
    single = [variant(code, answer) for code, answer in values]
    if not is_batch(intent):
        return single
    single += [variant(code, answer) for code, answer in axes]

    def along(answer: Formula, whole: bool) -> Callable[[Case], Array]:
        def both(case: Case) -> Array:
            x = np.asarray(case.args[0], dtype=np.float64)
            return answer(x, None if whole else other_axis(case.along, x.ndim))

        return both

    double = [
        Variant(code, along(answer, whole), 2, ("sums_whole_array" if whole else "wrong_axis",))
        for code, answer in values
        for whole in (True, False)
    ]
    return [*single, *double]
