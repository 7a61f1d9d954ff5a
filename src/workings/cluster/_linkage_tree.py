"""The tree that merges make, and the flat clusters that a cut through it leaves."""

from __future__ import annotations

from heapq import heappush, heappushpop
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_FEW = 600  # merges that are numbered sooner than Numba is loaded


def tree_of(firsts: Array, seconds: Array, heights: Array, in_order: bool) -> Array:
    """Return the tree in SciPy's format; merges are sorted by height, equal ones as they come, unless `in_order`."""
    if not in_order:
        order = np.argsort(heights, kind="stable")
        firsts, seconds, heights = firsts[order], seconds[order], heights[order]
    n = len(heights) + 1
    tree = np.empty((n - 1, 4))
    tree[:, 2] = heights
    if n <= _FEW:
        _number(firsts.tolist(), seconds.tolist(), tree)
    else:
        from workings.kernels.linkage_tree import number_merges

        number_merges(firsts, seconds, np.arange(2 * n - 1), tree)
    return tree


def _number(firsts: list[int], seconds: list[int], tree: Array) -> None:
    """Do what the kernel `number_merges` does."""
    n = len(tree) + 1
    parent, size = list(range(2 * n - 1)), [1.0] * (2 * n - 1)

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    rows = []
    for k, (first, second) in enumerate(zip(firsts, seconds, strict=True)):
        a, b = root(first), root(second)
        parent[a] = parent[b] = n + k
        size[n + k] = size[a] + size[b]
        rows.append((min(a, b), max(a, b), size[n + k]))
    tree[:, [0, 1, 3]] = rows


def flat_clusters(children: Array, n_leaves: int, k: int) -> NDArray[np.intp]:
    """Return the labels when the last k - 1 merges are undone, numbered as scikit-learn does: along a heap."""
    roots = [-(int(children[-1].max()) + 1)]
    for _ in range(k - 1):
        one, other = children[-roots[0] - n_leaves].tolist()
        heappush(roots, -one)
        heappushpop(roots, -other)
    label = [-1] * (n_leaves + len(children))
    for number, root in enumerate(roots):
        label[-root] = number
    # From the top down each merge hands its label to its parts; those above the cut have none.
    for union, (one, other) in reversed(list(enumerate(children.tolist(), n_leaves))):
        if (own := label[union]) >= 0:
            label[one] = label[other] = own
    return np.array(label[:n_leaves], np.intp)
