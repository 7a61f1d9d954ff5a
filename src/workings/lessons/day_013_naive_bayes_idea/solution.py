"""Day 13, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def gaussian_log_likelihood(X, mean, variance):
    """Return the log-density of each sample, shape (n,).

    The logarithm turns the product into a sum and takes the exponential away, so nothing can become too small.
    """
    # The distance is squared after the subtraction: x^2 - 2 x m + m^2 would lose all digits far from 0.
    squares = (X - mean) ** 2 / variance
    return -0.5 * np.sum(np.log(2 * np.pi * variance) + squares, axis=1)
