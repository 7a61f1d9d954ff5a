"""Add what a tree of a forest says of each sample: the values of the leaf that the sample ends in.

The tree is read where scikit-learn's container keeps it, so that nothing is built before a prediction: a node is a row
of eight words, just a cache line, seen once as whole numbers and once as real ones. Eight samples go down side by side,
so that while one waits for its node from memory the others move; after every few steps it is asked whether all have
arrived.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import exact_helper, kernel

# Columns of a node, as scikit-learn lays it out.
LEFT, RIGHT, FEATURE, THRESHOLD, MISSING_LEFT = 0, 1, 2, 3, 7
_STEPS = 4


@exact_helper
def _next(ints, floats, x, at):
    """Return the child that a sample goes to; a leaf keeps it."""
    f = ints[at, FEATURE]
    goes_right = not (np.float64(x[max(f, 0)]) <= floats[at, THRESHOLD])
    child = ints[at, LEFT + np.int64(goes_right)]  # an address is computed, where a branch would be guessed
    return max(child, at)  # children have higher numbers


@kernel
def add_values(X, ints, floats, values, total, first, last):
    """Add the values (nodes, width) of the leaves of the rows first..last of X (float32, no NaN) to total."""
    width, start = values.shape[1], first
    while start + 8 <= last:
        a, b, c, d, e, f, g, h = 0, 0, 0, 0, 0, 0, 0, 0
        x0, x1, x2, x3 = X[start], X[start + 1], X[start + 2], X[start + 3]
        x4, x5, x6, x7 = X[start + 4], X[start + 5], X[start + 6], X[start + 7]
        while True:
            for _ in range(_STEPS):
                a, b = _next(ints, floats, x0, a), _next(ints, floats, x1, b)
                c, d = _next(ints, floats, x2, c), _next(ints, floats, x3, d)
                e, f = _next(ints, floats, x4, e), _next(ints, floats, x5, f)
                g, h = _next(ints, floats, x6, g), _next(ints, floats, x7, h)
            here = ints[a, LEFT] & ints[b, LEFT] & ints[c, LEFT] & ints[d, LEFT]
            if here & ints[e, LEFT] & ints[f, LEFT] & ints[g, LEFT] & ints[h, LEFT] < 0:
                break
        for w in range(width):
            total[start, w] += values[a, w]
            total[start + 1, w] += values[b, w]
            total[start + 2, w] += values[c, w]
            total[start + 3, w] += values[d, w]
            total[start + 4, w] += values[e, w]
            total[start + 5, w] += values[f, w]
            total[start + 6, w] += values[g, w]
            total[start + 7, w] += values[h, w]
        start += 8
    for i in range(start, last):
        a = 0
        while ints[a, LEFT] >= 0:
            a = _next(ints, floats, X[i], a)
        for w in range(width):
            total[i, w] += values[a, w]


@kernel
def add_values_with_gaps(X, ints, floats, values, total, first, last):
    """The same where values may be NaN."""
    for i in range(first, last):
        a = 0
        while ints[a, LEFT] >= 0:
            x = X[i, ints[a, FEATURE]]
            goes_left = (ints[a, MISSING_LEFT] & 255) != 0 if x != x else np.float64(x) <= floats[a, THRESHOLD]
            a = ints[a, LEFT] if goes_left else ints[a, RIGHT]
        for w in range(values.shape[1]):
            total[i, w] += values[a, w]
