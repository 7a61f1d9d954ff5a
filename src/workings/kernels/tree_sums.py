r"""The best split of a node by weighted sums: any number of outputs, classes with weights, targets.

Let :math:`s_d` be the sums over the left (the weights of a class, a weighted target), :math:`t_d` those over the right,
and :math:`w_l, w_r` the weights. Gini and the squared error ask for the largest
:math:`\sum_d s_d^2 / w_l + \sum_d t_d^2 / w_r`; entropy and the Poisson deviance for the largest
:math:`\sum_d s_d \log(s_d / w_l) + \sum_d t_d \log(t_d / w_r)`. Targets of squared errors are counted from their mean
in the node, so that a far-off mean costs no digits.

Source: Breiman, Friedman, Olshen, Stone, Classification and Regression Trees (1984), chapters 4 and 8.
"""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._jit import bare_helper
from workings.kernels._lanes import LANES
from workings.kernels._tree_lanes import try_tied_variance, try_variance
from workings.kernels.tree_data import (
    BEST,
    CLASS_LOGS,
    CLASS_SQUARES,
    CLOSE,
    CUT,
    EPSILON,
    GO_LEFT,
    NAN_LEFT,
    SCORE,
    TARGET_LOGS,
)
from workings.kernels.tree_lanes import ALONE, TIED, TOGETHER, begin_lanes, take_lane


@bare_helper
def in_order(direction, left, right, lower, upper):
    """Whether two values keep within bounds and in the order that a monotonic constraint asks for."""
    within = lower <= left <= upper and lower <= right <= upper
    return within and (left - right) * direction <= 0


@bare_helper
def _one_feature(data, rules, scratch, start, size, mean, weight, bounds, j, found):
    """Write into `found` the best split of one target by the feature visit[j], if it is better."""
    targets, weights, best, f, absent = data.targets[0], data.weights, found[SCORE], scratch.visit[j], scratch.absent[j]
    lower, upper = bounds
    column, members = data.columns[f], data.order[f, start : start + size]
    direction = np.int64(rules.monotone[f]) if rules.monotone.shape[0] > 0 else 0
    present = size - absent
    for turn in range(2 if absent > 0 else 1):
        stop = present - 1 if turn == 1 or absent == 0 else present
        sum_left, w_left, n_left = 0.0, 0.0, 0
        for step in range(-absent if turn == 1 else 0, stop):
            k = members[size + step] if step < 0 else members[step]
            w = weights[k]
            sum_left += w * (targets[k] - mean)
            w_left += w
            n_left += 1
            w_right = weight - w_left
            score = sum_left * sum_left / (w_left * w_right)
            if score > best and step >= 0:
                if n_left < rules.min_leaf or size - n_left < rules.min_leaf:
                    continue
                if w_left < rules.min_weight or w_right < rules.min_weight:
                    continue
                if step + 1 < present and column[members[step + 1]] <= column[k] + CLOSE:
                    continue
                if direction != 0 and not in_order(
                    direction, mean + sum_left / w_left, mean - sum_left / w_right, lower, upper
                ):
                    continue
                best = score
                found[SCORE], found[BEST], found[GO_LEFT], found[NAN_LEFT], found[CUT] = score, f, n_left, turn, step


@bare_helper
def variance_best(data, rules, scratch, start, size, mean, weight, bounds, first, last, found):
    """Write into `found` the best split among visit[first:last], of one target."""
    plain, starts = scratch.even and rules.monotone.shape[0] == 0, scratch.starts
    least = max(rules.min_leaf, np.int64(np.ceil(rules.min_weight)))
    for j in range(first, last, LANES):
        stop = min(j + LANES, last)
        way = begin_lanes(data, scratch, start, j, stop) if plain else ALONE
        args = data.order, starts, data.columns, size, data.targets[0], mean, least, scratch.scores, scratch.cuts
        if way == TIED:
            try_tied_variance(*args)
        elif way == TOGETHER:
            try_variance(*args)
        for lane in range(stop - j):
            if way == ALONE or not take_lane(data, scratch, start, size, j, lane, found):
                _one_feature(data, rules, scratch, start, size, mean, weight, bounds, j + lane, found)


@bare_helper
def add_sample(data, rules, k, left, shift):
    """Move sample k to the left."""
    w = data.weights[k]
    if rules.kind in (CLASS_SQUARES, CLASS_LOGS):
        for o in range(data.codes.shape[0]):
            left[o * rules.classes + np.int64(data.codes[o, k])] += w
    else:
        for o in range(data.targets.shape[0]):
            left[o] += w * (data.targets[o, k] - shift[o])
    return w


@bare_helper
def sums_score(kind, left, totals, w_left, w_right):
    """Return how good a split with these sums is; -inf where the Poisson deviance would be infinite."""
    ours, theirs = 0.0, 0.0
    if kind in (CLASS_LOGS, TARGET_LOGS):
        for d in range(totals.shape[0]):
            s = left[d]
            t = totals[d] - s
            if kind == TARGET_LOGS and (s <= EPSILON or t <= EPSILON):
                return -np.inf
            if s > 0.0:
                ours += s * math.log(s / w_left)
            if t > 0.0:
                theirs += t * math.log(t / w_right)
        return ours + theirs
    for d in range(totals.shape[0]):
        s = left[d]
        t = totals[d] - s
        ours += s * s
        theirs += t * t
    return ours / w_left + theirs / w_right


@bare_helper
def sums_best(data, rules, scratch, start, size, totals, shift, weight, bounds, first, last, found):
    """Write into `found` the best split among visit[first:last]; totals: the node's sums, shifted by `shift`."""
    left, best = scratch.left_sums, found[SCORE]
    lower, upper = bounds
    for j in range(first, last):
        f, absent = scratch.visit[j], scratch.absent[j]
        column, members = data.columns[f], data.order[f, start : start + size]
        direction = np.int64(rules.monotone[f]) if rules.monotone.shape[0] > 0 else 0
        present = size - absent
        for turn in range(2 if absent > 0 else 1):
            stop = present - 1 if turn == 1 or absent == 0 else present
            left[:] = 0.0
            w_left, n_left = 0.0, 0
            for step in range(-absent if turn == 1 else 0, stop):
                k = members[size + step] if step < 0 else members[step]
                w_left += add_sample(data, rules, k, left, shift)
                n_left += 1
                if step < 0 or n_left < rules.min_leaf or size - n_left < rules.min_leaf:
                    continue
                if step + 1 < present and column[members[step + 1]] <= column[k] + CLOSE:
                    continue
                w_right = weight - w_left
                if w_left < rules.min_weight or w_right < rules.min_weight:
                    continue
                if direction != 0 and not in_order(
                    direction, shift[0] + left[0] / w_left, shift[0] + (totals[0] - left[0]) / w_right, lower, upper
                ):
                    continue
                score = sums_score(rules.kind, left, totals, w_left, w_right)
                if score > best:
                    best = score
                    found[BEST], found[GO_LEFT], found[NAN_LEFT], found[CUT] = f, n_left, turn, step
    found[SCORE] = best
