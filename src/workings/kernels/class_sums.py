"""Sums of rows by class: what naive Bayes learns from data, in one sweep over them.

`labels` holds the number of each row's class, `weights` the weight of each row (or is empty: all weigh 1).
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import larger
from workings.kernels._jit import helper, kernel


@helper
def _weight(weights, i):
    return weights[i] if weights.shape[0] > 0 else 1.0


# The loops over the entries of a row stand in the kernels themselves: LLVM does not inline a helper that is given
# slices, and a row of fifty entries takes less time than the call.


@kernel
def add_rows(X, labels, weights, count, sums):
    """Add each row of X (n, p) to its class's row of sums (k, p), its weight to count (k,); return X's least entry."""
    top = -np.inf
    for i in range(X.shape[0]):
        c = labels[i]
        w = _weight(weights, i)
        count[c] += w
        x, total = X[i], sums[c]
        for j in range(x.shape[0]):
            total[j] += w * x[j]
        for j in range(x.shape[0]):
            top = larger(-x[j], top)
    return -top


@kernel
def count_categories(X, first, labels, weights, counts):
    """Add each row's weight to counts[first[j] + X[i, j], class of i], for every feature j."""
    for i in range(X.shape[0]):
        w = weights[i] if weights.shape[0] > 0 else 1.0
        for j in range(X.shape[1]):
            counts[first[j] + X[i, j], labels[i]] += w


@kernel
def column_ranges(X, low, high):
    """Lower `low` and raise `high` (p,) to what stands in the columns of X (n, p)."""
    for i in range(X.shape[0]):
        x = X[i]
        for j in range(x.shape[0]):
            low[j] = min(low[j], x[j])
        for j in range(x.shape[0]):
            high[j] = max(high[j], x[j])


@kernel
def add_moments(X, labels, weights, origin, count, mean, squares, own, around, total, own_squares):
    """Merge the moments of a block of rows, class by class, into count (k,), mean and squares (k, p).

    Means are counted from `origin` (k, p), which lies somewhere among the class's samples: so the digits of `mean` are
    those of the data's spread, however far from 0 they lie. `squares` is the sum of squared distances from the mean.
    One sweep takes distances from the mean so far, and brings them to the block's own mean afterwards; where that turns
    out to lie many standard deviations away, digits would cancel, and the sweep is done again around it. Then the block
    is merged by Chan's formula. The last four arguments are scratch of the shapes of count, mean, mean, mean.

    Source: T. F. Chan, G. H. Golub, R. J. LeVeque, "Algorithms for computing the sample variance", The American
    Statistician 37 (1983) 242.
    """
    k = mean.shape[0]
    for c in range(k):
        own[c] = 0.0
    for i in range(X.shape[0]):
        c = labels[i]
        w = _weight(weights, i)
        if w == 0.0:
            continue
        if own[c] == 0.0:
            for j in range(mean.shape[1]):
                around[c, j] = origin[c, j] + mean[c, j]
                total[c, j] = own_squares[c, j] = 0.0
        own[c] += w
        x, middle, sums, squares_here = X[i], around[c], total[c], own_squares[c]
        for j in range(x.shape[0]):
            d = x[j] - middle[j]
            sums[j] += w * d
            squares_here[j] += w * (d * d)
    for c in range(k):
        if own[c] > 0.0:
            if _has_lost_digits(own[c], total[c], own_squares[c]):
                for j in range(mean.shape[1]):
                    around[c, j] += total[c, j] / own[c]
                    total[c, j] = own_squares[c, j] = 0.0
                for i in range(X.shape[0]):
                    if labels[i] == c:
                        w = _weight(weights, i)
                        for j in range(mean.shape[1]):
                            d = X[i, j] - around[c, j]
                            total[c, j] += w * d
                            own_squares[c, j] += w * (d * d)
            _merge(own[c], around[c], origin[c], total[c], own_squares[c], count, mean, squares, c)


@helper
def _has_lost_digits(n, total, squares):
    """Tell whether the square of a mean distance makes up nearly all of the mean square: the rest is the variance."""
    for j in range(total.shape[0]):
        part = total[j] * (total[j] / n)
        if part > 0.99 * squares[j] and part > 0.0:
            return True
    return False


@helper
def _merge(n, around, origin, total, own_squares, count, mean, squares, c):
    """Merge n further samples into row c; their distances were taken from `around`."""
    whole = count[c] + n
    share = n / whole
    for j in range(mean.shape[1]):
        away = total[j] / n
        d = ((around[j] - origin[j]) - mean[c, j]) + away
        squares[c, j] += max(0.0, own_squares[j] - total[j] * away) + d * d * (count[c] * share)
        mean[c, j] += d * share
    count[c] = whole
