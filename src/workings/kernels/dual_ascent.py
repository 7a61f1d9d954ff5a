r"""Dual coordinate ascent of the linear support vector machines, one pass over the samples at a time.

Sample i's multiplier b goes to the place where the dual objective is highest while all others stand still, and the
coefficients follow: with :math:`m = q_i b - v \cdot x_i - d_i b` and :math:`q_i = \|x_i\|^2 + d_i`, that place is
:math:`(m + l_i) / q_i` if it is positive, :math:`(m + h_i) / q_i` if that is negative, and 0 between; within -c and c.

At a limit, or at 0, and with a sum that says so by more than the largest violation of the last pass, a sample is left
out of the next passes.

Source: C.-J. Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", ICML 2008.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import kernel, reordering_helper
from workings.kernels._rows import ask_for

# Bytes in a cache line.
_LINE = 64


@reordering_helper
def _fold(total, a, b):
    return total + a * b


@kernel
def ascend_sparse(data, indices, indptr, constant, low, high, cost, limit, diagonal, norms, order, margin, v, beta):
    """Pass over the samples in `order`, in place; return how many stay, the largest violation, and the gap it met.

    Parameters
    ----------
    data, indices, indptr : ndarray
        The rows of X in CSR form; the whole numbers unsigned, or Numba would look for negative ones each time.
    constant : float64
        The last entry of every sample; v (p + 1,) holds its coefficient, which stays 0 if there is none.
    low, high, cost, limit, diagonal, norms : ndarray of shape (n,)
        The bands; what a unit outside costs; the largest multiplier; d; q.
    order : ndarray of int64
        Which samples; those that stay are moved to the front.
    margin : float64
        A sample at a limit is left out if its sum is farther than this on the right side.
    """
    p = v.shape[0] - 1
    lying = data.ctypes.data, indices.ctypes.data
    width = data.itemsize, indices.itemsize
    kept, most, gap = 0, 0.0, 0.0
    for place in range(order.shape[0]):
        i = order[place]
        first, last = indptr[i], indptr[i + 1]
        if place + 1 < order.shape[0]:
            # The next sample lies anywhere: asked for now, it is there when its turn comes.
            k = order[place + 1]
            begin, end = np.int64(indptr[k]), np.int64(indptr[k + 1])
            for at in range(lying[0] + width[0] * begin, lying[0] + width[0] * end, _LINE):
                ask_for(at)
            for at in range(lying[1] + width[1] * begin, lying[1] + width[1] * end, _LINE):
                ask_for(at)
        z = constant * v[p]
        for t in range(first, last):
            z = _fold(z, data[t], v[indices[t]])
        old, c, d, q = beta[i], limit[i], diagonal[i], norms[i]
        m = q * old - z - d * old
        new = 0.0
        if m + low[i] > 0.0:
            new = min((m + low[i]) / q, c)
        elif m + high[i] < 0.0:
            new = max((m + high[i]) / q, -c)
        # What this sample adds to the gap: its loss, and what its multiplier gains or loses.
        short, long = low[i] - z, z - high[i]
        out = max(0.0, short, long)
        gap += cost[i] * (out * out if d > 0.0 else out) + 0.5 * d * old * old
        gap -= old * short if old > 0.0 else (-old * long if old < 0.0 else 0.0)
        change = new - old
        size = abs(change) * q
        if change == 0.0:
            # Where it belongs; by how much?
            if old > 0.0:
                safe = short > margin and d == 0.0
            elif old < 0.0:
                safe = long > margin and d == 0.0
            else:
                safe = short < -margin and long < -margin
            if safe:
                continue
        order[place] = order[kept]
        order[kept] = i
        kept += 1
        most = max(most, size)
        if change != 0.0:
            beta[i] = new
            for t in range(first, last):
                v[indices[t]] += change * data[t]
            v[p] += change * constant
    return kept, most, gap


@kernel
def ascend_dense(X, constant, low, high, cost, limit, diagonal, norms, order, margin, v, beta):
    """Do the same for an array X."""
    p = v.shape[0] - 1
    kept, most, gap = 0, 0.0, 0.0
    for place in range(order.shape[0]):
        i = order[place]
        x = X[i]
        z = 0.0
        for j in range(p):
            z = _fold(z, x[j], v[j])
        z += constant * v[p]
        old, c, d, q = beta[i], limit[i], diagonal[i], norms[i]
        m = q * old - z - d * old
        new = 0.0
        if m + low[i] > 0.0:
            new = min((m + low[i]) / q, c)
        elif m + high[i] < 0.0:
            new = max((m + high[i]) / q, -c)
        short, long = low[i] - z, z - high[i]
        out = max(0.0, short, long)
        gap += cost[i] * (out * out if d > 0.0 else out) + 0.5 * d * old * old
        gap -= old * short if old > 0.0 else (-old * long if old < 0.0 else 0.0)
        change = new - old
        size = abs(change) * q
        if change == 0.0:
            if old > 0.0:
                safe = short > margin and d == 0.0
            elif old < 0.0:
                safe = long > margin and d == 0.0
            else:
                safe = short < -margin and long < -margin
            if safe:
                continue
        order[place] = order[kept]
        order[kept] = i
        kept += 1
        most = max(most, size)
        if change != 0.0:
            beta[i] = new
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
        for t in range(indptr[i], indptr[i + 1]):
            total = _fold(total, data[t], data[t])
        found[i] = total
    return found
