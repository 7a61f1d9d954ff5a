"""Sweeps of coordinate descent over a quadratic function whose second derivatives (a Gram matrix) are known.

The gradient of all coordinates is kept up to date, so a coordinate that stays where it is costs a comparison, and one
that moves by d costs one row of the matrix: ``g -= d * G[j]``.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import helper, kernel


@helper
def _move(g, row, change, k):
    for t in range(k):
        g[t] -= change * row[t]


@kernel
def gram_sweeps(gram, w, g, orders, l1, l2, positive, tol):
    """Sweep once for each row of `orders`; stop early when no coordinate moves by more than tol times the largest.

    w (k,) and g (k,), which is X'(y - Xw), are changed in place. Return the number of sweeps, and of the last one the
    largest move, the largest coefficient, and how many coefficients became or ceased to be 0 or changed sign.
    """
    k = w.shape[0]
    largest_move, largest, switched = 0.0, 0.0, 0
    for sweep in range(orders.shape[0]):
        order = orders[sweep]
        largest_move, largest, switched = 0.0, 0.0, 0
        for at in range(k):
            j = order[at]
            square = gram[j, j]
            if square <= 0.0:
                continue
            old = w[j]
            pull = g[j] + old * square
            if pull > l1:
                new = (pull - l1) / (square + l2)
            elif pull < -l1 and not positive:
                new = (pull + l1) / (square + l2)
            else:
                new = 0.0
            if new != old:
                w[j] = new
                _move(g, gram[j], new - old, k)
                largest_move = max(largest_move, abs(new - old))
                if (new > 0.0) != (old > 0.0) or (new < 0.0) != (old < 0.0):
                    switched += 1
            largest = max(largest, abs(new))
        if largest_move <= tol * largest:
            return sweep + 1, largest_move, largest, switched
    return orders.shape[0], largest_move, largest, switched


@kernel
def gram_sweeps_of_some(gram, part, w, g, orders, l1, l2, positive, tol):
    """Sweep as `gram_sweeps` does over the coordinates in `part` only; the gradient of all is kept up to date.

    The rows and columns of the part are copied, so that a sweep reads no others.
    """
    k = part.shape[0]
    small, some, slopes = np.empty((k, k)), np.empty(k), np.empty(k)
    for a in range(k):
        row, to = gram[part[a]], small[a]
        some[a], slopes[a] = w[part[a]], g[part[a]]
        for b in range(k):
            to[b] = row[np.uint64(part[b])]  # a number without a sign is not asked whether it counts from the end
    found = gram_sweeps(small, some, slopes, orders, l1, l2, positive, tol)
    for a in range(k):
        change = some[a] - w[part[a]]
        if change != 0.0:
            w[part[a]] = some[a]
            _move(g, gram[part[a]], change, g.shape[0])
    return found
