"""What naive Bayes learns from data: sums over the rows of each class, in portions that merge in order.

The portions depend on the size of the data alone, never on the number of threads, so the same data always give the
same bits; and each is a step of the fit that can be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Result = TypeVar("Result")

# Up to this many numbers NumPy is quick enough, and Numba, whose import takes a second, stays unloaded.
SMALL = 60_000
# Numbers of X in a block: about what one core's second-level cache holds.
BLOCK = 1 << 15
_PORTIONS = 16


def blocks(X: Array, start: int, stop: int) -> Iterator[tuple[int, int, Array]]:
    """Cut rows start..stop into blocks for the cache, as float64."""
    size = max(16, BLOCK // max(1, X.shape[1]))
    for a in range(start, stop, size):
        b = min(a + size, stop)
        yield a, b, np.ascontiguousarray(X[a:b], dtype=np.float64)


def portions(n: int, work: int, result: int, each: Callable[[int, int], Result]) -> list[Result]:
    """Call ``each(start, stop)`` on up to 16 portions of n rows, on all threads, and return the results in order.

    `work` counts the numbers to read, `result` those that one portion returns: portions must not return more than
    they read.
    """
    if work <= SMALL:
        return [each(0, n)]
    from workings.kernels._threads import run_blocks

    many = int(max(1, min(_PORTIONS, n, work // max(1, result))))
    edges = [n * i // many for i in range(many + 1)]
    found: dict[int, Result] = {}

    def run(first: int, last: int) -> None:
        for i in range(first, last):
            found[i] = each(edges[i], edges[i + 1])

    run_blocks(run, many, pieces=many)
    return [found[i] for i in range(many)]


@dataclass(eq=False)
class Counts:
    """Weights of the classes (k,), and weighted sums of their rows (k, p)."""

    count: Array
    sums: Array
    least: float = np.inf

    def merge(self, other: Counts) -> Counts:
        """Add the counts of further samples, and return them all."""
        self.count += other.count
        self.sums += other.sums
        self.least = float(np.minimum(self.least, other.least))  # which, unlike min, keeps NaN
        return self


def count_dense(X: Array, labels: Array, weights: Array, k: int, ready: Callable[[Array], Array]) -> list[Counts]:
    """Return the counts of each portion of a dense matrix, whose blocks `ready` makes ready."""
    n, p = X.shape
    small = X.size <= SMALL

    def each(start: int, stop: int) -> Counts:
        found = Counts(np.zeros(k), np.zeros((k, p)))
        for a, b, plain in blocks(X, start, stop):
            block, own = ready(plain), weights[a:b]
            if small:
                _add_rows(block, labels[a:b], own, found)
                continue
            from workings.kernels.class_sums import add_rows

            found.least = min(found.least, add_rows(block, labels[a:b], own, found.count, found.sums))
        return found

    return portions(n, X.size, k * p, each)


def _add_rows(X: Array, labels: Array, weights: Array, into: Counts) -> None:
    member = np.zeros((len(into.count), len(X)))
    member[labels, np.arange(len(X))] = weights if len(weights) else 1.0
    into.count += member.sum(axis=1)
    into.sums += member @ X
    into.least = min(into.least, float(X.min(initial=np.inf)))


@dataclass(eq=False)
class Moments:
    """Weights of the classes (k,), their means from an origin, and sums of squared distances from the means (k, p).

    An origin among the samples leaves the means all their digits for the spread of the data.
    """

    count: Array
    mean: Array
    squares: Array
    origin: Array

    @classmethod
    def around(cls, origin: Array) -> Moments:
        """Return the moments of no samples."""
        return cls(np.zeros(len(origin)), np.zeros(origin.shape), np.zeros(origin.shape), origin)

    def merge(self, other: Moments) -> None:
        """Merge the moments of further samples, by Chan's formula."""
        total = self.count + other.count
        share = (other.count / np.where(total > 0.0, total, 1.0))[:, None]
        distance = (other.mean - self.mean) + (other.origin - self.origin)
        self.squares += other.squares + distance * distance * (self.count[:, None] * share)
        self.mean += distance * share
        self.count = total

    def of_all(self) -> Moments:
        """Return the moments of all classes together, as those of one class."""
        together = Moments.around(self.origin[:1])
        for c in range(len(self.count)):
            own = slice(c, c + 1)
            together.merge(Moments(self.count[own], self.mean[own], self.squares[own], self.origin[own]))
        return together

    def means(self) -> Array:
        """Return the means themselves; 0 for a class without samples."""
        places: Array = np.where(self.count[:, None] > 0.0, self.origin + self.mean, 0.0)
        return places

    def variances(self) -> Array:
        """Return the variances (k, p); 0 for a class without samples."""
        spread: Array = self.squares / np.where(self.count > 0.0, self.count, 1.0)[:, None]
        return spread


def moments(X: Array, labels: Array, weights: Array, k: int) -> list[Moments]:
    """Return the moments of each portion of X."""
    origin = _origin(X, labels, k)
    if X.size <= SMALL:
        return [_moments(np.asarray(X, dtype=np.float64), labels, weights, origin)]

    def each(start: int, stop: int) -> Moments:
        from workings.kernels.class_sums import add_moments

        found = Moments.around(origin)
        scratch = np.empty(k), np.empty(origin.shape), np.empty(origin.shape), np.empty(origin.shape)
        for a, b, block in blocks(X, start, stop):
            own = labels[a:b], weights[a:b]
            add_moments(block, *own, origin, found.count, found.mean, found.squares, *scratch)
        return found

    return portions(len(X), X.size, 2 * origin.size, each)


def _origin(X: Array, labels: Array, k: int) -> Array:
    """Return a place among the samples of each class: the mean of some of them, spread over the data."""
    some = np.arange(0, len(X), max(1, len(X) // (16 * k)))
    places = np.zeros((k, X.shape[1]))
    for c in range(k):
        own = some[labels[some] == c]
        if not len(own):
            own = np.flatnonzero(labels == c)[:1]
        if len(own):
            places[c] = X[own].mean(axis=0, dtype=np.float64)
    return places


def _moments(X: Array, labels: Array, weights: Array, origin: Array) -> Moments:
    found = Moments.around(origin)
    for c in range(len(origin)):
        rows = X[labels == c] - origin[c]
        own = weights[labels == c] if len(weights) else np.ones(len(rows))
        total = own.sum()
        if total <= 0.0:
            continue
        mean = own @ rows / total
        away = rows - mean
        rest = own @ away / total  # what rounding left of the mean
        found.count[c], found.mean[c] = total, mean + rest
        found.squares[c] = np.maximum(own @ (away * away) - total * rest * rest, 0.0)
    return found
