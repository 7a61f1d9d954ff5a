"""All cuts of eight features side by side, in the lanes of vectors; see `_lanes` for why this is not left to Numba.

The samples of a node stand sorted by each feature, so that the i-th samples of eight features make up a vector. A cut
between values that cannot be told apart is noticed by the functions for ties alone; whoever takes a cut from the others
looks at the two values beside it.
"""

from __future__ import annotations

from typing import Any

from workings.kernels._lanes import (
    _HALF,
    _HALVES,
    _REAL,
    _REALS,
    _WORD,
    _WORDS,
    LANES,
    _all,
    _data,
    _hand_over,
    _pick,
    _same,
    _zeros,
)
from workings.kernels._numba import cgutils, intrinsic, ir, types
from workings.kernels.tree_data import CLOSE

_NOTHING = ir.Constant(_REAL, float("-inf"))


def _numbers(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    """Return a function of i that reads the numbers of the i-th samples of eight features: order[starts[lane] + i]."""
    order, starts = (_data(context, builder, signature, args, which) for which in (0, 1))
    rows = [builder.gep(order, [builder.load(builder.gep(starts, [ir.Constant(_WORD, k)]))]) for k in range(LANES)]
    return lambda i: [builder.zext(builder.load(builder.gep(row, [i])), _WORD) for row in rows]


def _values(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    """Return a function of i that reads the values of the i-th samples: columns[starts[LANES + lane] + number]."""
    read = _numbers(context, builder, signature, args)
    starts, columns = (_data(context, builder, signature, args, which) for which in (1, 2))
    places = [builder.load(builder.gep(starts, [ir.Constant(_WORD, LANES + k)])) for k in range(LANES)]
    features = [builder.gep(columns, [place]) for place in places]
    return lambda i: _pick(builder, features, read(i))


def _best_of_all(builder: Any, size: Any, least: Any, step: Any, values: Any) -> Any:
    """Write the loop over the cuts; return the places of the best scores and of their cuts, the first of equals.

    step(i): move the i-th samples to the left; return what gives the scores by the number of samples that are there.
    values(i): their values; or None, where nearly all can be told apart.
    """
    best, at = (cgutils.alloca_once(builder, kind) for kind in (_REALS, _WORDS))
    builder.store(_all(builder, _NOTHING), best)
    builder.store(_same(0), at)
    one = ir.Constant(_WORD, 1)
    with cgutils.for_range(builder, builder.sub(least, one)) as loop:
        step(loop.index)
    if values is not None:
        first = values(builder.sub(least, one))
        low, close = cgutils.alloca_once(builder, first.type), ir.Constant(first.type, [float(CLOSE)] * LANES)
        builder.store(first, low)
    with cgutils.for_range(builder, builder.sub(size, least), builder.sub(least, one)) as loop:
        score = step(loop.index)(builder.add(loop.index, one))
        better = builder.fcmp_ordered(">", score, builder.load(best))
        if values is not None:
            high = values(builder.add(loop.index, one))
            apart = builder.fcmp_ordered(">", high, builder.fadd(builder.load(low), close))
            better = builder.and_(better, apart)
            builder.store(high, low)
        for where, what in ((best, score), (at, _all(builder, loop.index))):
            builder.store(builder.select(better, what, builder.load(where)), where)
    return best, at


def _as_real(builder: Any, shifted: Any, mask: Any) -> Any:
    """Return the whole numbers below `mask` as floats: the last bits of a float that is 2**52 and more count by 1."""
    bits = builder.or_(builder.and_(shifted, mask), _same(0x4330000000000000))
    return builder.fsub(builder.bitcast(bits, _REALS), ir.Constant(_REALS, [2.0**52] * LANES))


def _fields(builder: Any, codes: Any, bits: Any, second: Any) -> Any:
    """Return where the counts of classes stand: how far to shift, and whether in the second of two words (or None)."""
    halves = builder.zext(codes, _HALVES) if codes.type.element != _HALF else codes
    shift = builder.zext(builder.mul(halves, _all(builder, builder.trunc(bits, _HALF))), _WORDS)
    if second is None:
        return shift, None
    beyond = _all(builder, builder.mul(bits, second))
    is_second = builder.icmp_signed(">=", shift, beyond)
    return builder.select(is_second, builder.sub(shift, beyond), shift), is_second


def _for_counts(two: bool, ties: bool) -> Any:
    @intrinsic
    def try_counts(
        _typing, order, starts, columns, size, codes, bits, second, words, squares, reciprocals, least, scores, cuts
    ):
        r"""Write the best score of each feature, and the last sample that goes left.

        The samples of each class are counted in fields of `bits` bits of one word (two: the classes from `second` on in
        another one); words: these, of all samples; squares: the sum of the squares of their fields. The score is
        :math:`\sum_c l_c^2 / n_l + \sum_c r_c^2 / n_r`, by the `reciprocals` of whole numbers.
        """

        def codegen(context, builder, signature, args):
            _, _, _, n, _, width, from_here, _, total, _, fewest, _, _ = args
            read = _numbers(context, builder, signature, args)
            codes_at, words_at, inverse = (_data(context, builder, signature, args, which) for which in (4, 7, 9))
            one = ir.Constant(_WORD, 1)
            mask = _all(builder, builder.sub(builder.shl(one, width), one))
            rests = [cgutils.alloca_once(builder, _WORDS) for _ in range(1 + two)]
            for k, rest in enumerate(rests):
                builder.store(_all(builder, builder.load(builder.gep(words_at, [ir.Constant(_WORD, k)]))), rest)
            lefts = _zeros(builder, [_WORDS] * (1 + two))
            ours, theirs = _zeros(builder, [_REALS, _REALS])
            whole, two_each = _all(builder, builder.sitofp(total, _REAL)), ir.Constant(_REALS, [2.0] * LANES)
            exact = ("contract",)  # of whole numbers, so that fusing changes nothing

            def step(i):
                found = _pick(builder, [codes_at] * LANES, read(i))
                shift, is_second = _fields(builder, found, width, from_here if two else None)
                unit = builder.shl(_same(1), shift)
                for sums, places, change in ((ours, lefts, builder.add), (theirs, rests, builder.sub)):
                    held = [builder.load(place) for place in places]
                    here = held[0] if is_second is None else builder.select(is_second, held[1], held[0])
                    count = _as_real(builder, builder.lshr(here, shift), mask)
                    builder.store(builder.fadd(builder.load(sums), count), sums)
                    now = change(here, unit)
                    if is_second is None:
                        builder.store(now, places[0])
                    else:
                        builder.store(builder.select(is_second, held[0], now), places[0])
                        builder.store(builder.select(is_second, now, held[1]), places[1])
                return score

            def score(n_left):
                # One sample more of a class of which there are k: k * k grows by k + k + 1.
                moved = _all(builder, builder.sitofp(n_left, _REAL))
                a, b = (builder.fmul(two_each, builder.load(sums), flags=exact) for sums in (ours, theirs))
                a = builder.fadd(a, moved, flags=exact)
                b = builder.fsub(builder.fadd(whole, moved), b, flags=exact)
                left, right = (
                    _all(builder, builder.load(builder.gep(inverse, [m]))) for m in (n_left, builder.sub(n, n_left))
                )
                return builder.fadd(builder.fmul(a, left), builder.fmul(b, right))

            values = _values(context, builder, signature, args) if ties else None
            best, at = _best_of_all(builder, n, fewest, step, values)
            return _hand_over(context, builder, signature, args, best, at)

        whole = types.int64
        kinds = order, starts, columns, whole, codes, whole, whole, words, whole, reciprocals, whole, scores, cuts
        return types.void(*kinds), codegen

    return try_counts


def _for_variance(ties: bool) -> Any:
    @intrinsic
    def try_variance(_typing, order, starts, columns, size, targets, mean, least, scores, cuts):
        r"""Write the best score of each feature, and the last sample that goes left.

        The score is :math:`s^2 / (n_l n_r)`, s: the sum of the targets on the left, counted from their mean.
        """

        def codegen(context, builder, signature, args):
            _, _, _, n, _, middle, fewest, _, _ = args
            read, y = _numbers(context, builder, signature, args), _data(context, builder, signature, args, 4)
            (total,) = _zeros(builder, [_REALS])
            origin, both = _all(builder, middle), builder.sitofp(n, _REAL)

            def step(i):
                more = builder.fsub(_pick(builder, [y] * LANES, read(i)), origin)
                now = builder.fadd(builder.load(total), more)
                builder.store(now, total)
                return score

            def score(n_left):
                now, left = builder.load(total), builder.sitofp(n_left, _REAL)
                return builder.fdiv(builder.fmul(now, now), _all(builder, builder.fmul(left, builder.fsub(both, left))))

            values = _values(context, builder, signature, args) if ties else None
            best, at = _best_of_all(builder, n, fewest, step, values)
            return _hand_over(context, builder, signature, args, best, at)

        whole = types.int64
        return types.void(order, starts, columns, whole, targets, types.float64, whole, scores, cuts), codegen

    return try_variance


try_counts, try_counts_in_two, try_tied_counts = (
    _for_counts(False, False),
    _for_counts(True, False),
    _for_counts(True, True),
)
try_variance, try_tied_variance = _for_variance(False), _for_variance(True)
