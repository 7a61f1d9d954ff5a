"""Cuts through a tree of merges that are right, in several styles."""

import numpy as np
from scipy.cluster.hierarchy import cut_tree


def cut_dendrogram_renames(Z, k):
    n = len(Z) + 1
    labels = np.arange(n)
    for i in range(n - k):
        a, b = Z[i, :2].astype(int)
        labels[(labels == a) | (labels == b)] = n + i
    return labels


def cut_dendrogram_sets(Z, k):
    n = len(Z) + 1
    clusters = {i: [i] for i in range(n)}
    for i, (a, b, _, _) in enumerate(Z):
        if len(clusters) == k:
            break
        clusters[n + i] = clusters.pop(int(a)) + clusters.pop(int(b))
    out = [0] * n
    for name, members in enumerate(clusters.values(), start=1):
        for m in members:
            out[m] = name
    return out


def cut_dendrogram_from_the_top(Z, k):
    n = len(Z) + 1
    roots = [2 * n - 2]
    while len(roots) < k:
        top = max(roots)
        roots.remove(top)
        roots += [int(Z[top - n, 0]), int(Z[top - n, 1])]
    labels = np.empty(n, dtype=int)

    def paint(node, colour):
        if node < n:
            labels[node] = colour
        else:
            paint(int(Z[node - n, 0]), colour)
            paint(int(Z[node - n, 1]), colour)

    for colour, root in enumerate(roots):
        paint(root, colour)
    return labels


def cut_dendrogram_union_find(tree, n_clusters):
    n = tree.shape[0] + 1
    parent = list(range(2 * n - 1))
    for i in range(n - n_clusters):
        parent[int(tree[i][0])] = n + i
        parent[int(tree[i][1])] = n + i

    def find(x):
        while parent[x] != x:
            x = parent[x]
        return x

    return np.array([find(i) for i in range(n)])


def cut_dendrogram_matrix(Z, k):
    n = len(Z) + 1
    inside = np.eye(2 * n - 1, n, dtype=bool)
    for i, (a, b) in enumerate(Z[:, :2].astype(int)):
        inside[n + i] = inside[a] | inside[b]
    labels = np.arange(n)
    for i in range(n - k):
        labels[inside[n + i]] = n + i
    return labels


def flat_clusters_scipy(Z, k):
    n = len(Z) + 1
    rising = np.array(Z, dtype=float)
    rising[:, 2] = np.arange(1, n)
    return cut_tree(rising, n_clusters=k)


def cut_tree_relabels_words(Z, k):
    n = len(Z) + 1
    owner = {i: {i} for i in range(n)}
    for step in range(n - int(k)):
        a, b = int(Z[step][0]), int(Z[step][1])
        owner[n + step] = owner.pop(a) | owner.pop(b)
    groups = sorted(owner.values(), key=min)
    return np.array([next(g for g, group in enumerate(groups) if i in group) for i in range(n)])


RIGHT = [name for name in dir() if name.startswith(("cut_dendrogram_", "flat_", "cut_tree_"))]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
