"""Grow one tree of a forest, depth first, its nodes numbered in the order in which they are reached.

The samples of a node stand together in `rows`, and splitting it divides these alone. Every tree is grown by one thread,
so that its draws follow one after the other.

Source: L. Breiman, "Random forests", Machine Learning 45 (2001) 5; Geurts, Ernst, Wehenkel, "Extremely randomized
trees", Machine Learning 63 (2006) 3.
"""

from __future__ import annotations

import numpy as np

from workings.kernels import tree_data as td
from workings.kernels._jit import exact_helper, kernel
from workings.kernels.forest_order import sort_places
from workings.kernels.forest_splits import (
    FEATURE,
    FOUND,
    PLACE,
    SCORE,
    THRESHOLD,
    classes_best,
    classes_drawn,
    targets_best,
    targets_drawn,
)
from workings.kernels.tree_random import stirred

_APART = np.uint64(0xD1B54A32D192ED03)


@exact_helper
def _sum_classes(tags, limits, room, rows, value):
    """Bring the node's tags together; write its shares of the classes; return weight, squares, impurity and word."""
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
    bits, word = 64 // limits.classes if limits.classes <= 64 else 0, 0
    if bits > 0 and bits < 63 and weight >> bits:
        bits = 0
    if bits > 0:
        for c in range(limits.classes):
            word += totals[c] << (c * bits)
    return np.float64(weight), squares, impurity, bits, word


@exact_helper
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
    return weight, 0, 0.0 if same else impurity / weight, 0, 0


@exact_helper
def draw_feature(visit, j, word):
    """Return a feature that has not been drawn since j was 0, and bring it to place j."""
    other = j + np.int64(((word >> np.uint64(32)) * np.uint64(visit.shape[0] - j)) >> np.uint64(32))
    visit[j], visit[other] = visit[other], visit[j]
    return visit[j]


@exact_helper
def _search_sorted(field, limits, room, places, tags, targets, rows, sums, digits, key, found):
    """Draw features until enough have been tried; one that is constant counts, but one that is not is found."""
    p, tried, visit, size = room.visit.shape[0], 0, room.visit, rows.shape[0]
    keys, order, other, slots, words = room.keys, room.sorted, room.other, room.slots, room.words
    node_tags, totals, left, ws, amounts = room.tags, room.counts[0], room.counts[1], room.amounts[0], room.amounts[1]
    weight, squares, _impurity, bits, word = sums
    min_leaf, least, reciprocals = limits.min_leaf, limits.min_weight, field.reciprocals
    draw = stirred(key)
    for j in range(p):
        if (j >= limits.max_features and tried > 0) or found[SCORE] == np.inf:
            break
        draw = stirred(draw)
        f = draw_feature(visit, j, draw)
        for i in range(size):
            keys[i] = places[rows[i], f]
        low = high = keys[0]
        for i in range(size):
            low, high = min(low, keys[i]), max(high, keys[i])
        values = field.values[f]
        if values[high] <= values[low] + td.CLOSE:
            continue
        tried += 1
        sort_places(keys, other, slots, words, digits, order, size, np.int64(high))
        if tags is not None:
            classes_best(
                node_tags, reciprocals, totals, left, values, keys, order, size, word, bits, squares, np.int64(weight),
                min_leaf, least, f, found,
            )  # fmt: skip
        if targets is not None:
            targets_best(ws, amounts, values, keys, order, size, weight, min_leaf, least, f, found)


@exact_helper
def _search_drawn(limits, room, X, tags, targets, rows, sums, key, found):
    """The same with one threshold a feature."""
    p, tried, visit, size = room.visit.shape[0], 0, room.visit, rows.shape[0]
    node_tags, totals, left, ws, amounts = room.tags, room.counts[0], room.counts[1], room.amounts[0], room.amounts[1]
    xs, weight, min_leaf, least = room.xs, sums[0], limits.min_leaf, limits.min_weight
    draw = stirred(key)
    for j in range(p):
        if j >= limits.max_features and tried > 0:
            break
        draw = stirred(draw)
        f = draw_feature(visit, j, draw)
        low = high = X[rows[0], f]
        for i in range(size):
            x = X[rows[i], f]
            xs[i] = x
            low, high = min(low, x), max(high, x)
        if high <= low + td.CLOSE:
            continue
        tried += 1
        draw = stirred(draw)
        if tags is not None:
            w = np.int64(weight)
            classes_drawn(node_tags, totals, left, xs, size, draw, low, high, w, min_leaf, least, f, found)
        if targets is not None:
            targets_drawn(ws, amounts, xs, size, draw, low, high, weight, min_leaf, least, f, found)


@exact_helper
def _divide(room, places, X, rows, found):
    """Bring the rows that go left before the others, both in their order; return how many go left."""
    f, spare = np.int64(found[FEATURE]), room.spare
    to_left, to_right = np.uint64(0), np.uint64(0)
    for i in range(rows.shape[0]):
        k = rows[i]
        goes = np.uint64(0)
        if places is not None:
            goes = np.uint64(places[k, f] <= found[PLACE])
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


@exact_helper
def _gain(limits, tags, sums, score):
    """Return what a split takes off the impurity, as a share of all samples."""
    if tags is not None:
        if score == np.inf:
            return sums[2] * sums[0] / limits.total
        return (score - sums[1] / sums[0]) / limits.total
    return score * sums[0] / limits.total


@exact_helper
def _grow(field, limits, room, nodes, draw, places, X, tags, targets):
    stack = np.empty((nodes.ints.shape[0] // 2 + 2, 4), np.int64)
    found, digits = np.empty(FOUND), np.empty(2048, np.int64)
    stack[0, 0], stack[0, 1], stack[0, 2], stack[0, 3] = 0, room.rows.shape[0], 0, -1
    height, count = 1, 0
    while height > 0:
        height -= 1
        start, size, depth, parent = stack[height, 0], stack[height, 1], stack[height, 2], stack[height, 3]
        rows, at = room.rows[start : start + size], count
        count += 1
        ints, floats = nodes.ints[at], nodes.floats[at]
        sums = (0.0, 0, 0.0, 0, 0)
        if tags is not None:
            sums = _sum_classes(tags, limits, room, rows, nodes.values[at])
        if targets is not None:
            sums = _sum_targets(targets, field.weights, room, rows, nodes.values[at])
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
        if places is not None:
            _search_sorted(field, limits, room, places, tags, targets, rows, sums, digits, key, found)
        if X is not None:
            _search_drawn(limits, room, X, tags, targets, rows, sums, key, found)
        if found[SCORE] == -np.inf or _gain(limits, tags, sums, found[SCORE]) + td.EPSILON < limits.min_decrease:
            continue
        n_left = _divide(room, places, X, rows, found)
        ints[td.FEATURE], floats[td.THRESHOLD] = np.int64(found[FEATURE]), found[THRESHOLD]
        ints[td.MISSING_LEFT] = np.int64(2 * n_left > size)
        stack[height, 0], stack[height, 1], stack[height, 2] = start + n_left, size - n_left, depth + 1
        stack[height + 1, 0], stack[height + 1, 1], stack[height + 1, 2] = start, n_left, depth + 1
        stack[height, 3], stack[height + 1, 3] = at, at
        height += 2
    return count


@kernel
def grow_tree(field, limits, room, nodes, draw):
    """Grow a tree; return how many nodes it has. Which of field's entries are None says how it is grown."""
    return _grow(field, limits, room, nodes, draw, field.places, field.X, field.tags, field.targets)
