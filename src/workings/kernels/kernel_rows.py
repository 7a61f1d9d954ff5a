"""Rows of a kernel matrix: the exponential that turns scaled products into rbf kernels, and sums of rows.

Callers scale the samples by sqrt(2 gamma) and append [-|x|^2 / 2, 1] to one factor, [1, -|x|^2 / 2] to the other, so
that a matrix product yields the exponent -gamma |x - z|^2 itself. What is left for a kernel is exp in place, and to
add rows, each times a number, to a vector in float64.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import fma, power_of_two
from workings.kernels._by_dtype import by_dtype
from workings.kernels._exp import (
    _L1_32,
    _L2_32,
    _LOG2E32,
    _MAGIC32,
    _ONE32,
    _P0_32,
    _P1_32,
    _P2_32,
    _P3_32,
    _P4_32,
    short_exp,
)
from workings.kernels._jit import helper, kernel
from workings.kernels._sums import add
from workings.kernels.matrix_product import multiply

_FLOOR32 = np.float32(-87.0)
_ZERO32 = np.float32(0.0)
# Rows whose exponents lie in the second cache.
_AT_ONCE = 64


@helper
def _exp32(x):
    """Return exp(x) for -87 <= x <= 0, right to about 1e-7."""
    t = fma(x, _LOG2E32, _MAGIC32)
    n = t - _MAGIC32
    r = fma(n, -_L2_32, fma(n, -_L1_32, x))
    q = fma(_P4_32, r, _P3_32)
    q = fma(q, r, _P2_32)
    q = fma(q, r, _P1_32)
    q = fma(q, r, _P0_32)
    return (_ONE32 + fma(r * r, q, r)) * power_of_two(t)


@kernel
def exp_in_place32(flat):
    """Replace each entry of a float32 vector by its exponential; what exceeds 0 counts as 0, below -87 as -87."""
    for p in range(flat.shape[0]):
        x = flat[p]
        x = x if x > _FLOOR32 else _FLOOR32
        flat[p] = _exp32(x if x < _ZERO32 else _ZERO32)


@kernel
def exp_in_place64(flat):
    """Replace each entry of a float64 vector by its exponential, right to 2**-33; entries are kept in -340..0."""
    for p in range(flat.shape[0]):
        x = flat[p]
        x = x if x > -340.0 else -340.0
        flat[p] = short_exp(x if x < 0.0 else 0.0)


@kernel
def exp_dot64(exponents, coef, sums):
    """Add to sums[i] the products of exp(exponents[i, j]) with coef[j]; the exponential as in `exp_in_place64`."""
    for i in range(exponents.shape[0]):
        row = exponents[i]
        total = 0.0
        for j in range(coef.shape[0]):
            x = row[j]
            x = x if x > -340.0 else -340.0
            total = add(total, coef[j] * short_exp(x if x < 0.0 else 0.0))
        sums[i] += total


@kernel
def exp_dot32(exponents, coef, sums):
    """Do the same for float32 exponents, whose exponentials are right to about 1e-7; the sums are float64."""
    for i in range(exponents.shape[0]):
        row = exponents[i]
        total = 0.0
        for j in range(coef.shape[0]):
            x = row[j]
            x = x if x > _FLOOR32 else _FLOOR32
            total = add(total, coef[j] * np.float64(_exp32(x if x < _ZERO32 else _ZERO32)))
        sums[i] += total


_exp_dot = by_dtype(exp_dot32, exp_dot64)


@kernel
def rbf_sums(left, tiles, coef, sums):
    """Add to sums[i] what all tiles (tile, factor, column) give: exp of left[i] times a column, times its coef."""
    width = tiles.shape[2]
    room = np.empty((min(_AT_ONCE, left.shape[0]), width), left.dtype)
    for a in range(0, left.shape[0], _AT_ONCE):
        b = min(a + _AT_ONCE, left.shape[0])
        exponents = room[: b - a]
        for t in range(tiles.shape[0]):
            multiply(left[a:b], tiles[t], exponents)
            _exp_dot(exponents, coef[t * width : (t + 1) * width], sums[a:b])


@kernel
def store_exp32(exponents, slots, first, rows):
    """Write the exponentials of row k of float32 exponents into rows[slots[k]], from column `first` on."""
    for k in range(exponents.shape[0]):
        source = exponents[k]
        target = rows[slots[k], first : first + exponents.shape[1]]
        for p in range(source.shape[0]):
            x = source[p]
            x = x if x > _FLOOR32 else _FLOOR32
            target[p] = _exp32(x if x < _ZERO32 else _ZERO32)


@kernel
def store_rows(fresh, slots, first, rows):
    """Write row k of `fresh` into rows[slots[k]], from column `first` on."""
    for k in range(fresh.shape[0]):
        source = fresh[k]
        target = rows[slots[k], first : first + fresh.shape[1]]
        for p in range(source.shape[0]):
            target[p] = source[p]


@kernel
def add_rows(rows, slots, change, first, sums):
    """Add to the float64 vector `sums` the rows in `slots`, from column `first` on, each times its `change`."""
    width = sums.shape[0]
    whole = len(slots) - len(slots) % 4
    for k in range(0, whole, 4):
        a, b = rows[slots[k], first : first + width], rows[slots[k + 1], first : first + width]
        c, d = rows[slots[k + 2], first : first + width], rows[slots[k + 3], first : first + width]
        s, t, u, v = change[k], change[k + 1], change[k + 2], change[k + 3]
        for p in range(width):
            sums[p] += (s * a[p] + t * b[p]) + (u * c[p] + v * d[p])
    for k in range(whole, len(slots)):
        a = rows[slots[k], first : first + width]
        s = change[k]
        for p in range(width):
            sums[p] += s * a[p]


@kernel
def keep_columns(rows, slots, keep):
    """Move the entries of each row in `slots` that stand in the columns `keep` (sorted) to the row's beginning."""
    for slot in slots:
        row = rows[slot]
        for p in range(len(keep)):
            row[p] = row[keep[p]]
