"""One step of Adam for many weights: everything in one pass over memory."""

from __future__ import annotations

import math

from workings.kernels._jit import kernel


@kernel
def adam(w, gradient, m, v, alpha, one, two, epsilon):
    """Move m and v towards the gradient and its square by the shares `one` and `two`, and w by alpha m / sqrt(v)."""
    for i in range(w.shape[0]):
        g = gradient[i]
        m[i] += (g - m[i]) * one
        v[i] += (g * g - v[i]) * two
        w[i] -= alpha * m[i] / (math.sqrt(v[i]) + epsilon)
