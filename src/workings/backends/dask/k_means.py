r"""k-means on data in blocks: of each round only sums and weights travel.

Given the centres, the state of a block is, for each of them,

.. math:: \sum_i w_i x_i, \qquad \sum_i w_i

over the block's rows that are nearest to it. States add, and the centres go to the quotients: the rounds are those in
memory, from the same start. Rows are taken less a point in their middle, the same for all blocks.

Empty clusters go to the rows that are farthest from their centres: the first empty one to the farthest, of equally far
ones to the lowest row. In memory that is the one which NumPy's partition finds, and two or more at once may be handed
out in another order; so labels may then be numbered differently.

Where a fit begins is drawn as in memory, too: see `workings.backends.dask.k_means_starts`.
"""

from __future__ import annotations

import warnings
from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.validation import assert_all_finite, check_is_fitted

from workings._callbacks import watched
from workings._step import Step
from workings.backends.dask import k_means_starts, rows
from workings.backends.dask._kept import Kept
from workings.backends.dask._learn import _merge_columns, unsupported
from workings.backends.dask._sources import chunks
from workings.backends.dask.k_means_starts import Block, placed
from workings.cluster._k_means_rows import _SAMPLE
from workings.linear_model._logistic_fit import last
from workings.preprocessing import _moments as columns

Array = NDArray[Any]
# Between these variances neither squares nor their sums leave the range of floats.
_LEAST, _MOST = 1e-200, 1e200


@dataclass(frozen=True)
class Outcome:
    """Where a run has ended; `centres` less the middle."""

    centres: Array
    inertia: float
    n_iter: int
    found: int


def fit(model: Any, X: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """Find the centres; `labels_` is a lazy array."""
    # Validate.
    model._validate_params()
    if callable(model.init):
        unsupported(model, "a callable init", "Try init='k-means++', 'random', or an array of centres.")
    source = chunks(model, X, None, sample_weight)
    blocks = Kept(source, partial(_prepared, type(model).__name__))
    n, weight, seen = blocks.reduce(_looked, _more)
    if not 0.0 < weight < np.inf:
        raise ValueError(
            f"{type(model).__name__}.fit: the weights sum to {weight}. Give some sample a positive weight."
        )
    spread = float(seen.variance.mean())
    if not (spread == 0.0 or _LEAST < spread < _MOST):
        raise ValueError(f"KMeans.fit: the variance of the features is {spread:g}. Scale them: StandardScaler.")
    init, starts = model._first(SimpleNamespace(shape=(n, model.n_features_in_), dtype=source.dtype))
    random = check_random_state(model.random_state)
    # The same origin as in memory, so that what rounding decides is decided alike.
    some, _ = k_means_starts.rows_by_number(blocks, np.arange(0, n, max(1, n // _SAMPLE)))
    around = k_means_starts.middle_of(some)[None]

    # Compute.
    best = None
    for _ in range(starts):
        centres = k_means_starts.begin(blocks, around, init, model.n_clusters, random)
        steps = lloyd(blocks, around, centres, model.max_iter, model.tol * spread, model.verbose)
        outcome = last(watched(model, X, y, steps))  # type: ignore[arg-type]
        if best is None or outcome.inertia < best.inertia * (1.0 - 1e-12):  # type: ignore[attr-defined]
            best = outcome

    # Store.
    _store(model, X, best, k_means_starts.middle_of(around), source.dtype)
    return model


def _store(model: Any, X: Any, best: Any, middle: Array, kind: np.dtype[Any]) -> None:
    if best.found < model.n_clusters:
        warnings.warn(
            f"Number of distinct clusters ({best.found}) found smaller than n_clusters ({model.n_clusters}). "
            "Possibly due to duplicate points in X.",
            ConvergenceWarning,
            stacklevel=6,
        )
    model.cluster_centers_ = np.ascontiguousarray(best.centres + middle, dtype=kind)
    model._n_features_out = model.n_clusters
    model.labels_ = rows.predict(model, X)
    model.inertia_, model.n_iter_ = best.inertia, best.n_iter


def score(model: Any, X: Any, y: Any = None, sample_weight: Any = None) -> float:
    """Return minus the weighted sum of squared distances to the nearest centres."""
    check_is_fitted(model)
    blocks = Kept(chunks(model, X, None, sample_weight, reset=False), partial(_prepared, type(model).__name__))
    around = np.asarray(model.cluster_centers_, dtype=np.float64)
    inertia, _ = blocks.reduce(_judged, _sum, (around, around - k_means_starts.middle_of(around)))
    return -float(inertia)


def lloyd(
    blocks: Kept, around: Array, centres: Array, max_iter: int, limit: float, verbose: int
) -> Generator[Step, None, Outcome]:
    """Run k-means from centres, and yield every move; stops as in memory.

    Where no row changes its centre the sums are the same to the last bit, and so are the centres: their shift is 0.
    """
    known = 0
    for known in range(1, max_iter + 1):
        sums, weights, squares = blocks.reduce(_assigned, _sum, (around, centres))
        value = squares - 2.0 * float((sums * centres).sum()) + float(weights @ (centres * centres).sum(axis=1))
        if (weights == 0.0).any():
            _relocate(blocks, around, centres, sums, weights)
        filled = weights > 0.0
        new = np.where(filled[:, None], sums / np.where(filled, weights, 1.0)[:, None], 0.0)
        new[~filled] = new[weights.argmax()]
        shift = float(((new - centres) ** 2).sum())
        centres = new
        if verbose:
            print(f"Iteration {known - 1}, squared shift of the centres {shift}.")
        shown = centres + k_means_starts.middle_of(around)
        what = f"move {known}: the centres go to the means of their samples"
        yield Step(known, what, {"cluster_centers_": shown}, max(value, 0.0), {"shift": shift})
        if shift <= limit:
            break
    inertia, counts = blocks.reduce(_judged, _sum, (around, centres))
    return Outcome(centres, float(inertia), known, int(np.count_nonzero(counts)))


def _relocate(blocks: Kept, around: Array, centres: Array, sums: Array, weights: Array) -> None:
    """Hand each empty cluster one of the rows that are farthest from their centres."""
    empty = np.flatnonzero(weights == 0.0)
    far = blocks.reduce(_farthest, partial(_first, len(empty)), (around, centres, len(empty)))
    if far[0][0] == 0.0:
        return
    for new, (_, row, weight, old) in zip(empty, far, strict=False):
        sums[old] -= row * weight
        weights[old] -= weight
        sums[new] = row * weight
        weights[new] = weight


def _prepared(who: str, X: Array, y: Any, weights: Any) -> Block:
    assert_all_finite(X, estimator_name=who, input_name="X")
    return Block(np.ascontiguousarray(X), weights)


def _looked(block: Block, about: Any) -> tuple[int, float, columns.Moments]:
    """Return how many rows there are, their weight, and the moments of the features."""
    return len(block.X), block.weight(), columns.dense_moments(block.X)


def _more(a: Any, b: Any) -> tuple[int, float, columns.Moments]:
    return a[0] + b[0], a[1] + b[1], _merge_columns(a[2], b[2])


def _assigned(block: Block, about: tuple[Array, Array]) -> tuple[Array, Array, float]:
    """Return the sums of the rows of each centre, their weights, and the sum of all squares."""
    around, centres = about
    found, scale = placed(block, around, centres)
    sums, weights = found.sums(len(centres))
    return sums / scale, weights, found.squares / scale / scale


def _judged(block: Block, about: tuple[Array, Array]) -> tuple[float, Array]:
    """Return the weighted sum of squares, and how many rows each centre has."""
    around, centres = about
    found, scale = placed(block, around, centres)
    return found.inertia(centres * scale), np.bincount(found.labels, minlength=len(centres))


def _sum(a: Any, b: Any) -> tuple[Any, ...]:
    return tuple(one + other for one, other in zip(a, b, strict=True))


def _farthest(block: Block, about: tuple[Array, Array, int]) -> list[tuple[float, Array, float, int]]:
    """Return the rows farthest from their centres: squared distance, row, weight, centre."""
    around, centres, wanted = about
    found, scale = placed(block, around, centres)
    distances = found.own_distances(centres * scale) / scale / scale
    weights = np.ones(found.n) if block.weights is None else block.weights
    return [
        (float(distances[i]), found.dense(np.array([i]))[0] / scale, float(weights[i]), int(found.labels[i]))
        for i in np.argsort(-distances, kind="stable")[:wanted]
    ]


def _first(wanted: int, a: Any, b: Any) -> list[tuple[float, Array, float, int]]:
    return sorted([*a, *b], key=lambda one: -one[0])[:wanted]
