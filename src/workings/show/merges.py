"""Scenes of merges: the dendrogram with a cut through it, and the same clusters on the plane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.show.scene import Area, Axis, Edges, Line, Mark, Points, Scene, Text, numbers

Array = NDArray[Any]

_NAMED = 40  # leaves at most whose names are written
_LEAVES = 200  # more are drawn as the crowds that they are in
_COLOURS = 6


def tree_of(what: Any) -> Array:
    """Return the tree in SciPy's format of a fitted AgglomerativeClustering, or `what` itself if it is one."""
    if not hasattr(what, "children_"):
        tree = np.asarray(what, dtype=float)
        if tree.ndim != 2 or tree.shape[1] != 4:
            raise TypeError(
                f"a dendrogram is drawn of a tree of 4 columns, as linkage gives, and this has shape {tree.shape}. "
                "Try linkage(X), or a fitted AgglomerativeClustering."
            )
        return tree
    if not hasattr(what, "distances_"):
        raise ValueError("the heights of the merges are missing. Try AgglomerativeClustering(compute_distances=True).")
    n = len(what.children_) + 1
    if n != what.n_leaves_:
        raise ValueError("the tree is not whole. Try AgglomerativeClustering(compute_full_tree=True).")
    size = np.ones(2 * n - 1)
    for k, (one, other) in enumerate(what.children_):
        size[n + k] = size[one] + size[other]
    return np.column_stack([what.children_, what.distances_, size[n:]])


def clusters_at(tree: Array, n_clusters: int) -> Array:
    """Return the cluster of every node of the tree when so many are left, in the order of their first samples; else -1.

    Parameters
    ----------
    tree : ndarray of shape (n - 1, 4)
    n_clusters : int

    Returns
    -------
    ndarray of shape (2n - 1,)
        Samples first, then merges; -1 for the merges that are undone.
    """
    n = len(tree) + 1
    owner = np.arange(2 * n - 1)
    kept = n - n_clusters
    for k in range(kept - 1, -1, -1):
        for part in tree[k, :2].astype(int):
            owner[part] = owner[n + k]
    _, first, place = np.unique(owner[:n], return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    label = np.full(2 * n - 1, -1)
    label[:n] = rank[place]
    for k in range(kept):
        label[n + k] = label[int(tree[k, 0])]
    return label


def cut_height(tree: Array, n_clusters: int) -> float:
    """Return a height that leaves so many clusters: half way between two merges."""
    heights, n = tree[:, 2], len(tree) + 1
    low = heights[n - n_clusters - 1] if n_clusters < n else 0.0
    high = heights[n - n_clusters] if n_clusters > 1 else 1.1 * heights[-1]
    return float((low + high) / 2.0)


def _checked(tree: Array, n_clusters: int, where: str) -> int:
    n, k = len(tree) + 1, int(n_clusters)
    if not 1 <= k <= n:
        raise ValueError(f"{where}: n_clusters={n_clusters}, and there are {n} samples. Try 1 to {n}.")
    return k


def dendrogram(
    what: Any,
    n_clusters: int | None = None,
    *,
    names: Sequence[str] | None = None,
    height: str = "distance",
    leaves: int = _LEAVES,
    title: str = "Who merges with whom",
) -> Scene:
    """Return the tree of merges, each as high as the clusters were apart, cut where `n_clusters` are left.

    Parameters
    ----------
    what : fitted AgglomerativeClustering, or ndarray of shape (n - 1, 4)
        The estimator with `distances_`, or what `linkage` returns.
    n_clusters : int, optional
        How many clusters the cut leaves; what is below has their colours. The model's own number, or 1.
    names : sequence of str, optional
        Of the samples; their numbers otherwise. Written where there are few.
    height : str
        What the heights are.
    leaves : int
        More than so many samples are drawn as the crowds that the last merges are made of.
    title : str

    Returns
    -------
    Scene
        Placed by ``scipy.cluster.hierarchy.dendrogram``.

    Raises
    ------
    TypeError, ValueError
        There is no such tree, or no such number of clusters.

    Examples
    --------
    >>> from workings.cluster import linkage
    >>> dendrogram(linkage([[0.0], [1.0], [5.0]]), 2).say
    '3 samples; cut at 2.5, they are 2 clusters, of 2 and 1.'
    """
    from scipy.cluster import hierarchy

    tree = tree_of(what)
    k = _checked(tree, getattr(what, "n_clusters_", 1) if n_clusters is None else n_clusters, "dendrogram")
    n, at = len(tree) + 1, cut_height(tree, k)
    label = clusters_at(tree, k)
    placed = hierarchy.dendrogram(
        tree,
        no_plot=True,
        labels=None if names is None else list(names),
        truncate_mode="lastp" if n > leaves else None,
        p=leaves,
        link_color_func=lambda node: str(label[node]),
    )
    marks: list[Mark] = []
    groups = np.array([int(one) for one in placed["color_list"]])
    across, up = np.array(placed["icoord"]), np.array(placed["dcoord"])
    for group in np.unique(groups):
        chosen = groups == group
        x, y = across[chosen], up[chosen]
        colour = None if group < 0 else int(group) % _COLOURS
        x0, y0, x1, y1 = (numbers(side) for side in (x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:]))
        marks.append(Edges(x0, y0, x1, y1, colour))
    right = 10.0 * len(placed["ivl"])
    marks.append(Line((0.0, right), (at, at), style="dashed"))
    marks.append(Text(right, at + 0.02 * tree[-1, 2], f"{k} cluster{'s' if k > 1 else ''}", align="right", quiet=True))
    few = len(placed["ivl"]) <= _NAMED
    ticks = tuple((5.0 + 10.0 * i, str(one)) for i, one in enumerate(placed["ivl"])) if few else ((-1.0, ""),)
    return Scene(
        title,
        Axis("samples", low=0.0, high=right, ticks=ticks),
        Axis(height, low=0.0, high=1.08 * max(float(tree[:, 2].max()), at) or 1.0),
        tuple(marks),
        say=f"{n} samples; cut at {at:.3g}, they are {k} cluster{'s' if k > 1 else ''}, of {_sizes(label[:n])}.",
    )


def _sizes(labels: Array) -> str:
    counts = [str(one) for one in sorted(np.bincount(labels), reverse=True)]
    if len(counts) > 8:
        counts = [*counts[:7], f"{len(counts) - 7} smaller ones"]
    return counts[0] if len(counts) == 1 else f"{', '.join(counts[:-1])} and {counts[-1]}"


def merges(
    what: Any,
    X: ArrayLike,
    n_clusters: int | None = None,
    *,
    axes: tuple[Axis, Axis] | None = None,
    title: str = "The merges on the plane",
) -> Scene:
    """Return the samples on the plane when `n_clusters` are left, with a line for every merge so far.

    Parameters
    ----------
    what : fitted AgglomerativeClustering, or ndarray of shape (n - 1, 4)
    X : array_like of shape (n, 2)
        The samples.
    n_clusters : int, optional
        As for `dendrogram`, whose colours these are.
    axes : tuple of two Axis, optional
    title : str

    Returns
    -------
    Scene
        A merge is a line between the means of the two clusters; the last one is drawn in ink.

    Raises
    ------
    ValueError
        X is no plane, or not the samples of the tree.

    Examples
    --------
    >>> from workings.cluster import linkage
    >>> X = [[0.0, 0.0], [1.0, 0.0], [5.0, 1.0]]
    >>> merges(linkage(X, "average"), X, 2).say
    '1 merge has left 2 clusters, of 2 and 1; the last joined two that were 1 apart.'
    """
    tree, X = tree_of(what), np.asarray(X, dtype=float)
    k = _checked(tree, getattr(what, "n_clusters_", 1) if n_clusters is None else n_clusters, "merges")
    n = len(tree) + 1
    if X.shape != (n, 2):
        raise ValueError(f"merges: X has shape {X.shape}; a plane with {n} samples is {(n, 2)}.")
    label = clusters_at(tree, k)
    middle, size = np.vstack([X, np.zeros((n - 1, 2))]), np.ones(2 * n - 1)
    pairs = tree[:, :2].astype(int)
    for m, pair in enumerate(pairs):
        size[n + m] = size[pair].sum()
        middle[n + m] = size[pair] @ middle[pair] / size[n + m]
    marks: list[Mark] = []
    for group in range(k):
        marks += _hull(X[label[:n] == group], group % _COLOURS)
    done = n - k
    if done:
        one, other = middle[pairs[:done, 0]], middle[pairs[:done, 1]]
        marks.append(Edges(numbers(one[:, 0]), numbers(one[:, 1]), numbers(other[:, 0]), numbers(other[:, 1])))
        last = middle[pairs[done - 1]]
        marks.append(Line(numbers(last[:, 0]), numbers(last[:, 1])))
    for group in range(k):
        own = label[:n] == group
        marks.append(Points(numbers(X[own, 0]), numbers(X[own, 1]), group % _COLOURS))
    clusters = f"{k} cluster{'s' if k > 1 else ''}, of {_sizes(label[:n])}"
    say = (
        f"{done} merge{' has' if done == 1 else 's have'} left {clusters}; the last joined two that were "
        f"{tree[done - 1, 2]:.3g} apart."
        if done
        else f"No merge yet: {n} samples, each a cluster."
    )
    return Scene(title, *(axes or (Axis("feature 0"), Axis("feature 1"))), tuple(marks), say=say)


def _hull(X: Array, group: int) -> list[Mark]:
    """Return the area of a cluster, if it has one."""
    from scipy.spatial import ConvexHull, QhullError

    if len(X) < 3:
        return []
    try:
        around = X[ConvexHull(X).vertices]
    except QhullError:  # on one line
        return []
    return [Area(numbers(around[:, 0]), numbers(around[:, 1]), group)]
