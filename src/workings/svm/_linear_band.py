r"""The objective of the linear support vector machines: each sample's sum should lie in a band.

With samples :math:`x_i`, of which a constant :math:`s` may be the last entry, costs :math:`c_i` and bands
:math:`[l_i, h_i]`:

.. math:: P(v) = \tfrac12 \|v\|^2 + \sum_i c_i\, d_i^q, \qquad
          d_i = \max(0,\; l_i - v \cdot x_i,\; v \cdot x_i - h_i), \qquad q = 1 \text{ or } 2

A classifier's band is :math:`[1, \infty)` for one class and :math:`(-\infty, -1]` for the other: q = 1 is the hinge
loss, q = 2 its square. A regressor's is :math:`[y_i - \epsilon, y_i + \epsilon]`. The constant's coefficient, times
the constant, is the intercept: it is penalised with the others, as in LIBLINEAR.

Every v comes with a bound of what is left to gain. For any multipliers :math:`\beta_i` (between :math:`-c_i` and
:math:`c_i` if q = 1)

.. math:: D(\beta) = \sum_i (l_i \beta_i^+ - h_i \beta_i^-) - \tfrac12 \Bigl\|\sum_i \beta_i x_i\Bigr\|^2
          - [q = 2] \sum_i \frac{\beta_i^2}{4 c_i} \;\le\; \min P,

and the gap P(v) - D(beta) closes at the optimum, where :math:`v = \sum_i \beta_i x_i`.

Source: R.-E. Fan et al., "LIBLINEAR: a library for large linear classification", JMLR 9 (2008) 1871.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from workings._step import Step
from workings.kernels._threads import parts_for_sums, run_blocks

Array = NDArray[Any]

# Below so many numbers of X one thread is enough.
_SMALL = 100_000
# Numbers of X in a block whose second derivatives are formed: about half of what one core's second-level cache holds.
_BLOCK = 1 << 16


@dataclass(frozen=True)
class Outcome:
    """How a fit ended: coefficients (the constant's is the last), multipliers, steps, and what is left to gain."""

    v: Array
    n_iter: int
    converged: bool
    gap: float
    objective: float


Fit = Generator[Step, None, Outcome]


@dataclass(frozen=True, eq=False)
class Band:
    """The objective on one data set.

    Attributes
    ----------
    X : ndarray of shape (n, p) in C order, or CSR, float64
    low, high : ndarray of shape (n,)
        The bands; low <= high, and one of them may be infinite.
    cost : ndarray of shape (n,)
        What a unit outside the band costs; positive.
    squared : bool
        Whether distances are squared.
    constant : float
        The last entry of every sample; 0 for none.
    """

    X: Any
    low: Array
    high: Array
    cost: Array
    squared: bool
    constant: float

    @property
    def size(self) -> int:
        """How many coefficients there are, the constant's included."""
        return int(self.X.shape[1]) + (self.constant != 0.0)

    @property
    def sparse(self) -> bool:
        """Whether X is a CSR matrix."""
        return bool(scipy.sparse.issparse(self.X))

    def _parts(self, entries: int = 1) -> int:
        return 1 if self.X.shape[0] * self.X.shape[1] <= _SMALL else parts_for_sums(entries)

    def sums(self, v: Array) -> Array:
        """Return v . x for every sample."""
        n, p = self.X.shape
        if self.sparse:
            z: Array = self.X @ v[:p]
        else:
            z = np.empty(n)

            def work(a: int, b: int) -> None:
                np.dot(self.X[a:b], v[:p], out=z[a:b])

            run_blocks(work, n, parts=self._parts())
        if self.constant:
            z += self.constant * v[p]
        return z

    def back(self, r: Array) -> Array:
        """Return the sum of r_i x_i."""
        n, p = self.X.shape
        found = np.empty(self.size)
        if self.sparse:
            found[:p] = self.X.T @ r
        else:
            parts: dict[int, Array] = {}

            def work(a: int, b: int) -> None:
                parts[a] = r[a:b] @ self.X[a:b]

            run_blocks(work, n, parts=self._parts())
            found[:p] = np.sum([parts[a] for a in sorted(parts)], axis=0)
        if self.constant:
            found[p] = self.constant * r.sum()
        return found

    def curvature(self, d: Array) -> Array:
        """Return the identity plus the sum of d_i x_i x_i'; samples with d_i = 0 cost nothing."""
        p = self.X.shape[1]
        square = np.zeros((self.size, self.size))
        if self.sparse:
            rows = np.flatnonzero(d)
            some = self.X[rows]
            data = some.data * np.repeat(d[rows], np.diff(some.indptr))
            scaled = scipy.sparse.csr_array((data, some.indices, some.indptr), shape=some.shape)
            square[:p, :p] = (some.T @ scaled).toarray()
            if self.constant:
                square[p, :p] = square[:p, p] = self.constant * (some.T @ d[rows])
                square[p, p] = self.constant**2 * d.sum()
        else:
            self._add_dense_curvature(d, square)
        square[np.diag_indices(self.size)] += 1.0
        return square

    def _add_dense_curvature(self, d: Array, square: Array) -> None:
        n, p = self.X.shape
        parts: dict[int, Array] = {}
        step = max(128, _BLOCK // self.size)

        def work(start: int, stop: int) -> None:
            total = np.zeros_like(square)
            scaled = np.empty((min(step, stop - start), self.size))
            for a in range(start, stop, step):
                shares = d[a : min(a + step, stop)]
                rows = np.flatnonzero(shares)
                roots = np.sqrt(shares[rows])
                block = scaled[: len(rows)]
                np.multiply(self.X[a:stop][rows], roots[:, None], out=block[:, :p])
                if self.constant:
                    np.multiply(roots, self.constant, out=block[:, p])
                total += block.T @ block  # a matrix and its own transpose: BLAS does half the work
            parts[start] = total

        run_blocks(work, n, parts=self._parts(self.size**2))
        for start in sorted(parts):
            square += parts[start]

    def excess(self, z: Array) -> Array:
        """Return how far each sum must be raised (or lowered, negative) to reach its band."""
        e: Array = np.maximum(self.low - z, 0.0)
        e -= np.maximum(z - self.high, 0.0)
        return e

    def losses(self, e: Array) -> float:
        """Return what these distances from the bands cost together."""
        return float(self.cost @ (e * e if self.squared else np.abs(e)))

    def value(self, v: Array, z: Array) -> float:
        """Return P(v), the sums being z."""
        return 0.5 * float(v @ v) + self.losses(self.excess(z))

    def bound(self, beta: Array, w: Array) -> float:
        """Return D(beta), which no P is below; w is the sum of beta_i x_i."""
        up, down = np.maximum(beta, 0.0), np.maximum(-beta, 0.0)
        # An infinite end of a band has no multipliers.
        value = float(up @ np.where(up > 0.0, self.low, 0.0) - down @ np.where(down > 0.0, self.high, 0.0))
        value -= 0.5 * float(w @ w)
        return value - (0.25 * float(beta @ (beta / self.cost)) if self.squared else 0.0)

    def rows(self, which: Array) -> Band:
        """Return the objective of these samples alone."""
        some = self.X[which]
        return replace(self, X=some, low=self.low[which], high=self.high[which], cost=self.cost[which])


def divide(square: Array, g: Array) -> Array:
    """Return square^-1 g for a positive definite matrix with at least ones on its diagonal."""
    scale = 1.0 / np.sqrt(np.diag(square))  # features of any units do equally well
    factor = cho_factor(square * scale[:, None] * scale, lower=True, check_finite=False)
    found: Array = scale * cho_solve(factor, scale * g, check_finite=False)
    return found


def at(index: int, what: str, v: Array, objective: float, gap: float, **facts: float) -> Step:
    """Return a step; whoever knows what v stands for gives it its names."""
    return Step(index, what, {"v": v}, objective, {"gap": gap, **facts})
