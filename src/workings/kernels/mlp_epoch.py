"""Many batches of a multi-layer perceptron in one call: rectified linear units, one of three ends, Adam or momentum.

A batch has two phases (see `_turns`). In the first, each part takes some of the batch's rows there and back, and leaves
their gradient in a vector of its own. In the second, each part adds up those vectors for a share of the weights, and
moves them. The parts depend on the size of the batch alone, so the number of threads changes nothing.
"""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._jit import kernel
from workings.kernels._turns import draw, finish, wait_until
from workings.kernels.adam_update import adam
from workings.kernels.matrix_product import multiply
from workings.kernels.mlp_layers import (
    add_penalty,
    momentum_update,
    relu_backward,
    relu_forward,
    softmax_cross_entropy,
)

SOFTMAX, LOGISTIC, SQUARED = 0, 1, 2


@kernel
def logistic_end(z, bias, y, weights, sums):
    """Return sum w (log(1 + exp(z + bias)) - y (z + bias)); write w (sigmoid - y) into z, its column sums into sums."""
    one, total = z.dtype.type(1.0), 0.0
    sums[:] = z.dtype.type(0.0)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            v = z[i, j] + bias[j]
            e = np.exp(-abs(v))
            total += weights[i] * np.float64(max(v, z.dtype.type(0.0)) - v * y[i, j] + np.log1p(e))
            p = one / (one + e) if v >= 0 else e / (one + e)
            d = weights[i] * (p - y[i, j])
            z[i, j] = d
            sums[j] += d
    return total


@kernel
def squared_end(z, bias, y, weights, sums):
    """Return sum w mean((z + bias - y)^2) / 2; write w (z + bias - y) into z, its column sums into sums."""
    total = 0.0
    sums[:] = z.dtype.type(0.0)
    for i in range(z.shape[0]):
        squares = 0.0
        for j in range(z.shape[1]):
            v = z[i, j] + bias[j] - y[i, j]
            squares += np.float64(v) * np.float64(v)
            z[i, j] = weights[i] * v
            sums[j] += weights[i] * v
        total += weights[i] * 0.5 * squares / z.shape[1]
    return total


@kernel
def _chosen(rows, out, source):
    """Copy rows of a matrix."""
    for i in range(rows.shape[0]):
        out[i] = source[rows[i]]


@kernel
def _loss_at_end(rows, samples, end, z, bias, sums):
    """Return the loss of the outputs z, and write its gradients into z and sums."""
    _, labels, targets, weights = samples
    own_weights = weights[rows]
    if end == SOFTMAX:
        return softmax_cross_entropy(z, bias, labels[rows], own_weights, sums)
    y = np.empty_like(z)
    _chosen(rows, y, targets)
    if end == LOGISTIC:
        return logistic_end(z, bias, y, own_weights, sums)
    return squared_end(z, bias, y, own_weights, sums)


@kernel
def _turned(w, room):
    """Copy w, transposed, into room."""
    out = room[: w.size].reshape(w.shape[1], w.shape[0])
    for i in range(w.shape[0]):
        for j in range(w.shape[1]):
            out[j, i] = w[i, j]
    return out


@kernel
def _part_of_batch(batch, part, samples, batches, network, rooms):
    """Return the loss of the part's samples, and write its gradient."""
    order, edges, _, _ = batches
    theta, _, _, units, end, _ = network
    parts = rooms[0].shape[0]
    gradient, room = rooms[0][part], rooms[1][part]
    first, count = edges[batch], edges[batch + 1] - edges[batch]
    rows = order[first + count * part // parts : first + count * (part + 1) // parts]
    n, layers = rows.shape[0], units.shape[0] - 1
    # Of each layer the coefficients lie at coef, the intercepts at bias, and what it puts out at starts[layer + 1].
    starts = np.zeros(layers + 1, np.int64)
    below = room[: n * units[0]].reshape(n, units[0])
    _chosen(rows, below, samples[0])
    coef, bias, at = 0, theta.shape[0] - units[1:].sum(), n * units[0]
    for layer in range(layers):
        a, b = units[layer], units[layer + 1]
        z = room[at : at + n * b].reshape(n, b)
        multiply(below, theta[coef : coef + a * b].reshape(a, b), z)
        if layer < layers - 1:
            relu_forward(z, theta[bias : bias + b])
            bias += b
        starts[layer + 1], below = at, z
        coef, at = coef + a * b, at + n * b
    delta = below
    value = _loss_at_end(rows, samples, end, delta, theta[bias:], gradient[bias:])
    for layer in range(layers - 1, -1, -1):
        a, b = units[layer], units[layer + 1]
        coef -= a * b
        below = room[starts[layer] : starts[layer] + n * a].reshape(n, a)
        multiply(below.T, delta, gradient[coef : coef + a * b].reshape(a, b))
        if layer > 0:
            bias -= a
            lower = room[at : at + n * a].reshape(n, a)
            at += n * a
            multiply(delta, _turned(theta[coef : coef + a * b].reshape(a, b), room[at:]), lower)
            relu_backward(lower, below, gradient[bias : bias + a])
            delta = lower
    return value


@kernel
def _part_of_weights(batch, part, batches, network, rule, gradients):
    """Add up the gradients of a share of the weights, move them, and return the sum of the squares of coefficients."""
    _, _, totals, steps = batches
    theta, first, second, units, _, alpha = network
    kind, t = theta.dtype.type, steps[batch]
    parts, size = gradients.shape
    begin, stop = size * part // parts, size * (part + 1) // parts
    gradient = gradients[0, begin:stop]
    for other in range(1, parts):
        more = gradients[other, begin:stop]
        for j in range(stop - begin):
            gradient[j] += more[j]
    w, m, v = theta[begin:stop], first[begin:stop], second[begin:stop]
    coefs = max(0, min(stop, size - units[1:].sum()) - begin)
    squares = add_penalty(w, gradient, coefs, kind(alpha), kind(1.0 / totals[batch]))
    if rule[0] == 0.0:
        rate = rule[1] * math.sqrt(1.0 - rule[3] ** t) / (1.0 - rule[2] ** t)
        adam(w, gradient, m, v, kind(rate), kind(1.0 - rule[2]), kind(1.0 - rule[3]), kind(rule[4]))
    else:
        momentum_update(w, gradient, m, kind(rule[1]), kind(rule[2]), rule[3] != 0.0)
    return squares


@kernel
def train(counters, samples, batches, network, rule, rooms, losses):
    """Draw parts of batches until none is left; `losses` (batches, parts, 2) takes their losses and squares.

    Parameters
    ----------
    counters : two int64, both 0 at first
        For all threads the same array.
    samples : X (n, p), labels (n,), targets (n, k), weights (n,)
        Labels for softmax, targets for the other ends; the other of the two is empty.
    batches : order, edges, totals, t
        Batch k holds the samples order[edges[k]:edges[k + 1]], of weight totals[k], and makes the step number t[k].
        One of no weight is left out.
    network : theta, first, second, units, end, alpha
        The weights, what the rule remembers of each, the layers' sizes, which end, and the penalty.
    rule : float64 (5,)
        0, rate, beta 1, beta 2, epsilon: Adam. 1, rate, momentum, 1 for Nesterov's: momentum.
    rooms : gradients (parts, size), room (parts, enough)
    """
    _, edges, totals, _ = batches
    gradients = rooms[0]
    parts = gradients.shape[0]
    while True:
        ticket = draw(counters)
        phase, part = ticket // parts, ticket % parts
        batch = phase // 2
        if batch >= edges.shape[0] - 1:
            return
        wait_until(counters, phase * parts)
        if totals[batch] == 0.0:
            losses[batch, part, :] = 0.0
        elif phase % 2 == 0:
            losses[batch, part, 0] = _part_of_batch(batch, part, samples, batches, network, rooms)
        else:
            losses[batch, part, 1] = _part_of_weights(batch, part, batches, network, rule, gradients)
        finish(counters)
