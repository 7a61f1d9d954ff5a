"""Second derivatives of a logistic regression, from the rows to the finished sum in one call.

For a pair of classes they are X' D X with D of products of probabilities. A few rows at a time get their
probabilities, are multiplied by the root of their entry of D while they lie in the first-level cache, and their
products with each other are added to the sum from there. Only the lower half is formed.
"""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._jit import helper, kernel
from workings.kernels.logistic_sweeps import probabilities_of_rows
from workings.kernels.matrix_product import BYTES, ROWS, WIDEST, product_at

# Rows at a time: few enough that, scaled, they stay near; and as many as the sums of a tile are worth fetching for.
_NEAR = 128
# Rows of the sum at a time, where all tiles are of the widest: a multiple of every tile's.
_MANY = 36


@helper
def _scale(X, first, count, roots, out):
    """Write each row of X times its root to `out`, and the root itself behind it."""
    p = X.shape[1]
    for i in range(count):
        root = out.dtype.type(roots[i])
        row, to = X[first + i], out[i]
        for j in range(p):
            to[j] = out.dtype.type(row[j]) * root
        to[p] = root


@helper
def add_squares(rows, count, width, total):
    """Add the lower half of rows' @ rows to `total`; a few entries above the diagonal are written as well."""
    item = rows.itemsize
    pitch, total_pitch, lanes = rows.strides[0] // item, total.strides[0] // item, BYTES // item
    i = 0
    while i < width:
        wide = (i + ROWS[1]) // lanes + 1
        high = min(ROWS[wide] if wide <= WIDEST else _MANY, width - i)
        product_at(
            rows.dtype.type(0),
            *(rows.ctypes.data + i * item, 1, pitch),
            *(rows.ctypes.data, pitch),
            *(total.ctypes.data + i * total.strides[0], total_pitch),
            *(high, count, i + high, True),
        )
        i += high


@kernel
def add_curvature(X, theta, shares, ones, others, start, stop, total):
    """Add the sums over rows start to stop to the lower halves of `total` (pairs, width, width).

    X is in C order; theta (classes or 1, p + 1) ends with the intercepts; in pair i a row counts with its entry of
    `shares` times the probabilities of the classes ``ones[i]`` and ``others[i]``; -1 stands for all classes but the
    first one. `width` is p, or p + 1 with an intercept.
    """
    p = X.shape[1]
    classes, width = max(2, theta.shape[0]), total.shape[1]
    lanes = BYTES // total.itemsize
    scaled = np.zeros((_NEAR, (p + lanes) // lanes * lanes), total.dtype)
    room, roots = np.empty(classes * _NEAR), np.empty(_NEAR)
    for first in range(start, stop, _NEAR):
        count = min(_NEAR, stop - first)
        q = room[: classes * count].reshape(classes, count)
        probabilities_of_rows(X, theta, first, count, q)
        for pair in range(ones.shape[0]):
            one, other = q[ones[pair]], q[max(0, others[pair])]
            alone = others[pair] < 0
            for i in range(count):
                rest = 1.0 - one[i] if alone else other[i]
                roots[i] = math.sqrt(shares[first + i] * one[i] * rest)
            _scale(X, first, count, roots, scaled)
            add_squares(scaled, count, width, total[pair])
