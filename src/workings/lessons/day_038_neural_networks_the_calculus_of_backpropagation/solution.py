"""Day 38, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def two_layer_gradients(X, y, W1, b1, W2, b2):
    """Return the derivatives of L by W1, b1, W2 and b2, each of the shape of what it belongs to.

    Each row's largest score is subtracted before exp: softmax is the same, and nothing overflows. The 1 / n of the mean
    goes in where the way back begins, and comes along by itself.
    """
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    scores = A @ W2 + b2
    P = np.exp(scores - scores.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    blame = P
    blame[np.arange(len(y)), y] -= 1
    blame /= len(y)
    hidden = np.where(Z > 0, blame @ W2.T, 0.0)
    return X.T @ hidden, hidden.sum(axis=0), A.T @ blame, blame.sum(axis=0)
