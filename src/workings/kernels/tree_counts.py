r"""The best split of a node by whole counts of classes: gini and entropy without weights, one output.

With :math:`l_c` and :math:`r_c` samples of class c to the left and the right, and n the sums, gini asks for the largest
:math:`\sum_c l_c^2 / n_l + \sum_c r_c^2 / n_r`, entropy for the largest
:math:`\sum_c l_c \log l_c - n_l \log n_l + \sum_c r_c \log r_c - n_r \log n_r`. Both sums change by one term when a
sample goes from right to left. The counts of all classes are kept in one word of 64 bits where they fit: adding to an
entry of an array that was written a moment ago costs five times as much as adding to a register.

Source: Breiman, Friedman, Olshen, Stone, Classification and Regression Trees (1984), chapter 4.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import exact_helper
from workings.kernels.tree_data import BEST, CLOSE, CUT, GO_LEFT, NAN_LEFT, SCORE


@exact_helper
def counts_best(data, rules, scratch, start, size, totals, first, last, found):
    """Write into `found` the best split among visit[first:last]; totals: the node's samples of each class."""
    k_classes = rules.classes
    bits = 64 // k_classes if k_classes <= 64 else 0
    mask = (1 << bits) - 1 if bits < 63 else 0x7FFFFFFFFFFFFFFF
    squares = 0
    for c in range(k_classes):
        squares += np.int64(totals[c]) ** 2
    packed = bits > 0 and size <= mask
    word = 0
    if packed:
        for c in range(k_classes):
            word += np.int64(totals[c]) << (c * bits)
    least = max(rules.min_leaf, np.int64(np.ceil(rules.min_weight)))
    labels, reciprocals = data.codes[0], data.reciprocals
    best = found[SCORE]
    left = np.empty(0 if packed else k_classes, np.int64)
    for j in range(first, last):
        f, absent = scratch.visit[j], scratch.absent[j]
        column, members = data.columns[f], data.order[f, start : start + size]
        present = size - absent
        for turn in range(2 if absent > 0 else 1):
            stop = present - 1 if turn == 1 or absent == 0 else present
            here, l_squares, r_squares, n_left = 0, 0, squares, 0
            if not packed:
                left[:] = 0
            if turn == 1:
                for i in range(present, size):
                    c = np.int64(labels[members[i]])
                    if packed:
                        a, b = (here >> (c * bits)) & mask, ((word - here) >> (c * bits)) & mask
                        here += 1 << (c * bits)
                    else:
                        a, b = left[c], np.int64(totals[c]) - left[c]
                        left[c] += 1
                    l_squares += 2 * a + 1
                    r_squares -= 2 * b - 1
                n_left = absent
            for i in range(stop):
                k = members[i]
                if packed:
                    shift = np.int64(labels[k]) * bits
                    a, b = (here >> shift) & mask, ((word - here) >> shift) & mask
                    here += 1 << shift
                else:
                    c = np.int64(labels[k])
                    a, b = left[c], np.int64(totals[c]) - left[c]
                    left[c] = a + 1
                l_squares += 2 * a + 1
                r_squares -= 2 * b - 1
                n_left += 1
                n_right = size - n_left
                score = l_squares * reciprocals[n_left] + r_squares * reciprocals[n_right]
                if score > best:
                    if n_left < least or n_right < least:
                        continue
                    if i + 1 < present and column[members[i + 1]] <= column[k] + CLOSE:
                        continue
                    best = score
                    found[BEST], found[GO_LEFT], found[NAN_LEFT], found[CUT] = f, n_left, turn, i
                    if l_squares == n_left * n_left and r_squares == n_right * n_right:
                        found[SCORE] = np.inf  # both children pure: nothing is better
                        return
    found[SCORE] = best


@exact_helper
def count_logs_best(data, rules, scratch, start, size, totals, first, last, found):
    """The same with entropy; the sums are formed anew where they might win, so that no rounding adds up."""
    k_classes, logs, labels = rules.classes, data.logs, data.codes[0]
    whole = 0.0
    for c in range(k_classes):
        whole += logs[np.int64(totals[c])]
    slack = 1e-12 * (1.0 + logs[size])
    least = max(rules.min_leaf, np.int64(np.ceil(rules.min_weight)))
    best = found[SCORE]
    left = np.empty(k_classes, np.int64)
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
