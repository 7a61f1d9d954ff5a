"""Day 44: write k-means and the chances of its start.

    workings check exercise.py

The samples lie in the rows of X, shape (n, p), the centres in the rows of `centres`, shape (k, p).

    k_means    n_steps rounds, each: label = number of the nearest centre; centre = mean of its samples (a centre
               without samples stays). Return the centres and the labels of the last round.

    plus_plus_probabilities    chance of sample i to be the next centre = D_i^2 / (D_1^2 + ... + D_n^2),
                               D_i = distance of sample i to the nearest of the centres so far.
                               Where all D are 0, every chance that sums to 1 is right, and so is an error.
"""

import numpy as np


def k_means(X, centres, n_steps):
    """Return the centres after n_steps rounds, shape (k, p), and the labels, shape (n,)."""
    centres = np.array(centres, dtype=float)
    labels = np.zeros(len(X), dtype=int)
    for _ in range(n_steps):
        # Your turn: assign all samples, then move all centres.
        pass
    return centres, labels


def plus_plus_probabilities(X, centres):
    """Return the chance of each sample to be the next centre, shape (n,)."""
    squares = np.sum((X[:, None, :] - centres) ** 2, axis=2)  # shape (n, k)
    # Your turn: whose square counts? And what must chances sum to?
    return squares[:, 0]
