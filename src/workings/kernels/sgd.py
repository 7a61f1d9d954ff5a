"""Stochastic gradient descent, compiled: `sgd_rules` with its rows read by address, and long ones by vectors.

What is here replaces only what touches whole rows. They are read in a shuffled order, which no processor can guess, so
each is asked for a few samples before its turn.

A dense matrix is (address, width, bytes of an entry, tag), a CSR matrix (address of values, of columns, of ends, bytes
of a value, tag), a vector of float64 (address, length): see `of_matrix` and `of_vector`.
"""

from __future__ import annotations

from workings.kernels import sgd_rules as rules
from workings.kernels._jit import exact_helper, kernel, merged_helper
from workings.kernels._numba import int32, overload, register_jitable
from workings.kernels._rows import add_and_norms, ask_for, dot_and_sizes, entry, put
from workings.kernels._sparse_rows import sparse_add_and_norms, sparse_dot_and_sizes

_MOST = 1024  # bytes of a row that are asked for; the processor guesses the rest
_LINE = 64
_UNIT = 2.3e-16


def of_matrix(X):
    """Return how the functions here take a matrix: an array in C order, or (values, columns, ends) of a CSR matrix."""
    if isinstance(X, tuple):
        return (*(part.ctypes.data for part in X), X[0].itemsize, X[0].dtype.type(0))
    return X.ctypes.data, X.shape[1], X.itemsize, X.dtype.type(0)


def of_vector(w):
    """Return how the functions here take a vector of float64."""
    return w.ctypes.data, len(w)


def _sparse(X):
    return len(X) == 5


@exact_helper
def _bounds(X, i):
    return entry(X[2], i, int32(0)), entry(X[2], i + 1, int32(0))


@exact_helper
def _dense_dot_in_order(X, i, w):
    total = 0.0
    for j in range(w[1]):
        total += entry(w[0], j, 0.0) * entry(X[0], i * X[1] + j, X[3])
    return total


@exact_helper
def _sparse_dot_in_order(X, i, w):
    begin, end = _bounds(X, i)
    total = 0.0
    for k in range(begin, end):
        total += entry(w[0], entry(X[1], k, int32(0)), 0.0) * entry(X[0], k, X[4])
    return total


@exact_helper
def _dense_dot(X, i, w):
    if w[1] <= rules.SHORT:
        return _dense_dot_in_order(X, i, w), 0.0
    total, sizes = dot_and_sizes(X[0] + i * X[1] * X[2], X[3], w[0], w[1])
    return total, sizes * w[1] * _UNIT


@exact_helper
def _sparse_dot(X, i, w):
    begin, end = _bounds(X, i)
    if end - begin <= rules.SHORT:
        return _sparse_dot_in_order(X, i, w), 0.0
    total, sizes = sparse_dot_and_sizes(X[0], X[4], X[1], begin, end, w[0])
    return total, sizes * (end - begin) * _UNIT


@merged_helper
def _dense_add(X, i, w, factor):
    if w[1] > rules.SHORT:
        return add_and_norms(X[0] + i * X[1] * X[2], X[3], w[0], w[1], factor)
    square, absolute = 0.0, 0.0
    for j in range(w[1]):
        v = entry(w[0], j, 0.0) + entry(X[0], i * X[1] + j, X[3]) * factor
        put(w[0], j, v)
        square += v * v
        absolute += abs(v)
    return square, absolute


@merged_helper
def _sparse_add(X, i, w, factor):
    begin, end = _bounds(X, i)
    if end - begin > rules.SHORT:
        return sparse_add_and_norms(X[0], X[4], X[1], begin, end, w[0], factor)
    square, absolute = 0.0, 0.0
    for k in range(begin, end):
        j = entry(X[1], k, int32(0))
        v = entry(w[0], j, 0.0) + entry(X[0], k, X[4]) * factor
        put(w[0], j, v)
        square += v * v
        absolute += abs(v)
    return square, absolute


@exact_helper
def _dense_move(X, i, w, factor):
    _dense_add(X, i, w, factor)  # LLVM leaves out the sums that nobody takes


@exact_helper
def _sparse_move(X, i, w, factor):
    _sparse_add(X, i, w, factor)


@exact_helper
def _pay(w, j, paid, scale, owed):
    z, before = entry(w[0], j, 0.0), entry(paid[0], j, 0.0)
    moved = rules.pull(z, owed, before, scale)
    put(paid[0], j, before + scale * (moved - z))
    put(w[0], j, moved)


@exact_helper
def _dense_pull(w, paid, scale, owed):
    for j in range(w[1]):
        _pay(w, j, paid, scale, owed)


@exact_helper
def _sparse_pull(X, i, w, paid, scale, owed):
    begin, end = _bounds(X, i)
    for k in range(begin, end):
        _pay(w, entry(X[1], k, int32(0)), paid, scale, owed)


@exact_helper
def _square(x, tag, begin, end):
    total = 0.0
    for k in range(begin, end):
        total += entry(x, k, tag) * entry(x, k, tag)
    return total


@exact_helper
def _multiply_out(w, mean_w, scale, share, count):
    for j in range(mean_w[1]):
        put(mean_w[0], j, (entry(mean_w[0], j, 0.0) + share * entry(w[0], j, 0.0)) / count)
    for j in range(w[1]):
        put(w[0], j, entry(w[0], j, 0.0) * scale)


@exact_helper
def _ask_for_dense(X, i):
    size = X[1] * X[2]
    start = X[0] + i * size
    for at in range(0, min(size, _MOST), _LINE):
        ask_for(start + at)
    ask_for(start + size - 1)


@exact_helper
def _ask_for_sparse(X, i, later):
    ask_for(X[2] + 4 * later)
    begin, end = _bounds(X, i)
    end = min(end, begin + _MOST // 8)
    for at in range(begin * X[3], end * X[3], _LINE):
        ask_for(X[0] + at)
    for at in range(begin * 4, end * 4, _LINE):
        ask_for(X[1] + at)


@overload(rules.dot_in_order)
def _dot_in_order(X, i, w):
    return (
        (lambda X, i, w: _sparse_dot_in_order(X, i, w)) if _sparse(X) else lambda X, i, w: _dense_dot_in_order(X, i, w)
    )


@overload(rules.dot_of_row)
def _dot_of_row(X, i, w):
    return (lambda X, i, w: _sparse_dot(X, i, w)) if _sparse(X) else lambda X, i, w: _dense_dot(X, i, w)


@overload(rules.add_row)
def _add_row(X, i, w, factor):
    if _sparse(X):
        return lambda X, i, w, factor: _sparse_add(X, i, w, factor)
    return lambda X, i, w, factor: _dense_add(X, i, w, factor)


@overload(rules.move_row)
def _move_row(X, i, w, factor):
    if _sparse(X):
        return lambda X, i, w, factor: _sparse_move(X, i, w, factor)
    return lambda X, i, w, factor: _dense_move(X, i, w, factor)


@overload(rules.pull_row)
def _pull_row(X, i, w, paid, scale, owed):
    if _sparse(X):
        return lambda X, i, w, paid, scale, owed: _sparse_pull(X, i, w, paid, scale, owed)
    return lambda X, i, w, paid, scale, owed: _dense_pull(w, paid, scale, owed)


@overload(rules.square_of_row)
def _square_of_row(X, i):
    if _sparse(X):
        return lambda X, i: _square(X[0], X[4], *_bounds(X, i))
    return lambda X, i: _square(X[0], X[3], i * X[1], (i + 1) * X[1])


@overload(rules.ask_for_sample)
def _ask_for_sample(X, i, later):
    if _sparse(X):
        return lambda X, i, later: _ask_for_sparse(X, i, later)
    return lambda X, i, later: _ask_for_dense(X, i)


@overload(rules.multiply_out)
def _multiply(w, mean_w, scale, share, count):
    return lambda w, mean_w, scale, share, count: _multiply_out(w, mean_w, scale, share, count)


for _plain in (
    rules.slope_of_log,
    rules.loss_and_slope,
    rules.slope_of,
    rules.pull,
    rules.passive_step,
    rules.output_of_row,
):
    register_jitable(_plain)

run_samples = kernel(rules.run_samples)
shuffle_by = kernel(rules.shuffle_by)
