"""Day 40, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def batch_norm(X, gamma, beta, eps):
    """Return the normalised batch, shape (n, p)."""
    # Less the mean first: the squares of what is left lose no digits, however far from 0 the columns lie.
    centred = X - X.mean(axis=0)
    variance = (centred**2).mean(axis=0)
    return gamma * centred / np.sqrt(variance + eps) + beta


def batch_norm_in_use(X, mean, variance, gamma, beta, eps):
    """Return the batch, shape (n, p), normalised by the mean and variance of each column that came from training."""
    # Nothing is computed from X but the output: a batch of one is as good as any other.
    return gamma * (X - mean) / np.sqrt(variance + eps) + beta
