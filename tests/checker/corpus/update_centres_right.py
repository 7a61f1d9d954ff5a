"""Moves of the centres that are right, in several styles."""

import numpy as np


def update_centres_loop(X, labels, centres):
    new = np.array(centres, dtype=float)
    for j in range(len(centres)):
        mine = X[labels == j]
        if len(mine) > 0:
            new[j] = mine.mean(axis=0)
    return new


def update_centres_add_at(X, labels, centres):
    sums = np.zeros(centres.shape)
    np.add.at(sums, labels, X)
    counts = np.bincount(labels, minlength=len(centres))[:, None]
    return np.where(counts > 0, sums / np.maximum(counts, 1), centres)


def update_centres_members(X, labels, centres):
    members = (labels[:, None] == np.arange(len(centres))).astype(float)
    counts = members.sum(axis=0)
    new = centres.astype(float)
    full = counts > 0
    new[full] = (members.T @ X)[full] / counts[full, None]
    return new


def update_centres_comprehension(X, labels, centres):
    return np.array([X[labels == j].mean(0) if np.any(labels == j) else c for j, c in enumerate(centres)])


def update_centres_pure(X, labels, centres):
    new = []
    for j in range(len(centres)):
        mine = [x for x, label in zip(X, labels) if label == j]
        if not mine:
            new.append(list(centres[j]))
        else:
            new.append([sum(column) / len(mine) for column in zip(*mine)])
    return new


def move_centroids(data, assignments, centroids):
    out = []
    for j, old in enumerate(centroids):
        index = np.flatnonzero(assignments == j)
        out.append(np.average(data[index], axis=0) if index.size else old)
    return np.stack(out)


def new_centers(X, labels, mu):
    result = mu * 1.0
    for j in np.unique(labels):
        result[j] = np.mean(X[labels == j], axis=0)
    return result


RIGHT = [name for name in dir() if name.startswith(("update_centres_", "move_", "new_c"))]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
