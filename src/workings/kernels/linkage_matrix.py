"""Linkage on a square matrix of distances, infinity on its diagonal, which is overwritten.

Two clusters that merge leave one row and column, by the formula of Lance and Williams (1967, The Computer Journal 9).
In all but centroid and median linkage a union is never nearer to a third cluster than the nearer of its parts was, so
any two clusters that are each other's nearest may merge at once (F. Murtagh 1983, The Computer Journal 26).
"""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._jit import helper, kernel
from workings.kernels.linkage_methods import AVERAGE, CENTROID, COMPLETE, SINGLE, WARD, WEIGHTED

_WIDTH, _BLOCK = 16, 256


@helper
def _least(row, width, folded):
    """Return where the least of the first entries of a row stands first, and the least."""
    best, at = math.inf, 0
    for start in range(0, width, _BLOCK):
        block = row[start : min(start + _BLOCK, width)]
        whole = block.shape[0] - block.shape[0] % _WIDTH
        for p in range(_WIDTH):
            folded[p] = math.inf
        for first in range(0, whole, _WIDTH):
            part = block[first : first + _WIDTH]
            for p in range(_WIDTH):
                folded[p] = part[p] if part[p] < folded[p] else folded[p]
        least = math.inf
        for p in range(_WIDTH):
            least = min(least, folded[p])
        for p in range(whole, block.shape[0]):
            least = min(least, block[p])
        if least < best:
            best, at = least, start
    while at < width - 1 and row[at] != best:
        at += 1
    return at, best


@helper
def _unite(method, a, b, sizes, i, j, height):
    """Put into row a the distances of all to the union of clusters i and j, whose rows are a and b."""
    n = a.shape[0]
    n_i, n_j = sizes[i], sizes[j]
    if method == COMPLETE:
        for k in range(n):
            a[k] = a[k] if a[k] > b[k] else b[k]
    elif method == SINGLE:
        for k in range(n):
            a[k] = a[k] if a[k] < b[k] else b[k]
    elif method == AVERAGE:
        for k in range(n):
            a[k] = (n_i * a[k] + n_j * b[k]) / (n_i + n_j)
    elif method == WEIGHTED:
        for k in range(n):
            a[k] = 0.5 * (a[k] + b[k])
    elif method == WARD:
        for k in range(n):
            n_k = sizes[k]
            a[k] = ((n_i + n_k) * a[k] + (n_j + n_k) * b[k] - n_k * height) / (n_i + n_j + n_k)
    elif method == CENTROID:
        share, other = n_i / (n_i + n_j), n_j / (n_i + n_j)
        for k in range(n):
            a[k] = share * a[k] + other * b[k] - share * other * height
    else:
        for k in range(n):
            a[k] = 0.5 * (a[k] + b[k]) - 0.25 * height


@helper
def _merge(method, matrix, sizes, width, i, j):
    """Put the union of clusters i and j in the place of i, and the last cluster in that of j."""
    a, b, last = matrix[i, :width], matrix[j, :width], width - 1
    height = a[j]
    _unite(method, a, b, sizes, i, j, height)
    a[i] = math.inf
    a[j] = a[last]
    for k in range(width):
        if k != j:
            row = matrix[k]
            row[i] = a[k]
            row[j] = row[last]
    if j != last:
        moved = matrix[last]
        for k in range(width):
            b[k] = moved[k]
        b[i] = a[j]
        b[j] = math.inf
    sizes[i] += sizes[j]
    sizes[j] = sizes[last]
    return height


@kernel
def chain_merges(method, matrix, sizes, number, firsts, seconds, heights, chain, steps, length, begin, end):
    """Write the merges begin:end, found along chains of nearest neighbours: to the nearest, until two are mutual.

    Return how long the chain is that is left in `chain` and `steps`, n + 1 entries each: `length` for the merges after.
    """
    n = matrix.shape[0]
    folded = np.empty(_WIDTH)
    for done in range(begin, end):
        width = n - done
        while True:
            if length == 0:
                chain[0], steps[0], length = 0, math.inf, 1
            i = chain[length - 1]
            at, best = _least(matrix[i], width, folded)
            if length > 1 and best >= steps[length - 1]:
                break
            chain[length], steps[length] = at, best
            length += 1
        j = chain[length - 2]
        length -= 2
        i, j = min(i, j), max(i, j)
        firsts[done], seconds[done], heights[done] = number[i], number[j], _merge(method, matrix, sizes, width, i, j)
        number[j] = number[width - 1]
        for k in range(length):
            chain[k] = j if chain[k] == width - 1 else chain[k]
    return length


@kernel
def nearest_in_rows(matrix, near, nearest, begin, end):
    """Write where the least of the rows begin:end stands, and the least."""
    folded = np.empty(_WIDTH)
    for k in range(begin, end):
        nearest[k], near[k] = _least(matrix[k], matrix.shape[0], folded)


@kernel
def closest_merges(method, matrix, sizes, number, firsts, seconds, heights, near, nearest, begin, end):
    """Write the merges begin:end in their order, each of the two closest clusters.

    Each cluster keeps its nearest one, at first from `nearest_in_rows`, or, when that has gone, how near the nearest is
    at least.
    """
    n = matrix.shape[0]
    folded = np.empty(_WIDTH)
    for done in range(begin, end):
        width = n - done
        last = width - 1
        while True:
            i, _ = _least(near, width, folded)
            j = nearest[i]
            if j >= 0:
                break
            nearest[i], near[i] = _least(matrix[i], width, folded)
        i, j = min(i, j), max(i, j)
        firsts[done], seconds[done], heights[done] = number[i], number[j], _merge(method, matrix, sizes, width, i, j)
        number[j], near[j], nearest[j] = number[last], near[last], nearest[last]
        if nearest[j] == i or nearest[j] == j:
            nearest[j] = -1
        row = matrix[i]
        for k in range(last):
            if k == j:
                pass
            elif nearest[k] == i or nearest[k] == j:
                nearest[k] = -1
            elif nearest[k] == last:
                nearest[k] = j
            if row[k] < near[k]:
                near[k], nearest[k] = row[k], i
        nearest[i], near[i] = _least(row, last, folded)
