"""Forests on samples in blocks: every tree may draw every row, so the forest is as good as in memory.

Rows that fit in a worker, as float32 and with what growing takes, are brought together there, in their order, and the
trees are those that are grown in memory, tree for tree: so many trees are grown side by side as there are workers. Of
rows that do not fit, those of each tree's nodes are: see `workings.backends.dask._forest_rounds`.

Half of a worker's memory may go to that, or three tenths beside blocks that it keeps. In each of its threads a row of p
features takes at most 24 p bytes, and 800 for nodes: those of the tree that is being grown, and of four that are done.
Trees are fetched as they are done.
"""

from __future__ import annotations

import copy
import importlib
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.validation import assert_all_finite

from workings.backends.dask._forest_blocks import Piece, prepared
from workings.backends.dask._forest_rounds import Field, grow_in_rounds
from workings.backends.dask._kept import Kept
from workings.backends.dask._learn import _classes_part, checked_classes, unsupported
from workings.backends.dask._room import Room, room
from workings.backends.dask._sources import Chunks, chunks, part
from workings.ensemble._grown import Problem, Trees
from workings.ensemble._votes import threads_of

Array = NDArray[Any]
# This share of a worker's memory may be taken by what trees are grown on: all rows, or some of them beside blocks that
# are kept for the next round.
_WHOLE, _BESIDE = 0.5, 0.3
# Bytes that growing trees takes, rounded up: for an entry of X; for a row's share of the nodes of a task's trees.
_ENTRY, _NODES = 24, 800
# With room for fewer rows nothing is grown in rounds: splits found on so few would cost accuracy.
_FEW = 1000
# So many trees are grown in one task, one after the other: the columns are sorted once for them.
_TREES = 4
_OUT_OF_BAG = ("oob_score_", "oob_prediction_", "oob_decision_function_", "_n_samples", "_sample_weight")


def fit_classes(model: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:
    """Grow classification trees."""
    # Validate.
    source = _begin(model, X, y, sample_weight)
    looked = _look_at(source, _counted)
    found = [one for one in looked if one is not None]
    classes = checked_classes(model, np.unique(np.concatenate([one[1] for one in found])))
    if model.monotonic_cst is not None and len(classes) > 2:
        raise ValueError("Monotonicity constraints are not supported with multiclass classification")
    total = np.zeros(len(classes))
    for _, some, weights in found:
        total[np.searchsorted(classes, some)] += weights
    worth = _worth(model, classes, total)
    weight = None if worth is None and not source.weighted else float((total if worth is None else total * worth).sum())

    # Compute.
    model.classes_, model.n_classes_, model.n_outputs_ = classes, len(classes), 1
    trees = _grow(model, source, looked, classes, worth, weight)

    # Store.
    _store(model, trees)
    return model


def fit_numbers(model: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:
    """Grow regression trees."""
    # Validate.
    source = _begin(model, X, y, sample_weight)
    looked = _look_at(source, _measured)
    found = [one for one in looked if one is not None]
    if model.criterion == "poisson":
        if min(one[1] for one in found) < 0:
            raise ValueError("Some value(s) of y are negative which is not allowed for Poisson regression.")
        if sum(one[2] for one in found) <= 0:
            raise ValueError("Sum of y is not strictly positive which is necessary for Poisson regression.")

    # Compute.
    model.n_outputs_ = found[0][3]
    weight = sum(one[4] for one in found) if source.weighted else None
    trees = _grow(model, source, looked, None, None, weight)

    # Store.
    _store(model, trees)
    return model


def _begin(model: Any, X: Any, y: Any, sample_weight: Any) -> Chunks:
    model._validate_params()
    if model.oob_score:
        unsupported(model, "oob_score", "Leave it out, and keep some blocks to judge the forest by.")
    if model.warm_start:
        unsupported(model, "warm_start=True", "Fit once, with all the trees.")
    if y is None:
        raise ValueError(f"{type(model).__name__} requires y to be passed, but the target y is None.")
    return chunks(model, X, y, sample_weight)


def _look_at(source: Chunks, look: Any) -> list[Any]:
    """Return what `look` says of each block, None for an empty one."""
    dask: Any = importlib.import_module("dask")

    task = dask.delayed(part, pure=False)
    looked: list[Any] = list(dask.compute(*[task(look, *block) for block in source.rows]))
    if all(one is None for one in looked):
        raise ValueError("Found array with 0 sample(s), and a minimum of 1 is required. Give data with rows.")
    return looked


def _counted(X: Array, y: Any, weights: Any) -> tuple[int, Array, Array]:
    """Return how many rows there are, their classes, and the weight of each class."""
    classes = _classes_part(X, y, weights)
    return len(X), classes, np.bincount(np.searchsorted(classes, y), weights, len(classes))


def _measured(X: Array, y: Any, weights: Any) -> tuple[int, float, float, int, float]:
    """Return how many rows there are, the least target, their sum, how many outputs there are, and the weight."""
    if y.dtype.kind not in "fiub":
        raise ValueError(f"y must hold numbers, and has type {y.dtype}. Try y.astype(float).")
    assert_all_finite(y, input_name="y")
    weight = float(len(X) if weights is None else weights.sum())
    return len(X), float(y.min()), float(y.sum(dtype=np.float64)), 1 if y.ndim == 1 else y.shape[1], weight


def _worth(model: Any, classes: Array, total: Array) -> Array | None:
    """Return how much a sample of each class counts, None if all count the same; total: the weight of each class."""
    wanted = model.class_weight
    if wanted is None or (wanted == "balanced_subsample" and model.bootstrap):
        return None
    if isinstance(wanted, str):
        with np.errstate(divide="ignore"):
            return np.where(total > 0.0, total.sum() / (len(classes) * total), 0.0)
    each: Array = compute_class_weight(wanted, classes=classes, y=classes)
    return each


def _rows_that_fit(model: Any, width: int, room: Room, share: float) -> float:
    """Return on how many rows a thread may grow trees, if it has a share of the worker's memory for them."""
    return share * room.bytes / room.threads / float(_ENTRY * model.n_features_in_ + 24 * width + _NODES)


def _grow(
    model: Any, source: Chunks, looked: list[Any], classes: Array | None, worth: Array | None, weight: float | None
) -> list[Any]:
    """Return the trees, in their order; weight: that of all rows, or None if all count the same."""
    trees, _ = model._planted()
    sizes = [0 if one is None else one[0] for one in looked]
    rows, place = sum(sizes), room()
    bare = copy.copy(model)
    bare.__dict__.pop("estimators_", None)  # of an earlier fit
    size = copy.copy(model)._drawn_from(rows, None if weight is None else np.array([weight]))
    width = model.n_outputs_ if classes is None else len(classes)
    if rows <= _rows_that_fit(model, width, place, _WHOLE):
        return _grow_side_by_side(bare, source, trees, classes, worth, place)
    fitting = _rows_that_fit(model, width, place, _BESIDE)
    if fitting < _FEW:
        raise MemoryError(
            f"{type(model).__name__}.fit: a thread of a worker has room for {int(fitting)} rows only. Give workers "
            "more memory, or fewer threads."
        )
    starts = np.cumsum([0, *sizes]).tolist()
    n_classes = np.array([1] * model.n_outputs_ if classes is None else [len(classes)], dtype=np.intp)
    rate = size / (rows if weight is None else weight) if size else None
    blocks = Kept(source, partial(prepared, bare, classes, worth))
    ground = Field(bare, blocks, starts, rows, n_classes, classes is not None, rate, int(fitting), place.slots)
    return grow_in_rounds(ground, trees)


def _grow_side_by_side(
    model: Any, source: Chunks, trees: list[Any], classes: Array | None, worth: Array | None, place: Room
) -> list[Any]:
    """Bring all rows to every worker that grows trees, and return the trees of memory."""
    dask: Any = importlib.import_module("dask")

    ready = partial(prepared, model, classes, worth)
    read = dask.delayed(part, pure=False)
    whole = dask.delayed(_joined, pure=False)([read(ready, *block) for block in source.rows]).persist()
    grow = dask.delayed(_grown, pure=False)
    many = max(1, min(_TREES, len(trees) // place.slots))
    grown: list[Any] = []
    for a in range(0, len(trees), many * place.slots):  # so no worker has to keep more than one task's trees
        now, tasks = trees[a : a + many * place.slots], []
        for number, i in enumerate(range(0, len(now), many)):
            with dask.annotate(**_there(place.workers, number)):
                tasks.append(grow(model, now[i : i + many], whole))
        for some in dask.compute(*tasks):
            grown += some
    return grown


def _there(workers: list[str], number: int) -> dict[str, Any]:
    """Return on which worker a task is wanted: by itself the scheduler leaves all where the rows are first."""
    return {"workers": [workers[number % len(workers)]], "allow_other_workers": True} if workers else {}


def _joined(pieces: list[Piece | None]) -> Piece:
    """Return the rows of all blocks, in their order."""
    X, targets, weights = zip(*[one for one in pieces if one is not None], strict=True)
    return Piece(
        np.concatenate(X),
        np.ascontiguousarray(np.concatenate(targets, axis=1)),
        None if weights[0] is None else np.concatenate(weights),
    )


def _grown(model: Any, trees: list[Any], piece: Piece) -> list[Any]:
    """Grow some trees on all rows, in one thread (dask has its own) unless n_jobs says otherwise."""
    X, targets, weights = piece
    classed, none = hasattr(model, "classes_"), np.empty((0, len(X)))
    problem = Problem(
        X=X,
        codes=targets if classed else none.astype(np.uint8),
        targets=none if classed else targets,
        n_classes=np.array([model.n_classes_] if classed else [1] * len(targets), dtype=np.intp),
        weights=weights,
        size=copy.copy(model)._drawn_from(len(X), weights),
        balanced=classed and model.class_weight == "balanced_subsample" and model.bootstrap,
    )
    trees = [copy.copy(tree) for tree in trees]  # a scheduler may hand out the same ones again
    Trees(problem, trees[0]).grow(trees, 1 if model.n_jobs is None else threads_of(model.n_jobs))
    return trees


def _store(model: Any, trees: list[Any]) -> None:
    for name in _OUT_OF_BAG:
        model.__dict__.pop(name, None)
    for tree in trees:
        model._name_classes(tree)
    model.estimators_ = trees
    model.estimator_ = model._tree(criterion=model.criterion)
