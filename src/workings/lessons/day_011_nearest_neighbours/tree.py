"""A kd-tree to look at: in plain Python, it remembers which boxes a search opened.

The library's own is built of arrays and searched by compiled loops; this one divides and searches by the same rules.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(eq=False)
class Box:
    """Some of the samples: the least box that holds them, and the two that it was divided into, if it was."""

    rows: Array
    low: Array
    high: Array
    halves: tuple[Box, ...] = ()
    feature: int = 0
    cut: float = 0.0

    def squared_distance(self, q: Array) -> float:
        """Return the square of the least distance that a sample in the box can have from q."""
        outside = np.maximum(0.0, np.maximum(self.low - q, q - self.high))
        return float(outside @ outside)

    def leaves(self) -> Iterator[Box]:
        """Yield the boxes that are not divided."""
        if not self.halves:
            yield self
        for half in self.halves:
            yield from half.leaves()


def build(X: Array, leaf: int = 16, rows: Array | None = None) -> Box:
    """Return a tree of the rows of X: boxes are halved across their longest side down to `leaf` rows."""
    rows = np.arange(len(X)) if rows is None else rows
    mine = X[rows]
    box = Box(rows, mine.min(axis=0), mine.max(axis=0))
    if len(rows) > leaf:
        box.feature = int(np.argmax(box.high - box.low))
        order = np.argsort(mine[:, box.feature], kind="stable")
        middle = len(rows) // 2
        box.cut = float(mine[order[middle - 1 : middle + 1], box.feature].mean())
        box.halves = (build(X, leaf, rows[order[:middle]]), build(X, leaf, rows[order[middle:]]))
    return box


@dataclass(frozen=True, eq=False)
class Found:
    """The nearest rows and their distances, nearest first, and the leaves that had to be opened."""

    rows: Array
    distances: Array
    opened: tuple[Box, ...]

    @property
    def looked_at(self) -> int:
        """How many distances were computed."""
        return sum(len(box.rows) for box in self.opened)


def nearest(tree: Box, X: Array, q: Array, k: int) -> Found:
    """Return the k rows of X nearest to q, opening always the nearest box, until none can hold a nearer row."""
    waiting: list[tuple[float, int, Box]] = [(tree.squared_distance(q), 0, tree)]
    best: list[tuple[float, int]] = []  # the negative of the squared distance, and of the row: the worst comes first
    opened: list[Box] = []
    number = 1
    while waiting and (len(best) < k or waiting[0][0] <= -best[0][0]):
        box = heapq.heappop(waiting)[2]
        for half in box.halves:
            heapq.heappush(waiting, (half.squared_distance(q), number, half))
            number += 1
        if not box.halves:
            opened.append(box)
            squares = np.sum((X[box.rows] - q) ** 2, axis=1)
            for square, row in zip(squares.tolist(), box.rows.tolist(), strict=True):
                heapq.heappush(best, (-square, -row))
                if len(best) > k:
                    heapq.heappop(best)
    inside = sorted((-square, -row) for square, row in best)
    return Found(np.array([row for _, row in inside]), np.sqrt([square for square, _ in inside]), tuple(opened))


def share_looked_at(X: Array, Q: Array, k: int = 5) -> float:
    """Return the share of all distances that the tree computes for the queries in the rows of Q."""
    tree = build(X)
    return float(np.mean([nearest(tree, X, q, k).looked_at for q in Q])) / len(X)
