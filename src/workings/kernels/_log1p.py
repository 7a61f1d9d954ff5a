"""The logarithm of a number, and of one plus a number, written so that a loop of it becomes vector instructions."""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import fma, from_bits, to_bits
from workings.kernels._jit import exact_helper, helper

_LN2 = 0.6931471805599453
_ROOT_HALF_BITS = 0x3FE6A09E667F3BCD  # of sqrt(1/2)
_MAGIC = 1.5 * 2.0**52
_MAGIC_BITS = 0x4338000000000000  # of 1.5 * 2**52


@helper
def _log(x):
    """Return log(x) for a normal, positive x: x = m * 2**k with m near 1, log(m) = 2 artanh((m - 1) / (m + 1))."""
    bits = to_bits(x)
    k = (bits - _ROOT_HALF_BITS) >> 52
    m = from_bits(bits - (k << 52))
    t = (m - 1.0) / (m + 1.0)
    s = t * t  # at most 0.0295, so the eleventh term of the series is below one unit in the last place
    q = fma(s, 1 / 21, 1 / 19)
    q = fma(q, s, 1 / 17)
    q = fma(q, s, 1 / 15)
    q = fma(q, s, 1 / 13)
    q = fma(q, s, 1 / 11)
    q = fma(q, s, 1 / 9)
    q = fma(q, s, 1 / 7)
    q = fma(q, s, 1 / 5)
    q = fma(q, s, 1 / 3)
    exponent = from_bits(_MAGIC_BITS + k) - _MAGIC
    return fma(exponent, _LN2, fma(2.0 * t * s, q, 2.0 * t))


@exact_helper
def log1p(u):
    """Return log(1 + u) for 0 <= u < 1e300, right to a few units in the last place, tiny u included."""
    x = 1.0 + u
    lost = u - (x - 1.0)  # what rounding 1 + u took away (u <= 1) or an error too small to matter
    return _log(x) + lost / x


@exact_helper
def log(x):
    """Return log(x) of any x, right to a few units in the last place; -inf of 0, NaN below."""
    subnormal = x < 2.0**-1022
    found = _log(x * 2.0**54 if subnormal else x) - (54.0 * _LN2 if subnormal else 0.0)
    found = x if not x < np.inf else found  # infinity, NaN
    return found if x > 0.0 or x != x else -np.inf if x == 0.0 else np.nan
