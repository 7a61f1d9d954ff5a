"""Sort the samples by each feature: what a tree does once, and then only divides.

A float32 becomes an unsigned number of the same order (its sign decides whether the other bits are turned round), which
is sorted by three stable passes over 11 bits each. NaN comes last, -0 is 0, and equal values stay in the order of the
samples, so that the result is one and the same everywhere.

Source: Knuth, The Art of Computer Programming, vol. 3, section 5.2.5.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import kernel

_DIGITS = 2048
_SIGN, _ALL, _INFINITY = 0x80000000, 0xFFFFFFFF, 0x7F800000


@kernel
def sort_columns(bits, members, order, first, last):
    """Write into order[f] the numbers in `members`, sorted by bits[f] (float32 seen as uint32), for each feature f."""
    m = members.shape[0]
    keys, other_keys, other = np.empty(m, np.uint32), np.empty(m, np.uint32), np.empty(m, np.uint32)
    counts = np.empty((3, _DIGITS), np.int64)
    for f in range(first, last):
        column, out = bits[f], order[f]
        counts[:, :] = 0
        for i in range(m):
            raw = np.int64(column[members[i]])
            size = raw & 0x7FFFFFFF
            if size > _INFINITY:
                key = _ALL
            elif raw in (_SIGN, 0):
                key = _SIGN
            elif raw & _SIGN:
                key = raw ^ _ALL
            else:
                key = raw | _SIGN
            keys[i] = key
            counts[0, key & 2047] += 1
            counts[1, (key >> 11) & 2047] += 1
            counts[2, key >> 22] += 1
        for turn in range(3):
            total = 0
            for digit in range(_DIGITS):
                here = counts[turn, digit]
                counts[turn, digit] = total
                total += here
        for i in range(m):
            digit = np.int64(keys[i]) & 2047
            at = counts[0, digit]
            counts[0, digit] = at + 1
            other_keys[at], out[at] = keys[i], members[i]
        for i in range(m):
            digit = (np.int64(other_keys[i]) >> 11) & 2047
            at = counts[1, digit]
            counts[1, digit] = at + 1
            keys[at], other[at] = other_keys[i], out[i]
        for i in range(m):
            digit = np.int64(keys[i]) >> 22
            at = counts[2, digit]
            counts[2, digit] = at + 1
            out[at] = other[i]


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
