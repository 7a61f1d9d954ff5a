"""Grow a tree: each node takes its best split, and the sorted columns are divided so that they stay sorted.

Depth first, a node is split when it is reached. Best first (`max_leaves` > 0), the node whose split lowers the impurity
most is next; of equals the one that was made first. Both need every node only once, and nothing outside its own stretch
of the columns, so that subtrees may grow in any order and on any thread.

Source: Breiman, Friedman, Olshen, Stone, Classification and Regression Trees (1984); the presorted columns are those of
Shafer, Agrawal, Mehta, "SPRINT: a scalable parallel classifier for data mining", VLDB 1996.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import exact_helper, kernel
from workings.kernels.tree_counts import count_logs_best, counts_best
from workings.kernels.tree_data import (
    BEST,
    COUNT_LOGS,
    COUNTS,
    CUT,
    DEPTH,
    EPSILON,
    FEATURE,
    FLOATS,
    FOUND,
    GO_LEFT,
    IMPROVEMENT,
    IMPURITY,
    INTS,
    KEY,
    LEFT,
    LOWER,
    MEDIANS,
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
    VARIANCE,
    WEIGHT,
    Nodes,
)
from workings.kernels.tree_medians import medians_best, rank_targets
from workings.kernels.tree_nodes import choose_features, sum_node, write_node
from workings.kernels.tree_random import random_best, stirred
from workings.kernels.tree_sums import sums_best, variance_best


@exact_helper
def _scan(data, rules, scratch, nodes, at, first, last, found):
    """Write the best split of a node among visit[first:last] into `found`."""
    start, size, weight = nodes.ints[at, START], nodes.ints[at, SIZE], nodes.floats[at, WEIGHT]
    bounds = (nodes.floats[at, LOWER], nodes.floats[at, UPPER])
    sums, shift = scratch.sums[0], scratch.sums[1]
    if rules.at_random:
        key = np.uint64(nodes.ints[at, KEY])
        random_best(data, rules, scratch, start, size, sums, shift, weight, bounds, key, first, last, found)
    elif rules.kind == COUNTS:
        counts_best(data, rules, scratch, start, size, sums, first, last, found)
    elif rules.kind == COUNT_LOGS:
        count_logs_best(data, rules, scratch, start, size, sums, first, last, found)
    elif rules.kind == VARIANCE:
        variance_best(data, rules, scratch, start, size, shift[0], weight, bounds, first, last, found)
    elif rules.kind == MEDIANS:
        medians_best(data, rules, scratch, start, size, weight, bounds, first, last, found)
    else:
        sums_best(data, rules, scratch, start, size, sums, shift, weight, bounds, first, last, found)


@exact_helper
def _prepare(data, rules, scratch, nodes, at):
    """Choose the features of a node, and sum its samples; return how many features there are to try."""
    start, size = nodes.ints[at, START], nodes.ints[at, SIZE]
    count = choose_features(data, rules, scratch, start, size, nodes.ints[at, KEY])
    if count > 0:
        if rules.kind == MEDIANS:
            rank_targets(data, scratch, start, size)
        else:
            sum_node(data, rules, scratch, start, size)
    return count


@exact_helper
def _divide_columns(data, scratch, start, size, skip, first, last):
    """Bring the members on side 1 before those on side 0 in the columns first..last but `skip`, both in order."""
    side, spare = scratch.side, scratch.spare
    for f in range(first, last):
        if f == skip:
            continue
        members = data.order[f, start : start + size]
        to_left, to_right = np.uint64(0), np.uint64(0)
        for i in range(size):
            k = members[i]
            goes = np.uint64(side[k])
            members[to_left] = k
            spare[to_right] = k
            to_left += goes
            to_right += np.uint64(1) - goes
        rest = members[np.int64(to_left) :]
        for i in range(np.int64(to_right)):
            rest[i] = spare[i]


@exact_helper
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
    if rules.at_random:
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
        _divide_columns(data, scratch, start, size, -1, f, f + 1)
    return True


@exact_helper
def _children(data, rules, nodes, at, left, right):
    """Write the children of a split node as `left` and `right`; return whether either may be split."""
    ints, floats = nodes.ints[at], nodes.floats[at]
    f, start, size, n_left = ints[FEATURE], ints[START], ints[SIZE], ints[N_LEFT]
    depth, lower, upper = ints[DEPTH] + 1, floats[LOWER], floats[UPPER]
    key = stirred(np.uint64(ints[KEY]))
    write_node(data, rules, nodes, left, f, start, n_left, depth, key, lower, upper)
    key = stirred(key)
    write_node(data, rules, nodes, right, f, start + n_left, size - n_left, depth, key, lower, upper)
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


@exact_helper
def _mark(data, scratch, nodes, at):
    """Write which side each sample of a split node goes to."""
    f, start, size, n_left = (
        nodes.ints[at, FEATURE],
        nodes.ints[at, START],
        nodes.ints[at, SIZE],
        nodes.ints[at, N_LEFT],
    )
    members, side = data.order[f, start : start + size], scratch.side
    for i in range(n_left):
        side[members[i]] = 1
    for i in range(n_left, size):
        side[members[i]] = 0


@exact_helper
def _leaf(nodes, at):
    """Make a node a leaf again."""
    ints = nodes.ints[at]
    ints[OPEN], ints[LEFT], ints[RIGHT], ints[FEATURE], ints[MISSING_LEFT] = 0, -1, -1, -2, 0
    nodes.floats[at, THRESHOLD] = -2.0


@exact_helper
def _split(data, rules, scratch, nodes, at, left, right, found):
    """Split an open node into `left` and `right`; return False if nothing may be gained."""
    count = _prepare(data, rules, scratch, nodes, at)
    if count == 0:
        return False
    found[SCORE] = -np.inf
    _scan(data, rules, scratch, nodes, at, 0, count, found)
    if not _take(data, rules, scratch, nodes, at, found):
        return False
    go_on = _children(data, rules, nodes, at, left, right)
    if nodes.floats[at, IMPROVEMENT] + EPSILON < rules.min_decrease:
        return False
    if go_on:
        _mark(data, scratch, nodes, at)
        p, f = data.order.shape[0], nodes.ints[at, FEATURE]
        _divide_columns(data, scratch, nodes.ints[at, START], nodes.ints[at, SIZE], f, 0, p)
    return True


@kernel
def make_root(data, rules, nodes, key):
    """Write node 0: all samples."""
    write_node(data, rules, nodes, 0, 0, 0, data.order.shape[1], 0, key, -np.inf, np.inf)
    _leaf_or_open(nodes)


@exact_helper
def _leaf_or_open(nodes):
    opened = nodes.ints[0, OPEN]
    _leaf(nodes, 0)
    nodes.ints[0, OPEN] = opened


@kernel
def prepare(data, rules, scratch, nodes, at):
    """See `_prepare`."""
    return _prepare(data, rules, scratch, nodes, at)


@kernel
def scan(data, rules, scratch, nodes, at, first, last, found):
    """See `_scan`."""
    found[SCORE] = -np.inf
    _scan(data, rules, scratch, nodes, at, first, last, found)


@kernel
def take(data, rules, scratch, nodes, at, left, right, found):
    """Take a split: 0 there is none or it gains too little, 1 both children are leaves, 2 columns are to be divided."""
    if not _take(data, rules, scratch, nodes, at, found):
        _leaf(nodes, at)
        return 0
    go_on = _children(data, rules, nodes, at, left, right)
    if nodes.floats[at, IMPROVEMENT] + EPSILON < rules.min_decrease:
        _leaf(nodes, at)
        return 0
    _mark(data, scratch, nodes, at)
    return 2 if go_on else 1


@kernel
def divide_columns(data, scratch, start, size, skip, first, last):
    """See `_divide_columns`."""
    _divide_columns(data, scratch, start, size, skip, first, last)


@kernel
def grow(data, rules, scratch, seed, most):
    """Grow the subtree below a node, given as the one row of the tables `seed`; return the tables of its nodes.

    A stack of open nodes, depth first.
    """
    nodes = Nodes(
        np.empty((most, INTS), np.int64), np.empty((most, FLOATS), np.float64),
        np.empty((most, seed.values.shape[1]), np.float64),
    )  # fmt: skip
    nodes.ints[0], nodes.floats[0], nodes.values[0] = seed.ints[0], seed.floats[0], seed.values[0]
    stack, height, count, found = np.empty(most // 2 + 2, np.int64), 1, 1, np.empty(FOUND, np.float64)
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
    return nodes.ints[:count].copy(), nodes.floats[:count].copy(), nodes.values[:count].copy()


@exact_helper
def _attempt(data, rules, scratch, nodes, at, left, found):
    """Find the split of a node and write its children, without dividing the columns; return False if there is none."""
    if nodes.ints[at, OPEN] == 0:
        return False
    count = _prepare(data, rules, scratch, nodes, at)
    if count == 0:
        return False
    found[SCORE] = -np.inf
    _scan(data, rules, scratch, nodes, at, 0, count, found)
    if not _take(data, rules, scratch, nodes, at, found):
        return False
    _children(data, rules, nodes, at, left, left + 1)
    return nodes.floats[at, IMPROVEMENT] + EPSILON >= rules.min_decrease


@exact_helper
def _before(nodes, numbers, a, b):
    """Whether node a is split before node b."""
    first, second = nodes.floats[a, IMPROVEMENT], nodes.floats[b, IMPROVEMENT]
    return first > second or (first == second and numbers[a] < numbers[b])


@exact_helper
def _push(nodes, numbers, heap, height, at):
    """Add a node to the heap."""
    here = height
    while here > 0 and _before(nodes, numbers, at, heap[(here - 1) // 2]):
        heap[here] = heap[(here - 1) // 2]
        here = (here - 1) // 2
    heap[here] = at


@exact_helper
def _pop(nodes, numbers, heap, height):
    """Take the first node off the heap of this height."""
    first, moved, here, size = heap[0], heap[height - 1], 0, height - 1
    while 2 * here + 1 < size:
        child = 2 * here + 1
        if child + 1 < size and _before(nodes, numbers, heap[child + 1], heap[child]):
            child += 1
        if not _before(nodes, numbers, heap[child], moved):
            break
        heap[here] = heap[child]
        here = child
    heap[here] = moved
    return first


@kernel
def grow_best_first(data, rules, scratch, seed, most):
    """Grow the tree of at most rules.max_leaves leaves; return its tables, numbered as the nodes were made."""
    nodes = Nodes(
        np.empty((most, INTS), np.int64), np.empty((most, FLOATS), np.float64),
        np.empty((most, seed.values.shape[1]), np.float64),
    )  # fmt: skip
    nodes.ints[0], nodes.floats[0], nodes.values[0] = seed.ints[0], seed.floats[0], seed.values[0]
    heap, numbers, rows = np.empty(most, np.int64), np.zeros(most, np.int64), np.zeros(most, np.int64)
    found = np.empty(FOUND, np.float64)
    height, used, made, leaves = 0, 1, 1, 1
    if _attempt(data, rules, scratch, nodes, 0, used, found):
        heap[0], height, used = 0, 1, used + 2
    else:
        _leaf(nodes, 0)
    p = data.order.shape[0]
    while height > 0 and leaves < rules.max_leaves:
        at = _pop(nodes, numbers, heap, height)
        height -= 1
        leaves += 1
        ints = nodes.ints[at]
        _mark(data, scratch, nodes, at)
        _divide_columns(data, scratch, ints[START], ints[SIZE], ints[FEATURE], 0, p)
        for child in (ints[LEFT], ints[RIGHT]):
            numbers[child], rows[made] = made, child
            made += 1
            if _attempt(data, rules, scratch, nodes, child, used, found):
                _push(nodes, numbers, heap, height, child)
                height, used = height + 1, used + 2
            else:
                _leaf(nodes, child)
    for i in range(height):
        _leaf(nodes, heap[i])
    ints, floats, values = nodes.ints[rows[:made]], nodes.floats[rows[:made]], nodes.values[rows[:made]]
    for at in range(made):
        if ints[at, LEFT] >= 0:
            ints[at, LEFT], ints[at, RIGHT] = numbers[ints[at, LEFT]], numbers[ints[at, RIGHT]]
    return ints, floats, values


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
