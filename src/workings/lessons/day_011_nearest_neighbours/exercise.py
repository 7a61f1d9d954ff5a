"""Day 11: write the distances of all samples to all others, without a loop.

    workings check exercise.py

The rows of A, shape (n, p), are queries, the rows of B, shape (m, p), samples. Wanted is the table of all Euclidean
distances, shape (n, m):

    distance of query i to sample j    sqrt(sum over f of (A[i, f] - B[j, f])^2)

There is a quick formula, |a|^2 - 2 a.b + |b|^2, which subtracts large numbers from each other: far from 0 no digits
are left, and the root of a number that was rounded to less than 0 is nan.
"""

import numpy as np


def distances(A, B):
    """Return the distance of each row of A to each row of B, shape (n, m)."""
    # Your turn: A[:, None] has the shape (n, 1, p). What comes of it if B is subtracted?
    return np.zeros((len(A), len(B)))
