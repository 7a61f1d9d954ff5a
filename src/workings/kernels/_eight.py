"""Eight float64 at a time, said outright: for rows too short for a compiler to find the vector in their loops.

Numba leaves it to LLVM to turn loops into vector instructions, and over rows of ten entries LLVM's bookkeeping costs
more than the row. These two work on a whole register wherever it begins; arrays must be padded by fifteen entries.
"""

from __future__ import annotations

from workings.kernels._numba import cgutils, intrinsic, ir, types

_EIGHT = ir.VectorType(ir.DoubleType(), 8)


def _pointer(context, builder, array_type, array, at):
    """Return the address of array[at], as the address of eight float64."""
    data = context.make_array(array_type)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [at]), _EIGHT.as_pointer())


def _load(context, builder, array_type, array, at):
    return builder.load(_pointer(context, builder, array_type, array, at), align=8)


def _all(builder, value):
    """Return eight copies of a float64."""
    one = builder.insert_element(ir.Constant(_EIGHT, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(
        one, ir.Constant(_EIGHT, ir.Undefined), ir.Constant(ir.VectorType(ir.IntType(32), 8), [0] * 8)
    )


def _masked(builder, values, lanes, count):
    """Return the values with 0 in every lane whose number is not below `count`."""
    integers = ir.VectorType(ir.IntType(64), 8)
    wide = builder.insert_element(ir.Constant(integers, ir.Undefined), count, ir.Constant(ir.IntType(32), 0))
    limit = builder.shuffle_vector(wide, wide, ir.Constant(ir.VectorType(ir.IntType(32), 8), [0] * 8))
    numbers = ir.Constant(integers, list(lanes))
    return builder.select(builder.icmp_signed("<", numbers, limit), values, ir.Constant(_EIGHT, [0.0] * 8))


@intrinsic
def sum_up_to_sixteen(_typing, x, at, count):
    """Return x[at] + x[at+1] + ..., `count` terms if that is less than sixteen, in any order."""

    def codegen(context, builder, signature, args):
        array, first, n = args
        second = builder.add(first, ir.Constant(first.type, 8))
        parts = [
            _masked(builder, _load(context, builder, signature.args[0], array, at), range(k, k + 8), n)
            for at, k in ((first, 0), (second, 8))
        ]
        name = "llvm.vector.reduce.fadd.v8f64"
        kind = ir.FunctionType(ir.DoubleType(), [ir.DoubleType(), _EIGHT])
        function = cgutils.get_or_insert_function(builder.module, kind, name)
        both = builder.fadd(*parts)
        return builder.call(function, [ir.Constant(ir.DoubleType(), -0.0), both], fastmath=("reassoc",))

    return types.float64(x, types.int64, types.int64), codegen


@intrinsic
def scale_eight(_typing, x, at, factor, factor_low, y):
    """Write x * (factor + factor_low) to eight entries of y, from `at` on."""

    def codegen(context, builder, signature, args):
        source, first, high, low, target = args
        values = _load(context, builder, signature.args[0], source, first)
        fused = cgutils.get_or_insert_function(builder.module, ir.FunctionType(_EIGHT, [_EIGHT] * 3), "llvm.fma.v8f64")
        rest = builder.fmul(values, _all(builder, low))
        product = builder.call(fused, [values, _all(builder, high), rest])
        builder.store(product, _pointer(context, builder, signature.args[4], target, first), align=8)
        return context.get_dummy_value()

    return types.void(x, types.int64, types.float64, types.float64, y), codegen
