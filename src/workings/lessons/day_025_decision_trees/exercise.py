"""Day 25: grow a tree.

    workings check exercise.py

X, shape (n, p), holds the samples, y, shape (n,), their labels, X_test, shape (m, p), new samples. Grow a tree:

    a node is a leaf, and answers the most frequent label in it,
        if it is max_depth questions below the root,
        if all its labels are equal,
        or if no question tells its samples apart;
    otherwise it asks the question "is X[:, f] <= t?" of least weighted gini, and grows on both sides.

A threshold t lies half-way between two neighbouring values of the feature f in the node. The weighted gini of a split
is the gini of each side, 1 - sum(p^2), times its share of the node's samples. Labels are names, -3 and 7 for example.
"""

import numpy as np


def grow_tree(X, y, X_test, max_depth):
    """Return the label that the tree answers for each row of X_test, shape (m,)."""
    labels, counts = np.unique(y, return_counts=True)
    # Your turn: so far the root is a leaf. Which questions are there? Call yourself for both sides of the best.
    return np.full(len(X_test), labels[counts.argmax()])
