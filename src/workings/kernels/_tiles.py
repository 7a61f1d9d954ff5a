"""Eight rows of numbers at a time, times one or two vectors of coefficients; and the sums of rows that a gradient is.

A row meets the coefficients of two classes while it is in a register, and eight rows' products end as one register of
eight logits. Rows are given by address and pitch, as in `_rows`: the entries beyond a multiple of eight are masked.
"""

from __future__ import annotations

from workings.kernels._numba import intrinsic, ir, types
from workings.kernels._rows import _I32, _I64, _LANES, _VECTOR, _Blocks, _pointer

ROWS = _LANES
# How two registers of sums become one: which entries of both are added, at each of three levels.
_PAIRS = (
    ((0, 8, 2, 10, 4, 12, 6, 14), (1, 9, 3, 11, 5, 13, 7, 15)),
    ((0, 1, 8, 9, 4, 5, 12, 13), (2, 3, 10, 11, 6, 7, 14, 15)),
    ((0, 1, 2, 3, 8, 9, 10, 11), (4, 5, 6, 7, 12, 13, 14, 15)),
)


def _bases(builder, base, pitch, count):
    """Return the addresses of so many rows."""
    return [builder.gep(base, [builder.mul(pitch, _I64(i))]) for i in range(count)]


def _lane_sums(builder, vectors):
    """Return one vector: the sum of the lanes of each of eight."""
    for chosen in _PAIRS:
        masks = [ir.Constant(ir.VectorType(_I32, _LANES), list(one)) for one in chosen]
        vectors = [
            builder.fadd(*(builder.shuffle_vector(a, b, mask) for mask in masks))
            for a, b in zip(vectors[::2], vectors[1::2], strict=True)
        ]
    return vectors[0]


def _write_products(classes, context, builder, signature, args):
    x, _, x_pitch, w, w_pitch, length, z, z_pitch = args
    blocks = _Blocks(builder, length)
    rows = _bases(builder, _pointer(context, builder, x, signature.args[1]), x_pitch, ROWS)
    coefs = _bases(builder, _pointer(context, builder, w, types.float64), w_pitch, classes)
    logits = _bases(builder, _pointer(context, builder, z, types.float64), z_pitch, classes)
    sums = [blocks.zeros(ROWS) for _ in range(classes)]

    def body(at, mask, _number):
        factors = [blocks.load(coef, at, mask) for coef in coefs]
        for i, row in enumerate(rows):
            values = blocks.load(row, at, mask)
            for total, factor in zip(sums, factors, strict=True):
                added = blocks.call("llvm.fmuladd.v8f64", _VECTOR, values, factor, builder.load(total[i]))
                builder.store(added, total[i])

    blocks.walk(body, 1)
    for coef, total, logit in zip(coefs, sums, logits, strict=True):
        intercept = blocks.spread(builder.load(builder.gep(coef, [length])))
        found = _lane_sums(builder, [builder.load(one) for one in total])
        blocks.store(builder.fadd(found, intercept), logit, _I64(0), None)
    return context.get_dummy_value()


def _add_products(classes, context, builder, signature, args):
    x, _, x_pitch, r, r_pitch, length, g, g_pitch = args
    blocks = _Blocks(builder, length)
    rows = _bases(builder, _pointer(context, builder, x, signature.args[1]), x_pitch, ROWS)
    totals = _bases(builder, _pointer(context, builder, g, types.float64), g_pitch, classes)
    residuals = _bases(builder, _pointer(context, builder, r, types.float64), r_pitch, classes)
    factors = [[blocks.spread(builder.load(builder.gep(one, [_I64(i)]))) for i in range(ROWS)] for one in residuals]

    def body(at, mask, _number):
        found = [blocks.load(total, at, mask) for total in totals]
        for i, row in enumerate(rows):
            values = blocks.load(row, at, mask)
            found = [
                blocks.call("llvm.fmuladd.v8f64", _VECTOR, values, factor[i], one)
                for one, factor in zip(found, factors, strict=True)
            ]
        for one, total in zip(found, totals, strict=True):
            blocks.store(one, total, at, mask)

    blocks.walk(body, 1)
    return context.get_dummy_value()


def _signature(x, tag, x_pitch, a, a_pitch, length, b, b_pitch):
    return types.void(x, tag, x_pitch, a, a_pitch, length, b, b_pitch)


@intrinsic
def products_of_one(_typing, x, tag, x_pitch, w, w_pitch, length, z, z_pitch):
    """Write x[i] . w + w[length] to z[i], for eight rows x of tag's type, `x_pitch` entries apart."""

    def codegen(context, builder, signature, args):
        return _write_products(1, context, builder, signature, args)

    return _signature(x, tag, x_pitch, w, w_pitch, length, z, z_pitch), codegen


@intrinsic
def products_of_two(_typing, x, tag, x_pitch, w, w_pitch, length, z, z_pitch):
    """Do what `products_of_one` does for two rows of w and of z, which lie w_pitch and z_pitch entries apart."""

    def codegen(context, builder, signature, args):
        return _write_products(2, context, builder, signature, args)

    return _signature(x, tag, x_pitch, w, w_pitch, length, z, z_pitch), codegen


@intrinsic
def add_rows_to_one(_typing, x, tag, x_pitch, r, r_pitch, length, g, g_pitch):
    """Add r[i] * x[i] to g, for eight rows x of tag's type."""

    def codegen(context, builder, signature, args):
        return _add_products(1, context, builder, signature, args)

    return _signature(x, tag, x_pitch, r, r_pitch, length, g, g_pitch), codegen


@intrinsic
def add_rows_to_two(_typing, x, tag, x_pitch, r, r_pitch, length, g, g_pitch):
    """Do what `add_rows_to_one` does for two rows of r and of g."""

    def codegen(context, builder, signature, args):
        return _add_products(2, context, builder, signature, args)

    return _signature(x, tag, x_pitch, r, r_pitch, length, g, g_pitch), codegen
