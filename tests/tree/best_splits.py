"""The best split of a node by trying all of them, and a walk over a tree that holds each split against it."""

from __future__ import annotations

import numpy as np

CLOSE = np.float32(1e-7)


def impurity(criterion, y, w):
    """Return the impurity of a node; y has a column for each output."""
    parts = []
    for column in y.T:
        if criterion in ("gini", "entropy"):
            shares = np.array([w[column == c].sum() for c in np.unique(column)]) / w.sum()
            shares = shares[shares > 0]
            parts.append(1 - (shares**2).sum() if criterion == "gini" else -(shares * np.log2(shares)).sum())
        elif criterion == "squared_error":
            mean = np.average(column, weights=w)
            parts.append(np.average((column - mean) ** 2, weights=w))
        elif criterion == "absolute_error":
            parts.append(min(np.average(np.abs(column - m), weights=w) for m in column))
        else:
            mean = np.average(column, weights=w)
            if mean <= 0:
                return np.inf
            terms = [v * np.log(v / mean) if v > 0 else 0.0 for v in column]
            parts.append(np.average(terms, weights=w))
    return float(np.mean(parts))


def splits(x):
    """Return every way to divide samples by a feature, missing values on both sides, as masks of the left ones."""
    values = np.unique(x[~np.isnan(x)])
    gaps = np.isnan(x)
    found = []
    for low, high in zip(values[:-1], values[1:], strict=True):
        if high > np.float32(low + CLOSE):
            found.append(~gaps & (x <= low))
            if gaps.any():
                found.append(gaps | (x <= low))
    if gaps.any() and len(values):
        found.append(~gaps)
    return found


def gain(criterion, y, w, left):
    """Return how much less impure a split makes a node."""
    shares = w[left].sum() / w.sum(), w[~left].sum() / w.sum()
    sides = impurity(criterion, y[left], w[left]), impurity(criterion, y[~left], w[~left])
    with np.errstate(invalid="ignore"):
        return impurity(criterion, y, w) - shares[0] * sides[0] - shares[1] * sides[1]


def best_gain(criterion, X, y, w, min_leaf=1):
    """Return the largest gain of all splits of a node; -inf if there is none."""
    gains = [
        gain(criterion, y, w, left)
        for x in X.T
        for left in splits(x)
        if left.sum() >= min_leaf and (~left).sum() >= min_leaf
    ]
    return max((g for g in gains if not np.isnan(g)), default=-np.inf)


def assert_splits_are_best(model, X, y, w=None, criterion="gini", min_leaf=1, tol=1e-11):
    """Walk down the tree; at each node hold value, sizes, impurity and the gain of the split against all splits."""
    X, tree = np.asarray(X, dtype=np.float32), model.tree_
    y = np.reshape(y, (len(y), -1))
    w = np.ones(len(X)) if w is None else np.asarray(w, dtype=float)
    todo = [(0, np.flatnonzero(w > 0))]
    while todo:
        at, rows = todo.pop()
        assert tree.n_node_samples[at] == len(rows)
        assert np.isclose(tree.weighted_n_node_samples[at], w[rows].sum())
        assert np.isclose(tree.impurity[at], impurity(criterion, y[rows], w[rows]), rtol=1e-9, atol=1e-12)
        if tree.children_left[at] < 0:
            assert tree.feature[at] == -2
            assert tree.threshold[at] == -2.0
            if model.max_depth is None and tree.impurity[at] > 1e-12:
                assert best_gain(criterion, X[rows], y[rows], w[rows], min_leaf) == -np.inf
            continue
        x = X[rows, tree.feature[at]]
        left = np.where(np.isnan(x), tree.missing_go_to_left[at] == 1, x <= tree.threshold[at])
        found = gain(criterion, y[rows], w[rows], left)
        assert left.sum() >= min_leaf
        assert (~left).sum() >= min_leaf
        best = best_gain(criterion, X[rows], y[rows], w[rows], min_leaf)
        assert found >= best - tol * (1 + abs(best)), (at, found, best)
        todo += [(tree.children_left[at], rows[left]), (tree.children_right[at], rows[~left])]
