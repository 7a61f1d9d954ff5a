"""The two nearest centres of 32 points at a time, in float32: the innermost loop of k-means.

Of a point x and a centre c only what differs between centres is computed,

    t = |c|^2 / 2 - x . c = (|x - c|^2 - |x|^2) / 2.

The points of a tile lie feature by feature (32 numbers of feature 0, then of feature 1 ...) and negated; the centres
lie in groups of four, feature by feature. So one step multiplies two vectors of 16 points by four centres: eight
fused multiply-adds, whose sums stay in registers, as do the smallest t of each point, the second smallest, and the
centre of the smallest. Of equal ones the first wins. The instructions are written down here, because of such a loop in
Numba LLVM keeps the sums in memory.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workings.kernels._numba import cgutils, intrinsic, ir, types

POINTS = 32
CENTRES = 4
_HALF = 16
_F32, _I32, _I64 = ir.FloatType(), ir.IntType(32), ir.IntType(64)
_FLOATS, _INTS = ir.VectorType(_F32, _HALF), ir.VectorType(_I32, _HALF)
_LOWER = ("nnan", "nsz")  # lets LLVM take the machine's minimum


def grouped(centres: NDArray[np.float64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return centres of shape (k, p) in groups of four, and half their squares; what fills the last group is far."""
    k, p = centres.shape
    groups = -(-k // CENTRES)
    padded = np.zeros((groups * CENTRES, p))
    padded[:k] = centres
    halves = np.full(groups * CENTRES, np.inf, dtype=np.float32)
    halves[:k] = 0.5 * np.einsum("ij,ij->i", centres, centres)
    laid = padded.reshape(groups, CENTRES, p).transpose(0, 2, 1)
    return np.ascontiguousarray(laid, dtype=np.float32), halves


class _Code:
    """What the function below is written with."""

    def __init__(self, builder):
        self.builder = builder

    def pointer(self, address, kind):
        return self.builder.inttoptr(address, kind.as_pointer())

    def at(self, pointer, index, vector):
        """Return a pointer to a vector that begins at an entry."""
        return self.builder.bitcast(self.builder.gep(pointer, [index]), vector.as_pointer())

    def spread(self, value, vector):
        one = self.builder.insert_element(ir.Constant(vector, ir.Undefined), value, _I32(0))
        zeros = ir.Constant(ir.VectorType(_I32, vector.count), [0] * vector.count)
        return self.builder.shuffle_vector(one, one, zeros)

    def variable(self, value):
        place = cgutils.alloca_once(self.builder, value.type)
        self.builder.store(value, place)
        return place

    def sums(self):
        return [[cgutils.alloca_once(self.builder, _FLOATS) for _ in range(2)] for _ in range(CENTRES)]

    def smaller(self, a, b):
        return self.builder.select(self.builder.fcmp_ordered("<", a, b, flags=_LOWER), a, b)

    def larger(self, a, b):
        return self.builder.select(self.builder.fcmp_ordered(">", a, b, flags=_LOWER), a, b)

    def meet(self, t, number, best, second, where):
        """Let a centre compete for the first and second place of its points."""
        builder = self.builder
        first = builder.load(best)
        nearer = builder.fcmp_ordered("<", t, first)
        builder.store(builder.select(nearer, number, builder.load(where)), where)
        builder.store(self.smaller(self.larger(t, first), builder.load(second)), second)
        builder.store(self.smaller(t, first), best)


@intrinsic
def nearest_two(_typing, points, features, centres, halves, groups, best, second, where):
    """Write t of the nearest and of the second nearest centre of 32 points, and the number of the nearest.

    All are addresses but `features` and `groups`, which are numbers of entries: `points` of (features, 32) float32,
    `centres` of (groups, features, 4), `halves` of (groups, 4); `best`, `second` of 32 float32, `where` of 32 int32.
    """

    def codegen(context, builder, _signature, args):
        code = _Code(builder)
        x, c, h = (code.pointer(args[i], _F32) for i in (0, 2, 3))
        outputs = [code.pointer(args[5], _F32), code.pointer(args[6], _F32), code.pointer(args[7], _I32)]
        far = ir.Constant(_FLOATS, [float("inf")] * _HALF)
        found = [
            (code.variable(far), code.variable(far), code.variable(ir.Constant(_INTS, [0] * _HALF))) for _ in range(2)
        ]
        sums = code.sums()
        with cgutils.for_range(builder, args[4]) as group:
            first = builder.mul(group.index, _I64(CENTRES))
            _multiply(code, x, c, h, first, args[1], sums)
            for number in range(CENTRES):
                name = code.spread(builder.trunc(builder.add(first, _I64(number)), _I32), _INTS)
                for side in range(2):
                    code.meet(builder.load(sums[number][side]), name, *found[side])
        for side in range(2):
            for place, output in zip(found[side], outputs, strict=True):
                value = builder.load(place)
                builder.store(value, code.at(output, _I64(side * _HALF), value.type), align=4)
        return context.get_dummy_value()

    i = types.int64
    return types.void(i, i, i, i, i, i, i, i), codegen


@intrinsic
def all_scores(_typing, points, features, centres, halves, groups, scores):
    """Write t of every centre of 32 points to `scores`, the address of (4 * groups, 32) float32."""

    def codegen(context, builder, _signature, args):
        code = _Code(builder)
        x, c, h, output = (code.pointer(args[i], _F32) for i in (0, 2, 3, 5))
        sums = code.sums()
        with cgutils.for_range(builder, args[4]) as group:
            first = builder.mul(group.index, _I64(CENTRES))
            _multiply(code, x, c, h, first, args[1], sums)
            for number in range(CENTRES):
                line = builder.mul(builder.add(first, _I64(number)), _I64(POINTS))
                for side in range(2):
                    place = code.at(output, builder.add(line, _I64(side * _HALF)), _FLOATS)
                    builder.store(builder.load(sums[number][side]), place, align=4)
        return context.get_dummy_value()

    i = types.int64
    return types.void(i, i, i, i, i, i), codegen


def _multiply(code, x, c, h, first, features, sums):
    """Write t of 32 points and the four centres from `first` on into their sums, feature by feature."""
    builder = code.builder
    for number in range(CENTRES):
        half = code.spread(builder.load(builder.gep(h, [builder.add(first, _I64(number))])), _FLOATS)
        for place in sums[number]:
            builder.store(half, place)
    c = builder.gep(c, [builder.mul(first, features)])
    kind = ir.FunctionType(_FLOATS, [_FLOATS] * 3)
    fma = cgutils.get_or_insert_function(builder.module, kind, "llvm.fma.v16f32")
    with cgutils.for_range(builder, features) as feature:
        start = builder.mul(feature.index, _I64(POINTS))
        sides = [
            builder.load(code.at(x, builder.add(start, _I64(side * _HALF)), _FLOATS), align=4) for side in range(2)
        ]
        for number, places in enumerate(sums):
            entry = builder.add(builder.mul(feature.index, _I64(CENTRES)), _I64(number))
            factor = code.spread(builder.load(builder.gep(c, [entry])), _FLOATS)
            for side, place in zip(sides, places, strict=True):
                builder.store(builder.call(fma, [side, factor, builder.load(place)]), place)
