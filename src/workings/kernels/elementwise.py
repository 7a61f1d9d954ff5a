"""Sigmoid and softplus, entry by entry, computed in float64: for float32 results plainly, for float64 ones in pairs."""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import fma
from workings.kernels._by_dtype import by_dtype
from workings.kernels._exp import LIFT64, lifted_exp, short_exp
from workings.kernels._jit import helper, kernel
from workings.kernels._log import log1p_of_share
from workings.kernels._sums import fast_two_sum, reciprocal

_MAGIC = 1.5 * 2.0**52
_UNLIFT = 2.0**-LIFT64
_FLOOR = -800.0
# exp of this, and of less, is nothing to a float32.
_FLOOR32 = -340.0


@helper
def _sigmoid64(v):
    a = -abs(v)
    a = _FLOOR if a < _FLOOR else a
    e, e_low = lifted_exp(a, _MAGIC + LIFT64)
    s, s_low = fast_two_sum(1.0, e * _UNLIFT)
    r, r_low = reciprocal(s, s_low + e_low * _UNLIFT)
    # Right of 0 the reciprocal, left of 0 exp(x) times the reciprocal: rounded once, and not before it is scaled.
    r, r_low = (r, r_low) if v >= 0.0 else (r * _UNLIFT, r_low * _UNLIFT)
    e, e_low = (1.0, 0.0) if v >= 0.0 else (e, e_low)
    return fma(e, r, fma(e, r_low, e_low * r))


@helper
def _sigmoid32(v):
    a = -abs(np.float64(v))
    e = short_exp(_FLOOR32 if a < _FLOOR32 else a)
    return np.float32((1.0 if v >= np.float32(0.0) else e) / (1.0 + e))


@helper
def _softplus64(v):
    a = -abs(v)
    e, _ = lifted_exp(_FLOOR if a < _FLOOR else a, _MAGIC + LIFT64)
    t = log1p_of_share(e * _UNLIFT)
    return v + t if v > 0.0 else t


@helper
def _softplus32(v):
    w = np.float64(v)
    a = -abs(w)
    t = log1p_of_share(short_exp(_FLOOR32 if a < _FLOOR32 else a))
    return np.float32(w + t if w > 0.0 else t)


_sigmoid = by_dtype(_sigmoid32, _sigmoid64)
_softplus = by_dtype(_softplus32, _softplus64)


@kernel
def sigmoid_entries(x, y, start, stop):
    """Write 1 / (1 + exp(-x)) of entries start..stop of flat x into y."""
    xs, ys = x[start:stop], y[start:stop]
    for j in range(xs.shape[0]):
        ys[j] = _sigmoid(xs[j])


@kernel
def softplus_entries(x, y, start, stop):
    """Write log(1 + exp(x)) of entries start..stop of flat x into y."""
    xs, ys = x[start:stop], y[start:stop]
    for j in range(xs.shape[0]):
        ys[j] = _softplus(xs[j])


@kernel
def log_sigmoid_entries(x, y, start, stop):
    """Write -log(1 + exp(-x)) of entries start..stop of flat x into y."""
    xs, ys = x[start:stop], y[start:stop]
    for j in range(xs.shape[0]):
        ys[j] = -_softplus(-xs[j])


@kernel
def ones_where_finite(x, y, start, stop):
    """Write 1 where x is finite and NaN elsewhere: the softmax of groups of one entry."""
    xs, ys = x[start:stop], y[start:stop]
    for j in range(xs.shape[0]):
        ys[j] = (xs[j] - xs[j]) + x.dtype.type(1.0)
