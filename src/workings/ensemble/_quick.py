"""The quick way of growing the trees of a forest, and when it can be taken.

It gives up nothing: every threshold of a drawn feature is tried. But it knows no missing values, several outputs,
constraints, or limits on the number of leaves, and only gini, with whole weights, and the squared error. Otherwise
`workings.tree` grows the trees.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.kernels import tree_data as td
from workings.kernels._threads import heed, run_blocks

Array = NDArray[Any]

# Features whose columns are taken out of X together: a cache line of float32.
_TOGETHER = 16
_LARGEST_TAG = 65536


def can_be_quick(tree: Any, X: Array, outputs: int, most_classes: int) -> bool:
    """Whether a tree with these parameters can be grown here, whatever its weights."""
    if outputs > 1 or tree.max_leaf_nodes is not None or tree.monotonic_cst is not None:
        return False
    if tree.criterion not in ("gini", "squared_error", "friedman_mse") or most_classes > _LARGEST_TAG:
        return False
    return not bool(np.isnan(X.max())) and len(X) < 2**31


class QuickTrees:
    """The samples of a forest as `forest_data.Field` wants them."""

    def __init__(self, X: Array, codes: Array, targets: Array, drawn: bool) -> None:
        n, p = X.shape
        self.n, self.p, self.codes, self.targets = n, p, codes, _own(targets)
        self.X: Array | None = None
        self.levels: Array | None = None
        self.columns: Array | None = None
        self.values: Array | None = None
        self.tops: Array | None = None
        if drawn:
            self.X = _own(X)
            return
        kind = np.uint16 if n <= 65536 else np.uint32
        self.levels, self.columns = np.empty((n, p), kind), np.empty((p, n), kind)
        self.values, self.tops = np.empty((p, n), np.float32), np.empty(p, np.int64)
        groups = (p + _TOGETHER - 1) // _TOGETHER
        run_blocks(lambda first, last: self._sort(X, first, last), groups, pieces=groups)

    def _sort(self, X: Array, first: int, last: int) -> None:
        from workings.kernels.forest_data import levels_of
        from workings.kernels.tree_order import sort_columns, transposed

        assert self.values is not None
        assert self.tops is not None
        assert self.columns is not None
        values, (n, p) = self.values, X.shape
        members, order = np.arange(n, dtype=np.uint32), np.empty((1, n), np.uint32)
        for start in range(first * _TOGETHER, min(last * _TOGETHER, p), _TOGETHER):
            stop = min(start + _TOGETHER, p)
            columns = np.empty((stop - start, n), np.float32)
            transposed(X[:, start:stop], columns, 0, n)
            for f in range(start, stop):
                column = columns[f - start]
                sort_columns(column.view(np.uint32)[None], members, order, 0, 1)
                self.tops[f] = levels_of(order[0], column, f, self.levels, self.columns[f], values[f])

    @staticmethod
    def _near(table: Array) -> Array:
        """Return room for what is known of a few samples that are brought together."""
        from workings.kernels.forest_order import NEAR

        return np.empty((NEAR, *table.shape[1:]), table.dtype)

    def grow(self, rules: td.Rules, weights: Array, draw: int) -> td.Nodes | None:
        """Return the nodes of a tree, depth first; None if these weights cannot be had here."""
        from workings.kernels._lanes import LANES
        from workings.kernels.forest_data import Field, Limits, Room
        from workings.kernels.forest_growth import grow_tree
        from workings.kernels.forest_order import FEW
        from workings.kernels.forest_splits import FOUND

        rows = np.flatnonzero(weights).astype(np.uint32)
        m, width, tags = len(rows), 1, None
        if len(self.codes):
            total = float(weights.sum())
            if weights.max() >= _LARGEST_TAG or total >= 2**31 or not np.array_equal(weights, np.floor(weights)):
                return None
            tags = self.codes[0].astype(np.uint32) | (weights.astype(np.uint32) << np.uint32(16))
            width = rules.classes
        classes = tags is not None
        field = Field(
            levels=self.levels,
            columns=self.columns,
            values=self.values,
            tops=self.tops,
            X=self.X,
            tags=tags,
            targets=None if classes else self.targets[0],
            weights=None if classes else _own(weights),
        )
        near = Field(*(None if one is None else self._near(one) for one in field))._replace(
            columns=field.columns, values=field.values, tops=field.tops
        )
        limits = Limits(
            width, rules.max_depth, rules.min_split, rules.min_leaf, rules.min_weight, rules.min_decrease, rules.total,
            rules.max_features,
        )  # fmt: skip
        ordered = self.levels is not None
        most = 2 * m if rules.max_depth > 40 else min(2 * m, 2 ** (rules.max_depth + 1))
        room = Room(
            rows=rows,
            spare=np.empty(m, np.uint32),
            keys=np.zeros((LANES, m if ordered else 0), np.int64),
            other=np.empty(m if ordered else 0, np.int64),
            table=np.zeros((FEW if ordered else 0, LANES), np.int64),
            scores=np.empty(LANES),
            last=np.empty(LANES, np.int64),
            tags=np.empty(m, np.uint32),
            amounts=np.empty((2, m)),
            xs=np.empty((0 if ordered else m, LANES), np.float32),
            edges=np.empty((3, LANES), np.float32),
            lane_sums=np.empty((3, LANES)),
            lane_counts=np.empty((3, LANES), np.int64),
            counts=np.zeros((2, width), np.int64),
            visit=np.arange(self.p),
            stack=np.empty((most // 2 + 2, 4), np.int64),
            found=np.empty(FOUND),
            digits=np.empty((2, 2048), np.int64),
            state=np.array([1, 0, 0], np.int64),
        )
        room.stack[0] = 0, m, 0, -1
        nodes = td.Nodes(np.empty((most, td.INTS), np.int64), np.empty((most, td.FLOATS)), np.empty((most, width)))
        while grow_tree(field, near, limits, room, nodes, draw):
            heed()
        return td.Nodes(*(table[: room.state[1]] for table in nodes))


def _own(table: Array) -> Array:
    """Return a table as kernels take it: one that must not be written to, such as a file in memory, is copied."""
    return np.require(table, requirements=("C", "A", "W"))
