"""Day 44, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def k_means(X, centres, n_steps):
    """Return the centres after n_steps rounds, shape (k, p), and the labels, shape (n,)."""
    # A float copy: the caller's centres stay as they are, and whole numbers do not cut the means off.
    centres = np.array(centres, dtype=float)
    labels = np.zeros(len(X), dtype=int)
    for _ in range(n_steps):
        # All samples choose before any centre moves.
        labels = np.argmin(np.sum((X[:, None, :] - centres) ** 2, axis=2), axis=1)
        for j in range(len(centres)):
            mine = X[labels == j]
            if len(mine):
                centres[j] = mine.mean(axis=0)
    return centres, labels


def plus_plus_probabilities(X, centres):
    """Return the chance of each sample to be the next centre, shape (n,)."""
    squares = np.sum((X[:, None, :] - centres) ** 2, axis=2)  # shape (n, k)
    nearest = squares.min(axis=1)
    total = nearest.sum()
    if total == 0.0:
        # Every sample is a centre already; 0 / 0 would be nan.
        return np.full(len(X), 1.0 / len(X))
    return nearest / total
