"""Linkage of few samples with NumPy alone: loading Numba would take longer than all of it.

The same mathematics as `workings.kernels.linkage_matrix`, a whole round at a time: all clusters that are each other's
nearest merge at once, first their rows and then their columns, by the formula of Lance and Williams.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.kernels.linkage_methods import AVERAGE, CENTROID, COMPLETE, MEDIAN, SINGLE, WARD, WEIGHTED

Array = NDArray[Any]
Merges = tuple[Array, Array, Array]


def _unite(method: int, a: Array, b: Array, n_k: Array, n_i: Array, n_j: Array, height: Array) -> Array:
    """Return the distances of clusters k to the unions of i and j, from those to i (a) and to j (b)."""
    united: Array
    if method == COMPLETE:
        united = np.maximum(a, b)
    elif method == SINGLE:
        united = np.minimum(a, b)
    elif method == AVERAGE:
        united = (n_i * a + n_j * b) / (n_i + n_j)
    elif method == WEIGHTED:
        united = 0.5 * (a + b)
    elif method == WARD:
        united = ((n_i + n_k) * a + (n_j + n_k) * b - n_k * height) / (n_i + n_j + n_k)
    elif method == CENTROID:
        share = n_i / (n_i + n_j)
        united = share * a + (1.0 - share) * b - share * (1.0 - share) * height
    else:
        united = 0.5 * (a + b) - 0.25 * height
    return united


def _one_merge(method: int, D: Array, sizes: Array, i: int, j: int) -> None:
    """Merge j into i in place; row and column j become infinite."""
    row = _unite(method, D[i], D[j], sizes, sizes[i], sizes[j], D[i, j])
    row[[i, j]] = np.inf
    D[i], D[:, i] = row, row
    D[j], D[:, j] = np.inf, np.inf
    sizes[i] += sizes[j]


def _closest(method: int, D: Array) -> Merges:
    """Merge the closest two, n - 1 times."""
    n = len(D)
    sizes, firsts, seconds, heights = np.ones(n), np.empty(n - 1, int), np.empty(n - 1, int), np.empty(n - 1)
    for k in range(n - 1):
        i, j = divmod(int(D.argmin()), n)
        firsts[k], seconds[k], heights[k] = i, j, D[i, j]
        _one_merge(method, D, sizes, i, j)
    return firsts, seconds, heights


def merges_of_matrix(method: int, D: Array) -> Merges:
    """Return a member of each of the two clusters of every merge, and the heights; D is used up.

    Parameters
    ----------
    method : int
        One of the numbers in `workings.kernels.linkage_methods`.
    D : ndarray of shape (n, n)
        Distances, squared ones for Ward, centroid and median; infinity on the diagonal.
    """
    if method in (CENTROID, MEDIAN):
        return _closest(method, D)
    number, sizes = np.arange(len(D)), np.ones(len(D))
    found: list[Merges] = []
    while len(D) > 1:
        nearest = D.argmin(axis=1)
        own = np.arange(len(D))
        i = np.flatnonzero((nearest[nearest] == own) & (own < nearest))
        j = nearest[i]
        height = D[i, j]
        found.append((number[i], number[j], height))
        if len(i) == 1:
            _one_merge(method, D, sizes, int(i[0]), int(j[0]))
        else:
            _merge_all(method, D, sizes, i, j, height)
        kept = np.ones(len(D), bool)
        kept[j] = False
        number, sizes, D = number[kept], sizes[kept], D[np.ix_(kept, kept)]
    firsts, seconds, heights = (np.concatenate(part) for part in zip(*found, strict=True))
    return firsts, seconds, heights


def _merge_all(method: int, D: Array, sizes: Array, i: Array, j: Array, height: Array) -> None:
    """Merge the pairs (i, j), all at once."""
    n_i, n_j = sizes[i], sizes[j]
    D[i] = _unite(method, D[i], D[j], sizes, n_i[:, None], n_j[:, None], height[:, None])
    sizes[i] += n_j
    D[:, i] = _unite(method, D[:, i], D[:, j], sizes[:, None], n_i, n_j, height)
    # Rows first and then columns: the two halves differ in their last bits, and must not.
    lower = np.tril_indices(len(D), -1)
    D[lower] = D.T[lower]
    np.fill_diagonal(D, np.inf)
