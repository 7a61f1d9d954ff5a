r"""Minimal cost-complexity pruning: cut the weakest link, again and again.

The cost of a subtree T is :math:`R_\alpha(T) = R(T) + \alpha |T|`, with R(T) the weighted impurities of its leaves and
:math:`|T|` their number. A node t costs as much as the subtree :math:`T_t` below it when
:math:`\alpha = (R(t) - R(T_t)) / (|T_t| - 1)`; the node with the least such alpha is the weakest link: cut first.

Source: Breiman, Friedman, Olshen, Stone, Classification and Regression Trees (1984), chapter 3.3.
"""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.tree._arrays import from_table

Array = NDArray[Any]


class _Links:
    """The inner nodes of a tree that is being cut."""

    def __init__(self, tree: Any) -> None:
        self.left, self.right = tree.children_left.tolist(), tree.children_right.tolist()
        count = len(self.left)
        self.parent = [-1] * count
        weights = tree.weighted_n_node_samples
        self.risk: list[float] = (weights * tree.impurity / weights[0]).tolist()
        self.below, self.leaves, self.cuts = list(self.risk), [1] * count, [0] * count
        self.heap: list[tuple[float, int, int]] = []
        for at in range(count - 1, -1, -1):  # children have higher numbers than their parent
            left, right = self.left[at], self.right[at]
            if left >= 0:
                self.parent[left] = self.parent[right] = at
                self.below[at] = self.below[left] + self.below[right]
                self.leaves[at] = self.leaves[left] + self.leaves[right]
                self._enter(at)
        heapq.heapify(self.heap)

    def _enter(self, at: int) -> None:
        alpha = (self.risk[at] - self.below[at]) / (self.leaves[at] - 1)
        heapq.heappush(self.heap, (alpha, at, self.cuts[at]))

    def weakest(self) -> tuple[float, int] | None:
        """Return the weakest link's alpha and node, of equals the lowest number; None: only a leaf is left."""
        while self.heap and (self.left[self.heap[0][1]] < 0 or self.cuts[self.heap[0][1]] != self.heap[0][2]):
            heapq.heappop(self.heap)  # of a node that has been cut, or of its state before a cut below it
        return self.heap[0][:2] if self.heap else None

    def cut(self, at: int) -> None:
        """Make node `at` a leaf."""
        risk, leaves = self.risk[at] - self.below[at], self.leaves[at] - 1
        todo = [at]
        while todo:
            one = todo.pop()
            if self.left[one] >= 0:
                todo += [self.left[one], self.right[one]]
                self.left[one] = self.right[one] = -1
        while at >= 0:
            self.below[at] += risk
            self.leaves[at] -= leaves
            self.cuts[at] += 1
            if self.left[at] >= 0:
                self._enter(at)
            at = self.parent[at]


def pruning_path(tree: Any) -> tuple[Array, Array]:
    """Return the alphas at which links are cut, one by one, and the weighted impurity of the leaves after each.

    Both begin with the whole tree, at 0.
    """
    links = _Links(tree)
    alphas, impurities = [0.0], [links.below[0]]
    while (link := links.weakest()) is not None:
        links.cut(link[1])
        alphas.append(max(link[0], alphas[-1]))  # rounding alone could let it fall
        impurities.append(links.below[0])
    return np.array(alphas), np.array(impurities)


def pruned(tree: Any, alpha: float, n_classes: Array) -> Any:
    """Return the tree with every link cut that is not stronger than `alpha`."""
    links = _Links(tree)
    while (link := links.weakest()) is not None and link[0] <= alpha:
        links.cut(link[1])
    kept, depth, numbers = [], np.zeros(len(links.left), np.int64), np.full(len(links.left) + 1, -1)
    alive = np.zeros(len(links.left), bool)
    alive[0] = True
    for at in range(len(links.left)):
        if alive[at]:
            kept.append(at)
            both = [links.left[at], links.right[at]]
            if both[0] >= 0:
                alive[both], depth[both] = True, depth[at] + 1
    numbers[kept] = np.arange(len(kept))
    state = tree.__getstate__()
    table = state["nodes"][kept].copy()
    left, right = np.array(links.left)[kept], np.array(links.right)[kept]
    leaf = left < 0
    table["left_child"], table["right_child"] = numbers[left], numbers[right]
    table["feature"][leaf], table["threshold"][leaf], table["missing_go_to_left"][leaf] = -2, -2.0, 0
    return from_table(table, state["values"][kept], int(depth[kept].max()), tree.n_features, n_classes, tree.n_outputs)
