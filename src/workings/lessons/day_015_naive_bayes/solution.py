"""Day 15, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def multinomial_nb(X, y, alpha):
    """Return the log priors, shape (classes,), and the log word shares, shape (classes, p)."""
    # The labels are names: np.unique gives each a place, whatever gaps there are.
    classes, sizes = np.unique(y, return_counts=True)
    counts = np.array([X[y == one].sum(axis=0) for one in classes])
    # alpha goes to every word, so the sum that divides grows by alpha for every word, too.
    smooth = counts + alpha
    return np.log(sizes / len(y)), np.log(smooth) - np.log(smooth.sum(axis=1, keepdims=True))


def out_of_fold_means(y, k):
    """Return for each sample the mean of y over the folds that it is not in, shape (n,)."""
    means = np.empty(len(y))
    for fold in np.array_split(np.arange(len(y)), k):
        training = np.ones(len(y), dtype=bool)
        training[fold] = False
        # The mean over the training folds themselves: total minus own fold would lose digits far from 0.
        means[fold] = y[training].mean()
    return means
