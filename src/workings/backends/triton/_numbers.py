"""What all kernels compute with: exponentials as pairs, sums in which nothing is lost, and what a row comes to.

Exponentials. x - max is split into the rounded difference and what it rounded away. exp of both is 2**n (high + low):
n counts the nearest multiple of ln 2, taken off in two parts, of which the first has 15 bits, so that its product with
n is exact; low holds what 1 + p rounds away. The powers of 2 wait until the last multiplication.

Sums. Every exponential is at most 1, and a tile holds at most 2**15. Added to 1.5 * 2**14 and taken off again, a number
keeps its part above 2**-9; such parts add up exactly in float32, in any order. The rest gives up its part above 2**-19
in the same way, and what then is left is so small that the rounding of its sum does not show.
"""

from __future__ import annotations

import triton
import triton.language as tl

LONGEST_TILE = 1 << 14

_LOG2E = tl.constexpr(1.4426950408889634)
_LN2_HIGH = tl.constexpr(0.693145751953125)  # 15 bits
_LN2_LOW = tl.constexpr(1.4286068203094172e-06)
_FLOOR = tl.constexpr(-120.0)  # exp of less is no number of float32, not even a subnormal one
_COARSE = tl.constexpr(24576.0)  # 1.5 * 2**14
_FINE = tl.constexpr(24.0)  # 1.5 * 2**4


@triton.jit
def power_of_two(n):
    """Return 2**n as float32, for n in -126..127."""
    return ((n + 127) << 23).to(tl.float32, bitcast=True)


@triton.jit
def scaled(value, n):
    """Return value * 2**n for n in -252..0: two exact factors, one rounding if the result is subnormal."""
    half = n >> 1
    return (value * power_of_two(half)) * power_of_two(n - half)


@triton.jit
def difference(x, top):
    """Return x - top rounded, and what was rounded away (0 for what is not finite)."""
    d = x - top
    t = d - x
    rest = (x - (d - t)) + (-top - t)
    return d, tl.where((d > float("-inf")) & (d < float("inf")), rest, 0.0)


@triton.jit
def exponential(d, rest):
    """Return high, low, n with exp(d + rest) = 2**n (high + low); for d of at most 0, from -120 on."""
    inside = d > _FLOOR
    d = tl.where(inside, d, _FLOOR)
    k = tl.floor(d * _LOG2E + 0.5)
    r = d - k * _LN2_HIGH
    r_low = tl.where(inside, rest, 0.0) - k * _LN2_LOW
    s = r + r_low
    s_low = (r - s) + r_low
    q = s * (1.0 / 40320.0) + 1.0 / 5040.0
    q = q * s + 1.0 / 720.0
    q = q * s + 1.0 / 120.0
    q = q * s + 1.0 / 24.0
    q = q * s + 1.0 / 6.0
    q = q * s + 0.5
    p = s + (s * s) * q
    high = 1.0 + p
    low = ((1.0 - high) + p) + s_low
    return high, low, k.to(tl.int32)


@triton.jit
def sum_of(value, low, less):
    """Return sum(value + low) - less along the rows, in float64; value in 0..1, `less` a multiple of 2**-9."""
    coarse = (value + _COARSE) - _COARSE
    left = value - coarse
    fine = (left + _FINE) - _FINE
    rest = (left - fine) + low
    exact = tl.sum(coarse, axis=1) - less
    return exact.to(tl.float64) + tl.sum(fine, axis=1).to(tl.float64) + tl.sum(rest, axis=1).to(tl.float64)


@triton.jit
def state_of(x, columns, excluded, EXCLUDE: tl.constexpr):
    """Return the maximum of each row and the sum of exp(x - maximum) without one entry, in float64.

    Without EXCLUDE that is one which equals the maximum: exactly 1 is left out. Else it is the column `excluded`. The
    sum is nan for a row that has no softmax for nan or +inf; the maximum of a row of -inf is -inf, and its sum -1.
    """
    top = tl.max(x, axis=1)
    finite = tl.where(top > float("-inf"), top, 0.0)
    d, rest = difference(x, finite[:, None])
    high, low, n = exponential(d, rest)
    there = d > _FLOOR
    value, low = tl.where(there, scaled(high, n), 0.0), tl.where(there, scaled(low, n), 0.0)
    if EXCLUDE:
        counted = columns[None, :] != excluded[:, None]
        others = sum_of(tl.where(counted, value, 0.0), tl.where(counted, low, 0.0), 0.0)
    else:
        others = sum_of(value, low, 1.0)
    wrong = (tl.sum((x != x).to(tl.int32), axis=1) > 0) | (top == float("inf"))
    return top, tl.where(wrong, float("nan"), others)


@triton.jit
def merged(tops, sums, row, PARTS: tl.constexpr, PARTS_TILE: tl.constexpr, EXTRA: tl.constexpr):
    """Return the state of a whole row from the states of its parts; EXTRA is what each part's sum leaves out."""
    part = tl.arange(0, PARTS_TILE)
    inside = part < PARTS
    top = tl.load(tops + row * PARTS + part, inside, float("-inf"))
    others = tl.load(sums + row * PARTS + part, inside, -EXTRA)
    highest = tl.max(top, axis=0)
    finite = tl.where(highest > float("-inf"), highest, 0.0)
    weight = tl.where(top > float("-inf"), tl.exp(top.to(tl.float64) - finite.to(tl.float64)), 0.0)
    # nan stays nan, also in a part whose weight is 0.
    first = tl.argmax((top == highest).to(tl.int32), axis=0)
    terms = tl.where(part == first, others, (others + EXTRA) * weight)
    terms = tl.where(others == others, terms, float("nan"))
    return highest, tl.sum(terms, axis=0)


@triton.jit
def log1p(x):
    """Return log(1 + x) for float64 x of at least 0."""
    u = 1.0 + x
    return tl.where(u == 1.0, x, tl.log(u) * (x / tl.where(u == 1.0, 1.0, u - 1.0)))


@triton.jit
def pair(x):
    """Return a float64 as two float32."""
    high = x.to(tl.float32)
    return high, (x - high.to(tl.float64)).to(tl.float32)
