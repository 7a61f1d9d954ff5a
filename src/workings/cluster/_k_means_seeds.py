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
    potential = _potential(rows, trials)
    chosen = np.empty(k, dtype=np.int64)
    chosen[0] = random.choice(rows.n, p=chances(rows))
    potential.begin(int(chosen[0]))
    for c in range(1, k):
        candidates = potential.draw(random.uniform(size=trials))
        chosen[c] = candidates[potential.take_best(candidates)]
    return chosen


def _potential(rows: Rows, trials: int) -> Any:
    if isinstance(rows, ProductRows):
        return _Products(rows)
    from workings.cluster._k_means_potential import MOST_TRIALS, Potential

    return Potential(rows) if trials <= MOST_TRIALS else _Products(rows)  # type: ignore[arg-type]


def chances(rows: Rows) -> Array:
    """Return the chance of each row to be drawn by weight alone."""
    if rows.weights is None:
        return np.full(rows.n, 1.0 / rows.n)
    share: Array = rows.weights / rows.weights.sum()
    return share


class _Products:
    """The squared distances of rows to the nearest centre so far."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.nearest = np.full(rows.n, np.inf)
        self.weights = np.ones(rows.n) if rows.weights is None else rows.weights

    def begin(self, first: int) -> None:
        """Make a row the first centre."""
        self.take_best(np.array([first]))

    def draw(self, shares: Array) -> NDArray[np.int64]:
        """Return the rows at which the running sum of the weighted distances reaches these shares of the whole."""
        running = np.cumsum(self.weights * self.nearest)
        found: NDArray[np.int64] = np.minimum(np.searchsorted(running, shares * self.total), self.rows.n - 1)
        return found

    def take_best(self, candidates: NDArray[np.int64]) -> int:
        """Make the candidate that leaves the smallest sum a centre, of equal ones the first; return its place."""
        centres, best, self.total = self.rows.dense(candidates), 0, np.inf
        before = self.nearest
        for t, centre in enumerate(centres):
            offered = np.minimum(before, self.rows.distances_to(centre))
            if (total := float(offered @ self.weights)) < self.total:
                best, self.total, self.nearest = t, total, offered
        return best
