"""Day 46, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def row_normalise(X):
    """Return X, of shape (n, m) and without negative entries, with every row divided by its sum."""
    X = np.asarray(X, dtype=float)
    # keepdims leaves the shape (n, 1), which is repeated along the columns.
    total = X.sum(axis=1, keepdims=True)
    # Where the total is 0 nothing is divided, and what is in `out` stays.
    return np.divide(X, total, out=np.zeros_like(X), where=total != 0)
