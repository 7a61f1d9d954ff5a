"""Sigmoid and softplus, entry by entry, computed in float64."""

from __future__ import annotations

import math

import numpy as np

from workings.kernels._bits import fma
from workings.kernels._exp import LIFT64, lifted_exp
from workings.kernels._jit import helper, kernel
from workings.kernels._sums import fast_two_sum, reciprocal

_MAGIC = 1.5 * 2.0**52
_UNLIFT = 2.0**-LIFT64
_FLOOR = -800.0


@kernel
def sigmoid_entries(x, y, start, stop):
    """Write 1 / (1 + exp(-x)) of entries start..stop of flat x into y."""
    xs, ys = x[start:stop], y[start:stop]
    for j in range(xs.shape[0]):
        v = np.float64(xs[j])
        a = -abs(v)
        a = _FLOOR if a < _FLOOR else a
        e, e_low = lifted_exp(a, 0.0, _MAGIC + LIFT64)
        s, s_low = fast_two_sum(1.0, e * _UNLIFT)
        r, r_low = reciprocal(s, s_low + e_low * _UNLIFT)
        # Right of 0 the reciprocal, left of 0 exp(x) times the reciprocal: rounded once, and not before it is scaled.
        r, r_low = (r, r_low) if v >= 0.0 else (r * _UNLIFT, r_low * _UNLIFT)
        e, e_low = (1.0, 0.0) if v >= 0.0 else (e, e_low)
        ys[j] = fma(e, r, fma(e, r_low, e_low * r))


@helper
def _softplus(v):
    """Return log(1 + exp(v))."""
    a = -abs(v)
    a = _FLOOR if a < _FLOOR else a
    e, _ = lifted_exp(a, 0.0, _MAGIC + LIFT64)
    t = math.log1p(e * _UNLIFT)
    return v + t if v > 0.0 else t


@kernel
def softplus_entries(x, y, sign, start, stop):
    """Write sign * log(1 + exp(sign * x)) of entries start..stop of flat x into y; sign is 1.0 or -1.0."""
    xs, ys = x[start:stop], y[start:stop]
    for j in range(xs.shape[0]):
        v = sign * np.float64(xs[j])
        ys[j] = v * sign if v != v else sign * _softplus(v)


@kernel
def ones_where_finite(x, y, start, stop):
    """Write 1 where x is finite and NaN elsewhere: the softmax of groups of one entry."""
    xs, ys = x[start:stop], y[start:stop]
    for j in range(xs.shape[0]):
        ys[j] = (xs[j] - xs[j]) + x.dtype.type(1.0)
