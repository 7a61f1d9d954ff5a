"""Day 46: write the share that each entry has in its row.

workings check exercise.py

out[i, j] = X[i, j] / (sum of row i); a row whose sum is 0 stays 0
"""

import numpy as np


def row_normalise(X):
    """Return X, of shape (n, m) and without negative entries, with every row divided by its sum."""
    # Your turn: which shape must the totals have? And what of a row of zeros?
    return np.zeros(np.shape(X))
