"""Day 25, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def _best_question(X, y):
    """Return feature and threshold of the split of least weighted gini; None if there is no split."""
    labels, codes = np.unique(y, return_inverse=True)
    best, question = np.inf, None
    for f in range(X.shape[1]):
        order = np.argsort(X[:, f])
        x = X[order, f]
        # Row i: how many of each class are among the i + 1 smallest. Differences of the rows are the other side.
        left = np.cumsum(np.eye(len(labels))[codes[order]], axis=0)
        right = left[-1] - left
        with np.errstate(invalid="ignore"):
            score = len(y) - (left**2).sum(1) / left.sum(1) - (right**2).sum(1) / right.sum(1)
        # A cut is possible only where the next value is larger; so not after the last.
        possible = np.append(x[1:] > x[:-1], False)
        score[~possible] = np.inf
        i = score.argmin()
        if score[i] < best:
            best, question = score[i], (f, (x[i] + x[i + 1]) / 2)
    return question


def grow_tree(X, y, X_test, max_depth):
    """Return the label that the tree answers for each row of X_test, shape (m,)."""
    labels, counts = np.unique(y, return_counts=True)
    # Every recursion starts with where it ends; here there are three reasons.
    question = _best_question(X, y) if max_depth > 0 and len(labels) > 1 else None
    if question is None:
        return np.full(len(X_test), labels[counts.argmax()])
    f, t = question
    left, here = X[:, f] <= t, X_test[:, f] <= t
    answer = np.empty(len(X_test), dtype=labels.dtype)
    # New samples go down with the old ones: no tree need be stored. Each side is the same task with one question less.
    answer[here] = grow_tree(X[left], y[left], X_test[here], max_depth - 1)
    answer[~here] = grow_tree(X[~left], y[~left], X_test[~here], max_depth - 1)
    return answer
