"""One drawn threshold for each of eight features, side by side in the lanes of vectors: see `_lanes`.

The values of a node's samples stand in a table of eight columns, one for each feature, and a row for each sample.
"""

from __future__ import annotations

from typing import Any

from workings.kernels._lanes import _HALF, _REALS, _WORD, _WORDS, LANES, _all, _data, _rows, _same, _zeros
from workings.kernels._numba import cgutils, intrinsic, ir, types

_SINGLES = ir.VectorType(ir.FloatType(), LANES)


def _add_where(builder: Any, goes: Any, value: Any, place: Any) -> None:
    """Add one value to the sums of the lanes that are told."""
    held = builder.load(place)
    add = builder.fadd if held.type == _REALS else builder.add
    builder.store(builder.select(goes, add(held, _all(builder, value)), held), place)


def _hand_out(context: Any, builder: Any, signature: Any, args: Any, first: int, places: list[Any]) -> None:
    """Write sums into the arguments from number `first` on."""
    for which, place in enumerate(places, start=first):
        value = builder.load(place)
        data = _data(context, builder, signature, args, which)
        builder.store(value, _rows(builder, data, value.type), align=4)


@intrinsic
def gather_eight(_typing, X, rows, size, features, xs, lows, highs):
    """Write X[rows[i], features[lane]] to xs[i, lane] for i < size, and the least and the largest of each lane."""

    def codegen(context, builder, signature, args):
        table = context.make_array(signature.args[0])(context, builder, args[0])
        wide = cgutils.unpack_tuple(builder, table.shape)[1]
        samples, chosen = (_data(context, builder, signature, args, which) for which in (1, 3))
        columns = [
            builder.gep(table.data, [builder.load(builder.gep(chosen, [ir.Constant(_WORD, lane)]))])
            for lane in range(LANES)
        ]
        to = _rows(builder, _data(context, builder, signature, args, 4), _SINGLES)
        low, high = (cgutils.alloca_once(builder, _SINGLES) for _ in range(2))
        for place, value in ((low, float("inf")), (high, float("-inf"))):
            builder.store(ir.Constant(_SINGLES, [value] * LANES), place)
        with cgutils.for_range(builder, args[2]) as loop:
            start = builder.mul(builder.zext(builder.load(builder.gep(samples, [loop.index])), _WORD), wide)
            values = ir.Constant(_SINGLES, ir.Undefined)
            for lane, column in enumerate(columns):
                one = builder.load(builder.gep(column, [start]))
                values = builder.insert_element(values, one, ir.Constant(_HALF, lane))
            builder.store(values, builder.gep(to, [loop.index]), align=4)
            for place, test in ((low, "<"), (high, ">")):
                held = builder.load(place)
                builder.store(builder.select(builder.fcmp_ordered(test, values, held), values, held), place)
        _hand_out(context, builder, signature, args, 5, [low, high])
        return context.get_dummy_value()

    whole = types.int64
    return types.void(X, rows, whole, features, xs, lows, highs), codegen


def _goes(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    """Return a function of i that tells in which lanes xs[i] is not above the threshold."""
    table = _rows(builder, _data(context, builder, signature, args, 0), _SINGLES)
    cuts = builder.load(_rows(builder, _data(context, builder, signature, args, 2), _SINGLES), align=4)
    return lambda i: builder.fcmp_ordered("<=", builder.load(builder.gep(table, [i]), align=4), cuts)


@intrinsic
def count_left(_typing, xs, size, cuts, tags, low, high, numbers):
    """Count the samples at or below each lane's threshold: by classes in two words, as `_lanes` says, and all."""

    def codegen(context, builder, signature, args):
        goes_left = _goes(context, builder, signature, args)
        marks = _data(context, builder, signature, args, 3)
        places = _zeros(builder, [_WORDS] * 3)
        nothing = ir.Constant(_WORD, 0)
        with cgutils.for_range(builder, args[1]) as loop:
            goes = goes_left(loop.index)
            mark = builder.zext(builder.load(builder.gep(marks, [loop.index])), _WORD)
            whole = builder.lshr(mark, ir.Constant(_WORD, 16))
            counted = builder.shl(whole, builder.and_(mark, ir.Constant(_WORD, 63)))
            second = builder.icmp_signed("!=", builder.and_(mark, ir.Constant(_WORD, 64)), nothing)
            _add_where(builder, goes, builder.select(second, nothing, counted), places[0])
            _add_where(builder, goes, builder.select(second, counted, nothing), places[1])
            held = builder.load(places[2])
            builder.store(builder.select(goes, builder.add(held, _same(1)), held), places[2])
        _hand_out(context, builder, signature, args, 4, places)
        return context.get_dummy_value()

    return types.void(xs, types.int64, cuts, tags, low, high, numbers), codegen


@intrinsic
def sum_left(_typing, xs, size, cuts, weights, amounts, sums, totals, numbers):
    """Add up weights and amounts of the samples at or below each lane's threshold, in their order, and count them."""

    def codegen(context, builder, signature, args):
        goes_left = _goes(context, builder, signature, args)
        sources = [_data(context, builder, signature, args, which) for which in (3, 4)]
        places = _zeros(builder, [_REALS, _REALS, _WORDS])
        with cgutils.for_range(builder, args[1]) as loop:
            goes = goes_left(loop.index)
            for source, place in zip(sources, places[:2], strict=True):
                _add_where(builder, goes, builder.load(builder.gep(source, [loop.index])), place)
            held = builder.load(places[2])
            builder.store(builder.select(goes, builder.add(held, _same(1)), held), places[2])
        _hand_out(context, builder, signature, args, 5, places)
        return context.get_dummy_value()

    return types.void(xs, types.int64, cuts, weights, amounts, sums, totals, numbers), codegen
