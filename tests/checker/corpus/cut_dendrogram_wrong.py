"""Cuts through a tree of merges that are wrong, or that break easily."""

import numpy as np
from scipy.cluster.hierarchy import fcluster


def _merge(Z, rows):
    n = len(Z) + 1
    labels = np.arange(n)
    for i in rows:
        a, b = Z[i, :2].astype(int)
        labels[(labels == a) | (labels == b)] = n + i
    return labels


def cut_dendrogram_too_many(Z, k):
    return _merge(Z, range(len(Z) + 2 - k if k > 1 else len(Z)))


def cut_dendrogram_too_few(Z, k):
    return _merge(Z, range(max(0, len(Z) - k)))


def cut_dendrogram_last(Z, k):
    return _merge(Z, range(k - 1, len(Z)))


def cut_dendrogram_k_merges(Z, k):
    return _merge(Z, range(min(k, len(Z))))


def cut_dendrogram_height(Z, k):
    return _merge(Z, np.flatnonzero(Z[:, 2] <= k))


def cut_dendrogram_keeps_names(Z, k):
    n = len(Z) + 1
    labels = np.arange(n)
    for i in range(n - k):
        a, b = Z[i, :2].astype(int)
        labels[labels == b] = a
    return labels


def cut_dendrogram_one_side(Z, k):
    n = len(Z) + 1
    labels = np.arange(n)
    for i in range(n - k):
        labels[labels == Z[i, 0]] = n + i
    return labels


def cut_dendrogram_at_height(Z, k):
    height = Z[-k, 2] if k <= len(Z) else -1.0
    return fcluster(Z, height, "distance")


def cut_dendrogram_first_rows_negative(Z, k):
    n = len(Z) + 1
    if k == 1:
        return np.zeros(n)
    return _merge(Z, range(len(Z[: -(k - 1)])) if k < n else range(1))


def cut_dendrogram_slice(Z, k):
    return _merge(Z, range(len(Z[: -(k - 1)])))


CODES = {
    "cut_dendrogram_too_many": "one_merge_too_many",
    "cut_dendrogram_too_few": "one_merge_too_few",
    "cut_dendrogram_last": "undoes_the_first",
    "cut_dendrogram_k_merges": "merges_k_times",
    "cut_dendrogram_height": "k_taken_for_a_height",
    "cut_dendrogram_keeps_names": "clusters_of_clusters_lost",
    "cut_dendrogram_one_side": "all_alone",
    "cut_dendrogram_at_height": "cuts_by_height",
    "cut_dendrogram_first_rows_negative": "all_samples",
    "cut_dendrogram_slice": "one_cluster",
}
FRAGILE = ("cuts_by_height", "all_samples", "one_cluster")
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in FRAGILE else "wrong",
        "codes": [code],
        "may": [] if code in FRAGILE else list(FRAGILE),
    }
    for name, code in CODES.items()
}
