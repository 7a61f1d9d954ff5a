"""Samples of a picture that can be moved, added and taken away."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Farther out there is nothing to see, and squares stay far from overflow.
_FARTHEST = 1e6


class Placed(NamedTuple):
    """Where the samples lie, shape (n, 2), and the number of each one's class, shape (n,)."""

    X: NDArray[np.float64]
    group: NDArray[np.int64]


@dataclass(frozen=True)
class Placing:
    """Where a picture draws a sample that is not drawn where it lies: lifted, turned, in a row with its class.

    A sample (x, y) of class k is drawn at ``base[k] + matrix @ (x, y) + bend * (x**2 + y**2)``. The page finds the
    sample for a place in the picture by going from the one that is moved, so what a place leaves open stays as it was.

    Attributes
    ----------
    base : tuple of (float, float)
        One for each class.
    matrix : ((float, float), (float, float))
    bend : (float, float)
    reach : float, optional
        No sample is moved farther than this from (0, 0).

    Examples
    --------
    >>> row = Placing(((0.0, -1.0), (0.0, -2.0)), ((1.0, 0.0), (0.0, 0.0)))
    >>> row.drawn(Placed(np.array([[5.0, 7.0], [6.0, 8.0]]), np.array([0, 1]))).tolist()
    [[5.0, -1.0], [6.0, -2.0]]
    """

    base: tuple[tuple[float, float], ...]
    matrix: tuple[tuple[float, float], tuple[float, float]]
    bend: tuple[float, float] = (0.0, 0.0)
    reach: float | None = None

    def drawn(self, placed: Placed) -> NDArray[np.float64]:
        """Return where the samples are drawn, shape (n, 2)."""
        squares = (placed.X**2).sum(axis=1)
        base = np.array(self.base, dtype=np.float64)[placed.group]
        at: NDArray[np.float64] = base + placed.X @ np.array(self.matrix).T + squares[:, None] * np.array(self.bend)
        return at


@dataclass(frozen=True)
class Movable:
    """What a picture's `POINTS` is, if its samples can be moved; its `scene` then takes `points`, a `Placed`.

    Attributes
    ----------
    start : callable
        Returns where the samples lie at first, as a `Placed`; it is given the controls that `made_by` names.
    names : tuple of str
        The classes.
    made_by : tuple of str
        Controls that make the samples (their number, their noise): turning one puts away what was moved.
    most : int
        No more samples than this.
    least : int
        At least so many of each class.
    seen_at : tuple of (str, float), optional
        A control and the value of it at which the picture shows the samples; at others it shows something else.
    placing : callable, optional
        Given all controls, returns the `Placing` of a picture that does not draw samples where they lie.
    features : (str, str), optional
        What is measured by x and by y, where the picture's axes say something else.
    """

    start: Callable[..., Placed]
    names: tuple[str, ...]
    made_by: tuple[str, ...] = ()
    most: int = 600
    least: int = 1
    seen_at: tuple[str, float] | None = None
    placing: Callable[..., Placing] | None = None
    features: tuple[str, str] | None = None

    def read(self, rows: Sequence[Sequence[Any]]) -> Placed:
        """Return the samples of rows [x, y, number of the class], which may come from anywhere.

        Raises
        ------
        ValueError
            They are no such rows, too many or too few, with what is wrong.

        Examples
        --------
        >>> pair = Movable(lambda: Placed(np.eye(2), np.arange(2)), ("no", "yes"))
        >>> pair.read([[0.5, 1, 0], [2, 3, 1]]).group
        array([0, 1])
        >>> pair.read([[0.5, 1, 0]])
        Traceback (most recent call last):
        ValueError: "yes" needs at least 1, and has 0. Add one first.
        """
        if not isinstance(rows, list) or len(rows) > self.most:
            raise ValueError(f"samples must be a list of at most {self.most} rows [x, y, class].")
        table = _table(rows)
        group = table[:, 2].astype(np.int64)
        if np.any(group != table[:, 2]) or np.any((group < 0) | (group >= len(self.names))):
            raise ValueError(f"a sample's class must be a whole number from 0 to {len(self.names) - 1}.")
        for k, name in enumerate(self.names):
            there = int(np.sum(group == k))
            if there < self.least:
                raise ValueError(f'"{name}" needs at least {self.least}, and has {there}. Add one first.')
        return Placed(np.clip(table[:, :2], -_FARTHEST, _FARTHEST), group)


def _table(rows: list[Any]) -> NDArray[np.float64]:
    """Return rows of three finite numbers as an array; all at once, for this is part of every move of a sample."""
    triples = all(type(row) is list and len(row) == 3 for row in rows)
    if triples and {type(entry) for row in rows for entry in row} <= {int, float}:
        with contextlib.suppress(OverflowError):  # of an integer that no float holds
            table = np.array(rows, dtype=np.float64).reshape(-1, 3)
            if np.isfinite(table).all():
                return table
    raise ValueError("each sample must be three finite numbers, [x, y, class].")
