"""What a node holds: its weight, its value, its impurity; and which features may split it."""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._jit import bare_helper
from workings.kernels._splitmix import stirred
from workings.kernels.tree_data import (
    CLASS_LOGS,
    CLOSE,
    COUNT_LOGS,
    COUNTS,
    DEPTH,
    EPSILON,
    IMPURITY,
    KEY,
    LOWER,
    OPEN,
    SIZE,
    START,
    TARGET_LOGS,
    UPPER,
    WEIGHT,
)
from workings.kernels.tree_medians import median_and_error


@bare_helper
def _classes(data, rules, value, f, start, size):
    """Write the shares of the classes into `value`; return weight and impurity."""
    members, weight = data.order[f, start : start + size], 0.0
    outputs, k_classes = data.codes.shape[0], rules.classes
    value[:] = 0.0
    for i in range(size):
        k = members[i]
        w = data.weights[k]
        weight += w
        for o in range(outputs):
            value[o * k_classes + np.int64(data.codes[o, k])] += w
    impurity = 0.0
    for o in range(outputs):
        part, squares = 0.0, 0.0
        for c in range(o * k_classes, (o + 1) * k_classes):
            squares += value[c] * value[c]
            share = value[c] / weight
            if share > 0.0:
                part -= share * math.log2(share)
            value[c] = share
        if rules.kind in (COUNT_LOGS, CLASS_LOGS):
            impurity += part
        else:
            impurity += 1.0 - squares / (weight * weight)
    return weight, impurity / outputs


@bare_helper
def _targets(data, rules, value, f, start, size):
    """Write the means of the targets into `value`; return weight and variance, or Poisson deviance."""
    members, outputs, impurity, weight = data.order[f, start : start + size], data.targets.shape[0], 0.0, 0.0
    for i in range(size):
        weight += data.weights[members[i]]
    for o in range(outputs):
        targets, origin, total = data.targets[o], data.targets[o, members[0]], 0.0
        if rules.kind == TARGET_LOGS:
            origin = 0.0
        for i in range(size):
            total += data.weights[members[i]] * (targets[members[i]] - origin)
        mean = origin + total / weight
        value[o] = mean
        for i in range(size):
            y, w = targets[members[i]], data.weights[members[i]]
            if rules.kind != TARGET_LOGS:
                impurity += w * (y - mean) * (y - mean)
            elif mean * weight <= EPSILON:
                impurity = np.inf
            elif y > 0.0:
                impurity += w * y * math.log(y / mean)
    return weight, impurity / (weight * outputs)


@bare_helper
def write_node(data, rules, nodes, at, f, start, size, depth, key, lower, upper, medians, classes, targets):
    """Write a new node; its samples are order[f, start:start + size]. One of the last three arguments is not None."""
    value, weight, impurity = nodes.values[at], 0.0, 0.0
    if medians is not None:
        weight, impurity = median_and_error(data, value, f, start, size)
    if classes is not None:
        weight, impurity = _classes(data, rules, value, f, start, size)
    if targets is not None:
        weight, impurity = _targets(data, rules, value, f, start, size)
    if rules.monotone.shape[0] > 0:
        value[0] = min(max(value[0], lower), upper)
        if data.codes.shape[0] > 0:
            value[1] = 1.0 - value[0]
    ints, floats = nodes.ints[at], nodes.floats[at]
    for i in range(ints.shape[0]):
        ints[i] = -1
    for i in range(floats.shape[0]):
        floats[i] = 0.0
    ints[SIZE], ints[START], ints[DEPTH], ints[KEY] = size, start, depth, np.int64(key)
    floats[WEIGHT], floats[IMPURITY], floats[LOWER], floats[UPPER] = weight, impurity, lower, upper
    closed = depth >= rules.max_depth or size < rules.min_split or size < 2 * rules.min_leaf
    ints[OPEN] = 0 if closed or weight < 2.0 * rules.min_weight or impurity <= EPSILON else 1


@bare_helper
def _missing(column, members):
    """Return how many of the sorted members miss their value; those come last."""
    low, high = 0, members.shape[0]
    while low < high:
        middle = (low + high) // 2
        x = column[members[middle]]
        if x != x:
            high = middle
        else:
            low = middle + 1
    return members.shape[0] - low


@bare_helper
def choose_features(data, rules, scratch, start, size, key):
    """Write the features to try into `visit`, and return how many: those drawn that are not constant here.

    A constant one counts as drawn, too, but at least one that is not constant is found if there is any. Ties of splits
    go to the feature that stands first.
    """
    p, kept, visit = data.columns.shape[0], 0, scratch.visit
    draws = rules.max_features < p
    if draws:
        for f in range(p):
            visit[f] = f
    word = stirred(np.uint64(key))
    for j in range(p):
        if draws:
            if j >= rules.max_features and kept > 0:
                break
            word = stirred(word)
            other = j + np.int64(((word >> np.uint64(32)) * np.uint64(p - j)) >> np.uint64(32))
            visit[j], visit[other] = visit[other], visit[j]
            f = np.int64(visit[j])
        else:
            f = j
        column, members, absent = data.columns[f], data.order[f, start : start + size], 0
        if data.gappy[f]:
            absent = _missing(column, members)
        if absent == size or (absent == 0 and column[members[size - 1]] <= column[members[0]] + CLOSE):
            continue
        if kept < j and draws:
            visit[j] = visit[kept]
        visit[kept] = f
        scratch.absent[kept] = absent
        kept += 1
    return kept


@bare_helper
def sum_node(data, rules, scratch, nodes, at):
    """Write the sums of the node into scratch.sums[0], and what targets are shifted by into [1]: their mean."""
    sums, shift, value, weight = scratch.sums[0], scratch.sums[1], nodes.values[at], nodes.floats[at, WEIGHT]
    start, size = nodes.ints[at, START], nodes.ints[at, SIZE]
    members = data.order[0, start : start + size]
    sums[:], shift[:] = 0.0, 0.0
    if rules.kind in (COUNTS, COUNT_LOGS):
        for c in range(rules.classes):
            sums[c] = np.rint(value[c] * weight)
        return
    if data.codes.shape[0] > 0:
        for i in range(size):
            k = members[i]
            for o in range(data.codes.shape[0]):
                sums[o * rules.classes + np.int64(data.codes[o, k])] += data.weights[k]
        return
    for o in range(data.targets.shape[0]):
        if rules.kind != TARGET_LOGS and rules.monotone.shape[0] == 0:
            shift[o] = value[o]
            continue
        targets, total, origin = data.targets[o], 0.0, 0.0 if rules.kind == TARGET_LOGS else data.targets[o, members[0]]
        for i in range(size):
            total += data.weights[members[i]] * (targets[members[i]] - origin)
        if rules.kind == TARGET_LOGS:
            sums[o] = total
        else:  # what the node predicts may be held back by a constraint
            shift[o] = origin + total / weight
