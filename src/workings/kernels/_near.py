"""Ranks of eight or sixteen boxes or samples at a time, and which of them are near, said outright.

A node of a tree has eight boxes and a leaf sixteen samples: so few that LLVM's own vector loops never get to their
vectors. The sums run over the features in order, each rounded: the same bits as everywhere (see
workings.neighbors._measure). Arrays are flat; feature r of lane c stands at [at + width r + c].
"""

from __future__ import annotations

from workings.kernels._numba import cgutils, intrinsic, ir, types

_DOUBLE, _LONG = ir.DoubleType(), ir.IntType(64)
_EIGHT = ir.VectorType(_DOUBLE, 8)
_FLAGS = ("nnan", "nsz")


def _load(context, builder, array_type, array, at):
    data = context.make_array(array_type)(context, builder, array).data
    return builder.load(builder.bitcast(builder.gep(data, [at]), _EIGHT.as_pointer()), align=8)


def _store(context, builder, array_type, array, at, value):
    data = context.make_array(array_type)(context, builder, array).data
    place = builder.gep(data, [ir.Constant(_LONG, at)])
    builder.store(value, builder.bitcast(place, _EIGHT.as_pointer()), align=8)


def _all(builder, value):
    nothing = ir.Constant(_EIGHT, ir.Undefined)
    one = builder.insert_element(nothing, value, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(one, nothing, ir.Constant(ir.VectorType(ir.IntType(32), 8), [0] * 8))


def _larger(builder, a, b):
    return builder.select(builder.fcmp_ordered(">", a, b, flags=_FLAGS), a, b, flags=_FLAGS)


def _joined(builder, total, d, code):
    """Return the ranks with one more difference, which is not negative."""
    if code == 2:
        return _larger(builder, d, total)
    return builder.fadd(total, builder.fmul(d, d) if code == 0 else d)


def _absolute(builder, d):
    function = cgutils.get_or_insert_function(builder.module, ir.FunctionType(_EIGHT, [_EIGHT]), "llvm.fabs.v8f64")
    return builder.call(function, [d])


def _mask(builder, ranks, limit):
    """Return a bit for each lane whose rank is at most the limit."""
    below = builder.fcmp_ordered("<=", ranks, _all(builder, limit))
    return builder.zext(builder.bitcast(below, ir.IntType(8)), _LONG)


def _near(lanes, boxes, code):
    """Make an intrinsic f(x, at, p, Q, q_at, limit, out) -> mask, for a metric."""

    @intrinsic
    def near(_typing, x, at, p, Q, q_at, limit, out):
        def codegen(context, builder, signature, args):
            array, first, features, queries, q_first, highest, target = args
            of_x, of_q, of_out = signature.args[0], signature.args[3], signature.args[6]
            parts = lanes // 8
            zero = ir.Constant(_EIGHT, [0.0] * 8)
            sums = [cgutils.alloca_once(builder, _EIGHT) for _ in range(parts)]
            for one in sums:
                builder.store(zero, one)
            coordinates = context.make_array(of_q)(context, builder, queries).data
            with cgutils.for_range(builder, features) as loop:
                q = _all(builder, builder.load(builder.gep(coordinates, [builder.add(q_first, loop.index)])))
                place = builder.add(first, builder.mul(loop.index, ir.Constant(_LONG, lanes)))
                for part, one in enumerate(sums):
                    here = builder.add(place, ir.Constant(_LONG, 8 * part))
                    v = _load(context, builder, of_x, array, here)
                    if boxes:  # the lower corners, and behind them the upper ones
                        there = builder.add(here, builder.mul(features, ir.Constant(_LONG, lanes)))
                        high = _load(context, builder, of_x, array, there)
                        d = _larger(builder, _larger(builder, builder.fsub(v, q), builder.fsub(q, high)), zero)
                    else:
                        d = builder.fsub(q, v)
                        d = d if code == 0 else _absolute(builder, d)
                    builder.store(_joined(builder, builder.load(one), d, code), one)
            mask = ir.Constant(_LONG, 0)
            for part, one in enumerate(sums):
                ranks = builder.load(one)
                _store(context, builder, of_out, target, 8 * part, ranks)
                bits = builder.shl(_mask(builder, ranks, highest), ir.Constant(_LONG, 8 * part))
                mask = builder.or_(mask, bits)
            return mask

        return types.int64(x, types.int64, types.int64, Q, types.int64, types.float64, out), codegen

    return near


box_squares, box_absolutes, box_largest = (_near(8, True, code) for code in range(3))
leaf_squares, leaf_absolutes, leaf_largest = (_near(16, False, code) for code in range(3))


@intrinsic
def lowest_bit(_typing, mask):
    """Return the number of the lowest bit that is 1; the mask is not 0."""

    def codegen(_context, builder, _signature, args):
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.int64), codegen


@intrinsic
def insert_eight(_typing, near, who, rank, number):
    """Put a rank and its number into their places in near (8,) and who (8,), sorted by both; the last ones leave."""

    def codegen(context, builder, signature, args):
        integers = ir.VectorType(_LONG, 8)
        bottom, undefined = ir.Constant(_LONG, 0), ir.Constant(integers, ir.Undefined)
        of_who = context.make_array(signature.args[1])(context, builder, args[1]).data
        place = builder.bitcast(of_who, integers.as_pointer())
        numbers = builder.load(place, align=8)
        ranks = _load(context, builder, signature.args[0], args[0], bottom)
        new = _all(builder, args[2])
        one = builder.insert_element(undefined, args[3], ir.Constant(ir.IntType(32), 0))
        lane = ir.VectorType(ir.IntType(32), 8)
        own = builder.shuffle_vector(one, undefined, ir.Constant(lane, [0] * 8))
        equal = builder.fcmp_ordered("==", ranks, new)
        stay = builder.or_(
            builder.fcmp_ordered("<", ranks, new), builder.and_(equal, builder.icmp_signed("<", numbers, own))
        )
        # What does not stay takes its left neighbour's place, if that moves as well, and else the new one's.
        moved = ir.Constant(lane, [8, 0, 1, 2, 3, 4, 5, 6])
        bits = ir.VectorType(ir.IntType(1), 8)
        before = builder.shuffle_vector(stay, ir.Constant(bits, [1] * 8), moved)
        to_left = builder.select(before, new, builder.shuffle_vector(ranks, new, moved))
        _store(context, builder, signature.args[0], args[0], 0, builder.select(stay, ranks, to_left))
        left = builder.select(before, own, builder.shuffle_vector(numbers, own, moved))
        builder.store(builder.select(stay, numbers, left), place, align=8)
        return context.get_dummy_value()

    return types.void(near, who, types.float64, types.int64), codegen
