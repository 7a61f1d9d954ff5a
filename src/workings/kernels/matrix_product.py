"""Products of small matrices, in as many registers as the processor has.

A library's product pays for large matrices: it copies them into an order of its own, and may not know the widest
registers of a new processor. Where a matrix fits the nearest cache, this is what is left of it: a tile of the result,
some rows high and some registers wide, stays in registers while the products are added to it, one row of b after the
other. Each entry is a sum in the order of the inner index, by multiply-adds that are fused where the processor can,
whatever the tile. The instructions are written down here, because in such a loop of Numba's LLVM keeps sums in memory.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import helper, kernel
from workings.kernels._numba import binding, cgutils, config, intrinsic, ir, types

_I32, _I64 = ir.IntType(32), ir.IntType(64)


def _features() -> str:
    """Return what the processor that is compiled for knows, as LLVM writes it."""
    return config.CPU_FEATURES or ("" if config.CPU_NAME else binding.get_host_cpu_features().flatten())


# The bytes of a register, and how many there are.
BYTES, REGISTERS = (64, 32) if "+avx512f" in _features() else (32, 16) if "+avx" in _features() else (16, 32)
# Registers side by side in a tile at most; and rows of b after which the sums are put down, so that those rows are
# still near when the next tile needs them.
WIDEST = 4 if REGISTERS == 32 else 2
DEEP = 256
# Columns that are turned at a time for a product with a transposed matrix, and rows of a block of them.
_PANEL, _BLOCK = 64, 16


def _rows(wide: int) -> int:
    """Return how many rows a tile of this width has: its sums, a row of b and a spread entry of a must fit."""
    return min(12, (REGISTERS - 1 - wide) // wide)


ROWS = tuple(_rows(max(1, wide)) for wide in range(WIDEST + 1))


class Tile:
    """Instructions for a tile so many registers wide, of floats of a kind."""

    def __init__(self, builder, kind, wide):
        self.builder, self.kind, self.wide = builder, kind, wide
        self.lanes = BYTES // (4 if kind == ir.FloatType() else 8)
        self.vector = ir.VectorType(kind, self.lanes)
        self.align = BYTES // self.lanes

    def pointer(self, address):
        """Return an address as a pointer to numbers."""
        return self.builder.inttoptr(address, self.kind.as_pointer())

    def at(self, pointer, index):
        """Return where the register begins that lies so many numbers further."""
        return self.builder.bitcast(self.builder.gep(pointer, [index]), self.vector.as_pointer())

    def spread(self, value):
        """Return a register that holds one number in all lanes."""
        one = self.builder.insert_element(ir.Constant(self.vector, ir.Undefined), value, _I32(0))
        zeros = ir.Constant(ir.VectorType(_I32, self.lanes), [0] * self.lanes)
        return self.builder.shuffle_vector(one, one, zeros)

    def mask(self, columns):
        """Return which lanes of the last register are within so many columns."""
        first = self.lanes * (self.wide - 1)
        numbers = ir.VectorType(_I64, self.lanes)
        one = self.builder.insert_element(ir.Constant(numbers, ir.Undefined), columns, _I32(0))
        zeros = ir.Constant(ir.VectorType(_I32, self.lanes), [0] * self.lanes)
        limit = self.builder.shuffle_vector(one, one, zeros)
        return self.builder.icmp_signed("<", ir.Constant(numbers, [first + i for i in range(self.lanes)]), limit)

    def call(self, name, result, *args):
        """Call one of LLVM's own functions."""
        kind = ir.FunctionType(result, [one.type for one in args])
        return self.builder.call(cgutils.get_or_insert_function(self.builder.module, kind, name), args)

    @property
    def suffix(self):
        """How LLVM's functions for these registers end."""
        return f"v{self.lanes}f{32 if self.kind == ir.FloatType() else 64}"

    def load(self, pointer, mask):
        """Read a register, or what the mask lets through and 0."""
        if mask is None:
            return self.builder.load(pointer, align=self.align)
        nothing = ir.Constant(self.vector, [0.0] * self.lanes)
        name = f"llvm.masked.load.{self.suffix}.p0{self.suffix}"
        return self.call(name, self.vector, pointer, _I32(self.align), mask, nothing)

    def store(self, value, pointer, mask):
        """Write a register, or what the mask lets through."""
        if mask is None:
            self.builder.store(value, pointer, align=self.align)
        else:
            name = f"llvm.masked.store.{self.suffix}.p0{self.suffix}"
            self.call(name, ir.VoidType(), value, pointer, _I32(self.align), mask)

    def fma(self, a, b, c):
        """Return a b + c, in one rounding where the processor can."""
        return self.call(f"llvm.fmuladd.{self.suffix}", self.vector, a, b, c)


def _write(wide, builder, kind, args):
    """Add the product to what is at c, or, where `fresh` is not 0, write it there."""
    a, a_pitch, a_step, b, b_pitch, c, c_pitch, inner, rows, columns, fresh = args
    tile = Tile(builder, kind, wide)
    a, b, c = (tile.pointer(address) for address in (a, b, c))
    masks = [None] * (wide - 1) + [tile.mask(columns)]
    # Beyond the last row the last is done again, and written again with the same result.
    last = builder.sub(rows, _I64(1))
    lines = [builder.select(builder.icmp_signed("<", _I64(i), rows), _I64(i), last) for i in range(ROWS[wide])]
    starts = [builder.gep(a, [builder.mul(line, a_pitch)]) for line in lines]
    ends = [builder.gep(c, [builder.mul(line, c_pitch)]) for line in lines]
    sums = [[cgutils.alloca_once(builder, tile.vector) for _ in range(wide)] for _ in lines]
    for places in sums:
        for place in places:
            builder.store(ir.Constant(tile.vector, [0.0] * tile.lanes), place)
    with builder.if_then(builder.icmp_signed("==", fresh, _I64(0))):
        for end, places in zip(ends, sums, strict=True):
            for v, place in enumerate(places):
                builder.store(tile.load(tile.at(end, _I64(v * tile.lanes)), masks[v]), place)
    with cgutils.for_range(builder, inner) as loop:
        row = builder.mul(loop.index, b_pitch)
        factors = [tile.load(tile.at(b, builder.add(row, _I64(v * tile.lanes))), masks[v]) for v in range(wide)]
        step = builder.mul(loop.index, a_step)
        for start, places in zip(starts, sums, strict=True):
            entry = tile.spread(builder.load(builder.gep(start, [step])))
            for factor, place in zip(factors, places, strict=True):
                builder.store(tile.fma(entry, factor, builder.load(place)), place)
    for end, places in zip(ends, sums, strict=True):
        for v, place in enumerate(places):
            tile.store(builder.load(place), tile.at(end, _I64(v * tile.lanes)), masks[v])


def _tile_of(wide):
    @intrinsic
    def tile(_typing, tag, a, a_pitch, a_step, b, b_pitch, c, c_pitch, inner, rows, columns, fresh):
        def codegen(context, builder, signature, args):
            _write(wide, builder, context.get_value_type(signature.args[0]), args[1:])
            return context.get_dummy_value()

        i = types.int64
        return types.void(tag, i, i, i, i, i, i, i, i, i, i, i), codegen

    return tile


_one, _two, _three, _four = (_tile_of(min(wide, WIDEST)) for wide in (1, 2, 3, 4))


@intrinsic
def _size(_typing, tag):
    """Return the bytes of a number of tag's type."""

    def codegen(_context, _builder, _signature, _args):
        return _I64(tag.bitwidth // 8)

    return types.int64(tag), codegen


@helper
def product_at(tag, a, a_pitch, a_step, b, b_pitch, c, c_pitch, rows, inner, columns, add):
    """Write the product of a (rows, inner) and b (inner, columns) to c, or add it; all by address, of tag's type.

    The entry (i, k) of a lies i a_pitch + k a_step entries from its begin; rows of b and c are contiguous, and lie
    b_pitch and c_pitch entries apart. Nothing may overlap. With inner = 0 nothing is written.
    """
    item = _size(tag)
    lanes = BYTES // item
    for first in range(0, inner, DEEP):
        deep, fresh = min(DEEP, inner - first), first == 0 and not add
        column = 0
        while column < columns:
            registers = (columns - column + lanes - 1) // lanes
            groups = (registers + WIDEST - 1) // WIDEST
            wide = (registers + groups - 1) // groups
            left = min(wide * lanes, columns - column)
            high = ROWS[wide]
            y = b + (first * b_pitch + column) * item
            for i in range(0, rows, high):
                tall = min(high, rows - i)
                x = a + (i * a_pitch + first * a_step) * item
                z = c + (i * c_pitch + column) * item
                if wide == 1:
                    _one(tag, x, a_pitch, a_step, y, b_pitch, z, c_pitch, deep, tall, left, fresh)
                elif wide == 2:
                    _two(tag, x, a_pitch, a_step, y, b_pitch, z, c_pitch, deep, tall, left, fresh)
                elif wide == 3:
                    _three(tag, x, a_pitch, a_step, y, b_pitch, z, c_pitch, deep, tall, left, fresh)
                else:
                    _four(tag, x, a_pitch, a_step, y, b_pitch, z, c_pitch, deep, tall, left, fresh)
            column += left


@helper
def _product(a, b, out, add):
    item = a.itemsize
    product_at(
        a.dtype.type(0),
        *(a.ctypes.data, a.strides[0] // item, a.strides[1] // item),
        *(b.ctypes.data, b.strides[0] // item),
        *(out.ctypes.data, out.strides[0] // item),
        *(a.shape[0], a.shape[1], b.shape[1], add),
    )


@kernel
def multiply(a, b, out):
    """Write a @ b into out, all of one type; the rows of b and of out must be contiguous, a may have any strides."""
    if a.shape[1] == 0:
        out[:] = out.dtype.type(0)
    else:
        _product(a, b, out, False)


@kernel
def multiply_add(a, b, out):
    """Add a @ b to out; see `multiply`."""
    _product(a, b, out, True)


@kernel
def multiply_turned(a, b, out, begin, end):
    """Write the columns of a @ b.T from `begin` to `end` into out; the rows of b and of out must be contiguous."""
    room = np.empty((a.shape[1], min(_PANEL, max(1, end - begin))), out.dtype)
    for first in range(begin, end, _PANEL):
        last = min(first + _PANEL, end)
        panel = room[:, : last - first]
        for i in range(0, a.shape[1], _BLOCK):
            for j in range(first, last):
                row = b[j]
                for k in range(i, min(i + _BLOCK, a.shape[1])):
                    panel[k, j - first] = row[k]
        multiply(a, panel, out[:, first:last])
