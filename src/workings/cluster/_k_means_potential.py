"""The squared distances of many rows to the nearest centre so far, by the kernels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.cluster._k_means_blocks import BlockRows
from workings.kernels import k_means_seeds

Array = NDArray[Any]


class Potential:
    """The sum that k-means++ makes smaller; see `workings.cluster._k_means_seeds`.

    The running sum is kept for whole blocks; only inside the one that a value falls into it is added row by row.
    """

    def __init__(self, rows: BlockRows, k: int) -> None:
        self.rows = rows
        self.nearest, self.owner = np.full(rows.n, np.inf), np.zeros(rows.n, dtype=np.int32)
        self.centres, self.known = np.empty((k, rows.p)), 0
        self.weighted = np.zeros(len(rows.edges) - 1)

    def at(self, values: Array) -> NDArray[np.int64]:
        """Return the rows at which the running sum of the weighted distances reaches these values."""
        running = np.cumsum(self.weighted)
        found = np.empty(len(values), dtype=np.int64)
        blocks = np.minimum(np.searchsorted(running, values), len(running) - 1)
        for t, (b, value) in enumerate(zip(blocks, values, strict=True)):
            part = slice(self.rows.edges[b], self.rows.edges[b + 1])
            inside = self.nearest[part] if self.rows.weights is None else self.nearest[part] * self.rows.weights[part]
            below = running[b - 1] if b else 0.0
            at = np.searchsorted(np.cumsum(inside), value - below)
            found[t] = min(part.start + int(at), part.stop - 1)
        return found

    def add(self, candidates: Array) -> Array:
        """Return what the sum would be with each of these rows as a further centre."""
        self.offered = self.rows.dense(candidates)
        known = self.centres[: self.known]
        apart = ((self.offered[:, None, :] - known) ** 2).sum(axis=2) * (1.0 - 2.0**-40)
        after = np.zeros((len(self.weighted), len(candidates)))

        def work(b: int, part: slice) -> None:
            k_means_seeds.sums_with(
                self.rows.X[part],
                self.rows._weights(part),
                self.rows.middle,
                self.rows.scale,
                self.offered,
                apart,
                self.nearest[part],
                self.owner[part],
                after[b],
            )

        self.rows._blocks(work)
        self.after = after
        return after.sum(axis=0)

    def take(self, t: int) -> None:
        """Make a candidate of the last call of `add` a centre."""
        new = self.offered[t]

        def work(b: int, part: slice) -> None:
            k_means_seeds.take(
                self.rows.X[part],
                self.rows.middle,
                self.rows.scale,
                self.offered,
                t,
                self.apart_from(new),
                self.known,
                self.nearest[part],
                self.owner[part],
            )

        self.rows._blocks(work)
        self.weighted = self.after[:, t].copy()
        self.centres[self.known] = new
        self.known += 1

    def apart_from(self, new: Array) -> Array:
        """Return the squared distances of a centre from those that are known, rounded down."""
        apart: Array = ((self.centres[: self.known] - new) ** 2).sum(axis=1) * (1.0 - 2.0**-40)
        return apart
