"""The mean of what the trees say: of the shares of the classes in the leaves, or of their values.

A class's share, averaged over the trees, is what decides, not the number of trees that would choose it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.tree._apply import leaves_of

Array = NDArray[Any]


def mean_values(trees: list[Any], X: Array, threads: int | None) -> Array:
    """Return the mean of the values of the leaves, (samples, outputs, classes); X: float32."""
    total = np.zeros((len(X), *trees[0].tree_.value.shape[1:]))
    for tree in trees:
        total += tree.tree_.value[leaves_of(tree.tree_, X)]
    total /= len(trees)
    return total


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
