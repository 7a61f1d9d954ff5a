"""Loops of k-means that are wrong, and why."""

import warnings

import numpy as np


def _nearest(X, centres):
    return ((X[:, None, :] - centres) ** 2).sum(axis=2).argmin(axis=1)


def _means(X, labels, centres):
    return np.array([X[labels == j].mean(axis=0) if np.any(labels == j) else c for j, c in enumerate(centres)])


def k_means_returns_in_loop(X, centres, n_steps):
    for _ in range(n_steps):
        labels = _nearest(X, centres)
        centres = _means(X, labels, centres)
        return centres, labels


def k_means_assigns_once(X, centres, n_steps):
    labels = _nearest(X, centres)
    for _ in range(n_steps):
        centres = _means(X, labels, centres)
    return centres, labels


def k_means_nan(X, centres, n_steps):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(n_steps):
            labels = _nearest(X, centres)
            centres = np.array([X[labels == j].mean(axis=0) for j in range(len(centres))])
    return centres, labels


def k_means_one_more(X, centres, n_steps):
    for _ in range(n_steps + 1):
        labels = _nearest(X, centres)
        centres = _means(X, labels, centres)
    return centres, labels


def k_means_medians(X, centres, n_steps):
    for _ in range(n_steps):
        labels = _nearest(X, centres)
        centres = np.array([np.median(X[labels == j], 0) if np.any(labels == j) else c for j, c in enumerate(centres)])
    return centres, labels


def k_means_manhattan(X, centres, n_steps):
    for _ in range(n_steps):
        labels = np.abs(X[:, None, :] - centres).sum(axis=2).argmin(axis=1)
        centres = _means(X, labels, centres)
    return centres, labels


def k_means_swapped(X, centres, n_steps):
    for _ in range(n_steps):
        labels = _nearest(X, centres)
        centres = _means(X, labels, centres)
    return labels, centres


def k_means_one_by_one(X, centres, n_steps):
    centres = centres.astype(float)
    for _ in range(n_steps):
        for j in range(len(centres)):
            labels = _nearest(X, centres)
            if np.any(labels == j):
                centres[j] = X[labels == j].mean(axis=0)
    return centres, _nearest(X, centres)


def k_means_never_moves(X, centres, n_steps):
    for _ in range(n_steps):
        labels = _nearest(X, centres)
        _means(X, labels, centres)
    return centres, labels


def k_means_old_labels(X, centres, n_steps):
    first = _nearest(X, centres)
    for _ in range(n_steps):
        centres = _means(X, _nearest(X, centres), centres)
    return centres, first


CODES = {
    "k_means_old_labels": "labels_of_the_start",
    "k_means_returns_in_loop": "one_step_only",
    "k_means_assigns_once": "one_step_only",
    "k_means_nan": "empty_is_nan",
    "k_means_one_more": "one_step_too_many",
    "k_means_medians": "takes_median",
    "k_means_manhattan": "not_a_distance",
    "k_means_swapped": "parts_swapped",
    "k_means_one_by_one": "moves_one_by_one",
    "k_means_never_moves": "never_moves",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code == "empty_is_nan" else "wrong",
        "codes": [code],
        "may": ["empty_moves", "empty_is_nan", "runs_on", "fails_one_centre"],
    }
    for name, code in CODES.items()
}
