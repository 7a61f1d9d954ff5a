"""The mean of what the trees say: of the shares of the classes in the leaves, or of their values.

A class's share, averaged over the trees, is what decides, not the number of trees that would choose it.
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from workings.kernels._threads import pieces_of, run_blocks
from workings.tree._apply import child_bits, leaves_of, nodes_of

Array = NDArray[Any]


# Samples times trees below which importing Numba is not worth its second.
_MANY = 200_000
# Rows that a thread takes at least.
_BLOCK = 256
# Entries of a table that take as long as one row's way through one tree, at the most.
_WALK = 40


def mean_values(trees: list[Any], X: Array, threads: int | None) -> Array:
    """Return the mean of the values of the leaves, (samples, outputs, classes); X: float32."""
    shape = trees[0].tree_.value.shape[1:]
    total = np.zeros((len(X), *shape))
    if len(X) * len(trees) < _MANY:
        for tree in trees:
            total += tree.tree_.predict(X).reshape(total.shape)
    else:
        _add_all(trees, X, total.reshape((len(X), -1)), threads)
    total /= len(trees)
    return total


class _Forest(NamedTuple):
    """The trees one after the other, as `kernels/forest_apply.py` walks them; `values` of leaves that are mixed."""

    trees: list[Any]
    words: Array
    starts: Array
    values: Array
    leaf_starts: Array


# Of each forest that predicted, by its first tree; gone when that is gone, and never part of a pickle.
_ready: WeakKeyDictionary[Any, _Forest] = WeakKeyDictionary()


def _forest(trees: list[Any]) -> _Forest | None:
    """Return the packed trees, made once for a fitted forest; None if one is too large for that."""
    from workings.kernels.forest_apply import NUMBERS

    containers = [tree.tree_ for tree in trees]
    kept = _ready.get(trees[0])
    if kept is not None and [id(one) for one in kept.trees] == [id(one) for one in containers]:
        return kept
    width, bits = containers[0].value[0].size, child_bits(containers[0].n_features)
    nodes = np.array([one.node_count for one in containers])
    # Between the root and the first pair one place is free, and one more than half of the nodes are leaves.
    starts, leaf_starts = (np.concatenate([[0], np.cumsum(sizes)]) for sizes in (nodes + 1, nodes // 2 + 1))
    if nodes.max() + 1 >= min(2**bits, NUMBERS) or width > NUMBERS or nodes_of(containers[0]) is None:
        return None
    # Room for all leaves; what is not written to takes no memory.
    words, values = np.empty(2 * starts[-1], np.uint32), np.empty((leaf_starts[-1], width))

    def work(first: int, last: int) -> None:
        for t in range(first, last):
            mine, says = words[2 * starts[t] : 2 * starts[t + 1]], values[leaf_starts[t] : leaf_starts[t + 1]]
            _pack(containers[t], bits, mine, says)

    run_blocks(work, len(trees), pieces=len(trees))
    _ready[trees[0]] = made = _Forest(containers, words, starts, values, leaf_starts)
    return made


def _pack(tree: Any, bits: int, words: Array, values: Array) -> None:
    """Write a tree as the kernels walk it."""
    from workings.kernels.forest_apply import pack

    nodes = nodes_of(tree)
    assert nodes is not None
    pack(*nodes, tree.value.reshape((tree.node_count, -1)), bits, words, words.view(np.float32), values)


def _add_all(trees: list[Any], X: Array, total: Array, threads: int | None) -> None:
    """Add the values of the leaves of all trees, in their order."""
    from workings.kernels import forest_apply as kernels

    gaps = bool(np.isnan(X.max()))
    forest = None if gaps else _forest(trees)
    tables = [(nodes_of(tree.tree_), tree.tree_.value.reshape((-1, total.shape[1]))) for tree in trees] if gaps else []
    if (forest is None and not gaps) or any(nodes is None for nodes, _ in tables):
        for tree in trees:
            total += tree.tree_.value[leaves_of(tree.tree_, X)].reshape(total.shape)
        return

    def work(first: int, last: int) -> None:
        if forest is not None:
            words, bits = forest.words, child_bits(X.shape[1])
            leaves = forest.values, forest.leaf_starts
            kernels.add_values(X, words, words.view(np.float32), bits, forest.starts, *leaves, total, first, last)
        for nodes, values in tables:
            assert nodes is not None
            kernels.add_values_with_gaps(X, *nodes, values, total, first, last)

    most = max(1, len(X) // _BLOCK)
    pieces = pieces_of(len(X), _WALK * len(trees), least=2)
    run_blocks(work, len(X), threads=most if threads is None else min(threads, most), pieces=pieces)


class OutOfBag:
    """The votes on each sample of the trees that were grown without it."""

    def __init__(self, n: int, outputs: int, width: int) -> None:
        self.sums = np.zeros((n, outputs, width))
        self.trees = np.zeros(n, np.int64)

    def add(self, tree: Any, X: Array, left_out: Array) -> None:
        """Count the vote of a tree on the samples that were left out of it."""
        rows = np.flatnonzero(left_out)
        if len(rows):
            self.sums[rows] += tree.tree_.value[leaves_of(tree.tree_, X[rows])]
        self.trees[rows] += 1

    def means(self) -> Array:
        """Return the mean votes, (samples, outputs, classes); 0 where no tree has voted."""
        means: Array = self.sums / np.maximum(self.trees, 1)[:, None, None]
        return means


def threads_of(n_jobs: int | None) -> int | None:
    """Return how many threads may be used; None: all there are."""
    if n_jobs is None or n_jobs == -1:
        return None
    return max(1, n_jobs if n_jobs > 0 else (os.cpu_count() or 1) + 1 + n_jobs)
