"""The family in long double, by NumPy: no kernel knows the type, and its own precision is what is asked for."""

from __future__ import annotations

import numpy as np

from workings._validation import Array


def _shifted(x: Array, axes: tuple[int, ...], temperature: float) -> tuple[Array, Array]:
    """Return (x - max) / temperature and what the subtraction's rounding lost."""
    with np.errstate(all="ignore"):
        top = x.max(axis=axes, keepdims=True)
        d = x - top
        t = d - x
        low = (x - (d - t)) + (-top - t)
        low = np.where(np.isfinite(low), low, np.longdouble(0))
        scale = np.longdouble(temperature)
        return d / scale, low / scale


def softmax(x: Array, axes: tuple[int, ...], temperature: float = 1.0) -> Array:
    """Return the softmax over `axes`."""
    d, low = _shifted(x, axes, temperature)
    with np.errstate(all="ignore"):
        e = np.exp(d)
        e += e * low
        return np.asarray(e / e.sum(axis=axes, keepdims=True))


def _log_of_sum(d: Array, low: Array, axes: tuple[int, ...]) -> Array:
    with np.errstate(all="ignore"):
        e = np.exp(d)
        e += e * low
        ties = (d == 0).sum(axis=axes, keepdims=True)
        rest = np.where(d == 0, np.longdouble(0), e).sum(axis=axes, keepdims=True)
        return np.asarray(np.log1p(rest + (ties - 1)))


def log_softmax(x: Array, axes: tuple[int, ...], temperature: float = 1.0) -> Array:
    """Return the log of the softmax over `axes`."""
    d, low = _shifted(x, axes, temperature)
    with np.errstate(all="ignore"):
        return np.asarray(d + (low - _log_of_sum(d, low, axes)))


def logsumexp(x: Array, axes: tuple[int, ...]) -> Array:
    """Return the logsumexp over `axes`, which stay as axes of length one."""
    top = x.max(axis=axes, keepdims=True)
    d, low = _shifted(x, axes, 1.0)
    with np.errstate(all="ignore"):
        result = top + _log_of_sum(d, low, axes)
    return np.asarray(np.where(np.isinf(top), top, result))


def sigmoid(x: Array) -> Array:
    """Return 1 / (1 + exp(-x))."""
    with np.errstate(all="ignore"):
        e = np.exp(-np.abs(x))
        return np.asarray(np.where(x >= 0, 1 / (1 + e), e / (1 + e)))


def softplus(x: Array) -> Array:
    """Return log(1 + exp(x))."""
    with np.errstate(all="ignore"):
        return np.asarray(np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))


def log_sigmoid(x: Array) -> Array:
    """Return log(1 / (1 + exp(-x)))."""
    return -softplus(-x)
