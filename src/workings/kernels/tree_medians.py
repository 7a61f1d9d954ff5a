r"""Medians and absolute errors: :math:`\sum_i w_i |y_i - m|` with m a weighted median.

The median of a shrinking set of targets: they are linked in the order of their size, and a finger stays on the median.
When a target is taken out, the finger moves to a neighbour or stays (by more places only where weights differ much), so
that all errors of one feature take O(n) once the targets are ranked. Where exactly half of the weight lies below, the
median is the mean of the two targets in the middle.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import allocating_helper, bare_helper
from workings.kernels.tree_data import BEST, CLOSE, CLOSE_SCORES, CUT, GO_LEFT, NAN_LEFT, SCORE
from workings.kernels.tree_sums import in_order


@allocating_helper
def sorted_targets(data, o, f, start, size):
    """Return the places of the node's samples in order[f], sorted by target o (equal ones as they stand)."""
    members = data.order[f, start : start + size]
    y = np.empty(size, np.float64)
    for i in range(size):
        y[i] = data.targets[o, members[i]]
    return np.argsort(y, kind="mergesort")


@allocating_helper
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


@bare_helper
def _errors_around(data, o, f, start, size, middle):
    members, error = data.order[f, start : start + size], 0.0
    for i in range(size):
        error += data.weights[members[i]] * abs(data.targets[o, members[i]] - middle)
    return error


@bare_helper
def _weight(data, f, start, size):
    members, weight = data.order[f, start : start + size], 0.0
    for i in range(size):
        weight += data.weights[members[i]]
    return weight


@allocating_helper
def median_and_error(data, value, f, start, size):
    """Write the medians into `value`; return the node's weight and its mean absolute error."""
    weight, error, outputs = _weight(data, f, start, size), 0.0, data.targets.shape[0]
    for o in range(outputs):
        value[o] = _median(data, o, f, start, size, weight)
        error += _errors_around(data, o, f, start, size, value[o])
    return weight, error / (weight * outputs)


@allocating_helper
def error_of(data, f, start, size):
    """Return the sum of the absolute errors around the medians, and the first output's median."""
    weight, error, first = _weight(data, f, start, size), 0.0, 0.0
    for o in range(data.targets.shape[0]):
        middle = _median(data, o, f, start, size, weight)
        error += _errors_around(data, o, f, start, size, middle)
        if o == 0:
            first = middle
    return error, first


@allocating_helper
def rank_targets(data, scratch, start, size):
    """Write the rank of each sample's target within the node into scratch.ranks."""
    members = data.order[0, start : start + size]
    for o in range(data.targets.shape[0]):
        places = sorted_targets(data, o, 0, start, size)
        for i in range(size):
            scratch.ranks[o, members[places[i]]] = i


@bare_helper
def _shrink(data, scratch, o, members, backward, errors, medians):
    """Add to errors[i] the absolute error of the members up to i (backward) or from i on, around medians[i].

    All members are linked by the ranks of their targets, and taken out one by one. Targets are counted from one in the
    middle, so that a far-off median costs no digits.
    """
    size, ranks, total, total_y = members.shape[0], scratch.ranks[o], 0.0, 0.0
    whole, y, w = scratch.medians[0], scratch.medians[1], scratch.medians[2]
    after, before = scratch.links[0], scratch.links[1]
    for i in range(size):
        k = members[i]
        whole[ranks[k]], w[ranks[k]] = data.targets[o, k], data.weights[k]
    origin = whole[size // 2]
    for r in range(size):
        after[r], before[r] = r + 1, r - 1
        y[r] = whole[r] - origin
        total += w[r]
        total_y += w[r] * y[r]
    at, below, below_y = np.int64(0), 0.0, 0.0
    for step in range(size):
        half = 0.5 * total
        while below >= half and before[at] >= 0:
            at = np.int64(before[at])
            below -= w[at]
            below_y -= w[at] * y[at]
        while below + w[at] < half and after[at] < size:
            below += w[at]
            below_y += w[at] * y[at]
            at = np.int64(after[at])
        place = size - 1 - step if backward else step
        middle = y[at]
        errors[place] += (total_y - below_y - middle * (total - below)) + (middle * below - below_y)
        # Where exactly half of the weight is reached, the next target that is in counts as well.
        medians[place] = whole[at]
        if below + w[at] == half and after[at] < size:
            medians[place] = (whole[at] + whole[after[at]]) / 2.0
        r = np.int64(ranks[members[place]])
        following, former = np.int64(after[r]), np.int64(before[r])
        total -= w[r]
        total_y -= w[r] * y[r]
        if r < at:
            below -= w[r]
            below_y -= w[r] * y[r]
        if following < size:
            before[following] = former
        if former >= 0:
            after[former] = following
        if r == at:
            at = following
            if following == size and former >= 0:
                at = former
                below -= w[at]
                below_y -= w[at] * y[at]


@bare_helper
def medians_best(data, rules, scratch, start, size, weight, bounds, first, last, found):
    """Write into `found` the best split among visit[first:last] by absolute errors."""
    lower, upper = bounds
    best, way = found[SCORE], scratch.way[:size]
    errors_left, errors_right = scratch.medians[3, :size], scratch.medians[4, :size]
    middle_left, middle_right = scratch.medians[5, :size], scratch.medians[6, :size]
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
                _shrink(data, scratch, o, way, True, errors_left, middle_left)
                _shrink(data, scratch, o, way, False, errors_right, middle_right)
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
                if score - best > CLOSE_SCORES * errors_left[size - 1]:  # else they may differ by rounding alone
                    best = score
                    found[BEST], found[GO_LEFT], found[NAN_LEFT], found[CUT] = f, n_left, turn, step
    found[SCORE] = best
