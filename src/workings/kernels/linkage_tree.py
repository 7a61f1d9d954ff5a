"""From merges, named by any member of either cluster, to numbered clusters; and from a tree to flat clusters."""

from __future__ import annotations

from workings.kernels._jit import helper, kernel


@helper
def _root(parent, i):
    root = i
    while parent[root] != root:
        root = parent[root]
    while parent[i] != root:
        parent[i], i = root, parent[i]
    return root


@kernel
def number_merges(firsts, seconds, parent, tree):
    """Write the numbers of the two clusters of each merge, the lower first, and the size of the union.

    `parent` has 2n - 1 entries and counts from 0 on; merge k makes cluster n + k.
    """
    n = firsts.shape[0] + 1
    for k in range(n - 1):
        a, b = _root(parent, firsts[k]), _root(parent, seconds[k])
        parent[a] = parent[b] = n + k
        tree[k, 0], tree[k, 1] = min(a, b), max(a, b)
        size = 0.0
        for one in (a, b):
            size += 1.0 if one < n else tree[one - n, 3]
        tree[k, 3] = size
