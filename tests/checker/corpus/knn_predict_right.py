"""Nearest neighbours' votes that are right, in many styles."""

from collections import Counter

import numpy as np
from sklearn.neighbors import KNeighborsClassifier


def knn_predict(X_train, y_train, X_test, k):
    d = ((X_test[:, None] - X_train[None]) ** 2).sum(axis=2)
    nearest = np.argsort(d, axis=1)[:, :k]
    result = []
    for row in nearest:
        labels, counts = np.unique(y_train[row], return_counts=True)
        result.append(labels[counts.argmax()])
    return np.array(result)


def knn_predict_counter(X_train, y_train, X_test, k):
    predictions = []
    for x in X_test:
        d = np.linalg.norm(X_train - x, axis=1)
        near = np.argsort(d)[:k]
        predictions.append(Counter(y_train[near].tolist()).most_common(1)[0][0])
    return predictions


def knn_predict_sorted(X_train, y_train, X_test, k):
    out = []
    for q in X_test:
        pairs = sorted((sum((a - b) ** 2 for a, b in zip(q, x)), i) for i, x in enumerate(X_train))
        votes = [y_train[i] for _, i in pairs[:k]]
        out.append(max(sorted(set(votes)), key=votes.count))
    return np.array(out)


def knn_predict_sklearn(X_train, y_train, X_test, k):
    return KNeighborsClassifier(n_neighbors=k).fit(X_train, y_train).predict(X_test)


def knn_predict_partition(X_train, y_train, X_test, k):
    classes, codes = np.unique(y_train, return_inverse=True)
    d = np.sqrt(((X_test[:, None] - X_train) ** 2).sum(-1))
    near = np.argpartition(d, k - 1, axis=1)[:, :k]
    votes = np.stack([(codes[near] == c).sum(axis=1) for c in range(len(classes))], axis=1)
    return classes[votes.argmax(axis=1)]


def knn_classify(X, y, Q, k=3):
    def label_of(q):
        order = np.argsort(np.sum((X - q) ** 2, axis=1), kind="stable")
        found = {}
        for i in order[:k]:
            found[y[i]] = found.get(y[i], 0) + 1
        return max(found, key=found.get)

    return np.array([label_of(q) for q in Q])


def k_nearest_neighbours(X_train, y_train, X_test, k):
    result = np.empty(len(X_test), dtype=y_train.dtype)
    for i, q in enumerate(X_test):
        order = np.argsort(((X_train - q) ** 2).sum(1))[:k]
        labels = y_train[order]
        best, most = labels[0], 0
        for c in labels:
            n = np.sum(labels == c)
            if n > most:
                best, most = c, n
        result[i] = best
    return result


def knn_predict_one_hot(X_train, y_train, X_test, k):
    classes = np.unique(y_train)
    member = y_train[:, None] == classes
    d = np.hypot.reduce(X_test[:, None] - X_train[None], axis=2)
    return classes[[member[np.argsort(row)[:k]].sum(axis=0).argmax() for row in d]]


def knn_predict_closest_wins(X_train, y_train, X_test, k):
    res = []
    for q in X_test:
        order = np.argsort(((X_train - q) ** 2).sum(axis=1))
        near = list(y_train[order[:k]])
        best = max(near.count(v) for v in near)
        for v in near:
            if near.count(v) == best:
                res.append(v)
                break
    return res


def knn_predict_largest_label(X_train, y_train, X_test, k):
    out = []
    for q in X_test:
        near = y_train[np.argsort(np.sum((X_train - q) ** 2, axis=1), kind="stable")[:k]]
        c = Counter(near.tolist())
        out.append(max(c.items(), key=lambda t: (t[1], t[0]))[0])
    return np.array(out)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(("knn_", "k_nearest"))]
}
