"""The exponential of a float to more digits than a float has: a pair (high, low) whose sum is right to about 2**-60.

``x = k (ln 2) / 64 + r``, so ``exp(x) = 2**(k >> 6) * 2**((k & 63) / 64) * exp(r)``: a table holds the 64 powers as pairs,
and expm1(r) is at most 0.011, so its own rounding comes to nothing. Half a unit in the last place for every exponential,
one for their sum and one for each quotient would make three; with pairs the last rounding is the only one.
"""

from __future__ import annotations

import decimal
from math import expm1, floor, frexp, ldexp, log1p

_PRECISE = decimal.Context(prec=60)
_STEP = _PRECISE.divide(_PRECISE.ln(decimal.Decimal(2)), 64)
_PER_STEP = float(1 / _STEP)


def _rounded_down(value: decimal.Decimal, bits: int) -> float:
    fraction, exponent = frexp(float(value))
    return ldexp(floor(ldexp(fraction, bits)), exponent - bits)


# The step in two parts; the first is short, so that its product with k is exact.
_STEP_HIGH = _rounded_down(_STEP, 34)
_STEP_LOW = float(_STEP - decimal.Decimal(_STEP_HIGH))


def _split(value: decimal.Decimal) -> tuple[float, float]:
    return float(value), float(value - decimal.Decimal(float(value)))


_TABLE = tuple(_split(_PRECISE.exp(_STEP * j)) for j in range(64))

# Pairs may be asked for multiplied by 2**LIFT, so that none is subnormal.
LIFT = 200
_LEAST = -1200 + LIFT
_POWERS = tuple(2.0**n for n in range(_LEAST, 500))


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
    offset = lift - _LEAST
    for i, x in enumerate(values):
        k = int(x * _PER_STEP)
        high, low = _TABLE[k & 63]
        power = _POWERS[(k >> 6) + offset]
        r = (x - k * _STEP_HIGH) - k * _STEP_LOW
        if rests is not None:
            r += rests[i]
        highs.append(high * power)
        lows.append((low + high * expm1(r)) * power)
    return highs, lows


def log_pair(value: float, rest: float = 0.0) -> tuple[float, float]:
    """Return log(1 + value + rest) as a pair, for value >= 0 and a small rest."""
    result = log1p(value)
    if value < 0.5:
        return result, rest / (1.0 + value)
    # One step of Newton's method: what exp(result) lacks to 1 + value.
    (high,), (low,) = exp_pairs([result])
    total = 1.0 + value
    lost = (1.0 - total) + value if value < 1.0 else (value - total) + 1.0
    return result, (((total - high) + lost) + (rest - low)) / total
