"""Trees that are grown in pieces: what a task grows, how pieces are put together, and what the inner nodes then say."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workings.backends.dask._forest_blocks import Piece, gap
from workings.ensemble._grown import Problem, Trees
from workings.kernels import tree_data as td

Array = NDArray[Any]


class Job(NamedTuple):
    """Nodes that are to be grown: those of a tree, below a leaf that has been reached, from a number for its draws."""

    tree: Any
    rules: td.Rules
    draw: int


def stub() -> td.Nodes:
    """Return a tree that is a leaf."""
    ints = np.zeros((1, td.INTS), np.int64)
    ints[0, [td.LEFT, td.RIGHT, td.FEATURE]] = -1, -1, -2
    floats = np.zeros((1, td.FLOATS))
    floats[0, td.THRESHOLD] = -2.0
    return td.Nodes(ints, floats, np.zeros((1, 1)))


def grown(
    jobs: list[Job], numbers: Array, n_classes: Array, classed: bool, dealt: list[tuple[Piece, Array] | None]
) -> list[td.Nodes]:
    """Grow what one task grows; dealt: rows from each block, and the group of each; numbers: the groups of the jobs."""
    pieces, groups = zip(*[one for one in dealt if one is not None], strict=True)
    group = np.concatenate(groups)
    X, weights = np.concatenate([one.X for one in pieces]), np.concatenate([one.weights for one in pieces])
    targets = np.ascontiguousarray(np.concatenate([one.targets for one in pieces], axis=1))
    del pieces, dealt
    if len(jobs) == 1:
        return [_grown(jobs[0], n_classes, classed, Piece(X, targets, weights))]
    found = []
    for job, number in zip(jobs, numbers, strict=True):
        at = np.flatnonzero(group == number)
        piece = Piece(X[at], np.ascontiguousarray(targets[:, at]), weights[at])
        found.append(_grown(job, n_classes, classed, piece))
    return found


def _grown(job: Job, n_classes: Array, classed: bool, piece: Piece) -> td.Nodes:
    weights, none = piece.weights, np.empty((0, len(piece.X)))
    assert weights is not None
    tree = copy.copy(job.tree)  # a scheduler may hand out the same one again
    codes, targets = (piece.targets, none) if classed else (none.astype(np.uint8), piece.targets)
    trees = Trees(Problem(piece.X, codes, targets, n_classes, None, 0, False), tree)
    kind = tree._kind(bool(np.all(weights == 1.0))) if classed else tree._kind()
    return trees.nodes(job.rules._replace(kind=kind), weights, job.draw)


def grafted(nodes: td.Nodes, below: dict[int, td.Nodes]) -> td.Nodes:
    """Return a tree in which leaves have become trees; a root takes its leaf's row, other rows follow after all."""
    count = len(nodes.ints)
    width = max([nodes.values.shape[1], *(one.values.shape[1] for one in below.values())])
    top = td.Nodes(nodes.ints.copy(), nodes.floats.copy(), np.zeros((count, width)))
    top.values[:, : nodes.values.shape[1]] = nodes.values
    parts = [top]
    for at, one in sorted(below.items()):
        ints = one.ints.copy()
        for side in (td.LEFT, td.RIGHT):
            ints[:, side] += np.where(ints[:, side] >= 0, count - 1, 0)
        ints[:, td.DEPTH] += top.ints[at, td.DEPTH]
        for table, rows in zip(top, (ints, one.floats, one.values), strict=True):
            table[at] = rows[0]
        parts.append(td.Nodes(ints[1:], one.floats[1:], one.values[1:]))
        count += len(ints) - 1
    return td.Nodes(*(np.concatenate(tables) for tables in zip(*parts, strict=True)))


def impurities(shares: Array, criterion: str) -> Array:
    """Return the impurity of nodes from the shares of the classes."""
    if criterion == "gini":
        squares: Array = 1.0 - (shares * shares).sum(axis=1)
        return squares
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.where(shares > 0.0, shares * np.log2(shares), 0.0).sum(axis=1)  # type: ignore[no-any-return]


def summed(nodes: td.Nodes, inner: Array, criterion: str, classed: bool) -> td.Nodes:
    """Let inner nodes say what their children hold, and bring all into the order of a walk in depth.

    inner: rows whose numbers are those of a sample, children of which may be among them.
    """
    from workings.kernels.tree_growth import in_preorder
    from workings.tree._large import _rows

    ints, floats, values = nodes
    for at in inner[np.argsort(-ints[inner, td.DEPTH], kind="stable")]:
        both = ints[at, [td.LEFT, td.RIGHT]]
        weights = floats[both, td.WEIGHT]
        share = weights / weights.sum()
        values[at] = share @ values[both]
        ints[at, td.SIZE], floats[at, td.WEIGHT] = ints[both, td.SIZE].sum(), weights.sum()
        if classed:
            floats[at, td.IMPURITY] = impurities(values[at][None], criterion)[0]
        else:
            away = gap(values[both], values[at][None], criterion)
            floats[at, td.IMPURITY] = share @ (floats[both, td.IMPURITY] + away)
    return _rows(nodes, in_preorder(ints[:, td.LEFT].copy(), ints[:, td.RIGHT].copy()))
