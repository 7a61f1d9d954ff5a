"""Scenes of arrays as grids of cells: views of memory, broadcasting, masks. Those of labels are in `labels`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.show.cells import grid, sheet
from workings.show.labels import aligned, long_to_wide, split_apply
from workings.show.scene import Mark, Scene, Text

__all__ = ["aligned", "broadcasting", "grid", "long_to_wide", "masked", "memory_view", "split_apply"]

Array = NDArray[Any]


def memory_view(
    length: int, start: int, shape: tuple[int, int], strides: tuple[int, int], *, title: str = "A view of memory"
) -> Scene:
    """Return a row of numbers as they lie in memory, and a view of them with that start, shape and strides.

    Parameters
    ----------
    length : int
        How many numbers there are; each one's value is its place.
    start : int
    shape, strides : (int, int)
        Rows and columns; how many numbers further each next row, and column, begins. Rows and columns that would reach
        beyond the memory are left out.
    title : str

    Examples
    --------
    >>> memory_view(8, 0, (3, 2), (1, 1)).say
    'Shape (3, 2), strides (1, 1): the view shows 6 entries, and they lie in 4 places of memory. Nothing is copied.'
    """
    room = length - 1 - start
    columns = min(shape[1], room // strides[1] + 1 if strides[1] else shape[1])
    left = room - (columns - 1) * strides[1]
    rows = min(shape[0], left // strides[0] + 1 if strides[0] else shape[0])
    places = start + strides[0] * np.arange(rows)[:, None] + strides[1] * np.arange(columns)
    colour: dict[int, int] = {}
    for i, row in enumerate(places.tolist()):
        for place in row:
            colour.setdefault(place, i)
    marks: list[Mark] = [Text(0.0, 0.7, "in memory", "left", quiet=True)]
    marks += grid([[str(v) for v in range(length)]], 0.0, 0.0, [[colour.get(v) for v in range(length)]])
    wide = 2.0
    x = (length - wide * columns) / 2
    marks.append(Text(x, -2.3, "the view, coloured by row", "left", quiet=True))
    marks += grid([[str(v) for v in row] for row in places], x, -3.0, [[i] * columns for i in range(rows)], width=wide)
    distinct = len(np.unique(places))
    say = (
        f"Shape ({rows}, {columns}), strides ({strides[0]}, {strides[1]}): the view shows {rows * columns} entries, "
        f"and they lie in {distinct} place{'s' * (distinct > 1)} of memory. Nothing is copied."
    )
    return sheet(title, marks, (-0.4, length + 0.4), (-3.4 - shape[0], 1.3), say)


def broadcasting(a: ArrayLike, b: ArrayLike, *, title: str = "Broadcasting: a + b") -> Scene:
    """Return a matrix, a smaller array as it is stretched over it, and their sum, or why there is none.

    Parameters
    ----------
    a : array_like of shape (n, m)
    b : array_like of at most two axes
        Entries that are there are coloured; those repeated are white.
    title : str

    Examples
    --------
    >>> broadcasting(np.zeros((2, 3)), [1, 2]).say
    'Shapes (2, 3) and (2,) do not fit: from the right, 3 stands beside 2, and neither is 1.'
    """
    first, second = np.asarray(a), np.asarray(b)
    n, m = first.shape
    own = second.reshape((1,) * (2 - second.ndim) + second.shape)
    bad = next(((p, q) for p, q in zip((m, n), own.shape[::-1], strict=True) if q not in (1, p)), None)
    marks = [*grid(_texts(first), 0.0, 0.0, [[0] * m] * n), Text(m / 2, 0.6, f"a: {first.shape}")]
    place = m + 1.5
    marks.append(Text(m + 0.75, -n / 2, "+"))
    if bad is None:
        there = [[1 if i < own.shape[0] and j < own.shape[1] else None for j in range(m)] for i in range(n)]
        marks += grid(_texts(np.broadcast_to(own, (n, m))), place, 0.0, there)
        marks.append(Text(place + m / 2, 0.6, f"b: {second.shape}"))
        marks.append(Text(place + m + 0.75, -n / 2, "="))
        marks += grid(_texts(first + second), place + m + 1.5, 0.0)
        marks.append(Text(place + 1.5 * m + 1.5, 0.6, f"sum: {(n, m)}"))
        say = f"b of shape {second.shape} has {second.size} of the {n * m} numbers; the white ones are repeats."
        if second.ndim == 1 and n == m > 1:
            say += " As a is square, nothing tells whether rows or columns were meant."
    else:
        marks += grid(_texts(own), place, 0.0, [[1] * own.shape[1]] * own.shape[0])
        marks.append(Text(place + own.shape[1] / 2, 0.6, f"b: {second.shape}"))
        marks.append(Text(place, -own.shape[0] - 0.8, "does not fit", "left"))
        say = (
            f"Shapes {first.shape} and {second.shape} do not fit: from the right, {bad[0]} stands beside {bad[1]}, and "
            "neither is 1."
        )
    across = max(3 * m + 3.4, m + 2.4 + own.shape[1])
    low = -max(n, 2) - 0.4 if bad is None else -max(n, 2, own.shape[0] + 0.8) - 0.4
    return sheet(title, marks, (-0.4, across), (low, 1.2), say)


def masked(values: ArrayLike, mask: ArrayLike, *, ordered: bool = False, title: str = "A mask") -> Scene:
    """Return a matrix, coloured by row where a mask is True, and the vector that the mask takes from it.

    Parameters
    ----------
    values, mask : array_like of shape (n, m)
    ordered : bool, default False
        Sort what was taken.
    title : str

    Examples
    --------
    >>> masked([[3, 1], [2, 5]], [[True, False], [False, True]]).say
    'The mask is True at 2 of 4 places; x[mask] is a new vector of shape (2,).'
    """
    x, chosen = np.asarray(values), np.asarray(mask, dtype=bool)
    n, m = x.shape
    wide = x.size / m
    colours = [[i if one else None for one in row] for i, row in enumerate(chosen.tolist())]
    marks = grid(_texts(x), 0.0, 0.0, colours, width=wide)
    rows, taken = np.nonzero(chosen)[0], x[chosen]
    order = np.argsort(taken, kind="stable") if ordered else np.arange(len(taken))
    top = -n - 1.8
    marks.append(Text(0.0, top + 0.5, "np.sort(x[mask])" if ordered else "x[mask]", "left", quiet=True))
    if len(taken):
        marks += grid(_texts(taken[order][None, :]), 0.0, top, [rows[order].tolist()])
    say = f"The mask is True at {len(taken)} of {x.size} places; x[mask] is a new vector of shape ({len(taken)},)."
    if ordered and len(taken):
        say += f" Sorted, it runs from {taken.min():g} to {taken.max():g}."
    return sheet(title, marks, (-0.4, x.size + 0.4), (top - 1.4, 0.4), say)


def _texts(values: Array) -> list[list[str]]:
    return [[f"{v:g}" for v in row] for row in values.tolist()]
