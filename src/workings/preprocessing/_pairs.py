"""Arrays of numbers with twice the digits: a pair (high, low) stands for high + low.

Knuth's two_sum and Dekker's product, on whole arrays; see T. J. Dekker, Numerische Mathematik 18 (1971) 224.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Pair = tuple[Array, Array]
_SPLIT = 2.0**27 + 1.0


def two_sum(a: Array, b: Array) -> Pair:
    """Return (s, e) with s = a + b rounded and s + e = a + b exactly."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def two_product(a: Array, b: Array) -> Pair:
    """Return (p, e) with p = a * b rounded and p + e = a * b exactly, if nothing overflows."""
    p = a * b
    ta, tb = _SPLIT * a, _SPLIT * b
    a_high, b_high = ta - (ta - a), tb - (tb - b)
    a_low, b_low = a - a_high, b - b_high
    e = ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low
    return p, np.where(np.isfinite(e), e, 0.0)


def add(x: Pair, y: Pair) -> Pair:
    """Return the sum of two pairs."""
    s, e = two_sum(x[0], y[0])
    return settled(s, e + (x[1] + y[1]))


def multiply(x: Pair, y: Pair) -> Pair:
    """Return the product of two pairs."""
    p, e = two_product(x[0], y[0])
    return settled(p, e + (x[0] * y[1] + x[1] * y[0]))


def divide(x: Pair, y: Array) -> Pair:
    """Return a pair divided by single floats."""
    q = x[0] / y
    p, e = two_product(q, y)
    return settled(q, (((x[0] - p) - e) + x[1]) / y)


def settled(high: Array, low: Array) -> Pair:
    """Return the same number with as much of it in `high` as fits; where that is not finite, `low` is 0."""
    s = high + low
    return s, np.where(np.isfinite(s), low - (s - high), 0.0)


def square(x: Pair) -> Pair:
    """Return the square of a pair, not settled: the first part is exact, the second about 2**-26 of it."""
    high, low = x
    t = _SPLIT * high
    head = t - (t - high)
    head = np.where(np.isfinite(head), head, high)
    return head * head, (high - head) * (high + head) + 2.0 * high * low


def sum_rows(high: Array, low: Array | None = None) -> Pair:
    """Return the sum over the first axis as a pair.

    Adding a large power of two and subtracting it again cuts all numbers of a column at the same digit; what stands
    above the cut has so few digits that its sum is exact, and what stands below is small (S. M. Rump, T. Ogita,
    S. Oishi, SIAM J. Sci. Comput. 31 (2008) 189, algorithm ExtractVector).
    """
    if not len(high):
        return np.zeros(high.shape[1:]), np.zeros(high.shape[1:])
    top = np.abs(high).max(axis=0)
    bits = np.frexp(top)[1] + len(high).bit_length() + 1
    power = np.where(bits < 1024, np.ldexp(1.0, np.minimum(bits, 1023)), 0.0)  # 0, too large to be cut: plain sums
    above = (power + high) - power
    rest = (high - above).sum(axis=0)
    if low is not None:
        rest += low.sum(axis=0)
    return settled(above.sum(axis=0), rest)
