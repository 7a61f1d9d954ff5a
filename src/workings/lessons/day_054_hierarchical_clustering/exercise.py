"""Day 54: write the update of Ward's distance, and cut a tree of merges.

    workings check exercise.py

Two clusters i and j have merged. Ward's distance of their union from a third cluster k follows from the three old
distances and the sizes alone:

    sqrt(((n_i + n_k) d_ik^2 + (n_j + n_k) d_jk^2 - n_k d_ij^2) / (n_i + n_j + n_k))

A tree Z has a row for each merge: the numbers of the two clusters, the height, the size of the union. Samples are 0 to
n - 1, and row i makes cluster n + i.
"""

import numpy as np


def lance_williams(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    """Return Ward's distance of the union of i and j from k; all distances are plain ones, not squared."""
    # Your turn. The sum below the root is never negative, but can its rounded value be?
    return 0.0


def cut_dendrogram(Z, k):
    """Return the label of each sample when k clusters are left; any k different numbers will do."""
    n = len(Z) + 1
    # Your turn: how many merges leave k clusters? And what is a cluster called once it has merged?
    return np.zeros(n)
