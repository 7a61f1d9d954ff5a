"""Searching a kd-tree: the nearest samples, and all within a limit.

The rank of a query and a box is summed as that of a query and a sample (see workings.neighbors._measure), and rounding
keeps order; so no sample in the box has a smaller one, to the last bit, and what is left out has nothing to give.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import kernel
from workings.kernels._near import (
    box_absolutes,
    box_largest,
    box_squares,
    insert_eight,
    leaf_absolutes,
    leaf_largest,
    leaf_squares,
    lowest_bit,
)
from workings.kernels.kd_tree import LEAF

_DEEP = 256
_LARGEST = np.finfo(np.float64).max


@kernel
def leaves_of(boxes, leaves, first, p, Q, code, found):
    """Write the leaf that each query reaches by going to the nearest box each time; boxes and Q (m p,) are flat."""
    eight = np.empty(8)
    for i in range(found.shape[0]):
        node = first
        while node < leaves:
            if code == 0:
                box_squares(boxes, 16 * p * node, p, Q, p * i, _LARGEST, eight)
            elif code == 1:
                box_absolutes(boxes, 16 * p * node, p, Q, p * i, _LARGEST, eight)
            else:
                box_largest(boxes, 16 * p * node, p, Q, p * i, _LARGEST, eight)
            best, least = 0, eight[0]
            for c in range(1, 8):
                best = c if eight[c] < least else best
                least = eight[c] if eight[c] < least else least
            node = 8 * node + best
        found[i] = node - leaves


@kernel
def nearest(points, numbers, boxes, least, first, p, Q, turn, start, code, best, at):
    """Write the k least ranks of the queries in `turn`, and whose they are, into best and at (m, k).

    `start` is the leaf to begin with: it gives a first limit, and what lies beyond it is never looked at. Points, boxes
    and Q are flat.
    """
    leaves, k = numbers.shape[0], best.shape[1]
    nodes, bounds = np.empty(_DEEP, dtype=np.int64), np.empty(_DEEP)
    out, eight = np.empty(LEAF), np.empty(8)
    near, who = np.empty(8), np.empty(8, dtype=np.int64)
    for i in turn:
        last, last_number = _LARGEST, least.shape[0] * LEAF
        for t in range(8):
            near[t] = np.inf
            who[t] = last_number
        begun = leaves + start[i]
        nodes[0], bounds[0] = first, 0.0
        nodes[1], bounds[1] = begun, 0.0
        depth, fresh = 2, True
        while depth > 0:
            depth -= 1
            node, bound = nodes[depth], bounds[depth]
            if bound > last or (bound == last and least[node] > last_number):
                continue
            if node < leaves:
                if code == 0:
                    mask = box_squares(boxes, 16 * p * node, p, Q, p * i, last, eight)
                elif code == 1:
                    mask = box_absolutes(boxes, 16 * p * node, p, Q, p * i, last, eight)
                else:
                    mask = box_largest(boxes, 16 * p * node, p, Q, p * i, last, eight)
                while mask != 0:
                    c = lowest_bit(mask)
                    mask &= mask - 1
                    nodes[depth], bounds[depth] = 8 * node + c, eight[c]
                    depth += 1
                continue
            if node == begun:
                if not fresh:
                    continue
                fresh = False
            leaf = node - leaves
            if code == 0:
                mask = leaf_squares(points, LEAF * p * leaf, p, Q, p * i, last, out)
            elif code == 1:
                mask = leaf_absolutes(points, LEAF * p * leaf, p, Q, p * i, last, out)
            else:
                mask = leaf_largest(points, LEAF * p * leaf, p, Q, p * i, last, out)
            while mask != 0:
                j = lowest_bit(mask)
                mask &= mask - 1
                rank, number = out[j], numbers[leaf, j]
                if rank < last or (rank == last and number < last_number):
                    if k <= 8:
                        insert_eight(near, who, rank, number)
                        last, last_number = min(near[k - 1], _LARGEST), who[k - 1]
                        continue
                    t = k - 1
                    while t > 0 and (rank < best[i, t - 1] or (rank == best[i, t - 1] and number < at[i, t - 1])):
                        best[i, t] = best[i, t - 1]
                        at[i, t] = at[i, t - 1]
                        t -= 1
                    best[i, t] = rank
                    at[i, t] = number
                    last, last_number = min(best[i, k - 1], _LARGEST), at[i, k - 1]
        if k <= 8:
            for t in range(k):
                best[i, t] = near[t]
                at[i, t] = who[t]


@kernel
def within(points, numbers, boxes, first, p, Q, start, stop, code, limits, ends, ranks, at, writing):
    """Count the samples whose rank is at most the limit of each query start..stop, in ends; or write them from there.

    `limits` are of all queries, `ends` of these. Points, boxes and Q are flat.
    """
    leaves = numbers.shape[0]
    nodes, out, eight = np.empty(_DEEP, dtype=np.int64), np.empty(LEAF), np.empty(8)
    for i in range(start, stop):
        limit, end = min(limits[i], _LARGEST), ends[i - start]
        nodes[0] = first
        depth = 1
        while depth > 0:
            depth -= 1
            node = nodes[depth]
            if node < leaves:
                if code == 0:
                    mask = box_squares(boxes, 16 * p * node, p, Q, p * i, limit, eight)
                elif code == 1:
                    mask = box_absolutes(boxes, 16 * p * node, p, Q, p * i, limit, eight)
                else:
                    mask = box_largest(boxes, 16 * p * node, p, Q, p * i, limit, eight)
                while mask != 0:
                    nodes[depth] = 8 * node + lowest_bit(mask)
                    mask &= mask - 1
                    depth += 1
                continue
            leaf = node - leaves
            if code == 0:
                mask = leaf_squares(points, LEAF * p * leaf, p, Q, p * i, limit, out)
            elif code == 1:
                mask = leaf_absolutes(points, LEAF * p * leaf, p, Q, p * i, limit, out)
            else:
                mask = leaf_largest(points, LEAF * p * leaf, p, Q, p * i, limit, out)
            while mask != 0:
                j = lowest_bit(mask)
                mask &= mask - 1
                if writing:
                    ranks[end] = out[j]
                    at[end] = numbers[leaf, j]
                end += 1
        ends[i - start] = end
