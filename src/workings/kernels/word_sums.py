"""Joint log-probabilities of samples that are named by words or categories, and the largest of each.

A table has a row for each word, with a number for each class. Documents name its rows at random, and a table of many
words lies beyond the second-level cache, where each row is waited for. So the words are taken block by block, `step` of
them at a time, for all samples of a tile; `cursors` hold how far each sample has come. The entries of a sample are
added in their order whatever the blocks are: what is not in its turn waits for a later block, and the last takes all.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper, bare_kernel
from workings.kernels._words import (
    LANES,
    MOST,
    categories_four,
    categories_one,
    categories_three,
    categories_two,
    words_four,
    words_one,
    words_three,
    words_two,
)

# What a kernel has to say of its samples, as a sum of these: an index or a row pointer of X leads nowhere; a sum is NaN
# or infinity; no sum of some sample is finite.
BROKEN, STRANGE, NOTHING = 1, 2, 4
_GROUP = LANES * MOST


@bare_helper
def _tile(data, indices, indptr, table, constant, bar, step, start, stop, cursors, out, begin):
    """Write constant + X @ table of rows start..stop into the rows of `out` from `begin` on; return what is broken."""
    p, k = table.shape
    for i in range(start, stop):
        if indptr[i] < 0 or indptr[i + 1] < indptr[i] or indptr[i + 1] > min(data.shape[0], indices.shape[0]):
            return BROKEN
        cursors[i - start] = indptr[i]
        for c in range(k):
            out[begin + i - start, c] = constant[c]
    for low in range(0, p, step):
        limit = min(low + step, p)
        for i in range(start, stop):
            t, end, row = cursors[i - start], np.int64(indptr[i + 1]), (begin + i - start) * k
            if t == end:
                continue
            at = t
            for c in range(0, k, _GROUP):
                left = k - c
                if left <= LANES:
                    at = words_one(table, out, data, indices, t, end, limit, k, row, c, bar)
                elif left <= 2 * LANES:
                    at = words_two(table, out, data, indices, t, end, limit, k, row, c, bar)
                elif left <= 3 * LANES:
                    at = words_three(table, out, data, indices, t, end, limit, k, row, c, bar)
                else:
                    at = words_four(table, out, data, indices, t, end, limit, k, row, c, bar)
            cursors[i - start] = at
    for i in range(start, stop):
        if cursors[i - start] < indptr[i + 1]:
            return BROKEN
    return 0


@bare_helper
def _judge(joint, first, last):
    """Return what is to be said of these rows of sums."""
    said = 0
    for i in range(first, last):
        finite = strange = 0
        for c in range(joint.shape[1]):
            finite += np.isfinite(joint[i, c])
            strange += not joint[i, c] < np.inf
        said |= (STRANGE if strange > 0 else 0) | (NOTHING if finite == 0 else 0)
    return said


@bare_helper
def _choose(joint, first, last, best, begin):
    """Write the number of the largest entry of each row, the first of equals."""
    for i in range(first, last):
        top, high = 0, joint[i, 0]
        for c in range(1, joint.shape[1]):
            larger = joint[i, c] > high
            high = joint[i, c] if larger else high
            top = c if larger else top
        best[begin + i - first] = top


@bare_kernel
def word_sums(data, indices, indptr, table, constant, bar, step, start, stop, cursors, out):
    """Write constant + X @ table for rows start..stop of the CSR matrix X into those of out (n, k).

    The table is (p, k). As many rows as there are cursors make a tile. Where `bar` is not NaN, an entry of X counts as
    1 above it, else as 0. Returns what is to be said of the rows.
    """
    said = 0
    for a in range(start, stop, cursors.shape[0]):
        b = min(stop, a + cursors.shape[0])
        said |= _tile(data, indices, indptr, table, constant, bar, step, a, b, cursors, out, a)
        if said & BROKEN:
            return said
        said |= _judge(out, a, b)
    return said


@bare_kernel
def likeliest_by_words(data, indices, indptr, table, constant, bar, step, start, stop, cursors, scratch, best):
    """Write the number of the largest sum of each row into best (n,); scratch is (tile, k). Else as `word_sums`."""
    said = 0
    for a in range(start, stop, cursors.shape[0]):
        b = min(stop, a + cursors.shape[0])
        said |= _tile(data, indices, indptr, table, constant, bar, step, a, b, cursors, scratch, 0)
        if said & BROKEN:
            return said
        said |= _judge(scratch, 0, b - a)
        _choose(scratch, 0, b - a, best, a)
    return said


@bare_helper
def _categories(X, sizes, places, table, constant, i, out, row):
    """Write the sums of row i of X into a row of `out`; return the place of an entry that is no category, or -1."""
    p, k = X.shape[1], table.shape[1]
    for c in range(k):
        out[row, c] = constant[c]
    t, at = i * p, i * p
    for c in range(0, k, _GROUP):
        left = k - c
        if left <= LANES:
            at = categories_one(table, out, X, sizes, places, t, t + p, k, row * k, c)
        elif left <= 2 * LANES:
            at = categories_two(table, out, X, sizes, places, t, t + p, k, row * k, c)
        elif left <= 3 * LANES:
            at = categories_three(table, out, X, sizes, places, t, t + p, k, row * k, c)
        else:
            at = categories_four(table, out, X, sizes, places, t, t + p, k, row * k, c)
    return -1 if at == t + p else at


@bare_kernel
def category_sums(X, sizes, places, table, constant, start, stop, out):
    """Write constant + the sum of table[places[j] + X[i, j]] over j into out (n, k), for rows start..stop.

    X holds int64, feature j one of 0..sizes[j]-1; the table is (categories, k). The place in X of an entry that is
    none of these is returned, and -1 if there is none.
    """
    for i in range(start, stop):
        wrong = _categories(X, sizes, places, table, constant, i, out, i)
        if wrong >= 0:
            return wrong
    return -1


@bare_kernel
def likeliest_by_categories(X, sizes, places, table, constant, start, stop, scratch, best):
    """Write the number of the largest sum of each row into best (n,); scratch is (1, k). Else as `category_sums`."""
    for i in range(start, stop):
        wrong = _categories(X, sizes, places, table, constant, i, scratch, 0)
        if wrong >= 0:
            return wrong
        _choose(scratch, 0, 1, best, i)
    return -1
