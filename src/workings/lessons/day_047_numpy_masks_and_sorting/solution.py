"""Day 47, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def top_k(scores, k):
    """Return the places (counted from 0) of the k largest scores, the largest first."""
    # argsort goes up; turned round it goes down, for every type. A minus sign in front would wrap unsigned scores.
    return np.argsort(scores)[::-1][:k]


def clip_outliers(X, low, high):
    """Return X, of shape (n, m), with entries below low at low and above high at high; X itself stays as it is."""
    # np.where makes a new array, of a type that holds the limits too. nan fails both comparisons, and stays.
    return np.where(low > X, low, np.where(high < X, high, X))
