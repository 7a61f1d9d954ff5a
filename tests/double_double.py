"""Numbers of twice float64's precision, in plain NumPy: pairs (high, low) whose sum is the value.

Slow, and independent of the library: no fused multiply-add, no Numba, another reduction and another polynomial than
the kernels have. `tests/test_oracle.py` holds it against mpmath.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

import mpmath
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_SPLITTER = 2.0**27 + 1.0
# exp is expanded at arguments below ln(2) / 16: sixteen terms leave 1e-35.
_TERMS = 17
_HALVINGS = 3


class Pair(NamedTuple):
    """high + low, with |low| at most half a unit in the last place of high."""

    high: Floats
    low: Floats


def two_sum(a: Floats, b: Floats) -> Pair:
    """Return a + b exactly."""
    s = a + b
    t = s - a
    return Pair(s, (a - (s - t)) + (b - t))


def two_product(a: Floats, b: Floats) -> Pair:
    """Return a * b exactly, for factors below 2**996 whose product does not underflow."""
    p = a * b
    t = _SPLITTER * a
    a1 = t - (t - a)
    a2 = a - a1
    t = _SPLITTER * b
    b1 = t - (t - b)
    b2 = b - b1
    return Pair(p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2)


def add(a: Pair, b: Pair) -> Pair:
    """Return a + b to about 2**-104 of the larger."""
    s, e = two_sum(a.high, b.high)
    t, f = two_sum(a.low, b.low)
    s, e = two_sum(s, e + t)
    return Pair(*two_sum(s, e + f))


def multiply(a: Pair, b: Pair) -> Pair:
    """Return a * b to about 2**-103."""
    p, e = two_product(a.high, b.high)
    return Pair(*two_sum(p, e + (a.high * b.low + a.low * b.high)))


def divide(a: Pair, b: Pair) -> Pair:
    """Return a / b to about 2**-102."""
    q = a.high / b.high
    p, e = two_product(q, b.high)
    rest = ((a.high - p) - e) + a.low - q * b.low
    return Pair(*two_sum(q, rest / b.high))


def _pair_of(value: Fraction) -> tuple[float, float]:
    high = float(value)
    return high, float(value - Fraction(high))


_FACTORS = [_pair_of(Fraction(1, math.factorial(j))) for j in range(_TERMS)]


def _short_parts_of_ln2() -> list[float]:
    """Return ln 2 as three floats of 36 bits, so that their products with integers below 2**17 are exact."""
    with mpmath.workprec(200):
        rest, parts = mpmath.ln(2), []
        for bits in (36, 72):
            part = mpmath.floor(mpmath.ldexp(rest, bits)) * mpmath.mpf(2) ** -bits
            parts.append(float(part))
            rest -= part
        return [*parts, float(rest)]


_LN2 = _short_parts_of_ln2()


def exp(x: Pair) -> tuple[Pair, NDArray[np.int64]]:
    """Return (m, k) with exp(x) = m * 2**k and m between 0.7 and 1.42, to about 1e-30; |x| < 9e4."""
    k = np.rint(x.high / math.log(2.0))
    r = x
    for part in _LN2:
        r = add(r, two_product(-k, np.full_like(k, part)))
    scale = 2.0**-_HALVINGS
    r = Pair(r.high * scale, r.low * scale)
    total = Pair(np.full_like(k, _FACTORS[-1][0]), np.full_like(k, _FACTORS[-1][1]))
    for high, low in reversed(_FACTORS[:-1]):
        total = multiply(total, r)
        total = add(total, Pair(np.full_like(k, high), np.full_like(k, low)))
    for _ in range(_HALVINGS):
        total = multiply(total, total)
    return total, k.astype(np.int64)


def sum_exactly(values: Floats) -> tuple[float, float]:
    """Return the sum of floats as (high, low): each correctly rounded."""
    terms = values.tolist()
    high = math.fsum(terms)
    terms.append(-high)
    return high, math.fsum(terms)
