"""Kernels of softmax, log_softmax and cross_entropy, forward and backward.

A program takes ROWS whole rows of up to a tile, or one part of a long row. A short row is read once. A long row is read
twice: `part_states` (or `part_sums`) notes what each part comes to, and the second kernel merges the notes of its row.
x and the results are contiguous, (m, n); float64 is for a few numbers a row, and for the sums of backward.
"""

from __future__ import annotations

import triton
import triton.language as tl

from workings.backends.triton._numbers import (
    difference,
    exponential,
    log1p,
    merged,
    pair,
    scaled,
    state_of,
)


@triton.jit
def _place(m, n, ROWS: tl.constexpr, TILE: tl.constexpr):
    """Return rows, columns, offsets of this program's tile, and which of them are inside."""
    rows = tl.program_id(0) * ROWS + tl.arange(0, ROWS)
    columns = tl.program_id(1) * TILE + tl.arange(0, TILE)
    offsets = rows[:, None].to(tl.int64) * n + columns[None, :]
    return rows, columns, offsets, (rows[:, None] < m) & (columns[None, :] < n)


@triton.jit
def part_states(x, target, tops, sums, m, n, PARTS: tl.constexpr, TILE: tl.constexpr, EXCLUDE: tl.constexpr):
    """Note the maximum of each part, and its sum of exponentials without one entry."""
    rows, columns, offsets, inside = _place(m, n, 1, TILE)
    values = tl.load(x + offsets, inside, float("-inf")).to(tl.float32)
    excluded = tl.load(target + rows) if EXCLUDE else rows
    top, others = state_of(values, columns, excluded, EXCLUDE)
    place = rows * PARTS + tl.program_id(1)
    tl.store(tops + place, top)
    tl.store(sums + place, others)


@triton.jit
def _state(x, excluded, columns, tops, sums, PARTS: tl.constexpr, PARTS_TILE: tl.constexpr, EXCLUDE: tl.constexpr):
    """Return the state of the rows, computed here or merged from the parts."""
    if PARTS == 1:
        top, others = state_of(x, columns, excluded, EXCLUDE)
    else:
        one, sum_of_one = merged(tops, sums, tl.program_id(0), PARTS, PARTS_TILE, 0.0 if EXCLUDE else 1.0)
        top, others = one + tl.zeros([1], tl.float32), sum_of_one + tl.zeros([1], tl.float64)
    # A row of -inf has no softmax.
    return top, tl.where(top == float("-inf"), float("nan"), others)


@triton.jit
def softmax_forward(
    x, y, tops, sums, m, n,
    ROWS: tl.constexpr, PARTS: tl.constexpr, PARTS_TILE: tl.constexpr, TILE: tl.constexpr, LOG: tl.constexpr,
):  # fmt: skip
    """Write the softmax of each row, or its logarithm."""
    rows, columns, offsets, inside = _place(m, n, ROWS, TILE)
    values = tl.load(x + offsets, inside, float("-inf")).to(tl.float32)
    top, others = _state(values, rows, columns, tops, sums, PARTS, PARTS_TILE, False)
    d, rest = difference(values, top[:, None])
    if LOG:
        log_high, log_low = pair(log1p(others))
        found = d - log_high[:, None]
        t = found - d
        error = (d - (found - t)) + (-log_high[:, None] - t)
        error = tl.where(error == error, error + (rest - log_low[:, None]), 0.0)
        found = tl.where(found > float("-inf"), found + error, found)
    else:
        inverse_high, inverse_low = pair(1.0 / (1.0 + others))
        high, low, k = exponential(d, rest)
        share = high * inverse_high[:, None]
        found = scaled(share + (high * inverse_low[:, None] + low * inverse_high[:, None]), k)
        found = tl.where(d > -120.0, found, 0.0) + (others * 0.0).to(tl.float32)[:, None]
    tl.store(y + offsets, found.to(y.dtype.element_ty), inside)


@triton.jit
def cross_entropy_forward(
    x, target, loss, tops, sums, m, n,
    ROWS: tl.constexpr, PARTS: tl.constexpr, PARTS_TILE: tl.constexpr, TILE: tl.constexpr,
):  # fmt: skip
    """Write -log softmax(x)[target] of each row; 0 where the target is below 0."""
    rows, columns, offsets, inside = _place(m, n, ROWS, TILE)
    one = rows < m
    wanted = tl.load(target + rows, one, -1)
    counted = one & (wanted >= 0)
    values = tl.load(x + offsets, inside, float("-inf")).to(tl.float32) if PARTS == 1 else offsets
    top, others = _state(values, wanted, columns, tops, sums, PARTS, PARTS_TILE, True)
    own = tl.load(x + rows.to(tl.int64) * n + wanted, counted, 0.0).to(tl.float64) - top.to(tl.float64)
    e = tl.exp(tl.where(own > -30.0, own, -30.0))
    near = log1p(tl.where(own > -30.0, others / e, 0.0))
    far = tl.log(others) - own  # beside the others the target's own exponential does not count
    found = tl.where(own > -30.0, near, far)
    found = tl.where(others == others, found, float("nan"))
    tl.store(loss + rows, tl.where(counted, found, 0.0).to(tl.float32), one)


@triton.jit
def cross_entropy_backward(
    x, target, upstream, dx, tops, sums, m, n,
    ROWS: tl.constexpr, PARTS: tl.constexpr, PARTS_TILE: tl.constexpr, TILE: tl.constexpr,
):  # fmt: skip
    """Write upstream (softmax(x) - one_hot(target)); at the target that is minus the share of all others."""
    rows, columns, offsets, inside = _place(m, n, ROWS, TILE)
    one = rows < m
    wanted = tl.load(target + rows, one, -1)
    counted = one & (wanted >= 0)
    values = tl.load(x + offsets, inside, float("-inf")).to(tl.float32)
    top, others = _state(values, wanted, columns, tops, sums, PARTS, PARTS_TILE, True)
    own = tl.load(x + rows.to(tl.int64) * n + wanted, counted, 0.0).to(tl.float64) - top.to(tl.float64)
    total = others + tl.exp(own)
    g = tl.load(upstream + rows, one, 0.0).to(tl.float64)
    factor_high, factor_low = pair(g / total)
    d, rest = difference(values, top[:, None])
    high, low, k = exponential(d, rest)
    found = scaled(high * factor_high[:, None] + (high * factor_low[:, None] + low * factor_high[:, None]), k)
    found = tl.where(d > -120.0, found, 0.0) + (others * 0.0).to(tl.float32)[:, None]
    at_target = (-g * (others / total)).to(tl.float32)
    found = tl.where(columns[None, :] == wanted[:, None], at_target[:, None], found)
    found = tl.where(counted[:, None], found, 0.0)
    tl.store(dx + offsets, found.to(dx.dtype.element_ty), inside)


@triton.jit
def part_sums(y, upstream, sums, m, n, PARTS: tl.constexpr, TILE: tl.constexpr, LOG: tl.constexpr):
    """Note the sum of y * upstream of each part (with LOG that of upstream)."""
    rows, _columns, offsets, inside = _place(m, n, 1, TILE)
    g = tl.load(upstream + offsets, inside, 0.0).to(tl.float64)
    if not LOG:
        g = g * tl.load(y + offsets, inside, 0.0).to(tl.float64)
    tl.store(sums + rows * PARTS + tl.program_id(1), tl.sum(g, axis=1))


@triton.jit
def softmax_backward(
    y, upstream, dx, sums, m, n,
    ROWS: tl.constexpr, PARTS: tl.constexpr, PARTS_TILE: tl.constexpr, TILE: tl.constexpr, LOG: tl.constexpr,
):  # fmt: skip
    """Write y (g - sum(y g)), or with LOG g - exp(y) sum(g), for what forward returned, y, and the upstream g."""
    _rows, _columns, offsets, inside = _place(m, n, ROWS, TILE)
    g = tl.load(upstream + offsets, inside, 0.0).to(tl.float32)
    value = tl.load(y + offsets, inside, 0.0).to(tl.float32)
    if PARTS > 1:
        part = tl.arange(0, PARTS_TILE)
        notes = tl.load(sums + tl.program_id(0) * PARTS + part, part < PARTS, 0.0)
        total = tl.sum(notes, axis=0) + tl.zeros([1], tl.float64)
    elif LOG:
        total = tl.sum(g.to(tl.float64), axis=1)
    else:
        total = tl.sum(g.to(tl.float64) * value.to(tl.float64), axis=1)
    total_high, total_low = pair(total)
    if LOG:
        high, low, k = exponential(value, tl.zeros_like(value))
        e, e_low = scaled(high, k), scaled(low, k)
        e, e_low = tl.where(value > -120.0, e, 0.0), tl.where(value > -120.0, e_low, 0.0)
        minus_one = (e - 1.0) + e_low  # expm1(y): where p is near 1, p - 1 has lost its digits
        near = ((g - total_high[:, None]) - total_low[:, None]) - minus_one * total_high[:, None]
        found = tl.where(value > -0.5, near, g - e * total_high[:, None])
        found = tl.where(value == value, found, float("nan"))
    else:
        found = value * ((g - total_high[:, None]) - total_low[:, None])
    tl.store(dx + offsets, found.to(dx.dtype.element_ty), inside)
