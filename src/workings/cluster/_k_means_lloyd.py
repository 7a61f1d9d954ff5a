r"""One run of k-means from given centres: assign, move, until nothing changes.

.. math:: \min_{c_1, \dots, c_k} \; \sum_i w_i \min_j |x_i - c_j|^2

Two moves in turn, of which neither can make the sum larger: each row goes to its nearest centre; each centre goes to
the mean of its rows. Source: S. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28
(1982) 129. A centre that has lost all its rows goes to the row that is farthest from its own centre.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._step import Step
from workings.cluster._k_means_rows import Rows

Array = NDArray[Any]


@dataclass(frozen=True)
class Outcome:
    """Where a run has ended; `centres` in the coordinates of the rows."""

    labels: NDArray[np.int32]
    centres: Array
    inertia: float
    n_iter: int


def lloyd(rows: Rows, centres: Array, max_iter: int, limit: float, verbose: int = 0) -> Generator[Step, None, Outcome]:
    """Run k-means from centres (in the coordinates of `rows`) and yield every assignment and every move.

    Stops when no row changes its centre, or when the squared moves of all centres sum to at most `limit`, in the
    coordinates of `rows`.
    """
    k = len(centres)
    known = 0
    unchanged = False
    for known in range(1, max_iter + 1):
        changed = rows.assign(centres)
        sums, weights = rows.sums(k)
        yield _told(rows, centres, sums, weights, f"assign {known}: {changed} samples change their cluster", changed)
        new, moved = _means(rows, centres, sums, weights)
        shift = float(((new - centres) ** 2).sum())
        if verbose:
            print(f"Iteration {known - 1}, inertia {rows.inertia(centres)}.")
        centres = new
        what = f"move {known}: the centres go to the means of their samples"
        if moved:
            what += f", {moved} without samples to the farthest sample"
        yield _told(rows, centres, sums, weights, what, changed, moved=moved, shift=rows.outer_square(shift))
        unchanged = changed == 0
        if unchanged or shift <= limit:
            break
    if verbose and unchanged:
        print(f"Converged at iteration {known - 1}: strict convergence.")
    elif verbose and shift <= limit:
        print(f"Converged at iteration {known - 1}: center shift {shift} within tolerance {limit}.")
    if not unchanged:
        changed = rows.assign(centres)
        sums, weights = rows.sums(k)
        yield _told(rows, centres, sums, weights, f"assign: {changed} samples change their cluster", changed)
    return Outcome(rows.labels, centres, rows.inertia(centres), known)


def _told(
    rows: Rows,
    centres: Array,
    sums: Array,
    weights: Array,
    what: str,
    changed: int,
    moved: int | None = None,
    shift: float | None = None,
) -> Step:
    """Return the step; its objective comes from the sums of the clusters, without a look at the rows."""
    value = rows.squares - 2.0 * float((sums * centres).sum()) + float(weights @ (centres * centres).sum(axis=1))
    facts = {"changed": float(changed)}
    if shift is not None:
        facts |= {"shift": shift, "relocated": float(moved or 0)}
    return Step(
        0,
        what,
        {"cluster_centers_": rows.outer(centres), "labels_": rows.labels},
        rows.outer_square(max(value, 0.0)),
        facts,
    )


def _means(rows: Rows, centres: Array, sums: Array, weights: Array) -> tuple[Array, int]:
    """Return the means of the clusters, and how many empty ones went to a far row."""
    sums, weights = sums.copy(), weights.copy()
    empty = np.flatnonzero(weights == 0.0)
    moved = 0
    if len(empty):
        moved = _relocate(rows, centres, sums, weights, empty)
    filled = weights > 0.0
    new = np.where(filled[:, None], sums / np.where(filled, weights, 1.0)[:, None], 0.0)
    new[~filled] = new[weights.argmax()]  # as scikit-learn: where no row is far, on the centre that weighs most
    return new, moved


def _relocate(rows: Rows, centres: Array, sums: Array, weights: Array, empty: Array) -> int:
    """Hand each empty cluster one of the rows that are farthest from their centres, in scikit-learn's order."""
    distances = rows.own_distances(centres)
    if distances.max() == 0.0:
        return 0
    far = np.argpartition(distances, -len(empty))[: -len(empty) - 1 : -1]
    for new, i in zip(empty, far, strict=True):
        weight = 1.0 if rows.weights is None else rows.weights[i]
        row = rows.dense(np.array([i]))[0] * weight
        old = rows.labels[i]
        sums[old] -= row
        weights[old] -= weight
        sums[new] = row
        weights[new] = weight
    return len(empty)


def same_clusters(a: Array, b: Array, k: int) -> bool:
    """Whether two labellings are the same but for the numbers of the clusters."""
    name = np.full(k, -1, dtype=np.int64)
    name[a] = b
    return bool((name[a] == b).all())
