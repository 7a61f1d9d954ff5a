"""Which kernel a group goes to. Imported only when an input is too large for plain floats: it imports Numba."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from workings._validation import Array
from workings.kernels import (
    _threads,
    elementwise,
    shifted_rows,
    softmax_columns,
    softmax_narrow,
    softmax_near_columns,
    softmax_rows,
)
from workings.kernels._exp import UNSHIFTED
from workings.kernels.fixed_logsumexp import logsumexp_near_zero
from workings.kernels.softmax_few import of_few
from workings.special import _pairs, _small
from workings.special._layout import Groups
from workings.special._small import precise_logsumexp

# Rows from this length on are cut into parts for several threads if there are fewer than so many of them. How many
# parts hangs on the length alone, so that results do not hang on the number of threads.
_LONG_ROW, _FEW_ROWS = 1 << 18, 4
_LEAST_PARTS, _MOST_PARTS = 4, 16
# Down columns, rows are gathered into lines of about this many entries, and of a multiple of so many where that can be
# had: what is left over of a line goes one by one.
_LINE, _LANES = 1280, 64
# Bytes of an array that stays in the cache from one sweep to the next, its result beside it.
_NEAR = 1 << 23
# Below this many entries a second thread costs more than it brings.
_WORTH_A_THREAD = 1 << 17

_small.compiled = of_few(
    _pairs.TABLE, _pairs.POWERS, _pairs.LEAST, _pairs.PER_STEP, _pairs.STEP_HIGH, _pairs.STEP_LOW, _small.BOUND
)


def run(kernel: Callable[..., Any], items: int, size: int, *args: Any) -> None:
    """Call a kernel's ``(*args, start, stop)`` on blocks of `items`, in threads if `size` entries are worth it."""
    if size < _WORTH_A_THREAD:
        kernel(*args, 0, items)
    else:
        _threads.run_blocks(lambda a, b: kernel(*args, a, b), items, pieces=4)


def _each(parts: int, action: Callable[[int], Any]) -> None:
    """Call ``action(i)`` for each part, in threads."""

    def block(start: int, stop: int) -> None:
        for i in range(start, stop):
            action(i)

    _threads.run_blocks(block, parts)


def _parts(size: int) -> int:
    """Return into how many parts so many entries of one group are cut."""
    return max(_LEAST_PARTS, min(_MOST_PARTS, size // _LONG_ROW))


def softmax(groups: Groups, y: Array) -> None:
    """Write the softmax of each group into flat `y`, which lies as the groups do; float32 or float64."""
    x, outer, n, inner = groups.flat, groups.outer, groups.n, groups.inner
    if n == 1:
        run(elementwise.ones_where_finite, x.size, x.size, x, y)
    elif inner > 1:
        _columns(x, y, outer, n, inner)
    elif n <= softmax_narrow.LONGEST[x.itemsize]:
        run(softmax_narrow.softmax_narrow, outer, x.size, x, y, n)
    elif n >= _LONG_ROW and outer < _FEW_ROWS:
        for i in range(outer):
            _long_row(x[i * n : (i + 1) * n], y[i * n : (i + 1) * n])
    else:
        run(softmax_rows.softmax_rows, outer, x.size, x.reshape(outer, n), y.reshape(outer, n))


def _long_row(x: Array, y: Array) -> None:
    """Softmax of one row, cut into parts: exponentials and sums, then the products, each in all threads."""
    parts = _parts(x.size)
    pieces = [slice(a, b) for a, b in pairwise(x.size * i // parts for i in range(parts + 1))]
    sums = np.empty((parts, 4))

    _each(parts, lambda i: softmax_rows.exponentials_of_part(x[pieces[i]], y[pieces[i]], sums, i))
    if sums[:, 3].any() and not sums[:, 3].all():
        _each(parts, lambda i: softmax_rows.shift_part(x[pieces[i]], y[pieces[i]], sums, i))
    if np.abs(sums[:, 0]).max() <= UNSHIFTED:  # not with NaN
        _each(parts, lambda i: softmax_rows.rescale_part(y[pieces[i]], sums, i))
    else:
        softmax_rows.softmax_rows(x.reshape(1, -1), y.reshape(1, -1), 0, 1)


def _columns(x: Array, y: Array, outer: int, n: int, width: int) -> None:
    together = math.lcm(width, _LANES)
    together = together if together <= 2 * _LINE else width
    period = width * max(1, min(n, max(1, _LINE // together) * together // width))
    if outer > 1 or x.size < _WORTH_A_THREAD:
        run(softmax_columns.softmax_columns, outer, x.size, x, y, n, width, period)
        return
    lines = -(-x.size // period)
    parts = min(_parts(x.size), lines)
    edges = [min(lines * i // parts * period, x.size) for i in range(parts + 1)]
    pieces = [(x[a:b], y[a:b]) for a, b in pairwise(edges)]
    high, low = np.zeros((parts, period)), np.zeros((parts, period))
    bounded = [False] * parts
    tops = np.full((parts, period), -np.inf)

    def sum_direct(i: int) -> None:
        bounded[i] = softmax_columns.sum_direct(pieces[i][0], period, high[i], low[i])

    def finish() -> None:
        for i in range(1, parts):
            softmax_columns.merge_sums(high[0], low[0], high[i], low[i])
        softmax_columns.fold_and_invert(high[0], low[0], width)

    if x.nbytes <= _NEAR:

        def keep(i: int) -> None:
            bounded[i] = softmax_near_columns.keep_exponentials(*pieces[i], period, high[i], low[i])

        _each(parts, keep)
        if all(bounded):
            finish()
            factor = high[0].astype(x.dtype)
            factor_low = ((high[0] - factor) + low[0]).astype(x.dtype)
            _each(parts, lambda i: softmax_near_columns.scale_lines(pieces[i][1], period, factor, factor_low))
            return
        high[:], low[:] = 0.0, 0.0
    _each(parts, sum_direct)
    if all(bounded):
        finish()
        _each(parts, lambda i: softmax_columns.write_direct(*pieces[i], period, high[0], low[0]))
        return
    _each(parts, lambda i: softmax_columns.find_tops(pieces[i][0], period, tops[i]))
    top = tops.max(axis=0)
    softmax_columns.fold_tops(top, width)
    high[:], low[:] = 0.0, 0.0
    _each(parts, lambda i: softmax_columns.sum_shifted(pieces[i][0], period, top, high[i], low[i]))
    finish()
    _each(parts, lambda i: softmax_columns.write_shifted(*pieces[i], period, top, high[0], low[0]))


def softmax_at_temperature(rows: Groups, y: Array, temperature: float) -> None:
    """Write the softmax of each row divided by the temperature."""
    shape = (rows.outer, rows.n)
    run(shifted_rows.softmax_tempered_rows, rows.outer, y.size, rows.flat.reshape(shape), y.reshape(shape), temperature)


def log_softmax(rows: Groups, y: Array, temperature: float) -> None:
    """Write the log of the softmax of each row divided by the temperature."""
    shape = (rows.outer, rows.n)
    run(shifted_rows.log_softmax_rows, rows.outer, y.size, rows.flat.reshape(shape), y.reshape(shape), temperature)


def logsumexp(rows: Groups) -> Array:
    """Return the logsumexp of each row, as float64."""
    x = rows.flat.reshape(rows.outer, rows.n)
    result, scale = np.empty(rows.outer), np.empty(rows.outer)
    run(shifted_rows.logsumexp_rows, rows.outer, x.size, x, result, scale)
    # The logarithm is known to about 2**-56, for float32 to 2**-33. Where the maximum cancels it and less is left than
    # that is good for: once more, in fixed point.
    limit = np.minimum(scale, 2.0**-3 if x.dtype == np.float64 else 2.0**-7)
    for i in np.flatnonzero((np.abs(result) < limit) & (result <= scale)):
        if x[i].max() >= 0.0:  # nothing cancels, and the fixed point is for numbers below 0
            continue
        value = logsumexp_near_zero(x[i])
        result[i] = value if abs(value) > 2.0**-70 else precise_logsumexp(x[i].tolist())
    return result


def sigmoid(x: Array, y: Array) -> None:
    """Write the sigmoid of every entry of flat `x`."""
    run(elementwise.sigmoid_entries, x.size, x.size, x, y)


def softplus(x: Array, y: Array) -> None:
    """Write log(1 + exp(x)) of every entry of flat `x`."""
    run(elementwise.softplus_entries, x.size, x.size, x, y)


def log_sigmoid(x: Array, y: Array) -> None:
    """Write log(sigmoid(x)) of every entry of flat `x`."""
    run(elementwise.log_sigmoid_entries, x.size, x.size, x, y)


def losses(x: Array, index: Array) -> Array:
    """Return -log_softmax(x)[i, index[i]] of each row of x (m, n), as float64."""
    result = np.empty(len(x))
    run(shifted_rows.losses_of_rows, len(x), x.size, x, index, result)
    return result
