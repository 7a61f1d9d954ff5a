"""Day 40: write batch normalisation, as it is in training.

    workings check exercise.py

The samples of a batch lie in the rows of X, shape (n, p); gamma and beta hold a number for each column; eps is a small
positive number. For each column j, with its mean mu_j and its variance s_j (divided by n):

    y_ij = gamma_j * (x_ij - mu_j) / sqrt(s_j + eps) + beta_j
"""

import numpy as np


def batch_norm(X, gamma, beta, eps):
    """Return the normalised batch, shape (n, p)."""
    mean = np.mean(X, axis=0)
    # Your turn: the variance of each column; then the formula.
    return gamma * (X - mean) + beta
