"""The inputs on which every function of groups is tried: everyday numbers, hard ones, other kinds of entries."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array, Intent
from workings.checker.topics._layout import is_batch, lay, spread_values

Row = tuple[str, Any, int | None, bool]


def ordinary(intent: Intent) -> list[Row]:
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


def sizes(intent: Intent) -> list[Row]:
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
        rows += [
            ("apart, first high", apart.T, 0, False),
            ("big", np.array([[1000.0, 0.0], [999.0, 1000.0]]), 0, False),
        ]
    return rows


def kinds(intent: Intent) -> list[Row]:
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
