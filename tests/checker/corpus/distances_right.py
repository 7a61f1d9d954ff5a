"""Distances that are right, in many styles; not all of them keep their digits far from 0."""

import math

import numpy as np
from scipy.spatial.distance import cdist


def distances(A, B):
    return np.sqrt(((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2))


def distances_norm(A, B):
    return np.linalg.norm(A[:, np.newaxis] - B[np.newaxis], axis=-1)


def distances_two_loops(A, B):
    result = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            result[i, j] = np.sqrt(np.sum((A[i] - B[j]) ** 2))
    return result


def distances_one_loop(X, Y):
    return np.array([np.sqrt(((Y - x) ** 2).sum(axis=1)) for x in X])


def distances_lists(A, B):
    return [[math.dist(a, b) for b in B] for a in A]


def distances_cdist(A, B):
    return cdist(A, B)


def euclidean_distances(X, Y):
    d = X[:, None] - Y
    return np.sqrt(np.einsum("ijk,ijk->ij", d, d))


def pairwise_distances(P, Q):
    total = np.zeros((P.shape[0], Q.shape[0]))
    for f in range(P.shape[1]):
        total += np.subtract.outer(P[:, f], Q[:, f]) ** 2
    return total**0.5


def squared_distances(A, B):
    return ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2)


def squared_distances_loop(A, B):
    return np.stack([((A - b) ** 2).sum(axis=1) for b in B], axis=1)


def distances_hypot(A, B):
    return np.hypot.reduce(A[:, None] - B[None], axis=-1)


def distances_math_dist(A, B):
    return [[math.dist(a, b) for b in B] for a in A]


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in [n for n in dir() if "distances" in n]
}
