"""Derivatives through relu that are right, in several styles."""

import numpy as np


def relu_gradient_mask(x, upstream):
    return upstream * (x > 0)


def relu_gradient_where(x, upstream):
    return np.where(x > 0, upstream, 0.0)


def relu_backward(dout, x):
    dx = np.array(dout, dtype=float)
    dx[x <= 0] = 0
    return dx


def relu_gradient_at_zero_one(x, g):
    return g * (x >= 0)


def relu_gradient_heaviside(x, g):
    return g * np.heaviside(np.asarray(x, dtype=float), 0.5)


def relu_gradient_loops(x, upstream):
    return [[g if v > 0 else 0.0 for v, g in zip(r, s)] for r, s in zip(x, upstream)]


def relu_gradient_sign(z, da):
    return da * np.maximum(np.sign(z), 0)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith("relu")]
}
