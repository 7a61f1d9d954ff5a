"""Grow one tree of a forest, depth first, its nodes numbered in the order in which they are reached.

The samples of a node stand together in `rows`, and splitting it divides these alone. Every tree is grown by one thread,
so that its draws follow one after the other.

Source: L. Breiman, "Random forests", Machine Learning 45 (2001) 5; Geurts, Ernst, Wehenkel, "Extremely randomized
trees", Machine Learning 63 (2006) 3.
"""

from __future__ import annotations

import numpy as np

from workings.kernels import tree_data as td
from workings.kernels._jit import bare_helper, kernel, merged_helper
from workings.kernels._splitmix import stirred
from workings.kernels.forest_order import NEAR
from workings.kernels.forest_search import search_drawn, search_sorted
from workings.kernels.forest_splits import FEATURE, FIELD, LEVEL, NEXT, SCORE, THRESHOLD

# Numbers that are looked at before Python is let see whether anybody has pressed Ctrl-C.
_SHORT = 5_000_000
_APART = np.uint64(0xD1B54A32D192ED03)


@merged_helper
def _sum_classes(tags, limits, room, rows, value):
    """Bring the node's tags together; write its shares of the classes.

    Return weight, squares, impurity, and the counts of the classes in words, see `_lanes.try_classes`.
    """
    size, totals = rows.shape[0], room.counts[0]
    totals[:] = 0
    for i in range(size):
        tag = tags[rows[i]]
        room.tags[i] = tag
        totals[np.int64(tag) & 65535] += np.int64(tag) >> 16
    weight, squares = 0, 0
    for c in range(limits.classes):
        weight += totals[c]
        squares += totals[c] * totals[c]
    for c in range(limits.classes):
        value[c] = totals[c] / weight
    impurity = 0.0 if squares == weight * weight else 1.0 - squares / (np.float64(weight) * weight)
    bits, low, high = _fields(limits.classes, weight), 0, 0
    if bits > 0:
        each = (limits.classes + 1) // 2
        for c in range(each):
            low += totals[c] << (c * bits)
        for c in range(each, limits.classes):
            high += totals[c] << ((c - each) * bits)
        for i in range(size):
            tag = np.int64(room.tags[i])
            c = tag & 65535
            field = c * bits if c < each else 64 | ((c - each) * bits)
            room.tags[i] = (tag & ~65535) | (c << FIELD) | field
    return np.float64(weight), squares, impurity, bits, low, high


@bare_helper
def _fields(classes, weight):
    """Return how many bits each class has if all are counted in two words; 0 if they do not fit."""
    if classes > 128:
        return 0
    bits = min(31, 64 // ((classes + 1) // 2))
    return bits if weight >> bits == 0 else 0


@merged_helper
def _sum_targets(targets, weights, room, rows, value):
    """Bring together the node's weights and targets, counted from their mean; the same is returned."""
    size, weight, total, origin = rows.shape[0], 0.0, 0.0, targets[rows[0]]
    ws, amounts = room.amounts[0], room.amounts[1]
    same = True
    for i in range(size):
        w, y = weights[rows[i]], targets[rows[i]]
        ws[i] = w
        weight += w
        total += w * (y - origin)
        same &= y == origin
    mean, impurity = origin + total / weight, 0.0
    for i in range(size):
        away = targets[rows[i]] - mean
        amounts[i] = ws[i] * away
        impurity += ws[i] * away * away
    value[0] = mean
    return weight, 0, 0.0 if same else impurity / weight, 0, 0, 0


@merged_helper
def _divide(room, levels, X, rows, found):
    """Bring the rows that go left before the others, both in their order; return how many go left."""
    f, spare = np.int64(found[FEATURE]), room.spare
    to_left, to_right = np.uint64(0), np.uint64(0)
    for i in range(rows.shape[0]):
        k = rows[i]
        goes = np.uint64(0)
        if levels is not None:
            goes = np.uint64(levels[k, f] <= found[LEVEL])
        if X is not None:
            goes = np.uint64(X[k, f] <= found[THRESHOLD])
        rows[to_left] = k
        spare[to_right] = k
        to_left += goes
        to_right += np.uint64(1) - goes
    rest = rows[np.int64(to_left) :]
    for i in range(np.int64(to_right)):
        rest[i] = spare[i]
    return np.int64(to_left)


@merged_helper
def _gain(limits, tags, sums, score):
    """Return what a split takes off the impurity, as a share of all samples."""
    if tags is not None:
        return (score - sums[1] / sums[0]) / limits.total
    return score * sums[0] / limits.total


@merged_helper
def _bring_near(field, near, levels, X, tags, targets, rows):
    """Copy what is known of a node's samples, and number them anew."""
    for i in range(rows.shape[0]):
        k = rows[i]
        rows[i] = i
        if levels is not None:
            for f in range(levels.shape[1]):
                near.levels[i, f] = levels[k, f]
        if X is not None:
            for f in range(X.shape[1]):
                near.X[i, f] = X[k, f]
        if tags is not None:
            near.tags[i] = tags[k]
        if targets is not None:
            near.targets[i], near.weights[i] = targets[k], field.weights[k]


@merged_helper
def _grow(field, near, limits, room, nodes, draw, levels, X, tags, targets):
    stack, found, state = room.stack, room.found, room.state
    height, count, near_end, seen = state[0], state[1], state[2], 0
    while height > 0 and seen < _SHORT:
        height -= 1
        start, size, depth, parent = stack[height, 0], stack[height, 1], stack[height, 2], stack[height, 3]
        rows, at = room.rows[start : start + size], count
        seen += size * limits.max_features
        if size <= NEAR and start >= near_end:
            _bring_near(field, near, levels, X, tags, targets, rows)
            near_end = start + size
        here = near if start < near_end else field
        count += 1
        ints, floats = nodes.ints[at], nodes.floats[at]
        sums = (0.0, 0, 0.0, 0, 0, 0)
        if tags is not None:
            sums = _sum_classes(here.tags, limits, room, rows, nodes.values[at])
        if targets is not None:
            sums = _sum_targets(here.targets, here.weights, room, rows, nodes.values[at])
        ints[td.LEFT], ints[td.RIGHT], ints[td.FEATURE], ints[td.MISSING_LEFT] = -1, -1, -2, 0
        ints[td.SIZE], ints[td.DEPTH] = size, depth
        floats[td.THRESHOLD], floats[td.WEIGHT], floats[td.IMPURITY] = -2.0, sums[0], sums[2]
        if parent >= 0:
            nodes.ints[parent, td.LEFT if nodes.ints[parent, td.LEFT] < 0 else td.RIGHT] = at
        # Not one word of a stream after the other, or the draws of a node would be those of the last, shifted.
        key = stirred(np.uint64(draw) + np.uint64(at) * _APART)
        if depth >= limits.max_depth or size < limits.min_split or sums[0] < 2.0 * limits.min_weight:
            continue
        if sums[2] <= td.EPSILON:
            continue
        found[SCORE] = -np.inf
        if levels is not None:
            search_sorted(here, limits, room, here.levels, here.tags, here.targets, rows, sums, key, found)
        if X is not None:
            search_drawn(limits, room, here.X, here.tags, here.targets, rows, sums, key, found)
        if found[SCORE] == -np.inf or _gain(limits, tags, sums, found[SCORE]) + td.EPSILON < limits.min_decrease:
            continue
        if levels is not None:
            f = np.int64(found[FEATURE])
            low, high = field.values[f, np.int64(found[LEVEL])], field.values[f, np.int64(found[NEXT])]
            found[THRESHOLD] = np.float64(low) / 2.0 + np.float64(high) / 2.0
        n_left = _divide(room, here.levels, here.X, rows, found)
        ints[td.FEATURE], floats[td.THRESHOLD] = np.int64(found[FEATURE]), found[THRESHOLD]
        ints[td.MISSING_LEFT] = np.int64(2 * n_left > size)
        stack[height, 0], stack[height, 1], stack[height, 2] = start + n_left, size - n_left, depth + 1
        stack[height + 1, 0], stack[height + 1, 1], stack[height + 1, 2] = start, n_left, depth + 1
        stack[height, 3], stack[height + 1, 3] = at, at
        height += 2
    state[0], state[1], state[2] = height, count, near_end
    return height > 0


@kernel
def grow_tree(field, near, limits, room, nodes, draw):
    """Grow a tree, or a part of it; return whether there is more to do, by the same call.

    Which of field's entries are None says how it is grown. room.state holds how many nodes are to be done, at first
    one, at the bottom of the stack; how many nodes there are; and where the samples end that are brought near.
    """
    return _grow(field, near, limits, room, nodes, draw, field.levels, field.X, field.tags, field.targets)
