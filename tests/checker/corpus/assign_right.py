"""Assignments to the nearest centre that are right, in several styles."""

import math

import numpy as np
from scipy.spatial.distance import cdist


def assign_broadcast(X, centres):
    return ((X[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)


def assign_norm(X, centres):
    return np.argmin(np.linalg.norm(X[:, np.newaxis] - centres, axis=-1), axis=1)


def assign_loops(X, centres):
    labels = []
    for x in X:
        best, least = 0, math.inf
        for j, c in enumerate(centres):
            d = sum((a - b) ** 2 for a, b in zip(x, c))
            if d < least:
                best, least = j, d
        labels.append(best)
    return labels


def assign_cdist(data, centroids):
    return cdist(data, centroids).argmin(1)


def assign_last_of_ties(X, centres):
    labels = np.zeros(len(X), dtype=int)
    least = np.full(len(X), np.inf)
    for j in range(len(centres)):
        d = ((X - centres[j]) ** 2).sum(axis=1)
        nearer = d <= least
        labels[nearer] = j
        least[nearer] = d[nearer]
    return labels


def nearest_centre(centres, X):
    return np.array([min(range(len(centres)), key=lambda j: math.dist(x, centres[j])) for x in X])


def assign_clusters(X, centres):
    shift = centres.mean(axis=0)
    A, B = X - shift, centres - shift
    return np.argmax(A @ B.T - 0.5 * (B * B).sum(axis=1), axis=1)


def assign_column(X, centres):
    diffs = X[:, None] - centres
    d2 = np.einsum("ijk,ijk->ij", diffs, diffs)
    return d2.argmin(axis=1).reshape(-1, 1)


RIGHT = [name for name in dir() if name.startswith(("assign_", "nearest_"))]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
