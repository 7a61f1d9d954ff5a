"""Day 16, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def rbf_kernel(A, B, gamma):
    """Return the kernel of each row of A with each row of B, shape (n, m)."""
    # Subtracted first, so that equal samples are at exactly 0; feature by feature, so that no array is larger than K.
    squares = np.zeros((len(A), len(B)))
    for a, b in zip(A.T, B.T, strict=True):
        squares += np.subtract.outer(a, b) ** 2
    return np.exp(-gamma * squares)
