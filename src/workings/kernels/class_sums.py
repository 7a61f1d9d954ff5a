"""Sums of rows by class: what naive Bayes learns from data, in one sweep over them.

`labels` holds the number of each row's class, `weights` the weight of each row (or is empty: all weigh 1).
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import helper, kernel


@helper
def _weight(weights, i):
    return weights[i] if weights.shape[0] > 0 else 1.0


@helper
def _add_row(total, x, w):
    for j in range(x.shape[0]):
        total[j] += w * x[j]


@helper
def _add_distance(total, x, w, mean):
    for j in range(x.shape[0]):
        total[j] += w * (x[j] - mean[j])


@helper
def _add_square(total, x, w, mean):
    for j in range(x.shape[0]):
        d = x[j] - mean[j]
        total[j] += w * (d * d)


@helper
def _smallest(x):
    low = x[0]
    for j in range(x.shape[0]):
        low = min(low, x[j])
    return low


@kernel
def add_rows(X, labels, weights, count, sums):
    """Add each row of X (n, p) to its class's row of sums (k, p), its weight to count (k,); return X's least entry."""
    low = np.inf
    for i in range(X.shape[0]):
        c = labels[i]
        w = _weight(weights, i)
        count[c] += w
        _add_row(sums[c], X[i], w)
        if X.shape[1] > 0:
            low = min(low, _smallest(X[i]))
    return low


@kernel
def add_sparse_rows(data, indices, indptr, labels, weights, start, stop, count, sums):
    """Do the same for rows start..stop of a CSR matrix; return its least stored entry."""
    low = np.inf
    for i in range(start, stop):
        c = labels[i]
        w = _weight(weights, i)
        count[c] += w
        for t in range(indptr[i], indptr[i + 1]):
            sums[c, indices[t]] += w * data[t]
            low = min(low, data[t])
    return low


@kernel
def add_moments(X, labels, weights, count, mean, squares, own, own_mean, rest, own_squares):
    """Merge the moments of a block of rows, class by class, into count (k,), mean and squares (k, p).

    The block's means first, then what their rounding left and the squared distances from them, while the block is in
    the cache; then Chan's formula. `squares` is the sum of squared distances from the mean. The last four arguments
    are scratch of the shapes of count, mean, mean, mean.

    Source: T. F. Chan, G. H. Golub, R. J. LeVeque, "Algorithms for computing the sample variance", The American
    Statistician 37 (1983) 242.
    """
    k, p = mean.shape
    for c in range(k):
        own[c] = 0.0
    for i in range(X.shape[0]):
        c = labels[i]
        w = _weight(weights, i)
        if w == 0.0:
            continue
        if own[c] == 0.0:
            for j in range(p):
                own_mean[c, j] = rest[c, j] = own_squares[c, j] = 0.0
        own[c] += w
        _add_row(own_mean[c], X[i], w)
    for c in range(k):
        if own[c] > 0.0:
            for j in range(p):
                own_mean[c, j] /= own[c]
    for i in range(X.shape[0]):
        c = labels[i]
        w = _weight(weights, i)
        if w == 0.0:
            continue
        _add_distance(rest[c], X[i], w, own_mean[c])
        _add_square(own_squares[c], X[i], w, own_mean[c])
    for c in range(k):
        if own[c] > 0.0:
            for j in range(p):
                correction = rest[c, j] / own[c]
                own_squares[c, j] = max(0.0, own_squares[c, j] - rest[c, j] * correction)
                own_mean[c, j] += correction
            merge_moments(own[c], own_mean[c], own_squares[c], count, mean, squares, c)


@helper
def merge_moments(n, its_mean, its_squares, count, mean, squares, c):
    """Merge the moments of n further samples into row c."""
    total = count[c] + n
    share = n / total
    for j in range(its_mean.shape[0]):
        d = its_mean[j] - mean[c, j]
        squares[c, j] += its_squares[j] + d * d * (count[c] * share)
        mean[c, j] += d * share
    count[c] = total
