"""Joint log-probabilities of samples that are named by words or categories, and the largest of each.

A table has a row for each word, with a number for each class; the entries of a sample name its rows.
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
    eight_samples_one,
    eight_samples_two,
    one_sample_one,
    one_sample_two,
    words_four,
    words_one,
    words_three,
    words_two,
)

# What a kernel has to say of its samples, as a sum of these: an index or a row pointer of X leads nowhere; a sum is NaN
# or infinity; no sum of some sample is finite.
BROKEN, STRANGE, NOTHING = 1, 2, 4
_GROUP = LANES * MOST
# So many dense samples are taken at a time: each addition waits for the one before in the same sample.
SAMPLES = 8


@bare_helper
def _sum(data, indices, indptr, table, constant, bar, i, out, row):
    """Write constant + X @ table for row i of the CSR matrix X into a row of `out`; return what is to be said of it."""
    p, k = table.shape
    t, end, stored = np.int64(indptr[i]), np.int64(indptr[i + 1]), min(data.shape[0], indices.shape[0])
    if t < 0 or end < t or end > stored:
        return BROKEN
    for c in range(k):
        out[row, c] = constant[c]
    at = t
    for c in range(0, k, _GROUP):
        left = k - c
        if left <= LANES:
            at = words_one(table, out, data, indices, t, end, stored, p, k, row * k, c, bar)
        elif left <= 2 * LANES:
            at = words_two(table, out, data, indices, t, end, stored, p, k, row * k, c, bar)
        elif left <= 3 * LANES:
            at = words_three(table, out, data, indices, t, end, stored, p, k, row * k, c, bar)
        else:
            at = words_four(table, out, data, indices, t, end, stored, p, k, row * k, c, bar)
    return _judge(out[row]) if at == end else BROKEN


@bare_helper
def _judge(sums):
    """Return what is to be said of a row of sums."""
    spoiled = 0.0
    for c in range(sums.shape[0]):
        spoiled += sums[c] - sums[c]
    if spoiled == 0.0:  # as ever; else NaN
        return 0
    finite = strange = 0
    for c in range(sums.shape[0]):
        finite += np.isfinite(sums[c])
        strange += not sums[c] < np.inf
    return (STRANGE if strange > 0 else 0) | (NOTHING if finite == 0 else 0)


@bare_helper
def _largest(sums):
    """Return the number of the largest entry, the first of equals."""
    top, high = 0, sums[0]
    for c in range(1, sums.shape[0]):
        larger = sums[c] > high
        high = sums[c] if larger else high
        top = c if larger else top
    return top


@bare_kernel
def word_sums(data, indices, indptr, table, constant, bar, start, stop, out):
    """Write constant + X @ table for rows start..stop of the CSR matrix X into those of out (n, k).

    The table is (p, k). Where `bar` is not NaN, an entry of X counts as 1 above it, else as 0. Returns what is to be
    said of the rows.
    """
    said = 0
    for i in range(start, stop):
        said |= _sum(data, indices, indptr, table, constant, bar, i, out, i)
    return said


@bare_kernel
def likeliest_by_words(data, indices, indptr, table, constant, bar, start, stop, scratch, best):
    """Write the number of the largest sum of each row into best (n,); scratch is (1, k). Else as `word_sums`."""
    said = 0
    for i in range(start, stop):
        said |= _sum(data, indices, indptr, table, constant, bar, i, scratch, 0)
        best[i] = _largest(scratch[0])
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
        best[i] = _largest(scratch[0])
    return -1


@bare_helper
def _numbers(X, table, constant, bar, i, many, out, row):
    """Write constant + X @ table for `many` rows of X, one or eight from i on, into rows of `out` from `row` on."""
    p, k = table.shape
    for r in range(row, row + many):
        for c in range(k):
            out[r, c] = constant[c]
    if many == SAMPLES and k <= LANES:
        eight_samples_one(table, out, X, i * p, p, k, row * k, 0, bar)
    elif many == SAMPLES:
        eight_samples_two(table, out, X, i * p, p, k, row * k, 0, bar)
    elif k <= LANES:
        one_sample_one(table, out, X, i * p, p, k, row * k, 0, bar)
    else:
        one_sample_two(table, out, X, i * p, p, k, row * k, 0, bar)


@bare_kernel
def number_sums(X, table, constant, bar, start, stop, out):
    """Write constant + X @ table for rows start..stop of a dense X into those of out (n, k); the table is (p, k <= 16).

    Where `bar` is not NaN, an entry of X counts as 1 above it, else as 0.
    """
    i = start
    while i < stop:
        many = SAMPLES if i + SAMPLES <= stop else 1
        _numbers(X, table, constant, bar, i, many, out, i)
        i += many


@bare_kernel
def likeliest_by_numbers(X, table, constant, bar, start, stop, scratch, best):
    """Write the number of the largest sum of each row into best (n,); scratch is (8, k). Returns what is to be said."""
    i, said = start, 0
    while i < stop:
        many = SAMPLES if i + SAMPLES <= stop else 1
        _numbers(X, table, constant, bar, i, many, scratch, 0)
        for r in range(many):
            said |= _judge(scratch[r])
            best[i + r] = _largest(scratch[r])
        i += many
    return said
