"""Moves of the centres that are wrong, and why."""

import warnings

import numpy as np


def update_centres_axis(X, labels, centres):
    return np.array([X[labels == j].mean() if np.any(labels == j) else c.mean() for j, c in enumerate(centres)])


def update_centres_sum(X, labels, centres):
    return np.array([X[labels == j].sum(axis=0) if np.any(labels == j) else c for j, c in enumerate(centres)])


def update_centres_all(X, labels, centres):
    members = labels[:, None] == np.arange(len(centres))
    return np.where(members.any(axis=0)[:, None], members.T @ X / len(X), centres)


def update_centres_median(X, labels, centres):
    return np.array([np.median(X[labels == j], axis=0) if np.any(labels == j) else c for j, c in enumerate(centres)])


def update_centres_nan(X, labels, centres):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.array([X[labels == j].mean(axis=0) for j in range(len(centres))])


def update_centres_zero(X, labels, centres):
    new = np.zeros(centres.shape)
    for j in range(len(centres)):
        if np.any(labels == j):
            new[j] = X[labels == j].mean(axis=0)
    return new


def update_centres_half(X, labels, centres):
    new = centres.astype(float)
    for j in range(len(centres)):
        if np.any(labels == j):
            new[j] = (centres[j] + X[labels == j].mean(axis=0)) / 2
    return new


def update_centres_copy(X, labels, centres):
    new = centres.copy()
    for j in range(len(centres)):
        if np.any(labels == j):
            new[j] = X[labels == j].mean(axis=0)
    return new


def update_centres_from_one(X, labels, centres):
    new = centres.astype(float)
    for j in range(1, len(centres) + 1):
        if np.any(labels == j):
            new[j - 1] = X[labels == j].mean(axis=0)
    return new


def update_centres_in_place(X, labels, centres):
    for j in range(len(centres)):
        if np.any(labels == j):
            centres[j] = X[labels == j].mean(axis=0)
    return centres


CODES = {
    "update_centres_axis": "wrong_axis",
    "update_centres_sum": "sums_instead_of_mean",
    "update_centres_all": "divides_by_all",
    "update_centres_median": "takes_median",
    "update_centres_nan": "empty_is_nan",
    "update_centres_zero": "empty_moves",
    "update_centres_half": "moves_half_way",
    "update_centres_copy": "cuts",
    "update_centres_from_one": "labels_shifted",
    "update_centres_in_place": "mutates_input",
}
OUTCOMES = {
    "update_centres_nan": "fragile",
    "update_centres_zero": "fragile",
    "update_centres_copy": "fragile",
    "update_centres_in_place": "fragile",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(name, "wrong"),
        "codes": [code],
        "may": ["cuts", "empty_moves", "empty_is_nan", "fails_one_sample", "fails_integer_input"],
    }
    for name, code in CODES.items()
}
