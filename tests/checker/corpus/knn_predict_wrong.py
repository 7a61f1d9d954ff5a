"""Nearest neighbours' votes that are wrong, or that break easily."""

import numpy as np


def _distances(X, Q):
    return np.sqrt(((Q[:, None] - X[None]) ** 2).sum(axis=2))


def knn_predict_far(X_train, y_train, X_test, k):
    order = np.argsort(-_distances(X_train, X_test), axis=1)[:, :k]
    return np.array([np.bincount(y_train[row].astype(int)).argmax() for row in order])


def knn_predict_bincount(X_train, y_train, X_test, k):
    order = np.argsort(_distances(X_train, X_test), axis=1)[:, :k]
    return np.array([np.bincount(y_train[row]).argmax() for row in order])


def _vote(labels):
    found, counts = np.unique(labels, return_counts=True)
    return found[counts.argmax()]


def knn_predict_k_plus_one(X_train, y_train, X_test, k):
    order = np.argsort(_distances(X_train, X_test), axis=1)[:, : k + 1]
    return np.array([_vote(y_train[row]) for row in order])


def knn_predict_skip(X_train, y_train, X_test, k):
    order = np.argsort(_distances(X_train, X_test), axis=1)[:, 1 : k + 1]
    return np.array([_vote(y_train[row]) for row in order])


def knn_predict_mean(X_train, y_train, X_test, k):
    order = np.argsort(_distances(X_train, X_test), axis=1)[:, :k]
    return np.round(y_train[order].mean(axis=1)).astype(int)


def knn_predict_nearest(X_train, y_train, X_test, k):
    return y_train[np.argmin(_distances(X_train, X_test), axis=1)]


def knn_predict_kth(X_train, y_train, X_test, k):
    return y_train[np.argsort(_distances(X_train, X_test), axis=1)[:, k - 1]]


def knn_predict_weighted(X_train, y_train, X_test, k):
    result = []
    for d in _distances(X_train, X_test):
        votes = {}
        for i in np.argsort(d)[:k]:
            votes[y_train[i]] = votes.get(y_train[i], 0) + 1 / (d[i] + 1e-9)
        result.append(max(votes, key=votes.get))
    return np.array(result)


def knn_predict_manhattan(X_train, y_train, X_test, k):
    d = np.abs(X_test[:, None] - X_train[None]).sum(axis=2)
    return np.array([_vote(y_train[np.argsort(row)[:k]]) for row in d])


def knn_predict_expanded(X_train, y_train, X_test, k):
    d = (X_test**2).sum(axis=1)[:, None] - 2 * X_test @ X_train.T + (X_train**2).sum(axis=1)
    return np.array([_vote(y_train[np.argsort(row)[:k]]) for row in d])


def knn_predict_indices(X_train, y_train, X_test, k):
    return np.argmin(_distances(X_train, X_test), axis=1)


def knn_predict_median(X_train, y_train, X_test, k):
    return np.array([np.median(y_train[np.argsort(row)[:k]]) for row in _distances(X_train, X_test)])


def knn_predict_random_tie(X_train, y_train, X_test, k):
    rng = np.random.default_rng()
    found = []
    for row in _distances(X_train, X_test):
        labels, counts = np.unique(y_train[np.argsort(row)[:k]], return_counts=True)
        found.append(rng.choice(labels[counts == counts.max()]))
    return np.array(found)


CODES = {
    "knn_predict_median": "averages_labels",
    "knn_predict_random_tie": "ties_broken_by_luck",
    "knn_predict_far": "takes_the_farthest",
    "knn_predict_bincount": "labels_are_indices",
    "knn_predict_k_plus_one": "one_neighbour_too_many",
    "knn_predict_skip": "skips_the_nearest",
    "knn_predict_mean": "averages_labels",
    "knn_predict_nearest": "nearest_only",
    "knn_predict_kth": "only_the_kth",
    "knn_predict_weighted": "weights_by_distance",
    "knn_predict_manhattan": "not_a_distance",
    "knn_predict_expanded": "cancellation",
    "knn_predict_indices": "returns_indices",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in ("labels_are_indices", "cancellation", "ties_broken_by_luck") else "wrong",
        "codes": [code],
        "may": ["labels_are_indices", "tied_vote", "cancellation", "tied_distance"],
    }
    for name, code in CODES.items()
}
