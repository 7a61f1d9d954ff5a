"""Day 15: write a naive Bayes for counts, and a split that does not leak.

    workings check exercise.py

multinomial_nb: the rows of X, shape (n, p), hold how often each of p words stands in each of n texts; y, shape (n,),
holds their labels, whole numbers with gaps perhaps. For the classes k in ascending order and the words j:

    log prior        log(n_k / n)                               n_k texts of n are of class k
    log word share   log((N_kj + alpha) / sum over the words of (N_kj + alpha))
                     N_kj: how often word j stands in all texts of class k together

out_of_fold_means: cut the samples 0, 1, ..., n - 1 into k contiguous folds, sizes as np.array_split makes them. The
prediction for a sample is the mean of y over the k - 1 folds that it is not in, so its own y has no part in it.
"""

import numpy as np


def multinomial_nb(X, y, alpha):
    """Return the log priors, shape (classes,), and the log word shares, shape (classes, p)."""
    classes = np.unique(y)
    # Your turn: how many texts, and how often each word, in each class? Smooth before you divide.
    return np.zeros(len(classes)), np.zeros((len(classes), X.shape[1])) + 0.0 * alpha


def out_of_fold_means(y, k):
    """Return for each sample the mean of y over the folds that it is not in, shape (n,)."""
    n = len(y)
    # Your turn: which samples make each fold? Of which others is the mean taken?
    return np.full(n, np.mean(y))
