"""SimpleImputer: every strategy beside scikit-learn's, and where scikit-learn is wrong, beside the definition."""

import warnings
from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse
from sklearn.impute import SimpleImputer as Theirs

from workings.preprocessing import SimpleImputer

SMALL, LARGE = (60, 4), (20_000, 4)
NUMERIC = ["mean", "median", "most_frequent", "constant", np.max]


def data(shape, order="C", dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.integers(-4, 5, size=shape) * [1.0, 0.5, 3.0, 7.0] + [0.0, 100.0, -5.0, 0.25]
    X[rng.random(shape) < 0.2] = np.nan
    return np.asarray(X, dtype=dtype, order=order)


@pytest.mark.parametrize("shape", [SMALL, LARGE])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("strategy", NUMERIC)
@pytest.mark.parametrize("add_indicator", [False, True])
def test_same_as_scikit_learn(shape, order, dtype, strategy, add_indicator):
    X = data(shape, order, dtype)
    X[:, 1] = np.where(np.isnan(X[:, 1]), 3.0, X[:, 1])  # nothing is missing here
    new = data(shape, order, dtype, seed=1)
    before = X.copy()
    options = {"strategy": strategy, "add_indicator": add_indicator}
    ours, theirs = SimpleImputer(**options), Theirs(**options)
    tolerance = 1e-14 if dtype is np.float64 else 1e-5
    for found, expected in (
        (ours.fit_transform(X), theirs.fit_transform(X)),
        (ours.transform(new), theirs.transform(new)),
    ):
        np.testing.assert_allclose(found, expected, rtol=tolerance, atol=1e-13)
        assert found.dtype == expected.dtype
    np.testing.assert_allclose(
        ours.statistics_.astype(float), theirs.statistics_.astype(float), rtol=tolerance, atol=1e-13
    )
    assert ours.statistics_.dtype == theirs.statistics_.dtype
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    if add_indicator:
        np.testing.assert_array_equal(ours.inverse_transform(ours.transform(X)), X)
    np.testing.assert_array_equal(X, before)


@pytest.mark.parametrize("n", [1000, 60_000])
def test_the_mean_is_rounded_once(n):
    X = np.random.default_rng(0).normal(size=(n, 1)) + 1e8
    X[::3] = np.nan
    values = [Fraction(v) for v in X[~np.isnan(X)].tolist()]
    assert SimpleImputer().fit(X).statistics_[0] == float(sum(values) / len(values))


@pytest.mark.parametrize("shape", [SMALL, LARGE])
@pytest.mark.parametrize("strategy", NUMERIC)
@pytest.mark.parametrize("keep", [False, True])
def test_features_without_entries(shape, strategy, keep):
    if callable(strategy) and shape:
        strategy = np.sum  # the largest of nothing is not defined
    X = data(shape)
    X[:, 2] = np.nan
    options = {"strategy": strategy, "keep_empty_features": keep}
    ours, theirs = SimpleImputer(**options), Theirs(**options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = theirs.fit_transform(X)
    if keep or callable(strategy):
        found = ours.fit_transform(X)
    else:
        with pytest.warns(UserWarning, match=r"Skipping features.*\[2\]"):
            found = ours.fit_transform(X)
    np.testing.assert_allclose(found, expected, rtol=1e-14, atol=1e-13)
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()


@pytest.mark.parametrize("shape", [SMALL, LARGE])
@pytest.mark.parametrize("strategy", ["mean", "median", "most_frequent", "constant"])
@pytest.mark.parametrize("dtype", [np.float64, np.int64])
def test_a_number_stands_for_missing(shape, strategy, dtype):
    X = np.where(np.isnan(data(shape)), -1, data(shape)).astype(dtype)
    options = {"strategy": strategy, "missing_values": -1}
    ours, theirs = SimpleImputer(**options), Theirs(**options)
    found, expected = ours.fit_transform(X), theirs.fit_transform(X)
    np.testing.assert_allclose(found, expected, rtol=1e-14)
    assert found.dtype == expected.dtype
    X = X.astype(float)
    X[0, 0] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        ours.fit(X)


@pytest.mark.parametrize("missing", [np.nan, None, "", "?"])
@pytest.mark.parametrize("options", [{"strategy": "most_frequent"}, {"strategy": "constant", "fill_value": "none"}])
def test_strings(missing, options):
    X = np.array([["a", missing], [missing, "x"], ["b", "x"], ["b", "y"]], dtype=object)
    found = SimpleImputer(missing_values=missing, **options).fit_transform(X)
    filler = ("b", "x") if options["strategy"] == "most_frequent" else ("none", "none")
    assert found.tolist() == [["a", filler[1]], [filler[0], "x"], ["b", "x"], ["b", "y"]]


def test_values_that_cannot_be_compared_still_have_a_most_frequent():
    X = np.array([[1], ["a"], [1], ["a"], [np.nan]], dtype=object)
    assert SimpleImputer(strategy="most_frequent").fit(X).statistics_.tolist() == [1]


def test_pandas_na():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": pandas.array([1, None, 3], dtype="Int64"), "b": [1.5, np.nan, 2.5]})
    for missing in (pandas.NA, np.nan):
        found = SimpleImputer(missing_values=missing).set_output(transform="pandas").fit_transform(frame)
        assert found.to_dict("list") == {"a": [1.0, 2.0, 3.0], "b": [1.5, 2.0, 2.5]}
    words = pandas.DataFrame({"w": pandas.array(["x", None, "x"], dtype="string")})
    filled = SimpleImputer(missing_values=pandas.NA, strategy="most_frequent").fit_transform(words)
    assert filled.ravel().tolist() == ["x", "x", "x"]


@pytest.mark.parametrize("make", [sparse.csc_matrix, sparse.csr_array])
@pytest.mark.parametrize("strategy", ["mean", "median", "most_frequent", "constant"])
@pytest.mark.parametrize("add_indicator", [False, True])
def test_sparse(make, strategy, add_indicator):
    rng = np.random.default_rng(0)
    X = np.where(rng.random((80, 6)) < 0.6, rng.integers(-3, 4, size=(80, 6)), 0.0)
    X[rng.random(X.shape) < 0.1] = np.nan
    S = make(X)
    options = {"strategy": strategy, "add_indicator": add_indicator, "fill_value": 9.0}
    ours = SimpleImputer(**options)
    found, expected = ours.fit_transform(S), Theirs(**options).fit_transform(X)
    assert found.format == "csc"
    np.testing.assert_allclose(found.toarray(), expected, rtol=1e-14, atol=1e-15)
    np.testing.assert_array_equal(S.toarray(), X)


def test_sparse_zeros_count_for_a_callable():
    X = np.array([[np.nan], [0.0], [0.0], [6.0]])
    assert SimpleImputer(strategy=np.mean).fit(sparse.csc_array(X)).statistics_.tolist() == [2.0]


def test_a_sparse_feature_of_zeros_is_not_empty():
    X = sparse.csc_array(np.array([[0.0, np.nan], [0.0, 1.0]]))
    for strategy in ("mean", "median", "most_frequent", "constant"):
        assert SimpleImputer(strategy=strategy).fit_transform(X).shape == (2, 2)


@pytest.mark.parametrize("shape", [SMALL, LARGE])
def test_in_place(shape):
    X = data(shape)
    expected = SimpleImputer().fit_transform(X)
    imputer = SimpleImputer(copy=False).fit(X)
    assert np.isnan(X).any(), "a fit changes nothing"
    found = imputer.transform(X)
    assert found is X
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("shape", [SMALL, LARGE])
@pytest.mark.parametrize("strategy", ["mean", "median", "most_frequent"])
def test_infinity_is_refused(shape, strategy):
    X = data(shape)
    fitted = SimpleImputer(strategy=strategy).fit(X)
    X[1, 1] = np.inf
    for call in (SimpleImputer(strategy=strategy).fit, fitted.transform):
        with pytest.raises(ValueError, match="infinity"):
            call(X)


@pytest.mark.parametrize("values", [[1.5e308, 1.7e308], [1.5e308], [-1.0, 5e-324]])
def test_medians_do_not_overflow(values):
    X = np.array([*values, np.nan])[:, None]
    expected = sum(Fraction(v) for v in values) / len(values)
    assert SimpleImputer(strategy="median").fit(X).statistics_[0] == float(expected)


def test_refusals():
    with pytest.raises(ValueError, match=r"non-numeric data(.|\n)*most_frequent"):
        SimpleImputer().fit([["a"], ["b"]])
    with pytest.raises(ValueError, match="dtype <U1"):
        SimpleImputer(strategy="most_frequent").fit(np.array([["a"], ["b"]]))
    with pytest.raises(ValueError, match="both numerical"):
        SimpleImputer(missing_values="?").fit(np.eye(2))
    with pytest.raises(ValueError, match="cannot be cast"):
        SimpleImputer(strategy="constant", fill_value="x").fit(np.eye(2))
    with pytest.raises(ValueError, match="== 0"):
        SimpleImputer(missing_values=0).fit(sparse.eye_array(3, format="csc"))
    with pytest.raises(ValueError, match="add_indicator=True"):
        SimpleImputer().fit(np.eye(2)).inverse_transform(np.eye(2))
    with pytest.raises(ValueError, match=r"3 columns.*returns 4"):
        SimpleImputer(add_indicator=True).fit([[np.nan, np.nan], [1, 2]]).inverse_transform(np.ones((2, 3)))


def test_inverse_with_dropped_features():
    X = np.array([[np.nan, np.nan, 1.0], [np.nan, 2.0, np.nan], [np.nan, 3.0, 4.0]])
    imputer = SimpleImputer(add_indicator=True)
    with pytest.warns(UserWarning, match="Skipping"):
        imputed = imputer.fit_transform(X)
    assert imputed.shape == (3, 5)
    np.testing.assert_array_equal(imputer.inverse_transform(imputed), X)


def test_polars():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"a": [1.0, None, 3.0], "b": [1, 2, 3]})
    found = SimpleImputer().set_output(transform="polars").fit_transform(frame)
    assert found.to_dict(as_series=False) == {"a": [1.0, 2.0, 3.0], "b": [1.0, 2.0, 3.0]}


def test_indicators_are_named_after_the_columns_of_a_data_frame():
    pd = pytest.importorskip("pandas")
    X = pd.DataFrame({"a": [1.0, np.nan, 3.0], "b": [1.0, 2.0, 3.0]})
    model = SimpleImputer(add_indicator=True).fit(X)
    assert model.get_feature_names_out().tolist() == ["a", "b", "missingindicator_a"]
