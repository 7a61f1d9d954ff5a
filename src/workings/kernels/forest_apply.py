"""Add what the trees of a forest say of each sample: the values of the leaf that the sample ends in.

A node takes eight bytes: half is a float32 threshold and half the feature and the place of the left child, with the
right one beside it. Such pairs lie depth first, so that half of all steps, and most of those near the leaves, stay near
in memory. A leaf sends back to itself, as its threshold is a NaN, which no value exceeds; the bits of the NaN that are
free say what the leaf stands for.

The whole of a tree is read once before some thousand rows go down it. Read in order it comes from memory at full speed,
while each row would wait for every piece that it is the first to want: that takes less than half of the time where the
forest is too large for the caches.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper, kernel
from workings.kernels.tree_apply import FEATURE, LEFT, RIGHT, THRESHOLD, eight_leaves, leaf_with_gaps, one_leaf

# Rows that go down one tree before the next, those of them whose votes are counted together, and words of a cache line.
_TILE, _NEAR, _LINE = 2048, 128, 16
# A NaN; of its free bits one says that a leaf is mixed, and those below number what there may be.
_NAN, _MIXED = np.uint32(0x7FC00000), np.uint32(2**21)
NUMBERS = 2**21


@bare_helper
def _pure(shares):
    """Return the column that is 1 if all others are 0, and else -1."""
    ones, zeros, column = 0, 0, 0
    for w in range(shares.shape[0]):
        zeros += shares[w] == 0.0
        ones += shares[w] == 1.0
        column += w * (shares[w] == 1.0)
    return column if ones == 1 and zeros == shares.shape[0] - 1 else -1


@kernel
def pack(ints, floats, shares, bits, words, cuts, values):
    """Write a tree as `add_values` walks it.

    ints, floats: scikit-learn's nodes, (nodes, 8), as whole and as real numbers, and shares: (nodes, width), what they
    stand for; bits: of `words` that hold a child. words: (2 nodes + 2,) uint32, and `cuts` the same memory as float32;
    values: (leaves, width), the shares of those that are mixed. A threshold is rounded down to float32: for float32
    values x, x <= t says the same as x <= the largest float32 that is not above t.
    """
    waiting, mixed, count, height = np.empty((ints.shape[0] // 2 + 2, 2), np.int64), 0, 2, 1
    waiting[0, 0], waiting[0, 1] = 0, 0
    while height > 0:
        height -= 1
        i, at = waiting[height, 0], waiting[height, 1]
        if ints[i, LEFT] < 0:
            column = _pure(shares[i])
            words[2 * at] = np.uint32(at)
            if column >= 0:
                words[2 * at + 1] = _NAN | np.uint32(column)
            else:
                words[2 * at + 1] = _NAN | _MIXED | np.uint32(mixed)
                for w in range(shares.shape[1]):
                    values[mixed, w] = shares[i, w]
                mixed += 1
            continue
        words[2 * at] = (np.uint64(ints[i, FEATURE]) << np.uint64(bits)) | np.uint64(count)
        t = floats[i, THRESHOLD]
        cut = np.float32(t)
        if np.float64(cut) > t:
            cut = np.nextafter(cut, np.float32(-np.inf))
        cuts[2 * at + 1] = cut
        waiting[height, 0], waiting[height, 1] = ints[i, RIGHT], count + 1
        waiting[height + 1, 0], waiting[height + 1, 1] = ints[i, LEFT], count
        height += 2
        count += 2


@bare_helper
def _fetch(words):
    """Read something of each cache line, and return a word that depends on all: else nothing would be read."""
    seen = words[0]
    for i in range(0, words.shape[0], _LINE):
        seen ^= words[i]
    return seen


@kernel
def add_values(X, words, cuts, bits, starts, values, leaf_starts, total, first, last):
    """Add the values of the leaves of the rows first..last of X (float32, no NaN) to total.

    Tree t lies from starts[t] to starts[t + 1], and its mixed leaves stand in `values` from leaf_starts[t] on. Of a
    leaf whose value is 1 in one column and 0 in all others, zeros need not be added. What is returned tells nothing.
    """
    shift, number_bits, seen = np.uint64(bits), np.uint64(NUMBERS - 1), np.uint32(0)
    says = np.empty(_NEAR, np.uint64)
    for tile in range(first, last, _TILE):
        end = min(tile + _TILE, last)
        for t in range(starts.shape[0] - 1):
            its_words = words[2 * starts[t] : 2 * starts[t + 1]]
            its_cuts = cuts[2 * starts[t] : 2 * starts[t + 1]]
            its_values = values[leaf_starts[t] : leaf_starts[t + 1]]
            seen ^= _fetch(its_words)
            for near in range(tile, end, _NEAR):
                stop = min(near + _NEAR, end)
                i = near
                while i + 8 <= stop:
                    a, b, c, d, e, f, g, h = eight_leaves(its_words, its_cuts, shift, X, i)
                    k = i - near
                    says[k], says[k + 1], says[k + 2], says[k + 3] = a, b, c, d
                    says[k + 4], says[k + 5], says[k + 6], says[k + 7] = e, f, g, h
                    i += 8
                for row in range(i, stop):
                    says[row - near] = one_leaf(its_words, its_cuts, shift, X[row])
                for row in range(near, stop):
                    said = says[row - near]
                    number = np.int64(said & number_bits)
                    if said > number_bits:
                        for w in range(total.shape[1]):
                            total[row, w] += its_values[number, w]
                    else:
                        total[row, number] += 1.0
    return seen


@kernel
def add_values_with_gaps(X, ints, floats, values, total, first, last):
    """Add the values (nodes, width) of one tree's leaves where values of X may be NaN."""
    for i in range(first, last):
        a = leaf_with_gaps(ints, floats, X[i])
        for w in range(values.shape[1]):
            total[i, w] += values[a, w]
