"""The tree of `AgglomerativeClustering`, for each of its metrics, and where only neighbours may merge."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.cluster.linkage import linkage

Array = NDArray[Any]
# Tree, number of connected components, parents where the tree ends early.
Grown = tuple[Array, Array, int, Array | None]

_IN_PDIST = {"l1": "cityblock", "manhattan": "cityblock", "cosine": "cosine"}


def free_tree(X: Array, method: str, metric: Any) -> Grown:
    """Return the whole tree: children and heights."""
    if metric in ("euclidean", "l2"):
        tree = linkage(X, method)
    elif isinstance(metric, str) and metric in _IN_PDIST:
        tree = linkage(X, method, _IN_PDIST[metric])
    else:
        tree = linkage(_pairs(X, metric), method)
    return tree[:, :2].astype(np.intp), tree[:, 2].copy(), 1, None


def _pairs(X: Array, metric: Any) -> Array:
    """Return the distance of every pair, by the upper triangle of a square matrix, as scikit-learn reads it."""
    if callable(metric):
        square = np.asarray(metric(X))
    elif metric == "precomputed":
        square = X
    else:
        from sklearn.metrics import pairwise_distances

        square = pairwise_distances(X, metric=metric)
    if square.ndim != 2 or square.shape[0] != square.shape[1]:
        raise ValueError(f"Distance matrix should be square, got matrix of shape {square.shape}")
    pairs: Array = square[np.triu_indices(len(square), k=1)]
    return pairs


def structured_tree(X: Array, connectivity: Any, n_clusters: int | None, method: str, metric: Any) -> Grown:
    """Return the tree in which only neighbours merge, by scikit-learn's `ward_tree` and `linkage_tree`."""
    from sklearn.cluster import linkage_tree, ward_tree

    if method == "ward":
        found = ward_tree(X, connectivity=connectivity, n_clusters=n_clusters, return_distance=True)
    else:
        found = linkage_tree(
            X,
            connectivity=connectivity,
            n_clusters=n_clusters,
            linkage=method,
            affinity=metric,
            return_distance=True,
        )
    children, components, _, parents, heights = found
    return children, heights, components, parents


def early_labels(parents: Array, n_samples: int) -> NDArray[np.intp]:
    """Return the labels of a tree that ended when enough clusters were left: follow the parents to the top."""
    top = np.asarray(parents)
    while (top[top] != top).any():
        top = top[top]
    labels: NDArray[np.intp] = np.unique(top[:n_samples], return_inverse=True)[1].astype(np.intp)
    return labels
