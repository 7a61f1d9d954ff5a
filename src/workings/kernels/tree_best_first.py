"""Grow a tree best first: the split that lowers the impurity most is next; of equals the node that was made first."""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper, kernel
from workings.kernels.tree_data import EPSILON, FEATURE, IMPROVEMENT, LEFT, OPEN, RIGHT, SIZE, START
from workings.kernels.tree_division import divide_columns, mark, wanted_children
from workings.kernels.tree_growth import _NONE, _ONE, _children, _leaf, _prepare, _search, _take


@bare_helper
def _attempt(data, rules, scratch, nodes, at, left, found):
    """Find the split of a node and write its children, without dividing the columns; return False if there is none."""
    if nodes.ints[at, OPEN] == 0:
        return False
    count = _prepare(data, rules, scratch, nodes, at)
    if count == 0:
        return False
    _search(data, rules, scratch, nodes, at, _NONE, count, found)
    if not _take(data, rules, scratch, nodes, at, found):
        return False
    _children(data, rules, scratch, nodes, at, left, left + 1)
    return nodes.floats[at, IMPROVEMENT] + EPSILON >= rules.min_decrease


@bare_helper
def _before(nodes, numbers, a, b):
    """Whether node a is split before node b."""
    first, second = nodes.floats[a, IMPROVEMENT], nodes.floats[b, IMPROVEMENT]
    return first > second or (first == second and numbers[a] < numbers[b])


@bare_helper
def _push(nodes, numbers, heap, height, at):
    """Add a node to the heap."""
    here = height
    while here > 0 and _before(nodes, numbers, at, heap[(here - 1) // 2]):
        heap[here] = heap[(here - 1) // 2]
        here = (here - 1) // 2
    heap[here] = at


@bare_helper
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
def grow_best_first(data, rules, scratch, nodes, found):
    """Grow the tree of at most rules.max_leaves leaves from node 0; return its rows in the order in which they came.

    The children that a row names are already numbered by that order.
    """
    most = nodes.ints.shape[0]
    heap, numbers, rows = np.empty(most, np.int64), np.zeros(most, np.int64), np.zeros(most, np.int64)
    height, used, made, leaves = _NONE, _ONE, _ONE, _ONE
    if _attempt(data, rules, scratch, nodes, _NONE, used, found):
        heap[0], height, used = 0, 1, used + 2
    else:
        _leaf(nodes, _NONE)
    p = data.order.shape[0]
    while height > 0 and leaves < rules.max_leaves:
        at = _pop(nodes, numbers, heap, height)
        height -= 1
        leaves += 1
        ints = nodes.ints[at]
        mark(data, scratch, nodes, at)
        divide_columns(data, scratch, ints[START], ints[SIZE], ints[FEATURE], _NONE, p, wanted_children(nodes, at))
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
    for at in range(made):
        ints = nodes.ints[rows[at]]
        if ints[LEFT] >= 0:
            ints[LEFT], ints[RIGHT] = numbers[ints[LEFT]], numbers[ints[RIGHT]]
    return rows[:made]
