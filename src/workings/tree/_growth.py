"""Grow a tree on all threads: large nodes feature by feature, small subtrees side by side.

Which thread does what changes nothing: a node's split depends on its samples alone, its draws on its place in the tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.kernels import tree_data as td
from workings.kernels import tree_growth as tg
from workings.kernels._threads import num_threads, run_blocks
from workings.kernels.tree_order import sort_columns, transposed

Array = NDArray[Any]

# Nodes of fewer samples than this share of all, or than so many, are grown as subtrees, by one thread each.
_SHARE, _FEW = 10, 500


def sorted_samples(X: Array, members: Array) -> tuple[Array, Array]:
    """Return X's columns as float32, and for each the `members` sorted by it."""
    n, p = X.shape
    columns = np.empty((p, n), np.float32)
    run_blocks(lambda first, last: transposed(X, columns, first, last), n, pieces=4)
    order, bits = np.empty((p, len(members)), np.uint32), columns.view(np.uint32)
    run_blocks(lambda first, last: sort_columns(bits, members, order, first, last), p, pieces=4)
    return columns, order


def grow(data: td.Samples, rules: td.Rules, draw: int) -> td.Nodes:
    """Return the nodes of the tree: depth first in preorder, or best first in the order in which they were made."""
    width = max(1, data.codes.shape[0]) * rules.classes if data.codes.shape[0] else data.targets.shape[0]
    size = data.order.shape[1]
    most = 2 * size + 1
    if rules.max_depth < 40:
        most = min(most, 2 ** (rules.max_depth + 1) + 1)
    root = _tables(1, width)
    tg.make_root(data, rules, root, np.uint64(draw))
    if not root.ints[0, td.OPEN]:
        return root
    if rules.max_leaves > 0:
        most = min(2 * most, 4 * rules.max_leaves + 4)
        return td.Nodes(*tg.grow_best_first(data, rules, _scratch(data, rules, width), root, most))
    if num_threads() == 1 or size < 2 * _FEW:
        nodes = td.Nodes(*tg.grow(data, rules, _scratch(data, rules, width), root, most))
    else:
        nodes = _from_the_top(data, rules, root, width)
    rows = tg.in_preorder(nodes.ints[:, td.LEFT], nodes.ints[:, td.RIGHT])
    return _rows(nodes, rows)


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


def _scratch(data: td.Samples, rules: td.Rules, width: int) -> td.Scratch:
    p, n = data.columns.shape
    size = data.order.shape[1]
    medians = rules.kind == td.MEDIANS
    return td.Scratch(
        side=np.empty(n, np.uint8),
        spare=np.empty(size, np.uint32),
        visit=np.arange(p),
        absent=np.zeros(p, np.int64),
        sums=np.zeros((2, width)),
        medians=np.empty((7, size if medians else 0)),
        ranks=np.empty((len(data.targets) if medians else 0, n), np.uint32),
    )


def _from_the_top(data: td.Samples, rules: td.Rules, root: td.Nodes, width: int) -> td.Nodes:
    """Split the large nodes one after the other, all threads on each; then grow the small ones, each on one thread."""
    size, p = data.order.shape[1], data.order.shape[0]
    small = max(size // _SHARE, _FEW)
    scratch = _scratch(data, rules, width)
    top, count, large, subtrees = _tables(4 * size // small + 64, width), 1, [0], []
    for table, first in zip(top, root, strict=True):
        table[0] = first[0]
    while large:
        at = large.pop()
        if count + 2 > len(top.ints):
            top = td.Nodes(*(np.concatenate([table, np.empty_like(table)]) for table in top))
        outcome = _split(data, rules, scratch, top, at, count)
        if outcome == 0:
            continue
        start, members, feature = (int(top.ints[at, i]) for i in (td.START, td.SIZE, td.FEATURE))
        if outcome == 2:
            _divide(data, scratch, start, members, feature, p)
        for child in (count + 1, count):
            if not top.ints[child, td.OPEN]:
                top.ints[child, [td.LEFT, td.RIGHT, td.FEATURE, td.MISSING_LEFT]] = -1, -1, -2, 0
                top.floats[child, td.THRESHOLD] = -2.0
            elif top.ints[child, td.SIZE] >= small:
                large.append(child)
            else:
                subtrees.append(child)
        count += 2
    return _with_subtrees(data, rules, top, count, subtrees, width)


def _split(data: td.Samples, rules: td.Rules, scratch: td.Scratch, nodes: td.Nodes, at: int, left: int) -> int:
    """Split a node, its features shared among the threads; see `tree_growth.take` for what is returned."""
    count = tg.prepare(data, rules, scratch, nodes, at)
    bests: dict[int, Array] = {}

    def search(first: int, last: int) -> None:
        mine = scratch
        if rules.kind == td.MEDIANS:
            mine = scratch._replace(medians=np.empty_like(scratch.medians))
        found = np.empty(td.FOUND)
        tg.scan(data, rules, mine, nodes, at, first, last, found)
        bests[first] = found

    run_blocks(search, count, pieces=4)
    best = np.full(td.FOUND, -np.inf)
    for first in sorted(bests):
        if bests[first][td.SCORE] > best[td.SCORE]:
            best = bests[first]
    outcome: int = tg.take(data, rules, scratch, nodes, at, left, left + 1, best)
    return outcome


def _divide(data: td.Samples, scratch: td.Scratch, start: int, members: int, feature: int, p: int) -> None:
    def divide(first: int, last: int) -> None:
        mine = scratch._replace(spare=np.empty(members, np.uint32))
        tg.divide_columns(data, mine, start, members, feature, first, last)

    run_blocks(divide, p, pieces=4)


def _with_subtrees(
    data: td.Samples, rules: td.Rules, top: td.Nodes, count: int, subtrees: list[int], width: int
) -> td.Nodes:
    """Grow the subtrees below the top, the largest first, and put all together."""
    subtrees = sorted(subtrees, key=lambda at: -int(top.ints[at, td.SIZE]))
    grown: dict[int, tuple[Array, Array, Array]] = {}
    todo: Iterator[int] = iter(subtrees)

    def work(_first: int, _last: int) -> None:
        mine = _scratch(data, rules, width)
        for at in todo:
            seed = td.Nodes(*(table[at : at + 1].copy() for table in top))
            grown[at] = tg.grow(data, rules, mine, seed, 2 * int(top.ints[at, td.SIZE]) + 1)

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
