"""Day 35: write the way forward through a network of two layers.

    workings check exercise.py

n samples with p features lie in the rows of X, shape (n, p); W1 has shape (p, h), b1 (h,), W2 (h, c), b2 (c,).

    H = max(X @ W1 + b1, 0), entry by entry        P = softmax of each row of H @ W2 + b2
"""

import numpy as np


def forward_pass(X, W1, b1, W2, b2):
    """Return the probabilities P, shape (n, c): each row sums to 1."""
    # Your turn: the hidden layer, the scores, and softmax of each row, without overflow.
    return np.zeros((len(X), len(b2)))
