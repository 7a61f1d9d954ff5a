"""Send samples down a tree: the number of the leaf that each ends in.

A tree is packed before: a node is one word of eight bytes, of which half is a float32 threshold and half the feature
and the place of the left child, with the right one beside it. A leaf sends back to itself, as its threshold is a NaN,
which no value exceeds; the bits of the NaN that are free number the leaves. Eight samples go down side by side, so that
while one waits for its node from memory the others move. No branch is taken but to ask, every few steps, whether all
rest.

A threshold is rounded down to float32: for float32 values x, x <= t says the same as x <= the largest float32 that is
not above t.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import one_more_if
from workings.kernels._jit import bare_helper, kernel

# Columns of a node, as scikit-learn lays it out: a row of eight words, just a cache line.
LEFT, RIGHT, FEATURE, THRESHOLD, MISSING_LEFT = 0, 1, 2, 3, 7
# A NaN, and how many leaves its free bits can number.
_NAN, LEAVES = np.uint32(0x7FC00000), 2**22
_NUMBER = np.uint32(LEAVES - 1)
_ONE = np.uint64(1)
# Rows that go down the tree together.
_AT_HAND = 64


@kernel
def pack(ints, floats, bits, words, cuts, numbers, leaves):
    """Write a tree's nodes breadth first, and return how many leaves there are.

    ints, floats: scikit-learn's nodes, (nodes, 8), as whole and as real numbers; bits: of `words` that hold a child.
    words: (2 nodes,) uint32, and `cuts` the same memory as float32; numbers: (nodes,), the nodes in the new order;
    leaves: (nodes,), the old number of each leaf.
    """
    numbers[0] = 0
    count, found, new = 1, 0, 0
    while new < count:
        old = numbers[new]
        if ints[old, LEFT] < 0:
            words[2 * new] = np.uint32(new)
            words[2 * new + 1] = _NAN | np.uint32(found)
            leaves[found] = old
            found += 1
        else:
            words[2 * new] = (np.uint64(ints[old, FEATURE]) << np.uint64(bits)) | np.uint64(count)
            t = floats[old, THRESHOLD]
            cut = np.float32(t)
            if np.float64(cut) > t:
                cut = np.nextafter(cut, np.float32(-np.inf))
            cuts[2 * new + 1] = cut
            numbers[count], numbers[count + 1] = ints[old, LEFT], ints[old, RIGHT]
            count += 2
        new += 1
    return found


@bare_helper
def step(words, cuts, bits, x, at):
    """Return the child that a sample goes to, read as float32; a leaf keeps it."""
    word = np.uint64(words[at << _ONE])
    left = word & ((_ONE << bits) - _ONE)
    return left + np.uint64(np.float32(x[word >> bits]) > cuts[(at << _ONE) | _ONE])


@bare_helper
def eight_leaves(words, cuts, bits, X, i):
    """Return the leaves, by their numbers, of the rows i..i + 8 of X (float32, no NaN)."""
    start = np.uint64(0)
    a, b, c, d, e, f, g, h = start, start, start, start, start, start, start, start
    x0, x1, x2, x3, x4, x5, x6, x7 = X[i], X[i + 1], X[i + 2], X[i + 3], X[i + 4], X[i + 5], X[i + 6], X[i + 7]
    moved = _ONE
    while moved != start:
        for _ in range(3):
            a, b = step(words, cuts, bits, x0, a), step(words, cuts, bits, x1, b)
            c, d = step(words, cuts, bits, x2, c), step(words, cuts, bits, x3, d)
            e, f = step(words, cuts, bits, x4, e), step(words, cuts, bits, x5, f)
            g, h = step(words, cuts, bits, x6, g), step(words, cuts, bits, x7, h)
        a1, b1 = step(words, cuts, bits, x0, a), step(words, cuts, bits, x1, b)
        c1, d1 = step(words, cuts, bits, x2, c), step(words, cuts, bits, x3, d)
        e1, f1 = step(words, cuts, bits, x4, e), step(words, cuts, bits, x5, f)
        g1, h1 = step(words, cuts, bits, x6, g), step(words, cuts, bits, x7, h)
        moved = (a ^ a1) | (b ^ b1) | (c ^ c1) | (d ^ d1) | (e ^ e1) | (f ^ f1) | (g ^ g1) | (h ^ h1)
        a, b, c, d, e, f, g, h = a1, b1, c1, d1, e1, f1, g1, h1
    return (
        leaf_number(words, a), leaf_number(words, b), leaf_number(words, c), leaf_number(words, d),
        leaf_number(words, e), leaf_number(words, f), leaf_number(words, g), leaf_number(words, h),
    )  # fmt: skip


@bare_helper
def leaf_number(words, at):
    """Return the number of the leaf at a place."""
    return np.uint64(words[(at << _ONE) | _ONE] & _NUMBER)


@bare_helper
def one_leaf(words, cuts, bits, x):
    """Return the leaf of one row, by its number."""
    at, last = np.uint64(0), _ONE
    while at != last:
        last = at
        at = step(words, cuts, bits, x, at)
    return leaf_number(words, at)


@bare_helper
def _all_finite(values):
    """Whether all values are finite as float32."""
    others = np.uint32(0)
    for i in range(values.shape[0]):
        x = np.float32(values[i])
        others = one_more_if(others, x - x != np.float32(0.0))
    return others == 0


@kernel
def number_leaves(X, flat, words, cuts, bits, numbers, first, last):
    """Write the number of the leaf of each row first..last of X; return False where a value is not finite as float32.

    flat: X, (samples * features,). A few rows are looked through, and go down the tree while they are at hand.
    """
    p = X.shape[1]
    for start in range(first, last, _AT_HAND):
        stop = min(start + _AT_HAND, last)
        if not _all_finite(flat[start * p : stop * p]):
            return False
        i = start
        while i + 8 <= stop:
            a, b, c, d, e, f, g, h = eight_leaves(words, cuts, np.uint64(bits), X, i)
            numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3] = a, b, c, d
            numbers[i + 4], numbers[i + 5], numbers[i + 6], numbers[i + 7] = e, f, g, h
            i += 8
        for row in range(i, stop):
            numbers[row] = one_leaf(words, cuts, np.uint64(bits), X[row])
    return True


@bare_helper
def leaf_with_gaps(ints, floats, x):
    """Return the leaf of a row that may miss values, in the tree as scikit-learn keeps it."""
    at = 0
    while ints[at, LEFT] >= 0:
        value = x[ints[at, FEATURE]]
        goes_left = (
            (ints[at, MISSING_LEFT] & 255) != 0 if value != value else np.float64(value) <= floats[at, THRESHOLD]
        )
        at = ints[at, LEFT] if goes_left else ints[at, RIGHT]
    return at


@kernel
def leaves_with_gaps(X, ints, floats, out, first, last):
    """Write the leaf of each row first..last of X (float32), whose values may be NaN."""
    for i in range(first, last):
        out[i] = leaf_with_gaps(ints, floats, X[i])
