"""A grid of cells with a text in each, and the scene around it: what pictures of arrays and tables are made of."""

from __future__ import annotations

from collections.abc import Sequence

from workings.show.scene import Area, Axis, Edges, Mark, Scene, Text

# The six colours of groups.
_COLOURS = 6


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


def sheet(title: str, marks: list[Mark], across: tuple[float, float], up: tuple[float, float], say: str) -> Scene:
    """Return a scene without axes: from across[0] to across[1], from up[0] to up[1]."""
    x, y = (Axis("", low=low, high=high, shown=False) for low, high in (across, up))
    return Scene(title, x, y, tuple(marks), say)
