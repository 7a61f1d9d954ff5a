"""Send samples down a tree: the number of the leaf that each ends in.

Eight samples go down side by side, so that while one waits for its node from memory the others move. A leaf sends
back to itself, so nobody asks whether it has arrived; after as many moves as the tree is deep, all have. A threshold
is rounded down to float32: for float32 values x, x <= t says the same as x <= the largest float32 that is not above t.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import kernel


@kernel
def leaves(X, thresholds, features, children, depth, out, first, last):
    """Write the leaf of each row first..last of X (float32, no NaN); children[2 i], [2 i + 1]: right and left of i."""
    start = first
    while start + 8 <= last:
        a, b, c, d, e, f, g, h = 0, 0, 0, 0, 0, 0, 0, 0
        x0, x1, x2, x3 = X[start], X[start + 1], X[start + 2], X[start + 3]
        x4, x5, x6, x7 = X[start + 4], X[start + 5], X[start + 6], X[start + 7]
        for _ in range(depth):
            a = children[2 * a + np.int64(x0[features[a]] <= thresholds[a])]
            b = children[2 * b + np.int64(x1[features[b]] <= thresholds[b])]
            c = children[2 * c + np.int64(x2[features[c]] <= thresholds[c])]
            d = children[2 * d + np.int64(x3[features[d]] <= thresholds[d])]
            e = children[2 * e + np.int64(x4[features[e]] <= thresholds[e])]
            f = children[2 * f + np.int64(x5[features[f]] <= thresholds[f])]
            g = children[2 * g + np.int64(x6[features[g]] <= thresholds[g])]
            h = children[2 * h + np.int64(x7[features[h]] <= thresholds[h])]
        out[start], out[start + 1], out[start + 2], out[start + 3] = a, b, c, d
        out[start + 4], out[start + 5], out[start + 6], out[start + 7] = e, f, g, h
        start += 8
    for i in range(start, last):
        a = 0
        for _ in range(depth):
            a = children[2 * a + np.int64(X[i, features[a]] <= thresholds[a])]
        out[i] = a


@kernel
def leaves_with_gaps(X, thresholds, features, children, missing_left, depth, out, first, last):
    """The same where values may be NaN."""
    for i in range(first, last):
        a = 0
        for _ in range(depth):
            x = X[i, features[a]]
            goes = missing_left[a] != 0 if x != x else x <= thresholds[a]
            a = children[2 * a + np.int64(goes)]
        out[i] = a
