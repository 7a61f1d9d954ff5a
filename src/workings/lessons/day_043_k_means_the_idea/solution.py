"""Day 43, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def assign(X, centres):
    """Return the number of the nearest centre of each sample, shape (n,)."""
    # One difference for each sample, centre and feature: shape (n, k, p). Subtracted before it is squared, because far
    # from 0 the difference of two squares would keep no digits.
    away = X[:, None, :] - centres
    # axis=2 adds over the features. The root does not change which is the smallest, so it need not be taken.
    return np.argmin(np.sum(away**2, axis=2), axis=1)


def update_centres(X, labels, centres):
    """Return the new centres, shape (k, p)."""
    # A float copy: an array of whole numbers would cut the means off, and the caller's centres are not ours to change.
    new = np.array(centres, dtype=float)
    for j in range(len(centres)):
        mine = X[labels == j]
        # The mean of nothing is 0 / 0, nan, and a centre of nan is near to nobody ever again.
        if len(mine):
            new[j] = mine.mean(axis=0)
    return new
