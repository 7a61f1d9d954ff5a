"""Add what the trees of a forest say of each sample: the values of the leaf that the sample ends in.

The trees lie one after the other, packed as `tree_apply` says, and so do the values of their leaves. Rows are taken a
few hundred at a time, which stay near while tree after tree is asked.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import kernel
from workings.kernels.tree_apply import eight_leaves, leaf_with_gaps, one_leaf

_TILE = 1024


@kernel
def find_columns(values, leaves, only):
    """Write where a leaf's value is 1, if it is 0 everywhere else, and -1 if not; return how many leaves get -1."""
    mixed = 0
    for i in range(leaves.shape[0]):
        ones, zeros, column = 0, 0, 0
        for w in range(values.shape[1]):
            value = values[leaves[i], w]
            zeros += value == 0.0
            ones += value == 1.0
            column += w * (value == 1.0)
        pure = ones == 1 and zeros == values.shape[1] - 1
        only[i] = column if pure else -1
        mixed += not pure
    return mixed


@kernel
def take_mixed(values, leaves, only, place, says):
    """Write the values of the leaves of which `only` is -1 to `says` from `place` on, and put ~place in its stead."""
    for i in range(leaves.shape[0]):
        if only[i] < 0:
            for w in range(values.shape[1]):
                says[place, w] = values[leaves[i], w]
            only[i] = ~place
            place += 1


@kernel
def add_values(X, words, cuts, bits, starts, values, only, leaf_starts, total, first, last):
    """Add the values of the leaves of the rows first..last of X (float32, no NaN) to total.

    Tree t has the nodes starts[t]..starts[t + 1], and the leaves leaf_starts[t]..leaf_starts[t + 1]. only: int32, where
    a leaf's value is 1 in one column and 0 in all others, that column, for zeros need not be added; else the
    complement of its place in `values`.
    """
    shift, ends = np.uint64(bits), np.empty(_TILE, np.uint64)
    for tile in range(first, last, _TILE):
        end = min(tile + _TILE, last)
        for t in range(starts.shape[0] - 1):
            its_words = words[2 * starts[t] : 2 * starts[t + 1]]
            its_cuts = cuts[2 * starts[t] : 2 * starts[t + 1]]
            one = only[leaf_starts[t] : leaf_starts[t + 1]]
            i = tile
            while i + 8 <= end:
                a, b, c, d, e, f, g, h = eight_leaves(its_words, its_cuts, shift, X, i)
                k = i - tile
                ends[k], ends[k + 1], ends[k + 2], ends[k + 3] = a, b, c, d
                ends[k + 4], ends[k + 5], ends[k + 6], ends[k + 7] = e, f, g, h
                i += 8
            for row in range(i, end):
                ends[row - tile] = one_leaf(its_words, its_cuts, shift, X[row])
            for row in range(tile, end):
                leaf = ends[row - tile]
                column = one[leaf]
                if column >= 0:
                    total[row, column] += 1.0
                else:
                    for w in range(total.shape[1]):
                        total[row, w] += values[~column, w]


@kernel
def add_values_with_gaps(X, ints, floats, values, total, first, last):
    """Add the values (nodes, width) of one tree's leaves where values of X may be NaN."""
    for i in range(first, last):
        a = leaf_with_gaps(ints, floats, X[i])
        for w in range(values.shape[1]):
            total[i, w] += values[a, w]
