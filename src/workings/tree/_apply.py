"""Which leaf each sample ends in, by kernels for many samples, by scikit-learn's container for few."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.tree._tree import NODE_DTYPE

from workings.kernels._threads import run_blocks

Array = NDArray[Any]

# Rows below which importing Numba is not worth its second.
_MANY = 4096
# Rows that a thread takes at least.
_BLOCK = 1024
_NAMES = ("left_child", "right_child", "feature", "threshold", "missing_go_to_left")


class Packed(NamedTuple):
    """A tree as the kernels walk it, see `kernels/tree_apply.py`.

    words: uint32, two for each node, and `cuts` the same memory as float32. leaves: the tree's numbers of its leaves.
    """

    words: Array
    cuts: Array
    leaves: Array


def nodes_of(tree: Any) -> tuple[Array, Array] | None:
    """Return the nodes as (nodes, 8) whole and real numbers; None for a scikit-learn that lays them out otherwise."""
    from workings.kernels.tree_apply import FEATURE, LEFT, MISSING_LEFT, RIGHT, THRESHOLD

    columns = zip(_NAMES, (LEFT, RIGHT, FEATURE, THRESHOLD, MISSING_LEFT), strict=True)
    if NODE_DTYPE.itemsize != 64 or any(NODE_DTYPE.fields[name][1] != 8 * column for name, column in columns):
        return None
    ints = tree.__getstate__()["nodes"].view(np.int64).reshape((-1, 8))
    return ints, ints.view(np.float64)


def child_bits(n_features: int) -> int:
    """Return how many bits of a word are left for the place of a child."""
    return 32 - max(1, (n_features - 1).bit_length())


def packed(tree: Any, words: Array | None = None) -> Packed | None:
    """Return the tree as the kernels walk it, perhaps in `words` that are there; None if it is too large for that."""
    from workings.kernels.tree_apply import LEAVES, pack

    found, bits, count = nodes_of(tree), child_bits(tree.n_features), tree.node_count
    if found is None or count >= 2**bits or count >= LEAVES:
        return None
    words = np.empty(2 * count, np.uint32) if words is None else words
    cuts, numbers, leaves = words.view(np.float32), np.empty(count, np.int64), np.empty(count, np.int64)
    return Packed(words, cuts, leaves[: pack(*found, bits, words, cuts, numbers, leaves)])


def leaves_of(tree: Any, X: Array) -> Array:
    """Return the leaf of each row of X, float32, dense."""
    if len(X) < _MANY:
        few: Array = tree.apply(X)
        return few
    from workings.kernels import tree_apply as kernels

    table, gaps = nodes_of(tree), bool(np.isnan(X.max()))
    ready = None if gaps else packed(tree)
    if table is None or (ready is None and not gaps):
        few = tree.apply(X)
        return few
    out = np.empty(len(X), np.int64)

    def walk(first: int, last: int) -> None:
        if ready is None:
            kernels.leaves_with_gaps(X, *table, out, first, last)
        else:
            bits = child_bits(tree.n_features)
            kernels.leaves_of_rows(X, ready.words, ready.cuts, bits, ready.leaves, out, first, last)

    run_blocks(walk, len(X), threads=max(1, len(X) // _BLOCK), pieces=4)
    return out
