"""Scenes of labelled tables as grids of cells: series aligned by label, a long table made wide, groups of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.show.cells import grid, sheet
from workings.show.scene import Edges, Mark, Scene, Text

Array = NDArray[Any]

_GAP = "–"


def aligned(
    left: Mapping[str, float],
    right: Mapping[str, float],
    *,
    fill: float | None = None,
    room: int = 6,
    title: str = "a + b, by label",
) -> Scene:
    """Return two series with labels, and their sum, which goes by the labels.

    Parameters
    ----------
    left, right : mapping of str to float
        The series, in their orders.
    fill : float, optional
        What stands for a value that one of them does not have; without it the sum is missing.
    room : int, default 6
        The picture is as high as so many rows, or more: it keeps its size while labels come and go.
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
    return sheet(title, marks, (-0.4, 14.4), (-max(len(labels), room) - 0.4, 1.1), say)


def long_to_wide(
    pairs: Sequence[tuple[str, str]],
    values: Sequence[float],
    *,
    fill: Callable[[Array], ArrayLike] | None = None,
    names: tuple[Sequence[str], Sequence[str]] | None = None,
    header: tuple[str, str, str] | None = None,
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
    header : (str, str, str), optional
        What stands in the three columns of the long table.
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
    marks += [Text(1.6 * (k + 0.5), 0.5, word, quiet=True) for k, word in enumerate(header or ())]
    left, wide = 7.0, 1.6
    top = -1.0
    marks += [Text(left + wide * (j + 1.5), top + 0.5, name) for j, name in enumerate(columns)]
    body = [[p, *[f"{v:.3g}" if np.isfinite(v) else "nan" for v in row]] for p, row in zip(rows, shown, strict=True)]
    colours = [[None, *[None if gap else i for gap in row]] for i, row in enumerate(holes.tolist())]
    marks += grid(body, left, top, colours, width=wide)
    count = int(holes.sum())
    left_over = int(np.isnan(shown).sum())
    say = f"{len(pairs)} row{'s become' if len(pairs) != 1 else ' becomes'} {len(rows)} x {len(columns)} cells; "
    if not count:
        say += "none is left without a row."
    else:
        say += f"{count} of them (white) had no row, and "
        some = f"{count - left_over} of these {'are' if count - left_over > 1 else 'is'} filled."
        say += ("hold nan." if count > 1 else "holds nan.") if left_over == count else some
    high = max(len(rows) * len(columns), len(pairs))
    return sheet(
        title, marks, (-0.4, left + wide * (len(columns) + 1) + 0.4), (-high - 0.4, 1.0 if header else 0.6), say
    )


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
    return sheet(title, marks, (-0.4, 12.0), (-len(keys) - 0.4, 1.1), say)
