"""Products with the windows of an image, which lie in it and are not copied out.

A row of the matrix of windows is some lines of an image, one after the other. So both indices of the product's first
matrix have two parts: entry (i, k) lies at (i div fold) * line + (i mod fold) * pitch + (k div depth) * turn +
(k mod depth) * step. A tile of the result stays in registers over the whole sum, as in `matrix_product`.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import helper
from workings.kernels._numba import cgutils, intrinsic, ir, types
from workings.kernels.matrix_product import BYTES, ROWS, WIDEST, Tile

_I64 = ir.IntType(64)
# What a tile is told.
_NUMBERS = 20


def _offsets(builder, high, rows, column, fold, pitch, wrap):
    """Return where the rows of a tile begin; beyond the last row it is done again."""
    offset, found = _I64(0), [_I64(0)]
    for i in range(1, high):
        column = builder.add(column, _I64(1))
        wraps = builder.icmp_signed("==", column, fold)
        further = builder.add(offset, builder.select(wraps, wrap, pitch))
        column = builder.select(wraps, _I64(0), column)
        offset = builder.select(builder.icmp_signed("<", _I64(i), rows), further, offset)
        found.append(offset)
    return found


def _write(wide, builder, kind, args):
    """Write a tile of the product, which begins with what is at s or with 0, to c; rectified if asked."""
    a, column, fold, pitch, wrap, turns, turn, depth, step, b, b_turn, b_pitch = args[:12]
    s, s_pitch, c, c_pitch, rows, columns, given, rectify = args[12:]
    tile, high = Tile(builder, kind, wide), ROWS[wide]
    a, b, c, s = (tile.pointer(address) for address in (a, b, c, s))
    masks = [None] * (wide - 1) + [tile.mask(columns)]
    starts = [builder.gep(a, [offset]) for offset in _offsets(builder, high, rows, column, fold, pitch, wrap)]
    last = builder.sub(rows, _I64(1))
    lines = [builder.select(builder.icmp_signed("<", _I64(i), rows), _I64(i), last) for i in range(high)]
    zero = ir.Constant(tile.vector, [0.0] * tile.lanes)
    sums = [[cgutils.alloca_once(builder, tile.vector) for _ in range(wide)] for _ in lines]
    for place in (place for places in sums for place in places):
        builder.store(zero, place)
    with builder.if_then(builder.icmp_signed("!=", given, _I64(0))):
        for line, places in zip(lines, sums, strict=True):
            begin = builder.gep(s, [builder.mul(line, s_pitch)])
            for v, place in enumerate(places):
                builder.store(tile.load(tile.at(begin, _I64(v * tile.lanes)), masks[v]), place)
    with cgutils.for_range(builder, turns) as outer:
        across, below = builder.mul(outer.index, turn), builder.mul(outer.index, b_turn)
        with cgutils.for_range(builder, depth) as loop:
            row = builder.add(below, builder.mul(loop.index, b_pitch))
            factors = [tile.load(tile.at(b, builder.add(row, _I64(v * tile.lanes))), masks[v]) for v in range(wide)]
            at = builder.add(across, builder.mul(loop.index, step))
            for start, places in zip(starts, sums, strict=True):
                entry = tile.spread(builder.load(builder.gep(start, [at])))
                for factor, place in zip(factors, places, strict=True):
                    builder.store(tile.fma(entry, factor, builder.load(place)), place)
    with builder.if_then(builder.icmp_signed("!=", rectify, _I64(0))):
        for place in (place for places in sums for place in places):
            value = builder.load(place)
            negative = builder.fcmp_ordered("<", value, zero)
            builder.store(builder.select(negative, zero, value), place)
    for line, places in zip(lines, sums, strict=True):
        end = builder.gep(c, [builder.mul(line, c_pitch)])
        for v, place in enumerate(places):
            tile.store(builder.load(place), tile.at(end, _I64(v * tile.lanes)), masks[v])


def _tile_of(wide):
    @intrinsic
    def tile(_typing, tag, numbers):
        def codegen(context, builder, signature, args):
            each = [builder.extract_value(args[1], i) for i in range(_NUMBERS)]
            _write(wide, builder, context.get_value_type(signature.args[0]), each)
            return context.get_dummy_value()

        return types.void(tag, types.UniTuple(types.int64, _NUMBERS)), codegen

    return tile


_one, _two, _three, _four = (_tile_of(min(wide, WIDEST)) for wide in (1, 2, 3, 4))


@helper
def window_product(a, rows, row, inner, b, b_pitches, start, begin, out, rectify):
    """Write the product of a matrix that lies in `a`, by the module's rule, with another, plus what it begins with.

    Parameters
    ----------
    a, b : one-dimensional arrays
    rows : int
    row : fold, pitch, line
        Where the rows of the first matrix begin.
    inner : turns, turn, depth, step
        There are turns * depth columns.
    b_pitches : turn, pitch
        Row k of the second matrix lies at (k div depth) * turn + (k mod depth) * pitch.
    start : array of shape (1, columns), (rows, columns)
        Read if `begin` is 1, for every row the same line, or 2; may then be `out` itself.
    begin : int
        What the sums begin with: 0 is 0.
    out : array of shape (rows, columns)
        Its rows are contiguous.
    rectify : bool
        Write 0 for what is negative.
    """
    tag, item = out.dtype.type(0), out.itemsize
    lanes, columns = BYTES // item, out.shape[1]
    fold, pitch, line = row
    turns, turn, depth, step = inner
    c_pitch, s_pitch = out.strides[0] // item, (start.strides[0] // item if begin == 2 else 0)
    x, y, s, z = a.ctypes.data, b.ctypes.data, start.ctypes.data, out.ctypes.data
    column = 0
    while column < columns:
        registers = (columns - column + lanes - 1) // lanes
        groups = (registers + WIDEST - 1) // WIDEST
        wide = (registers + groups - 1) // groups
        left, high = min(wide * lanes, columns - column), ROWS[wide]
        for i in range(0, rows, high):
            place = x + (i // fold * line + i % fold * pitch) * item
            numbers = (
                *(place, i % fold, fold, pitch, line - (fold - 1) * pitch, turns, turn, depth, step),
                *(y + column * item, b_pitches[0], b_pitches[1]),
                *(s + (i * s_pitch + column) * item, s_pitch, z + (i * c_pitch + column) * item, c_pitch),
                *(min(high, rows - i), left, begin, np.int64(rectify)),
            )
            if wide == 1:
                _one(tag, numbers)
            elif wide == 2:
                _two(tag, numbers)
            elif wide == 3:
                _three(tag, numbers)
            else:
                _four(tag, numbers)
        column += left
