"""Samples in a kd-tree: for few features."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.neighbors._fill import counted_and_filled

Array = NDArray[Any]

# Fewer samples are searched as quickly without.
LEAST = 1000
# Numbers that can be looked at while one query finds its neighbours, at the most: it varies.
_WALK = 2000


class Tree:
    """A balanced kd-tree of samples (n, p), for measures whose code is SQUARES, ABSOLUTES or LARGEST."""

    def __init__(self, X: Array, code: int) -> None:
        from workings.kernels import kd_tree
        from workings.kernels._threads import run_blocks

        n, p = X.shape
        self.code, self.samples = code, n
        level = 3
        while (n >> level) + 1 > kd_tree.LEAF:
            level += 1
        leaves, top = 1 << level, 2
        order, keys = np.arange(n), np.empty(n)
        self.points = np.empty((leaves, p, kd_tree.LEAF))
        self.numbers = np.empty((leaves, kd_tree.LEAF), dtype=np.int64)
        self.boxes, self.least = np.empty((leaves // 4, 2, p, 8)), np.empty(2 * leaves, dtype=np.int64)
        kd_tree.divide(X, order, keys, 0, top, 0, 1)

        def below(first: int, stop: int) -> None:
            kd_tree.divide(X, order, keys, top, level, first, stop)
            under = first << (level - top), stop << (level - top)
            kd_tree.fill_leaves(X, order, level, *under, self.points, self.numbers, self.boxes, self.least)

        run_blocks(below, 1 << top, pieces=2)
        kd_tree.join_boxes(self.boxes, self.least, leaves, 1 << (level % 3))
        # A search begins with the eight nodes three levels below node 1, or with the two or four above them.
        self.first = 1 if level % 3 == 0 else 0

    def nearest(self, Q: Array, k: int, threads: int | None) -> tuple[Array, Array]:
        """Return the k least ranks of each query, and the numbers of the samples."""
        from workings.kernels import kd_search
        from workings.kernels._threads import pieces_of, run_blocks

        best, at = np.full((len(Q), k), np.inf), np.full((len(Q), k), self.samples, dtype=np.int64)
        start = np.empty(len(Q), dtype=np.min_scalar_type(len(self.points)))
        leaves, p = self.points.shape[:2]
        points, boxes, flat = self.points.ravel(), self.boxes.ravel(), Q.ravel()

        def begin(a: int, b: int) -> None:
            kd_search.leaves_of(boxes, leaves, self.first, p, flat[p * a : p * b], self.code, start[a:b])

        run_blocks(begin, len(Q), threads=threads, pieces=2)
        # In the order of the leaves: neighbours need the same boxes.
        turn = np.argsort(start, kind="stable")

        def work(a: int, b: int) -> None:
            tree = points, self.numbers, boxes, self.least, self.first, p
            kd_search.nearest(*tree, flat, turn[a:b], start, self.code, best, at)

        run_blocks(work, len(Q), threads=threads, pieces=pieces_of(len(Q), _WALK, least=4))
        return best, at

    def within(self, Q: Array, limits: Array, threads: int | None) -> tuple[list[Array], list[Array]]:
        """Return the ranks within the limit of each query, and the numbers of the samples, in their order."""
        from workings.kernels import kd_search

        nothing, nowhere = np.empty(0), np.empty(0, dtype=np.intp)
        tree = self.points.ravel(), self.numbers, self.boxes.ravel(), self.first, Q.shape[1], Q.ravel()

        def count(a: int, b: int, counts: Array) -> None:
            kd_search.within(*tree, a, b, self.code, limits, counts, nothing, nowhere, False)

        def fill(a: int, b: int, ends: Array, ranks: Array, at: Array) -> None:
            kd_search.within(*tree, a, b, self.code, limits, ends, ranks, at, True)

        ranks, at = counted_and_filled(len(Q), count, fill, threads, 10 * _WALK)
        for i, numbers in enumerate(at):
            order = np.argsort(numbers)
            ranks[i], at[i] = ranks[i][order], numbers[order]
        return ranks, at
