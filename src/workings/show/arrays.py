"""Scenes of arrays and tables as grids of cells: views of memory, broadcasting, masks, alignment, tables, groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.show.scene import Area, Axis, Edges, Mark, Scene, Text

Array = NDArray[Any]

# The six colours of groups.
_COLOURS = 6
_GAP = "–"


def grid(
    cells: Sequence[Sequence[str]],
    left: float,
    top: float,
    groups: Sequence[Sequence[int | None]] | None = None,
    *,
    width: float = 1.0,
) -> list[Mark]:
    """Return a grid of cells with a text in each, its upper left corner at (left, top), each cell 1 high.

    Parameters
    ----------
    cells : sequence of rows of str
    left, top : float
    groups : sequence of rows of int or None, optional
        The colour of each cell; None is white.
    width : float, default 1
        Of each cell.

    Examples
    --------
    >>> [type(mark).__name__ for mark in grid([["1", "2"]], 0.0, 0.0, [[None, 1]])]
    ['Area', 'Edges', 'Text', 'Text']
    """
    rows, columns = len(cells), len(cells[0])
    marks: list[Mark] = []
    for i, row in enumerate(groups or ()):
        for j, group in enumerate(row):
            if group is not None:
                x, y = left + width * j, top - i
                marks.append(Area((x, x + width, x + width, x), (y, y, y - 1, y - 1), group % _COLOURS))
    right, bottom = left + width * columns, top - rows
    upright = [left + width * j for j in range(columns + 1)]
    level = [top - float(i) for i in range(rows + 1)]
    marks.append(
        Edges(
            (*upright, *[left] * len(level)),
            (*[top] * len(upright), *level),
            (*upright, *[right] * len(level)),
            (*[bottom] * len(upright), *level),
        )
    )
    marks += [
        Text(left + width * (j + 0.5), top - i - 0.5, text)
        for i, row in enumerate(cells)
        for j, text in enumerate(row)
        if text
    ]
    return marks


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
    return _scene(title, marks, (-0.4, length + 0.4), (-3.4 - shape[0], 1.3), say)


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
    return _scene(title, marks, (-0.4, across), (-max(n, 2) - 0.4, 1.2), say)


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
    return _scene(title, marks, (-0.4, x.size + 0.4), (top - 1.4, 0.4), say)


def aligned(
    left: Mapping[str, float], right: Mapping[str, float], *, fill: float | None = None, title: str = "a + b, by label"
) -> Scene:
    """Return two series with labels, and their sum, which goes by the labels.

    Parameters
    ----------
    left, right : mapping of str to float
        The series, in their orders.
    fill : float, optional
        What stands for a value that one of them does not have; without it the sum is missing.
    title : str

    Examples
    --------
    >>> aligned({"x": 1, "y": 2}, {"y": 5, "z": 7}).say
    'The sum has 3 labels; 2 stand in one series only, and their sum is missing.'
    """
    labels = sorted({*left, *right})
    alone = [one for one in labels if (one in left) != (one in right)]
    marks: list[Mark] = []
    for name, series, at, group in (("a", left, 0.0, 0), ("b", right, 11.0, 1)):
        marks.append(Text(at + 1.5, 0.6, name))
        cells = [[label, f"{value:g}"] for label, value in series.items()]
        marks += grid(cells, at, 0.0, [[None, group]] * len(cells), width=1.5)
        from_x, to_x = (at + 3.0, 5.5) if at == 0.0 else (at, 8.5)
        heights = tuple(-k - 0.5 for k in range(len(series)))
        ends = tuple(-labels.index(label) - 0.5 for label in series)
        marks.append(Edges((from_x,) * len(ends), heights, (to_x,) * len(ends), ends, group))
    cells, groups = [], []
    for label in labels:
        known = fill is not None or label not in alone
        total = left.get(label, fill or 0.0) + right.get(label, fill or 0.0)
        cells.append([label, f"{total:g}" if known else "nan"])
        groups.append([None, 2 if known else 4])
    marks += [*grid(cells, 5.5, 0.0, groups, width=1.5), Text(7.0, 0.6, "a + b")]
    say = f"The sum has {len(labels)} labels; {len(alone)} stand in one series only, "
    say += "and their sum is missing." if fill is None else f"and {fill:g} is taken for the other's."
    return _scene(title, marks, (-0.4, 14.4), (-max(len(labels), 6) - 0.4, 1.1), say)


def long_to_wide(
    pairs: Sequence[tuple[str, str]],
    values: Sequence[float],
    *,
    fill: Callable[[Array], ArrayLike] | None = None,
    names: tuple[Sequence[str], Sequence[str]] | None = None,
    title: str = "From a long table to a wide one",
) -> Scene:
    """Return a long table with two labels in each row, and the wide table with a cell for each pair of labels.

    Parameters
    ----------
    pairs : sequence of (str, str)
        The labels of each row: which row, and which column, of the wide table.
    values : sequence of float
    fill : callable, optional
        Given a row of the wide table, nan where no value is: the row with its gaps filled.
    names : (sequence of str, sequence of str), optional
        All labels of rows and of columns; by default those that occur.
    title : str
    """
    rows, columns = names or (sorted({p for p, _ in pairs}), sorted({q for _, q in pairs}))
    table = np.full((len(rows), len(columns)), np.nan)
    for (p, q), value in zip(pairs, values, strict=True):
        table[rows.index(p), columns.index(q)] = value
    holes = np.isnan(table)
    shown = table if fill is None else np.array([fill(row) for row in table], dtype=float)
    cells = [[p, q, f"{value:g}"] for (p, q), value in zip(pairs, values, strict=True)]
    marks = grid(cells, 0.0, 0.0, [[None, None, rows.index(p)] for p, _ in pairs], width=1.6)
    left, wide = 7.0, 1.6
    top = -1.0
    marks += [Text(left + wide * (j + 1.5), top + 0.5, name) for j, name in enumerate(columns)]
    body = [[p, *[f"{v:.3g}" if np.isfinite(v) else "nan" for v in row]] for p, row in zip(rows, shown, strict=True)]
    colours = [[None, *[None if gap else i for gap in row]] for i, row in enumerate(holes.tolist())]
    marks += grid(body, left, top, colours, width=wide)
    count = int(holes.sum())
    left_over = int(np.isnan(shown).sum())
    say = f"{len(pairs)} rows become {len(rows)} x {len(columns)} cells; {count} of them (white) had no row"
    say += ", and hold nan." if left_over == count else f", and {count - left_over} of these are filled."
    high = len(rows) * len(columns)
    return _scene(title, marks, (-0.4, left + wide * (len(columns) + 1) + 0.4), (-high - 0.4, 0.6), say)


def split_apply(
    keys: Sequence[str],
    values: Sequence[float],
    apply: Callable[[Array], float],
    *,
    shown: int | None = None,
    what: str = "mean",
    title: str = "Split, apply, combine",
) -> Scene:
    """Return rows with a key and a value, linked with the groups they fall into, and one number for each group.

    Parameters
    ----------
    keys : sequence of str
    values : sequence of float
    apply : callable
        Makes one number of the values of a group.
    shown : int, optional
        So many rows have been read; all by default.
    what : str
        What `apply` is called.
    title : str

    Examples
    --------
    >>> split_apply(["x", "y", "x"], [1.0, 5.0, 3.0], np.mean).say
    '3 rows fall into 2 groups; the mean of each: x 2, y 5.'
    """
    read = len(keys) if shown is None else min(shown, len(keys))
    names = sorted(set(keys))
    cells = [[key, f"{value:g}"] for key, value in zip(keys, values, strict=True)]
    colours = [[names.index(k), names.index(k)] if i < read else [None, None] for i, k in enumerate(keys)]
    marks = grid(cells, 0.0, 0.0, colours, width=1.5)
    gap = len(keys) / max(len(names), 1)
    results = []
    for g, name in enumerate(names):
        mine = [i for i in range(read) if keys[i] == name]
        top = -gap * (g + 0.5) + 0.5
        number = f"{apply(np.array([values[i] for i in mine])):.3g}" if mine else _GAP
        marks += grid([[name, number]], 8.0, top, [[g, g]], width=1.8)
        if mine:
            results.append(f"{name} {number}")
            starts = tuple(-i - 0.5 for i in mine)
            marks.append(Edges((3.0,) * len(mine), starts, (8.0,) * len(mine), (top - 0.5,) * len(mine), g))
    marks += [Text(1.5, 0.6, "key, value"), Text(9.8, 0.6, f"{what} of each")]
    groups = f"{len(results)} group{'s' * (len(results) != 1)}"
    say = f"{read} row{'s fall' if read != 1 else ' falls'} into {groups}; the {what} of each: {', '.join(results)}."
    return _scene(title, marks, (-0.4, 12.0), (-len(keys) - 0.4, 1.1), say)


def _texts(values: Array) -> list[list[str]]:
    return [[f"{v:g}" for v in row] for row in values.tolist()]


def _scene(title: str, marks: list[Mark], across: tuple[float, float], up: tuple[float, float], say: str) -> Scene:
    x, y = (Axis("", low=low, high=high, shown=False) for low, high in (across, up))
    return Scene(title, x, y, tuple(marks), say)
