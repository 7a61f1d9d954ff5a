"""Forests on samples in blocks: trees per part, where every part is a random draw of all rows.

A tree that saw one block alone would know what that block holds, and blocks often are a month, a place, a class. So the
rows are dealt first: every block shuffles its own, and deals them in turn to as many hands as there are blocks. A part
is some of these hands, so it is without bias whatever the order of the rows. Tree t is grown on part t mod (number of
parts), by the code for arrays in memory, where it draws its bootstrap sample. With one block the forest is that in
memory, tree for tree.

Parts hold float32, and by default get as many hands as fill 32 MiB, or the bytes of a block if these are more; growing
takes four times that. What more rows would teach a tree, it does not learn then: larger blocks make better forests.
``max_samples`` may ask for more: a part has at least so many rows, or such a share of all rows, whatever memory that
takes; with ``max_samples=1.0`` every tree may draw every row, as in memory.

Rows travel once, to parts that hardly overlap. Hands that no part needs, for want of trees, stay where they are.
"""

from __future__ import annotations

import copy
import importlib
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import check_random_state
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.validation import assert_all_finite

from workings.backends.dask._learn import _classes_part, checked_classes, unsupported
from workings.backends.dask._sources import Chunks, chunks, part
from workings.ensemble._bootstrap import draw_size
from workings.ensemble._grown import Problem, Trees
from workings.ensemble._votes import threads_of
from workings.tree._base import Tree

Array = NDArray[Any]
# What a block gives to a part: rows as float32, numbers of classes or targets (outputs, rows), weights or None.
Piece = tuple[Array, Array, Array | None]

# So many bytes of samples a part may have, however small the blocks are.
_BYTES = 1 << 25
# So many trees are grown in one task, one after the other: the columns of their part are sorted once for them.
_TREES = 8
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


@dataclass
class Parts:
    """How many hands are dealt, how many a part holds, and which is the first of each part."""

    hands: int
    times: int
    starts: list[int]


def _parts(model: Any, sizes: list[int], weight: float | None, itemsize: int) -> Parts:
    """Return the parts; a wish for `max_samples` of all rows becomes a number of rows, to be drawn from a part."""
    rows = sum(sizes)
    hands = min(sum(size > 0 for size in sizes), rows)
    in_hand = 4 * model.n_features_in_ * rows // hands
    times = min(hands, max(itemsize // 4, _BYTES // max(1, in_hand)))
    if model.bootstrap and model.max_samples is not None:
        model.max_samples = draw_size(rows, model.max_samples, None if weight is None else np.array([weight]))
        times = min(hands, -(-model.max_samples * hands // rows))
    used = min(model.n_estimators, -(-hands // times))
    return Parts(hands, times, [g * hands // used for g in range(used)])


def _grow(
    model: Any, source: Chunks, looked: list[Any], classes: Array | None, worth: Array | None, weight: float | None
) -> list[Any]:
    """Deal the rows, and grow the trees on the parts; return them in their order."""
    dask: Any = importlib.import_module("dask")

    trees, _ = model._planted()
    seed = int(check_random_state(model.random_state).randint(np.iinfo(np.int32).max))
    sizes = [0 if one is None else one[0] for one in looked]
    bare = copy.copy(model)
    bare.__dict__.pop("estimators_", None)  # of an earlier fit
    parts = _parts(bare, sizes, weight, source.dtype.itemsize)
    used = len(parts.starts)
    pieces: list[list[Any]] = [[] for _ in range(used)]
    start, deal = 0, dask.delayed(part, pure=False)
    for block, size in zip(source.rows, sizes, strict=True):
        if size:
            order = [seed, start] if parts.hands > 1 else None
            task = partial(_dealt, bare, classes, worth, order, start, parts)
            dealt = deal(task, *block)
            for g in range(used):
                pieces[g].append(dealt[g])
        start += size
    joined, grown = dask.delayed(_joined, pure=False), dask.delayed(_grown, pure=False)
    tasks, numbers = [], []
    for g in range(used):
        whole = joined(pieces[g])
        mine = range(g, len(trees), used)
        for a in range(0, len(mine), _TREES):
            some = mine[a : a + _TREES]
            tasks.append(grown(bare, [trees[t] for t in some], whole))
            numbers.append(some)
    for some, made in zip(numbers, dask.compute(*tasks), strict=True):
        for t, tree in zip(some, made, strict=True):
            trees[t] = tree
    return list(trees)


def _dealt(
    model: Any,
    classes: Array | None,
    worth: Array | None,
    seed: Any,
    start: int,
    parts: Parts,
    X: Array,
    y: Any,
    weights: Any,
) -> list[Piece]:
    """Shuffle the rows of a block, deal them, and return what each part gets.

    Row r of all, counted after the shuffle, goes to hand r mod hands, so that hands differ by one row at most.
    """
    with np.errstate(over="ignore"):
        X = X.astype(np.float32)
    Tree._check_values(model, X)
    if classes is None:
        targets = np.ascontiguousarray(y.reshape(len(X), -1).T, dtype=np.float64)
    else:
        codes = np.searchsorted(classes, y)
        targets = codes[None].astype(np.uint8 if len(classes) <= 256 else np.int32)
        if worth is not None:
            weights = worth[codes] if weights is None else weights * worth[codes]
    order = np.arange(len(X)) if seed is None else np.random.default_rng(seed).permutation(len(X))
    hand = (start + np.arange(len(X))) % parts.hands
    mine = [order[(hand - first) % parts.hands < parts.times] for first in parts.starts]
    return [(X[at], targets[:, at], None if weights is None else weights[at]) for at in mine]


def _joined(pieces: list[Piece]) -> Piece:
    """Return a part."""
    X, targets, weights = zip(*pieces, strict=True)
    return (
        np.concatenate(X),
        np.ascontiguousarray(np.concatenate(targets, axis=1)),
        None if weights[0] is None else np.concatenate(weights),
    )


def _grown(model: Any, trees: list[Any], piece: Piece) -> list[Any]:
    """Grow some trees on a part, in one thread (dask has its own) unless n_jobs says otherwise."""
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
