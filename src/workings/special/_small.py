"""The same values for small inputs, in plain floats: no compiler, no arrays, no waiting.

Each function takes one group as a list of floats (not empty) and is as exact as its kernel. What the subtraction of the
maximum rounds away is kept, as is what the division by the temperature rounds away.
"""

from __future__ import annotations

import decimal
from fractions import Fraction
from math import exp, fsum, inf, isinf, log, log1p, nan

# Inputs of at most this many entries come here.
SMALL = 64
# Below this, exp(x) / sum differs from 0 by less than half the smallest subnormal number.
_NOTHING = -800.0
_PRECISE = decimal.Context(prec=80, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX, traps=[])


def _shifted(values: list[float], top: float, temperature: float) -> list[tuple[float, float]]:
    """Return (x - top) / temperature as pairs of a float and what its rounding lost."""
    pairs = []
    for x in values:
        d = x - top
        if d <= _NOTHING * temperature:
            pairs.append((d / temperature, 0.0))
        elif temperature == 1.0:
            t = d - x
            pairs.append((d, (x - (d - t)) + (-top - t)))
        else:
            y = d / temperature
            rest = (Fraction(x) - Fraction(top)) / Fraction(temperature) - Fraction(y)
            pairs.append((y, float(rest)))
    return pairs


def _exponentials(pairs: list[tuple[float, float]]) -> list[float]:
    return [e + e * low for e, low in [(exp(d), low) for d, low in pairs]]


def softmax(values: list[float], temperature: float = 1.0) -> list[float]:
    """Return the softmax of one group."""
    if temperature == 1.0 and max(values) <= 340.0 and min(values) >= -340.0:
        # No exponential and no quotient can leave the range of a float: nothing need be subtracted.
        terms = [exp(x) for x in values]
    else:
        top = max(values)
        if isinf(top) or any(x != x for x in values):
            return [nan] * len(values)
        terms = _exponentials(_shifted(values, top, temperature))
    total = fsum(terms)
    return [term / total for term in terms]


def _log_of_sum(pairs: list[tuple[float, float]]) -> float:
    """Return log(sum(exp(d))) for differences from the maximum: at least one is 0."""
    ties = sum(d == 0.0 for d, _ in pairs)
    rest = fsum(_exponentials([pair for pair in pairs if pair[0] != 0.0]))
    return log1p(rest) if ties == 1 else log(ties + rest)


def log_softmax(values: list[float], temperature: float = 1.0) -> list[float]:
    """Return the logarithms of the softmax of one group."""
    top = max(values)
    if isinf(top) or any(x != x for x in values):
        return [nan] * len(values)
    pairs = _shifted(values, top, temperature)
    total = _log_of_sum(pairs)
    return [fsum((d, low, -total)) if d != -inf else -inf for d, low in pairs]


def logsumexp(values: list[float]) -> float:
    """Return the logarithm of the sum of the exponentials of one group."""
    if any(x != x for x in values):
        return nan
    top = max(values)
    if isinf(top) or len(values) == 1:
        return top
    total = _log_of_sum(_shifted(values, top, 1.0))
    result = top + total
    if abs(result) < 0.75 * total and top < 0.0:
        return precise_logsumexp(values)
    return result


def precise_logsumexp(values: list[float]) -> float:
    """Return logsumexp where it is near 0 and all digits of a float cancel: computed with 80 decimal digits."""
    with decimal.localcontext(_PRECISE):
        total = sum((decimal.Decimal(x).exp() for x in values if x > -200.0), decimal.Decimal(0))
        return float(total.ln())


def sigmoid(x: float) -> float:
    """Return 1 / (1 + exp(-x))."""
    if x > -700.0:
        return 1.0 / (1.0 + exp(-x))
    return exp(x)


def softplus(x: float) -> float:
    """Return log(1 + exp(x))."""
    if x != x:
        return nan
    return x + log1p(exp(-x)) if x > 0.0 else log1p(exp(x))


def log_sigmoid(x: float) -> float:
    """Return log(1 / (1 + exp(-x)))."""
    return -softplus(-x)


__all__ = ["SMALL", "log_sigmoid", "log_softmax", "logsumexp", "precise_logsumexp", "sigmoid", "softmax", "softplus"]
