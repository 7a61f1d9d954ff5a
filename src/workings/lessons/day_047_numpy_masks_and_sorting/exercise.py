"""Day 47: write the places of the largest scores, and the clipping of outliers.

workings check exercise.py

top_k([5, 1, 9], 2) = [2, 0]
clip_outliers([[5, 1, 9]], 2, 6) = [[5, 2, 6]]
"""

import numpy as np


def top_k(scores, k):
    """Return the places (counted from 0) of the k largest scores, the largest first."""
    # Your turn: argsort goes up. Unsigned scores come too.
    return np.zeros(k, dtype=int)


def clip_outliers(X, low, high):
    """Return X, of shape (n, m), with entries below low at low and above high at high; X itself stays as it is."""
    # Your turn: a mask for each limit. What should nan do? And limits with fractions among whole numbers?
    return np.zeros(np.shape(X))
