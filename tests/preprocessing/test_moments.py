"""Means and variances against exact fractions, wherever the data lie and in however many parts they come."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse

from workings.preprocessing import _moments, _pairs

OFFSETS = [0.0, 1.0, 1e8, -1e8, 1e12, 3e15]


def exact(column, weights=None):
    """Return mean and variance of a column as fractions."""
    values = [Fraction(float(v)) for v in column]
    weights = [Fraction(1)] * len(values) if weights is None else [Fraction(float(w)) for w in weights]
    total = sum(weights)
    mean = sum(w * v for w, v in zip(weights, values, strict=True)) / total
    return mean, sum(w * (v - mean) ** 2 for w, v in zip(weights, values, strict=True)) / total


def ulps(found, expected):
    """Return how many units in the last place a float is away from a fraction."""
    return abs(float((Fraction(float(found)) - expected) / Fraction(float(np.spacing(abs(found))))))


def assert_exact(seen, X, within=0.51, weights=None):
    size = Fraction(float(np.nanmax(np.abs(X)))) + 1
    variance = seen.variance
    for j in range(X.shape[1]):
        here = ~np.isnan(X[:, j])
        mean, var = exact(X[here, j], None if weights is None else weights[here])
        assert ulps(seen.mean[j], mean) <= within
        assert ulps(variance[j], var) <= within
        rest = Fraction(float(seen.mean[j])) + Fraction(float(seen.mean_low[j])) - mean
        assert abs(rest) <= Fraction(2) ** -95 * size


def laid_out(X, order):
    if order == "strided":
        return np.repeat(X, 2, axis=1)[:, ::2]
    return np.asarray(X, order=order)


@pytest.fixture(params=["numpy", "kernels"])
def path(request, monkeypatch):
    if request.param == "kernels":
        monkeypatch.setattr(_moments, "SMALL", 0)
        monkeypatch.setattr(_moments, "BLOCK", 4096)
    return request.param


@pytest.mark.parametrize("order", ["C", "F", "strided"])
@pytest.mark.parametrize("offset", OFFSETS)
def test_mean_and_variance_are_rounded_once(path, offset, order):
    X = np.random.default_rng(1).normal(size=(2500, 3)) + offset
    assert_exact(_moments.dense_moments(laid_out(X, order)), X)


@pytest.mark.parametrize("shape", [(1, 1), (2, 1), (5, 2), (300, 1), (7, 300), (70, 700)])
def test_any_shape(path, shape):
    X = np.random.default_rng(2).normal(size=shape) * 3.0 + 1e9
    seen = _moments.dense_moments(X)
    few = _moments.Moments(*(getattr(seen, name)[-3:] for name in _moments._NAMES))
    assert_exact(few, X[:, -3:])


@pytest.mark.parametrize("order", ["C", "F"])
def test_missing_entries_are_passed_over(path, order):
    rng = np.random.default_rng(3)
    X = rng.normal(size=(1500, 4)) + 1e8
    X[rng.random(X.shape) < 0.3] = np.nan
    X[:700, 1] = np.nan
    seen = _moments.dense_moments(np.asarray(X, order=order))
    assert_exact(seen, X)
    np.testing.assert_array_equal(seen.count, (~np.isnan(X)).sum(axis=0))


def test_a_number_may_stand_for_missing(path):
    X = np.random.default_rng(4).integers(-3, 4, size=(400, 3)).astype(float)
    seen = _moments.dense_moments(X, missing=-1.0)
    assert_exact(seen, np.where(X == -1.0, np.nan, X))


@pytest.mark.parametrize("offset", [0.0, 1e8])
def test_weights(path, offset):
    rng = np.random.default_rng(5)
    X, weights = rng.normal(size=(800, 3)) + offset, rng.random(800)
    weights[::7] = 0.0
    X[::11, 1] = np.nan
    assert_exact(_moments.dense_moments(X, weights), X, within=1.01, weights=weights)


def test_float32_is_summed_in_full(path):
    X = (np.random.default_rng(6).normal(size=(3000, 2)) + 1e5).astype(np.float32)
    assert_exact(_moments.dense_moments(X), X)


@pytest.mark.parametrize("value", [0.1, np.log(1e-5), 1e300, 1e-300, -7.0, 0.0, 1.7e308])
def test_a_constant_has_no_variance_at_all(path, value):
    X = np.full((5000, 3), value)
    X[::5, 2] = np.nan
    seen = _moments.dense_moments(X, None)
    np.testing.assert_array_equal(seen.mean, [value] * 3)
    np.testing.assert_array_equal(seen.variance, 0.0)
    if 1e-200 < abs(value) < 1e200 or value == 0.0:
        weighted = _moments.dense_moments(X, np.random.default_rng(0).random(5000))
        np.testing.assert_array_equal(weighted.mean, [value] * 3)
        np.testing.assert_array_equal(weighted.variance, 0.0)


def test_a_column_of_nothing_has_no_mean_and_does_not_spoil_a_later_part(path):
    X = np.full((50, 2), np.nan)
    X[:, 1] = 3.0
    nothing = _moments.dense_moments(X)
    assert np.isnan(nothing.mean[0])
    assert np.isnan(nothing.variance[0])
    merged = _moments.merge([nothing, _moments.dense_moments(np.array([[1.0, 3.0], [2.0, 3.0]]))])
    np.testing.assert_array_equal(merged.mean, [1.5, 3.0])
    np.testing.assert_array_equal(merged.variance, [0.25, 0.0])


@pytest.mark.parametrize("offset", OFFSETS)
def test_parts_are_merged_without_loss(offset):
    X = np.random.default_rng(7).normal(size=(600, 2)) * [1.0, 1e-3] + offset
    seen = _moments.dense_moments(X[:1])
    for part in np.array_split(X[1:], 40):
        seen = _moments.merge([seen, _moments.dense_moments(part)])
    assert_exact(seen, X)


def test_parts_far_from_each_other():
    X = np.concatenate([np.random.default_rng(8).normal(size=(100, 1)) + at for at in (-1e8, 1e8, 1e-8)])
    parts = [_moments.dense_moments(part) for part in np.split(X, 3)]
    assert_exact(_moments.merge(parts), X)


@pytest.mark.parametrize("make", [sparse.csr_array, sparse.csc_array])
@pytest.mark.parametrize("weighted", [False, True])
def test_sparse(make, weighted):
    rng = np.random.default_rng(9)
    X = np.where(rng.random((400, 5)) < 0.3, rng.normal(size=(400, 5)) + 50.0, 0.0)
    X[3, 2] = np.nan
    X[:, 4] = 0.0
    weights = rng.random(400) if weighted else None
    found = _moments.sparse_moments(make(X), weights)
    expected = _moments.dense_moments(X, weights)
    np.testing.assert_allclose(found.count, expected.count, rtol=1e-13)
    np.testing.assert_allclose(found.mean, expected.mean, rtol=1e-13)
    np.testing.assert_allclose(found.variance, expected.variance, rtol=1e-12)


def test_the_number_of_threads_changes_no_bit():
    from workings.kernels import _threads

    X = np.random.default_rng(10).normal(size=(40_000, 5)) + 1e6
    many = _moments.dense_moments(X)
    _threads.set_num_threads(1)
    try:
        one = _moments.dense_moments(X)
    finally:
        _threads.set_num_threads(None)
    for name in _moments._NAMES:
        np.testing.assert_array_equal(getattr(many, name), getattr(one, name))


class TestPairs:
    def test_sum_of_rows_keeps_what_cancels(self):
        rng = np.random.default_rng(0)
        x = rng.normal(size=(1001, 3)) * 10.0 ** rng.integers(-10, 11, size=(1001, 3))
        high, low = _pairs.sum_rows(x)
        for j in range(3):
            expected = sum(Fraction(v) for v in x[:, j].tolist())
            assert high[j] == float(expected)
            assert abs(Fraction(high[j]) + Fraction(low[j]) - expected) <= Fraction(2) ** -95 * Fraction(1e14)

    def test_sum_of_nothing_is_zero(self):
        assert _pairs.sum_rows(np.zeros((0, 2)))[0].tolist() == [0.0, 0.0]

    def test_sum_of_the_largest_floats(self):
        assert _pairs.sum_rows(np.array([[1.5e308], [-1.5e308], [3.0]]))[0].tolist() == [3.0]

    def test_products_squares_and_quotients(self):
        rng = np.random.default_rng(1)
        x, y = rng.normal(size=(2, 50))
        for a, b, (h, low), (s, t), (q, r) in zip(
            x,
            y,
            zip(*_pairs.two_product(x, y), strict=True),
            zip(*_pairs.square((x, np.zeros(50))), strict=True),
            zip(*_pairs.divide((x, np.zeros(50)), y), strict=True),
            strict=True,
        ):
            assert Fraction(h) + Fraction(low) == Fraction(a) * Fraction(b)
            assert abs(Fraction(s) + Fraction(t) - Fraction(a) ** 2) <= Fraction(2) ** -75 * Fraction(a) ** 2
            quotient = Fraction(a) / Fraction(b)
            assert abs(Fraction(q) + Fraction(r) - quotient) <= Fraction(2) ** -100 * abs(quotient)
