r"""What a block does for a forest whose rows do not fit in a worker: draw its rows, and say in which leaves they are.

How often row r counts in a tree is drawn from the tree's seed and r alone, so it is the same however the rows are cut.
Of n draws from n rows each is drawn B(n, 1/n) times; here that is the Poisson distribution of the same mean, which for
so many rows is as good as the same. Its rate is that of the draws, times the row's weight if rows have some.

Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011 (numbers from counters).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtr, pdtrik

from workings.tree._apply import leaves_of
from workings.tree._base import Tree

Array = NDArray[Any]

# Above this rate a number is found by the inverse of the distribution, below by adding up its terms.
_LARGE = 30.0


class Piece(NamedTuple):
    """Rows as float32, numbers of classes or targets (outputs, rows), weights or None."""

    X: Array
    targets: Array
    weights: Array | None


class Plan(NamedTuple):
    """What a block must know of a tree.

    seed: of its draws. rate: how often a row of weight 1 is drawn; None: all rows are taken. factors: by what rows of
    each class are multiplied, None by nothing. top: the part that has been grown, one leaf at first.
    """

    seed: int
    rate: float | None
    factors: Array | None
    top: Any


class Seen(NamedTuple):
    """What the nodes of a tree hold: different rows (of each class), weight, value (shares, or means), and impurity."""

    size: Array
    weight: Array
    value: Array
    impurity: Array


class Wanted(NamedTuple):
    """Rows of which leaves a tree hands out.

    group: for each node the number of a group, -1 for none. rates: (nodes, classes or 1), how likely a row is taken,
    which then counts as many times more; None: all are.
    """

    group: Array
    rates: Array | None


def prepared(model: Any, classes: Array | None, worth: Array | None, X: Array, y: Any, weights: Any) -> Piece:
    """Return a block as trees are grown on it; worth: by what the rows of each class are multiplied, or None."""
    with np.errstate(over="ignore"):
        X = np.ascontiguousarray(X, dtype=np.float32)
    Tree._check_values(model, X)
    if classes is None:
        return Piece(X, np.ascontiguousarray(y.reshape(len(X), -1).T, dtype=np.float64), weights)
    codes = np.searchsorted(classes, y)
    if worth is not None:
        weights = worth[codes] if weights is None else weights * worth[codes]
    return Piece(X, codes[None].astype(np.uint8 if len(classes) <= 256 else np.int32), weights)


def uniforms(seed: int, stream: int, first: int, count: int) -> Array:
    """Return one number in [0, 1) for each of `count` rows from `first` on, which depends on nothing else."""
    four = np.random.Philox(key=np.array([seed, stream], np.uint64), counter=first // 4)
    numbers: Array = np.random.Generator(four).random(count + first % 4)[first % 4 :]
    return numbers


def poisson(u: Array, rate: Array) -> Array:
    """Return for each u the least k whose distribution function is above u; the rates are as many as there are u."""
    term = np.exp(-np.minimum(rate, _LARGE))
    below, found = term.copy(), np.zeros(len(u))
    todo = np.flatnonzero((u >= below) & (rate <= _LARGE))
    while len(todo):
        found[todo] += 1.0
        term[todo] *= rate[todo] / found[todo]
        more = below[todo] + term[todo]
        # Where adding changes nothing any more, u lies in what rounding has left over.
        going = (u[todo] >= more) & (more > below[todo])
        below[todo] = more
        todo = todo[going]
    large = np.flatnonzero(rate > _LARGE)
    if len(large):
        k = np.floor(pdtrik(u[large], rate[large]))
        found[large] = k + (pdtr(k, rate[large]) <= u[large])
    return found


def times(piece: Piece, plan: Plan, first: int) -> Array:
    """Return how much each row counts in a tree, 0 if it was not drawn; first: the number of the first row."""
    n = len(piece.X)
    if plan.rate is None:
        return np.ones(n) if piece.weights is None else piece.weights
    rates = np.full(n, plan.rate) if piece.weights is None else plan.rate * piece.weights
    drawn = poisson(uniforms(plan.seed, 0, first, n), rates)
    return drawn if plan.factors is None else drawn * plan.factors[piece.targets[0]]


def leaves(piece: Piece, plan: Plan) -> Array:
    """Return the node of the tree's top in which each row is."""
    if plan.top.node_count == 1:
        return np.zeros(len(piece.X), np.int64)
    found: Array = leaves_of(plan.top, piece.X)
    return found


def seen(piece: Piece | None, about: tuple[list[int], list[Plan], int, str], i: int) -> list[Seen] | None:
    """Return what the leaves of all tops hold of a block; about: first rows, trees, classes (0: numbers), criterion."""
    if piece is None:
        return None
    starts, plans, n_classes, criterion = about
    found = []
    for plan in plans:
        weights, nodes = times(piece, plan, starts[i]), plan.top.node_count
        at = np.flatnonzero(weights > 0.0)
        leaf, weights = leaves(piece, plan)[at], weights[at]
        weight = np.bincount(leaf, weights, nodes)
        some = np.where(weight > 0.0, weight, 1.0)
        if n_classes:
            place, shape = leaf * n_classes + piece.targets[0][at], (nodes, n_classes)
            size = np.bincount(place, minlength=nodes * n_classes).reshape(shape)
            value = np.bincount(place, weights, nodes * n_classes).reshape(shape) / some[:, None]
            found.append(Seen(size, weight, value, np.zeros(nodes)))
            continue
        size, targets = np.bincount(leaf, minlength=nodes)[:, None], piece.targets[:, at]
        value = np.stack([np.bincount(leaf, weights * one, nodes) for one in targets], axis=1) / some[:, None]
        away = gap(targets.T, value[leaf], criterion)
        found.append(Seen(size, weight, value, np.bincount(leaf, weights * away, nodes) / some))
    return found


def gap(values: Array, mean: Array, criterion: str) -> Array:
    """Return how much values add to the impurity around their mean; both (rows, outputs)."""
    if criterion != "poisson":
        away: Array = ((values - mean) ** 2).mean(axis=1)
        return away
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(values > 0.0, values * np.log(values / mean), 0.0)
    return logs.mean(axis=1)  # type: ignore[no-any-return]


def together(criterion: str, a: list[Seen], b: list[Seen]) -> list[Seen]:
    """Return what leaves hold of two lots of rows, for each tree."""
    return [_both(criterion, one, other) for one, other in zip(a, b, strict=True)]


def _both(criterion: str, a: Seen, b: Seen) -> Seen:
    weight = a.weight + b.weight
    some = np.where(weight > 0.0, weight, 1.0)
    value = (a.weight[:, None] * a.value + b.weight[:, None] * b.value) / some[:, None]
    spread = sum(one.weight * (one.impurity + gap(one.value, value, criterion)) for one in (a, b))
    return Seen(a.size + b.size, weight, value, spread / some)


def dealt(
    piece: Piece | None, about: tuple[list[int], list[tuple[Plan, Wanted]], int, list[Array]], i: int
) -> list[tuple[Piece, Array] | None]:
    """Return the rows of a block for each task, and to which group each of them belongs; None: it has no rows.

    about: first rows, trees and what is wanted of them, the stream of chance, and the groups of each task.
    """
    starts, trees, stream, tasks = about
    if piece is None:
        return [None] * len(tasks)
    rows, groups, weights = [], [], []
    for plan, wanted in trees:
        count = times(piece, plan, starts[i])
        leaf = leaves(piece, plan)
        group = wanted.group[leaf]
        take = (group >= 0) & (count > 0.0)
        if wanted.rates is not None:
            column = piece.targets[0] if wanted.rates.shape[1] > 1 else 0
            rate = wanted.rates[leaf, column]
            take &= uniforms(plan.seed, stream, starts[i], len(count)) < rate
            count = count / np.where(take, rate, 1.0)
        at = np.flatnonzero(take)
        rows.append(at)
        groups.append(group[at])
        weights.append(count[at])
    row, group, weight = np.concatenate(rows), np.concatenate(groups), np.concatenate(weights)
    order = np.argsort(group, kind="stable")
    sorted_groups = group[order]
    found: list[tuple[Piece, Array] | None] = []
    for mine in tasks:  # groups of a task follow one another
        some = order[slice(*np.searchsorted(sorted_groups, [mine[0], mine[-1] + 1]))]
        at = row[some]
        found.append((Piece(piece.X[at], piece.targets[:, at], weight[some]), group[some]))
    return found
