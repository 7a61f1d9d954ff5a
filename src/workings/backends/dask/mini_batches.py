"""k-means by batches on data in blocks: the centres travel from block to block, and the samples stay.

`partial_fit` takes every block for a batch, in their order: the same as `partial_fit` on one block after the other in
memory. `fit` draws the samples on which it begins from all blocks, and then passes through them: the rows of each are
shuffled and cut into batches, and the fit ends by the same rules as in memory, where batches are drawn from all samples
at once. So `fit` is not that in memory sample for sample, and blocks that are unlike each other (sorted data) make it
worse; shuffle them then. Batches follow one another, so more workers make this no faster.
"""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import check_random_state

from workings.backends.dask import rows
from workings.backends.dask._kept import Kept
from workings.backends.dask._learn import unsupported
from workings.backends.dask._sources import chunks
from workings.backends.dask.k_means import _looked, _more, _prepared, score
from workings.backends.dask.k_means_starts import Block, rows_by_number
from workings.cluster._k_means_batches import Progress

Array = NDArray[Any]
# So many blocks are read at once, while the centres are on their way through them.
_AHEAD = 4


@dataclass
class Moving:
    """What travels: the estimator with its counts, the centres, what batches are drawn from, and how it goes."""

    model: Any
    centres: Array
    random: np.random.RandomState
    progress: Progress
    mean_weight: float
    steps: int = 0
    reason: str = ""


def partial_fit(model: Any, X: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """Move the centres by one batch for each block."""
    # Validate.
    blocks, bare = _begin(model, X, sample_weight, reset=not hasattr(model, "cluster_centers_"))

    # Compute.
    for a in range(0, len(blocks.blocks), _AHEAD):
        bare = blocks.onward(range(a, min(a + _AHEAD, len(blocks.blocks))), _block_as_batch, bare)
    if not hasattr(bare, "cluster_centers_"):
        raise ValueError("Found array with 0 sample(s), and a minimum of 1 is required. Give data with rows.")

    # Store.
    for name in (
        "cluster_centers_",
        "_counts",
        "_n_since_last_reassign",
        "_random_state",
        "_n_features_out",
        "n_steps_",
    ):
        setattr(model, name, getattr(bare, name))
    for name in ("_n_init", "_init_size"):
        if hasattr(bare, name):
            setattr(model, name, getattr(bare, name))
    _label(model, X, sample_weight)
    return model


def fit(model: Any, X: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """Find the centres by batches, block by block."""
    # Validate.
    blocks, bare = _begin(model, X, sample_weight, reset=True)
    n, weight, seen = blocks.reduce(_looked, _more)
    if not 0.0 < weight < np.inf:
        raise ValueError(f"MiniBatchKMeans.fit: the weights sum to {weight}. Give some sample a positive weight.")
    init, starts = bare._first(SimpleNamespace(shape=(n, model.n_features_in_), dtype=blocks.dtype))
    random, size = bare._random_state, bare._size_of_start(n)

    # Compute.
    some, weights = rows_by_number(blocks, random.randint(0, n, size))
    centres = bare._best_start(some, weights, init, starts, size, random)
    bare._counts, bare._n_since_last_reassign = np.zeros(bare.n_clusters), 0
    batch = min(bare.batch_size, n)
    limit = bare.tol * float(seen.variance.mean())
    moving = Moving(bare, centres, random, Progress(n, batch, limit, bare.max_no_improvement), weight / n)
    order = np.tile(np.arange(len(blocks.blocks)), bare.max_iter)
    for a in range(0, len(order), _AHEAD):
        moving = blocks.onward(order[a : a + _AHEAD].tolist(), _block_in_batches, moving)
        if moving.reason:
            break
    if bare.verbose and moving.reason:
        print(f"Converged ({moving.reason}) at step {moving.steps}")

    # Store.
    model.cluster_centers_ = np.ascontiguousarray(moving.centres, dtype=blocks.dtype)
    model._counts, model._n_since_last_reassign = moving.model._counts, moving.model._n_since_last_reassign
    model._n_init, model._init_size = bare._n_init, bare._init_size
    model._n_features_out, model.n_steps_ = model.n_clusters, moving.steps
    model.n_iter_ = math.ceil(moving.steps * batch / n)
    model.inertia_ = (moving.progress.smoothed or 0.0) * weight
    _label(model, X, sample_weight)
    return model


def _begin(model: Any, X: Any, sample_weight: Any, *, reset: bool) -> tuple[Kept, Any]:
    """Return the blocks, and a copy of the estimator that may travel."""
    model._validate_params()
    if callable(model.init):
        unsupported(model, "a callable init", "Try init='k-means++', 'random', or an array of centres.")
    blocks = Kept(chunks(model, X, None, sample_weight, reset=reset), partial(_prepared, "MiniBatchKMeans"))
    bare = copy.copy(model)
    bare.__dict__.pop("feature_names_in_", None)  # they were compared; blocks have none
    bare.__dict__.pop("labels_", None)  # perhaps an array of dask's, which holds the data it comes from
    bare.compute_labels = False
    if reset:
        for name in ("cluster_centers_", "_random_state", "n_steps_"):
            bare.__dict__.pop(name, None)
    if not hasattr(bare, "_random_state"):
        given = model.random_state
        # NumPy's global numbers stay here; what travels is seeded by them.
        drawn = np.random.mtrand._rand.randint(np.iinfo(np.int32).max) if given is None else given
        bare._random_state = check_random_state(drawn)
        bare.random_state = bare._random_state
    return blocks, bare


def _label(model: Any, X: Any, sample_weight: Any) -> None:
    if model.compute_labels:
        model.labels_ = rows.predict(model, X)
        model.inertia_ = -score(model, X, None, sample_weight)


def _block_as_batch(block: Block, model: Any) -> Any:
    if not block.weight() > 0.0:
        return model
    model = copy.deepcopy(model)  # a scheduler may hand out the same one again
    return model.partial_fit(block.X, sample_weight=block.weights)


def _block_in_batches(block: Block, moving: Moving) -> Moving:
    """Make the steps of a block."""
    if moving.reason:
        return moving
    moving = copy.deepcopy(moving)
    progress, size = moving.progress, moving.progress.batch
    order = moving.random.permutation(len(block.X))
    for a in range(0, len(order), size):
        at = order[a : a + size]
        weights = None if block.weights is None else block.weights[at] / moving.mean_weight
        if weights is not None and not weights.any():
            continue
        new, inertia = moving.model._batch(block.X[at], weights, moving.centres, moving.random, len(at))
        moved = float(((new - moving.centres) ** 2).sum())
        # As much as a whole batch, where this is the rest of a block.
        moving.reason = progress.over(moving.steps, inertia * size / len(at), moved)
        moving.centres, moving.steps = new, moving.steps + 1
        if moving.reason:
            break
    return moving
