"""What the kernels that grow the trees of a forest are given.

A forest asks about few of the features at each node, so that keeping all columns sorted would cost more than the
search. Here each feature is sorted once for the whole forest, a sample then knows its place in the order, and a node
sorts the places of its samples, for the features that it draws. Places are whole numbers, no two of them equal.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from workings.kernels._jit import kernel


class Field(NamedTuple):
    """The training data of a forest, and how its samples count in one tree.

    Either places: (samples, features) uint32, the place of each sample in the order of the feature, and values:
    (features, samples) float32, sorted; or, if thresholds are drawn, X: (samples, features) float32. Either tags:
    (samples,) uint32, class + 65536 * number of times drawn, and reciprocals: 1 / k for k = 0, 1, ..., the weight of
    all; or targets and weights: (samples,) float64. The others are None: kernels leave out what needs them when they
    are compiled.
    """

    places: Any
    values: Any
    X: Any
    tags: Any
    reciprocals: Any
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

    rows: the samples of the tree, which growing it divides. spare, keys, sorted, other: one entry for each of these;
    slots: one for each sample; words: one bit for each sample. tags: as in Field, of the samples of a node. amounts:
    (2, members), weights and weighted targets of a node; xs: float32, its values. counts: (2, classes). visit: the
    features.
    """

    rows: Any
    spare: Any
    keys: Any
    sorted: Any
    other: Any
    slots: Any
    words: Any
    tags: Any
    amounts: Any
    xs: Any
    counts: Any
    visit: Any


@kernel
def places_of(order, column, f, places, values):
    """Write the place of each sample in the order of one feature, and the values in this order."""
    for i in range(order.shape[0]):
        places[order[i], f] = i
        values[i] = column[order[i]]
