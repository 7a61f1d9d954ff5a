"""Assignments that are wrong, and why."""

import numpy as np


def assign_argmax(X, centres):
    return ((X[:, None, :] - centres) ** 2).sum(axis=2).argmax(axis=1)


def assign_samples_of_centres(X, centres):
    return ((X[:, None, :] - centres) ** 2).sum(axis=2).argmin(axis=0)


def assign_manhattan(X, centres):
    return np.abs(X[:, None, :] - centres).sum(axis=-1).argmin(axis=1)


def assign_dot(X, centres):
    return (X @ centres.T).argmax(axis=1)


def assign_from_one(X, centres):
    return np.array([1 + np.argmin([np.sum((x - c) ** 2) for c in centres]) for x in X])


def assign_min(X, centres):
    return np.sqrt(((X[:, None, :] - centres) ** 2).sum(axis=2)).min(axis=1)


def assign_places(X, centres):
    return np.array([min(centres, key=lambda c: np.linalg.norm(x - c)) for x in X])


def assign_expanded(X, centres):
    return ((X**2).sum(1)[:, None] - 2 * X @ centres.T + (centres**2).sum(1)).argmin(axis=1)


def assign_first_column(X, centres):
    return np.abs(X[:, 0][:, None] - centres[:, 0]).argmin(axis=1)


def assign_members(X, centres):
    labels = np.linalg.norm(X[:, None] - centres, axis=2).argmin(axis=1)
    return np.eye(len(centres))[labels]


CODES = {
    "assign_argmax": "takes_the_farthest",
    "assign_samples_of_centres": "axes_swapped",
    "assign_manhattan": "not_a_distance",
    "assign_dot": "not_a_distance",
    "assign_from_one": "counts_from_one",
    "assign_min": "returns_distances",
    "assign_places": "returns_centres",
    "assign_expanded": "cancellation",
    "assign_first_column": "first_feature_only",
    "assign_members": "returns_members",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code == "cancellation" else "wrong",
        "codes": [code],
        "may": ["tie", "cancellation", "fails_one_centre", "fails_one_sample"],
    }
    for name, code in CODES.items()
}
