"""What the kernels that grow the trees of a forest are given.

A forest asks about few of the features at each node, so that keeping all columns sorted would cost more than the
search. Here each feature is sorted once for the whole forest, a sample then knows its level, the place of its value
among the distinct ones, and a node sorts the levels of its samples, for the features that it draws.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from workings.kernels._jit import kernel


class Field(NamedTuple):
    """The training data of a forest, and how its samples count in one tree.

    Either levels: (samples, features) uint16 or uint32, the place of each sample's value among the distinct values of
    the feature, columns: the same by features, values: (features, samples) float32, these values, sorted, and tops:
    (features,), the largest level of each; or, if thresholds are drawn, X: (samples, features) float32. Either tags:
    (samples,) uint32, class + 65536 * number of times drawn; or targets and weights: (samples,) float64. The others are
    None: kernels leave out what needs them when they are compiled.
    """

    levels: Any
    columns: Any
    values: Any
    tops: Any
    X: Any
    tags: Any
    targets: Any
    weights: Any


class Limits(NamedTuple):
    """When a node is a leaf; `total` is the weight of all samples."""

    classes: int
    max_depth: int
    min_split: int
    min_leaf: int
    min_weight: float
    min_decrease: float
    total: float
    max_features: int


class Room(NamedTuple):
    """Room to work in, of one thread.

    rows: the samples of the tree, which growing it divides. spare: one entry for each of these, and so other: int64,
    and keys: eight rows of these. table: (forest_order.FEW, 8) int64, the keys of eight features; scores, last: what is
    found in them. tags: as in Field, of the samples of a node. amounts: (2, members), weights and weighted targets of a
    node; xs: (members, 8) float32, its values in eight features, edges: (3, 8) float32, their least and largest and a
    cut; lane_sums: (3, 8), weights, targets and thresholds, and lane_counts: (3, 8) int64, of what is on the left.
    counts: (2, classes). visit: the features. stack: (nodes / 2 + 2, 4), the nodes to be done; found: as in
    forest_splits; digits: (2, 2048), counts. state: how far growth has come, see `forest_growth.grow_tree`.
    """

    rows: Any
    spare: Any
    keys: Any
    other: Any
    table: Any
    scores: Any
    last: Any
    tags: Any
    amounts: Any
    xs: Any
    edges: Any
    lane_sums: Any
    lane_counts: Any
    counts: Any
    visit: Any
    stack: Any
    found: Any
    digits: Any
    state: Any


@kernel
def levels_of(order, column, f, levels, of_feature, values):
    """Write the level of each sample in feature f, and the value of each level; return the largest level.

    order: the samples, sorted by the feature. levels: as in Field, of_feature: its entry of `columns`.
    """
    level = 0
    values[0] = column[order[0]]
    for i in range(order.shape[0]):
        x = column[order[i]]
        if x > values[level]:
            level += 1
            values[level] = x
        levels[order[i], f] = level
        of_feature[order[i]] = level
    return level
