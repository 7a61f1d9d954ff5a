"""MinMaxScaler: scikit-learn's, with the ends of the range met exactly."""

import warnings

import numpy as np
import pytest
from scipy import sparse
from sklearn.preprocessing import MinMaxScaler as Theirs
from tests.preprocessing.columns_of_sizes import LARGE, SMALL, data

from workings.preprocessing import MinMaxScaler


@pytest.mark.parametrize("shape", [SMALL, LARGE])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("holes", [False, True])
@pytest.mark.parametrize("span", [(0, 1), (-2.0, 5.0)])
@pytest.mark.parametrize("clip", [False, True])
def test_same_as_scikit_learn(shape, order, dtype, holes, span, clip):
    X = data(shape, order, dtype, holes)
    before = X.copy()
    ours, theirs = MinMaxScaler(span, clip=clip).fit(X), Theirs(span, clip=clip).fit(X)
    for name in ("data_min_", "data_max_", "data_range_", "scale_", "min_"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-6 if dtype is np.float32 else 0)
        assert getattr(ours, name).dtype == getattr(theirs, name).dtype
    new = X * np.asarray(1.5, dtype)
    tolerance = 1e-13 if dtype is np.float64 else 5e-4
    found = ours.transform(new)
    np.testing.assert_allclose(found, theirs.transform(new), rtol=tolerance, atol=tolerance)
    assert found.dtype == dtype
    if not clip:
        np.testing.assert_allclose(ours.inverse_transform(found), new, rtol=tolerance, atol=tolerance)
    np.testing.assert_array_equal(X, before)


@pytest.mark.parametrize("n", [100, 30_000])
@pytest.mark.parametrize("offset", [0.0, 1e8, -1e12])
@pytest.mark.parametrize("scale", [1.0, 1e-3, 7e5])
def test_the_ends_are_met_exactly(n, offset, scale):
    X = np.random.default_rng(n).normal(size=(n, 3)) * scale + offset
    z = MinMaxScaler().fit_transform(X)
    np.testing.assert_array_equal(z.min(axis=0), 0.0)
    np.testing.assert_array_equal(z.max(axis=0), 1.0)


def test_parts_are_as_good_as_the_whole():
    X = data((5000, 4), holes=True)
    X[:1000, 2] = np.nan  # the first parts know nothing of this feature
    whole, parts = MinMaxScaler().fit(X), MinMaxScaler()
    for part in np.array_split(X, 11):
        parts.partial_fit(part)
    for name in ("data_min_", "data_max_", "scale_", "min_"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))
    assert parts.n_samples_seen_ == 5000
    assert whole.fit(X[:7]).n_samples_seen_ == 7


@pytest.mark.parametrize("shape", [SMALL, LARGE])
def test_infinity_is_refused(shape):
    X = data(shape)
    fitted = MinMaxScaler().fit(X)
    X[5, 3] = -np.inf
    for call in (MinMaxScaler().fit, fitted.transform, fitted.inverse_transform, fitted.partial_fit):
        with pytest.raises(ValueError, match="infinity"):
            call(X)


def test_a_column_of_nothing_stays_nothing():
    X = np.array([[np.nan, 1.0], [np.nan, 3.0]])
    scaler = MinMaxScaler().fit(X)
    np.testing.assert_array_equal(scaler.transform(X), [[np.nan, 0.0], [np.nan, 1.0]])
    assert np.isnan(scaler.data_min_[0])


@pytest.mark.parametrize("n", [50, 30_000])
def test_a_constant_goes_to_the_start_of_the_range(n):
    X = np.full((n, 2), 1e8 + 0.1)
    np.testing.assert_array_equal(MinMaxScaler((2, 3)).fit_transform(X), 2.0)


def test_what_varies_and_counts_as_constant_is_named():
    with pytest.warns(UserWarning, match=r"features \[1\] unscaled.*1e-18"):
        scaler = MinMaxScaler().fit([[0.0, 0.0], [1.0, 1e-18]])
    assert scaler.scale_.tolist() == [1.0, 1.0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        MinMaxScaler().fit([[0.1 + 0.2], [0.3]])


@pytest.mark.parametrize("shape", [SMALL, LARGE])
def test_in_place(shape):
    X = data(shape)
    expected = MinMaxScaler().fit_transform(X)
    found = MinMaxScaler(copy=False).fit_transform(X)
    assert found is X
    np.testing.assert_array_equal(found, expected)


def test_refusals():
    with pytest.raises(ValueError, match=r"smaller than maximum.*\(1, 1\)"):
        MinMaxScaler((1, 1)).fit(np.eye(2))
    with pytest.raises(TypeError, match="MaxAbsScaler"):
        MinMaxScaler().fit(sparse.eye_array(3, format="csr"))
    with pytest.raises(ValueError, match="had 3"):
        MinMaxScaler().fit(np.eye(3)).inverse_transform(np.eye(2))


def test_what_overflows_is_refused():
    with pytest.raises(ValueError, match=r"features \[0\] overflow float64"):
        MinMaxScaler().fit([[1.7e308, 1.0], [-1.7e308, 2.0]])


def test_data_frames():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1.0, 2.0, 3.0], "b": [2, 4, 10]})
    found = MinMaxScaler().set_output(transform="pandas").fit_transform(frame)
    assert found.to_dict("list") == {"a": [0.0, 0.5, 1.0], "b": [0.0, 0.25, 1.0]}
