"""Votes of all samples within a radius, counted one by one by NumPy on SciPy's distances."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from workings.kernels import _threads
from workings.neighbors import RadiusNeighborsClassifier, _points


def counted(D, radius, y, classes):
    """Return the share of each class among the samples within the radius of each row of distances."""
    votes = np.array([np.bincount(y[row <= radius], minlength=classes) for row in D], dtype=float)
    total = votes.sum(axis=1, keepdims=True)
    return votes / np.where(total == 0.0, 1.0, total)


@pytest.mark.parametrize(
    ("metric", "radius"),
    [("euclidean", 4.0), ("sqeuclidean", 16.0), ("manhattan", 13.0), ("chebyshev", 2.0), ("hamming", 0.7)],
)
@pytest.mark.parametrize("large", [True, False], ids=["kernel", "lists"])
def test_votes_of_whole_numbers_some_of_them_at_the_radius(monkeypatch, metric, radius, large):
    """Many samples lie at the radius exactly: they count."""
    monkeypatch.setattr(_points, "SMALL", 0 if large else 10**12)
    monkeypatch.setattr(_points, "_SMALL_IF_LOADED", 0 if large else 10**12)
    rng = np.random.default_rng(0)
    X, Q = rng.integers(0, 4, (700, 12)).astype(float), rng.integers(0, 4, (60, 12)).astype(float)
    y = rng.integers(0, 5, 700)
    D = cdist(Q, X, "cityblock" if metric == "manhattan" else metric)
    assert np.isclose(D, radius).any() or metric == "hamming"
    model = RadiusNeighborsClassifier(radius, metric=metric, algorithm="brute", outlier_label=0).fit(X, y)
    expected = counted(D, radius, y, 5)
    lone = (expected == 0.0).all(axis=1)
    expected[lone, 0] = 1.0
    np.testing.assert_array_equal(model.predict_proba(Q), expected)
    np.testing.assert_array_equal(model.predict(Q), expected.argmax(axis=1))


@pytest.mark.parametrize("short", [2e7, 1.0])
@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_votes_are_those_of_the_lists(monkeypatch, metric, short):
    """The fitted samples do not vote for themselves, whatever thread counts them, and in how many parts."""
    monkeypatch.setattr(_threads, "_SHORT", short)
    rng = np.random.default_rng(1)
    X = rng.normal(size=(900, 10))
    y = np.array(["a", "b", "c"])[(X[:, 0] > 0).astype(int) + (X[:, 1] > 1)]
    model = RadiusNeighborsClassifier(3.0 if metric == "euclidean" else 0.5, metric=metric, outlier_label="c").fit(X, y)
    found = []
    for size in (0, 10**12):
        monkeypatch.setattr(_points, "SMALL", size)
        monkeypatch.setattr(_points, "_SMALL_IF_LOADED", size)
        found.append([model.predict_proba(None), model.predict_proba(X), model.predict(X[:100] + 0.1)])
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)
    assert not np.array_equal(found[0][0], found[0][1])


def test_who_is_near_nobody_is_named_or_given_the_label(monkeypatch):
    monkeypatch.setattr(_points, "SMALL", 0)
    X = np.random.default_rng(2).normal(size=(300, 12))
    far = np.vstack([X[:3], np.full((1, 12), 50.0)])
    y = (X[:, 0] > 0).astype(int)
    with pytest.raises(ValueError, match=r"No neighbors found for test samples array\(\[3\]\)"):
        RadiusNeighborsClassifier(3.0).fit(X, y).predict(far)
    assert RadiusNeighborsClassifier(3.0, outlier_label=7).fit(X, y).predict(far[3:])[0] == 7


def test_numbers_whose_squares_leave_the_range_are_counted_all_the_same(monkeypatch):
    monkeypatch.setattr(_points, "SMALL", 0)
    X = np.random.default_rng(3).normal(size=(200, 12))
    y = (X[:, 0] > 0).astype(int)
    plain = RadiusNeighborsClassifier(4.0, outlier_label=0).fit(X, y).predict_proba(X)
    scale = 2.0**700
    huge = RadiusNeighborsClassifier(4.0 * scale, outlier_label=0).fit(X * scale, y).predict_proba(X * scale)
    np.testing.assert_array_equal(huge, plain)
