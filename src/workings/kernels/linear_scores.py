"""Scores of a linear model, and the class with the largest, in one look at the samples.

A block of samples is read from memory once: while its scores are near, the intercepts are added, and it is found out
whether they are numbers. No product is left out, so NaN or infinity in X makes a score NaN or infinite: finite scores
say that X is finite, and nobody need look through it before.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import helper, kernel
from workings.kernels._tiles import ROWS
from workings.kernels.logistic_sweeps import logits_of_rows
from workings.kernels.matrix_product import multiply

# Scores of a block, and samples of a block at most: both stay in the nearest cache.
_SCORES, _MOST = 1 << 11, 512
# Classes up to which columns are added one by one, long pieces of them; a product of matrices jumps between columns.
_ADDED = 2


@helper
def _add_four(x, a, b, c, d, z):
    """Add a x[0] + b x[1] + c x[2] + d x[3] to z."""
    first, second, third, fourth = x[0], x[1], x[2], x[3]
    for i in range(z.shape[0]):
        z[i] += a * first[i] + b * second[i] + c * third[i] + d * fourth[i]


@helper
def _add_one(x, a, z):
    for i in range(z.shape[0]):
        z[i] += a * x[i]


@helper
def _scores_of_columns(X, first, count, w, z):
    """Write to z (classes, count) the products of columns of X with w (classes, p + 1), whose last column is added."""
    p = X.shape[0]
    if w.shape[0] > _ADDED:
        multiply(w[:, :p], X[:, first : first + count], z)
        for k in range(w.shape[0]):
            for i in range(count):
                z[k, i] += w[k, p]
        return
    for k in range(w.shape[0]):
        z[k] = w[k, p]
    for j in range(0, p - 3, 4):
        near = X[j : j + 4, first : first + count]
        for k in range(w.shape[0]):
            _add_four(near, w[k, j], w[k, j + 1], w[k, j + 2], w[k, j + 3], z[k])
    for j in range(p // 4 * 4, p):
        for k in range(w.shape[0]):
            _add_one(X[j, first : first + count], w[k, j], z[k])


@helper
def _scores(X, turned, w, first, count, z):
    """Write the scores of so many samples to z (classes, count); return how many of these are not finite."""
    if turned:
        _scores_of_columns(X, first, count, w, z)
    else:
        logits_of_rows(X, first, count, w, z)
    largest = np.finfo(X.dtype).max
    odd = 0
    for k in range(w.shape[0]):
        for i in range(count):
            odd += 0 if abs(z[k, i]) <= largest else 1
    return odd


@helper
def _room(w):
    """Return room for the scores of a block of samples, of a multiple of `ROWS`."""
    return np.empty(w.shape[0] * max(ROWS, min(_MOST, _SCORES // w.shape[0]) // ROWS * ROWS), w.dtype)


@helper
def _rise(row, number, top, found):
    """Where an entry of row is larger than that of top, put it there, and its number into found."""
    for i in range(top.shape[0]):
        v, t, at = row[i], top[i], found[i]
        larger = v > t
        top[i] = v if larger else t
        found[i] = number if larger else at


@helper
def _next(X, turned, w, first, stop, room):
    """Return the scores (classes, count) of the block that begins at a sample, and how many of them are not finite."""
    classes = w.shape[0]
    count = min(len(room) // classes, stop - first)
    z = room[: classes * count].reshape(classes, count)
    return z, _scores(X, turned, w, first, count, z)


@kernel
def linear_values(X, turned, w, start, stop, out):
    """Write the scores of samples start..stop into out (n, classes); return how many of them are not finite.

    X has a row for each sample, or, if it is turned, a column, and is in C order either way. w (classes, p + 1) ends
    with the intercepts; it is of float64 or, for a turned X, of its type. A sample's sums do not depend on where the
    others end, if `start` is a multiple of `ROWS`.
    """
    odd, room = 0, _room(w)
    for first in range(start, stop, len(room) // w.shape[0]):
        z, found = _next(X, turned, w, first, stop, room)
        odd += found
        for i in range(z.shape[1]):
            for k in range(z.shape[0]):
                out[first + i, k] = z[k, i]
    return odd


@kernel
def linear_labels(X, turned, w, start, stop, best):
    """Write the number of the largest score of each sample, the first of equals; return how many are not finite.

    With one row of w the number is 1 where the score is positive, else 0. See `linear_values`.
    """
    odd, room = 0, _room(w)
    for first in range(start, stop, len(room) // w.shape[0]):
        z, found = _next(X, turned, w, first, stop, room)
        odd += found
        numbers = best[first : first + z.shape[1]]
        if z.shape[0] == 1:
            for i in range(z.shape[1]):
                numbers[i] = 1 if z[0, i] > 0.0 else 0
        else:
            numbers[:] = 0
            for k in range(1, z.shape[0]):
                _rise(z[k], k, z[0], numbers)
    return odd
