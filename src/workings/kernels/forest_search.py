"""Search the features that a node of a forest draws: sort its samples by each, and try all thresholds, or one."""

from __future__ import annotations

import numpy as np

from workings.kernels import tree_data as td
from workings.kernels._drawn_lanes import count_left, gather_eight, sum_left
from workings.kernels._jit import bare_helper, merged_helper
from workings.kernels._lanes import LANES, try_classes, try_classes_apart, try_targets, try_targets_apart
from workings.kernels._splitmix import stirred
from workings.kernels.forest_order import FEW, digits_of, sort_keys, sort_lanes
from workings.kernels.forest_splits import (
    FEATURE,
    LEVEL,
    NEXT,
    SCORE,
    SLACK,
    THRESHOLD,
    classes_best,
    draw_thresholds,
    score_of_classes,
    score_of_words,
    targets_best,
)

# The smallest positive number: a weight of no less is positive.
_TINY = 5e-324


@bare_helper
def draw_feature(visit, j, word):
    """Return a feature that has not been drawn since j was 0, and bring it to place j."""
    other = j + np.int64(((word >> np.uint64(32)) * np.uint64(visit.shape[0] - j)) >> np.uint64(32))
    visit[j], visit[other] = visit[other], visit[j]
    return visit[j]


@bare_helper
def _varies(field, levels, rows, f):
    """Whether a feature has values in a node that can be told apart."""
    low = high = levels[rows[0], f]
    for i in range(rows.shape[0]):
        low, high = min(low, levels[rows[i], f]), max(high, levels[rows[i], f])
    return field.values[f, high] > field.values[f, low] + td.CLOSE


@bare_helper
def _with_sample(tags, node_tags, level, i):
    """Return the key of a node's sample i: its level, and what is to be known of it."""
    if tags is not None:
        return (level << 32) | np.int64(node_tags[i])
    return (level << 32) | i


@bare_helper
def _best(field, limits, room, tags, targets, keys, size, sums, f, found):
    """Try all thresholds of a feature whose keys are sorted."""
    weight, squares, bits, values = sums[0], sums[1], sums[3], field.values
    totals, left, ws, amounts = room.counts[0], room.counts[1], room.amounts[0], room.amounts[1]
    min_leaf, least = limits.min_leaf, limits.min_weight
    if tags is not None:
        whole = np.int64(weight)
        classes_best(keys, totals, left, values, size, bits, squares, whole, min_leaf, least, f, found)
    if targets is not None:
        targets_best(keys, ws, amounts, values, size, weight, min_leaf, least, f, found)


@merged_helper
def _best_of_eight(field, limits, room, tags, targets, size, sums, features, found):
    """Try all thresholds of up to eight features, whose keys are sorted: few in room.table, many in room.keys."""
    table, keys, scores, last, few = room.table, room.keys, room.scores, room.last, size <= FEW
    weight, squares, _impurity, bits, low, high = sums
    ws, amounts, min_leaf, least, slack = room.amounts[0], room.amounts[1], limits.min_leaf, limits.min_weight, 1.0
    if tags is not None:
        total = np.float64(squares)
        if bits > 0 and few:
            try_classes(table, size, low, high, bits, total, weight, min_leaf, least, scores, last)
        elif bits > 0:
            try_classes_apart(keys, size, low, high, bits, total, weight, min_leaf, least, scores, last)
    if targets is not None:
        slack = SLACK
        if few:
            try_targets(table, size, ws, amounts, weight, min_leaf, max(least, _TINY), slack, scores, last)
        else:
            try_targets_apart(keys, size, ws, amounts, weight, min_leaf, max(least, _TINY), slack, scores, last)
    for lane in range(features.shape[0]):
        f, here = features[lane], table[:size, lane] if few else keys[lane, :size:1]
        if here[0] >> 32 == here[size - 1] >> 32:
            continue
        if tags is not None and bits == 0:
            _best(field, limits, room, tags, targets, here, size, sums, f, found)
        elif scores[lane] > found[SCORE] * slack:
            lower, upper = here[last[lane]] >> 32, here[last[lane] + 1] >> 32
            if field.values[f, upper] > field.values[f, lower] + td.CLOSE:
                found[SCORE], found[FEATURE], found[LEVEL], found[NEXT] = scores[lane], f, lower, upper
            else:  # values too close to be told apart: the best of the others
                _best(field, limits, room, tags, targets, here, size, sums, f, found)


@merged_helper
def _sort(field, room, levels, tags, rows, features):
    """Sort the keys of a node's samples in up to eight features."""
    size, table, keys, other, node_tags = rows.shape[0], room.table, room.keys, room.other, room.tags
    if size <= FEW:
        for lane in range(features.shape[0]):
            f = features[lane]
            for i in range(size):
                table[i, lane] = _with_sample(tags, node_tags, np.int64(levels[rows[i], f]), i)
        sort_lanes(table, size)
        return
    counts = room.digits
    for lane in range(features.shape[0]):
        f, here = features[lane], keys[lane]
        turns, digit = digits_of(field.tops[f])
        mask = (1 << digit) - 1
        column = field.columns[f]
        counts[0, : mask + 1] = 0
        for i in range(size):
            level = np.int64(column[rows[i]])
            here[i] = _with_sample(tags, node_tags, level, i)
            counts[0, level & mask] += 1
        if sort_keys(here, other, counts, size, turns, digit):
            for i in range(size):
                here[i] = other[i]


@merged_helper
def _part_two(field, limits, room, levels, tags, targets, rows, key, found):
    """Split a node of two samples by the first feature that tells them apart: all splits of two are equal."""
    draw, visit = stirred(key), room.visit
    ws, amounts, score, a, b = room.amounts[0], room.amounts[1], 0.0, 0.0, 0.0
    if tags is not None:
        a, b = np.float64(room.tags[0] >> 16), np.float64(room.tags[1] >> 16)
        score = a + b
    if targets is not None:
        a, b = ws[0], ws[1]
        score = amounts[0] * amounts[0] / (a * b)
    if min(a, b) < limits.min_weight:
        return
    for j in range(visit.shape[0]):
        draw = stirred(draw)
        f = draw_feature(visit, j, draw)
        one, other = levels[rows[0], f], levels[rows[1], f]
        low, high = min(one, other), max(one, other)
        if low != high and field.values[f, high] > field.values[f, low] + td.CLOSE:
            found[SCORE], found[FEATURE], found[LEVEL], found[NEXT] = score, f, low, high
            return


@merged_helper
def search_sorted(field, limits, room, levels, tags, targets, rows, sums, key, found):
    """Draw features until enough have been tried; one that is constant counts, but one that is not is found.

    Of equal splits that of the feature drawn first is taken. Were it the first by number, all trees of a forest would
    prefer the same features in their many small nodes.
    """
    p, j, visit, most = room.visit.shape[0], 0, room.visit, limits.max_features
    if rows.shape[0] == 2:
        _part_two(field, limits, room, levels, tags, targets, rows, key, found)
        return
    draw = stirred(key)
    while j < p:
        if j >= most and (found[SCORE] > -np.inf or _any_varies(field, levels, rows, visit, j)):
            break
        if tags is not None and found[SCORE] > sums[0] - 0.5:
            break  # both sides are pure: nothing is better
        together = min(LANES, most - j) if j < most else 1
        for f in range(j, j + together):
            draw = stirred(draw)
            draw_feature(visit, f, draw)
        features = visit[j : j + together]
        _sort(field, room, levels, tags, rows, features)
        _best_of_eight(field, limits, room, tags, targets, rows.shape[0], sums, features, found)
        j += together


@bare_helper
def _any_varies(field, levels, rows, visit, drawn):
    """Whether any of the features that were drawn first is not constant in a node."""
    any_does = False
    for j in range(drawn):
        any_does |= _varies(field, levels, rows, visit[j])
    return any_does


@merged_helper
def _sums_of_left(limits, room, tags, targets, size, sums):
    """Find what is at or below the threshold of each of the eight features."""
    xs, cuts, totals, numbers = room.xs, room.edges[2], room.lane_sums, room.lane_counts
    if tags is not None and sums[3] > 0:
        count_left(xs, size, cuts, room.tags, numbers[0], numbers[1], numbers[2])
    elif tags is not None:
        for lane in range(LANES):
            count = 0
            for i in range(size):
                count += np.int64(xs[i, lane] <= cuts[lane])
            numbers[2, lane] = count
    if targets is not None:
        sum_left(xs, size, cuts, room.amounts[0], room.amounts[1], totals[0], totals[1], numbers[2])


@merged_helper
def _best_drawn(limits, room, tags, targets, size, sums, features, varies, found):
    """Keep the best of the drawn thresholds of up to eight features."""
    weight, least, slack = sums[0], limits.min_weight, 1.0
    totals, numbers, node_counts = room.lane_sums, room.lane_counts, room.counts
    for lane in range(features.shape[0]):
        n_left, score = numbers[2, lane], -np.inf
        if (varies >> lane) & 1 == 0 or n_left < limits.min_leaf or size - n_left < limits.min_leaf or n_left == size:
            continue
        if tags is not None and sums[3] > 0:
            left, both = (numbers[0, lane], numbers[1, lane]), (sums[4], sums[5])
            score = score_of_words(left, both, sums[3], limits.classes, np.int64(weight), least)
        elif tags is not None:
            cut, whole = room.edges[2, lane], np.int64(weight)
            score = score_of_classes(room.tags, node_counts[0], node_counts[1], room.xs, lane, size, cut, whole, least)
        if targets is not None:
            slack = SLACK
            w_left, total = totals[0, lane], totals[1, lane]
            w_right = weight - w_left
            if w_left >= least and w_right >= least and w_right > 0.0:
                score = total * total / (w_left * w_right)
        if score > found[SCORE] * slack:
            found[SCORE], found[FEATURE], found[THRESHOLD] = score, features[lane], totals[2, lane]


@merged_helper
def search_drawn(limits, room, X, tags, targets, rows, sums, key, found):
    """The same with one threshold a feature."""
    p, j, visit, size, most = room.visit.shape[0], 0, room.visit, rows.shape[0], limits.max_features
    edges, chosen, any_varies = room.edges, room.last, False
    draw = stirred(key)
    while j < p and (j < most or not any_varies):
        together = min(LANES, most - j) if j < most else 1
        for f in range(j, j + together):
            draw = stirred(draw)
            draw_feature(visit, f, draw)
        for lane in range(LANES):
            chosen[lane] = visit[j + min(lane, together - 1)]
        gather_eight(X, rows, size, chosen, room.xs, edges[0], edges[1])
        draw = stirred(draw)
        varies = draw_thresholds(edges[0], edges[1], draw, room.lane_sums[2], edges[2])
        if varies != 0:
            any_varies = True
            _sums_of_left(limits, room, tags, targets, size, sums)
            _best_drawn(limits, room, tags, targets, size, sums, visit[j : j + together], varies, found)
        j += together
