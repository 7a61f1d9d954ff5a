"""Day 1: write three steps of preprocessing.

    workings check exercise.py

impute_mean   X, shape (n, p), has holes: nan. Wanted: the same with every hole filled by the mean of the numbers that
              its own column does have. A column of nothing but holes has no mean: leave it nan.
one_hot       labels, shape (n,): words or numbers. Wanted, shape (n, k): one column for each distinct label, in sorted
              order; 1 where the row has that label, else 0.
standardise   X_train and X_test, samples in rows. Wanted, for both: minus the mean, divided by the standard deviation
              (the one that divides by n) OF THE TRAINING SET, column by column. A column that is constant in the
              training set is divided by 1.

Nothing that is given may be changed.
"""

import numpy as np


def impute_mean(X):
    """Return X with the holes of each column filled by the mean of its numbers."""
    # Your turn: which entries of a column are numbers?
    return 0.0 * np.nan_to_num(X)


def one_hot(labels):
    """Return one column of 0 and 1 for each distinct label, in sorted order."""
    # Your turn: np.unique knows the distinct labels, sorted.
    return np.zeros((len(labels), len(np.unique(labels))))


def standardise(X_train, X_test):
    """Return both sets in the training set's standard units."""
    # Your turn: what may be learnt from X_test? Nothing.
    return 0.0 * X_train, 0.0 * X_test
