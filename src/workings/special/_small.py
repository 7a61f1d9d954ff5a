"""The same values for small inputs, in plain floats: no compiler, no arrays, no waiting.

Each function takes one group as a list of floats (not empty) and is as exact as its kernel: exponentials and sums are
kept in two parts, as is what the subtraction of the maximum and the division by the temperature round away.
"""

from __future__ import annotations

import decimal
from fractions import Fraction
from math import exp, expm1, fsum, inf, isinf, log1p, nan
from typing import Any

from workings.special._pairs import (
    LEAST,
    LIFT,
    PER_STEP,
    POWERS,
    STEP_HIGH,
    STEP_LOW,
    TABLE,
    exp_pairs,
    log_pair,
)

# Inputs of at most this many entries come here.
SMALL = 32
# Up to this magnitude no exponential and no quotient leaves the range of a float: nothing need be subtracted.
BOUND = 340.0
# Below this, exp(x) / sum differs from 0 by less than half the smallest subnormal number.
_NOTHING = -800.0
# `softmax_of_moderate` compiled, to the same bits: (x, y) -> whether it could. There from when the kernels are loaded.
compiled: Any = None
_PRECISE = decimal.Context(prec=80, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX, traps=[])


def quotients(highs: list[float], lows: list[float]) -> list[float]:
    """Divide pairs by their sum; the last rounding is the only one that counts."""
    parts = highs + lows
    total = fsum(parts)
    parts.append(-total)
    rest = fsum(parts)
    shares = []
    for high, low in zip(highs, lows, strict=True):
        share = high / total
        shares.append(share + (low - share * rest) / total)
    return shares


def softmax_of_moderate(values: list[float]) -> list[float]:
    """Return the softmax of values of at most `BOUND` in magnitude: `exp_pairs` and `quotients` in one.

    The commonest call of all is three such values, and calling two functions is a quarter of its cost.
    """
    highs, parts = [], []
    for x in values:
        k = int(x * PER_STEP)
        high, low = TABLE[k & 63]
        power = POWERS[(k >> 6) - LEAST]
        parts.append((low + high * expm1((x - k * STEP_HIGH) - k * STEP_LOW)) * power)
        highs.append(high * power)
    terms = highs + parts
    total = fsum(terms)
    terms.append(-total)
    rest = fsum(terms)
    shares = []
    for high, low in zip(highs, parts, strict=True):
        share = high / total
        shares.append(share + (low - share * rest) / total)
    return shares


def _shifted(values: list[float], top: float, temperature: float) -> tuple[list[float], list[float]]:
    """Return (x - top) / temperature, not below the floor, and what rounding lost."""
    distances, rests = [], []
    for x in values:
        d = x - top
        rest = 0.0
        if d <= _NOTHING * temperature:
            d = _NOTHING
        elif temperature == 1.0:
            t = d - x
            rest = (x - (d - t)) + (-top - t)
        else:
            exact = (Fraction(x) - Fraction(top)) / Fraction(temperature)
            d = float(exact)
            rest = float(exact - Fraction(d))
        distances.append(d)
        rests.append(rest)
    return distances, rests


def _has_no_value(values: list[float], top: float) -> bool:
    return isinf(top) or any(x != x for x in values)


def softmax(values: list[float], temperature: float = 1.0) -> list[float]:
    """Return the softmax of one group."""
    top = max(values)
    if temperature == 1.0 and top <= BOUND and min(values) >= -BOUND:
        try:
            return softmax_of_moderate(values)
        except ValueError:  # NaN hides from max and min, but not from int
            return [nan] * len(values)
    if _has_no_value(values, top):
        return [nan] * len(values)
    return quotients(*exp_pairs(*_shifted(values, top, temperature), lift=LIFT))


def _log_of_sum(distances: list[float], rests: list[float]) -> tuple[float, float]:
    """Return log(sum(exp(d))) as a pair, for differences d from the maximum, of which at least one is 0."""
    below = [i for i, d in enumerate(distances) if d != 0.0]
    highs, lows = exp_pairs([distances[i] for i in below], [rests[i] for i in below], lift=LIFT)
    ties = len(distances) - len(below) - 1
    # Summed first and brought down afterwards: among subnormal numbers every single term would round.
    parts = [*highs, *lows, ties * 2.0**LIFT]
    total = fsum(parts)
    parts.append(-total)
    return log_pair(total * 2.0**-LIFT, fsum(parts) * 2.0**-LIFT)


def log_softmax(values: list[float], temperature: float = 1.0) -> list[float]:
    """Return the logarithms of the softmax of one group."""
    top = max(values)
    if _has_no_value(values, top):
        return [nan] * len(values)
    distances, rests = _shifted(values, top, temperature)
    high, low = _log_of_sum(distances, rests)
    result = []
    for x, d, rest in zip(values, distances, rests, strict=True):
        if d == _NOTHING:  # the floor served the sum; the distance itself has no floor
            exact = (Fraction(x) - Fraction(top)) / Fraction(temperature) if x != -inf else -inf
            result.append(_as_float(exact - Fraction(high)) if x != -inf else -inf)
        else:
            result.append(fsum((d, rest, -high, -low)))
    return result


def _as_float(value: Fraction | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return -inf


def logsumexp(values: list[float]) -> float:
    """Return the logarithm of the sum of the exponentials of one group."""
    if any(x != x for x in values):
        return nan
    top = max(values)
    if isinf(top) or len(values) == 1:
        return top
    high, low = _log_of_sum(*_shifted(values, top, 1.0))
    result = fsum((top, high, low))
    if top < 0.0 and abs(result) < min(high, 2.0**-5):  # the pair is good to 2**-57
        return precise_logsumexp(values)
    return result


def precise_logsumexp(values: list[float]) -> float:
    """Return logsumexp where it is near 0 and all digits of a float cancel: computed with 80 decimal digits."""
    with decimal.localcontext(_PRECISE):
        total = sum((decimal.Decimal(x).exp() for x in values if x > -200.0), decimal.Decimal(0))
        return float(total.ln())


def sigmoid(x: float) -> float:
    """Return 1 / (1 + exp(-x))."""
    if x != x:
        return nan
    if abs(x) <= BOUND:
        return quotients(*exp_pairs([x, 0.0] if x < 0.0 else [0.0, -x]))[0]
    return 1.0 if x > 0.0 else exp(x)


def softplus(x: float) -> float:
    """Return log(1 + exp(x))."""
    if x != x:
        return nan
    if abs(x) <= BOUND:
        (high,), (low,) = exp_pairs([-abs(x)])
        total = high + low
        log_high, log_low = log_pair(total, (high - total) + low)
        return fsum((max(x, 0.0), log_high, log_low))
    return x if x > 0.0 else log1p(exp(x))


def log_sigmoid(x: float) -> float:
    """Return log(1 / (1 + exp(-x)))."""
    return -softplus(-x)
