"""Trees that are right, in many styles."""

from collections import Counter

import numpy as np
import sklearn.tree


def _gini(y):
    _, counts = np.unique(y, return_counts=True)
    return 1.0 - np.sum((counts / len(y)) ** 2)


def _entropy(y):
    _, counts = np.unique(y, return_counts=True)
    return -np.sum(counts / len(y) * np.log2(counts / len(y)))


def _best(X, y, impurity=_gini):
    best = None
    for f in range(X.shape[1]):
        values = np.unique(X[:, f])
        for t in (values[:-1] + values[1:]) / 2:
            left = X[:, f] <= t
            score = left.mean() * impurity(y[left]) + (~left).mean() * impurity(y[~left])
            if best is None or score < best[0]:
                best = score, f, t
    return best


def _majority(y):
    return Counter(y.tolist()).most_common(1)[0][0]


def grow_tree(X, y, X_test, max_depth):
    best = _best(X, y) if max_depth > 0 and len(set(y.tolist())) > 1 else None
    if best is None:
        return np.array([_majority(y)] * len(X_test))
    _, f, t = best
    left, below = X[:, f] <= t, X_test[:, f] <= t
    out = np.empty(len(X_test), dtype=np.asarray(y).dtype)
    out[below] = grow_tree(X[left], y[left], X_test[below], max_depth - 1)
    out[~below] = grow_tree(X[~left], y[~left], X_test[~below], max_depth - 1)
    return out


def grow_tree_nodes(X, y, X_test, max_depth):
    def grow(rows, depth):
        node = {"label": _majority(y[rows])}
        if depth < max_depth and _gini(y[rows]) > 0:
            found = _best(X[rows], y[rows])
            if found:
                _, node["f"], node["t"] = found
                goes = X[rows, node["f"]] <= node["t"]
                node["children"] = grow(rows[goes], depth + 1), grow(rows[~goes], depth + 1)
        return node

    root, answers = grow(np.arange(len(y)), 0), []
    for x in X_test:
        node = root
        while "children" in node:
            node = node["children"][0 if x[node["f"]] <= node["t"] else 1]
        answers.append(node["label"])
    return answers


def grow_tree_sklearn(X, y, X_test, max_depth):
    if max_depth == 0:
        return np.full(len(X_test), _majority(y))
    return sklearn.tree.DecisionTreeClassifier(max_depth=max_depth, random_state=0).fit(X, y).predict(X_test)


def grow_tree_entropy(X, y, X_test, max_depth):
    best = _best(X, y, _entropy) if max_depth > 0 and len(np.unique(y)) > 1 else None
    if best is None:
        return np.full(len(X_test), _majority(y))
    left, below = X[:, best[1]] <= best[2], X_test[:, best[1]] <= best[2]
    yes = grow_tree_entropy(X[left], y[left], X_test, max_depth - 1)
    no = grow_tree_entropy(X[~left], y[~left], X_test, max_depth - 1)
    return np.where(below, yes, no)


def fit_tree_by_gain(X, y, X_test, max_depth):
    labels, counts = np.unique(y, return_counts=True)
    top = (0.0, None)
    for f in range(X.shape[1] if max_depth else 0):
        for low in np.unique(X[:, f])[:-1]:
            left = X[:, f] <= low
            gain = _gini(y) - (left.sum() * _gini(y[left]) + (~left).sum() * _gini(y[~left])) / len(y)
            if gain >= top[0] + 1e-12:
                top = (gain, (f, low, X[X[:, f] > low, f].min()))
    if top[1] is None:
        return [labels[counts.argmax()] for _ in X_test]
    f, low, high = top[1]
    left = X[:, f] <= low
    yes = fit_tree_by_gain(X[left], y[left], X_test, max_depth - 1)
    no = fit_tree_by_gain(X[~left], y[~left], X_test, max_depth - 1)
    return [a if x[f] <= (low + high) / 2 else b for x, a, b in zip(X_test, yes, no, strict=False)]


def decision_tree_queue(X, y, X_test, max_depth):
    answers = np.zeros(len(X_test), dtype=int)
    todo = [(np.arange(len(y)), np.arange(len(X_test)), max_depth)]
    while todo:
        rows, asked, depth = todo.pop(0)
        best = _best(X[rows], y[rows]) if depth and len(set(y[rows])) > 1 else None
        if best is None:
            answers[asked] = _majority(y[rows])
            continue
        _, f, t = best
        todo.append((rows[X[rows, f] <= t], asked[X_test[asked, f] <= t], depth - 1))
        todo.append((rows[X[rows, f] > t], asked[X_test[asked, f] > t], depth - 1))
    return answers


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": ["python_loop_slow", "quadratic_time"]}
    for name in [n for n in dir() if n.startswith(("grow_", "fit_", "decision_"))]
}
