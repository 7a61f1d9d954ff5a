"""Day 23, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def entropy(counts):
    """Return the entropy of the counts of the classes in bits; counts has shape (n_classes,)."""
    counts = np.asarray(counts)
    # A class without samples adds nothing, and its logarithm is not a number: leave it out.
    some = counts[counts > 0]
    p = some / counts.sum()
    # p * log2(1 / p) is the same, and gives 0 instead of -0 for a pure node.
    return np.sum(p * np.log2(1 / p))


def gini(counts):
    """Return the gini impurity of the counts of the classes; counts has shape (n_classes,)."""
    counts = np.asarray(counts)
    # Nothing drawn from an empty node can differ.
    if counts.sum() == 0:
        return 0.0
    return 1 - np.sum((counts / counts.sum()) ** 2)


def best_split(x, y):
    """Return the pair (t, g): the best threshold of the feature x, and the weighted gini of the two sides."""
    order = np.argsort(x)
    x, (labels, codes) = x[order], np.unique(y[order], return_inverse=True)
    # One row for each way to cut: how many of each class are left of it. So no label is counted twice.
    left = np.cumsum(np.eye(len(labels), dtype=int)[codes], axis=0)
    score = np.zeros(len(x) - 1)
    for side in (left[:-1], left[-1] - left[:-1]):
        size = side.sum(axis=1)
        # A side counts by its share of the samples: a pure side of one sample is no great success.
        score = score + size / len(x) * (1 - np.sum((side / size[:, None]) ** 2, axis=1))
    # Equal values cannot be separated.
    score[x[1:] == x[:-1]] = np.inf
    i = np.argmin(score)
    middle = (x[i] + x[i + 1]) / 2
    # Between two neighbouring floats there is no middle; x <= t must still tell them apart.
    return middle if middle < x[i + 1] else x[i], score[i]
