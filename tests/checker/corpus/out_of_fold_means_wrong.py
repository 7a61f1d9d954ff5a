"""Predictions that leak, or that train on the wrong folds."""

import numpy as np


def _folds(n, k):
    return np.repeat(np.arange(k), [len(p) for p in np.array_split(np.arange(n), k)])


def out_of_fold_means_leaks(y, k):
    return np.full(len(y), np.mean(y))


def out_of_fold_means_of_test(y, k):
    fold = _folds(len(y), k)
    return np.array([y[fold == g].mean() for g in fold])


def out_of_fold_means_one_out(y, k):
    return np.array([np.delete(y, i).mean() for i in range(len(y))])


def out_of_fold_means_drops(y, k):
    size = len(y) // k
    result = np.zeros(len(y))
    for g in range(k):
        test = slice(g * size, (g + 1) * size)
        result[test] = np.r_[y[: g * size], y[(g + 1) * size :]].mean()
    return result


def out_of_fold_means_neighbour(y, k):
    fold = _folds(len(y), k)
    return np.array([y[fold == (g + 1) % k].mean() for g in fold])


def out_of_fold_means_of_means(y, k):
    fold = _folds(len(y), k)
    means = np.array([y[fold == g].mean() for g in range(k)])
    return np.array([np.delete(means, g).mean() for g in fold])


def out_of_fold_means_past(y, k):
    fold = _folds(len(y), k)
    return np.array([y[fold < g].mean() if g else 0.0 for g in fold])


def out_of_fold_means_sums(y, k):
    fold = _folds(len(y), k)
    return np.array([y[fold != g].sum() for g in fold])


def out_of_fold_means_by_fold(y, k):
    fold = _folds(len(y), k)
    return np.array([y[fold == g].mean() for g in range(k)])


def out_of_fold_means_long_last_fold(y, k):
    n, out = len(y), np.zeros(len(y))
    for fold in range(k):
        start, stop = fold * (n // k), (fold + 1) * (n // k) if fold < k - 1 else n
        out[start:stop] = np.concatenate([y[:start], y[stop:]]).mean()
    return out


CODES = {
    "out_of_fold_means_long_last_fold": "last_fold_takes_the_rest",
    "out_of_fold_means_leaks": "trains_on_all",
    "out_of_fold_means_of_test": "trains_on_the_test_fold",
    "out_of_fold_means_one_out": "leaves_one_out",
    "out_of_fold_means_drops": "drops_the_rest",
    "out_of_fold_means_neighbour": "only_one_fold",
    "out_of_fold_means_of_means": "mean_of_means",
    "out_of_fold_means_past": "only_the_past",
    "out_of_fold_means_sums": "sums_instead_of_mean",
    "out_of_fold_means_by_fold": "test_means_in_order",
}
EXPECTED = {
    name: {"intent": None, "outcome": "wrong", "codes": [code], "may": ["cancellation"]} for name, code in CODES.items()
}
