"""What the kernels of trees are given, and how a node is kept.

A node is a row of three tables: whole numbers, real numbers, and its value (the shares of the classes of each output,
or the numbers to predict). The constants name the columns.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

# How good a split is: gini and entropy from whole counts; sums of squares, and sums of x log x, over weighted classes
# or targets; the variance of one target; absolute errors around medians.
COUNTS, COUNT_LOGS, CLASS_SQUARES, CLASS_LOGS, VARIANCE, TARGET_SQUARES, TARGET_LOGS, MEDIANS = range(8)

LEFT, RIGHT, FEATURE, SIZE, MISSING_LEFT, START, DEPTH, OPEN, KEY, N_LEFT = range(10)
INTS = 10
THRESHOLD, IMPURITY, WEIGHT, LOWER, UPPER, IMPROVEMENT = range(6)
FLOATS = 6

EPSILON = np.finfo(np.float64).eps
# Two neighbouring values that differ by no more than this count as equal, as in scikit-learn.
CLOSE = np.float32(1e-7)
# Random splits, and those by absolute errors, whose scores differ by no more than this share may differ by rounding
# alone: the first one wins.
CLOSE_SCORES = 1e-12


class Samples(NamedTuple):
    """The training data.

    columns: (features, samples) float32. order: (features, members) uint32, each row the members sorted by its feature,
    which growing a tree divides. codes: (outputs, samples), classes. targets: (outputs, samples) float64. weights:
    (samples,) float64. gappy: (features,) uint8, whether any value is NaN. reciprocals: 1 / k for COUNTS; logs: k log k
    for COUNT_LOGS; with k = 0, 1, ..., members; else None.
    """

    columns: Any
    order: Any
    codes: Any
    targets: Any
    weights: Any
    gappy: Any
    reciprocals: Any
    logs: Any


class Rules(NamedTuple):
    """When a node is split and when it is a leaf; `total` is the weight of all samples.

    drawn: 1 if thresholds are drawn at random, else None.
    """

    kind: int
    classes: int
    max_depth: int
    min_split: int
    min_leaf: int
    min_weight: float
    min_decrease: float
    total: float
    max_features: int
    drawn: Any
    monotone: Any
    max_leaves: int


class Nodes(NamedTuple):
    """The three tables of nodes."""

    ints: Any
    floats: Any
    values: Any


class Scratch(NamedTuple):
    """Room to work in, of one thread.

    side, spare: one entry a sample; stack: two more. visit, absent: one a feature: the features to try, and how many
    values of each are missing. sums: (2, sums), of the node, and what the targets were shifted by; ranks: (outputs,
    samples), for absolute errors. classes, targets: what nodes hold; variance, other: what is searched for, if the
    other tables do not tell; each is 1 or, so that it is not compiled, None. even: whether all weights are 1. tied:
    (features,) uint8, whether many values of a feature are equal.

    The search of some features alone writes to the others. left, left_sums: one entry a class, or a sum. medians: (7,
    members), links: (2, members) and way: (members,), for absolute errors; else medians is None. starts, scores, cuts:
    of eight features that are searched together, and words, see `_tree_lanes`.
    """

    side: Any
    spare: Any
    stack: Any
    visit: Any
    absent: Any
    sums: Any
    ranks: Any
    classes: Any
    targets: Any
    variance: Any
    other: Any
    even: bool
    tied: Any
    left: Any
    left_sums: Any
    medians: Any
    links: Any
    way: Any
    starts: Any
    scores: Any
    cuts: Any
    words: Any


# The best split so far: how good, its feature, how many go left, whether missing ones do, and the place of the last
# value that goes left, or the threshold that was drawn.
SCORE, BEST, GO_LEFT, NAN_LEFT, CUT = range(5)
FOUND = 5
