"""Day 11, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def distances(A, B):
    """Return the distance of each row of A to each row of B, shape (n, m)."""
    # Broadcasting: (n, 1, p) - (m, p) is (n, m, p), every query with every sample. The points are subtracted before
    # anything is squared, so it does not matter how far from 0 they lie, and the distance of a point to itself is 0.
    differences = A[:, None] - B
    return np.sqrt(np.sum(differences**2, axis=2))
