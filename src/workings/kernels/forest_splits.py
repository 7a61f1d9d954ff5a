r"""The best split of a node of a forest by one feature, whose samples are given in order, or by a threshold drawn.

With weights :math:`w_l, w_r` of both sides, gini asks for the largest :math:`\sum_c l_c^2 / w_l + \sum_c r_c^2 / w_r`,
the squared error, with the sum :math:`s` of the left side's targets, counted from the mean of the node, for the largest
:math:`s^2 / (w_l w_r)`: see `tree_counts` and `tree_sums`.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import exact_helper
from workings.kernels.tree_data import CLOSE

# Which of found's entries is what: how good, the feature, the threshold, and the last place that goes left.
SCORE, FEATURE, THRESHOLD, PLACE = range(4)
FOUND = 4
# Sums of targets that differ by less than this share count as equal, or rounding would choose between equal splits.
_SLACK = 1.0 + 1e-10


@exact_helper
def _take(found, score, f, values, lower, upper):
    """Keep a split between the places lower and upper, unless both have the same value."""
    low, high = values[lower], values[upper]
    if high <= low + CLOSE:
        return False
    found[SCORE], found[FEATURE], found[PLACE] = score, f, lower
    found[THRESHOLD] = np.float64(low) / 2.0 + np.float64(high) / 2.0
    return True


# Arrays are handed over one by one, and not in tuples: copying a tuple of ten costs more than a small node's search.
@exact_helper
def classes_best(
    tags, reciprocals, totals, left, values, keys, order, size, word, bits, squares, weight, min_leaf, least, f, found
):
    """Try all thresholds of feature f; word: the classes' counts in fields of so many bits, or bits is 0.

    order: the samples in the order of the feature, keys: their places, values: those of all places. A side must have
    min_leaf samples, and a weight of `least`.
    """
    mask = (1 << bits) - 1 if bits < 63 else 0x7FFFFFFFFFFFFFFF
    ours, theirs, w_left, here, best = 0, squares, 0, 0, found[SCORE]
    if bits == 0:
        left[:] = 0
    for i in range(size - 1):
        k = order[i]
        tag = np.int64(tags[k])
        w, c = tag >> 16, tag & 65535
        if bits > 0:
            shift = c * bits
            a, b = (here >> shift) & mask, ((word - here) >> shift) & mask
            here += w << shift
        else:
            a, b = left[c], totals[c] - left[c]
            left[c] = a + w
        ours += w * (2 * a + w)
        theirs -= w * (2 * b - w)
        w_left += w
        score = ours * reciprocals[w_left] + theirs * reciprocals[weight - w_left]
        if score > best:
            if i + 1 < min_leaf or size - i - 1 < min_leaf or w_left < least or weight - w_left < least:
                continue
            if _take(found, score, f, values, keys[k], keys[order[i + 1]]):
                best = score
                if ours == w_left * w_left and theirs == (weight - w_left) * (weight - w_left):
                    found[SCORE] = np.inf  # both sides pure: nothing is better
                    return


@exact_helper
def targets_best(weights, amounts, values, keys, order, size, weight, min_leaf, least, f, found):
    """Try all thresholds of feature f; amounts: the samples' weighted targets, counted from the mean."""
    total, w_left, best = 0.0, 0.0, found[SCORE] * _SLACK
    for i in range(size - 1):
        k = order[i]
        w_left += weights[k]
        total += amounts[k]
        w_right = weight - w_left
        score = total * total / (w_left * w_right)
        if score > best:
            if i + 1 < min_leaf or size - i - 1 < min_leaf:
                continue
            if w_left < least or w_right < least or w_right <= 0.0:
                continue
            if _take(found, score, f, values, keys[k], keys[order[i + 1]]):
                best = score * _SLACK


@exact_helper
def _drawn_threshold(low, high, word):
    """Return a threshold between the least and the largest value, below the latter."""
    first, last = np.float64(low), np.float64(high)
    threshold = first + (last - first) * (np.float64(word >> np.uint64(11)) * 2.0**-53)
    return first if threshold >= last else threshold


@exact_helper
def classes_drawn(tags, totals, left, xs, size, word, low, high, weight, min_leaf, least, f, found):
    """Try one threshold of feature f, drawn by `word`; xs: the values of the node's samples."""
    n_left, w_left = 0, 0
    threshold = _drawn_threshold(low, high, word)
    left[:] = 0
    for i in range(size):
        goes = np.int64(xs[i] <= threshold)
        tag = np.int64(tags[i])
        left[tag & 65535] += (tag >> 16) * goes
        w_left += (tag >> 16) * goes
        n_left += goes
    if n_left < min_leaf or size - n_left < min_leaf or n_left == size:
        return
    if w_left < least or weight - w_left < least:
        return
    ours, theirs = 0, 0
    for c in range(totals.shape[0]):
        ours += left[c] * left[c]
        theirs += (totals[c] - left[c]) * (totals[c] - left[c])
    score = ours / w_left + theirs / (weight - w_left)
    if score > found[SCORE]:
        found[SCORE], found[FEATURE], found[THRESHOLD] = score, f, threshold


@exact_helper
def targets_drawn(weights, amounts, xs, size, word, low, high, weight, min_leaf, least, f, found):
    """Try one threshold of feature f, drawn by `word`."""
    n_left, w_left, total = 0, 0.0, 0.0
    threshold = _drawn_threshold(low, high, word)
    for i in range(size):
        goes = xs[i] <= threshold
        n_left += np.int64(goes)
        w_left += weights[i] if goes else 0.0
        total += amounts[i] if goes else 0.0
    w_right = weight - w_left
    if n_left < min_leaf or size - n_left < min_leaf or n_left == size:
        return
    if w_left < least or w_right < least or w_right <= 0.0:
        return
    score = total * total / (w_left * w_right)
    if score > found[SCORE] * _SLACK:
        found[SCORE], found[FEATURE], found[THRESHOLD] = score, f, threshold
