"""Day 43: write the two halves of a round of k-means.

    workings check exercise.py

The samples lie in the rows of X, shape (n, p), the centres in the rows of `centres`, shape (k, p).

    assign            label of sample i    the number j, from 0 on, of the centre with the smallest |X[i] - centres[j]|
    update_centres    new centre j         the mean of the samples with label j; the old centre if there are none

|v| is the length of a vector: the square root of the sum of its squared entries.
"""

import numpy as np


def assign(X, centres):
    """Return the number of the nearest centre of each sample, shape (n,)."""
    # One difference for each sample, centre and feature: shape (n, k, p).
    away = X[:, None, :] - centres
    # Your turn: how far is each sample from each centre? Which centre is the nearest?
    return np.argmin(away[:, :, 0], axis=1)


def update_centres(X, labels, centres):
    """Return the new centres, shape (k, p)."""
    new = np.array(centres, dtype=float)
    for j in range(len(centres)):
        mine = X[labels == j]
        # Your turn: where does centre j go? And if nobody is left with it?
        new[j] = mine.sum()
    return new
