"""Grow a small tree with NumPy alone: the same tree as the kernels', bit for bit, without a second for loading Numba.

All features of a node are searched at once: a row for each, its samples sorted by it, running sums along the row, and
the score of every cut from them. The sums are taken in the order of the kernels, so that they round alike. What a node
is worth stands in `_small_scores`; the algorithm, with its sources, in `kernels/tree_growth.py`.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.kernels import tree_data as td
from workings.tree._small_scores import node_worth, scores_of_cuts, scores_of_draws

Array = NDArray[Any]

_WORD, _MIX = 2**64 - 1, 0xBF58476D1CE4E5B9
_TO_LEFT, _TO_RIGHT = 0x8BB84B93962EACC9, 0x2D358DCCAA6C78A5  # as in kernels/tree_growth.py


@dataclass
class _Node:
    """A node that grows; `key` is what its draws come from."""

    start: int
    size: int
    depth: int
    key: int
    lower: float
    upper: float
    weight: float
    impurity: float
    value: Array
    open: bool
    feature: int = -2
    threshold: float = -2.0
    missing_left: int = 0
    n_left: int = -1
    improvement: float = 0.0
    children: list[_Node] = field(default_factory=list)


def stirred(word: int) -> int:
    """Return the next word of SplitMix64, as the kernels do."""
    z = (word + 0x9E3779B97F4A7C15) & _WORD
    z = ((z ^ (z >> 30)) * _MIX) & _WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _WORD
    return z ^ (z >> 31)


def sorted_small(X: Array, members: Array) -> tuple[Array, Array]:
    """Return X's columns as float32, and for each the `members` sorted by it, missing values last."""
    columns = np.ascontiguousarray(X.T, dtype=np.float32)
    order = members[np.argsort(columns[:, members], axis=1, kind="stable")]
    return columns, np.ascontiguousarray(order)  # as the kernels want it, which may take over here


def grow_small(data: td.Samples, rules: td.Rules, draw: int) -> td.Nodes:
    """Return the nodes of the tree: depth first in preorder, or best first in the order in which they were made."""
    root = _make(data, rules, 0, 0, data.order.shape[1], 0, draw, -np.inf, np.inf)
    made = _best_first(data, rules, root) if rules.max_leaves > 0 else _depth_first(data, rules, root)
    numbers = {id(node): at for at, node in enumerate(made)}
    nodes = td.Nodes(np.zeros((len(made), td.INTS), np.int64), np.zeros((len(made), td.FLOATS)), None)
    for at, node in enumerate(made):
        ints, floats = nodes.ints[at], nodes.floats[at]
        ints[[td.LEFT, td.RIGHT]] = [numbers[id(child)] for child in node.children] or -1
        ints[[td.FEATURE, td.SIZE, td.MISSING_LEFT]] = node.feature, node.size, node.missing_left
        ints[[td.START, td.DEPTH, td.OPEN]] = node.start, node.depth, bool(node.children)
        ints[td.KEY], ints[td.N_LEFT] = np.uint64(node.key).astype(np.int64), node.n_left
        floats[[td.THRESHOLD, td.IMPURITY, td.WEIGHT]] = node.threshold, node.impurity, node.weight
        floats[[td.LOWER, td.UPPER, td.IMPROVEMENT]] = node.lower, node.upper, node.improvement
    return nodes._replace(values=np.stack([node.value for node in made]))


def _depth_first(data: td.Samples, rules: td.Rules, root: _Node) -> list[_Node]:
    made, stack = [], [root]
    while stack:
        node = stack.pop()
        made.append(node)
        if _split(data, rules, node):
            if any(child.open for child in node.children):
                _divide(data, node)
            stack += reversed(node.children)
    return made


def _best_first(data: td.Samples, rules: td.Rules, root: _Node) -> list[_Node]:
    """Split the node that gains most, of equals the one that was made first, until there are leaves enough."""
    made, leaves = [root], 1
    waiting = [(-root.improvement, 0, root)] if _split(data, rules, root) else []
    while waiting and leaves < rules.max_leaves:
        node = heapq.heappop(waiting)[2]
        leaves += 1
        _divide(data, node)
        for child in node.children:
            made.append(child)
            if _split(data, rules, child):
                heapq.heappush(waiting, (-child.improvement, len(made) - 1, child))
    for _, _, node in waiting:
        _close(node)
    return made


def _close(node: _Node) -> None:
    """Make a node a leaf again."""
    node.children, node.feature, node.threshold, node.missing_left, node.open = [], -2, -2.0, 0, False


def _make(
    data: td.Samples, rules: td.Rules, f: int, start: int, size: int, depth: int, key: int, lower: float, upper: float
) -> _Node:
    """Return a new node; its samples are order[f, start:start + size]."""
    weight, impurity, value = node_worth(data, rules, data.order[f, start : start + size])
    if len(rules.monotone):
        value[0] = min(max(value[0], lower), upper)
        if len(data.codes):
            value[1] = 1.0 - value[0]
    closed = depth >= rules.max_depth or size < max(rules.min_split, 2 * rules.min_leaf)
    closed = closed or weight < 2.0 * rules.min_weight or impurity <= float(td.EPSILON)
    return _Node(start, size, depth, key, lower, upper, weight, impurity, value, not closed)


def _split(data: td.Samples, rules: td.Rules, node: _Node) -> bool:
    """Find the best split of a node and make its children; return False, and leave a leaf, if nothing is gained."""
    found = _search(data, rules, node) if node.open else None
    if found is None:
        _close(node)
        return False
    f, node.n_left, missing_left, cut = found
    column, members = data.columns[f], data.order[f, node.start : node.start + node.size]
    gaps = bool(np.isnan(column[members[-1]]))
    node.feature, node.missing_left = f, missing_left if gaps else int(2 * node.n_left > node.size)
    if rules.drawn is not None:
        node.threshold = cut
    else:
        low, high = (float(one) for one in column[members[int(cut) : int(cut) + 2]])
        node.threshold = np.inf if np.isnan(high) else low / 2.0 + high / 2.0  # inf: the missing alone go right
    if gaps and node.missing_left:
        x = column[members]
        left = np.isnan(x) | (x <= np.float64(node.threshold))
        members[:] = np.concatenate([members[left], members[~left]])
    _make_children(data, rules, node)
    if node.improvement + td.EPSILON < rules.min_decrease:
        _close(node)
        return False
    return True


def _make_children(data: td.Samples, rules: td.Rules, node: _Node) -> None:
    f, start, n_left, depth = node.feature, node.start, node.n_left, node.depth + 1
    keys = stirred(node.key ^ _TO_LEFT), stirred(node.key ^ _TO_RIGHT)
    bounds = node.lower, node.upper
    left = _make(data, rules, f, start, n_left, depth, keys[0], *bounds)
    right = _make(data, rules, f, start + n_left, node.size - n_left, depth, keys[1], *bounds)
    direction = int(rules.monotone[f]) if len(rules.monotone) else 0
    if direction:
        middle = float(left.value[0] / 2.0 + right.value[0] / 2.0)
        below, above = (left, right) if direction > 0 else (right, left)
        below.upper, above.lower = middle, middle
    less = node.impurity - right.weight / node.weight * right.impurity
    less -= left.weight / node.weight * left.impurity
    node.improvement = node.weight / rules.total * less
    node.children = [left, right]


def _divide(data: td.Samples, node: _Node) -> None:
    """Bring the samples of the left child before those of the right one in all columns, both in order."""
    rows = data.order[:, node.start : node.start + node.size]
    goes = np.zeros(data.columns.shape[1], bool)
    goes[rows[node.feature, : node.n_left]] = True
    left = goes[rows]
    parts = [rows[side].reshape(len(rows), -1) for side in (left, ~left)]
    rows[:] = np.concatenate(parts, axis=1)


def _search(data: td.Samples, rules: td.Rules, node: _Node) -> tuple[int, int, int, float] | None:
    """Return the best split: feature, how many go left, whether missing values do, and the cut (or threshold)."""
    rows = data.order[:, node.start : node.start + node.size]
    visit = _choose_features(data, rules, rows, node.key)
    if not visit:
        return None
    if rules.drawn is not None:
        words = [stirred(node.key ^ (f * _MIX & _WORD)) for f, _ in visit]
        return scores_of_draws(data, rules, node, rows, visit, [(word, stirred(word)) for word in words])
    tries = []  # missing values go right, and then left
    for f, absent in visit:
        tries.append((f, 0, 0, rows[f]))
        if absent:
            tries.append((f, 1, absent, np.roll(rows[f], absent)))
    ways = np.stack([way for *_, way in tries])
    values = data.columns[np.array([f for f, *_ in tries])[:, None], ways]
    apart = ~(values[:, 1:] <= values[:, :-1] + td.CLOSE) & ~np.isnan(values[:, :-1])
    scores = scores_of_cuts(data, rules, node, rows[0], ways, [f for f, *_ in tries])
    scores = np.where(apart & (scores == scores), scores, -np.inf)
    at, i = divmod(int(scores.argmax()), node.size - 1)  # the first of equals
    if scores[at, i] == -np.inf:
        return None
    f, turn, lead, _ = tries[at]
    return f, i + 1, turn, float(i - lead)


def _choose_features(data: td.Samples, rules: td.Rules, rows: Array, key: int) -> list[tuple[int, int]]:
    """Return the features to try, in order, and how many values of each are missing; see `kernels/tree_nodes.py`."""
    p, size = rows.shape
    values = data.columns[np.arange(p)[:, None], rows]
    absent = np.isnan(values).sum(axis=1) if data.gappy.any() else np.zeros(p, np.int64)
    constant = (absent == size) | ((absent == 0) & (values[:, -1] <= values[:, 0] + td.CLOSE))
    if rules.max_features >= p:
        return [(f, int(absent[f])) for f in range(p) if not constant[f]]
    order, kept, word = list(range(p)), 0, stirred(key)
    for j in range(p):
        if j >= rules.max_features and kept > 0:
            break
        word = stirred(word)
        other = j + (((word >> 32) * (p - j)) >> 32)
        order[j], order[other] = order[other], order[j]
        if not constant[order[j]]:
            order[kept], order[j] = order[j], order[kept]
            kept += 1
    return [(f, int(absent[f])) for f in order[:kept]]
