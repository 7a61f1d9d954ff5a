"""Sums over the rows of the products of [x, 1, y] with itself: all that least squares asks of many rows, in one pass.

A few rows at a time are shifted, multiplied by the roots of their weights and laid out side by side in float64; their
products with each other are added to the sum while they are near. Only the lower half is formed.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import helper, kernel
from workings.kernels.column_products import lay_out_column, take_roots
from workings.kernels.logistic_curvature import add_squares
from workings.kernels.matrix_product import BYTES

# Rows at a time: few enough that they stay near, and as many as the sums of a tile are worth fetching for.
_NEAR = 128


@helper
def _lay_out_row(row, shift, root, to):
    for j in range(len(row)):
        to[j] = (row[j] - shift[j]) * root


@kernel
def add_row_products(X, turned, Y, weights, x_shift, y_shift, start, stop, total):
    """Add the products over rows start to stop to the lower half of `total` (p + 1 + k, p + 1 + k), float64.

    X (n, p) is in C order, or its transpose where `turned`; Y (n, k); weights (n,), or (0,) where all are 1. The
    shifts (p,) and (k,) are subtracted first.
    """
    p, width = len(x_shift), total.shape[0]
    lanes = BYTES // 8
    pitch = (width + lanes - 1) // lanes * lanes
    room, roots = np.zeros(_NEAR * pitch + lanes), np.ones(_NEAR)
    skipped = (-room.ctypes.data % BYTES) // 8  # so that no register is filled from two lines of the cache
    scaled = room[skipped : skipped + _NEAR * pitch].reshape(_NEAR, pitch)
    for first in range(start, stop, _NEAR):
        count = min(_NEAR, stop - first)
        take_roots(weights, first, count, roots)
        if turned:
            for j in range(p):
                lay_out_column(X[j, first : first + count], x_shift[j], roots, scaled[:, j])
        for i in range(count):
            to = scaled[i]
            if not turned:
                _lay_out_row(X[first + i], x_shift, roots[i], to)
            to[p] = roots[i]
            _lay_out_row(Y[first + i], y_shift, roots[i], to[p + 1 :])
        add_squares(scaled, count, width, total)
