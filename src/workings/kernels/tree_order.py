"""Sort the samples by each feature: what a tree does once, and then only divides.

A float32 becomes an unsigned number of the same order (its sign decides whether the other bits are turned round), which
is sorted by three stable passes over 11 bits each. NaN comes last, -0 is 0, and equal values stay in the order of the
samples, so that the result is one and the same everywhere.

Source: Knuth, The Art of Computer Programming, vol. 3, section 5.2.5.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper, kernel

_DIGITS, _MASK = 2048, np.uint64(2047)
# A key stands in the upper half of a word, its digits from these bits on; the number of its sample in the lower half.
_HALF, _FIRST, _SECOND, _THIRD = np.uint64(32), np.uint64(32), np.uint64(43), np.uint64(54)
_SIGN, _ALL, _INFINITY = np.uint32(0x80000000), np.uint32(0xFFFFFFFF), np.uint32(0x7F800000)


@bare_helper
def _key(raw):
    """Return a number that is ordered as the float32 is whose bits are given."""
    size = raw & ~_SIGN
    if size > _INFINITY:
        return _ALL
    if size == np.uint32(0):
        return _SIGN
    return raw ^ (_ALL if raw & _SIGN else _SIGN)


@bare_helper
def _places(counts):
    """Turn how often each digit occurs into where the first of them goes."""
    total = 0
    for digit in range(_DIGITS):
        here = counts[digit]
        counts[digit] = total
        total += here


@bare_helper
def _sort_by(shift, counts, words, sorted_words):
    """Bring the words into the order of the digit at a bit, words of one digit as they stand."""
    for i in range(words.shape[0]):
        word = words[i]
        digit = (word >> shift) & _MASK
        at = counts[digit]
        counts[digit] = at + 1
        sorted_words[at] = word


@kernel
def sort_columns(bits, members, order, first, last):
    """Write into order[f] the numbers in `members`, sorted by bits[f] (float32 seen as uint32), for each feature f."""
    m = members.shape[0]
    words, others, counts = np.empty(m, np.uint64), np.empty(m, np.uint64), np.empty((3, _DIGITS), np.int64)
    for f in range(first, last):
        column, out = bits[f], order[f]
        counts[:, :] = 0
        for i in range(m):
            word = (np.uint64(_key(column[members[i]])) << _HALF) | np.uint64(members[i])
            words[i] = word
            counts[0, (word >> _FIRST) & _MASK] += 1
            counts[1, (word >> _SECOND) & _MASK] += 1
            counts[2, word >> _THIRD] += 1
        for turn in range(3):
            _places(counts[turn])
        _sort_by(_FIRST, counts[0], words, others)
        _sort_by(_SECOND, counts[1], others, words)
        ends = counts[2]
        for i in range(m):
            digit = words[i] >> _THIRD
            at = ends[digit]
            ends[digit] = at + 1
            out[at] = np.uint32(words[i])


@kernel
def transposed(X, columns, first, last):
    """Write the rows first..last of X as float32 into columns[f], in tiles that fit the cache."""
    p = X.shape[1]
    for start in range(first, last, 64):
        stop = min(start + 64, last)
        for f in range(p):
            for i in range(start, stop):
                columns[f, i] = X[i, f]


@kernel
def bring_near(data, near, members, places, start):
    """Copy what is known of a node's samples, `members` in rising order, and number them from 0 on.

    data, near: `tree_data.Samples`; the node's samples begin at `start` in data.order; places: one entry a sample.
    """
    size, p = members.shape[0], near.order.shape[0]
    for i in range(size):
        places[members[i]] = i
        near.weights[i] = data.weights[members[i]]
    for o in range(near.codes.shape[0]):
        for i in range(size):
            near.codes[o, i] = data.codes[o, members[i]]
    for o in range(near.targets.shape[0]):
        for i in range(size):
            near.targets[o, i] = data.targets[o, members[i]]
    for f in range(p):
        column, here = data.columns[f], near.columns[f]
        order, new_order = data.order[f, start : start + size], near.order[f]
        for i in range(size):
            here[i] = column[members[i]]
        for i in range(size):
            new_order[i] = places[order[i]]
