"""Multinomial naive Bayes that is wrong, or that breaks easily."""

import numpy as np


def _counts(X, y):
    classes, sizes = np.unique(y, return_counts=True)
    return sizes, np.array([X[y == c].sum(axis=0) for c in classes])


def multinomial_nb_unsmoothed(X, y, alpha):
    sizes, counts = _counts(X, y)
    return np.log(sizes / len(y)), np.log(counts / counts.sum(axis=1, keepdims=True))


def multinomial_nb_above_only(X, y, alpha):
    sizes, counts = _counts(X, y)
    return np.log(sizes / len(y)), np.log((counts + alpha) / counts.sum(axis=1, keepdims=True))


def multinomial_nb_alpha_once(X, y, alpha):
    sizes, counts = _counts(X, y)
    return np.log(sizes / len(y)), np.log((counts + alpha) / (counts.sum(axis=1, keepdims=True) + alpha))


def multinomial_nb_one(X, y, alpha):
    sizes, counts = _counts(X, y)
    return np.log(sizes / len(y)), np.log((counts + 1) / (counts.sum(axis=1, keepdims=True) + X.shape[1]))


def multinomial_nb_samples(X, y, alpha):
    sizes, counts = _counts(X, y)
    return np.log(sizes / len(y)), np.log((counts + alpha) / (sizes[:, None] + 2 * alpha))


def multinomial_nb_axis(X, y, alpha):
    sizes, counts = _counts(X, y)
    return np.log(sizes / len(y)), np.log((counts + alpha) / (counts + alpha).sum(axis=0))


def multinomial_nb_presence(X, y, alpha):
    sizes, counts = _counts((X > 0).astype(float), y)
    return np.log(sizes / len(y)), np.log((counts + alpha) / (counts + alpha).sum(axis=1, keepdims=True))


def multinomial_nb_probabilities(X, y, alpha):
    sizes, counts = _counts(X, y)
    return sizes / len(y), (counts + alpha) / (counts + alpha).sum(axis=1, keepdims=True)


def multinomial_nb_prior_of_words(X, y, alpha):
    sizes, counts = _counts(X, y)
    smooth = counts + alpha
    return np.log(counts.sum(axis=1) / counts.sum()), np.log(smooth / smooth.sum(axis=1, keepdims=True))


def multinomial_nb_flat_prior(X, y, alpha):
    sizes, counts = _counts(X, y)
    smooth = counts + alpha
    return np.log(np.ones(len(sizes)) / len(sizes)), np.log(smooth / smooth.sum(axis=1, keepdims=True))


def multinomial_nb_indices(X, y, alpha):
    k = y.max() + 1
    counts = np.zeros((k, X.shape[1]))
    for row, c in zip(X, y):
        counts[c] += row
    smooth = counts + alpha
    return np.log(np.bincount(y) / len(y)), np.log(smooth / smooth.sum(axis=1, keepdims=True))


CODES = {
    "multinomial_nb_unsmoothed": "no_smoothing",
    "multinomial_nb_above_only": "smooths_above_only",
    "multinomial_nb_alpha_once": "smooths_above_only",
    "multinomial_nb_one": "smooths_with_one",
    "multinomial_nb_samples": "divides_by_samples",
    "multinomial_nb_axis": "normalises_words",
    "multinomial_nb_presence": "counts_presence",
    "multinomial_nb_probabilities": "no_logarithm",
    "multinomial_nb_prior_of_words": "prior_of_words",
    "multinomial_nb_flat_prior": "equal_priors",
    "multinomial_nb_indices": "labels_are_indices",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code == "labels_are_indices" else "wrong",
        "codes": [code],
        "may": ["labels_are_indices"],
    }
    for name, code in CODES.items()
}
