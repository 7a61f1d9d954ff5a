"""Rows of CSR matrices by their address, four entries at a time.

The columns of a row lie anywhere, so a vector of coefficients is put together from single loads; that is quicker than
the instructions that gather. But values and products are vectors, which halves what is loaded and chained. A row may
name a column twice: whatever changes the coefficients takes one entry after the other.
"""

from __future__ import annotations

from workings.kernels._numba import cgutils, intrinsic, ir, types
from workings.kernels._rows import _DOUBLE, _I32, _I64, _SUMS, _pointer

_LANES = 4
_VECTOR = ir.VectorType(_DOUBLE, _LANES)


class _Row:
    """The entries begin..end of a row, in a function that is being written."""

    def __init__(self, context, builder, args, tag):
        self.builder, self.begin, self.end = builder, args[3], args[4]
        self._values = _pointer(context, builder, args[0], tag)
        self._columns = _pointer(context, builder, args[2], types.int32)
        self._w = _pointer(context, builder, args[5], types.float64)
        whole = builder.and_(builder.sub(self.end, self.begin), _I64(-_LANES))
        self.whole = builder.add(self.begin, whole)

    def blocks(self):
        """Loop over the blocks of four entries."""
        return cgutils.for_range_slice(self.builder, self.begin, self.whole, _I64(_LANES))

    def rest(self):
        """Loop over the up to three entries behind them."""
        return cgutils.for_range_slice(self.builder, self.whole, self.end, _I64(1))

    def coefficient(self, k):
        """Return where the coefficient of the entry with number k lies."""
        column = self.builder.load(self.builder.gep(self._columns, [k]))
        return self.builder.gep(self._w, [self.builder.sext(column, _I64)])

    def value(self, k):
        """Return one value as float64."""
        return self._wide(self.builder.load(self.builder.gep(self._values, [k])), _DOUBLE)

    def values(self, k):
        """Return four values as float64."""
        pointer = self.builder.gep(self._values, [k])
        kind = ir.VectorType(pointer.type.pointee, _LANES)
        align = 8 if kind.element == _DOUBLE else 4
        return self._wide(self.builder.load(self.builder.bitcast(pointer, kind.as_pointer()), align=align), _VECTOR)

    def _wide(self, value, kind):
        return value if value.type == kind else self.builder.fpext(value, kind)

    def gathered(self, numbers):
        """Return four numbers as a vector."""
        vector = ir.Constant(_VECTOR, ir.Undefined)
        for lane, number in enumerate(numbers):
            vector = self.builder.insert_element(vector, number, _I32(lane))
        return vector


class _Sum:
    """A sum of four lanes, and of what is left over."""

    def __init__(self, builder):
        self.builder = builder
        self._lanes = cgutils.alloca_once_value(builder, ir.Constant(_VECTOR, [0.0] * _LANES))
        self._rest = cgutils.alloca_once_value(builder, ir.Constant(_DOUBLE, 0.0))

    def add(self, value, *, size=False):
        """Add a vector or a number, or its absolute value."""
        total = self._lanes if value.type == _VECTOR else self._rest
        if size:
            value = self._call("llvm.fabs.v4f64" if value.type == _VECTOR else "llvm.fabs.f64", value.type, value)
        self.builder.store(self.builder.fadd(self.builder.load(total), value), total)

    def finish(self):
        """Return the sum of it all."""
        lanes, rest = (self.builder.load(one) for one in (self._lanes, self._rest))
        return self._call("llvm.vector.reduce.fadd.v4f64", _DOUBLE, rest, lanes, fastmath=("reassoc",))

    def _call(self, name, result, *args, **options):
        kind = ir.FunctionType(result, [arg.type for arg in args])
        return self.builder.call(cgutils.get_or_insert_function(self.builder.module, kind, name), args, **options)


@intrinsic
def sparse_dot_and_sizes(_typing, values, tag, columns, begin, end, w):
    """Return the sums of x * w and of abs(x * w) over the entries of a row, in any order."""

    def codegen(context, builder, signature, args):
        row, total, sizes = _Row(context, builder, args, tag), _Sum(builder), _Sum(builder)

        def add(product):
            total.add(product)
            sizes.add(product, size=True)

        with row.blocks() as (at, _):
            found = [builder.load(row.coefficient(builder.add(at, _I64(lane)))) for lane in range(_LANES)]
            add(builder.fmul(row.values(at), row.gathered(found)))
        with row.rest() as (k, _):
            add(builder.fmul(row.value(k), builder.load(row.coefficient(k))))
        return context.make_tuple(builder, signature.return_type, [total.finish(), sizes.finish()])

    return _SUMS(types.int64, tag, types.int64, types.int64, types.int64, types.int64), codegen


@intrinsic
def sparse_add_and_norms(_typing, values, tag, columns, begin, end, w, factor):
    """Add factor * x to w; return the sums of the squares and of the sizes of w's new entries, in any order."""

    def codegen(context, builder, signature, args):
        row, squares, sizes = _Row(context, builder, args, tag), _Sum(builder), _Sum(builder)

        def move(k, step):
            pointer = row.coefficient(k)
            new = builder.fadd(builder.load(pointer), step)
            builder.store(new, pointer)
            return new

        def add(new):
            squares.add(builder.fmul(new, new))
            sizes.add(new, size=True)

        with row.blocks() as (at, _):
            steps = builder.fmul(row.values(at), row.gathered([args[6]] * _LANES))
            lanes = [
                (builder.add(at, _I64(lane)), builder.extract_element(steps, _I32(lane))) for lane in range(_LANES)
            ]
            add(row.gathered([move(k, step) for k, step in lanes]))
        with row.rest() as (k, _):
            add(move(k, builder.fmul(row.value(k), args[6])))
        return context.make_tuple(builder, signature.return_type, [squares.finish(), sizes.finish()])

    return _SUMS(types.int64, tag, types.int64, types.int64, types.int64, types.int64, types.float64), codegen
