"""Numbers of any size: where squares and powers of differences leave the range of float64."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.neighbors._measure import LARGEST, POWERS, SQUARES, Measure, smallest

Array = NDArray[Any]

# Ranks of at least this size have lost nothing to underflow that could be seen.
TINY = 2.0**-900
_ENTRIES = 1 << 20
# More numbers than this are worth a kernel.
_MANY = 200_000


@dataclass(frozen=True)
class Range:
    """The largest absolute value of some numbers, and the smallest but 0 (inf if there is none)."""

    largest: float
    least: float

    def joined(self, other: Range) -> Range:
        """Return the range of both."""
        return Range(max(self.largest, other.largest), min(self.least, other.least))


def range_of(X: Array) -> Range:
    """Return the range of the entries of X; NaN and infinity are for others to find."""
    if X.size > _MANY:
        return _range_of_many(X)
    largest, least = 0.0, np.inf
    step = max(1, (1 << 16) // max(1, X.shape[1]))
    for start in range(0, len(X), step):
        sizes = np.abs(X[start : start + step])
        largest = max(largest, float(sizes.max(initial=0.0)))
        least = min(least, float(sizes.min(initial=np.inf, where=sizes > 0.0)))
    return Range(largest, least)


def _range_of_many(X: Array) -> Range:
    from workings.kernels._threads import run_blocks
    from workings.kernels.neighbour_tiles import extent

    parts: list[Array] = []

    def work(start: int, stop: int) -> None:
        found = np.empty(2)
        extent(X[start:stop], found)
        parts.append(found)

    run_blocks(work, len(X))
    return Range(float(max(one[0] for one in parts)), float(min(one[1] for one in parts)))


def may_overflow(measure: Measure, largest: float, features: int) -> bool:
    """Tell whether a rank of numbers up to `largest` may overflow."""
    order = measure.power if measure.code in (SQUARES, POWERS) else 1.0
    weight = float(measure.weights.max(initial=1.0))
    return bool(order * (np.log2(max(largest, 1e-300)) + 1.0) + np.log2(max(1, features) * max(weight, 1.0)) >= 1020.0)


def may_underflow(measure: Measure, least: float) -> bool:
    """Tell whether the rank of two different samples may be less than it ought to be."""
    return measure.code in (SQUARES, POWERS) and measure.power * (np.log2(least) - 53.0) < -900.0


def wide_nearest(Q: Array, X: Array, k: int, measure: Measure) -> tuple[Array, Array]:
    """Return the distances and places of the k nearest, each pair scaled by its largest difference."""
    dist, at = np.empty((len(Q), k)), np.empty((len(Q), k), dtype=np.intp)
    for a, b, block in _blocks(Q, X, measure):
        dist[a:b], at[a:b] = smallest(block, k)
    return dist, at


def wide_within(Q: Array, X: Array, radius: Array, measure: Measure) -> tuple[list[Array], list[Array]]:
    """Return the distances and places of all within the radius of each query."""
    dist: list[Array] = []
    at: list[Array] = []
    for a, _, block in _blocks(Q, X, measure):
        for i, row in enumerate(block):
            near = np.flatnonzero(row <= radius[a + i])
            at.append(near)
            dist.append(row[near])
    return dist, at


def _blocks(Q: Array, X: Array, measure: Measure) -> Any:
    step = max(1, _ENTRIES // max(1, X.size))
    for a in range(0, len(Q), step):
        b = min(a + step, len(Q))
        yield a, b, _distances(Q[a:b], X, measure)


def _distances(Q: Array, X: Array, measure: Measure) -> Array:
    """Return the distances of every pair: the largest difference of a pair times the distance in units of it."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        # Halves, whose differences do not overflow; what is subnormal would lose its last bit, and is not halved.
        shrink = 0.5 if max(np.abs(Q).max(initial=0.0), np.abs(X).max(initial=0.0)) > 1e300 else 1.0
        away = np.abs(Q[:, None, :] * shrink - X[None, :, :] * shrink)
        unit = away.max(axis=2)
        _, exponent = np.frexp(unit)
        away = np.ldexp(away, -exponent[:, :, None])
        if measure.code == SQUARES:
            total = np.sqrt((away * away).sum(axis=2))
        elif measure.code == POWERS:
            terms = away**measure.power
            total = (terms * measure.weights if len(measure.weights) else terms).sum(axis=2) ** (1.0 / measure.power)
        else:
            total = away.max(axis=2) if measure.code == LARGEST else away.sum(axis=2)
        total = np.ldexp(total, exponent) / shrink
        if measure.code == SQUARES and measure.report != "root":
            total = total * total
    found: Array = total
    return found
