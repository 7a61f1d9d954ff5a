"""Predictions of each sample by the other folds that are right, in many styles."""

import numpy as np
from sklearn.dummy import DummyRegressor
from sklearn.model_selection import KFold, cross_val_predict


def out_of_fold_means(y, k):
    result = np.empty(len(y))
    for test in np.array_split(np.arange(len(y)), k):
        result[test] = np.delete(y, test).mean()
    return result


def out_of_fold_means_masks(y, k):
    fold = np.concatenate([np.full(len(part), g) for g, part in enumerate(np.array_split(y, k))])
    return np.array([y[fold != g].mean() for g in fold])


def out_of_fold_means_lists(y, k):
    values = [float(v) for v in y]
    n = len(values)
    sizes = [n // k + (1 if g < n % k else 0) for g in range(k)]
    result, start = [], 0
    for size in sizes:
        rest = values[:start] + values[start + size :]
        result += [sum(rest) / len(rest)] * size
        start += size
    return result


def out_of_fold_means_sklearn(y, k):
    return cross_val_predict(DummyRegressor(), np.zeros((len(y), 1)), np.asarray(y, dtype=float), cv=KFold(k))


def out_of_fold_means_dealt(y, k):
    fold = np.arange(len(y)) % k
    return np.array([np.mean(y[fold != g]) for g in fold])


def oof_means(y, n_folds):
    y = np.asarray(y, dtype=float)
    edges = np.cumsum([0] + [len(p) for p in np.array_split(y, n_folds)])
    out = np.zeros_like(y)
    for a, b in zip(edges[:-1], edges[1:]):
        train = np.r_[y[:a], y[b:]]
        out[a:b] = np.average(train)
    return out


def kfold_mean_predictions(y, k):
    splits = KFold(n_splits=k).split(y)
    pred = np.zeros(len(y))
    for train, test in splits:
        pred[test] = y[train].mean()
    return pred


def out_of_fold_means_boolean(y, k):
    n = len(y)
    result = np.zeros(n)
    for test in np.array_split(range(n), k):
        train = np.ones(n, bool)
        train[test] = False
        result[test] = sum(y[train]) / train.sum()
    return result


def out_of_fold_means_concat(y, k):
    parts = np.array_split(np.array(y, float), k)
    return np.concatenate([np.full(len(p), np.concatenate(parts[:i] + parts[i+1:]).mean()) for i, p in enumerate(parts)])


def out_of_fold_means_masked(y, k):
    y = np.asarray(y, float); n = len(y)
    f = np.repeat(range(k), [n // k + (i < n % k) for i in range(k)])
    M = f[:, None] != f
    return np.where(M, y, 0).sum(1) / M.sum(1)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(("out_of", "oof_", "kfold_"))]
}
