"""Sums of rows of a table, named by the entries of a sample: up to 32 columns at a time, kept in registers.

Numba would keep the sums in memory, where each addition waits for the store of the one before. What stands here are
vectors of any machine: LLVM makes of them what there is. All arrays must be contiguous.
"""

from __future__ import annotations

from typing import Any

from workings.kernels._numba import cgutils, intrinsic, ir, types

LANES, MOST = 8, 4
# So many entries ahead the rows of a table are asked for.
_AHEAD = 16
_WORD, _HALF, _REAL = ir.IntType(64), ir.IntType(32), ir.DoubleType()
_WORDS, _REALS = ir.VectorType(_WORD, LANES), ir.VectorType(_REAL, LANES)
_ZEROS, _ALIGN = ir.Constant(_REALS, [0.0] * LANES), ir.Constant(_HALF, 8)


def _all(builder: Any, value: Any) -> Any:
    """Return a vector of one value."""
    empty = ir.Constant(ir.VectorType(value.type, LANES), ir.Undefined)
    one = builder.insert_element(empty, value, ir.Constant(_HALF, 0))
    return builder.shuffle_vector(one, empty, ir.Constant(ir.VectorType(_HALF, LANES), [0] * LANES))


def _call(builder: Any, name: str, result: Any, *args: Any) -> Any:
    kind = ir.FunctionType(result, [one.type for one in args])
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), args)


def _start(context: Any, builder: Any, signature: Any, args: Any, which: int) -> Any:
    """Return where the entries of an array begin."""
    return context.make_array(signature.args[which])(context, builder, args[which]).data


def _entry(context: Any, builder: Any, signature: Any, args: Any, which: int, at: Any, wide: Any) -> Any:
    """Return an entry of an array as an int64 or a float64."""
    found = builder.load(builder.gep(_start(context, builder, signature, args, which), [at]))
    return context.cast(builder, found, signature.args[which].dtype, wide)


def _ask_for(builder: Any, base: Any, at: Any, bytes_: int) -> None:
    """Ask for the cache lines of so many bytes from base[at] on; an address that is none does no harm."""
    start = builder.bitcast(builder.gep(base, [at]), ir.IntType(8).as_pointer())
    for step in range(0, bytes_, 64):
        place = builder.gep(start, [ir.Constant(_WORD, step)])
        _call(builder, "llvm.prefetch.p0i8", ir.VoidType(), place, *(ir.Constant(_HALF, n) for n in (0, 3, 1)))


class _Row:
    """Some columns, `count` vectors from `first` on, of rows of `width` entries; what lies beyond is never touched."""

    def __init__(self, builder: Any, count: int, width: Any, first: Any) -> None:
        self.builder, self.count, self.first = builder, count, first
        last = builder.add(first, ir.Constant(_WORD, LANES * (count - 1)))
        numbers = ir.Constant(_WORDS, list(range(LANES)))
        self.mask = builder.icmp_signed("<", numbers, _all(builder, builder.sub(width, last)))

    def _places(self, base: Any, row: Any) -> list[Any]:
        at = self.builder.add(row, self.first)
        steps = (self.builder.add(at, ir.Constant(_WORD, LANES * number)) for number in range(self.count))
        return [self.builder.bitcast(self.builder.gep(base, [step]), _REALS.as_pointer()) for step in steps]

    def load(self, base: Any, row: Any) -> list[Any]:
        *full, last = self._places(base, row)
        rest = _call(self.builder, "llvm.masked.load.v8f64.p0v8f64", _REALS, last, _ALIGN, self.mask, _ZEROS)
        return [*(self.builder.load(place, align=8) for place in full), rest]

    def store(self, values: list[Any], base: Any, row: Any) -> None:
        *full, last = self._places(base, row)
        for value, place in zip(values, full, strict=False):
            self.builder.store(value, place, align=8)
        name = "llvm.masked.store.v8f64.p0v8f64"
        _call(self.builder, name, ir.VoidType(), values[-1], last, _ALIGN, self.mask)


def _while_known(builder: Any, start: Any, stop: Any, known: Any, body: Any) -> Any:
    """Run body(t, word) for t from start to stop as long as known(t) = (word, true); return the t where it ends."""
    counter = cgutils.alloca_once_value(builder, start)
    head, look, inside, done = (builder.append_basic_block(name) for name in ("head", "look", "inside", "done"))
    builder.branch(head)
    builder.position_at_end(head)
    t = builder.load(counter)
    builder.cbranch(builder.icmp_signed("<", t, stop), look, done)
    builder.position_at_end(look)
    word, well = known(t)
    builder.cbranch(well, inside, done)
    builder.position_at_end(inside)
    body(t, word)
    builder.store(builder.add(t, ir.Constant(_WORD, 1)), counter)
    builder.branch(head)
    builder.position_at_end(done)
    return builder.load(counter)


def _counted(builder: Any, value: Any, binary: Any, bar: Any) -> Any:
    """Return what an entry counts: if `binary`, 1 above the bar and 0 up to it, but NaN if it is not finite."""
    above = builder.uitofp(builder.fcmp_ordered(">", value, bar), _REAL)
    return builder.select(binary, builder.fadd(above, builder.fsub(value, value)), value)


def _words_of(count: int) -> Any:
    """Return the intrinsic for `count` vectors of columns."""

    @intrinsic
    def add_words(_typing, table, out, data, indices, start, stop, stored, limit, width, row, first, bar):
        """Add data[t] * table[indices[t]] for t from start on to the row of `out` that begins at entry `row`.

        That is done in `count` * 8 columns from `first` on, as far as there are so many, `width` in all. It ends at
        `stop`, or at the first index that is not in 0..limit-1; where it ended is returned. Where `bar` is a number,
        not NaN, an entry counts as 1 above it and as 0 up to it; one that is not finite counts as NaN. Of the `stored`
        indices those of the next entries are looked up, too, and what they name is asked for.
        """

        def codegen(context, builder, signature, args):
            base, target = (_start(context, builder, signature, args, which) for which in range(2))
            start, stop, stored, limit, width, row, first, bar = args[4:]
            rows = _Row(builder, count, width, first)
            binary = builder.fcmp_ordered("==", bar, bar)
            sums = [cgutils.alloca_once_value(builder, value) for value in rows.load(target, row)]

            def known(t):
                word = _entry(context, builder, signature, args, 3, t, types.int64)
                return word, builder.icmp_unsigned("<", word, limit)

            def body(t, word):
                later = builder.add(t, ir.Constant(_WORD, _AHEAD))
                with builder.if_then(builder.icmp_signed("<", later, stored), likely=True):
                    next_word = _entry(context, builder, signature, args, 3, later, types.int64)
                    _ask_for(builder, base, builder.add(builder.mul(next_word, width), first), 64 * count + 1)
                value = _entry(context, builder, signature, args, 2, t, types.float64)
                values = _all(builder, _counted(builder, value, binary, bar))
                for logs, place in zip(rows.load(base, builder.mul(word, width)), sums, strict=True):
                    total = _call(builder, "llvm.fma.v8f64", _REALS, values, logs, builder.load(place))
                    builder.store(total, place)

            end = _while_known(builder, start, stop, known, body)
            rows.store([builder.load(place) for place in sums], target, row)
            return end

        whole = types.int64
        return whole(table, out, data, indices, *[whole] * 7, types.float64), codegen

    return add_words


def _categories_of(count: int) -> Any:
    """Return the intrinsic for `count` vectors of columns."""

    @intrinsic
    def add_categories(_typing, table, out, X, sizes, places, start, stop, width, row, first):
        """Add table[places[j] + X.flat[start + j]] for j = 0, 1, ... to the row of `out` that begins at entry `row`.

        It ends at `stop`, or at the first entry of X that is not in 0..sizes[j]-1; where it ended is returned.
        """

        def codegen(context, builder, signature, args):
            base, target = (_start(context, builder, signature, args, which) for which in range(2))
            start, stop, width, row, first = args[5:]
            rows = _Row(builder, count, width, first)
            sums = [cgutils.alloca_once_value(builder, value) for value in rows.load(target, row)]

            def known(t):
                j = builder.sub(t, start)
                number = _entry(context, builder, signature, args, 2, t, types.int64)
                size, place = (_entry(context, builder, signature, args, which, j, types.int64) for which in (3, 4))
                return builder.add(number, place), builder.icmp_unsigned("<", number, size)

            def body(_t, word):
                for logs, place in zip(rows.load(base, builder.mul(word, width)), sums, strict=True):
                    builder.store(builder.fadd(builder.load(place), logs), place)

            end = _while_known(builder, start, stop, known, body)
            rows.store([builder.load(place) for place in sums], target, row)
            return end

        whole = types.int64
        return whole(table, out, X, sizes, places, *[whole] * 5), codegen

    return add_categories


def _numbers_of(count: int, many: int) -> Any:
    """Return the intrinsic for `count` vectors of columns and `many` samples at a time."""

    @intrinsic
    def add_numbers(_typing, table, out, X, start, features, width, row, first, bar):
        """Add X @ table to rows of `out` that follow each other from entry `row` on, for `many` samples.

        The samples are rows of X of so many features, the first of them from X.flat[start] on; columns and `bar` are as
        for words.
        """

        def codegen(context, builder, signature, args):
            base, target = (_start(context, builder, signature, args, which) for which in range(2))
            start, features, width, row, first, bar = args[3:]
            rows = _Row(builder, count, width, first)
            binary = builder.fcmp_ordered("==", bar, bar)
            samples, places = [start], [row]
            for _ in range(many - 1):
                samples.append(builder.add(samples[-1], features))
                places.append(builder.add(places[-1], width))
            sums = [[cgutils.alloca_once_value(builder, v) for v in rows.load(target, place)] for place in places]
            with cgutils.for_range(builder, features) as loop:
                logs = rows.load(base, builder.mul(loop.index, width))
                for sample, own in zip(samples, sums, strict=True):
                    at = builder.add(sample, loop.index)
                    value = _entry(context, builder, signature, args, 2, at, types.float64)
                    values = _all(builder, _counted(builder, value, binary, bar))
                    for log, place in zip(logs, own, strict=True):
                        builder.store(_call(builder, "llvm.fma.v8f64", _REALS, values, log, builder.load(place)), place)
            for place, own in zip(places, sums, strict=True):
                rows.store([builder.load(one) for one in own], target, place)
            return context.get_dummy_value()

        return types.void(table, out, X, *[types.int64] * 5, types.float64), codegen

    return add_numbers


words_one, words_two, words_three, words_four = (_words_of(count) for count in range(1, MOST + 1))
categories_one, categories_two, categories_three, categories_four = (_categories_of(n) for n in range(1, MOST + 1))
one_sample_one, one_sample_two = (_numbers_of(count, 1) for count in (1, 2))
eight_samples_one, eight_samples_two = (_numbers_of(count, 8) for count in (1, 2))
