"""Intents of functions of groups, and how groups lie in an array under each of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workings.checker.model import Array, Intent

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


def spread_values(shape: tuple[int, ...], scale: float = 1.0) -> Array:
    """Return irregular values of both signs without ties: what tells one axis, and one formula, from another."""
    size = int(np.prod(shape))
    steps = np.arange(1, size + 1)
    values: Array = np.round(scale * 2.0 * np.sin(steps * steps * 0.7 + 0.3 * steps), 2).reshape(shape)
    return values


def lay(intent: Intent, groups: Sequence[Sequence[float]]) -> Array:
    """Put groups into an array so that a function of this intent takes each for a group."""
    block = np.array(groups, dtype=np.float64)
    if intent.name in ("vector", "whole array"):
        alone: Array = block[0]
        return alone
    laid: Array = block.T if intent.name in ("columns", "vector or columns", "first axis") else block
    return laid


def is_batch(intent: Intent) -> bool:
    """Whether the intent has more than one group."""
    return intent.name not in ("vector", "whole array")
