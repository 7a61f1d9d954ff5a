"""What all topics share that work on groups of numbers along an axis: softmax, log_softmax, logsumexp.

Intents, inputs and the ways to lay groups out in an array. A topic brings its exact answer, its tolerance and its
own variants, and takes the rest from here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from workings.checker.causes import Evidence, Named
from workings.checker.intents import Clues
from workings.checker.lab import Lab
from workings.checker.model import Array, Case, Intent
from workings.checker.topics import _group_cases
from workings.checker.topics._layout import (
    AXIS_ARGUMENT,
    FIRST_AXIS,
    INTENTS,
    LAST_AXIS,
    OUTSIDE,
    WHOLE,
    axis_of,
    is_batch,
    lay,
    spread_values,
)

__all__ = ["FIRST_AXIS", "INTENTS", "LAST_AXIS", "OUTSIDE", "WHOLE", "GroupMaths", "axis_of", "is_batch", "lay"]


@dataclass(frozen=True)
class GroupMaths:
    """The exact answer of a group topic and what error an ordinary implementation may make.

    ``exact(x, axis)`` gets and returns longdouble; ``tolerance(x, axis, exact, eps, tiny)`` returns absolute errors.
    """

    exact: Callable[[Array, int | None], Array]
    tolerance: Callable[[Array, int | None, Array, float, float], Array]
    keeps_shape: bool = True

    def build(
        self,
        intent: Intent,
        tag: str,
        x: Any,
        axis: int | None = None,
        *,
        core: bool = False,
        options: dict[str, Any] | None = None,
    ) -> Case | None:
        """Make the case of this array under this intent, or None if the intent does not include it."""
        x = np.asarray(x) if np.asarray(x).dtype.kind in "iub" else np.asarray(x, dtype=getattr(x, "dtype", np.float64))
        along = axis_of(intent, x.ndim)
        if along == OUTSIDE:
            return None
        passed = None
        if intent.name == "axis argument":
            passed = x.ndim - 1 if axis is None else axis
            along = passed % x.ndim
        wide = x.astype(np.longdouble)
        with np.errstate(all="ignore"):
            exact = self.exact(wide, along)
            info = np.finfo(x.dtype) if x.dtype.kind == "f" else np.finfo(np.float64)
            allowed = self.tolerance(wide, along, exact, float(info.eps), float(info.tiny))
            answer, error = exact.astype(np.float64), np.asarray(allowed, dtype=np.float64)
        return Case(
            tag,
            (x,),
            answer,
            error,
            axis=passed,
            along=along,
            core=core,
            options=options or {},
            loose=not self.keeps_shape,
        )

    @staticmethod
    def rows(intent: Intent) -> list[_group_cases.Row]:
        """Inputs of all kinds, with their tags."""
        return [*_group_cases.ordinary(intent), *_group_cases.sizes(intent), *_group_cases.kinds(intent)]

    @cache  # noqa: B019  (one object for each topic, which lives as long as the process)
    def cases(self, intent: Intent) -> list[Case]:
        """Every directed case of this intent."""
        made = [self.build(intent, tag, x, axis, core=core) for tag, x, axis, core in self.rows(intent)]
        return [case for case in made if case is not None]


def penalty(intent: Intent, clues: Clues, faults: float) -> float:
    """Return how badly an intent fits what the function's text says of it (0: no contradiction)."""
    name = intent.name
    cost = 0.0
    single = name in ("vector", "whole array")
    if clues.row and not clues.column and name in ("columns", "vector or columns", "first axis"):
        cost += 4
    if clues.column and not clues.row and name in ("rows", "vector or rows", "last axis"):
        cost += 4
    batch = clues.row or clues.column or clues.batch
    if single and batch and not (name == "whole array" and clues.whole):
        cost += 4
    elif single and clues.batch_code and not clues.vector:
        cost += 1
    if single and clues.uses_axis and not batch and not clues.vector and not clues.whole:
        cost += 3.5
    if clues.vector and not batch and not single:
        cost += 0.5
    if name == "whole array" and not clues.whole:
        cost += 1
    if clues.whole and not single:
        cost += 4
    if clues.vector_too and name in ("rows", "columns") and not clues.refuses_vectors:
        cost += 4
    if faults and not single and not batch and not clues.batch_code:
        cost += 0.6
    if clues.deep and name not in ("last axis", "first axis", "axis argument", "whole array"):
        cost += 3.5
    return cost


def default_axis(maths: GroupMaths, lab: Lab, evidence: Evidence) -> list[Named]:
    """Call without the axis: for arrays of one rank, one and the same axis must be meant."""
    parameter = next((p for p in lab.subject.parameters if p.name == lab.binding.axis_name), None)
    if parameter is None or parameter.default is None:
        return []
    for shapes in (((2, 3), (3, 2), (1, 4), (4, 1), (3, 3)), ((2, 3, 4), (1, 3, 4), (2, 1, 3))):
        arrays = [spread_values(shape) for shape in shapes]
        fits: list[set[int | None]] = []
        for x in arrays:
            fits.append(set())
            for axis in (None, *range(x.ndim)):
                made = maths.build(AXIS_ARGUMENT if axis is not None else WHOLE, "default", x, axis)
                if made is not None and not lab.grade([replace(made, axis=None)])[0].fails:
                    fits[-1].add(axis)
        if all(fits) and not set.intersection(*fits):
            usual = fits[0]
            odd = next(i for i, f in enumerate(fits) if not f & usual)
            axis = next(iter(usual))
            made = maths.build(AXIS_ARGUMENT if axis is not None else WHOLE, "default", arrays[odd], axis)
            if made is None:
                continue
            case = replace(made, axis=None)
            evidence.cases.append(case)
            evidence.answers += lab.ask([case])
            evidence.grades += lab.grade([case])
            evidence.explained.add(len(evidence.cases) - 1)
            return [Named("axis_depends_on_shape", (len(evidence.cases) - 1,))]
    return []


def advise(maths: GroupMaths, intent: Intent) -> list[tuple[str, Case, float]]:
    """Return inputs of narrow types on which even the textbook form fails, and how much error is no news."""
    arrays: list[tuple[str, Array, float]] = [
        ("small_int_wraps", np.array([3, 5], dtype=np.uint8), 1e-2),
        ("small_int_wraps", np.array([[3, 5], [5, 3]], dtype=np.uint8), 1e-2),
        ("small_int_wraps", np.array([100, -100], dtype=np.int8), 1e-2),
        ("small_int_wraps", np.array([[100, -100], [-100, 100]], dtype=np.int8), 1e-2),
        ("inaccurate_float16", np.zeros(70000, dtype=np.float16), 0.05),
        ("inaccurate_float16", lay(intent, [[0.0] * 70000, [0.0] * 70000]).astype(np.float16), 0.05),
    ]
    made = []
    for code, x, allowed in arrays:
        case = maths.build(intent, "advice", x)
        if case is not None:
            made.append((code, case, allowed))
    return made


def cost_case(maths: GroupMaths, intent: Intent, n: int, groups: int) -> Case | None:
    """Return an input of n entries in so many groups, for counting; None if the intent has no groups."""
    x = spread_values((n,))
    if groups == 1:
        alone = maths.build(intent, "cost", x)
        return alone if alone is not None else maths.build(intent, "cost", lay(intent, [x.tolist()]))
    return maths.build(intent, "cost", lay(intent, x.reshape(groups, -1).tolist())) if is_batch(intent) else None
