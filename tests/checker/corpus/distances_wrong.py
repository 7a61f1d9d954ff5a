"""Distances that are wrong, or that break easily."""

import numpy as np


def distances_expanded(A, B):
    squares = (A**2).sum(axis=1)[:, None] - 2 * A @ B.T + (B**2).sum(axis=1)
    return np.sqrt(squares)


def distances_expanded_and_clipped(A, B):
    squares = (A**2).sum(axis=1)[:, None] - 2 * A @ B.T + (B**2).sum(axis=1)
    return np.sqrt(np.maximum(squares, 0))


def distances_manhattan(A, B):
    return np.abs(A[:, None] - B[None]).sum(axis=2)


def distances_plus(A, B):
    squares = (A**2).sum(axis=1)[:, None] + 2 * A @ B.T + (B**2).sum(axis=1)
    return np.sqrt(squares)


def distances_no_two(A, B):
    squares = (A**2).sum(axis=1)[:, None] - A @ B.T + (B**2).sum(axis=1)
    return np.sqrt(np.abs(squares))


def distances_axis(A, B):
    return np.sqrt(((A[:, None] - B[None]) ** 2).sum(axis=1))


def distances_mean(A, B):
    return np.sqrt(((A[:, None] - B[None]) ** 2).mean(axis=2))


def distances_not_squared(A, B):
    return np.sqrt(np.abs((A[:, None] - B[None]).sum(axis=2)))


def distances_turned(A, B):
    return np.array([np.sqrt(((A - b) ** 2).sum(axis=1)) for b in B])


def distances_eps(A, B):
    return np.sqrt(((A[:, None] - B[None]) ** 2).sum(axis=2) + 1e-8)


def squared_distances_expanded(A, B):
    return (A**2).sum(axis=1)[:, None] - 2 * A @ B.T + (B**2).sum(axis=1)


def euclidean_distances(A, B):
    return ((A[:, None] - B[None]) ** 2).sum(axis=2)


def distances_without_root(A, B):
    D = np.zeros((len(A), len(B)))
    for j in range(A.shape[1]):
        D += np.square(np.subtract.outer(A[:, j], B[:, j]))
    return D


CODES = {
    "euclidean_distances": "no_root",
    "distances_without_root": "no_root",
    "distances_expanded": "negative_squares",
    "distances_expanded_and_clipped": "cancellation",
    "distances_manhattan": "not_a_distance",
    "distances_plus": "expansion_is_wrong",
    "distances_no_two": "expansion_is_wrong",
    "distances_axis": "sums_the_samples",
    "distances_mean": "mean_of_features",
    "distances_not_squared": "no_square",
    "distances_turned": "transposed",
    "distances_eps": "adds_small_number",
    "squared_distances_expanded": "cancellation",
}
FRAGILE = ("negative_squares", "cancellation")
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in FRAGILE else "wrong",
        "codes": [code],
        "may": ["cancellation", "negative_squares", "self_distance"],
    }
    for name, code in CODES.items()
}
