"""What a multi-layer perceptron does to a batch between its matrix products, each in one pass over memory."""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._by_dtype import by_dtype
from workings.kernels._exp import short_exp
from workings.kernels._jit import helper, kernel

# exp of less is nothing beside the 1 of a row's largest entry.
_FLOOR = -340.0


@helper
def _exponentials32(z):
    for j in range(z.shape[0]):
        v = np.float64(z[j])
        z[j] = np.float32(short_exp(_FLOOR if v < _FLOOR else v))


@helper
def _exponentials64(z):
    for j in range(z.shape[0]):
        z[j] = math.exp(z[j])


_exponentials = by_dtype(_exponentials32, _exponentials64)


@kernel
def relu_forward(z, bias):
    """Write max(0, z + bias) into z (n, k)."""
    zero = z.dtype.type(0.0)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            v = z[i, j] + bias[j]
            z[i, j] = zero if v < zero else v


@kernel
def relu_backward(delta, output, sums):
    """Set delta to 0 where the output is 0, and write its column sums: the gradient of the biases."""
    zero = delta.dtype.type(0.0)
    sums[:] = zero
    for i in range(delta.shape[0]):
        for j in range(delta.shape[1]):
            d = zero if output[i, j] == zero else delta[i, j]
            delta[i, j] = d
            sums[j] += d


@kernel
def softmax_cross_entropy(z, bias, labels, weights, sums):
    """Return sum w (log sum exp(z + bias) - z_label); write w (softmax - one-hot) into z, its column sums into sums."""
    n, k = z.shape
    total = 0.0
    sums[:] = z.dtype.type(0.0)
    for i in range(n):
        top = z[i, 0] + bias[0]
        for j in range(k):
            z[i, j] += bias[j]
            top = max(top, z[i, j])
        for j in range(k):
            z[i, j] -= top
        total -= weights[i] * np.float64(z[i, labels[i]])
    _exponentials(z.reshape(n * k))
    for i in range(n):
        s = 0.0
        for j in range(k):
            s += np.float64(z[i, j])
        total += weights[i] * math.log(s)
        factor = z.dtype.type(1.0 / s)
        for j in range(k):
            z[i, j] *= factor
        z[i, labels[i]] -= z.dtype.type(1.0)
        for j in range(k):
            z[i, j] *= weights[i]
            sums[j] += z[i, j]
    return total


@kernel
def add_penalty(w, gradient, coefs, alpha, factor):
    """Make gradient factor (gradient + alpha w), from entry `coefs` on without alpha w; return the sum of those w^2."""
    squares = 0.0
    part = w.dtype.type(0.0)
    for a in range(0, coefs, 256):
        part = w.dtype.type(0.0)
        for j in range(a, min(a + 256, coefs)):
            part += w[j] * w[j]
        squares += part
    for j in range(coefs):
        gradient[j] = (gradient[j] + alpha * w[j]) * factor
    for j in range(coefs, w.shape[0]):
        gradient[j] *= factor
    return squares


@kernel
def momentum_update(w, gradient, velocity, rate, momentum, nesterov):
    """Move velocity to momentum velocity - rate gradient, and w by it; with Nesterov, by one more such step."""
    for j in range(w.shape[0]):
        v = momentum * velocity[j] - rate * gradient[j]
        velocity[j] = v
        w[j] += momentum * v - rate * gradient[j] if nesterov else v
