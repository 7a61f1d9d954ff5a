"""Day 1, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def impute_mean(X):
    """Return X with the holes of each column filled by the mean of its numbers."""
    X = np.asarray(X, dtype=float)
    known = ~np.isnan(X)
    count = known.sum(axis=0)
    total = np.where(known, X, 0.0).sum(axis=0)
    # 0 / 0 would warn; where nothing is known the hole stays.
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return np.where(known, X, mean)


def one_hot(labels):
    """Return one column of 0 and 1 for each distinct label, in sorted order."""
    labels = np.asarray(labels)
    return (labels[:, None] == np.unique(labels)).astype(float)


def standardise(X_train, X_test):
    """Return both sets in the training set's standard units."""
    X_train, X_test = np.asarray(X_train, dtype=float), np.asarray(X_test, dtype=float)
    mean, deviation = X_train.mean(axis=0), X_train.std(axis=0)
    # The deviation of a constant column may be rounding instead of 0, so the column itself is asked.
    deviation = np.where(X_train.max(axis=0) == X_train.min(axis=0), 1.0, deviation)
    return (X_train - mean) / deviation, (X_test - mean) / deviation
