"""How a matrix is walked through: as long rows of memory in which the columns return again and again.

A matrix of few columns makes short loops, and short loops waste vector instructions. So rows in C order are read as one
line of memory, cut into steps of k whole rows: entry t of every step belongs to column ``t % columns``. The steps are
the "lanes" of a kernel, and what belongs to a column (its mean, its scale) is repeated k times. A matrix in Fortran
order is a group of such lines for each column, whose lanes all belong to that column. Whatever the order, a kernel has
one long loop, and no number of the result depends on how many threads walk.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.kernels._threads import run_blocks

Array = NDArray[Any]
_LANES = 64  # at least so many lanes, in multiples of a vector register


@dataclass(frozen=True)
class Lanes:
    """A view of a contiguous matrix.

    Attributes
    ----------
    lines : ndarray of shape (groups, length)
        The memory of the matrix; one group in C order, one for each column in Fortran order.
    lanes : int
        Length of a step.
    columns : int
        Columns in a group.
    """

    lines: Array
    lanes: int
    columns: int

    @property
    def groups(self) -> int:
        """Number of lines."""
        return int(self.lines.shape[0])

    def repeat(self, values: Array) -> Array:
        """Return what belongs to each column as (groups, lanes)."""
        by_group = np.asarray(values).reshape(self.groups, self.columns)
        return np.ascontiguousarray(np.tile(by_group, (1, self.lanes // self.columns)))

    def like(self, out: Array) -> Array:
        """Return the lines of another matrix of the same shape and order."""
        lines: Array = _lines(out)
        return lines

    def walk(self, work: Callable[[int, int, int, int], object], size: int) -> None:
        """Call ``work(first_group, last_group, first, last)`` for blocks of `size` entries, on all threads."""
        blocks = -(-self.lines.shape[1] // size)
        if self.groups >= 16:
            run_blocks(lambda a, b: work(a, b, 0, blocks), self.groups, pieces=4)
            return
        for g in range(self.groups):
            run_blocks(lambda a, b, g=g: work(g, g + 1, a, b), blocks, pieces=4)  # type: ignore[misc]


def _lines(X: Array) -> Array:
    if X.flags.c_contiguous:
        return X.reshape(1, -1)
    return X.T


def is_contiguous(X: Array) -> bool:
    """Whether `lanes_of` can view it."""
    return bool(X.flags.c_contiguous or X.flags.f_contiguous)


def lanes_of(X: Array) -> Lanes:
    """View a contiguous matrix as lanes."""
    columns = X.shape[1] if X.flags.c_contiguous else 1
    step = 8 // math.gcd(8, columns)
    times = step * max(1, -(-_LANES // (step * columns))) if columns < 4 * _LANES else 1
    return Lanes(_lines(X), columns * times, columns)
