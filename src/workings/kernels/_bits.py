"""Single machine instructions that Numba has no name for: fused multiply-add, bit casts, a vectorisable maximum."""

from __future__ import annotations

from workings.kernels._numba import intrinsic, ir, types


@intrinsic
def fma(_typing, a, b, c):
    """Return a * b + c, rounded once."""
    kind = a if isinstance(a, types.Float) else types.float64

    def codegen(_context, builder, _signature, args):
        return builder.fma(*args)

    return kind(kind, kind, kind), codegen


def _bit_cast(source, target, width):
    def codegen(_context, builder, _signature, args):
        return builder.bitcast(args[0], width)

    return target(source), codegen


@intrinsic
def to_bits(_typing, x):
    """Return the bits of a float as a signed integer of the same width."""
    if x == types.float32:
        return _bit_cast(x, types.int32, ir.IntType(32))
    return _bit_cast(types.float64, types.int64, ir.IntType(64))


@intrinsic
def from_bits(_typing, n):
    """Return the float whose bits are those of a signed integer of the same width."""
    if n == types.int32:
        return _bit_cast(n, types.float32, ir.FloatType())
    return _bit_cast(types.int64, types.float64, ir.DoubleType())


@intrinsic
def larger(_typing, a, b):
    """Return the larger of two floats; what a NaN gives is not defined, which lets a maximum vectorise.

    LLVM turns a loop of comparisons into a vector maximum only if the comparison and the selection both say that
    NaN and the sign of zero do not matter. Callers find NaN by other means.
    """

    def codegen(_context, builder, _signature, args):
        flags = ("nnan", "nsz")
        test = builder.fcmp_ordered(">", *args, flags=flags)
        return builder.select(test, *args, flags=flags)

    return a(a, a), codegen


@intrinsic
def power_of_two(_typing, t):
    """Return 2.0 ** n for the integer n that `t` holds in its low bits.

    `t` is n plus 1.5 * 2**52 (float32: 1.5 * 2**23). The significand's low bits are moved to the exponent; the
    constant's own bits leave at the top, and the exponent's bias is added on the way.
    """
    integer, shift, bias = (ir.IntType(64), 52, 1023) if t != types.float32 else (ir.IntType(32), 23, 127)

    def codegen(_context, builder, _signature, args):
        bits = builder.add(builder.bitcast(args[0], integer), ir.Constant(integer, bias))
        return builder.bitcast(builder.shl(bits, ir.Constant(integer, shift)), args[0].type)

    return t(t), codegen


@intrinsic
def lowest_bit(_typing, word):
    """Return the place of the lowest bit that is set in an unsigned number of 64 bits, which is not 0."""

    def codegen(_context, builder, _signature, args):
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), codegen


@intrinsic
def one_more_if(_typing, count, flag):
    """Return count + 1 if flag, else count, in 32 bits: Numba would count in 64, half as many side by side."""

    def codegen(_context, builder, _signature, args):
        return builder.add(args[0], builder.zext(args[1], ir.IntType(32)))

    return types.uint32(types.uint32, types.boolean), codegen
