"""The truth about the softmax family, and the distance from it in units in the last place (ulp).

Entries and single logarithms go through mpmath, groups through `tests.double_double`, which carries 30 digits. Neither
shares a line with the library. One ulp is the spacing of the result's type at the correctly rounded true value:
2**-1074 (float32: 2**-149) among subnormal results.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np
from numpy.typing import NDArray

from tests import double_double as dd
from tests.double_double import Pair

Array = NDArray[Any]
# Sums are kept multiplied by 2**600, so that terms down to exp(-1150) count.
_LIFT = 600
# Differences below this are raised to it: exp(-80000) is nothing in any format.
_DEEP = -80000.0
_BITS = 300
# Exponents beyond this are nothing, or infinity, in any format.
_FAR = 1 << 20


@dataclass(frozen=True)
class Exact:
    """True values: (high + low) * 2**exponent, entry by entry."""

    high: Array
    low: Array
    exponent: Array

    def reshape(self, shape: tuple[int, ...]) -> Exact:
        """Return the same values in another shape."""
        return Exact(*(part.reshape(shape) for part in (self.high, self.low, self.exponent)))

    def transpose(self, *order: int) -> Exact:
        """Return the same values with permuted axes."""
        return Exact(*(part.transpose(*order) for part in (self.high, self.low, self.exponent)))

    def moveaxis(self, source: int, target: int) -> Exact:
        """Return the same values with one axis moved."""
        return Exact(*(np.moveaxis(part, source, target) for part in (self.high, self.low, self.exponent)))


def from_mpmath(values: list[Any], shape: tuple[int, ...] | None = None) -> Exact:
    """Take true values from mpmath's numbers."""
    high, low, exponent = [], [], []
    with mpmath.workprec(_BITS):
        for value in values:
            mantissa, power = mpmath.frexp(value)
            first = float(mantissa)
            high.append(first)
            low.append(float(mantissa - first))
            exponent.append(max(-_FAR, min(_FAR, int(power))))
    found = Exact(np.array(high), np.array(low), np.array(exponent, dtype=np.int64))
    return found if shape is None else found.reshape(shape)


def _digits(dtype: np.dtype[Any]) -> tuple[int, int]:
    """Return the significand's bits and the exponent of the smallest subnormal number."""
    if dtype.name == "bfloat16":
        return 8, -133
    info: Any = np.finfo(dtype)
    return info.nmant + 1, int(info.minexp) - info.nmant


def ulps(result: Any, truth: Exact) -> Array:
    """Return the distance of every entry from the truth, in ulp of the result's type; inf where it is nan or inf."""
    y = np.asarray(result)
    bits, smallest = _digits(y.dtype)
    assert y.shape == truth.high.shape, f"shape {y.shape}, expected {truth.high.shape}"
    with np.errstate(over="ignore"):
        carried = np.frexp(truth.high.astype(y.dtype).astype(np.longdouble))[1]
        rounded = np.ldexp(truth.high, np.clip(truth.exponent, -5000, 5000)).astype(y.dtype).astype(np.longdouble)
    # Rounding high to the result's type may carry it to the next power of two: that one's spacing counts.
    unit = np.maximum(np.where(np.isinf(rounded), 0, carried) + truth.exponent - bits, smallest)
    unit = np.where(truth.high == 0.0, smallest, unit).astype(np.int64)
    there = np.ldexp(y.astype(np.longdouble), -unit)
    high = np.ldexp(truth.high.astype(np.longdouble), np.maximum(truth.exponent - unit, -5000))
    low = np.ldexp(truth.low.astype(np.longdouble), np.maximum(truth.exponent - unit, -5000))
    with np.errstate(invalid="ignore"):
        error = np.abs((there - high) - low).astype(np.float64)
    # What overflows the result's type is infinity, and rightly so.
    overflow = np.isinf(rounded) & (rounded == y.astype(np.longdouble))
    return np.where(overflow, 0.0, np.where(np.isfinite(y.astype(np.float64)), error, np.inf))


def worst(result: Any, truth: Exact) -> float:
    """Return the largest of `ulps`, 0 for empty results."""
    errors = ulps(result, truth)
    return float(errors.max()) if errors.size else 0.0


def _distances(rows: Array, temperature: float) -> Pair:
    """Return (x - max) / temperature of each row, as pairs."""
    x = rows.astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        d = dd.two_sum(x, np.broadcast_to(-x.max(axis=-1, keepdims=True), x.shape))
        deep = ~(d.high > _DEEP * temperature)
    d = Pair(np.where(deep, _DEEP * temperature, d.high), np.where(deep, 0.0, d.low))
    if temperature == 1.0:
        return d
    # Scaled by a power of two first: Dekker's product must neither overflow nor underflow.
    mantissa, power = np.frexp(temperature)
    quotient = dd.divide(d, Pair(np.full_like(x, mantissa), np.zeros_like(x)))
    return Pair(np.ldexp(quotient.high, -power), np.ldexp(quotient.low, -power))


def softmax(rows: Array, temperature: float = 1.0) -> Exact:
    """Return the softmax of each row of a (m, n) array of finite numbers or -inf."""
    m, k = dd.exp(_distances(rows, temperature))
    sums = np.array(
        [dd.sum_exactly(row) for row in np.ldexp(np.concatenate(m, axis=-1), np.tile(np.maximum(k, -1000), 2))]
    )
    total = Pair(*(np.broadcast_to(part[:, None], m.high.shape) for part in sums.T))
    q = dd.divide(m, total)
    nothing = np.isneginf(rows.astype(np.float64))
    return Exact(np.where(nothing, 0.0, q.high), np.where(nothing, 0.0, q.low), k)


def _logs_of_sums(d: Pair) -> list[Any]:
    """Return log(sum(exp(d))) of each row of distances from the maximum."""
    m, k = dd.exp(d)
    lifted = np.ldexp(np.stack(m), np.maximum(k, -1600) + _LIFT)
    lifted[:, np.arange(d.high.shape[0]), np.argmax(d.high, axis=-1)] = 0.0
    with mpmath.workprec(_BITS):
        unlift = mpmath.mpf(2) ** -_LIFT
        pairs = [dd.sum_exactly(row) for row in lifted.transpose(1, 0, 2).reshape(d.high.shape[0], -1)]
        return [mpmath.log1p((mpmath.mpf(high) + mpmath.mpf(low)) * unlift) for high, low in pairs]


def log_softmax(rows: Array, temperature: float = 1.0) -> Exact:
    """Return the log of the softmax of each row of finite numbers."""
    x = rows.astype(np.float64)
    top = x.max(axis=-1, keepdims=True)
    if (x - top < _DEEP * temperature).any():
        return _log_softmax_slowly(x, temperature)
    d = _distances(rows, temperature)
    logs = _logs_of_sums(d)
    log = from_mpmath(logs)
    plain = [float(part) for part in logs]
    with mpmath.workprec(_BITS):
        rest = [float(value - high) for value, high in zip(logs, plain, strict=True)]
    shape = x.shape
    both = dd.add(d, Pair(*(np.broadcast_to(-np.array(part)[:, None], shape) for part in (plain, rest))))
    at_top = d.high == 0.0
    high, low, exponent = (np.broadcast_to(part[:, None], shape) for part in (log.high, log.low, log.exponent))
    zero = np.zeros(shape, dtype=np.int64)
    return Exact(np.where(at_top, -high, both.high), np.where(at_top, -low, both.low), np.where(at_top, exponent, zero))


def _log_softmax_slowly(x: Array, temperature: float) -> Exact:
    """Return the same where differences are huge, entry by entry."""
    logs = _logs_of_sums(_distances(x, temperature))
    values = []
    with mpmath.workprec(2400):
        for row, log in zip(x.tolist(), logs, strict=True):
            top = mpmath.mpf(max(row))
            values += [(mpmath.mpf(v) - top) / mpmath.mpf(temperature) - log for v in row]
    return from_mpmath(values, x.shape)


def logsumexp(rows: Array) -> Exact:
    """Return the logsumexp of each row of finite numbers or -inf."""
    x = rows.astype(np.float64)
    logs = _logs_of_sums(_distances(rows, 1.0))
    values = []
    for row, log in zip(x, logs, strict=True):
        with mpmath.workprec(2400):
            value = mpmath.mpf(float(row.max())) + log
        # The logs carry 30 digits. Where more than ten of them cancel, everything is computed by mpmath.
        values.append(_logsumexp_slowly(row) if abs(value) < 1e-10 * log else value)
    return from_mpmath(values)


def _logsumexp_slowly(row: Array) -> Any:
    with mpmath.workprec(_BITS):
        return mpmath.log(sum((mpmath.exp(mpmath.mpf(v)) for v in row.tolist() if v > -200.0), mpmath.mpf(0)))


def sigmoid(x: Array) -> Exact:
    """Return 1 / (1 + exp(-x)) of each entry."""
    with mpmath.workprec(_BITS):
        one = mpmath.mpf(1)
        return from_mpmath([one / (one + mpmath.exp(-mpmath.mpf(v))) for v in _listed(x)], x.shape)


def softplus(x: Array, sign: int = 1) -> Exact:
    """Return sign * log(1 + exp(sign * x)) of each entry: softplus, or log_sigmoid for sign = -1."""
    values = []
    for v in _listed(x):
        with mpmath.workprec(_BITS):
            w = sign * mpmath.mpf(v)
            # Beyond 300 bits apart, max(w, 0) alone counts, except left of 0 where it is exp(w).
            values.append(sign * (w if w > 200 else mpmath.log1p(mpmath.exp(w)) if w > -200 else mpmath.exp(w)))
    return from_mpmath(values, x.shape)


def _listed(x: Array) -> list[Any]:
    return [float(v) for v in x.ravel()]
