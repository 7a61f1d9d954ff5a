"""Which leaf each sample ends in, by kernels for many samples, by scikit-learn's container for few."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.tree._tree import NODE_DTYPE

from workings.kernels._threads import pieces_of, run_blocks

Array = NDArray[Any]

# Rows below which importing Numba is not worth its second.
_MANY = 4096
# Rows that a thread takes at least.
_BLOCK = 1024
# Entries of a table that take as long as one row's way.
_WALK = 40
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
    ends = ends_of(tree, X)
    if ends is not None:
        return ends.leaves[ends.numbers]
    table = nodes_of(tree)
    if table is None or not np.isnan(X.max()):
        few = tree.apply(X)
        return few
    from workings.kernels.tree_apply import leaves_with_gaps

    out = np.empty(len(X), np.int64)
    _walk(lambda first, last: leaves_with_gaps(X, *table, out, first, last), len(X))
    return out


class Ends(NamedTuple):
    """Where samples end: leaves: the tree's numbers of its leaves; numbers: for each sample, which of these."""

    leaves: Array
    numbers: Array


def ends_of(tree: Any, X: Array) -> Ends | None:
    """Return where the rows of X end, float32 or float64 (to be read as float32), dense.

    None: values are missing or infinite, or the tree is too large to be packed.
    """
    from workings.kernels.tree_apply import number_leaves

    ready, bits = packed(tree), child_bits(tree.n_features)
    if ready is None:
        return None
    X = np.require(X, requirements=("C", "A", "W"))
    flat, numbers = X.reshape(-1), np.empty(len(X), np.int64)
    finite: list[bool] = []

    def walk(first: int, last: int) -> None:
        if len(finite) == finite.count(True):
            finite.append(number_leaves(X, flat, ready.words, ready.cuts, bits, numbers, first, last))

    _walk(walk, len(X))
    return Ends(ready.leaves, numbers) if all(finite) else None


def _walk(walk: Callable[[int, int], None], n: int) -> None:
    run_blocks(walk, n, threads=max(1, n // _BLOCK), pieces=pieces_of(n, _WALK, least=4))


def plain(estimator: Any, X: Any) -> bool:
    """Whether X is many samples that can go down a tree as they are, and that validation could only find finite."""
    return (
        type(X) is np.ndarray
        and X.dtype in (np.float32, np.float64)
        and X.shape[1:] == (estimator.n_features_in_,)
        and len(X) >= _MANY
        and X.flags.carray
        and not {"feature_names_in_", "_array_library"} & vars(estimator).keys()
    )
