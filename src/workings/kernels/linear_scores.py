"""Scores of a linear model, and the class with the largest, in one look at the samples.

A block of rows is read from memory once: while its scores are near, the intercepts are added, and it is found out
whether they are numbers. No product is left out, so NaN or infinity in X makes a score NaN or infinite: finite scores
say that X is finite, and nobody need look through it before.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import helper, kernel
from workings.kernels.matrix_product import multiply

# Entries of a block's scores, and rows of a block at most: both stay in the nearest cache.
_SCORES, _ROWS = 1 << 11, 256


@helper
def _block(X, table, intercept, out):
    """Write X @ table + intercept into out; return how many of these are not finite."""
    multiply(X, table, out)
    largest = np.finfo(out.dtype).max
    odd = 0
    for i in range(out.shape[0]):
        row = out[i]
        for c in range(row.shape[0]):
            v = row[c] + intercept[c]
            row[c] = v
            odd += 0 if abs(v) <= largest else 1
    return odd


@helper
def _rows(k):
    return max(1, min(_ROWS, _SCORES // k))


@kernel
def linear_values(X, table, intercept, start, stop, out):
    """Write X @ table + intercept of rows start..stop into out (n, k); return how many of them are not finite."""
    odd = 0
    high = _rows(table.shape[1])
    for first in range(start, stop, high):
        last = min(first + high, stop)
        odd += _block(X[first:last], table, intercept, out[first:last])
    return odd


@kernel
def linear_labels(X, table, intercept, start, stop, best):
    """Write the number of the largest score of each row, the first of equals; return how many are not finite.

    With one column the number is 1 where the score is positive, else 0.
    """
    k = table.shape[1]
    odd = 0
    high = _rows(k)
    room = np.empty((high, k), X.dtype)
    for first in range(start, stop, high):
        last = min(first + high, stop)
        scores = room[: last - first]
        odd += _block(X[first:last], table, intercept, scores)
        if k == 1:
            for i in range(last - first):
                best[first + i] = 1 if scores[i, 0] > 0.0 else 0
        else:
            for i in range(last - first):
                row = scores[i]
                top, at = row[0], 0
                for c in range(1, k):
                    larger = row[c] > top
                    top, at = (row[c] if larger else top), (c if larger else at)
                best[first + i] = at
    return odd
