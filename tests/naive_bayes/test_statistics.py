"""Sums and moments by class against exact fractions, wherever the data lie and however they are cut."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse

from workings.kernels._threads import set_num_threads
from workings.naive_bayes import _statistics as statistics
from workings.naive_bayes import _words as words
from workings.naive_bayes._statistics import Moments, count_dense, moments
from workings.naive_bayes._words import Rows, counts_so_far

NONE = np.empty(0)
EPS = np.finfo(float).eps


def merged(parts):
    whole = Moments.around(parts[0].origin)
    for part in parts:
        whole.merge(part)
    return whole


def exact(column):
    values = [Fraction(v) for v in column]
    mean = sum(values) / len(values)
    return mean, sum((v - mean) ** 2 for v in values)


@pytest.mark.parametrize("rows", [200, 2500], ids=["numpy", "kernel"])
@pytest.mark.parametrize("offset", [0.0, 1e3, -1e8, 1e12])
@pytest.mark.parametrize("order", ["random", "sorted", "outlier first"])
def test_moments_are_exact_far_from_zero(rows, offset, order):
    rng = np.random.default_rng(3)
    labels = rng.integers(0, 3, rows)
    X = rng.normal(size=(rows, 30)) + offset
    X[:, 0] = offset  # constant
    if order == "sorted":
        X.sort(axis=0)
    elif order == "outlier first":
        X[:3, 1] += 1e6
    found = merged(moments(X, labels, NONE, 3))
    for c in range(3):
        for j in (0, 1, 2, 29):
            mean, squares = exact(X[labels == c, j])
            assert abs(Fraction(found.means()[c, j]) - mean) <= 2 * EPS * max(abs(mean), abs(X[:, j] - offset).max())
            assert abs(Fraction(found.squares[c, j]) - squares) <= 30 * EPS * squares


def test_moments_with_weights_are_those_of_repeated_rows():
    rng = np.random.default_rng(0)
    X, labels = rng.normal(size=(4000, 20)), rng.integers(0, 4, 4000)
    weights = rng.integers(0, 3, 4000)
    ours = merged(moments(X, labels, weights.astype(float), 4))
    again = merged(moments(np.repeat(X, weights, axis=0), np.repeat(labels, weights), NONE, 4))
    np.testing.assert_array_equal(ours.count, again.count)
    np.testing.assert_allclose(ours.means(), again.means(), rtol=0, atol=1e-14)
    np.testing.assert_allclose(ours.variances(), again.variances(), rtol=1e-13)


def test_neither_threads_nor_the_numpy_path_change_the_counts(monkeypatch):
    rng = np.random.default_rng(1)
    X, labels = rng.poisson(1.0, size=(5000, 40)).astype(float), rng.integers(0, 6, 5000)
    rows = Rows.of(sparse.csr_array(X), None)

    def all_of(parts):
        return [np.sum([getattr(part, name) for part in parts], axis=0) for name in ("count", "sums")]

    def thin():
        *_, (_, found) = counts_so_far(rows, labels, NONE, 6, "test")
        return found.count, found.sums

    two = all_of(count_dense(X, labels, NONE, 6, lambda b: b))
    spread = merged(moments(X, labels, NONE, 6))
    try:
        set_num_threads(1)
        one = all_of(count_dense(X, labels, NONE, 6, lambda b: b))
        assert merged(moments(X, labels, NONE, 6)).squares.tobytes() == spread.squares.tobytes()
    finally:
        set_num_threads(None)
    by_hand = np.stack([X[labels == c].sum(axis=0) for c in range(6)])
    for found in (two, one, thin()):
        np.testing.assert_array_equal(found[0], np.bincount(labels))
        np.testing.assert_array_equal(found[1], by_hand)
    monkeypatch.setattr(statistics, "SMALL", 10**9)
    monkeypatch.setattr(words, "SMALL", 10**9)
    np.testing.assert_array_equal(all_of(count_dense(X, labels, NONE, 6, lambda b: b))[1], by_hand)
    np.testing.assert_array_equal(thin()[1], by_hand)
    np.testing.assert_allclose(merged(moments(X, labels, NONE, 6)).squares, spread.squares, rtol=1e-13)
