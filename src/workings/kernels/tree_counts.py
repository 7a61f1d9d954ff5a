r"""The best split of a node by whole counts of classes: gini and entropy without weights, one output.

With :math:`l_c` and :math:`r_c` samples of class c to the left and the right, and n the sums, gini asks for the largest
:math:`\sum_c l_c^2 / n_l + \sum_c r_c^2 / n_r`, entropy for the largest
:math:`\sum_c l_c \log l_c - n_l \log n_l + \sum_c r_c \log r_c - n_r \log n_r`. Both sums change by one term when a
sample goes from right to left. The counts of all classes are kept in one or two words of 64 bits where they fit, for
eight features side by side: adding to an entry of an array that was written a moment ago costs five times as much as
adding to a register.

Source: Breiman, Friedman, Olshen, Stone, Classification and Regression Trees (1984), chapter 4.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper
from workings.kernels._lanes import LANES
from workings.kernels._tree_lanes import try_counts, try_counts_in_two, try_tied_counts
from workings.kernels.tree_data import BEST, CLOSE, CUT, GO_LEFT, NAN_LEFT, SCORE
from workings.kernels.tree_lanes import ALONE, TIED, TOGETHER, begin_lanes, take_lane


@bare_helper
def _one_feature(data, rules, scratch, totals, squares, least, start, size, j, found):
    """Write into `found` the best split by the feature visit[j], if it is better."""
    f, absent, left, labels = scratch.visit[j], scratch.absent[j], scratch.left, data.codes[0]
    column, members, reciprocals = data.columns[f], data.order[f, start : start + size], data.reciprocals
    present, best = size - absent, found[SCORE]
    for turn in range(2 if absent > 0 else 1):
        stop = present - 1 if turn == 1 or absent == 0 else present
        l_squares, r_squares, n_left = 0, squares, 0
        left[:] = 0
        for step in range(-absent if turn == 1 else 0, stop):
            k = members[size + step] if step < 0 else members[step]
            c = np.int64(labels[k])
            a, b = left[c], np.int64(totals[c]) - left[c]
            left[c] = a + 1
            l_squares += 2 * a + 1
            r_squares -= 2 * b - 1
            n_left += 1
            n_right = size - n_left
            score = l_squares * reciprocals[n_left] + r_squares * reciprocals[n_right]
            if score > best and step >= 0:
                if n_left < least or n_right < least:
                    continue
                if step + 1 < present and column[members[step + 1]] <= column[k] + CLOSE:
                    continue
                best = score
                found[SCORE], found[BEST], found[GO_LEFT], found[NAN_LEFT], found[CUT] = score, f, n_left, turn, step


@bare_helper
def _pack(words, k_classes, size, totals):
    """Write the counts of the classes into one or two words; return the bits of each, and the first of the second.

    Without bits they do not fit.
    """
    for second in (k_classes, (k_classes + 1) // 2):
        bits = 64 // second
        if bits > 0 and size >> bits == 0:
            words[:] = 0
            for c in range(k_classes):
                word = c // second
                words[word] += np.int64(totals[c]) << ((c - word * second) * bits)
            return bits, second
    return 0, k_classes


@bare_helper
def counts_best(data, rules, scratch, start, size, totals, first, last, found):
    """Write into `found` the best split among visit[first:last]; totals: the node's samples of each class."""
    k_classes, squares, order, labels, inverse = rules.classes, 0, data.order, data.codes[0], data.reciprocals
    for c in range(k_classes):
        squares += np.int64(totals[c]) ** 2
    words, starts, scores, cuts, columns = scratch.words, scratch.starts, scratch.scores, scratch.cuts, data.columns
    bits, second = _pack(words, k_classes, size, totals)
    least = max(rules.min_leaf, np.int64(np.ceil(rules.min_weight)))
    for j in range(first, last, LANES):
        stop = min(j + LANES, last)
        way = begin_lanes(data, scratch, start, j, stop) if bits > 0 else ALONE
        args = order, starts, columns, size, labels, bits, second, words, squares, inverse, least, scores, cuts
        if way == TIED:
            try_tied_counts(*args)
        elif way == TOGETHER and second < k_classes:
            try_counts_in_two(*args)
        elif way == TOGETHER:
            try_counts(*args)
        for lane in range(stop - j):
            if way == ALONE or not take_lane(data, scratch, start, size, j, lane, found):
                _one_feature(data, rules, scratch, totals, squares, least, start, size, j + lane, found)
            # Two pure children have a score of `size`, up to rounding, and nothing else has more than size - 1.
            if found[SCORE] > size - 0.5:
                found[SCORE] = np.inf  # nothing is better
                return


@bare_helper
def count_logs_best(data, rules, scratch, start, size, totals, first, last, found):
    """The same with entropy; the sums are formed anew where they might win, so that no rounding adds up."""
    k_classes, logs, labels = rules.classes, data.logs, data.codes[0]
    whole = 0.0
    for c in range(k_classes):
        whole += logs[np.int64(totals[c])]
    slack = 1e-12 * (1.0 + logs[size])
    least = max(rules.min_leaf, np.int64(np.ceil(rules.min_weight)))
    best = found[SCORE]
    left = scratch.left
    for j in range(first, last):
        f, absent = scratch.visit[j], scratch.absent[j]
        column, members = data.columns[f], data.order[f, start : start + size]
        present = size - absent
        for turn in range(2 if absent > 0 else 1):
            stop = present - 1 if turn == 1 or absent == 0 else present
            left[:] = 0
            about, n_left = whole, 0
            for step in range(-absent if turn == 1 else 0, stop):
                k = members[size + step] if step < 0 else members[step]
                c = np.int64(labels[k])
                a, b = left[c], np.int64(totals[c]) - left[c]
                left[c] = a + 1
                about += (logs[a + 1] - logs[a]) + (logs[b - 1] - logs[b])
                n_left += 1
                n_right = size - n_left
                if about - logs[n_left] - logs[n_right] <= best - slack or step < 0:
                    continue
                if n_left < least or n_right < least:
                    continue
                if step + 1 < present and column[members[step + 1]] <= column[k] + CLOSE:
                    continue
                ours, theirs = 0.0, 0.0
                for c in range(k_classes):
                    ours += logs[left[c]]
                    theirs += logs[np.int64(totals[c]) - left[c]]
                score = (ours - logs[n_left]) + (theirs - logs[n_right])
                if score > best:
                    best = score
                    found[BEST], found[GO_LEFT], found[NAN_LEFT], found[CUT] = f, n_left, turn, step
    found[SCORE] = best
