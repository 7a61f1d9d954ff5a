"""One pass over the rows of a logistic regression: loss and gradient, with each row read from memory once.

A pass is bound by how fast rows come from memory. So logits, residuals and the gradient's share are made of a few rows
while these are in the first-level cache, and the whole of a thread's rows is one call: between two calls the threads
would wait for each other at the interpreter.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import larger
from workings.kernels._jit import helper, kernel
from workings.kernels._rows import ask_for
from workings.kernels._sums import add
from workings.kernels._tiles import ROWS, add_rows_to_one, add_rows_to_two, products_of_one, products_of_two
from workings.kernels.logistic import binary_residuals, exp_of, softmax_residuals

_DOUBLE, _LINE = 8, 64  # bytes: of a number, of a line of the cache


@helper
def _dot(x, w):
    total = 0.0
    for j in range(x.shape[0]):
        total = add(total, x[j] * w[j])
    return total


@helper
def logits_of_rows(X, first, count, w, z):
    """Write to z (classes, count) the products of rows of X with w (classes, p + 1), whose last column is added."""
    p, tag = X.shape[1], X.dtype.type(0)
    classes, width, pitch = w.shape[0], w.shape[1], z.shape[1]
    whole = count // ROWS * ROWS
    for i in range(0, whole, ROWS):
        x, to = X.ctypes.data + (first + i) * p * X.itemsize, z.ctypes.data + _DOUBLE * i
        k = 0
        while k + 2 <= classes:
            at = w.ctypes.data + _DOUBLE * k * width
            products_of_two(x, tag, p, at, width, p, to + _DOUBLE * k * pitch, pitch)
            k += 2
        if k < classes:
            products_of_one(x, tag, p, w.ctypes.data + _DOUBLE * k * width, width, p, to + _DOUBLE * k * pitch, pitch)
    for i in range(whole, count):
        for k in range(classes):
            z[k, i] = _dot(X[first + i], w[k]) + w[k, p]


@helper
def _add_rows(X, first, count, r, g):
    """Add ``sum(r[k, i] * X[first + i])`` to g[k, :p], and the sum of r[k] to g[k, p]; g is (classes, p + 1).

    As many rows behind these are asked for meanwhile: else memory would rest while rows that are near are multiplied.
    """
    p, tag = X.shape[1], X.dtype.type(0)
    classes, width, pitch = g.shape[0], g.shape[1], r.shape[1]
    whole = count // ROWS * ROWS
    for i in range(0, whole, ROWS):
        x, by = X.ctypes.data + (first + i) * p * X.itemsize, r.ctypes.data + _DOUBLE * i
        for at in range(x + count * p * X.itemsize, x + (count + ROWS) * p * X.itemsize, _LINE):
            ask_for(at)
        k = 0
        while k + 2 <= classes:
            at = g.ctypes.data + _DOUBLE * k * width
            add_rows_to_two(x, tag, p, by + _DOUBLE * k * pitch, pitch, p, at, width)
            k += 2
        if k < classes:
            add_rows_to_one(x, tag, p, by + _DOUBLE * k * pitch, pitch, p, g.ctypes.data + _DOUBLE * k * width, width)
    for k in range(classes):
        for i in range(whole, count):
            for j in range(p):
                g[k, j] += r[k, i] * X[first + i, j]
        total = 0.0
        for i in range(count):
            total = add(total, r[k, i])
        g[k, p] += total


@kernel
def binary_sweep(X, labels, weights, theta, start, stop, size, gradient):
    """Add the gradient over rows start to stop, `size` at a time, to `gradient` (1, p + 1); return their loss.

    X is in C order; theta (1, p + 1) ends with the intercept.
    """
    logits, signs = np.empty(size), np.empty(size)
    loss = 0.0
    for a in range(start, stop, size):
        count = min(size, stop - a)
        z = logits[:count].reshape(1, count)
        logits_of_rows(X, a, count, theta, z)
        for i in range(count):
            signs[i] = 1.0 if labels[a + i] > 0 else -1.0
        loss += binary_residuals(z[0], signs[:count], weights[a : a + count])
        _add_rows(X, a, count, z, gradient)
    return loss


@kernel
def softmax_sweep(X, labels, weights, theta, start, stop, size, gradient):
    """Add the gradient over rows start to stop, `size` at a time, to `gradient` (classes, p + 1); return their loss.

    X is in C order; theta (classes, p + 1) ends with the intercepts.
    """
    classes = theta.shape[0]
    logits = np.empty(classes * size)
    loss = 0.0
    for a in range(start, stop, size):
        count = min(size, stop - a)
        z = logits[: classes * count].reshape(classes, count)
        logits_of_rows(X, a, count, theta, z)
        loss += softmax_residuals(z, labels[a : a + count], weights[a : a + count])
        _add_rows(X, a, count, z, gradient)
    return loss


@helper
def _of_two(z, other):
    """Replace logits by probabilities, and write those of the other class."""
    for i in range(z.shape[0]):
        e = exp_of(-abs(z[i]))
        likely = 1.0 / (1.0 + e)
        unlikely = e * likely
        first = z[i] >= 0.0
        z[i] = likely if first else unlikely
        other[i] = unlikely if first else likely


@helper
def probabilities_of_rows(X, theta, first, count, q):
    """Write the probabilities of the classes for so many rows to q (classes, count).

    X is in C order; theta (rows, p + 1) ends with the intercepts. With one row q[0] is that class, q[1] the other.
    """
    rows = theta.shape[0]
    logits_of_rows(X, first, count, theta, q[:rows])
    if rows == 1:
        _of_two(q[0], q[1])
        return
    top, total = q[0].copy(), np.zeros(count)
    for k in range(1, rows):
        for i in range(count):
            top[i] = larger(q[k, i], top[i])
    for k in range(rows):
        for i in range(count):
            e = exp_of(q[k, i] - top[i])
            q[k, i] = e
            total[i] += e
    for k in range(rows):
        for i in range(count):
            q[k, i] /= total[i]
