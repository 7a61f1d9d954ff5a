"""StandardScaler: exact where scikit-learn rounds, and otherwise the same."""

import subprocess
import sys
import warnings
from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse
from sklearn.preprocessing import StandardScaler as Theirs
from tests.preprocessing.columns_of_sizes import LARGE, SMALL, data

from workings.preprocessing import StandardScaler


@pytest.mark.parametrize("shape", [SMALL, LARGE])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("holes", [False, True])
@pytest.mark.parametrize("options", [{}, {"with_mean": False}, {"with_std": False}, {"with_mean": 0, "with_std": 0}])
def test_same_as_scikit_learn(shape, order, dtype, holes, options):
    options = {name: bool(value) for name, value in options.items()}
    X = data(shape, order, dtype, holes)
    before = X.copy()
    ours, theirs = StandardScaler(**options), Theirs(**options)
    # The distance is scikit-learn's error: its mean of the third feature is off by 1e-14 of it, ten digits of z.
    tolerance = 1e-10 if dtype is np.float64 else 2e-4
    expected = theirs.fit_transform(X)
    found = ours.fit_transform(X)
    np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance)
    assert found.dtype == dtype
    for name in ("mean_", "var_", "scale_", "n_samples_seen_"):
        if getattr(theirs, name) is None:
            assert getattr(ours, name) is None
        else:
            np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-6)
            assert getattr(ours, name).dtype == getattr(theirs, name).dtype
    back = ours.inverse_transform(found)
    np.testing.assert_allclose(back, X, rtol=tolerance, atol=tolerance)
    np.testing.assert_array_equal(X, before)


@pytest.mark.parametrize(("n", "offset"), [(2000, 1e8), (30_000, 1e8), (2000, 1e12), (30_000, 1e10)])
def test_an_offset_costs_no_digits(n, offset):
    """The entries are exact multiples of 2**-10, so the truth is known from the data without the offset."""
    offset = float(2 ** int(np.log2(offset)))
    plain = np.round(np.random.default_rng(1).normal(size=(n, 2)) * 1024) / 1024
    near, far = StandardScaler().fit(plain), StandardScaler().fit(plain + offset)
    np.testing.assert_array_equal(far.var_, near.var_)
    np.testing.assert_array_equal(far.scale_, near.scale_)
    z = far.transform(plain + offset)
    np.testing.assert_allclose(z, near.transform(plain), rtol=4e-16, atol=1e-18)
    assert np.abs(z.mean(axis=0)).max() < 1e-15


def test_transformed_values_within_two_units_in_the_last_place():
    X = np.random.default_rng(2).normal(size=(500, 1)) + 1e8
    values = [Fraction(v) for v in X[:, 0].tolist()]
    mean = sum(values) / len(values)
    variance = sum((v - mean) ** 2 for v in values) / len(values)
    z = StandardScaler().fit_transform(X)[:, 0]
    for v, found in zip(values, z.tolist(), strict=True):
        # sqrt by integers, to 60 digits
        root = Fraction(int(_isqrt(variance * 10**120)), 10**60)
        expected = (v - mean) / root
        assert abs(Fraction(found) - expected) <= 2 * Fraction(float(np.spacing(abs(found))))


def _isqrt(value):
    import math

    return math.isqrt(int(value))


def test_parts_are_as_good_as_the_whole():
    X = data((6000, 4), holes=True) + np.array([1e9, 1e9, 1e5, 1e12])
    whole, parts = StandardScaler().fit(X), StandardScaler()
    for part in np.array_split(X, 37):
        parts.partial_fit(part)
    for name in ("mean_", "var_", "scale_", "n_samples_seen_"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))
    assert StandardScaler().fit(X).fit(X[:100]).n_samples_seen_.max() <= 100


@pytest.mark.parametrize("shape", [SMALL, LARGE])
def test_weights_count_as_repetitions(shape):
    X = data(shape, holes=True)
    times = np.random.default_rng(3).integers(0, 4, size=len(X))
    weighted, repeated = StandardScaler().fit(X, sample_weight=times), StandardScaler().fit(np.repeat(X, times, axis=0))
    for name in ("mean_", "var_", "n_samples_seen_"):
        np.testing.assert_allclose(getattr(weighted, name), getattr(repeated, name), rtol=1e-14)
    theirs = Theirs().fit(X, sample_weight=times)
    np.testing.assert_allclose(weighted.var_, theirs.var_, rtol=1e-10)


@pytest.mark.parametrize("make", [sparse.csr_matrix, sparse.csc_matrix, sparse.csr_array])
def test_sparse(make):
    X = sparse.random(300, 6, density=0.3, random_state=0).toarray()
    expected = Theirs(with_mean=False).fit_transform(X)
    scaler = StandardScaler(with_mean=False)
    S = make(X)
    found = scaler.fit_transform(S)
    np.testing.assert_allclose(found.toarray(), expected, rtol=1e-13)
    np.testing.assert_allclose(scaler.inverse_transform(found).toarray(), X, rtol=1e-14)
    np.testing.assert_array_equal(S.toarray(), X)
    parts = StandardScaler(with_mean=False).partial_fit(S[:100]).partial_fit(S[100:])
    np.testing.assert_allclose(parts.var_, scaler.var_, rtol=1e-13)


def test_sparse_data_are_not_centred():
    S = sparse.eye_array(4, format="csr")
    with pytest.raises(ValueError, match=r"with_mean=False.*toarray"):
        StandardScaler().fit(S)
    fitted = StandardScaler().fit(np.eye(4))
    with pytest.raises(ValueError, match="Cannot center sparse"):
        fitted.transform(S)
    with pytest.raises(ValueError, match="Cannot uncenter sparse"):
        fitted.inverse_transform(S)


@pytest.mark.parametrize("shape", [SMALL, LARGE])
@pytest.mark.parametrize("bad", [np.inf, -np.inf])
def test_infinity_is_refused(shape, bad):
    X = data(shape)
    fitted = StandardScaler().fit(X)
    X[shape[0] // 2, 1] = bad
    X[3, 2] = np.nan
    with pytest.raises(ValueError, match="infinity"):
        StandardScaler().fit(X)
    with pytest.raises(ValueError, match="infinity"):
        fitted.transform(X)
    with pytest.raises(ValueError, match="infinity"):
        fitted.inverse_transform(X)
    kept = X.copy()
    with pytest.raises(ValueError, match="infinity"):
        fitted.transform(X, copy=False)
    np.testing.assert_array_equal(X, kept)


@pytest.mark.parametrize("shape", [SMALL, LARGE])
@pytest.mark.parametrize("order", ["C", "F", "strided"])
def test_in_place(shape, order):
    X = data((shape[0], 4))
    X = np.repeat(X, 2, axis=1)[:, ::2] if order == "strided" else np.asarray(X, order=order)
    expected = StandardScaler().fit_transform(X)
    found = StandardScaler(copy=False).fit_transform(X)
    assert found is X
    np.testing.assert_array_equal(found, expected)


def test_read_only_large_data():
    X = data(LARGE)
    X.flags.writeable = False
    assert StandardScaler().fit_transform(X).shape == LARGE
    assert StandardScaler().fit_transform(X[::2]).shape == (LARGE[0] // 2, 4)


def test_float16_and_integers():
    X = data(SMALL).astype(np.float16)
    found = StandardScaler().fit_transform(X)
    assert found.dtype == np.float16
    np.testing.assert_allclose(found, Theirs().fit_transform(X.astype(float)), atol=5e-3)
    np.testing.assert_array_equal(StandardScaler().fit_transform([[1], [3]]), [[-1.0], [1.0]])


def test_a_constant_is_left_alone():
    for n in (10, 60_000):
        X = np.full((n, 2), np.log(1e-5))
        scaler = StandardScaler().fit(X)
        np.testing.assert_array_equal(scaler.scale_, 1.0)
        np.testing.assert_array_equal(scaler.transform(X), 0.0)


def test_what_varies_and_counts_as_constant_is_named():
    X = np.random.default_rng(0).normal(size=(30_000, 2)) * 1e-6 + [1e8, 0.0]
    with pytest.warns(UserWarning, match=r"features \[0\] unscaled.*1e\+08"):
        scaler = StandardScaler().fit(X)
    np.testing.assert_array_equal(scaler.scale_, Theirs().fit(X).scale_ ** [1, 0] * scaler.scale_)
    assert scaler.scale_[0] == 1.0
    assert scaler.var_[0] > 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        StandardScaler().fit(np.random.default_rng(0).normal(size=(1000, 2)) + 1e8)
        StandardScaler().fit(np.array([[0.1 + 0.2], [0.3]] * 50))  # differs in the last digit only: rounding


def test_a_mean_set_by_hand_is_used_as_it_is():
    scaler = StandardScaler().fit(np.random.default_rng(0).normal(size=(50, 1)) + 1e8)
    scaler.mean_ = np.array([2.0])
    scaler.scale_ = np.array([4.0])
    assert scaler.transform([[10.0]]).tolist() == [[2.0]]


def test_refusals():
    fitted = StandardScaler().fit(np.eye(3))
    with pytest.raises(ValueError, match=r"2 columns.*had 3"):
        fitted.inverse_transform(np.eye(2))
    with pytest.raises(ValueError, match="2 features"):
        fitted.transform(np.eye(2))
    with pytest.raises(ValueError, match=r"[Nn]egative"):
        StandardScaler().fit(np.eye(3), sample_weight=[1.0, -1.0, 1.0])
    with pytest.raises(ValueError, match="sample_weight"):
        StandardScaler().fit(np.eye(3), sample_weight=[1.0, 1.0])


@pytest.mark.parametrize("n", [3, 60_000])
def test_what_overflows_is_refused(n):
    X = np.full((n, 2), 1e200)
    X[::2, 1] = 3.0
    with pytest.raises(ValueError, match=r"features \[1\] are so large"):
        StandardScaler().fit(X)
    assert StandardScaler(with_std=False).fit(X).mean_[0] == 1e200


def test_data_frames():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(data(SMALL), columns=list("abcd"), index=range(5, 205))
    before = frame.copy()
    scaler = StandardScaler().set_output(transform="pandas")
    found = scaler.fit_transform(frame)
    assert list(found.columns) == list("abcd")
    assert found.index.equals(frame.index)
    assert scaler.feature_names_in_.tolist() == list("abcd")
    pandas.testing.assert_frame_equal(frame, before)
    np.testing.assert_allclose(found.to_numpy(), Theirs().fit_transform(frame), atol=1e-12)
    nullable = pandas.DataFrame({"a": pandas.array([1, None, 3], dtype="Int64")})
    assert StandardScaler().fit(nullable).mean_.tolist() == [2.0]


def test_polars():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"a": [1.0, 3.0], "b": [2.0, 2.0]})
    found = StandardScaler().set_output(transform="polars").fit_transform(frame)
    assert found.to_dict(as_series=False) == {"a": [-1.0, 1.0], "b": [0.0, 0.0]}


def test_small_data_do_without_numba():
    code = (
        "import sys, numpy as np\n"
        "from workings.preprocessing import *\n"
        "X = np.random.default_rng(0).normal(size=(1000, 10)); X[0, 0] = np.nan\n"
        "StandardScaler().fit_transform(X); MinMaxScaler().fit_transform(X)\n"
        "PolynomialFeatures().fit_transform(SimpleImputer().fit_transform(X)[:100])\n"
        "print('numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
