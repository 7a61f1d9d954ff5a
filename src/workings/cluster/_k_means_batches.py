"""A step of k-means on some of the samples: each centre is the running mean of all that it has been given.

Source: D. Sculley, "Web-scale k-means clustering", WWW (2010).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.cluster._k_means_base import nearest

Array = NDArray[Any]


def batch_step(X: Any, weights: Array | None, centres: Array, counts: Array) -> tuple[Array, float]:
    """Return the centres after a batch, and its weighted sum of squares before; `counts` grow by the weights."""
    rows, inner = nearest(X, centres, weights)
    inertia = rows.inertia(inner)
    sums, added = rows.sums(len(centres))
    total = counts + added
    filled = added > 0.0
    # Towards the mean of the batch, by the share that its weight has in the sum of all weights.
    step = (sums - added[:, None] * inner) / np.where(filled, total, 1.0)[:, None]
    counts += added
    return np.where(filled[:, None], rows.outer(inner + step), centres), inertia


def reassign(
    X: Any, centres: Array, counts: Array, ratio: float, random: np.random.RandomState, verbose: int = 0
) -> int:
    """Put centres of which the count is below `ratio` of the largest on samples of the batch; return how many."""
    weak = counts < ratio * counts.max()
    most = X.shape[0] // 2 if X.shape[0] % 2 == 0 else int(0.5 * X.shape[0])
    if weak.sum() > 0.5 * X.shape[0]:
        weak[np.argsort(counts)[most:]] = False
    moved = int(weak.sum())
    if moved:
        chosen = random.choice(X.shape[0], replace=False, size=moved)
        if verbose:
            print(f"[MiniBatchKMeans] Reassigning {moved} cluster centers.")
        found = X[chosen]
        centres[weak] = found.toarray() if hasattr(found, "toarray") else found
    if not weak.all():
        counts[weak] = counts[~weak].min()  # not so small that they are moved again at once
    return moved


@dataclass
class Progress:
    """Whether batches still lower the smoothed mean square, as scikit-learn judges it."""

    n: int
    batch: int
    tol: float
    patience: int | None
    smoothed: float | None = None
    least: float | None = None
    without: int = 0

    def over(self, step: int, inertia: float, moved: float) -> str:
        """Return why to stop after a batch, or an empty string."""
        mean = inertia / self.batch
        if step == 0:  # of the start, not of a step
            return ""
        if self.smoothed is None:
            self.smoothed = mean
        else:
            share = min(2.0 * self.batch / (self.n + 1), 1.0)
            self.smoothed = self.smoothed * (1.0 - share) + mean * share
        if self.tol > 0.0 and moved <= self.tol:
            return "small centers change"
        if self.least is None or self.smoothed < self.least:
            self.without, self.least = 0, self.smoothed
        else:
            self.without += 1
        return "lack of improvement in inertia" if self.patience is not None and self.without >= self.patience else ""
