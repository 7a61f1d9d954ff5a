"""Sums that lose nothing: pairs of floats (high, low) whose sum is the true one to about twice the precision."""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import fma
from workings.kernels._jit import exact_helper, reordering_helper


@reordering_helper
def add(a, b):
    """Return a + b; a loop of these may be regrouped, so that it becomes a vector reduction."""
    return a + b


@exact_helper
def two_sum(a, b):
    """Return (s, e) with s = a + b rounded and s + e = a + b exactly (Knuth)."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


@exact_helper
def fast_two_sum(a, b):
    """Return (s, e) as `two_sum` does, for |a| >= |b| (Dekker)."""
    s = a + b
    return s, b - (s - a)


@exact_helper
def reciprocal(high, low):
    """Return 1 / (high + low) as a pair."""
    s, e = fast_two_sum(high, low)
    r = 1.0 / s
    return r, fma(-e, r, fma(-s, r, 1.0)) * r


@exact_helper
def as_pair32(high, low):
    """Return a float64 pair as a float32 pair."""
    first = np.float32(high)
    return first, np.float32((high - np.float64(first)) + low)
