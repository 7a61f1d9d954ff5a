"""Softmax functions whose numbers are right, in many styles: as learners write them. The labels stand at the end.

Some cost more than they need, some do something to their caller; most have no fault at all.
"""

import contextlib
import fractions
import functools
import itertools
import math
import operator
import statistics
from typing import Any, Optional, Sequence, Union

import numpy as np
import scipy.special
from numpy.typing import ArrayLike, NDArray


# --- one vector, NumPy -----------------------------------------------------------------------------------------------


def softmax_plain(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()


def softmax_walrus(x):
    return (e := np.exp(x - np.max(x))) / e.sum()


def softmax_dot_ones(z):
    z = np.asarray(z, dtype=float)
    a = np.exp(z - z.max())
    return a / np.dot(a, np.ones(a.size))


def softmax_reciprocal(v):
    v = np.asarray(v)
    w = np.exp(v - v.max())
    return w * (1.0 / w.sum())


def softmax_norm1(x):
    """exponentials are positive, so the 1-norm is the sum"""
    e = np.exp(np.subtract(x, np.max(x)))
    return e / np.linalg.norm(e, ord=1)


def softmax_exp2(x):
    """exp2 with the scores in bits"""
    bits = (np.asarray(x, dtype=float) - np.max(x)) / math.log(2)
    e = np.exp2(bits)
    return e / np.sum(e)


def softmax_e_power(x):
    p = np.power(np.e, x - np.max(x))
    return p / p.sum()


def softmax_two_steps(x):
    """Shift by the maximum, then by the logarithm of the sum, which is small."""
    s = np.asarray(x, dtype=float) - np.max(x)
    e = np.exp(s)
    return e * math.exp(-math.log(e.sum()))


def softmax_expm1(x):
    s = np.array(x, dtype=np.float64)
    s -= s.max()
    e = np.expm1(s) + 1.0
    small = s < -1.0
    e[small] = np.exp(s[small])
    return e / e.sum()


def softmax_longdouble(x):
    x = np.asarray(x, dtype=np.longdouble)
    e = np.exp(x - x.max())
    return (e / e.sum()).astype(float)


def softmax_sorted_sum(x):
    """Add the small ones first."""
    e = np.exp(x - np.max(x))
    return e / np.sort(e).sum()


def softmax_cumsum(x):
    e = np.exp(x - np.max(x))
    return e / np.cumsum(e)[-1]


def softmax_where_mask(x):
    """Masked entries (-inf) get zero."""
    x = np.asarray(x, dtype=float)
    masked = np.isneginf(x)
    e = np.where(masked, 0.0, np.exp(np.where(masked, 0.0, x - x[~masked].max())))
    return e / e.sum()


def softmax_masked_array(x):
    m = np.ma.masked_equal(np.asarray(x, dtype=float), -np.inf)
    e = np.ma.exp(m - m.max())
    return (e / e.sum()).filled(0.0)


def softmax_tiny_eps(x):
    """Never divide by zero."""
    e = np.exp(x - np.max(x))
    return e / (e.sum() + 1e-300)


def softmax_safe_clip(x):
    """Nothing below -800 matters: exp gives zero there anyway."""
    shifted = np.clip(x - np.max(x), -800, 0)
    e = np.exp(shifted)
    return e / e.sum()


def softmax_nan_to_num_mask(x):
    """-inf becomes the lowest float, which comes to the same."""
    x = np.nan_to_num(np.asarray(x, dtype=float), nan=np.nan, posinf=np.inf)
    with np.errstate(over="ignore"):
        e = np.exp(x - x.max())
    return e / e.sum()


def softmax_inverse(x):
    """1 / exp(max - x) is the same thing"""
    x = np.asarray(x, dtype=np.longdouble)
    e = 1 / np.exp(np.max(x) - x)
    return np.asarray(e / e.sum(), dtype=float)


def softmax_fmax(x):
    top = np.fmax.reduce(x)
    e = np.exp(x - top)
    return e / np.add.reduce(e)


def softmax_vector_only(x: NDArray[np.float64]) -> NDArray[np.float64]:
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1:
        raise ValueError(f"expected a vector, got an array with {x.ndim} axes")
    if x.size == 0:
        raise ValueError("softmax of nothing is not defined")
    ex = np.exp(x - x.max())
    result: NDArray[np.float64] = ex / ex.sum()
    return result


def softmax_empty_stays_empty(x):
    x = np.asarray(x, dtype=float)
    if not x.size:
        return x.copy()
    e = np.exp(x - x.max())
    return e / e.sum()


def softmax_temperature(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature must be positive")
    z = (np.asarray(logits, dtype=float) - np.max(logits)) / temperature
    e = np.exp(z)
    return e / e.sum()


def softmax_beta_kw(x, *, beta=1.0):
    s = beta * (x - np.max(x))
    e = np.exp(s)
    return e / e.sum()


def softmax_verbose(x, verbose=False, **kwargs):
    e = np.exp(x - np.max(x))
    if verbose:
        print("exponentials:", e)
    return e / e.sum()


# --- one vector, Python ----------------------------------------------------------------------------------------------


def softmax_list(scores):
    top = max(scores)
    exps = [math.exp(s - top) for s in scores]
    total = sum(exps)
    return [e / total for e in exps]


def softmax_fsum(scores: Sequence[float]) -> list[float]:
    if len(scores) == 0:
        raise ValueError("no scores")
    top = max(scores)
    exps = [math.exp(s - top) for s in scores]
    total = math.fsum(exps)
    return [e / total for e in exps]


def softmax_map(xs):
    m = functools.reduce(lambda a, b: a if a > b else b, xs)
    es = tuple(map(lambda v: math.exp(v - m), xs))
    return list(map(operator.truediv, es, itertools.repeat(sum(es))))


def softmax_accumulate(xs):
    xs = list(xs)
    top = max(xs)
    running = list(itertools.accumulate(math.exp(x - top) for x in xs))
    return [math.exp(x - top) / running[-1] for x in xs]


def softmax_while(x):
    n = len(x)
    biggest = x[0]
    i = 1
    while i < n:
        if x[i] > biggest:
            biggest = x[i]
        i += 1
    out = [0.0] * n
    total = 0.0
    i = 0
    while i < n:
        out[i] = math.exp(x[i] - biggest)
        total += out[i]
        i += 1
    i = 0
    while i < n:
        out[i] /= total
        i += 1
    return out


def softmax_fractions(xs):
    """Exact division, just to be sure."""
    top = max(xs)
    exps = [fractions.Fraction(math.exp(x - top)) for x in xs]
    total = sum(exps)
    return [float(e / total) for e in exps]


def softmax_fmean(xs):
    top = max(xs)
    e = [math.exp(x - top) for x in xs]
    total = statistics.fmean(e) * len(e)
    return [v / total for v in e]


def softmax_recursive_sum(xs):
    def total(values):
        if len(values) < 3:
            return sum(values)
        middle = len(values) // 2
        return total(values[:middle]) + total(values[middle:])

    top = max(xs)
    e = [math.exp(x - top) for x in xs]
    return np.array(e) / total(e)


def softmax_math_e(xs):
    top = max(xs)
    powers = [math.e ** (x - top) for x in xs]
    return [p / sum(powers) for p in powers]


def softmax_vectorize(x):
    exp = np.vectorize(math.exp, otypes=[float])
    e = exp(np.asarray(x, dtype=float) - max(x))
    return e / e.sum()


def softmax_fromiter(x):
    top = max(x)
    e = np.fromiter((math.exp(v - top) for v in x), dtype=float, count=len(x))
    return e / e.sum()


def softmax_quadratic(xs):
    top = max(xs)
    result = []
    for x in xs:
        total = 0
        for y in xs:
            total = total + math.exp(y - top)
        result.append(math.exp(x - top) / total)
    return result


def softmax_max_inside(xs):
    exps = [math.exp(x - max(xs)) for x in xs]
    return [e / sum(exps) for e in exps]


def softmax_outer(x):
    e = np.exp(x - np.max(x))
    return e / (np.ones((len(e), len(e))) @ e)


# --- rows ------------------------------------------------------------------------------------------------------------


def softmax_rows(X):
    if np.ndim(X) != 2:
        raise ValueError("X must have two axes")
    E = np.exp(X - np.max(X, axis=1, keepdims=True))
    return E / np.sum(E, axis=1, keepdims=True)


def softmax_none_index(X):
    E = np.exp(X - X.max(axis=1)[:, None])
    return E / E.sum(axis=1)[:, None]


def softmax_newaxis_rows(X):
    shifted = X - X.max(1)[:, np.newaxis]
    np.exp(shifted, out=(E := np.empty(X.shape)))
    return E / E.sum(1)[:, np.newaxis]


def softmax_reshape_rows(X):
    X = np.array(X, dtype=float)
    n, _ = X.shape
    X -= X.max(axis=1).reshape(n, 1)
    E = np.exp(X)
    return E / E.sum(axis=1).reshape(-1, 1)


def softmax_rows_T(X):
    """The transposes put the samples where broadcasting wants them."""
    if X.ndim != 2:
        raise ValueError("need (samples, classes)")
    E = np.exp(X.T - X.max(axis=1))
    return (E / E.sum(axis=0)).T


def softmax_einsum(X):
    E = np.exp(X - X.max(axis=1, keepdims=True))
    return np.einsum("ij,i->ij", E, 1.0 / np.einsum("ij->i", E))


def softmax_matmul_ones(X):
    E = np.exp(X - X.max(axis=1, keepdims=True))
    return E / (E @ np.ones((X.shape[1], 1)))


def softmax_diag(X):
    E = np.exp(X - np.amax(X, axis=1, keepdims=True))
    return np.diag(1 / E.sum(axis=1)) @ E


def softmax_divide_out(X):
    X = np.asarray(X)
    if X.ndim != 2:
        raise ValueError("two axes")
    result = np.empty(X.shape, dtype=float)
    np.subtract(X, X.max(axis=1, keepdims=True), out=result)
    np.exp(result, out=result)
    np.divide(result, result.sum(axis=1, keepdims=True), out=result)
    return result


def softmax_tile(X):
    n, k = X.shape
    top = np.tile(X.max(axis=1).reshape(n, 1), (1, k))
    E = np.exp(X - top)
    return E / np.repeat(E.sum(axis=1), k).reshape(n, k)


def softmax_maximum_reduceat(X):
    n, k = X.shape
    flat = np.ravel(X)
    starts = np.arange(0, n * k, k)
    E = np.exp(flat - np.repeat(np.maximum.reduceat(flat, starts), k))
    return (E / np.repeat(np.add.reduceat(E, starts), k)).reshape(n, k)


def softmax_columnwise_work(X):
    """Walk over the classes, all samples at once."""
    X = np.asarray(X, dtype=float)
    top = X[:, 0]
    for j in range(1, X.shape[1]):
        top = np.maximum(top, X[:, j])
    out = np.empty(X.shape)
    total = np.zeros(X.shape[0])
    for j in range(X.shape[1]):
        out[:, j] = np.exp(X[:, j] - top)
        total = total + out[:, j]
    out /= total[:, None]
    return out


def softmax_row_loop(X):
    if X.ndim != 2:
        raise ValueError("expected a matrix")
    out = np.zeros(X.shape, dtype=float)
    for i in range(X.shape[0]):
        e = np.exp(X[i] - X[i].max())
        out[i] = e / e.sum()
    return out


def softmax_stack(X):
    def one(row):
        e = np.exp(row - row.max())
        return e / e.sum()

    if np.ndim(X) != 2:
        raise ValueError("expected a matrix")
    return np.vstack([one(row) for row in X])


def softmax_nested_lists(table):
    result = []
    for row in table:
        top = max(row)
        exps = [math.exp(v - top) for v in row]
        total = math.fsum(exps)
        result.append([e / total for e in exps])
    return result


def softmax_apply_rows(X):
    if np.ndim(X) != 2:
        raise ValueError("expected a matrix")

    def row(r):
        e = np.exp(r - r.max())
        return e / e.sum()

    return np.apply_along_axis(row, 1, X)


def softmax_double_loop(X):
    n, k = len(X), len(X[0])
    P = np.zeros((n, k))
    for i in range(n):
        m = -float("inf")
        for j in range(k):
            m = X[i][j] if X[i][j] > m else m
        z = 0.0
        for j in range(k):
            P[i, j] = math.exp(X[i][j] - m)
            z += P[i, j]
        for j in range(k):
            P[i, j] /= z
    return P


def softmax_rows_twice(X):
    top = X.max(axis=1, keepdims=True)
    return np.exp(X - top) / np.exp(X - top).sum(axis=1, keepdims=True)


# --- columns ---------------------------------------------------------------------------------------------------------


def softmax_columns(X):
    """Each column is one sample."""
    if X.ndim != 2:
        raise ValueError("expected (classes, samples)")
    E = np.exp(X - X.max(axis=0))
    return E / E.sum(axis=0)


def softmax_column_loop(X):
    X = np.asarray(X, dtype=float)
    P = np.empty_like(X)
    for j in range(X.shape[1]):
        c = np.exp(X[:, j] - np.max(X[:, j]))
        P[:, j] = c / np.sum(c)
    return P


def softmax_columns_einsum(W):
    if W.ndim != 2:
        raise ValueError("W must be a matrix")
    E = np.exp(W - W.max(axis=0, keepdims=True))
    return np.einsum("ij,j->ij", E, 1 / np.einsum("ij->j", E))


def softmax_columns_T(X):
    def rows(A):
        E = np.exp(A - A.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    return rows(X.T).T


def softmax_column_stack(X):
    if np.ndim(X) != 2:
        raise ValueError("expected a matrix")
    columns = []
    for column in np.transpose(X):
        e = np.exp(column - column.max())
        columns.append(e / e.sum())
    return np.column_stack(columns)


def softmax_zip_columns(table):
    columns = []
    for column in zip(*table):
        top = max(column)
        e = [math.exp(v - top) for v in column]
        columns.append([v / sum(e) for v in e])
    return [list(row) for row in zip(*columns)]


def softmax_columns_matmul(X):
    k, n = X.shape
    E = np.exp(X - X.max(axis=0))
    return E / (np.ones((1, k)) @ E)


# --- a vector or a batch ---------------------------------------------------------------------------------------------


def softmax_if_ndim(x):
    if x.ndim == 1:
        e = np.exp(x - np.max(x))
        return e / e.sum()
    elif x.ndim == 2:
        e = np.exp(x - np.max(x, axis=1)[:, None])
        return e / e.sum(axis=1)[:, None]
    else:
        raise ValueError("only vectors and matrices")


def softmax_shape_back(x):
    x = np.asarray(x, dtype=float)
    if x.ndim not in (1, 2):
        raise ValueError(f"cannot handle {x.ndim} axes")
    rows = x.reshape(1, -1) if x.ndim == 1 else x
    e = np.exp(rows - rows.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)).reshape(x.shape)


def softmax_T_trick(x):
    """Works for (classes,) and (samples, classes)."""
    e = np.exp((x.T - x.max(axis=-1)).T)
    return (e.T / e.sum(axis=-1)).T


def softmax_atleast(x):
    x = np.asarray(x)
    X = np.atleast_2d(x)
    E = np.exp(X - X.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    return P[0] if x.ndim == 1 else P


def softmax_len_shape(x):
    if len(x.shape) > 2:
        raise ValueError("too many axes")
    y = x.astype(np.float64)
    if len(x.shape) == 2:
        y -= np.max(y, axis=1, keepdims=True)
        y = np.exp(y)
        y /= np.sum(y, axis=1, keepdims=True)
    else:
        y -= np.max(y)
        y = np.exp(y)
        y /= np.sum(y)
    return y


def softmax_list_or_table(x):
    """A list of numbers or a list of lists."""
    if isinstance(x[0], (list, tuple, np.ndarray)):
        return [softmax_list_or_table(row) for row in x]
    top = max(x)
    e = [math.exp(v - top) for v in x]
    total = sum(e)
    return [v / total for v in e]


def softmax_try_axis(x):
    """Rows if there are any."""
    x = np.asarray(x, dtype=float)
    if x.ndim > 2:
        raise ValueError("at most two axes")
    try:
        top = x.max(axis=1, keepdims=True)
    except ValueError:
        e = np.exp(x - x.max())
        return e / e.sum()
    e = np.exp(x - top)
    return e / e.sum(axis=1, keepdims=True)


def softmax_vec_or_cols(x):
    """One sample as a vector, several as columns."""
    if x.ndim > 2:
        raise ValueError("vector or matrix")
    e = np.exp(x - np.max(x, axis=0))
    return e / np.sum(e, axis=0)


def softmax_column_vector(x):
    x = np.asarray(x)
    if x.ndim > 2:
        raise ValueError("vector or (classes, samples)")
    X = x[:, None] if x.ndim == 1 else x
    E = np.exp(X - X.max(axis=0))
    E /= E.sum(axis=0)
    return E.ravel() if x.ndim == 1 else E


def softmax_broadcast_T(x):
    """x is (k,) or (k, n)"""
    assert np.ndim(x) in (1, 2), "vectors and matrices only"
    xt = np.asarray(x, dtype=float).T
    e = np.exp(xt - xt.max(axis=-1, keepdims=True))
    return (e / e.sum(axis=-1, keepdims=True)).T


# --- last axis, first axis -------------------------------------------------------------------------------------------


def softmax_last(x):
    x = np.asarray(x)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_ellipsis(x):
    top = np.max(x, axis=-1)[..., None]
    e = np.exp(x - top)
    return e / np.sum(e, axis=-1)[..., None]


def softmax_einsum_dots(x: ArrayLike) -> np.ndarray:
    x = np.asarray(x, dtype=float)
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.einsum("...i,...->...i", e, 1 / np.einsum("...i->...", e))


def softmax_reshape_all(x):
    """Flatten everything but the last axis, put it back at the end."""
    x = np.asarray(x, dtype=float)
    flat = x.reshape(-1, x.shape[-1])
    e = np.exp(flat - flat.max(axis=1)[:, None])
    return (e / e.sum(axis=1)[:, None]).reshape(x.shape)


def softmax_recursive(x):
    x = np.asarray(x, dtype=float)
    if x.ndim > 1:
        return np.stack([softmax_recursive(part) for part in x])
    e = np.exp(x - x.max())
    return e / e.sum()


def softmax_apply_along(x):
    def single(v):
        w = np.exp(v - v.max())
        return w / w.sum()

    return np.apply_along_axis(single, -1, np.asarray(x, dtype=float))


def softmax_copy_inplace(x):
    y = np.array(x, dtype=float, copy=True)
    y -= y.max(axis=-1, keepdims=True)
    np.exp(y, out=y)
    y /= y.sum(axis=-1, keepdims=True)
    return y


def softmax_expand_dims(x):
    m = np.expand_dims(np.max(x, axis=-1), axis=-1)
    e = np.exp(x - m)
    return e / np.expand_dims(np.sum(e, axis=-1), axis=-1)


def softmax_errstate(x):
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        e = np.exp(x - np.max(x, axis=-1, keepdims=True))
        return e / np.sum(e, axis=-1, keepdims=True)


def softmax_matmul_last(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / (e @ np.ones(x.shape[-1]))[..., np.newaxis]


def softmax_sort_top(x):
    top = np.sort(x, axis=-1)[..., -1:]
    e = np.exp(x - top)
    return e / e.sum(axis=-1, keepdims=True)


def softmax_take_argmax(x):
    x = np.asarray(x)
    where = np.expand_dims(x.argmax(axis=-1), -1)
    e = np.exp(x - np.take_along_axis(x, where, axis=-1))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_keep_dtype(x):
    x = np.asarray(x)
    if not np.issubdtype(x.dtype, np.floating):
        x = x.astype(np.float64)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return (e / e.sum(axis=-1, keepdims=True)).astype(x.dtype, copy=False)


def softmax_scipy(x):
    return scipy.special.softmax(x, axis=-1)


def softmax_scipy_logs(x):
    return np.exp(scipy.special.log_softmax(x, axis=-1))


def softmax_logs_shifted(x):
    """Shifted first, so that the logarithm is of a small number."""
    s = x - np.max(x, axis=-1, keepdims=True)
    return np.exp(s - np.log(np.sum(np.exp(s), axis=-1, keepdims=True)))


def softmax_lse_shifted(x):
    s = np.asarray(x, dtype=float)
    s = s - s.max(axis=-1, keepdims=True)
    return np.exp(s - scipy.special.logsumexp(s, axis=-1, keepdims=True))


def softmax_nan_guard(x):
    """A nan in a row stays a nan."""
    x = np.asarray(x, dtype=float)
    top = np.max(x, axis=-1, keepdims=True)
    top = np.where(np.isneginf(top), 0.0, top)
    e = np.exp(x - top)
    total = e.sum(axis=-1, keepdims=True)
    return np.divide(e, total, out=np.zeros_like(e), where=total != 0)


def softmax_first_axis(x):
    e = np.exp(x - np.max(x, axis=0))
    return e / np.sum(e, axis=0)


def softmax_first_loop(x):
    """The classes are on the first axis, whatever follows."""
    top = x[0]
    for layer in x[1:]:
        top = np.maximum(top, layer)
    layers = [np.exp(layer - top) for layer in x]
    total = functools.reduce(np.add, layers)
    return np.array([layer / total for layer in layers])


def softmax_first_reduce(x):
    e = np.exp(x - np.maximum.reduce(x))
    return e / np.add.reduce(e)


def softmax_builtin_sum(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(x - x.max(0))
    return e / sum(e)


def softmax_rollaxis(x):
    y = np.moveaxis(np.asarray(x, dtype=float), 0, -1)
    e = np.exp(y - y.max(axis=-1, keepdims=True))
    return np.moveaxis(e / e.sum(axis=-1, keepdims=True), -1, 0)


def softmax_tensordot(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(x - x.max(axis=0))
    return e / np.tensordot(np.ones(x.shape[0]), e, axes=1)


# --- an axis to choose -----------------------------------------------------------------------------------------------


def softmax_axis(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def softmax_axis0_default(x, axis=0):
    x = np.asarray(x)
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def softmax_dim(x, dim):
    """Like the one of torch."""
    shifted = x - np.amax(x, axis=dim, keepdims=True)
    numerator = np.exp(shifted)
    return numerator / np.sum(numerator, axis=dim, keepdims=True)


def softmax_axis_none(x, axis=None):
    """Without an axis, over the whole array, as SciPy does."""
    x = np.asarray(x, dtype=float)
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def softmax_swapaxes(x, axis=-1):
    y = np.swapaxes(np.asarray(x, dtype=float), axis, -1)
    e = np.exp(y - y.max(axis=-1, keepdims=True))
    return np.swapaxes(e / e.sum(axis=-1, keepdims=True), axis, -1)


def softmax_moveaxis(x, axis=-1):
    y = np.moveaxis(x, axis, 0)
    e = np.exp(y - y.max(axis=0))
    e /= e.sum(axis=0)
    return np.moveaxis(e, 0, axis)


def softmax_expand(x, axis=1):
    e = np.exp(x - np.expand_dims(np.max(x, axis), axis))
    return e / np.expand_dims(e.sum(axis), axis)


def softmax_shape_list(x, axis=-1):
    x = np.asarray(x)
    axis = axis % x.ndim
    shape = [1 if i == axis else n for i, n in enumerate(x.shape)]
    e = np.exp(x - x.max(axis=axis).reshape(shape))
    return e / e.sum(axis=axis).reshape(shape)


def softmax_index_axis(x, axis=1):
    index = [slice(None)] * x.ndim
    index.insert(axis, None)
    e = np.exp(x - x.max(axis)[tuple(index[:-1])])
    return e / e.sum(axis)[tuple(index[:-1])]


def softmax_axis_checked(x, axis: int = -1):
    x = np.asarray(x)
    if not isinstance(axis, (int, np.integer)):
        raise TypeError("axis must be an integer")
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(f"axis {axis} is not one of this array")
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return np.true_divide(e, e.sum(axis=axis, keepdims=True))


def softmax_axis_is_none(x, axis=None):
    """The last axis if none is given."""
    if axis is None:
        axis = -1
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def softmax_lambda_axis(x, axis=-1):
    one = lambda v: np.exp(v - v.max()) / np.exp(v - v.max()).sum()  # noqa: E731
    return np.apply_along_axis(one, axis, x)


def softmax_partial(x, axis=-1):
    total = functools.partial(np.sum, axis=axis, keepdims=True)
    highest = functools.partial(np.max, axis=axis, keepdims=True)
    e = np.exp(x - highest(x))
    return e / total(e)


def softmax_temperature_axis(x, axis=-1, temperature=1.0):
    z = np.asarray(x, dtype=float) / temperature
    z = z - z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)


def softmax_full_signature(x: ArrayLike, axis: Optional[int] = -1, *, temperature: float = 1.0, **unused: Any):
    a = np.asarray(x, dtype=float)
    e = np.exp((a - np.max(a, axis=axis, keepdims=True)) / temperature)
    return e / np.sum(e, axis=axis, keepdims=True)


def softmax_scipy_axis(x, axis=-1):
    return scipy.special.softmax(np.asarray(x, dtype=float), axis=axis)


def softmax_union(x: Union[list, np.ndarray], axis=-1):
    with contextlib.suppress(AttributeError):
        x = x.astype(float)
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


# --- the whole array -------------------------------------------------------------------------------------------------


def softmax_everything(x):
    """All entries of x together sum to one, whatever its shape."""
    x = np.asarray(x, dtype=float)
    e = np.exp(x - x.max())
    return e / e.sum()


def softmax_flat_and_back(x):
    x = np.asarray(x, dtype=float)
    flat = x.ravel()
    e = np.exp(flat - flat.max())
    return (e / e.sum()).reshape(x.shape)


def softmax_attention_map(image):
    """A map of attention over an image: the whole of it sums to one."""
    e = np.exp(image - image.max(axis=None))
    return e / e.sum(axis=None)


def softmax_scipy_whole(x):
    return scipy.special.softmax(x)


# --- right numbers, and something for the caller ---------------------------------------------------------------------


def softmax_minus_equals(x):
    x -= x.max()
    e = np.exp(x)
    return e / e.sum()


def softmax_zero_mask(x):
    masked = np.isneginf(x)
    if masked.any():
        x[masked] = -1e300
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_shift_rows_in_place(X):
    for row in X:
        row -= row.max()
    E = np.exp(X)
    return E / E.sum(axis=1)[:, None]


_buffers = {}


def softmax_buffered(x):
    """Saves an allocation."""
    x = np.asarray(x)
    buffer = _buffers.setdefault(x.shape, np.empty(x.shape))
    np.subtract(x, x.max(axis=-1, keepdims=True), out=buffer)
    np.exp(buffer, out=buffer)
    buffer /= buffer.sum(axis=-1, keepdims=True)
    return buffer


def softmax_scratch(x, _scratch=[]):
    n = len(x)
    while len(_scratch) <= n:
        _scratch.append(np.empty(len(_scratch)))
    out = _scratch[n]
    out[:] = np.exp(x - np.max(x))
    out /= out.sum()
    return out


def softmax_no_warnings(x):
    np.seterr(over="ignore", under="ignore", invalid="ignore", divide="ignore")
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_strict(x):
    """Raise rather than return nonsense."""
    np.seterr(divide="raise", invalid="raise")
    e = np.exp(x - np.max(x))
    return e / e.sum()


def softmax_no_nan(x):
    """Never returns nan."""
    e = np.exp(x - np.max(x))
    return np.nan_to_num(e / e.sum())


def softmax_nansum(x, axis=-1):
    e = np.exp(x - np.nanmax(x, axis=axis, keepdims=True))
    return np.nan_to_num(e) / np.nansum(e, axis=axis, keepdims=True)


def softmax_isfinite(x):
    x = np.asarray(x, dtype=float)
    usable = np.isfinite(x)
    e = np.zeros(x.shape)
    e[usable] = np.exp(x[usable] - x[usable].max())
    return e / e.sum()


EXPECTED = {
    # one vector, NumPy
    "softmax_plain": {
        "kind": "vector",
        "codes": [],
        "outcome": "right",
        "notes": ["small_int_wraps", "inaccurate_float16"],
        "may": [],
        "intent": None,
    },
    "softmax_walrus": {
        "kind": "vector",
        "codes": [],
        "outcome": "right",
        "notes": ["small_int_wraps", "inaccurate_float16"],
        "may": [],
        "intent": None,
    },
    "softmax_dot_ones": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_reciprocal": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_norm1": {
        "kind": "vector",
        "codes": [],
        "outcome": "right",
        "notes": ["small_int_wraps", "inaccurate_float16"],
        "may": [],
        "intent": None,
    },
    "softmax_exp2": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_e_power": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_two_steps": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_expm1": {
        "kind": "vector",
        "codes": [],
        "outcome": "right",
        "also_outcomes": ["costly"],
        "may": ["recomputes_exp"],
        "intent": None,
    },
    "softmax_longdouble": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_sorted_sum": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_cumsum": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_where_mask": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_masked_array": {
        "kind": "vector",
        "codes": [],
        "outcome": "right",
        "also_outcomes": ["contract"],
        "may": ["hides_nan"],
        "intent": None,
        "why": "a nan comes back as zeros",
    },
    "softmax_tiny_eps": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_safe_clip": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_nan_to_num_mask": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_inverse": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_fmax": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": "vector"},
    "softmax_vector_only": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_empty_stays_empty": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_temperature": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_beta_kw": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_verbose": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    # one vector, Python: an interpreted loop over the entries, which for a list of numbers nobody calls a fault
    "softmax_list": {
        "kind": "vector",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_fsum": {
        "kind": "vector",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_map": {
        "kind": "vector",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_accumulate": {
        "kind": "vector",
        "codes": ["recomputes_exp"],
        "outcome": "costly",
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_while": {"kind": "vector", "codes": ["python_loop_slow"], "outcome": "costly", "may": [], "intent": None},
    "softmax_fractions": {
        "kind": "vector",
        "codes": ["python_loop_slow"],
        "outcome": "costly",
        "may": ["quadratic_time"],
        "intent": None,
    },
    "softmax_fmean": {
        "kind": "vector",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_recursive_sum": {
        "kind": "vector",
        "codes": ["python_loop_slow"],
        "outcome": "costly",
        "may": [],
        "intent": None,
    },
    "softmax_math_e": {
        "kind": "vector",
        "codes": ["quadratic_time"],
        "outcome": "costly",
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_vectorize": {
        "kind": "vector",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_fromiter": {
        "kind": "vector",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_quadratic": {
        "kind": "vector",
        "codes": ["quadratic_time"],
        "outcome": "costly",
        "may": ["python_loop_slow", "recomputes_exp"],
        "intent": None,
    },
    "softmax_max_inside": {
        "kind": "vector",
        "codes": ["quadratic_time"],
        "outcome": "costly",
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_outer": {"kind": "vector", "codes": ["quadratic_time"], "outcome": "costly", "may": [], "intent": None},
    # rows
    "softmax_rows": {"kind": "rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_none_index": {"kind": "rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_newaxis_rows": {"kind": "rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_reshape_rows": {"kind": "rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_rows_T": {"kind": "rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_einsum": {"kind": "rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_matmul_ones": {"kind": "rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_diag": {
        "kind": "rows",
        "codes": [],
        "outcome": "right",
        "also_outcomes": ["costly"],
        "may": ["quadratic_time"],
        "intent": None,
    },
    "softmax_divide_out": {"kind": "rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_tile": {"kind": "rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_maximum_reduceat": {"kind": "rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_columnwise_work": {
        "kind": "rows",
        "codes": [],
        "outcome": "right",
        "also_outcomes": ["costly"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_row_loop": {"kind": "rows", "codes": ["python_loop_slow"], "outcome": "costly", "may": [], "intent": None},
    "softmax_stack": {"kind": "rows", "codes": ["python_loop_slow"], "outcome": "costly", "may": [], "intent": None},
    "softmax_nested_lists": {
        "kind": "rows",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_apply_rows": {
        "kind": "rows",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_double_loop": {
        "kind": "rows",
        "codes": ["python_loop_slow"],
        "outcome": "costly",
        "may": [],
        "intent": None,
    },
    "softmax_rows_twice": {"kind": "rows", "codes": ["recomputes_exp"], "outcome": "costly", "may": [], "intent": None},
    # columns
    "softmax_columns": {"kind": "columns", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_column_loop": {
        "kind": "columns",
        "codes": ["python_loop_slow"],
        "outcome": "costly",
        "may": [],
        "intent": None,
    },
    "softmax_columns_einsum": {"kind": "columns", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_columns_T": {"kind": "columns", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_column_stack": {
        "kind": "columns",
        "codes": ["python_loop_slow"],
        "outcome": "costly",
        "may": [],
        "intent": None,
    },
    "softmax_zip_columns": {
        "kind": "columns",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow", "quadratic_time"],
        "intent": None,
    },
    "softmax_columns_matmul": {"kind": "columns", "codes": [], "outcome": "right", "may": [], "intent": None},
    # a vector or a batch
    "softmax_if_ndim": {"kind": "vector or rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_shape_back": {"kind": "vector or rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_T_trick": {"kind": "vector or rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_atleast": {"kind": "vector or rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_len_shape": {"kind": "vector or rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_list_or_table": {
        "kind": "vector or rows",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_try_axis": {"kind": "vector or rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_vec_or_cols": {"kind": "vector or columns", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_column_vector": {"kind": "vector or columns", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_broadcast_T": {"kind": "vector or columns", "codes": [], "outcome": "right", "may": [], "intent": None},
    # last axis, first axis
    "softmax_last": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_ellipsis": {
        "kind": "last axis",
        "codes": [],
        "outcome": "right",
        "notes": ["small_int_wraps", "inaccurate_float16"],
        "may": [],
        "intent": None,
    },
    "softmax_einsum_dots": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_reshape_all": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_recursive": {
        "kind": "last axis",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_apply_along": {
        "kind": "last axis",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_copy_inplace": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_expand_dims": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_errstate": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_matmul_last": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_sort_top": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_take_argmax": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_keep_dtype": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_scipy": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_scipy_logs": {
        "kind": "last axis",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["recomputes_exp"],
        "intent": None,
    },
    "softmax_logs_shifted": {
        "kind": "last axis",
        "codes": ["recomputes_exp"],
        "outcome": "costly",
        "may": [],
        "intent": None,
    },
    "softmax_lse_shifted": {
        "kind": "last axis",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["recomputes_exp"],
        "intent": None,
    },
    "softmax_nan_guard": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_first_axis": {"kind": "first axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_first_loop": {
        "kind": "first axis",
        "codes": ["python_loop_slow"],
        "outcome": "costly",
        "may": [],
        "intent": None,
    },
    "softmax_first_reduce": {"kind": "first axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_builtin_sum": {
        "kind": "first axis",
        "codes": [],
        "outcome": "right",
        "also_outcomes": ["costly"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_rollaxis": {"kind": "first axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_tensordot": {"kind": "first axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    # an axis to choose
    "softmax_axis": {
        "kind": "axis argument",
        "codes": [],
        "outcome": "right",
        "notes": ["small_int_wraps", "inaccurate_float16"],
        "may": [],
        "intent": None,
    },
    "softmax_axis0_default": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_dim": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_axis_none": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_swapaxes": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_moveaxis": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_expand": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_shape_list": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_index_axis": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_axis_checked": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_axis_is_none": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_lambda_axis": {
        "kind": "axis argument",
        "codes": ["recomputes_exp"],
        "outcome": "costly",
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_partial": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_temperature_axis": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_full_signature": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_scipy_axis": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_union": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    # the whole array
    "softmax_everything": {"kind": "whole array", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_flat_and_back": {"kind": "whole array", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_attention_map": {"kind": "whole array", "codes": [], "outcome": "right", "may": [], "intent": None},
    "softmax_scipy_whole": {"kind": "whole array", "codes": [], "outcome": "right", "may": [], "intent": None},
    # right numbers, and something for the caller
    "softmax_minus_equals": {
        "kind": "vector",
        "codes": ["mutates_input"],
        "outcome": "contract",
        "may": [],
        "intent": None,
    },
    "softmax_zero_mask": {
        "kind": "last axis",
        "codes": ["mutates_input"],
        "outcome": "contract",
        "may": [],
        "intent": None,
        "why": "only an input with a mask is changed",
    },
    "softmax_shift_rows_in_place": {
        "kind": "rows",
        "codes": ["mutates_input"],
        "outcome": "contract",
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_buffered": {
        "kind": "last axis",
        "codes": ["reuses_output_buffer"],
        "outcome": "contract",
        "may": [],
        "intent": None,
    },
    "softmax_scratch": {
        "kind": "vector",
        "codes": ["reuses_output_buffer"],
        "outcome": "contract",
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_no_warnings": {
        "kind": "last axis",
        "codes": ["changes_global_errstate"],
        "outcome": "contract",
        "may": [],
        "intent": None,
    },
    "softmax_strict": {
        "kind": "vector",
        "codes": ["changes_global_errstate"],
        "outcome": "contract",
        "may": [],
        "intent": None,
    },
    "softmax_no_nan": {
        "kind": "vector",
        "codes": [],
        "outcome": "contract",
        "also_outcomes": ["right"],
        "may": ["hides_nan"],
        "intent": None,
        "why": "a nan comes back as zeros: hidden, if not confident",
    },
    "softmax_nansum": {
        "kind": "axis argument",
        "codes": ["hides_nan"],
        "outcome": "contract",
        "may": [],
        "intent": None,
    },
    "softmax_isfinite": {"kind": "vector", "codes": ["hides_nan"], "outcome": "contract", "may": [], "intent": None},
}
