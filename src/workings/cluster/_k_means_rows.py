"""Rows that are to be divided among centres: who is nearest to whom, and the sums of those that share a centre.

All is computed from the rows less a point in their middle, times a power of two where they are huge or tiny, so that
neither a large offset costs digits nor a square overflows. The point has few digits, so that on data of few digits
subtracting it rounds nothing, and ties stay ties. Centres inside this file, and wherever they are called `inner`, are
in these coordinates.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse

Array = NDArray[Any]

# Rows times centres times features up to which NumPy is quick enough, and Numba, whose import takes a second, unloaded.
SMALL = 1 << 17
_SAMPLE = 2048
_DIGITS = 8


class Rows(ABC):
    """Rows and the centre of each.

    Parameters
    ----------
    X : ndarray or CSR matrix of shape (n, p)
    weights : ndarray of shape (n,) or None
        None: all weigh 1.
    around : ndarray of shape (m, p)
        Rows or centres in whose middle the origin is put.
    """

    labels: NDArray[np.int32]
    squares: float  # the weighted sum of the squared lengths of the rows
    spread: float  # the mean over the features of their variance

    def __init__(self, X: Any, weights: Array | None, around: Any) -> None:
        self.X, self.weights = X, weights
        self.n, self.p = X.shape
        self.middle = np.zeros(self.p) if issparse(X) else _middle(around)
        self.scale = 1.0

    def inner(self, centres: Array) -> Array:
        """Return centres in the coordinates of this file."""
        return np.ascontiguousarray((centres.astype(np.float64) - self.middle) * self.scale)

    def outer(self, inner: Array) -> Array:
        """Return centres in the coordinates of X."""
        centres: Array = inner / self.scale + self.middle
        return centres

    def outer_square(self, value: float) -> float:
        """Return a square, or a sum of them, in the units of X."""
        return float(value / self.scale / self.scale)

    @abstractmethod
    def forget(self) -> None:
        """Be as new: no row has a centre."""

    @abstractmethod
    def dense(self, at: Any) -> Array:
        """Return rows as a dense array in the coordinates of this file."""

    @abstractmethod
    def assign(self, inner: Array) -> int:
        """Give every row its nearest centre, of equally near ones the first; return how many rows changed."""

    @abstractmethod
    def follow(self, cuts: Array, inner: Array, names: Array) -> None:
        """Label every row by the leaf that it comes to when it goes to the nearer of two centres at every cut.

        ``cuts[node]`` is the first of the two halves of a node, which follow each other, or -1 at a leaf; node 0 is
        all rows; `names` are the labels of the leaves.
        """

    @abstractmethod
    def sums(self, k: int) -> tuple[Array, Array]:
        """Return the weighted sum of the rows of each of k centres, and the sum of their weights."""

    @abstractmethod
    def own_distances(self, inner: Array) -> Array:
        """Return the squared distance of each row to its own centre."""

    @abstractmethod
    def distances_to(self, centre: Array) -> Array:
        """Return the squared distance of each row to one centre."""

    def inertia(self, inner: Array) -> float:
        """Return the weighted sum of squared distances to the own centres, in the units of X."""
        distances = self.own_distances(inner)
        return self.outer_square(float(distances.sum() if self.weights is None else distances @ self.weights))

    def weights_of(self, k: int) -> Array:
        """Return the sum of the weights of each centre's rows, added anew, so that an empty one has exactly 0."""
        return np.bincount(self.labels, self.weights, minlength=k).astype(np.float64)


def rows_for(X: Any, weights: Array | None, k: int, around: Any = None, work: int = 0) -> Rows:
    """Return rows ready to be divided among k centres, by whatever is quickest for so many.

    `work` is what the whole fit comes to, in the units of `SMALL`, if these rows are a part of it.
    """
    around = X if around is None else around
    if issparse(X) or max(X.size * k, work) <= SMALL:
        from workings.cluster._k_means_products import ProductRows

        return ProductRows(X, weights, around)
    from workings.cluster._k_means_blocks import BlockRows

    return BlockRows(X, weights, around, k)


def _middle(around: Array) -> Array:
    """Return a point near the middle of some of the rows, of few digits."""
    some = around[:: max(1, len(around) // _SAMPLE)].astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        mean, span = some.mean(axis=0), np.ptp(some, axis=0)
    _, exponent = np.frexp(span)
    unit = np.ldexp(1.0, exponent - _DIGITS)
    with np.errstate(over="ignore", invalid="ignore"):
        rounded: Array = np.rint(mean / unit) * unit
    # One value only (or overflow): the value itself, to the last digit.
    rounded = np.where(span > 0.0, rounded, some[0])
    return np.where(np.isfinite(rounded), rounded, 0.0)


def scale_for(largest: float) -> float:
    """Return the power of two that brings huge or tiny numbers into range; 1 for ordinary ones."""
    if largest == 0.0 or 2.0**-40 < largest < 2.0**40:
        return 1.0
    return float(np.ldexp(1.0, int(np.clip(-np.frexp(largest)[1], -1022, 1022))))
