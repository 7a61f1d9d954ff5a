"""Day 10: bring features to one scale, as both methods need it, without a look at the test set.

    workings check exercise.py

X_train, shape (m, p), and X_test, shape (n, p), hold samples in rows. For each feature j, with the mean and the
standard deviation of the TRAINING set (the one that divides by m, not by m - 1):

    z_j = (x_j - mean_j) / deviation_j        for the rows of both sets

A feature that is constant in the training set has deviation 0, and is divided by 1. Neither array may be changed.
"""

import numpy as np


def standardise(X_train, X_test):
    """Return both sets on the training set's scale, a pair of arrays."""
    # Your turn: which set do the means and deviations come from? What if a deviation is 0?
    return np.array(X_train, dtype=float), np.array(X_test, dtype=float)
