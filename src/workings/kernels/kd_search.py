"""Searching a kd-tree: the nearest samples, and all within a limit.

The rank of a query and a box is summed as that of a query and a sample (see workings.neighbors._measure), and rounding
keeps order; so no sample in the box has a smaller one, to the last bit, and what is left out has nothing to give.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import larger
from workings.kernels._jit import exact_helper, kernel
from workings.kernels.kd_tree import LEAF

_DEEP = 128


@exact_helper
def _joined(total, d, code):
    """Return a rank with the term of one more difference."""
    if code == 0:
        return total + d * d
    return total + d if code == 1 else larger(d, total)


@kernel
def leaf_of(boxes, leaves, q):
    """Return the leaf that a query reaches by going to the nearer box each time."""
    node = 1
    while node < leaves:
        left = right = 0.0
        for r in range(q.shape[0]):
            a = larger(boxes[2 * node, 0, r] - q[r], q[r] - boxes[2 * node, 1, r])
            b = larger(boxes[2 * node + 1, 0, r] - q[r], q[r] - boxes[2 * node + 1, 1, r])
            left += larger(a, 0.0)
            right += larger(b, 0.0)
        node = 2 * node + (right < left)
    return node - leaves


@kernel
def leaves_of(boxes, leaves, Q, found):
    """Write the leaf of each query."""
    for i in range(Q.shape[0]):
        found[i] = leaf_of(boxes, leaves, Q[i])


@kernel
def nearest(points, numbers, boxes, least, Q, turn, code, best, at):
    """Write the k least ranks of the queries in `turn`, and whose they are, into best and at (m, k)."""
    leaves, p, width = points.shape
    k = best.shape[1]
    nodes, bounds = np.empty(_DEEP, dtype=np.int64), np.empty(_DEEP)
    out = np.empty(LEAF)
    for i in turn:
        last, last_number = np.inf, least.shape[0] * LEAF
        nodes[0], bounds[0] = 1, 0.0
        depth = 1
        while depth > 0:
            depth -= 1
            node, bound = nodes[depth], bounds[depth]
            if bound > last or (bound == last and least[node] > last_number):
                continue
            while node < leaves:
                left = right = 0.0
                for r in range(p):
                    q = Q[i, r]
                    a = larger(larger(boxes[2 * node, 0, r] - q, q - boxes[2 * node, 1, r]), 0.0)
                    b = larger(larger(boxes[2 * node + 1, 0, r] - q, q - boxes[2 * node + 1, 1, r]), 0.0)
                    left = _joined(left, a, code)
                    right = _joined(right, b, code)
                near = 2 * node
                far, away = near + 1, right
                if right < left:
                    near, far, away = far, near, left
                if away <= last:
                    nodes[depth], bounds[depth] = far, away
                    depth += 1
                node = near
            leaf = node - leaves
            top = -np.inf
            if code == 0 and p == 3:
                q0, q1, q2 = Q[i, 0], Q[i, 1], Q[i, 2]
                for j in range(width):
                    d0, d1, d2 = q0 - points[leaf, 0, j], q1 - points[leaf, 1, j], q2 - points[leaf, 2, j]
                    out[j] = (d0 * d0 + d1 * d1) + d2 * d2
            elif code == 0 and p == 2:
                q0, q1 = Q[i, 0], Q[i, 1]
                for j in range(width):
                    d0, d1 = q0 - points[leaf, 0, j], q1 - points[leaf, 1, j]
                    out[j] = d0 * d0 + d1 * d1
            else:
                for j in range(width):
                    out[j] = 0.0
                for r in range(p):
                    q = Q[i, r]
                    if code == 0:
                        for j in range(width):
                            d = q - points[leaf, r, j]
                            out[j] += d * d
                    elif code == 1:
                        for j in range(width):
                            out[j] += abs(q - points[leaf, r, j])
                    else:
                        for j in range(width):
                            out[j] = larger(abs(q - points[leaf, r, j]), out[j])
            for j in range(width):
                top = larger(-out[j], top)
            if -top > last:
                continue
            for j in range(width):
                rank = out[j]
                if rank <= last:
                    number = numbers[leaf, j]
                    if rank < last or number < last_number:
                        t = k - 1
                        while t > 0 and (rank < best[i, t - 1] or (rank == best[i, t - 1] and number < at[i, t - 1])):
                            best[i, t] = best[i, t - 1]
                            at[i, t] = at[i, t - 1]
                            t -= 1
                        best[i, t] = rank
                        at[i, t] = number
                        last, last_number = best[i, k - 1], at[i, k - 1]


@kernel
def within(points, numbers, boxes, Q, start, stop, code, limits, ends, ranks, at, writing):
    """Count the samples whose rank is at most the limit of each query start..stop, in ends; or write them from there on.

    `limits` are of all queries, `ends` of these.
    """
    leaves, p, width = points.shape
    nodes = np.empty(_DEEP, dtype=np.int64)
    for i in range(start, stop):
        limit, end = limits[i], ends[i - start]
        nodes[0] = 1
        depth = 1
        while depth > 0:
            depth -= 1
            node = nodes[depth]
            rank = 0.0
            for r in range(p):
                a = larger(larger(boxes[node, 0, r] - Q[i, r], Q[i, r] - boxes[node, 1, r]), 0.0)
                rank = _joined(rank, a, code)
            if rank > limit:
                continue
            if node < leaves:
                nodes[depth] = 2 * node + 1
                nodes[depth + 1] = 2 * node
                depth += 2
                continue
            leaf = node - leaves
            for j in range(width):
                rank = 0.0
                for r in range(p):
                    rank = _joined(rank, abs(Q[i, r] - points[leaf, r, j]), code)
                if rank <= limit and rank < np.inf:
                    if writing:
                        ranks[end] = rank
                        at[end] = numbers[leaf, j]
                    end += 1
        ends[i - start] = end
