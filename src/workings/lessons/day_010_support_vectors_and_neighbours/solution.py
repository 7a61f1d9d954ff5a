"""Day 10, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def standardise(X_train, X_test):
    """Return both sets on the training set's scale, a pair of arrays."""
    # Both come from the training set: a mean that has seen the test set is a leak, and with a mean of its own the test
    # set would put other numbers in place of the same temperatures.
    mean, deviation = X_train.mean(axis=0), X_train.std(axis=0)
    # Constant is what has one value. Its computed deviation need not be 0: the mean of equal numbers can be rounded.
    constant = X_train.max(axis=0) == X_train.min(axis=0)
    mean, deviation = np.where(constant, X_train[0], mean), np.where(constant, 1.0, deviation)
    return (X_train - mean) / deviation, (X_test - mean) / deviation
