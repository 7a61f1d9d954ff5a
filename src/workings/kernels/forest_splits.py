r"""The best split of a node of a forest by one feature, whose samples are given in order, or by a threshold drawn.

With weights :math:`w_l, w_r` of both sides, gini asks for the largest :math:`\sum_c l_c^2 / w_l + \sum_c r_c^2 / w_r`,
the squared error, with the sum :math:`s` of the left side's targets, counted from the mean of the node, for the largest
:math:`s^2 / (w_l w_r)`: see `tree_counts` and `tree_sums`.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper
from workings.kernels._splitmix import stirred
from workings.kernels.tree_data import CLOSE

# Which of found's entries is what: how good, the feature, the threshold if it is drawn, and else the last level that
# goes left and the next one that is there.
SCORE, FEATURE, THRESHOLD, LEVEL, NEXT = range(5)
FOUND = 5
# Sums of targets that differ by less than this share count as equal, or rounding would choose between equal splits.
SLACK = 1.0 + 1e-10
# The bit of a tag from which on its class stands, if the bits below say where the class is counted.
FIELD = 7


@bare_helper
def _take(found, score, f, lower, upper, values):
    """Keep a split between two keys, unless both have the same value."""
    low, high = lower >> 32, upper >> 32
    if low == high or values[f, high] <= values[f, low] + CLOSE:
        return False
    found[SCORE], found[FEATURE], found[LEVEL], found[NEXT] = score, f, low, high
    return True


# Arrays are handed over one by one, and not in tuples: copying a tuple of ten costs more than a small node's search.
@bare_helper
def classes_best(keys, totals, left, values, size, bits, squares, weight, min_leaf, least, f, found):
    """Try all thresholds of feature f; keys: sorted, a level in the upper half, a tag in the lower, as `_lanes` says.

    bits: 0 if classes are not counted in words. A side must have min_leaf samples, and a weight of `least`. The score
    is that of `_lanes.try_classes`.
    """
    ours, theirs, w_left, best = 0, squares, 0, found[SCORE]
    left[:] = 0
    for i in range(size - 1):
        key = keys[i]
        w, c = (key >> 16) & 65535, (key >> FIELD) & 511 if bits > 0 else key & 65535
        a, b = left[c], totals[c] - left[c]
        left[c] = a + w
        ours += w * (2 * a + w)
        theirs -= w * (2 * b - w)
        w_left += w
        a_side, other_side = np.float64(w_left), np.float64(weight - w_left)
        score = (ours * other_side + theirs * a_side) / (a_side * other_side)
        if score > best:
            if i + 1 < min_leaf or size - i - 1 < min_leaf or w_left < least or weight - w_left < least:
                continue
            if _take(found, score, f, key, keys[i + 1], values):
                best = score


@bare_helper
def targets_best(keys, weights, amounts, values, size, weight, min_leaf, least, f, found):
    """Try all thresholds of feature f; keys: sorted, a level in the upper half, in the lower the number of a sample.

    amounts: the samples' weighted targets, counted from the mean.
    """
    total, w_left, best = 0.0, 0.0, found[SCORE] * SLACK
    for i in range(size - 1):
        k = keys[i] & 0xFFFFFFFF
        w_left += weights[k]
        total += amounts[k]
        w_right = weight - w_left
        score = total * total / (w_left * w_right)
        if score > best:
            if i + 1 < min_leaf or size - i - 1 < min_leaf:
                continue
            if w_left < least or w_right < least or w_right <= 0.0:
                continue
            if _take(found, score, f, keys[i], keys[i + 1], values):
                best = score * SLACK


@bare_helper
def draw_thresholds(lows, highs, word, thresholds, cuts):
    """Draw a threshold for each of eight features, between the least and the largest value, below the latter.

    cuts: the thresholds, rounded down to float32: for float32 values x, x <= cut says the same. Return how many of the
    features, from the first on, have values that can be told apart, as bits.
    """
    varies = 0
    for lane in range(lows.shape[0]):
        word = stirred(word)
        first, last = np.float64(lows[lane]), np.float64(highs[lane])
        threshold = first + (last - first) * (np.float64(word >> np.uint64(11)) * 2.0**-53)
        threshold = first if threshold >= last else threshold
        cut = np.float32(threshold)
        if np.float64(cut) > threshold:
            cut = np.nextafter(cut, np.float32(-np.inf))
        thresholds[lane], cuts[lane] = threshold, cut
        varies |= np.int64(highs[lane] > lows[lane] + CLOSE) << lane
    return varies


@bare_helper
def score_of_words(left_words, all_words, bits, classes, weight, least):
    """Return the score of a side whose classes are counted in two words; -inf if a side weighs less than `least`."""
    each, mask = (classes + 1) // 2, (1 << bits) - 1
    w_left, ours, theirs = 0, 0, 0
    for c in range(classes):
        which, shift = (0, c * bits) if c < each else (1, (c - each) * bits)
        a, both = (left_words[which] >> shift) & mask, (all_words[which] >> shift) & mask
        w_left += a
        ours += a * a
        theirs += (both - a) * (both - a)
    if w_left < least or weight - w_left < least:
        return -np.inf
    return ours / w_left + theirs / (weight - w_left)


@bare_helper
def score_of_classes(tags, totals, left, xs, lane, size, cut, weight, least):
    """Return the same where the counts of the classes do not fit into two words."""
    w_left, ours, theirs = 0, 0, 0
    left[:] = 0
    for i in range(size):
        goes, tag = np.int64(xs[i, lane] <= cut), np.int64(tags[i])
        left[tag & 65535] += (tag >> 16) * goes
        w_left += (tag >> 16) * goes
    for c in range(totals.shape[0]):
        ours += left[c] * left[c]
        theirs += (totals[c] - left[c]) * (totals[c] - left[c])
    if w_left < least or weight - w_left < least:
        return -np.inf
    return ours / w_left + theirs / (weight - w_left)
