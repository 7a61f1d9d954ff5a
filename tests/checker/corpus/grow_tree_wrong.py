"""Trees that are wrong."""

import numpy as np


def _gini(y):
    _, counts = np.unique(y, return_counts=True)
    return 1.0 - np.sum((counts / len(y)) ** 2)


def _weighted(left, right):
    return (len(left) * _gini(left) + len(right) * _gini(right)) / (len(left) + len(right))


def _majority(y):
    labels, counts = np.unique(y, return_counts=True)
    return labels[counts.argmax()]


def _grow(X, y, T, depth, score=_weighted, leaf=_majority, features=None, choose=min, turned=False):
    found = []
    if depth > 0 and len(np.unique(y)) > 1:
        for f in range(X.shape[1]) if features is None else features:
            values = np.unique(X[:, f])
            for t in (values[:-1] + values[1:]) / 2:
                found.append((score(y[X[:, f] <= t], y[X[:, f] > t]), f, t))
    if not found:
        return np.full(len(T), leaf(y), dtype=float)
    _, f, t = choose(found)
    rest = {"score": score, "leaf": leaf, "features": features, "choose": choose, "turned": turned}
    left = X[:, f] <= t
    yes = _grow(X[left], y[left], T, depth - 1, **rest)
    no = _grow(X[~left], y[~left], T, depth - 1, **rest)
    return np.where((T[:, f] <= t) != turned, yes, no)


def grow_tree_deeper(X, y, X_test, max_depth):
    return _grow(X, y, X_test, max_depth + 1)


def grow_tree_shallower(X, y, X_test, max_depth):
    return _grow(X, y, X_test, max_depth - 1)


def grow_tree_no_limit(X, y, X_test, max_depth):
    return _grow(X, y, X_test, 100)


def grow_tree_stump(X, y, X_test, max_depth):
    return _grow(X, y, X_test, min(max_depth, 1))


def grow_tree_majority(X, y, X_test, max_depth):
    return np.full(len(X_test), _majority(y))


def grow_tree_worst(X, y, X_test, max_depth):
    return _grow(X, y, X_test, max_depth, choose=max)


def grow_tree_turned(X, y, X_test, max_depth):
    return _grow(X, y, X_test, max_depth, turned=True)


def grow_tree_first_feature(X, y, X_test, max_depth):
    return _grow(X, y, X_test, max_depth, features=[0])


def grow_tree_unweighted(X, y, X_test, max_depth):
    return _grow(X, y, X_test, max_depth, score=lambda a, b: _gini(a) + _gini(b))


def grow_tree_mean(X, y, X_test, max_depth):
    return _grow(X, y, X_test, max_depth, leaf=np.mean)


def grow_tree_first_sample(X, y, X_test, max_depth):
    return _grow(X, y, X_test, max_depth, leaf=lambda y: y[0])


def grow_tree_bincount(X, y, X_test, max_depth):
    return _grow(X, y, X_test, max_depth, leaf=lambda y: np.bincount(y).argmax())


CODES = {
    "grow_tree_deeper": "one_level_too_many",
    "grow_tree_shallower": "one_level_too_few",
    "grow_tree_no_limit": "depth_ignored",
    "grow_tree_stump": "one_split_only",
    "grow_tree_majority": "majority_of_all",
    "grow_tree_worst": "worst_split",
    "grow_tree_turned": "sides_swapped",
    "grow_tree_first_feature": "first_feature_only",
    "grow_tree_unweighted": "not_weighted",
    "grow_tree_mean": "averages_labels",
    "grow_tree_first_sample": "leaf_of_one_sample",
    "grow_tree_bincount": "labels_are_indices",
}
EXPECTED = {
    name: {
        "intent": None, "outcome": "fragile" if name == "grow_tree_bincount" else "wrong", "codes": [code],
        "may": ["all_outside", "python_loop_slow", "quadratic_time"],
    }
    for name, code in CODES.items()
}  # fmt: skip
