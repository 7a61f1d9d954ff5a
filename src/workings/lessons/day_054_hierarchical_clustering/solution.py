"""Day 54, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import math

import numpy as np


def lance_williams(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    """Return Ward's distance of the union of i and j from k; all distances are plain ones, not squared."""
    square = ((n_i + n_k) * d_ik**2 + (n_j + n_k) * d_jk**2 - n_k * d_ij**2) / (n_i + n_j + n_k)
    # If k lies at the very centre of the union this is 0, and rounding may leave -1e-17: a root would be nan.
    return math.sqrt(max(square, 0.0))


def cut_dendrogram(Z, k):
    """Return the label of each sample when k clusters are left; any k different numbers will do."""
    n = len(Z) + 1
    labels = np.arange(n)
    # Each merge leaves one cluster fewer, so n - k of them leave k. The rows are counted, not their heights, as several
    # may be equally high.
    for i in range(n - k):
        one, other = Z[i, :2].astype(int)
        # The union is called n + i, and later rows ask for it by that name: both parts get it.
        labels[(labels == one) | (labels == other)] = n + i
    return labels
