"""Loops of k-means that are right, in several styles."""

import numpy as np


def k_means_rounds(X, centres, n_steps):
    centres = np.array(centres, dtype=float)
    for _ in range(n_steps):
        labels = ((X[:, None, :] - centres) ** 2).sum(axis=2).argmin(axis=1)
        for j in range(len(centres)):
            if np.any(labels == j):
                centres[j] = X[labels == j].mean(axis=0)
    return centres, labels


def k_means_labels_anew(X, centres, n_steps=10):
    centres = centres.astype(float)
    for _ in range(n_steps):
        labels = np.linalg.norm(X[:, None] - centres, axis=2).argmin(axis=1)
        centres = np.array([X[labels == j].mean(0) if (labels == j).any() else c for j, c in enumerate(centres)])
    return centres, np.linalg.norm(X[:, None] - centres, axis=2).argmin(axis=1)


def k_means_until_labels_stay(X, centres):
    centres, labels = centres * 1.0, None
    while True:
        new = ((X[:, None, :] - centres) ** 2).sum(-1).argmin(1)
        if labels is not None and np.array_equal(new, labels):
            return centres, labels
        labels = new
        counts = np.bincount(labels, minlength=len(centres))
        sums = np.zeros_like(centres)
        np.add.at(sums, labels, X)
        centres[counts > 0] = sums[counts > 0] / counts[counts > 0, None]


def k_means_until_centres_stay(X, centres):
    old = np.full(centres.shape, np.inf)
    centres = centres.astype(float)
    while not np.array_equal(old, centres):
        old = centres.copy()
        labels = np.array([np.argmin([np.sum((x - c) ** 2) for c in centres]) for x in X])
        for j in range(len(centres)):
            mine = X[labels == j]
            if len(mine):
                centres[j] = mine.mean(axis=0)
    return centres, labels


def lloyd(points, mu, iterations):
    mu = [list(map(float, c)) for c in mu]
    for _ in range(iterations):
        labels = [min(range(len(mu)), key=lambda j: sum((a - b) ** 2 for a, b in zip(x, mu[j]))) for x in points]
        for j in range(len(mu)):
            mine = [x for x, label in zip(points, labels) if label == j]
            if mine:
                mu[j] = [sum(column) / len(mine) for column in zip(*mine)]
    return mu, labels


def k_means_stops_early(X, centres, max_iter):
    centres, labels = np.asarray(centres, dtype=float), np.full(len(X), -1)
    for _ in range(max_iter):
        before, labels = labels, ((X[:, None, :] - centres) ** 2).sum(axis=2).argmin(axis=1)
        if (before == labels).all():
            break
        groups = [X[labels == j] for j in range(len(centres))]
        centres = np.stack([g.mean(axis=0) if len(g) else c for g, c in zip(groups, centres)])
    return centres, labels


def kmeans(X, centres, n_steps):
    members = None
    centres = centres.astype(float)
    for _ in range(n_steps):
        d2 = np.einsum("ijk->ij", (X[:, None] - centres) ** 2)
        members = np.eye(len(centres))[d2.argmin(axis=1)]
        counts = members.sum(axis=0)[:, None]
        centres = np.where(counts > 0, members.T @ X / np.maximum(counts, 1), centres)
    return centres, members.argmax(axis=1)


RIGHT = [name for name in dir() if name.startswith(("k_means_", "lloyd", "kmeans"))]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
