"""Eight features side by side, in the lanes of vectors: their samples sorted, and their thresholds tried.

Numba would write one lane after the other, as it cannot know that rows of a table do not overlap. What stands here are
vectors of any machine: LLVM makes of them what there is.

The keys of samples are int64: in the upper half the level to sort by, in the lower what is known of the sample. Those
of a few samples stand in a table of eight columns, one for each feature, and a row for each sample; those of many in
eight rows, each of which is sorted by itself.
"""

from __future__ import annotations

from typing import Any

from workings.kernels._numba import cgutils, intrinsic, ir, types

LANES = 8
_WORD, _HALF, _REAL = ir.IntType(64), ir.IntType(32), ir.DoubleType()
_WORDS, _HALVES, _REALS = (ir.VectorType(kind, LANES) for kind in (_WORD, _HALF, _REAL))


def _all(builder: Any, value: Any) -> Any:
    """Return a vector of one value."""
    empty = ir.Constant(ir.VectorType(value.type, LANES), ir.Undefined)
    one = builder.insert_element(empty, value, ir.Constant(_HALF, 0))
    return builder.shuffle_vector(one, empty, ir.Constant(_HALVES, [0] * LANES))


def _same(number: int) -> Any:
    """Return a constant vector of one whole number."""
    return ir.Constant(_WORDS, [number] * LANES)


def _data(context: Any, builder: Any, signature: Any, args: Any, which: int) -> Any:
    """Return where the entries of an array begin."""
    return context.make_array(signature.args[which])(context, builder, args[which]).data


def _rows(builder: Any, data: Any, kind: Any = _WORDS) -> Any:
    return builder.bitcast(data, kind.as_pointer())


@intrinsic
def order_eight(_typing, table, i, j):
    """Bring the smaller of table[i, c] and table[j, c] to row i and the larger to row j, for all columns c."""

    def codegen(context, builder, signature, args):
        rows = _rows(builder, _data(context, builder, signature, args, 0))
        first, second = (builder.gep(rows, [arg]) for arg in args[1:])
        a, b = builder.load(first, align=8), builder.load(second, align=8)
        smaller = builder.icmp_signed("<", a, b)
        builder.store(builder.select(smaller, a, b), first, align=8)
        builder.store(builder.select(smaller, b, a), second, align=8)
        return context.get_dummy_value()

    return types.void(table, types.int64, types.int64), codegen


def _pick(builder: Any, tables: list[Any], numbers: list[Any]) -> Any:
    """Return the vector of entry numbers[lane] of tables[lane]."""
    taken = ir.Constant(ir.VectorType(tables[0].type.pointee, LANES), ir.Undefined)
    for lane, (data, number) in enumerate(zip(tables, numbers, strict=True)):
        entry = builder.load(builder.gep(data, [number]))
        taken = builder.insert_element(taken, entry, ir.Constant(_HALF, lane))
    return taken


def _reader(context: Any, builder: Any, signature: Any, args: Any, apart: bool) -> Any:
    """Return a function that reads the keys of one sample in each feature."""
    array = context.make_array(signature.args[0])(context, builder, args[0])
    if not apart:
        rows = _rows(builder, array.data)
        return lambda i: builder.load(builder.gep(rows, [i]), align=8)
    wide = cgutils.unpack_tuple(builder, array.shape)[1]
    starts = [builder.gep(array.data, [builder.mul(wide, ir.Constant(_WORD, lane))]) for lane in range(LANES)]
    return lambda i: _pick(builder, starts, [i] * LANES)


def _try_all(builder: Any, read: Any, size: Any, weight: Any, min_leaf: Any, least: Any, step: Any, slack: Any) -> Any:
    """Write the loop over the samples but the last; return the places of the best scores and of their rows.

    step(keys): move the samples with these keys to the left; return the weight there, and what gives the numerator of
    the score by the weight on the right: score = numerator / (weight left * weight right). Each turn waits for the bar
    of the turn before: what else decides is found out earlier.
    """
    kinds = (_REALS, _REALS, _WORDS, _WORDS)
    best, bar, at, ahead = (cgutils.alloca_once(builder, kind) for kind in kinds)
    one, nothing = ir.Constant(_WORD, 1), ir.Constant(_REALS, [float("-inf")] * LANES)
    for where, what in ((best, nothing), (bar, nothing), (at, _same(0)), (ahead, read(ir.Constant(_WORD, 0)))):
        builder.store(what, where)
    with cgutils.for_range(builder, builder.sub(size, one)) as loop:
        after = builder.add(loop.index, one)
        keys, others = builder.load(ahead), read(after)
        builder.store(others, ahead)
        left, numerator = step(keys)
        right = builder.fsub(weight, left)
        score = builder.fdiv(numerator(right), builder.fmul(left, right))
        allowed = _all(
            builder,
            builder.and_(
                builder.icmp_signed(">=", after, min_leaf),
                builder.icmp_signed(">=", builder.sub(size, after), min_leaf),
            ),
        )
        for test in (
            builder.icmp_signed("<", builder.ashr(keys, _same(32)), builder.ashr(others, _same(32))),
            builder.fcmp_ordered(">=", left, least),
            builder.fcmp_ordered(">=", right, least),
        ):
            allowed = builder.and_(allowed, test)
        score = builder.select(allowed, score, nothing)
        better = builder.fcmp_ordered(">", score, builder.load(bar))
        raised = builder.fmul(score, slack) if slack is not None else score
        for where, what in ((best, score), (bar, raised), (at, _all(builder, loop.index))):
            builder.store(builder.select(better, what, builder.load(where)), where)
    return best, at


def _hand_over(context: Any, builder: Any, signature: Any, args: Any, best: Any, at: Any) -> Any:
    """Write the best scores and their rows into the last two arguments."""
    for which, value, kind in ((-2, best, _REALS), (-1, at, _WORDS)):
        data = _data(context, builder, signature, args, len(args) + which)
        builder.store(builder.load(value), _rows(builder, data, kind), align=8)
    return context.get_dummy_value()


def _real(builder: Any, numbers: Any) -> Any:
    """Return whole numbers as floats, by way of 32 bits: few machines turn vectors of 64 bits into floats."""
    return builder.sitofp(builder.trunc(numbers, _HALVES), _REALS)


def _zeros(builder: Any, kinds: list[Any]) -> list[Any]:
    """Return variables that are 0."""
    places = [cgutils.alloca_once(builder, kind) for kind in kinds]
    for place, kind in zip(places, kinds, strict=True):
        builder.store(ir.Constant(kind, [0] * LANES), place)
    return places


def _class_step(builder: Any, words: Any, mask: Any, squares: Any) -> Any:
    """Return the function that moves samples to the left and counts their classes there."""
    low, high, ours, theirs, left = _zeros(builder, [_WORDS, _WORDS, _REALS, _REALS, _REALS])
    builder.store(squares, theirs)
    all_low, all_high = words

    def step(keys: Any) -> Any:
        shift, whole = builder.and_(keys, _same(63)), builder.and_(builder.lshr(keys, _same(16)), _same(65535))
        second = builder.icmp_signed("!=", builder.and_(keys, _same(64)), _same(0))
        held = builder.select(second, builder.load(high), builder.load(low))
        rest = builder.sub(builder.select(second, all_high, all_low), held)
        a, b = (_real(builder, builder.and_(builder.lshr(counts, shift), mask)) for counts in (held, rest))
        more = builder.add(held, builder.shl(whole, shift))
        builder.store(builder.select(second, builder.load(low), more), low)
        builder.store(builder.select(second, more, builder.load(high)), high)
        w = _real(builder, whole)
        up = builder.fmul(w, builder.fadd(builder.fadd(a, a), w))
        down = builder.fmul(w, builder.fsub(builder.fadd(b, b), w))
        now, then = builder.fadd(builder.load(ours), up), builder.fsub(builder.load(theirs), down)
        weight = builder.fadd(builder.load(left), w)
        for where, what in ((ours, now), (theirs, then), (left, weight)):
            builder.store(what, where)
        return weight, lambda right: builder.fadd(builder.fmul(now, right), builder.fmul(then, weight))

    return step


def _for_classes(apart: bool) -> Any:
    @intrinsic
    def try_classes(_typing, keys, size, low, high, bits, squares, weight, min_leaf, least, scores, rows):
        r"""Write the best score of each sorted feature, and the last row that goes left; -inf where there is none.

        A key's lower half: the weight times 65536, and where its class is counted: which field of `bits` bits (at most
        31), in which of two words (64: the second). low, high: these words for all samples; squares: the sum of the
        squares of their fields. While the weights sum to less than 2**17, the score
        :math:`(\sum_c l_c^2 w_r + \sum_c r_c^2 w_l) / (w_l w_r)` is rounded once: equal splits have equal scores.
        """

        def codegen(context, builder, signature, args):
            _, n, low, high, bits, squares, weight, min_leaf, least, _, _ = args
            one = ir.Constant(_WORD, 1)
            mask = _all(builder, builder.sub(builder.shl(one, bits), one))
            words = _all(builder, low), _all(builder, high)
            step = _class_step(builder, words, mask, _all(builder, squares))
            read = _reader(context, builder, signature, args, apart)
            limits = _all(builder, weight), min_leaf, _all(builder, least)
            best, at = _try_all(builder, read, n, *limits, step, None)
            return _hand_over(context, builder, signature, args, best, at)

        whole, real = types.int64, types.float64
        return types.void(keys, whole, whole, whole, whole, real, real, whole, real, scores, rows), codegen

    return try_classes


def _for_targets(apart: bool) -> Any:
    @intrinsic
    def try_targets(_typing, keys, size, weights, amounts, weight, min_leaf, least, slack, scores, rows):
        r"""Write the best score of each sorted feature, and the last row that goes left; -inf where there is none.

        A key's lower half: the number of a sample, of which `weights` and `amounts` (weighted targets, counted from the
        mean of the node) tell more. The score: :math:`s^2 / (w_l w_r)`, s: the sum of the amounts on the left. One that
        is not larger than another by the factor `slack` counts as equal: the first stays.
        """

        def codegen(context, builder, signature, args):
            _, n, _, _, weight, min_leaf, least, slack, _, _ = args
            tables = [_data(context, builder, signature, args, which) for which in (2, 3)]
            sums = _zeros(builder, [_REALS, _REALS])

            def step(keys):
                numbers = [
                    builder.and_(builder.extract_element(keys, ir.Constant(_HALF, lane)), ir.Constant(_WORD, 2**32 - 1))
                    for lane in range(LANES)
                ]
                left, total = (
                    builder.fadd(builder.load(where), _pick(builder, [data] * LANES, numbers))
                    for where, data in zip(sums, tables, strict=True)
                )
                for where, what in zip(sums, (left, total), strict=True):
                    builder.store(what, where)
                return left, lambda _right: builder.fmul(total, total)

            read = _reader(context, builder, signature, args, apart)
            limits = _all(builder, weight), min_leaf, _all(builder, least)
            best, at = _try_all(builder, read, n, *limits, step, _all(builder, slack))
            return _hand_over(context, builder, signature, args, best, at)

        whole, real = types.int64, types.float64
        return types.void(keys, whole, weights, amounts, real, whole, real, real, scores, rows), codegen

    return try_targets


# Of keys in a table of eight columns, and of keys in eight rows.
try_classes, try_classes_apart = _for_classes(False), _for_classes(True)
try_targets, try_targets_apart = _for_targets(False), _for_targets(True)
