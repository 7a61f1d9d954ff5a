"""Grow a tree by kernels on all threads: large nodes feature by feature, small subtrees side by side.

Which thread does what changes nothing: a node's split depends on its samples alone, its draws on its place in the tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.kernels import tree_best_first
from workings.kernels import tree_data as td
from workings.kernels import tree_growth as tg
from workings.kernels._lanes import LANES
from workings.kernels._threads import num_threads, run_blocks
from workings.kernels.tree_order import bring_near, sort_columns, transposed

Array = NDArray[Any]

# Nodes of fewer samples than this share of all, or than so many, are grown as subtrees, by one thread each.
_SHARE, _FEW = 10, 500
_OTHERS = (td.CLASS_SQUARES, td.CLASS_LOGS, td.TARGET_SQUARES, td.TARGET_LOGS)
# Neighbouring samples whose values are compared, and the share of equal ones from which there are many.
_LOOKED_AT, _MANY_TIES = 100, 0.15


def sorted_large(X: Array, members: Array) -> tuple[Array, Array]:
    """Return X's columns as float32, and for each the `members` sorted by it."""
    n, p = X.shape
    columns = np.empty((p, n), np.float32)
    run_blocks(lambda first, last: transposed(X, columns, first, last), n, pieces=4)
    order, bits = np.empty((p, len(members)), np.uint32), columns.view(np.uint32)
    run_blocks(lambda first, last: sort_columns(bits, members, order, first, last), p, pieces=4)
    return columns, order


def grow_large(data: td.Samples, rules: td.Rules, draw: int) -> td.Nodes:
    """Return the nodes of the tree: depth first in preorder, or best first in the order in which they were made."""
    width = max(1, data.codes.shape[0]) * rules.classes if data.codes.shape[0] else data.targets.shape[0]
    size = data.order.shape[1]
    most = 2 * size + 1
    if rules.max_depth < 40:
        most = min(most, 2 ** (rules.max_depth + 1) + 1)
    if rules.max_leaves > 0:
        most = min(2 * most, 4 * rules.max_leaves + 4)
    scratch = _scratch(data, rules, width, _tied(data))
    nodes, found = _tables(most, width), np.empty(td.FOUND)
    nodes.ints[0, td.KEY] = draw
    tg.work(tg.ROOT, data, rules, scratch, nodes, 0, 0, 0, found)
    if not nodes.ints[0, td.OPEN]:
        return td.Nodes(*(table[:1].copy() for table in nodes))
    if rules.max_leaves > 0:
        rows = tree_best_first.grow_best_first(data, rules, scratch, nodes, found)
        return td.Nodes(*(table[rows] for table in nodes))
    if size < 2 * _FEW:
        count = tg.work(tg.GROW, data, rules, scratch, nodes, 0, 0, 0, found)
        nodes = td.Nodes(*(table[:count] for table in nodes))
    else:
        nodes = _from_the_top(data, rules, scratch, nodes)
    return _rows(nodes, tg.in_preorder(nodes.ints[:, td.LEFT], nodes.ints[:, td.RIGHT]))


def _rows(nodes: td.Nodes, rows: Array) -> td.Nodes:
    """Return the nodes in the order of `rows`, and what they say of each other with them."""
    numbers = np.full(len(nodes.ints) + 1, -1)
    numbers[rows] = np.arange(len(rows))
    ints = nodes.ints[rows]
    for side in (td.LEFT, td.RIGHT):
        ints[:, side] = numbers[ints[:, side]]
    return td.Nodes(ints, nodes.floats[rows], nodes.values[rows])


def _tables(count: int, width: int) -> td.Nodes:
    return td.Nodes(np.empty((count, td.INTS), np.int64), np.empty((count, td.FLOATS)), np.empty((count, width)))


def _scratch(data: td.Samples, rules: td.Rules, width: int, tied: Array) -> td.Scratch:
    p, n = data.columns.shape
    size, best = data.order.shape[1], rules.drawn is None
    return td.Scratch(
        side=np.empty(n, np.uint8),
        spare=np.empty(size, np.uint32),
        stack=np.empty(size + 2, np.int64),
        visit=np.arange(p),
        absent=np.zeros(p, np.int64),
        sums=np.zeros((2, width)),
        ranks=np.empty((len(data.targets) if rules.kind == td.MEDIANS else 0, n), np.uint32),
        classes=1 if len(data.codes) else None,
        targets=1 if not len(data.codes) and rules.kind != td.MEDIANS else None,
        variance=1 if best and rules.kind == td.VARIANCE else None,
        other=1 if best and rules.kind in _OTHERS else None,
        even=bool(np.all((data.weights == 1.0) | (data.weights == 0.0))),
        tied=tied,
        **_search_room(rules, width, size),
    )


def _search_room(rules: td.Rules, width: int, size: int) -> dict[str, Any]:
    """Return what the search of some features writes to."""
    medians = rules.kind == td.MEDIANS
    return {
        "left": np.empty(rules.classes, np.int64),
        "left_sums": np.empty(width),
        "medians": np.empty((7, size)) if medians else None,
        "links": np.empty((2, size if medians else 0), np.int32),
        "way": np.empty(size if medians else 0, np.uint32),
        "starts": np.empty(2 * LANES, np.int64),
        "scores": np.empty(LANES),
        "cuts": np.empty(LANES, np.int64),
        "words": np.empty(2, np.int64),
    }


def _tied(data: td.Samples) -> Array:
    """Return for each feature whether many samples have the value of the next one."""
    at = np.linspace(0, max(data.order.shape[1] - 2, 0), _LOOKED_AT).astype(np.int64)
    after = np.minimum(at + 1, data.order.shape[1] - 1)
    rows = np.arange(len(data.order))[:, None]
    one, other = (data.columns[rows, data.order[:, places]] for places in (at, after))
    with np.errstate(invalid="ignore"):
        shares: Array = np.mean(other <= one + td.CLOSE, axis=1)
    return (shares > _MANY_TIES).astype(np.uint8)


def _from_the_top(data: td.Samples, rules: td.Rules, scratch: td.Scratch, top: td.Nodes) -> td.Nodes:
    """Split the large nodes one after the other, all threads on each; then grow the small ones, each on one thread."""
    small = max(data.order.shape[1] // _SHARE, _FEW)
    count, large, subtrees = 1, [0], []
    while large:
        at = large.pop()
        outcome = _split(data, rules, scratch, top, at, count)
        if outcome == 0:
            continue
        if outcome == 2:
            _divide(data, rules, scratch, top, at)
        for child in (count + 1, count):
            if not top.ints[child, td.OPEN]:
                top.ints[child, [td.LEFT, td.RIGHT, td.FEATURE, td.MISSING_LEFT]] = -1, -1, -2, 0
                top.floats[child, td.THRESHOLD] = -2.0
            elif top.ints[child, td.SIZE] >= small:
                large.append(child)
            else:
                subtrees.append(child)
        count += 2
    return _with_subtrees(data, rules, scratch, top, count, subtrees)


def _split(data: td.Samples, rules: td.Rules, scratch: td.Scratch, nodes: td.Nodes, at: int, left: int) -> int:
    """Split a node, its features shared among the threads; see `tree_growth` for what is returned."""
    count = tg.work(tg.PREPARE, data, rules, scratch, nodes, at, 0, 0, np.empty(td.FOUND))
    bests: dict[int, Array] = {}

    def search(first: int, last: int) -> None:
        mine = scratch._replace(**_search_room(rules, nodes.values.shape[1], int(nodes.ints[at, td.SIZE])))
        found = np.empty(td.FOUND)
        tg.work(tg.SEARCH, data, rules, mine, nodes, at, first * LANES, min(last * LANES, count), found)
        bests[first] = found

    groups = -(-count // LANES)
    run_blocks(search, groups, pieces=groups)
    best = np.full(td.FOUND, -np.inf)
    for first in sorted(bests):
        if bests[first][td.SCORE] > best[td.SCORE]:
            best = bests[first]
    outcome: int = tg.work(tg.TAKE, data, rules, scratch, nodes, at, left, left + 1, best)
    return outcome


def _divide(data: td.Samples, rules: td.Rules, scratch: td.Scratch, nodes: td.Nodes, at: int) -> None:
    """Divide all columns of a node but that of its split, the columns shared among the threads."""

    def divide(first: int, last: int) -> None:
        mine = scratch._replace(spare=np.empty(nodes.ints[at, td.SIZE], np.uint32))
        tg.work(tg.DIVIDE, data, rules, mine, nodes, at, first, last, np.empty(td.FOUND))

    run_blocks(divide, len(data.order), pieces=4)


def _with_subtrees(
    data: td.Samples, rules: td.Rules, scratch: td.Scratch, top: td.Nodes, count: int, subtrees: list[int]
) -> td.Nodes:
    """Grow the subtrees below the top, the largest first, and put all together."""
    subtrees = sorted(subtrees, key=lambda at: -int(top.ints[at, td.SIZE]))
    grown: dict[int, tuple[Array, Array, Array]] = {}
    todo: Iterator[int] = iter(subtrees)
    width = top.values.shape[1]

    def work(_first: int, _last: int) -> None:
        places = np.empty(data.columns.shape[1], np.uint32)
        for at in todo:
            start, size = top.ints[at, [td.START, td.SIZE]]
            members, near = _brought_near(data, int(start), int(size), places)
            below = _tables(2 * int(size) + 1, width)
            for table, rows in zip(below, top, strict=True):
                table[0] = rows[at]
            below.ints[0, td.START] = 0
            mine = _scratch(near, rules, width, scratch.tied)
            made = tg.work(tg.GROW, near, rules, mine, below, 0, 0, 0, np.empty(td.FOUND))
            below.ints[:made, td.START] += start
            data.order[0, start : start + size] = members[near.order[0]]
            grown[at] = (below.ints[:made], below.floats[:made], below.values[:made])

    run_blocks(work, num_threads())
    work(0, 0)
    parts = [tuple(table[:count] for table in top)]
    for at in subtrees:
        ints, floats, values = grown[at]
        shift = count - 1  # its root takes the row that it has among the top, and the others follow
        for side in (td.LEFT, td.RIGHT):
            ints[:, side] += np.where(ints[:, side] >= 0, shift, 0)
        for table, rows in zip(top, (ints, floats, values), strict=True):
            table[at] = rows[0]
        parts.append((ints[1:], floats[1:], values[1:]))
        count += len(ints) - 1
    return td.Nodes(*(np.concatenate(tables) for tables in zip(*parts, strict=True)))


def _brought_near(data: td.Samples, start: int, size: int, places: Array) -> tuple[Array, td.Samples]:
    """Return the samples of a node, and what is known of them alone: then it lies side by side.

    places: room for one number a sample.
    """
    members, p = np.sort(data.order[0, start : start + size]), len(data.columns)
    near = data._replace(
        columns=np.empty((p, size), np.float32),
        order=np.empty((p, size), np.uint32),
        codes=np.empty((len(data.codes), size), data.codes.dtype),
        targets=np.empty((len(data.targets), size)),
        weights=np.empty(size),
    )
    bring_near(data, near, members, places, start)
    return members, near
