"""A grown tree in scikit-learn's container, which everything that draws, prints or explains trees can read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.tree._tree import NODE_DTYPE, Tree

from workings.kernels import tree_data as td

Array = NDArray[Any]


def as_tree(nodes: td.Nodes, n_features: int, n_classes: Array, n_outputs: int) -> Any:
    """Return `nodes` as a tree with scikit-learn's arrays: ``children_left``, ``threshold``, ``value`` and so on."""
    ints, floats = nodes.ints, nodes.floats
    table = np.zeros(len(ints), NODE_DTYPE)
    for name, column in (
        ("left_child", td.LEFT), ("right_child", td.RIGHT), ("feature", td.FEATURE), ("n_node_samples", td.SIZE),
        ("missing_go_to_left", td.MISSING_LEFT),
    ):  # fmt: skip
        table[name] = ints[:, column]
    for name, column in (
        ("threshold", td.THRESHOLD), ("impurity", td.IMPURITY), ("weighted_n_node_samples", td.WEIGHT),
    ):  # fmt: skip
        table[name] = floats[:, column]
    return from_table(table, nodes.values, int(ints[:, td.DEPTH].max()), n_features, n_classes, n_outputs)


def from_table(table: Array, values: Array, max_depth: int, n_features: int, n_classes: Array, n_outputs: int) -> Any:
    """Return a tree of these nodes."""
    n_classes = np.asarray(n_classes, dtype=np.intp)
    tree = Tree(n_features, n_classes, n_outputs)
    shaped = np.ascontiguousarray(values.reshape(len(table), n_outputs, -1), dtype=np.float64)
    tree.__setstate__({"max_depth": max_depth, "node_count": len(table), "nodes": table, "values": shaped})
    return tree
