"""The exponential of a float to more digits than a float has: a pair (high, low) whose sum is right to about 2**-60.

``x = k (ln 2) / 64 + r``, so ``exp(x) = 2**(k >> 6) * 2**((k & 63) / 64) * exp(r)``: a table holds the 64 powers as
pairs, and expm1(r) is at most 0.011, so its own rounding comes to nothing. Half a unit in the last place for every
exponential, one for their sum and one for each quotient would make three; with pairs only the last rounding counts.
"""

from __future__ import annotations

import decimal
from itertools import repeat
from math import expm1, floor, frexp, ldexp, log1p

_PRECISE = decimal.Context(prec=60)
_STEP = _PRECISE.divide(_PRECISE.ln(decimal.Decimal(2)), 64)
PER_STEP = float(1 / _STEP)


def _rounded_down(value: decimal.Decimal, bits: int) -> float:
    fraction, exponent = frexp(float(value))
    return ldexp(floor(ldexp(fraction, bits)), exponent - bits)


# The step in two parts; the first is short, so that its product with k is exact.
STEP_HIGH = _rounded_down(_STEP, 34)
STEP_LOW = float(_STEP - decimal.Decimal(STEP_HIGH))


def _split(value: decimal.Decimal) -> tuple[float, float]:
    return float(value), float(value - decimal.Decimal(float(value)))


TABLE = tuple(_split(_PRECISE.exp(_STEP * j)) for j in range(64))

# Pairs may be asked for multiplied by 2**LIFT, so that none is subnormal.
LIFT = 200
LEAST = -1200 + LIFT
POWERS = tuple(2.0**n for n in range(LEAST, 500))


def exp_pairs(values: list[float], rests: list[float] | None = None, lift: int = 0) -> tuple[list[float], list[float]]:
    """Return exp(value + rest) * 2**lift as two lists, the high and the low parts.

    Parameters
    ----------
    values : list of float
        Between -340 and 340; with ``lift=LIFT`` between -800 and 0.
    rests : list of float, optional
        Small corrections of the values.
    lift : int
        0 or `LIFT`.
    """
    highs, lows = [], []
    offset = lift - LEAST
    for x, rest in zip(values, rests or repeat(0.0), strict=False):
        k = int(x * PER_STEP)
        high, low = TABLE[k & 63]
        power = POWERS[(k >> 6) + offset]
        lows.append((low + high * expm1((x - k * STEP_HIGH) - k * STEP_LOW + rest)) * power)
        highs.append(high * power)
    return highs, lows


def log_pair(value: float, rest: float = 0.0) -> tuple[float, float]:
    """Return log(1 + value + rest) as a pair right to 2**-57, for value >= 0 and a small rest."""
    result = log1p(value)
    if value < 0.0625:
        return result, rest / (1.0 + value)
    # One step of Newton's method: what exp(result) lacks to 1 + value.
    (high,), (low,) = exp_pairs([result])
    total = 1.0 + value
    lost = (1.0 - total) + value if value < 1.0 else (value - total) + 1.0
    return result, (((total - high) + lost) + (rest - low)) / total
