"""What all topics share that work on groups of numbers along an axis: softmax, log_softmax, logsumexp.

Intents, inputs and the ways to lay groups out in an array. A topic brings its exact answer, its tolerance and its
own variants, and takes the rest from here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from workings.checker.causes import Evidence, Named
from workings.checker.intents import Clues
from workings.checker.lab import Lab
from workings.checker.model import Array, Case, Intent

VECTOR = Intent("vector", "a function of one vector", 2, "a vector function")
ROWS = Intent("rows", "a function of a matrix with one group per row", 3, "a function of rows")
COLUMNS = Intent("columns", "a function of a matrix with one group per column", 3, "a function of columns")
VECTOR_OR_ROWS = Intent("vector or rows", "a function of a vector, or of a matrix row by row", 5, "vector or rows")
VECTOR_OR_COLUMNS = Intent(
    "vector or columns", "a function of a vector, or of a matrix column by column", 5, "vector or columns"
)
LAST_AXIS = Intent("last axis", "a function along the last axis of any array", 7, "along the last axis")
FIRST_AXIS = Intent("first axis", "a function along the first axis of any array", 7, "along the first axis")
AXIS_ARGUMENT = Intent("axis argument", "a function along the axis that the caller names", 8, "with an axis")
WHOLE = Intent("whole array", "a function of all entries of an array together", 1, "of the whole array")
INTENTS = (
    VECTOR,
    ROWS,
    COLUMNS,
    VECTOR_OR_ROWS,
    VECTOR_OR_COLUMNS,
    LAST_AXIS,
    FIRST_AXIS,
    AXIS_ARGUMENT,
    WHOLE,
)

_RANKS = {
    "vector": {1: 0},
    "rows": {2: 1},
    "columns": {2: 0},
    "vector or rows": {1: 0, 2: 1},
    "vector or columns": {1: 0, 2: 0},
}
OUTSIDE = -99


def axis_of(intent: Intent, ndim: int) -> int | None:
    """Return the axis along which a function of this intent works on an array of rank `ndim`; None: all entries.

    `OUTSIDE` where the intent does not include that rank.
    """
    if intent.name in _RANKS:
        return _RANKS[intent.name].get(ndim, OUTSIDE)
    if ndim == 0:
        return OUTSIDE
    if intent.name == "whole array":
        return None
    return 0 if intent.name == "first axis" else ndim - 1


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
        return Case(
            tag,
            (x,),
            exact.astype(np.float64),
            np.asarray(allowed, dtype=np.float64),
            axis=passed,
            along=along,
            core=core,
            options=options or {},
            loose=not self.keeps_shape,
        )

    def cases(self, intent: Intent) -> list[Case]:
        """Every directed case of this intent."""
        made = [
            self.build(intent, tag, x, axis, core=core)
            for tag, x, axis, core in [*_ordinary(intent), *_range(intent), *_kinds(intent)]
        ]
        return [case for case in made if case is not None]


def spread_values(shape: tuple[int, ...], scale: float = 1.0) -> Array:
    """Return irregular values of both signs without ties: what tells one axis, and one formula, from another."""
    size = int(np.prod(shape))
    steps = np.arange(1, size + 1)
    values: Array = np.round(scale * 2.0 * np.sin(steps * steps * 0.7 + 0.3 * steps), 2).reshape(shape)
    return values


Row = tuple[str, Any, int | None, bool]


def _ordinary(intent: Intent) -> list[Row]:
    """Everyday values on every shape."""
    v = spread_values
    core1, core2 = intent.name in ("vector", "whole array"), intent.name != "vector"
    both = intent.name.startswith(("vector or", "last", "first", "axis"))
    deep = intent.name in ("last axis", "first axis", "axis argument", "whole array")
    rows: list[Row] = [
        ("vector", np.array([0.5, -1.25, 2.5, 1.0]), None, core1 or both),
        ("vector", np.array([1.0, 2.0, 3.0]), None, core1 or both),
        ("vector", np.array([-1.5, -0.25, -2.25]), None, core1 or both),
        ("zero", np.array([2.0, 0.0, 1.0]), None, False),
        ("zero", np.array([0.0, -1.0, -2.0]), None, False),
        ("ties", np.array([1.0, 1.0, 1.0]), None, False),
        ("ties", np.array([0.0, 0.0]), None, False),
        ("vector", v((7,)), None, core1 or both),
        ("long", v((40,)), None, False),
        ("single", np.array([2.5]), None, False),
        ("matrix", v((2, 3)), None, core2),
        ("matrix", v((3, 2)) - 0.5, None, core2),
        ("matrix", v((4, 5)), None, core2),
        ("zero", np.array([[0.0, 1.0, 2.0], [3.0, 0.0, 0.5]]), None, False),
        ("square", v((3, 3)) + 0.25, None, False),
        ("square", np.array([[1.0, 2.0], [5.0, 3.0]]), None, False),
        ("one row", v((1, 4)), None, False),
        ("one column", v((4, 1)), None, False),
        ("single", np.array([[2.5]]), None, False),
        ("deep", v((2, 3, 4)), None, deep),
        ("deep", v((2, 2, 2)) + 0.25, None, False),
        ("deep", v((1, 2, 3)), None, False),
        ("deep", v((2, 1, 3, 2)), None, False),
    ]
    if intent.name == "axis argument":
        rows += [(f"{name} axis", np.asarray(x), axis, False) for name, x, axis in _with_axes()]
    return rows


def _with_axes() -> list[tuple[str, Array, int]]:
    vector, wide, tall, deep = (spread_values(s) for s in ((5,), (2, 3), (3, 2), (2, 3, 4)))
    return [
        ("zero", vector, 0),
        ("negative", vector, -1),
        ("zero", wide, 0),
        ("zero", tall, 0),
        ("positive", wide, 1),
        ("negative", wide, -1),
        ("negative", wide, -2),
        ("negative", tall, -2),
        ("deep", deep, 0),
        ("deep", deep, 1),
        ("deep", deep, 2),
        ("deep", deep, -1),
        ("deep", deep, -2),
        ("one row", spread_values((1, 4)), 0),
        ("one row", spread_values((1, 4)), 1),
    ]


def lay(intent: Intent, groups: Sequence[Sequence[float]]) -> Array:
    """Put groups into an array so that a function of this intent takes each for a group."""
    block = np.array(groups, dtype=np.float64)
    if intent.name in ("vector", "whole array"):
        return block[0]
    return block.T if intent.name in ("columns", "vector or columns", "first axis") else block


def is_batch(intent: Intent) -> bool:
    """Whether the intent has more than one group."""
    return intent.name not in ("vector", "whole array")


# Groups that only the size of their numbers makes hard. Each stands alone as a vector, and beside a like one.
_SIZES: dict[str, list[list[float]]] = {
    "big": [
        [1000.0, 999.0, 0.0],
        [0.0, 1000.0],
        [1000.0, 0.0],
        [1000.0, 1000.0],
        [710.0, 709.5],
        [0.0, 0.0, 2000.0, 1.0],
        [0.0, 4000.0, -4000.0],
    ],
    "huge": [[1e300, 0.0, 1.0], [3.0, 1e308, 1e308], [-1e300, -1e300]],
    "big tie": [[1000.0, 900.0], [1010.0, 1004.0], [2000.0, 1990.0, 1000.0]],
    "big apart": [[1000.0, 500.0], [5000.0, 20.0]],
    "low": [
        [-1000.0, -1001.0, -1000.5],
        [-750.0, -750.0],
        [-1e4, -1e4 - 1.0],
        [-1000.0, -2000.0],
    ],
    "spread": [[0.0, -30.0], [5.0, -60.0, 0.0], [0.0, 0.0, -100.0], [3.0, -400.0], [0.0, -690.0], [1.0, -5000.0]],
    "huge spread": [[1e308, -1e308], [1500.0, -1500.0, 0.0], [-1.7e308, 1.7e308]],
    "middling": [
        [12.0, 11.0, 9.5],
        [30.0, 25.0, 22.0],
        [70.0, 64.0],
        [95.0, 90.0, 89.0],
        [300.0, 295.0],
        [650.0, 640.0],
        [-30.0, -25.0, -24.0],
        [-90.0, -95.0],
        [-300.0, -302.0],
    ],
    "offset": [[1e4, 1e4 - 1.0], [1e8 + 1.0, 1e8], [1e12 + 2.0, 1e12 + 1.0, 1e12], [1e15, 1e15, 1e15 - 1.0]],
}
_APART: dict[str, list[list[list[float]]]] = {
    "apart, first high": [[[1000.0, 1001.0, 999.0], [0.0, 1.0, 2.0]], [[0.0, 1.0], [-800.0, -799.0]]],
    "apart, last high": [[[0.0, 1.0, 2.0], [1000.0, 1001.0, 999.0]], [[-800.0, -799.0], [0.0, 1.0]]],
    "apart, middle high": [[[0.0, 1.0], [2000.0, 2001.0], [3.0, 1.0]]],
}


def _range(intent: Intent) -> list[Row]:
    rows: list[Row] = []
    for tag, groups in _SIZES.items():
        for group in groups:
            rows.append((tag, np.array(group), None, False))
            if is_batch(intent) and len(group) > 1:
                # The second group is the first, rotated: as far from 0, so that only the size is tried.
                rows.append((tag, lay(intent, [group, group[1:] + group[:1]]), None, False))
    if is_batch(intent):
        rows += [(tag, lay(intent, groups), None, False) for tag, many in _APART.items() for groups in many]
    if intent.name == "axis argument":
        apart = np.array(_APART["apart, first high"][0])
        rows += [("apart, first high", apart.T, 0, False), ("big", np.array([[1000.0, 0.0], [999.0, 1000.0]]), 0, False)]
    return rows


def _kinds(intent: Intent) -> list[Row]:
    rows: list[Row] = []
    for array in ([1, 2, 3], [3, 1, 0, 2], [-5, 0], [40, 38]):
        rows.append(("integer", np.array(array, dtype=np.int64), None, False))
    rows.append(("integer", np.array([[1, 2, 3], [6, 5, 1]], dtype=np.int64), None, False))
    masked = [[0.0, -np.inf, 1.0], [-np.inf, 2.0, 1.0, 0.5], [1.0, -np.inf, -np.inf]]
    for group in masked:
        rows.append(("mask", np.array(group), None, False))
        if is_batch(intent):
            rows.append(("mask", lay(intent, [group, [*group[1:], group[0]]]), None, False))
    return rows


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
