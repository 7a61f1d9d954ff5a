"""Grow a tree: each node takes its best split, and the sorted columns are divided so that they stay sorted.

Depth first, a node is split when it is reached (best first: see `tree_best_first`). Every node is needed only once, and
nothing outside its own stretch of the columns, so that subtrees may grow in any order and on any thread.

Source: Breiman, Friedman, Olshen, Stone, Classification and Regression Trees (1984); the presorted columns are those of
Shafer, Agrawal, Mehta, "SPRINT: a scalable parallel classifier for data mining", VLDB 1996.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper, bare_kernel, inlined_helper, kernel
from workings.kernels._splitmix import stirred
from workings.kernels.tree_counts import count_logs_best, counts_best
from workings.kernels.tree_data import (
    BEST,
    CUT,
    DEPTH,
    EPSILON,
    FEATURE,
    GO_LEFT,
    IMPROVEMENT,
    IMPURITY,
    KEY,
    LEFT,
    LOWER,
    MISSING_LEFT,
    N_LEFT,
    NAN_LEFT,
    OPEN,
    RIGHT,
    SCORE,
    SIZE,
    START,
    THRESHOLD,
    UPPER,
    WEIGHT,
)
from workings.kernels.tree_division import divide, divide_columns, mark, wanted_children
from workings.kernels.tree_medians import medians_best, rank_targets
from workings.kernels.tree_nodes import choose_features, sum_node, write_node
from workings.kernels.tree_random import random_best
from workings.kernels.tree_sums import sums_best, variance_best

# A literal 0 as an argument would compile a helper once more, for this number alone.
_NONE, _ONE = np.int64(0), np.int64(1)
_TO_LEFT, _TO_RIGHT = np.uint64(0x8BB84B93962EACC9), np.uint64(0x2D358DCCAA6C78A5)


@bare_helper
def _scan(data, rules, scratch, nodes, at, first, last, found, drawn, reciprocals, logs, medians, variance, other):
    """Write the best split of a node among visit[first:last] into `found`.

    The last six arguments say by which of them are None what is searched for, so that nothing else is compiled.
    """
    start, size, weight = nodes.ints[at, START], nodes.ints[at, SIZE], nodes.floats[at, WEIGHT]
    bounds = (nodes.floats[at, LOWER], nodes.floats[at, UPPER])
    sums, shift = scratch.sums[0], scratch.sums[1]
    if drawn is not None:
        key = np.uint64(nodes.ints[at, KEY])
        random_best(data, rules, scratch, start, size, sums, shift, weight, bounds, key, first, last, found, medians)
        return
    if reciprocals is not None:
        counts_best(data, rules, scratch, start, size, sums, first, last, found)
    if logs is not None:
        count_logs_best(data, rules, scratch, start, size, sums, first, last, found)
    if medians is not None:
        medians_best(data, rules, scratch, start, size, weight, bounds, first, last, found)
    if variance is not None:
        variance_best(data, rules, scratch, start, size, shift[0], weight, bounds, first, last, found)
    if other is not None:
        sums_best(data, rules, scratch, start, size, sums, shift, weight, bounds, first, last, found)


@inlined_helper
def _search(data, rules, scratch, nodes, at, first, last, found):
    """See `_scan`."""
    found[SCORE] = -np.inf
    _scan(
        data, rules, scratch, nodes, at, first, last, found,
        rules.drawn, data.reciprocals, data.logs, scratch.medians, scratch.variance, scratch.other,
    )  # fmt: skip


@bare_helper
def _rank(data, scratch, start, size, medians):
    if medians is not None:
        rank_targets(data, scratch, start, size)


@bare_helper
def _prepare(data, rules, scratch, nodes, at):
    """Choose the features of a node, and sum its samples; return how many features there are to try."""
    start, size = nodes.ints[at, START], nodes.ints[at, SIZE]
    count = choose_features(data, rules, scratch, start, size, nodes.ints[at, KEY])
    if count > 0:
        _rank(data, scratch, start, size, scratch.medians)
        sum_node(data, rules, scratch, nodes, at)
    return count


@bare_helper
def _take(data, rules, scratch, nodes, at, found):
    """Write the split that was found into the node, and order its samples by it in the split feature's column.

    Return False, and close the node, if there is none.
    """
    ints, floats = nodes.ints[at], nodes.floats[at]
    if found[SCORE] == -np.inf:
        ints[OPEN] = 0
        return False
    f, n_left, start, size = np.int64(found[BEST]), np.int64(found[GO_LEFT]), ints[START], ints[SIZE]
    column, members = data.columns[f], data.order[f, start : start + size]
    last = column[members[size - 1]]
    gaps = last != last
    ints[FEATURE], ints[N_LEFT] = f, n_left
    ints[MISSING_LEFT] = np.int64(found[NAN_LEFT]) if gaps else np.int64(2 * n_left > size)
    if rules.drawn is not None:
        floats[THRESHOLD] = found[CUT]
    else:
        cut = np.int64(found[CUT])
        upper = column[members[cut + 1]]
        # NaN: the missing values alone go right.
        floats[THRESHOLD] = np.inf if upper != upper else np.float64(column[members[cut]]) / 2.0 + upper / 2.0
    if gaps and ints[MISSING_LEFT]:
        for i in range(size):
            x = column[members[i]]
            scratch.side[members[i]] = 1 if x != x or x <= floats[THRESHOLD] else 0
        divide(members, scratch.side, scratch.spare)
    return True


@bare_helper
def _children(data, rules, scratch, nodes, at, left, right):
    """Write the children of a split node as `left` and `right`; return whether either may be split."""
    ints, floats = nodes.ints[at], nodes.floats[at]
    f, start, size, n_left = ints[FEATURE], ints[START], ints[SIZE], ints[N_LEFT]
    depth, lower, upper = ints[DEPTH] + 1, floats[LOWER], floats[UPPER]
    # A node draws by the words that follow its key: a child's key must not be one of these, nor a cousin's key.
    parts = scratch.medians, scratch.classes, scratch.targets
    key = stirred(np.uint64(ints[KEY]) ^ _TO_LEFT)
    write_node(data, rules, nodes, left, f, start, n_left, depth, key, lower, upper, *parts)
    key = stirred(np.uint64(ints[KEY]) ^ _TO_RIGHT)
    write_node(data, rules, nodes, right, f, start + n_left, size - n_left, depth, key, lower, upper, *parts)
    ints[LEFT], ints[RIGHT] = left, right
    direction = np.int64(rules.monotone[f]) if rules.monotone.shape[0] > 0 else 0
    if direction != 0:
        a, b = nodes.values[left, 0], nodes.values[right, 0]
        middle = a / 2.0 + b / 2.0
        nodes.floats[left, UPPER if direction > 0 else LOWER] = middle
        nodes.floats[right, LOWER if direction > 0 else UPPER] = middle
    w_left, w_right = nodes.floats[left, WEIGHT], nodes.floats[right, WEIGHT]
    weight = floats[WEIGHT]
    less = floats[IMPURITY] - w_right / weight * nodes.floats[right, IMPURITY]
    less -= w_left / weight * nodes.floats[left, IMPURITY]
    floats[IMPROVEMENT] = weight / rules.total * less
    return nodes.ints[left, OPEN] == 1 or nodes.ints[right, OPEN] == 1


@bare_helper
def _leaf(nodes, at):
    """Make a node a leaf again."""
    ints = nodes.ints[at]
    ints[OPEN], ints[LEFT], ints[RIGHT], ints[FEATURE], ints[MISSING_LEFT] = 0, -1, -1, -2, 0
    nodes.floats[at, THRESHOLD] = -2.0


@bare_helper
def _split(data, rules, scratch, nodes, at, left, right, found):
    """Split an open node into `left` and `right`; return False if nothing may be gained."""
    count = _prepare(data, rules, scratch, nodes, at)
    if count == 0:
        return False
    _search(data, rules, scratch, nodes, at, _NONE, count, found)
    if not _take(data, rules, scratch, nodes, at, found):
        return False
    go_on = _children(data, rules, scratch, nodes, at, left, right)
    if nodes.floats[at, IMPROVEMENT] + EPSILON < rules.min_decrease:
        return False
    if go_on:
        mark(data, scratch, nodes, at)
        ints, p = nodes.ints[at], data.order.shape[0]
        divide_columns(data, scratch, ints[START], ints[SIZE], ints[FEATURE], _NONE, p, wanted_children(nodes, at))
    return True


@inlined_helper
def _make_root(data, rules, scratch, nodes):
    """Write node 0: all samples. Its key has been written."""
    key = np.uint64(nodes.ints[0, KEY])
    parts, size = (scratch.medians, scratch.classes, scratch.targets), data.order.shape[1]
    write_node(data, rules, nodes, _NONE, _NONE, _NONE, size, _NONE, key, -np.inf, np.inf, *parts)
    opened = nodes.ints[0, OPEN]
    _leaf(nodes, _NONE)
    nodes.ints[0, OPEN] = opened


@inlined_helper
def _take_and_mark(data, rules, scratch, nodes, at, left, right, found):
    """Take a split: 0 there is none or it gains too little, 1 both children are leaves, 2 columns are to be divided."""
    if _take(data, rules, scratch, nodes, at, found):
        go_on = _children(data, rules, scratch, nodes, at, left, right)
        if nodes.floats[at, IMPROVEMENT] + EPSILON >= rules.min_decrease:
            mark(data, scratch, nodes, at)
            return 2 if go_on else 1
    _leaf(nodes, at)
    return 0


@bare_helper
def _grow(data, rules, scratch, nodes, found):
    """Grow the subtree below node 0, depth first by a stack of open nodes; return how many nodes it has."""
    stack, height, count = scratch.stack, _ONE, _ONE
    stack[0] = 0
    while height > 0:
        height -= 1
        at = stack[height]
        if not _split(data, rules, scratch, nodes, at, count, count + 1, found):
            _leaf(nodes, at)
            continue
        count += 2
        for child in (count - 1, count - 2):
            if nodes.ints[child, OPEN]:
                stack[height] = child
                height += 1
            else:
                _leaf(nodes, child)
    return count


# What `work` can do.
ROOT, PREPARE, SEARCH, TAKE, DIVIDE, GROW = range(6)


@bare_kernel
def work(what, data, rules, scratch, nodes, at, first, last, found):
    """Do one of the tasks above: one kernel, because each of its own would compile the search anew.

    ROOT: write node 0. PREPARE node `at`: return how many features there are to try. SEARCH: write the best split of
    node `at` among the features first..last of these into `found`. TAKE it: write the children as nodes `first` and
    `last`; see `_take_and_mark` for what is returned. DIVIDE the columns first..last. GROW all below node 0: return the
    number of nodes.
    """
    if what == ROOT:
        _make_root(data, rules, scratch, nodes)
    elif what == PREPARE:
        return _prepare(data, rules, scratch, nodes, at)
    elif what == SEARCH:
        _search(data, rules, scratch, nodes, at, first, last, found)
    elif what == TAKE:
        return _take_and_mark(data, rules, scratch, nodes, at, first, last, found)
    elif what == DIVIDE:
        ints = nodes.ints[at]
        divide_columns(data, scratch, ints[START], ints[SIZE], ints[FEATURE], first, last, wanted_children(nodes, at))
    else:
        return _grow(data, rules, scratch, nodes, found)
    return 0


@kernel
def in_preorder(left, right):
    """Return the nodes' rows in the order root, left subtree, right subtree."""
    count = left.shape[0]
    rows, stack, height, done = np.empty(count, np.int64), np.empty(count, np.int64), 1, 0
    stack[0] = 0
    while height > 0:
        height -= 1
        at = stack[height]
        rows[done] = at
        done += 1
        if left[at] >= 0:
            stack[height], stack[height + 1] = right[at], left[at]
            height += 2
    return rows[:done]
