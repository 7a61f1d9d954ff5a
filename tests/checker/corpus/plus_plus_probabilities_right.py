"""Chances of k-means++ that are right, in several styles."""

import math

import numpy as np
from scipy.spatial.distance import cdist


def plus_plus_probabilities_broadcast(X, centres):
    d2 = ((X[:, None, :] - centres) ** 2).sum(axis=2).min(axis=1)
    total = d2.sum()
    return d2 / total if total > 0 else np.full(len(X), 1 / len(X))


def plus_plus_probabilities_refuses(X, centres):
    d2 = np.min([((X - c) ** 2).sum(axis=1) for c in centres], axis=0)
    if not d2.any():
        raise ValueError("every sample is a centre")
    return d2 / d2.sum()


def plus_plus_probabilities_cdist(data, centroids):
    d2 = cdist(data, centroids, "sqeuclidean").min(axis=1)
    if d2.sum() == 0:
        d2[0] = 1.0
    return d2 / d2.sum()


def plus_plus_probabilities_loops(X, centres):
    squares = []
    for x in X:
        squares.append(min(sum((a - b) ** 2 for a, b in zip(x, c)) for c in centres))
    total = math.fsum(squares)
    return [1 / len(X)] * len(X) if total == 0 else [d / total for d in squares]


def plus_plus_probabilities_norm(X, centres):
    nearest = np.linalg.norm(X[:, None] - centres, axis=-1).min(axis=-1)
    if nearest.max() == 0:
        nearest = nearest + 1.0
    weights = (nearest / nearest.max()) ** 2
    return weights / weights.sum()


def kmeans_plus_plus_weights(X, chosen):
    closest = np.full(len(X), np.inf)
    for c in chosen:
        closest = np.minimum(closest, np.square(X - c).sum(axis=-1))
    return np.divide(closest, closest.sum()) if closest.sum() else np.ones(len(X)) / len(X)


RIGHT = [name for name in dir() if name.startswith(("plus_plus_", "kmeans_"))]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
