"""Scenes of two tables that are joined by a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from workings.show.arrays import grid
from workings.show.scene import Axis, Edges, Mark, Scene, Text

How = Literal["inner", "left", "right", "outer"]
Rows = Sequence[tuple[str, str]]

_WIDE = 1.7
_RIGHT, _RESULT = 7.4, 13.2


def pairs(left: Sequence[str], right: Sequence[str], how: How) -> list[tuple[int | None, int | None]]:
    """Return the rows of a join: which row of the left, and which of the right; None where there is none.

    They come in the order that pandas gives them: the left's for an inner and a left join, the right's for a right
    join, that of the sorted keys for an outer one.

    Examples
    --------
    >>> pairs(["b", "a"], ["b", "b", "c"], "left")
    [(0, 0), (0, 1), (1, None)]
    """
    both: list[tuple[int | None, int | None]] = [
        (i, j) for i, key in enumerate(left) for j, other in enumerate(right) if key == other
    ]
    if how in ("left", "outer"):
        both += [(i, None) for i, key in enumerate(left) if key not in right]
    if how in ("right", "outer"):
        both += [(None, j) for j, key in enumerate(right) if key not in left]

    def place(pair: tuple[int | None, int | None]) -> tuple[str, int, int]:
        i, j = (-1 if k is None else k for k in pair)
        if how == "outer":
            return (left[i] if i >= 0 else right[j]), i, j
        return ("", j, i) if how == "right" else ("", i, j)

    return sorted(both, key=place)


def joined(
    left: Rows,
    right: Rows,
    how: How = "inner",
    *,
    names: tuple[str, str] = ("left", "right"),
    high: int | None = None,
    title: str = "Two tables, joined",
) -> Scene:
    """Return two tables with a key in their first column, lines between rows whose keys are equal, and their join.

    Parameters
    ----------
    left, right : sequence of (str, str)
        A key and a value in each row.
    how : {"inner", "left", "right", "outer"}
    names : (str, str)
        What the tables are called.
    high : int, optional
        Leave room for so many rows, so that pictures of several joins have one height.
    title : str

    Examples
    --------
    >>> joined([("x", "1"), ("y", "2")], [("x", "3"), ("x", "4")], "left").say
    'The left join of 2 and 2 rows has 3: 1 row of left stands there 2 times, and 1 has no partner.'
    """
    keys, others = [key for key, _ in left], [key for key, _ in right]
    rows = pairs(keys, others, how)
    marks: list[Mark] = [*grid(left, 0.0, 0.0, [[i, i] for i in range(len(left))], width=_WIDE)]
    marks += grid(right, _RIGHT, 0.0, width=_WIDE)
    for row, key in enumerate(keys):
        ends = tuple(-j - 0.5 for j, other in enumerate(others) if other == key)
        starts = (-row - 0.5,) * len(ends)
        marks.append(Edges((2 * _WIDE,) * len(ends), starts, (_RIGHT,) * len(ends), ends, row))
    cells, colours = [], []
    for i, j in rows:
        key = keys[i] if i is not None else others[j or 0]
        cells.append([key, "nan" if i is None else left[i][1], "nan" if j is None else right[j][1]])
        colours.append([i, i, None])
    if cells:
        marks += grid(cells, _RESULT, 0.0, colours, width=_WIDE)
    marks += [
        Text(_WIDE, 0.6, names[0]),
        Text(_RIGHT + _WIDE, 0.6, names[1]),
        Text(_RESULT + 1.5 * _WIDE, 0.6, f"{how} join: {len(rows)} row{'s' * (len(rows) != 1)}"),
    ]
    tall = max(len(left), len(right), len(rows), high or 0)
    x = Axis("", low=-0.4, high=_RESULT + 3 * _WIDE + 0.4, shown=False)
    y = Axis("", low=-tall - 0.4, high=1.2, shown=False)
    return Scene(title, x, y, tuple(marks), _say(left, right, how, names))


def _say(left: Rows, right: Rows, how: How, names: tuple[str, str]) -> str:
    rows = pairs([key for key, _ in left], [key for key, _ in right], how)
    times = [sum(i == k for i, _ in rows) for k in range(len(left))]
    parts = []
    for n in sorted({n for n in times if n > 1}):
        count = times.count(n)
        parts.append(f"{count} row{'s' * (count > 1)} of {names[0]} stand{'s' * (count == 1)} there {n} times")
    gone = times.count(0)
    if gone:
        parts.append(f"{gone} {'is' if gone == 1 else 'are'} lost")
    for side, what in ((1, "no partner"), (0, f"no row of {names[0]}")):
        count = sum(pair[side] is None for pair in rows)
        if count:
            parts.append(f"{count} {'has' if count == 1 else 'have'} {what}")
    told = ", and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    start = f"The {how} join of {len(left)} and {len(right)} rows has {len(rows)}"
    return f"{start}: {told}." if told else f"{start}: each row of {names[0]} stands there once."
