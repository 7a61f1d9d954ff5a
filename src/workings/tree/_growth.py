"""Grow a tree: by NumPy while the data are few, by kernels when loading these pays; the trees are the same.

Loading Numba and the kernels takes about a second, once, and the kernels are fifty times as fast. Nobody knows how many
fits are still to come, so NumPy is used until it has taken about as long as loading takes, and the kernels from then
on: never more than twice the time of whoever had known it.
"""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from workings._loaded import is_being_loaded, patience
from workings.kernels import tree_data as td
from workings.tree._small import grow_small, sorted_small

Array = NDArray[Any]

# What NumPy may do in one process before the kernels are loaded: samples x (features + _NODE), summed over the fits.
_ENOUGH, _NODE = 200_000, 30
_done = {"entries": 0, "large": 0}


def _few(n: int, p: int) -> bool:
    """Whether NumPy grows this tree."""
    entries = n * (p + _NODE)
    if _done["large"] or entries > _ENOUGH:
        return False
    if not is_being_loaded() and _done["entries"] + entries > patience(_ENOUGH, "tree_growth", "work"):
        return False
    _done["entries"] += entries
    return True


def sorted_samples(X: Array, members: Array) -> tuple[Array, Array]:
    """Return X's columns as float32, and for each the `members` sorted by it, missing values last."""
    if not _done["large"] and X.size <= _ENOUGH:
        return sorted_small(X, members)
    from workings.tree._large import sorted_large

    return sorted_large(X, members)


def grow(data: td.Samples, rules: td.Rules, draw: int) -> td.Nodes:
    """Return the nodes of the tree: depth first in preorder, or best first in the order in which they were made."""
    if rules.kind != td.MEDIANS and _few(data.order.shape[1], len(data.order)):
        return grow_small(data, rules, draw)
    from workings.tree._large import grow_large

    nodes = grow_large(data, rules, draw)
    _done["large"] += 1
    return nodes
