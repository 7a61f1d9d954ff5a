"""The products of some columns with each other (entries of X'X), centred and weighted, from the rows in one pass.

Rows are taken some at a time: their chosen columns are centred in float64, rounded to the type that is wanted, and
laid out in panels as wide as the tiles of `matrix_product` like them. Two panels fit the second-level cache, and each
pair of panels is multiplied there. Of a symmetric result only the lower half is formed.
"""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._jit import helper, kernel
from workings.kernels.matrix_product import BYTES, product_at

# Rows at a time: the part of a panel that a tile reads, of so many rows, fits the first-level cache.
_NEAR = 128
# Registers that a panel is wide: a multiple of the width and, in numbers, of the height of the widest tiles.
_WIDE = 12
# Columns and rows of a block that is mirrored: two blocks fit the first-level cache.
_BLOCK = 32


@helper
def _neighbours(columns):
    """Return whether the columns lie side by side, in order."""
    found = True
    for j in range(1, len(columns)):
        found &= columns[j] == columns[j - 1] + 1
    return found


@helper
def _lay_out_row(row, root, columns, neighbours, mean, to):
    """Write a row's entries in these columns, less the means and times the root of its weight."""
    width, begin = len(columns), columns[0]
    if neighbours:
        some, middle = row[begin : begin + width], mean[begin : begin + width]
        for j in range(width):
            to[j] = to.dtype.type((some[j] - middle[j]) * root)
    else:
        for j in range(width):
            at = np.uint64(columns[j])  # a number without a sign is not asked whether it counts from the end
            to[j] = to.dtype.type((row[at] - mean[at]) * root)


@helper
def lay_out_column(values, middle, roots, to):
    """Write some entries of one column, less the mean and times the roots of the weights."""
    for i in range(len(values)):
        to[i] = to.dtype.type((values[i] - middle) * roots[i])


@helper
def take_roots(weights, first, count, roots):
    """Write the roots of the weights of so many rows; where there are no weights, what stands there stays."""
    if len(weights):
        for i in range(count):
            roots[i] = math.sqrt(weights[first + i])


@helper
def _edges(panel, before, width, known, k):
    """Return where the columns of a panel begin and end; no panel holds both known and new ones."""
    if panel < before:
        return panel * width, min((panel + 1) * width, known)
    begin = known + (panel - before) * width
    return begin, min(begin + width, k)


@kernel
def add_column_products(X, turned, mean, weights, columns, known, start, stop, total):
    """Add the sums over rows start to stop of the products of columns to `total`.

    Parameters
    ----------
    X : ndarray of shape (n, p), float32 or float64, in C order; or its transpose, where `turned`
    turned : bool
    mean : ndarray of shape (p,), float64
    weights : ndarray of shape (n,), float64, or (0,) where all are 1
    columns : ndarray of shape (known + new,), int64
        In any order; those that lie side by side are read fastest.
    known : int
        So many of the first are multiplied with the others, but not with each other.
    start, stop : int
    total : ndarray of shape (new, known + new), float32 or float64, in C order
        Of the products of the new columns with each other only those up to the diagonal are meant.
    """
    k, item = len(columns), total.itemsize
    width = _WIDE * (BYTES // item)
    before = (known + width - 1) // width
    panels = before + (k - known + width - 1) // width
    size = _NEAR * width
    together = np.empty(panels, np.bool_)
    for panel in range(panels):
        begin, end = _edges(panel, before, width, known, k)
        together[panel] = _neighbours(columns[begin:end])
    room, roots = np.empty(panels * size + BYTES // item, total.dtype), np.ones(_NEAR)
    skipped = (-room.ctypes.data % BYTES) // item  # so that no register is filled from two lines of the cache
    base = room.ctypes.data + skipped * item
    for first in range(start, stop, _NEAR):
        count = min(_NEAR, stop - first)
        take_roots(weights, first, count, roots)
        if turned:
            for panel in range(panels):
                begin, end = _edges(panel, before, width, known, k)
                place = room[skipped + panel * size : skipped + (panel + 1) * size].reshape(_NEAR, width)
                for j in range(begin, end):
                    values = X[columns[j], first : first + count]
                    lay_out_column(values, mean[columns[j]], roots, place[:, j - begin])
        else:
            for i in range(count):
                for panel in range(panels):
                    begin, end = _edges(panel, before, width, known, k)
                    at = skipped + panel * size + i * width
                    to = room[at : at + end - begin]
                    _lay_out_row(X[first + i], roots[i], columns[begin:end], together[panel], mean, to)
        for panel in range(before, panels):
            begin, end = _edges(panel, before, width, known, k)
            for other in range(panel + 1):
                left, right = _edges(other, before, width, known, k)
                product_at(
                    total.dtype.type(0),
                    *(base + panel * size * item, 1, width),
                    *(base + other * size * item, width),
                    *(total.ctypes.data + (begin - known) * total.strides[0] + left * item, k),
                    *(end - begin, count, right - left, True),
                )


@kernel
def add_mirrored(part, out):
    """Add a symmetric matrix (k, k), of which the entries up to the diagonal are known, to the symmetric `out`."""
    k = out.shape[0]
    for top in range(0, k, _BLOCK):
        for left in range(0, top + 1, _BLOCK):
            for i in range(top, min(top + _BLOCK, k)):
                for j in range(left, min(left + _BLOCK, i + 1)):
                    value = out[i, j] + out.dtype.type(part[i, j])
                    out[i, j] = value
                    out[j, i] = value
