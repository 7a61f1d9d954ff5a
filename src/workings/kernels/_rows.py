"""Rows of numbers by their address, eight at a time.

An array handed from function to function, or a slice of one, has its references counted by atomic instructions, each
of which costs as much as a short row's arithmetic; and of a loop LLVM leaves up to 31 entries to scalar instructions.
Where a row is the unit of work, it is given here as an address and a number of entries: the last of them are masked,
and nothing beyond them is read. Whoever takes an array's address keeps the array alive. A `tag` is any number of the
type that lies at the address.
"""

from __future__ import annotations

from workings.kernels._numba import cgutils, intrinsic, ir, types

_LANES = 8
_DOUBLE, _I64, _I32 = ir.DoubleType(), ir.IntType(64), ir.IntType(32)
_VECTOR = ir.VectorType(_DOUBLE, _LANES)
_NUMBERS = ir.Constant(ir.VectorType(_I64, _LANES), list(range(_LANES)))
_SUMS = types.UniTuple(types.float64, 2)


def _pointer(context, builder, address, kind):
    return builder.inttoptr(address, context.get_value_type(kind).as_pointer())


@intrinsic
def entry(_typing, address, k, tag):
    """Return the entry with number k, of tag's type, as a float64 or an int64."""
    wide = types.float64 if isinstance(tag, types.Float) else types.int64

    def codegen(context, builder, signature, args):
        value = builder.load(builder.gep(_pointer(context, builder, args[0], tag), [args[1]]))
        return context.cast(builder, value, tag, wide)

    return wide(types.int64, types.int64, tag), codegen


@intrinsic
def put(_typing, address, k, value):
    """Write a float64 as the entry with number k."""

    def codegen(context, builder, signature, args):
        builder.store(args[2], builder.gep(_pointer(context, builder, args[0], types.float64), [args[1]]))
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.float64), codegen


@intrinsic
def ask_for(_typing, address):
    """Ask for the cache line of an address."""

    def codegen(_context, builder, _signature, args):
        pointer = builder.inttoptr(args[0], ir.IntType(8).as_pointer())
        kind = ir.FunctionType(ir.VoidType(), [pointer.type, _I32, _I32, _I32])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        builder.call(function, [pointer, _I32(0), _I32(3), _I32(1)])
        return _context.get_dummy_value()

    return types.void(types.int64), codegen


class _Blocks:
    """Blocks of eight entries in a function that is being written."""

    def __init__(self, builder, length):
        self.builder, self.length = builder, length

    def _masked(self, name, pointer, mask, value=None):
        vector = ir.VectorType(pointer.type.pointee, _LANES)
        suffix = "v8f64" if vector.element == _DOUBLE else "v8f32"
        address = self.builder.bitcast(pointer, vector.as_pointer())
        align = _I32(8 if vector.element == _DOUBLE else 4)
        if value is None:
            args, result = [address, align, mask, ir.Constant(vector, [0.0] * _LANES)], vector
        else:
            args, result = [value, address, align, mask], ir.VoidType()
        return self.call(f"llvm.masked.{name}.{suffix}.p0{suffix}", result, *args)

    def load(self, base, at, mask):
        """Return base[at:at + 8] as float64."""
        pointer = self.builder.gep(base, [at])
        vector = ir.VectorType(pointer.type.pointee, _LANES)
        if mask is None:
            align = 8 if vector.element == _DOUBLE else 4
            loaded = self.builder.load(self.builder.bitcast(pointer, vector.as_pointer()), align=align)
        else:
            loaded = self._masked("load", pointer, mask)
        return loaded if vector.element == _DOUBLE else self.builder.fpext(loaded, _VECTOR)

    def store(self, value, base, at, mask):
        """Write base[at:at + 8], of float64."""
        pointer = self.builder.gep(base, [at])
        if mask is None:
            self.builder.store(value, self.builder.bitcast(pointer, _VECTOR.as_pointer()), align=8)
        else:
            self._masked("store", pointer, mask, value)

    def walk(self, body, unroll):
        """Write body(at, mask, number) for the blocks: first `unroll` at a time, then one, then the masked rest."""
        builder, done = self.builder, _I64(0)
        for count in (unroll, 1):
            step = _I64(_LANES * count)
            stop = builder.sub(self.length, builder.urem(builder.sub(self.length, done), step))
            with cgutils.for_range_slice(builder, done, stop, step) as (at, _):
                for number in range(count):
                    body(builder.add(at, _I64(_LANES * number)), None, number)
            done = stop
        with builder.if_then(builder.icmp_signed("<", done, self.length)):
            left = self.spread(builder.sub(self.length, done))
            body(done, builder.icmp_signed("<", _NUMBERS, left), unroll - 1)

    def spread(self, value):
        """Return eight copies of a number."""
        vector = ir.VectorType(value.type, _LANES)
        one = self.builder.insert_element(ir.Constant(vector, ir.Undefined), value, _I32(0))
        return self.builder.shuffle_vector(one, one, ir.Constant(ir.VectorType(_I32, _LANES), [0] * _LANES))

    def call(self, name, result, *args):
        """Call an intrinsic function of LLVM."""
        kind = ir.FunctionType(result, [arg.type for arg in args])
        return self.builder.call(cgutils.get_or_insert_function(self.builder.module, kind, name), args)

    def zeros(self, count):
        """Return so many sums of eight lanes."""
        sums = [cgutils.alloca_once(self.builder, _VECTOR) for _ in range(count)]
        for one in sums:
            self.builder.store(ir.Constant(_VECTOR, [0.0] * _LANES), one)
        return sums

    def raise_by(self, total, value):
        """Add a vector to a sum."""
        self.builder.store(self.builder.fadd(self.builder.load(total), value), total)

    def finish(self, sums):
        """Return the sum of all lanes of all sums."""
        vectors = [self.builder.load(one) for one in sums]
        while len(vectors) > 1:
            vectors = [self.builder.fadd(a, b) for a, b in zip(vectors[::2], vectors[1::2], strict=True)]
        kind = ir.FunctionType(_DOUBLE, [_DOUBLE, _VECTOR])
        add = cgutils.get_or_insert_function(self.builder.module, kind, "llvm.vector.reduce.fadd.v8f64")
        return self.builder.call(add, [ir.Constant(_DOUBLE, -0.0), vectors[0]], fastmath=("reassoc",))


@intrinsic
def dot_and_sizes(_typing, x, tag, w, length):
    """Return the sums of x * w and of abs(x * w), in any order, for x of tag's type and w of float64."""

    def codegen(context, builder, signature, args):
        blocks = _Blocks(builder, args[3])
        first, second = (_pointer(context, builder, a, t) for a, t in ((args[0], tag), (args[2], types.float64)))
        sums, sizes = blocks.zeros(4), blocks.zeros(2)

        def body(at, mask, number):
            product = builder.fmul(blocks.load(first, at, mask), blocks.load(second, at, mask))
            blocks.raise_by(sums[number], product)
            blocks.raise_by(sizes[number % 2], blocks.call("llvm.fabs.v8f64", _VECTOR, product))

        blocks.walk(body, 4)
        return context.make_tuple(builder, signature.return_type, [blocks.finish(sums), blocks.finish(sizes)])

    return _SUMS(types.int64, tag, types.int64, types.int64), codegen


@intrinsic
def add_and_norms(_typing, x, tag, w, length, factor):
    """Add factor * x to w; return the sums of the squares and of the sizes of w's new entries, in any order."""

    def codegen(context, builder, signature, args):
        blocks = _Blocks(builder, args[3])
        first, second = (_pointer(context, builder, a, t) for a, t in ((args[0], tag), (args[2], types.float64)))
        squares, sizes = blocks.zeros(2), blocks.zeros(2)
        factors = blocks.spread(args[4])

        def body(at, mask, number):
            step = builder.fmul(blocks.load(first, at, mask), factors)
            new = builder.fadd(blocks.load(second, at, mask), step)
            blocks.store(new, second, at, mask)
            blocks.raise_by(squares[number % 2], builder.fmul(new, new))
            blocks.raise_by(sizes[number % 2], blocks.call("llvm.fabs.v8f64", _VECTOR, new))

        blocks.walk(body, 2)
        return context.make_tuple(builder, signature.return_type, [blocks.finish(squares), blocks.finish(sizes)])

    return _SUMS(types.int64, tag, types.int64, types.int64, types.float64), codegen
