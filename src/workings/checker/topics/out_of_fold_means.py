"""A k-fold split that does not leak: each sample is predicted by the mean of the folds that it is not in."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def contiguous(n: int, k: int) -> Any:
    """Return the fold of each sample: the first folds are one longer where k does not divide n."""
    return np.repeat(np.arange(k), [len(part) for part in np.array_split(np.arange(n), k)])


def dealt(n: int, k: int) -> Any:
    """Return the fold of each sample, dealt out like cards."""
    return np.arange(n) % k


def _means(y: Array, fold: Any) -> Any:
    y = wide(y)
    return np.array([y[fold != fold[i]].mean() for i in range(len(y))])


def _exact(folds: Any) -> Any:
    return lambda y, k: _means(y, folds(len(y), int(k)))


def _mistakes(folds: Any) -> Any:
    def by(of: Any) -> Any:
        return lambda y, k: of(wide(y), folds(len(y), int(k)), int(k))

    def cut(y: Any, k: int) -> Any:
        """Return the fold of each sample where all folds are n // k long, and the rest belongs to none."""
        fold = np.repeat(np.arange(k), len(y) // k)
        return np.r_[fold, np.full(len(y) - len(fold), -1)]

    return (
        ("trains_on_all", by(lambda y, f, k: np.full(len(y), y.mean()))),
        ("trains_on_the_test_fold", by(lambda y, f, k: np.array([y[f == f[i]].mean() for i in range(len(y))]))),
        ("leaves_one_out", by(lambda y, f, k: (y.sum() - y) / (len(y) - 1))),
        ("only_the_past", by(lambda y, f, k: np.array([y[f < f[i]].mean() if f[i] else 0.0 for i in range(len(y))]))),
        ("only_one_fold", by(lambda y, f, k: np.array([y[f == (f[i] + 1) % k].mean() for i in range(len(y))]))),
        ("only_one_fold", by(lambda y, f, k: np.array([y[f == (f[i] - 1) % k].mean() for i in range(len(y))]))),
        ("mean_of_means", by(_mean_of_means)),
        ("drops_the_rest", by(lambda y, f, k: np.where(cut(y, k) < 0, 0.0, _means_cut(y, cut(y, k))))),
        ("drops_the_rest", by(lambda y, f, k: np.where(cut(y, k) < 0, 0.0, _means_cut(y, cut(y, k), True)))),
        (
            "last_fold_takes_the_rest",
            by(lambda y, f, k: _means(y, np.minimum(np.arange(len(y)) // (len(y) // k), k - 1))),
        ),
        ("one_fold_too_many", by(lambda y, f, k: _means(y, folds(len(y), min(k + 1, len(y)))))),
        ("one_fold_too_few", by(lambda y, f, k: _means(y, folds(len(y), max(k - 1, 2))))),
        ("test_means_in_order", by(lambda y, f, k: np.array([y[f == g].mean() for g in range(k)]))),
        ("sums_instead_of_mean", by(lambda y, f, k: np.array([y[f != f[i]].sum() for i in range(len(y))]))),
    )


def _mean_of_means(y: Any, f: Any, k: int) -> Any:
    means = np.array([y[f == g].mean() for g in range(k)])
    return np.array([np.delete(means, f[i]).mean() for i in range(len(y))])


def _means_cut(y: Any, fold: Any, kept_only: bool = False) -> Any:
    inside = fold >= 0 if kept_only else np.ones(len(y), dtype=bool)
    return np.array([y[(fold != fold[i]) & inside].mean() for i in range(len(y))])


Y = np.array([1.0, 4.5, 2.25, -3.0, 0.5, 7.0, 1.75, -2.5])

TOPIC = Plain(
    name="out_of_fold_means",
    formula="out_of_fold_means(y, k)_i = mean of y over the k - 1 folds that sample i is not in",
    names=r"out_of_fold|oof_|(cross_?val\w*|k_?fold)_?(mean|predict|target)\w*",
    given=(
        Given("y", "n", "targets target t values Y labels"),
        Given("k", also="n_folds folds n_splits K num_folds", values=[2, 3]),
    ),
    exact=_exact(contiguous),
    readings=(
        Reading("contiguous folds", "folds are pieces, the first ones longer where k does not divide n"),
        Reading("folds dealt out", "sample i is in fold i % k", exact=_exact(dealt), mistakes=_mistakes(dealt)),
    ),
    examples=(
        Example("usual", (Y, 4)),
        Example("usual", (Y[:7], 3)),
        Example("usual", (Y[::-1], 3)),
        Example("usual", (np.append(Y, 3.25), 4)),
        Example("telling", (Y, 2)),
        Example("integer", (np.array([1, 5, 2, 8, 3]), 2)),
        Example("as many folds as samples", (Y[:5], 5), "differs"),
        Example("values far from 0", (Y + 1e12, 3), "cancellation", tolerance=1e-2),
    ),
    mistakes=_mistakes(contiguous),
    causes={
        "trains_on_all": Cause(
            "wrong",
            "The mean is taken over all samples, the test fold's own among them: what is tested was seen in training. "
            "This is the leak that a split is there to prevent.",
        ),
        "trains_on_the_test_fold": Cause(
            "wrong", "Each fold is trained on itself: test on the fold, train on the others."
        ),
        "leaves_one_out": Cause("wrong", "Only the sample itself is left out; its whole fold must be."),
        "only_the_past": Cause(
            "wrong", "Only the folds before are trained on; those behind belong to the training, too."
        ),
        "only_one_fold": Cause("wrong", "One fold alone is trained on; the other k - 1 all are."),
        "mean_of_means": Cause(
            "wrong", "The folds' means are averaged; folds of different length must not weigh the same."
        ),
        "drops_the_rest": Cause(
            "wrong",
            "Where k does not divide n, the samples behind the last full fold are in none and get no prediction. "
            "np.array_split gives folds that differ by one at most.",
        ),
        "last_fold_takes_the_rest": Cause(
            "wrong",
            "Where k does not divide n, the last fold takes all that is left, and may be nearly twice as long. "
            "np.array_split gives folds that differ by one at most.",
        ),
        "one_fold_too_many": Cause("wrong", "There are k + 1 folds."),
        "one_fold_too_few": Cause("wrong", "There are k - 1 folds."),
        "test_means_in_order": Cause(
            "wrong", "One number for each fold comes back; one for each sample was asked for."
        ),
        "cancellation": Cause(
            "fragile", "A sum less another sum loses the digits that they share. Take the mean over the training folds."
        ),
    },
    valid=lambda y, k: 2 <= int(k) <= len(y),
    sizes={"n": (3, 7)},
    cost=lambda n: (np.linspace(0.0, 1.0, n), 3),
    textbook=None,
).topic()
