"""Day 40: write batch normalisation, as it is in training and as it is in use.

    workings check exercise.py

The samples of a batch lie in the rows of X, shape (n, p); gamma and beta hold a number for each column; eps is a small
positive number. In training, for each column j, with its mean mu_j and its variance s_j in the batch (divided by n):

    y_ij = gamma_j * (x_ij - mu_j) / sqrt(s_j + eps) + beta_j

In use mu_j and s_j are those that were kept from training, whatever the batch: a sample's output does not hang on who
comes with it.
"""

import numpy as np


def batch_norm(X, gamma, beta, eps):
    """Return the normalised batch, shape (n, p)."""
    mean = np.mean(X, axis=0)
    # Your turn: the variance of each column; then the formula.
    return gamma * (X - mean) + beta


def batch_norm_in_use(X, mean, variance, gamma, beta, eps):
    """Return the batch, shape (n, p), normalised by the mean and variance of each column that came from training."""
    # Your turn: it is centred; what does it still need, and from where?
    return gamma * (X - mean) + beta
