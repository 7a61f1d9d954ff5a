"""Day 33, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def out_of_bag(indices, n):
    """Return the rows 0, 1, ..., n - 1 that are not among indices, in ascending order."""
    drawn = np.zeros(n, dtype=bool)
    # A row that was drawn twice is marked twice, which changes nothing.
    drawn[indices] = True
    return np.flatnonzero(~drawn)
