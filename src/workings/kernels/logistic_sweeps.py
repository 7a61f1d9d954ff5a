"""One pass over the rows of a logistic regression: loss and gradient, with each row read from memory once.

A pass is bound by how fast rows come from memory. So logits, residuals and the gradient's share are made of a few rows
while these are in the first-level cache, and the whole of a thread's rows is one call: between two calls the threads
would wait for each other at the interpreter.
"""

from __future__ import annotations

import numpy as np
from numba import types
from numba.extending import overload

from workings.kernels._jit import helper, kernel, reordering_helper
from workings.kernels.logistic import binary_residuals, softmax_residuals


@reordering_helper
def _fold(total, a, b):
    return total + a * b


@helper
def _dot(x, w):
    total = 0.0
    for j in range(w.shape[0]):
        total = _fold(total, x[j], w[j])
    return total


@helper
def _add_rows(X, first, count, r, g):
    """Add ``sum(r[i] * X[first + i])`` to the coefficients' part of g, and the sum of r to its intercept, if any."""
    p = X.shape[1]
    i = 0
    while i + 4 <= count:
        r0, r1, r2, r3 = r[i], r[i + 1], r[i + 2], r[i + 3]
        x0, x1, x2, x3 = X[first + i], X[first + i + 1], X[first + i + 2], X[first + i + 3]
        for j in range(p):
            g[j] += (r0 * x0[j] + r1 * x1[j]) + (r2 * x2[j] + r3 * x3[j])
        i += 4
    while i < count:
        for j in range(p):
            g[j] += r[i] * X[first + i, j]
        i += 1
    if g.shape[0] > p:
        for i in range(count):
            g[p] += r[i]


@kernel
def binary_sweep(X, labels, weights, theta, start, stop, size, gradient):
    """Add the gradient over rows start to stop, `size` at a time, to `gradient` (1, width); return their loss."""
    p = X.shape[1]
    coef = theta[0, :p]
    intercept = theta[0, p] if theta.shape[1] > p else 0.0
    z, signs = np.empty(size), np.empty(size)
    loss = 0.0
    for a in range(start, stop, size):
        count = min(size, stop - a)
        for i in range(count):
            z[i] = _dot(X[a + i], coef) + intercept
            signs[i] = 1.0 if labels[a + i] > 0 else -1.0
        loss += binary_residuals(z[:count], signs[:count], weights[a : a + count])
        _add_rows(X, a, count, z, gradient[0])
    return loss


def _in_float64(rows, buffer):
    """Return rows, copied to `buffer` if they are float32."""
    raise NotImplementedError("only kernels call this")


@overload(_in_float64)
def _compiled_in_float64(rows, buffer):
    if rows.dtype == types.float64:
        return lambda rows, buffer: rows

    def copied(rows, buffer):
        near = buffer[: rows.shape[0]]
        near[:] = rows
        return near

    return copied


@kernel
def softmax_sweep(X, labels, weights, theta, start, stop, size, gradient):
    """Add the gradient over rows start to stop, `size` at a time, to `gradient` (classes, width); return their loss."""
    p = X.shape[1]
    classes = theta.shape[0]
    coef = theta[:, :p].copy()
    buffer, logits = np.empty((size, p)), np.empty(classes * size)
    loss = 0.0
    for a in range(start, stop, size):
        count = min(size, stop - a)
        rows = _in_float64(X[a : a + count], buffer)
        z = logits[: classes * count].reshape(classes, count)
        np.dot(coef, rows.T, z)
        if theta.shape[1] > p:
            for k in range(classes):
                for i in range(count):
                    z[k, i] += theta[k, p]
        loss += softmax_residuals(z, labels[a : a + count], weights[a : a + count])
        for k in range(classes):
            _add_rows(rows, 0, count, z[k], gradient[k])
    return loss


@kernel
def scale_rows(X, roots, out):
    """Write each row of X times its root into `out`, and the root itself behind it if `out` is wider."""
    n, p = X.shape
    for i in range(n):
        for j in range(p):
            out[i, j] = X[i, j] * roots[i]
        for j in range(p, out.shape[1]):
            out[i, j] = roots[i]
