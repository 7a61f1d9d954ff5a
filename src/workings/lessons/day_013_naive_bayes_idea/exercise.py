"""Day 13: write the logarithm of a density, the heart of naive Bayes.

    workings check exercise.py

n samples with p features lie in the rows of X, shape (n, p). In one class, feature j is normally distributed with
mean[j] and variance[j] (the square of the standard deviation), independently of the other features:

    density of a sample   f(x) = product over j of  exp(-(x_j - mean_j)^2 / (2 variance_j)) / sqrt(2 pi variance_j)
    wanted                log f(x), one number for each sample

A product of many small factors is soon smaller than the smallest float there is, and the logarithm of 0 is -inf.
"""

import numpy as np


def gaussian_log_likelihood(X, mean, variance):
    """Return the log-density of each sample, shape (n,)."""
    away = X - mean
    # Your turn: what does each feature add to the logarithm? Work it out on paper first.
    return 0.0 * np.sum(away, axis=1)
