r"""Where the centres begin: k-means++ with several candidates for each centre, or rows drawn at random.

The first centre is a row drawn at random. Each next is drawn with probability

.. math:: p_i = w_i D_i^2 \Big/ \sum_l w_l D_l^2,

D_i the distance of row i to the nearest centre so far. Of `trials` rows so drawn the one is taken that leaves the
smallest sum. Source: D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA (2007); the
draws are scikit-learn's, one after the other, so that the same random_state gives the same centres.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.cluster._k_means_products import ProductRows
from workings.cluster._k_means_rows import Rows

Array = NDArray[Any]


def plus_plus(rows: Rows, k: int, random: np.random.RandomState, trials: int | None = None) -> NDArray[np.int64]:
    """Return the numbers of the rows on which the centres begin."""
    if trials is None:
        trials = 2 + int(np.log(k))
    potential = _Products(rows) if isinstance(rows, ProductRows) else _blocks(rows, k)
    chosen = np.empty(k, dtype=np.int64)
    chosen[0] = random.choice(rows.n, p=chances(rows))
    total = float(potential.add(chosen[:1])[0])
    potential.take(0)
    for c in range(1, k):
        candidates = potential.at(random.uniform(size=trials) * total)
        after = potential.add(candidates)
        best = int(np.argmin(after))
        potential.take(best)
        total = float(after[best])
        chosen[c] = candidates[best]
    return chosen


def _blocks(rows: Rows, k: int) -> Any:
    from workings.cluster._k_means_potential import Potential

    return Potential(rows, k)


def chances(rows: Rows) -> Array:
    """Return the chance of each row to be drawn by weight alone."""
    if rows.weights is None:
        return np.full(rows.n, 1.0 / rows.n)
    return rows.weights / rows.weights.sum()


class _Products:
    """The squared distances of few or sparse rows to the nearest centre so far."""

    def __init__(self, rows: ProductRows) -> None:
        self.rows = rows
        self.nearest = np.full(rows.n, np.inf)
        self.weights = np.ones(rows.n) if rows.weights is None else rows.weights

    def at(self, values: Array) -> NDArray[np.int64]:
        """Return the rows at which the running sum of the weighted distances reaches these values."""
        running = np.cumsum(self.weights * self.nearest)
        return np.minimum(np.searchsorted(running, values), self.rows.n - 1)

    def add(self, candidates: Array) -> Array:
        """Return what the sum would be with each of these rows as a further centre."""
        centres = self.rows.dense(candidates)
        zeros = np.zeros(self.rows.n, dtype=np.int64)
        found = [self.rows.paired_distances(centres[t : t + 1], zeros) for t in range(len(centres))]
        self.offered = np.minimum(self.nearest, np.array(found))
        after: Array = self.offered @ self.weights
        return after

    def take(self, t: int) -> None:
        """Make a candidate of the last call of `add` a centre."""
        self.nearest = self.offered[t]
