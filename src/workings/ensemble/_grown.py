"""Grow the trees of a forest, side by side; which thread grows which tree changes nothing."""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.class_weight import compute_sample_weight

from workings.ensemble._bootstrap import drawn, seeded
from workings.ensemble._quick import QuickTrees, can_be_quick
from workings.kernels import tree_data as td
from workings.kernels._threads import run_blocks
from workings.tree._arrays import as_tree
from workings.tree._growth import grow, sorted_samples
from workings.tree._pruning import pruned

Array = NDArray[Any]

_SEEDS = np.iinfo(np.int32).max


class Problem(NamedTuple):
    """What all trees of a forest share.

    X: float32, dense. codes: (outputs, samples), the classes, or empty. targets: (outputs, samples) float64, or empty.
    n_classes: one number an output. weights: (samples,) or None. size: samples drawn for each tree; 0: all are taken.
    balanced: whether classes are weighed within each draw.
    """

    X: Array
    codes: Array
    targets: Array
    n_classes: Array
    weights: Array | None
    size: int
    balanced: bool


def weights_of(problem: Problem, seed: int) -> Array:
    """Return how much each sample counts in the tree with this seed."""
    n = len(problem.X)
    if not problem.size:
        return np.ones(n) if problem.weights is None else problem.weights
    indices = drawn(seed, n, problem.size, problem.weights)
    counts = np.bincount(indices, minlength=n).astype(np.float64)
    if problem.balanced:
        counts *= compute_sample_weight("balanced", problem.codes.T, indices=indices)
    return counts


class Trees:
    """Grows trees of one problem; what they share is made once."""

    def __init__(self, problem: Problem, first: Any) -> None:
        """`first`: one of the trees, all of which have the same parameters."""
        self.problem = problem
        self.outputs = max(len(problem.codes), len(problem.targets))
        self.most = int(problem.n_classes.max())
        X, drawn = problem.X, first.splitter == "random"
        self.quick = None
        if can_be_quick(first, X, self.outputs, self.most):
            self.quick = QuickTrees(X, problem.codes, problem.targets, drawn)
        self._sorted: tuple[Array, Array, Array] | None = None
        self._lock = threading.Lock()

    def grow(self, trees: list[Any], threads: int | None) -> None:
        """Grow these unfitted trees."""

        def work(first: int, last: int) -> None:
            for tree in trees[first:last]:
                self._grow(tree)

        run_blocks(work, len(trees), threads=threads, pieces=len(trees))

    def _grow(self, tree: Any) -> None:
        problem = self.problem
        p = problem.X.shape[1]
        weights = weights_of(problem, tree.random_state)
        tree.n_features_in_, tree.n_outputs_ = p, self.outputs
        if len(problem.codes):
            kind = tree._kind(self.outputs == 1 and bool(np.all((weights == 1.0) | (weights == 0.0))))
        else:
            kind = tree._kind()
        rules, draw = tree._rules(problem.X, self.most, weights, kind), tree_draw(tree.random_state)
        if len(rules.monotone) and len(problem.codes):
            # They are about the second class, and the kernels watch the share of the first.
            rules = rules._replace(monotone=-rules.monotone)
        tree.tree_ = as_tree(self.nodes(rules, weights, draw), p, problem.n_classes, self.outputs)
        if tree.ccp_alpha > 0.0:
            tree.tree_ = pruned(tree.tree_, float(tree.ccp_alpha), problem.n_classes)

    def nodes(self, rules: td.Rules, weights: Array, draw: int) -> td.Nodes:
        """Return the nodes of a tree in which samples count by their weights."""
        nodes = None if self.quick is None else self.quick.grow(rules, weights, draw)
        return grow(self._samples(weights, rules.kind), rules, draw) if nodes is None else nodes

    def _columns(self) -> tuple[Array, Array, Array]:
        """Return the columns, the order of the samples in each, and which of them have missing values."""
        with self._lock:
            if self._sorted is None:
                columns, order = sorted_samples(self.problem.X, np.arange(len(self.problem.X), dtype=np.uint32))
                self._sorted = columns, order, np.isnan(columns.sum(axis=1)).astype(np.uint8)
            return self._sorted

    def _samples(self, weights: Array, kind: int) -> td.Samples:
        from workings.kernels.forest_samples import keep_members

        columns, whole_order, gappy = self._columns()
        members = weights > 0.0
        count = int(members.sum())
        order = np.empty((len(whole_order), count), np.uint32)
        keep_members(whole_order, members.view(np.uint8), order)
        counts = np.arange(count + 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return td.Samples(
                columns=columns,
                order=order,
                codes=self.problem.codes,
                targets=self.problem.targets,
                weights=weights,
                gappy=gappy,
                reciprocals=1.0 / counts if kind == td.COUNTS else None,
                logs=np.where(counts > 0, counts * np.log(counts), 0.0) if kind == td.COUNT_LOGS else None,
            )


def tree_draw(seed: int) -> int:
    """Return the number that all draws of a tree's features and thresholds follow from."""
    return int(seeded(seed).randint(_SEEDS))
