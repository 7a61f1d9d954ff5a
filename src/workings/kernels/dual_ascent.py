r"""Dual coordinate ascent of the linear support vector machines, one pass over the samples at a time.

Sample i's multiplier b goes to the place where the dual objective is highest while all others stand still, and the
coefficients follow: with :math:`m = q_i b - v \cdot x_i - d_i b` and :math:`q_i = \|x_i\|^2 + d_i`, that place is
:math:`(m + l_i) / q_i` if it is positive, :math:`(m + h_i) / q_i` if that is negative, and 0 between; within -c and c.

Between its limits, and on the same side of 0, it may be moved farther than that. At a limit, or at 0, and with a sum
that says so by more than a margin, a sample is left out of the next passes. What is known of a sample lies together, in
a line of the cache.

Source: C.-J. Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", ICML 2008.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper, kernel, reordering_helper
from workings.kernels._numba import int32
from workings.kernels._rows import ask_for, entry
from workings.kernels._sparse_rows import sparse_add_and_norms, sparse_dot_and_sizes
from workings.kernels._splitmix import stirred

# What stands where in a sample's facts: its band, what a unit outside costs, the largest multiplier, d, q, and b.
LOW, HIGH, COST, LIMIT, DIAGONAL, NORM, BETA, FACTS = range(8)
# Bytes in a cache line.
_LINE = 64
_HALF = np.uint64(32)
# So many samples are drawn ahead of the last one that was dealt with.
_AHEAD = 3


@reordering_helper
def _fold(total, a, b):
    return total + a * b


@bare_helper
def _draw(order, place, word):
    """Bring one of the samples that have not had their turn to this place."""
    left = np.uint64(order.shape[0] - place)
    other = place + np.int64((word >> _HALF) * left >> _HALF)
    i = order[other]
    order[other] = order[place]
    order[place] = i
    return i


@bare_helper
def _move(facts, i, z, margin, further):
    """Move a multiplier; return by how much, the violation, its share of the gap, and whether it may be left out."""
    low, high, cost, limit = facts[i, LOW], facts[i, HIGH], facts[i, COST], facts[i, LIMIT]
    d, q, old = facts[i, DIAGONAL], facts[i, NORM], facts[i, BETA]
    m = q * old - z - d * old
    new = 0.0
    if m + low > 0.0:
        new = min((m + low) / q, limit)
    elif m + high < 0.0:
        new = max((m + high) / q, -limit)
    # What this sample adds to the gap: its loss, and what its multiplier gains or loses.
    short, long = low - z, z - high
    out = max(0.0, short, long)
    gap = cost * (out * out if d > 0.0 else out) + 0.5 * d * old * old
    gap -= old * short if old > 0.0 else (-old * long if old < 0.0 else 0.0)
    change = new - old
    size = abs(change) * q
    safe = False
    if change != 0.0:
        if 0.0 < abs(new) < limit:
            farther = new + further * change
            new = max(0.0, min(farther, limit)) if new > 0.0 else min(0.0, max(farther, -limit))
            change = new - old
        facts[i, BETA] = new
    # Where it belongs; by how much?
    elif old > 0.0:
        safe = short > margin and d == 0.0
    elif old < 0.0:
        safe = long > margin and d == 0.0
    else:
        safe = short < -margin and long < -margin
    return change, size, gap, safe


@kernel
def ascend_sparse(data, indices, indptr, constant, facts, order, margin, further, word, v):
    """Pass over the samples of `order` in a new one; return how many stay, the largest violation, the gap it met.

    Parameters
    ----------
    data, indices, indptr : ndarray
        The rows of X in CSR form; the whole numbers are int32.
    constant : float64
        The last entry of every sample; v (p + 1,) holds its coefficient, which stays 0 if there is none.
    facts : ndarray of shape (n, FACTS)
        What is known of each sample; the multipliers are changed.
    order : ndarray of int64
        Which samples; those that stay are moved to the front.
    margin : float64
        A sample at a limit is left out if its sum is farther than this on the right side.
    further : float64
        By which share of its way a multiplier is moved on from its best place; below 1, or the objective may fall.
    word : uint64
        The order is drawn from it.
    """
    p = v.shape[0] - 1
    values, columns, ends, w = data.ctypes.data, indices.ctypes.data, indptr.ctypes.data, v.ctypes.data
    known = facts.ctypes.data
    kept, most, gap = 0, 0.0, 0.0
    ahead = 0
    for place in range(order.shape[0]):
        # The next samples lie anywhere: asked for now, they are there when their turn comes.
        while ahead < min(place + _AHEAD, order.shape[0]):
            word = stirred(word)
            i = _draw(order, ahead, word)
            ahead += 1
            begin, end = entry(ends, i, int32(0)), entry(ends, i + 1, int32(0))
            ask_for(known + 8 * FACTS * i)
            for at in range(values + 8 * begin, values + 8 * end, _LINE):
                ask_for(at)
            for at in range(columns + 4 * begin, columns + 4 * end, _LINE):
                ask_for(at)
        i = order[place]
        begin, end = entry(ends, i, int32(0)), entry(ends, i + 1, int32(0))
        z, _ = sparse_dot_and_sizes(values, 0.0, columns, begin, end, w)
        change, size, share, safe = _move(facts, i, z + constant * v[p], margin, further)
        gap += share
        if safe:
            continue
        order[place] = order[kept]
        order[kept] = i
        kept += 1
        most = max(most, size)
        if change != 0.0:
            sparse_add_and_norms(values, 0.0, columns, begin, end, w, change)
            v[p] += change * constant
    return kept, most, gap


@kernel
def ascend_dense(X, constant, facts, order, margin, further, word, v):
    """Do the same for an array X."""
    p = v.shape[0] - 1
    kept, most, gap = 0, 0.0, 0.0
    for place in range(order.shape[0]):
        i = _draw(order, place, word)
        word = stirred(word)
        x = X[i]
        z = constant * v[p]
        for j in range(p):
            z = _fold(z, x[j], v[j])
        change, size, share, safe = _move(facts, i, z, margin, further)
        gap += share
        if safe:
            continue
        order[place] = order[kept]
        order[kept] = i
        kept += 1
        most = max(most, size)
        if change != 0.0:
            for j in range(p):
                v[j] += change * x[j]
            v[p] += change * constant
    return kept, most, gap


@kernel
def row_squares(data, indptr):
    """Return the sum of the squares of each row of a CSR matrix."""
    found = np.empty(indptr.shape[0] - 1)
    for i in range(found.shape[0]):
        total = 0.0
        row = data[indptr[i] : indptr[i + 1]]
        for t in range(row.shape[0]):
            total = _fold(total, row[t], row[t])
        found[i] = total
    return found
