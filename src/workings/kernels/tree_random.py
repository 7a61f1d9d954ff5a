"""The best of thresholds that are drawn at random, one for each feature: the splits of extremely randomised trees.

The threshold lies uniformly between the least and the largest value in the node; missing values go left or right by the
toss of a coin.

Source: Geurts, Ernst, Wehenkel, "Extremely randomized trees", Machine Learning 63 (2006) 3.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper
from workings.kernels._splitmix import MIX, stirred
from workings.kernels.tree_data import BEST, CLOSE_SCORES, CUT, GO_LEFT, NAN_LEFT, SCORE
from workings.kernels.tree_medians import error_of
from workings.kernels.tree_sums import add_sample, in_order, sums_score


@bare_helper
def random_best(data, rules, scratch, start, size, sums, shift, weight, bounds, key, first, last, found, medians):
    """Write into `found` the best of one random split for each of visit[first:last]."""
    left, best = scratch.left_sums, found[SCORE]
    lower, upper = bounds
    for j in range(first, last):
        f, absent = scratch.visit[j], scratch.absent[j]
        column, members = data.columns[f], data.order[f, start : start + size]
        direction = np.int64(rules.monotone[f]) if rules.monotone.shape[0] > 0 else 0
        present = size - absent
        word = stirred(key ^ (np.uint64(f) * MIX))
        low, high = np.float64(column[members[0]]), np.float64(column[members[present - 1]])
        threshold = low + (high - low) * (np.float64(word >> np.uint64(11)) * 2.0**-53)
        if threshold >= high:
            threshold = low
        nan_left = 1 if absent > 0 and stirred(word) & np.uint64(1) else 0
        bottom, top = 0, present
        while bottom < top:
            middle = (bottom + top) // 2
            if column[members[middle]] <= threshold:
                bottom = middle + 1
            else:
                top = middle
        n_left = bottom + (absent if nan_left else 0)
        if n_left < rules.min_leaf or size - n_left < rules.min_leaf:
            continue
        left[:] = 0.0
        w_left = 0.0
        for i in range(bottom):
            w_left += add_sample(data, rules, members[i], left, shift)
        if nan_left:
            for i in range(present, size):
                w_left += add_sample(data, rules, members[i], left, shift)
        w_right = weight - w_left
        if n_left == size or w_left < rules.min_weight or w_right < rules.min_weight:
            continue
        a, b = 0.0, 0.0
        if medians is not None:
            error_left, a = error_of(data, f, start, bottom)
            error_right, b = error_of(data, f, start + bottom, size - bottom)
            score = -error_left - error_right
        else:
            score = sums_score(rules.kind, left, sums, w_left, w_right)
            a, b = shift[0] + left[0] / w_left, shift[0] + (sums[0] - left[0]) / w_right
        if direction != 0 and not in_order(direction, a, b, lower, upper):
            continue
        if score - best > CLOSE_SCORES * abs(score):
            best = score
            found[BEST], found[GO_LEFT], found[NAN_LEFT], found[CUT] = f, n_left, nan_left, threshold
    found[SCORE] = best
