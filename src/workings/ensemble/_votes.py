"""The mean of what the trees say: of the shares of the classes in the leaves, or of their values.

A class's share, averaged over the trees, is what decides, not the number of trees that would choose it.
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.tree._tree import NODE_DTYPE

from workings.kernels._threads import run_blocks
from workings.tree._apply import leaves_of

Array = NDArray[Any]


# Samples times trees below which importing Numba is not worth its second.
_MANY = 200_000
# Rows that a thread takes at least.
_BLOCK = 256
_NAMES = ("left_child", "right_child", "feature", "threshold", "missing_go_to_left")


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


def _add_all(trees: list[Any], X: Array, total: Array, threads: int | None) -> None:
    """Add the values of the leaves of all trees, in their order."""
    from workings.kernels import forest_apply as kernels

    columns = (kernels.LEFT, kernels.RIGHT, kernels.FEATURE, kernels.THRESHOLD, kernels.MISSING_LEFT)
    if NODE_DTYPE.itemsize != 64 or any(
        NODE_DTYPE.fields[name][1] != 8 * column for name, column in zip(_NAMES, columns, strict=True)
    ):  # a scikit-learn that lays its nodes out otherwise
        for tree in trees:
            total += tree.tree_.value[leaves_of(tree.tree_, X)].reshape(total.shape)
        return
    add = kernels.add_values_with_gaps if np.isnan(X.sum(dtype=np.float64)) else kernels.add_values
    tables = []
    for tree in trees:
        nodes, values = tree.tree_.__getstate__()["nodes"], tree.tree_.value
        ints = nodes.view(np.int64).reshape((-1, 8))
        tables.append((ints, ints.view(np.float64), values.reshape((len(values), -1))))

    def work(first: int, last: int) -> None:
        for ints, floats, values in tables:
            add(X, ints, floats, values, total, first, last)

    most = max(1, len(X) // _BLOCK)
    run_blocks(work, len(X), threads=most if threads is None else min(threads, most), pieces=2)


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
