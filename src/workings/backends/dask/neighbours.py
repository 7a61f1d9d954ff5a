r"""k nearest neighbours with samples in blocks: each block searches, and what it found merges.

The state of some samples is, for each query, the k nearest of them: distance, number, and target. Two states merge by

.. math:: N_k(A \cup B) = N_k(N_k(A) \cup N_k(B))

so that samples and their targets stay where they are, and k numbers travel for each query and block. Every block is
searched by the code for arrays in memory, distances are the same to the last bit, and of equally distant samples the
lower number comes first: the neighbours are those in memory.
"""

from __future__ import annotations

import copy
import importlib
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.validation import assert_all_finite, check_is_fitted, validate_data

from workings._other_arrays import library_of, refuse
from workings.backends.dask import rows as by_rows
from workings.backends.dask._learn import _classes_part, checked_classes
from workings.backends.dask._sources import alike, in_a_tree, matrix, part
from workings.neighbors._k_search import without_themselves

Array = NDArray[Any]

# Queries that are NumPy's are cut into so many rows.
_ROWS = 65_536


@dataclass
class Near:
    """The nearest of some samples for each query: distances, ranks (see `Points.ranked`), numbers, targets."""

    dist: Array
    ranks: Array
    at: Array
    targets: Array | None

    def first(self, order: Array) -> Near:
        """Return those at some places of each row."""
        dist, ranks, at = (np.take_along_axis(a, order, axis=1) for a in (self.dist, self.ranks, self.at))
        targets = None if self.targets is None else np.take_along_axis(self.targets, order[:, :, None], axis=1)
        return Near(dist, ranks, at, targets)


class Elsewhere:
    """Stands for samples that are not in this process: the searches that only memory allows refuse."""

    def within(self, *_: Any) -> Any:
        """Refuse."""
        raise TypeError("Samples of dask are searched for k neighbours, not within a radius. Try kneighbors.")

    nearest = within


class _Found:
    """Neighbours that were found already, in place of samples that are to be searched."""

    def __init__(self, near: Near) -> None:
        self.near = near

    def nearest(self, rows: Array, k: int, threads: int | None) -> tuple[Array, Array]:
        """Return the distances, and the places in the targets, one after the other."""
        return self.near.dist, np.arange(self.near.dist.size).reshape(self.near.dist.shape)


def fit(model: Any, X: Any, y: Any = None) -> Any:
    """Note where the samples are; nothing of them is kept here."""
    _keep(model, X, None, None)
    return model


def fit_classes(model: Any, X: Any, y: Any) -> Any:
    """Note where the samples are, and find the classes: one pass."""
    found = _keep(model, X, y, _classes_part)
    model.classes_ = checked_classes(model, np.unique(np.concatenate(found)))
    model.outputs_2d_ = False
    return model


def fit_numbers(model: Any, X: Any, y: Any) -> Any:
    """Note where the samples and their numbers are."""
    _keep(model, X, y, _check_numbers)
    return model


def _check_numbers(X: Array, y: Any, weights: Any) -> None:
    if y is None or y.dtype.kind not in "fiub":
        raise ValueError(f"y must hold numbers, and has type {None if y is None else y.dtype}. Try y.astype(float).")
    assert_all_finite(y, input_name="y")


def _keep(model: Any, X: Any, y: Any, look: Any) -> list[Any]:
    """Read the samples once, to check and count them; return what `look` says of each block of y."""
    dask: Any = importlib.import_module("dask")

    # Validate.
    model._validate_params()
    _refuse_metric(model)
    X = matrix(model, X, reset=True)
    if y is None and look is not None:
        raise ValueError(f"{type(model).__name__} requires y to be passed, but the target y is None.")
    bare = _bare(model)
    bare._fit_samples(np.ones((1, X.shape[1])))  # refuses what it would refuse
    targets = alike(type(model).__name__, X, y, "y")

    # Compute.
    task = partial(_look, model._finite(), look)
    looked = dask.compute(*[dask.delayed(part, pure=False)(task, *block, None) for block in _blocks(X, targets)])
    sizes = [0 if one is None else one[0] for one in looked]
    if not sum(sizes):
        raise ValueError("Found array with 0 sample(s), and a minimum of 1 is required. Give data with rows.")

    # Store.
    model.effective_metric_, model.effective_metric_params_ = bare.effective_metric_, bare.effective_metric_params_
    model._fit_X, model._fit_method, model._searched = X, bare._fit_method, Elsewhere()
    model._y, model._starts = targets, np.concatenate([[0], np.cumsum(sizes)])
    model.n_samples_fit_ = int(model._starts[-1])
    return [one[1] for one in looked if one is not None]


def _refuse_metric(model: Any) -> None:
    given = set(model.metric_params or {})
    needs = {"precomputed": "X", "seuclidean": "V", "mahalanobis": "VI"}.get(str(model.metric))
    if needs is not None and needs not in given | ({"VI"} if "V" in given else set()):
        remedy = "Try metric='euclidean'." if needs == "X" else f"Give metric_params={{{needs!r}: ...}}."
        raise TypeError(
            f"{type(model).__name__}.fit: metric={model.metric!r} depends on all samples at once, and is not supported "
            f"for data in parts. {remedy}"
        )


def _look(finite: Any, look: Any, X: Array, y: Any, weights: Any) -> tuple[int, Any]:
    assert_all_finite(X, allow_nan=finite == "allow-nan", input_name="X")
    return len(X), None if look is None else look(X, y, weights)


def _blocks(X: Any, targets: Any) -> list[tuple[Any, Any]]:
    blocks = X.to_delayed().ravel()
    others = [None] * len(blocks) if targets is None else targets.to_delayed().ravel()
    return list(zip(blocks, others, strict=True))


def _bare(model: Any) -> Any:
    """Return a copy that searches arrays in memory, in one thread (dask has its own) unless n_jobs says otherwise."""
    bare = copy.copy(model)
    for name in ("feature_names_in_", "_fit_X", "_y", "_starts", "_searched"):
        bare.__dict__.pop(name, None)
    bare.n_jobs = 1 if model.n_jobs is None else model.n_jobs
    return bare


def _nameless(model: Any) -> Any:
    """Return a copy that takes blocks, which have no names of features."""
    one = copy.copy(model)
    one.__dict__.pop("feature_names_in_", None)
    return one


def kneighbors(model: Any, X: Any = None, n_neighbors: int | None = None, return_distance: bool = True) -> Any:
    """Return distances and numbers of the nearest samples: lazily for dask's queries, at once for NumPy's."""
    da: Any = importlib.import_module("dask.array")

    queries, _, states, k = _near(model, "kneighbors", X, n_neighbors)
    dist = _joined(da, [s.dist for s in states], queries, np.empty((0, k)))
    at = _joined(da, [s.at for s in states], queries, np.empty((0, k), dtype=np.intp))
    wanted = (dist, at) if return_distance else (at,)
    if not (X is None or library_of(X)):
        wanted = da.compute(*wanted)
    return wanted if return_distance else wanted[0]


def predict(model: Any, X: Any) -> Any:
    """Return the class with most votes, or the mean."""
    return _answered(model, "predict", X)


def predict_proba(model: Any, X: Any) -> Any:
    """Return each class's share of the votes."""
    return _answered(model, "predict_proba", X)


def _answered(model: Any, method: str, X: Any) -> Any:
    """Find neighbours, with their targets, and let the method for arrays in memory say what follows from them."""
    da: Any = importlib.import_module("dask.array")
    from dask.delayed import delayed

    check_is_fitted(model, "_fit_method")
    if library_of(model._fit_X) is None:
        return getattr(by_rows, method)(model, X)
    queries, rows, states, k = _near(model, method, X, None)
    bare, kind = _bare(model), np.intp if hasattr(model, "classes_") else model._y.dtype
    table = model._y.ndim > 1
    some = np.ones((1, k))
    targets = np.zeros((1, k, model._y.shape[1] if table else 1), dtype=kind)
    probe = _answer(bare, method, table, None, np.ones((1, model.n_features_in_)), Near(some, some, some, targets))
    answer = delayed(_answer, pure=False)
    found = [answer(bare, method, table, probe[:0], *both) for both in zip(rows, states, strict=True)]
    lazy = _joined(da, found, queries, probe[:0])
    return lazy if X is None or library_of(X) else lazy.compute()


def _answer(bare: Any, method: str, table: bool, nothing: Any, rows: Array, near: Near) -> Array:
    if not len(rows):
        return np.asarray(nothing)
    assert near.targets is not None
    one = copy.copy(bare)
    one._searched, one.n_samples_fit_ = _Found(near), near.at.size
    one._y = near.targets.reshape(-1, near.targets.shape[2]) if table else near.targets.ravel()
    found: Array = getattr(one, method)(rows)
    return found


def _near(model: Any, method: str, X: Any, n_neighbors: int | None) -> tuple[Any, list[Any], list[Any], int]:
    """Return the queries, their blocks, the state of all samples for each block (these delayed), and how many count."""
    from dask.delayed import delayed

    check_is_fitted(model, "_fit_method")
    k, own = model._count(n_neighbors), X is None
    queries = model._fit_X if own else _queries(model, method, X)
    if k + own > model.n_samples_fit_:
        raise ValueError(
            f"Expected n_neighbors {'<' if own else '<='} n_samples_fit, but n_neighbors = {k}, n_samples_fit = "
            f"{model.n_samples_fit_}"
        )
    rows = [delayed(_rows, pure=False)(model._finite(), one) for one in queries.to_delayed().ravel()]
    bare = _bare(model)
    if library_of(model._fit_X) is None:
        whole = delayed(_nameless(model), pure=False)
        return queries, rows, [delayed(_in_memory, pure=False)(whole, k, one) for one in rows], k
    blocks = zip(_blocks(model._fit_X, model._y), model._starts, strict=False)
    ready = [delayed(_made_ready, pure=False)(bare, start, *block) for block, start in blocks]
    nearest, merge = delayed(_nearest, pure=False), partial(_merged, k + own)
    states = [in_a_tree([nearest(one, k + own, bare._threads(), queried) for one in ready], merge) for queried in rows]
    if own:
        drop = delayed(_without_themselves, pure=False)
        states = [drop(state, start) for state, start in zip(states, model._starts, strict=False)]
    return queries, rows, states, k


def _queries(model: Any, method: str, X: Any) -> Any:
    """Return queries as a dask array."""
    da: Any = importlib.import_module("dask.array")

    library = library_of(X)
    if library == "dask":
        return matrix(model, X, reset=False)
    if library is not None:
        refuse(library, model, method)
    rows = validate_data(model, X, reset=False, ensure_all_finite=model._finite())
    return da.from_array(rows, chunks=(_ROWS, -1))


def _rows(finite: Any, block: Any) -> Array:
    rows = np.ascontiguousarray(block)
    assert_all_finite(rows, allow_nan=finite == "allow-nan", input_name="X")
    return rows


def _in_memory(model: Any, k: int, rows: Array) -> Near:
    if not len(rows):
        return _nothing(k, None)
    dist, at = model.kneighbors(rows, k)
    return Near(dist, dist, at, None)


def _made_ready(bare: Any, start: int, X: Any, y: Any) -> tuple[Any, int, int, Array | None] | None:
    """Return a block of samples ready to be searched, how many they are, the number of the first, their targets."""
    return part(partial(_ready_block, bare, start), X, y, None)  # type: ignore[no-any-return]


def _ready_block(bare: Any, start: int, X: Array, y: Any, weights: Any) -> tuple[Any, int, int, Array | None]:
    one = copy.copy(bare)
    one._fit_samples(X)
    if y is not None:
        y = (np.searchsorted(bare.classes_, y) if hasattr(bare, "classes_") else y).reshape(len(X), -1)
    return one._searched, len(X), start, y


def _nearest(block: tuple[Any, int, int, Array | None] | None, k: int, threads: int | None, rows: Array) -> Near | None:
    """Return the state of one block of samples for some queries; None if it is empty."""
    if block is None:
        return None
    searched, n, start, y = block
    k = min(k, n)
    if not len(rows):
        return _nothing(k, y)
    if hasattr(searched, "ranked"):
        dist, at, ranks = searched.ranked(rows, k, threads)
    else:
        dist, at = searched.nearest(rows, k, threads)
        ranks = np.zeros_like(dist)
    return Near(dist, ranks, at + start, None if y is None else y[at])


def _nothing(k: int, y: Array | None) -> Near:
    none = np.empty((0, k))
    targets = None if y is None else np.empty((0, k, y.shape[1]), dtype=y.dtype)
    return Near(none, none, np.empty((0, k), dtype=np.intp), targets)


def _merged(k: int, a: Near, b: Near) -> Near:
    """Return the nearest of both; the samples of a come first in the order of the rows."""
    dist, ranks, at = (np.concatenate(both, axis=1) for both in ((a.dist, b.dist), (a.ranks, b.ranks), (a.at, b.at)))
    targets = None
    if a.targets is not None and b.targets is not None:
        targets = np.concatenate([a.targets, b.targets], axis=1)
    return Near(dist, ranks, at, targets).first(np.lexsort((ranks, dist), axis=1)[:, :k])


def _without_themselves(near: Near, start: int) -> Near:
    """Drop each sample from its own neighbours."""
    n, k = near.at.shape
    kept, _ = without_themselves(np.broadcast_to(np.arange(k), (n, k)), near.at, start)
    return near.first(kept)


def _joined(da: Any, blocks: list[Any], queries: Any, nothing: Array) -> Any:
    """Return the results for blocks of queries as one dask array."""
    parts = [
        da.from_delayed(block, shape=(n, *nothing.shape[1:]), dtype=nothing.dtype, meta=nothing)
        for block, n in zip(blocks, queries.chunks[0], strict=True)
    ]
    return da.concatenate(parts, axis=0, allow_unknown_chunksizes=True)
