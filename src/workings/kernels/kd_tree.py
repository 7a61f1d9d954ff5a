"""A kd-tree that is perfectly balanced: how it is built.

Node 1 is the root, the children of node i are 2 i and 2 i + 1, and the nodes of a level share the samples evenly, so
that node j of level l has the samples from (n j) >> l on, in the order that building finds. The leaves hold up to 16.

Source: J. L. Bentley, "Multidimensional binary search trees used for associative searching", Communications of the ACM
18 (1975) 509; J. H. Friedman, J. L. Bentley, R. A. Finkel, ACM Transactions on Mathematical Software 3 (1977) 209.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import kernel

LEAF = 16
_LOOKED_AT = 24


@kernel
def _widest(X, order, start, stop):
    """Return the feature along which some of the samples spread most."""
    step = max(1, (stop - start) // _LOOKED_AT)
    best, widest = 0, -1.0
    for r in range(X.shape[1]):
        low = high = X[order[start], r]
        for i in range(start, stop, step):
            v = X[order[i], r]
            low = min(low, v)
            high = max(high, v)
        if high - low > widest:
            best, widest = r, high - low
    return best


@kernel
def _select(keys, order, low, high, middle):
    """Bring the keys low..high (and order with them) to both sides of place `middle`: none before it is larger."""
    while high - low > 1:
        size = high - low
        a, b, c = keys[low + size // 4], keys[low + size // 2], keys[low + (3 * size) // 4]
        if size > 200:  # a better guess of the median is worth a few looks
            e = size // 10
            a = max(min(a, keys[low + e]), min(max(a, keys[low + e]), keys[low + 2 * e]))
            b = max(min(b, keys[low + 4 * e]), min(max(b, keys[low + 4 * e]), keys[low + 6 * e]))
            c = max(min(c, keys[low + 8 * e]), min(max(c, keys[low + 8 * e]), keys[low + 9 * e]))
        pivot = max(min(a, b), min(max(a, b), c))
        # The smaller ones move to the front; each step swaps, whether or not it counts, so there is nothing to predict.
        end = low
        for i in range(low, high):
            key, number = keys[i], order[i]
            keys[i], order[i] = keys[end], order[end]
            keys[end], order[end] = key, number
            end += key < pivot
        if end > middle:
            high = end
            continue
        # What equals the pivot comes next: there is always some, so that each round gets somewhere.
        start = end
        for i in range(start, high):
            key, number = keys[i], order[i]
            keys[i], order[i] = keys[end], order[end]
            keys[end], order[end] = key, number
            end += key == pivot
        if end > middle:
            return
        low = end


@kernel
def divide(X, order, keys, level, last, first, stop):
    """Divide the nodes first..stop of a level, and their children, down to the leaves' level `last`."""
    n = X.shape[0]
    while level < last:
        for j in range(first, stop):
            low, high = (n * j) >> level, (n * (j + 1)) >> level
            middle = (n * (2 * j + 1)) >> (level + 1)
            r = _widest(X, order, low, high)
            for i in range(low, high):
                keys[i] = X[order[i], r]
            _select(keys, order, low, high, middle)
        level += 1
        first *= 2
        stop *= 2


@kernel
def fill_leaves(X, order, level, first, stop, points, numbers, boxes, least):
    """Write the samples of the leaves first..stop, feature by feature, and what box each leaf has."""
    n, p = X.shape
    for j in range(first, stop):
        low, high = (n * j) >> level, (n * (j + 1)) >> level
        node = (1 << level) + j
        group, slot = node >> 3, node & 7
        least[node] = n
        for r in range(p):
            boxes[group, 0, r, slot] = np.inf
            boxes[group, 1, r, slot] = -np.inf
        for t in range(LEAF):
            if t < high - low:
                number = order[low + t]
                numbers[j, t] = number
                least[node] = min(least[node], number)
                for r in range(p):
                    v = X[number, r]
                    points[j, r, t] = v
                    boxes[group, 0, r, slot] = min(boxes[group, 0, r, slot], v)
                    boxes[group, 1, r, slot] = max(boxes[group, 1, r, slot], v)
            else:  # nothing is nearer to it than infinity
                numbers[j, t] = n
                for r in range(p):
                    points[j, r, t] = np.inf


@kernel
def join_boxes(boxes, least, leaves, top):
    """Give each node above the leaves the box around its children's, and the least number in it.

    The first `top` children that a search looks at are those of the root, 2 or 4 or 8 levels down; what else stands
    among the first eight nodes becomes a box that is infinitely far from everywhere.
    """
    p = boxes.shape[2]
    for node in range(leaves - 1, 0, -1):
        least[node] = min(least[2 * node], least[2 * node + 1])
        g, s, h, t = node >> 3, node & 7, (2 * node) >> 3, (2 * node) & 7
        for r in range(p):
            boxes[g, 0, r, s] = min(boxes[h, 0, r, t], boxes[h, 0, r, t + 1])
            boxes[g, 1, r, s] = max(boxes[h, 1, r, t], boxes[h, 1, r, t + 1])
    least[0] = least[1]
    for slot in range(8):
        if not top <= slot < 2 * top:
            for r in range(p):
                boxes[0, 0, r, slot] = np.inf
                boxes[0, 1, r, slot] = -np.inf
