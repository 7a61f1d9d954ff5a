"""Day 4, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + exp(-z)) for each entry, exactly and without a warning, however large z is.

    exp(-|z|) is at most 1, so nothing overflows. With it, 1 / (1 + exp(-z)) is 1 / (1 + e) on the right of 0, and
    e / (1 + e) on the left, where the small probability keeps all its digits.
    """
    z = np.asarray(z, dtype=float)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)
