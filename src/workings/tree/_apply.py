"""Which leaf each sample ends in, by kernels for many samples, by scikit-learn's container for few."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.kernels._threads import run_blocks

Array = NDArray[Any]

# Rows below which importing Numba is not worth its second.
_MANY = 4096
# Rows that a thread takes at least.
_BLOCK = 1024


class Descent:
    """A tree as the kernels walk it."""

    def __init__(self, tree: Any) -> None:
        left, right = tree.children_left, tree.children_right
        leaf = left < 0
        numbers = np.arange(len(left))
        children = np.empty((len(left), 2), np.int64)
        children[:, 0], children[:, 1] = np.where(leaf, numbers, right), np.where(leaf, numbers, left)
        self.children = children.ravel()
        self.features = np.where(leaf, 0, tree.feature).astype(np.int64)
        threshold = tree.threshold
        with np.errstate(over="ignore"):
            rounded = threshold.astype(np.float32)
        self.thresholds = np.where(rounded > threshold, np.nextafter(rounded, np.float32(-np.inf)), rounded)
        self.missing_left = np.ascontiguousarray(tree.missing_go_to_left, dtype=np.uint8)
        self.depth = int(tree.max_depth)

    def __call__(self, X: Array, gaps: bool) -> Array:
        """Return the leaf of each row of X, float32."""
        from workings.kernels.tree_apply import leaves, leaves_with_gaps

        out = np.empty(len(X), np.int64)

        def walk(first: int, last: int) -> None:
            if gaps:
                leaves_with_gaps(
                    X, self.thresholds, self.features, self.children, self.missing_left, self.depth, out, first, last
                )
            else:
                leaves(X, self.thresholds, self.features, self.children, self.depth, out, first, last)

        run_blocks(walk, len(X), threads=max(1, len(X) // _BLOCK), pieces=4)
        return out


def leaves_of(tree: Any, X: Array) -> Array:
    """Return the leaf of each row of X, float32, dense."""
    if len(X) < _MANY:
        few: Array = tree.apply(X)
        return few
    gaps = bool(np.isnan(X.sum()))
    return Descent(tree)(X, gaps)
