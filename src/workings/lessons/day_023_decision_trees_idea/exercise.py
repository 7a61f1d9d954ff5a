"""Day 23: how mixed is a node, and which question helps most?

    workings check exercise.py

counts holds how many samples of each class are in a node; p = counts / sum(counts) are their shares.

    entropy = -sum(p * log2(p)), in bits
    gini    = 1 - sum(p^2)

A class may have no samples, and a node none at all: then both are 0.

A split of a feature x at the threshold t sends the samples with x <= t left, the others right. It is judged by the
weighted gini of the two sides, each side's gini times its share of the samples: the less, the better. Thresholds lie
half-way between neighbouring values of x, and samples with the same value stay together.
"""

import numpy as np


def entropy(counts):
    """Return the entropy of the counts of the classes in bits; counts has shape (n_classes,)."""
    p = np.asarray(counts) / np.sum(counts)
    # Your turn: 0 * log2(0) is 0 here, but not in NumPy.
    return p.max()


def gini(counts):
    """Return the gini impurity of the counts of the classes; counts has shape (n_classes,)."""
    p = np.asarray(counts) / np.sum(counts)
    # Your turn.
    return p.max()


def best_split(x, y):
    """Return the pair (t, g): the best threshold of the feature x, and the weighted gini of the two sides.

    x has shape (n,), y the label of each sample, shape (n,). Of equally good thresholds, any. Some values differ.
    """
    # Your turn: this cuts in the middle, whatever the labels are.
    return (x.min() + x.max()) / 2, 0.5
