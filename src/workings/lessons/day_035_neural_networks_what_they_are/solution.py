"""Day 35, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def forward_pass(X, W1, b1, W2, b2):
    """Return the probabilities P, shape (n, c): each row sums to 1."""
    # The bend is what makes two layers more than one.
    H = np.maximum(X @ W1 + b1, 0)
    scores = H @ W2 + b2
    # Less the largest of each row: the shares stay the same, and exp cannot overflow.
    E = np.exp(scores - scores.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
