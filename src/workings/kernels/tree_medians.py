r"""Medians and absolute errors: :math:`\sum_i w_i |y_i - m|` with m a weighted median.

The median of a growing set of targets: a Fenwick tree over the ranks of the targets holds the sums of weights and of
weighted targets up to each rank, so that adding a target, and finding where half of the weight lies, take O(log n).
Where exactly half lies below, the median is the mean of the two targets in the middle.

Source: P. M. Fenwick, "A new data structure for cumulative frequency tables", Software: Practice and Experience 24
(1994) 327.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import exact_helper
from workings.kernels.tree_data import BEST, CLOSE, CUT, GO_LEFT, NAN_LEFT, SCORE
from workings.kernels.tree_sums import in_order


@exact_helper
def sorted_targets(data, o, f, start, size):
    """Return the places of the node's samples in order[f], sorted by target o (equal ones as they stand)."""
    members = data.order[f, start : start + size]
    y = np.empty(size, np.float64)
    for i in range(size):
        y[i] = data.targets[o, members[i]]
    return np.argsort(y, kind="mergesort")


@exact_helper
def _median(data, o, f, start, size, weight):
    """Return the weighted median of target o."""
    members, targets = data.order[f, start : start + size], data.targets[o]
    places, below = sorted_targets(data, o, f, start, size), 0.0
    for i in range(size - 1):
        k = members[places[i]]
        below += data.weights[k]
        if below == 0.5 * weight:
            return (targets[k] + targets[members[places[i + 1]]]) / 2.0
        if below > 0.5 * weight:
            return targets[k]
    return targets[members[places[size - 1]]]


@exact_helper
def _errors_around(data, o, f, start, size, middle):
    members, error = data.order[f, start : start + size], 0.0
    for i in range(size):
        error += data.weights[members[i]] * abs(data.targets[o, members[i]] - middle)
    return error


@exact_helper
def _weight(data, f, start, size):
    members, weight = data.order[f, start : start + size], 0.0
    for i in range(size):
        weight += data.weights[members[i]]
    return weight


@exact_helper
def median_and_error(data, value, f, start, size):
    """Write the medians into `value`; return the node's weight and its mean absolute error."""
    weight, error, outputs = _weight(data, f, start, size), 0.0, data.targets.shape[0]
    for o in range(outputs):
        value[o] = _median(data, o, f, start, size, weight)
        error += _errors_around(data, o, f, start, size, value[o])
    return weight, error / (weight * outputs)


@exact_helper
def error_of(data, f, start, size):
    """Return the sum of the absolute errors around the medians, and the first output's median."""
    weight, error, first = _weight(data, f, start, size), 0.0, 0.0
    for o in range(data.targets.shape[0]):
        middle = _median(data, o, f, start, size, weight)
        error += _errors_around(data, o, f, start, size, middle)
        if o == 0:
            first = middle
    return error, first


@exact_helper
def rank_targets(data, scratch, start, size):
    """Write the rank of each sample's target within the node into scratch.ranks."""
    members = data.order[0, start : start + size]
    for o in range(data.targets.shape[0]):
        places = sorted_targets(data, o, 0, start, size)
        for i in range(size):
            scratch.ranks[o, members[places[i]]] = i


@exact_helper
def _grow_medians(data, scratch, o, sums, members, backward, errors, medians):
    """Add to errors[i] the absolute error of the first i + 1 (or last) members around their median medians[i]."""
    size = members.shape[0]
    tree_w, tree_wy, by_rank = sums[0], sums[1], sums[2]
    targets, ranks, weights = data.targets[o], scratch.ranks[o], data.weights
    for i in range(size):
        tree_w[i], tree_wy[i] = 0.0, 0.0
        by_rank[ranks[members[i]]] = targets[members[i]]
    top = 1
    while 2 * top <= size:
        top *= 2
    all_w, all_wy = 0.0, 0.0
    for step in range(size):
        place = size - 1 - step if backward else step
        k = members[place]
        w, y = weights[k], targets[k]
        at = np.int64(ranks[k]) + 1
        while at <= size:
            tree_w[at - 1] += w
            tree_wy[at - 1] += w * y
            at += at & -at
        all_w += w
        all_wy += w * y
        half, at, below_w, below_wy, span = 0.5 * all_w, 0, 0.0, 0.0, top
        while span > 0:  # the most ranks whose weight stays below half
            if at + span <= size and below_w + tree_w[at + span - 1] < half:
                at += span
                below_w += tree_w[at - 1]
                below_wy += tree_wy[at - 1]
            span //= 2
        middle = by_rank[at]
        errors[place] += (all_wy - below_wy - middle * (all_w - below_w)) + (middle * below_w - below_wy)
        # Where exactly half of the weight is reached, the next target that is in counts as well.
        reached, upto_w, span = 0, 0.0, top
        while span > 0:
            if reached + span <= size and upto_w + tree_w[reached + span - 1] <= half:
                reached += span
                upto_w += tree_w[reached - 1]
            span //= 2
        if reached < size and reached > at:
            middle = (middle + by_rank[reached]) / 2.0
        medians[place] = middle


@exact_helper
def medians_best(data, rules, scratch, start, size, weight, bounds, first, last, found):
    """Write into `found` the best split among visit[first:last] by absolute errors."""
    lower, upper = bounds
    sums, best = scratch.medians[:3], found[SCORE]
    errors_left, errors_right = scratch.medians[3, :size], scratch.medians[4, :size]
    middle_left, middle_right = scratch.medians[5, :size], scratch.medians[6, :size]
    way = np.empty(size, np.uint32)
    for j in range(first, last):
        f, absent = scratch.visit[j], scratch.absent[j]
        column, members = data.columns[f], data.order[f, start : start + size]
        direction = np.int64(rules.monotone[f]) if rules.monotone.shape[0] > 0 else 0
        present = size - absent
        for turn in range(2 if absent > 0 else 1):
            lead = absent if turn == 1 else 0  # so many missing values go first
            stop = present - 1 if turn == 1 or absent == 0 else present
            for i in range(lead):
                way[i] = members[present + i]
            for i in range(lead, size):
                way[i] = members[i - lead]
            errors_left[:], errors_right[:] = 0.0, 0.0
            for o in range(data.targets.shape[0]):
                _grow_medians(data, scratch, o, sums, way, False, errors_left, middle_left)
                _grow_medians(data, scratch, o, sums, way, True, errors_right, middle_right)
            w_left = 0.0
            for i in range(lead + stop):
                k = way[i]
                w_left += data.weights[k]
                step, n_left = i - lead, i + 1
                if step < 0 or n_left < rules.min_leaf or size - n_left < rules.min_leaf:
                    continue
                if w_left < rules.min_weight or weight - w_left < rules.min_weight:
                    continue
                if step + 1 < present and column[way[i + 1]] <= column[k] + CLOSE:
                    continue
                if direction != 0 and not in_order(direction, middle_left[i], middle_right[i + 1], lower, upper):
                    continue
                score = -errors_left[i] - errors_right[i + 1]
                if score > best:
                    best = score
                    found[BEST], found[GO_LEFT], found[NAN_LEFT], found[CUT] = f, n_left, turn, step
    found[SCORE] = best
