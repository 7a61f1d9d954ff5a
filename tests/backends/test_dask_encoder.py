"""One-hot encoding of dask arrays and data frames: categories of all blocks, encoded lazily."""

import numpy as np
import pytest
from scipy import sparse

from workings.preprocessing import OneHotEncoder

da = pytest.importorskip("dask.array")


pytestmark = pytest.mark.usefixtures("plain_scheduler")


def numbers(n=60):
    rng = np.random.default_rng(0)
    X = rng.geometric(0.4, size=(n, 3)).astype(float)
    X[:20] = np.sort(X[:20], axis=0)
    X[rng.random(X.shape) < 0.1] = np.nan
    return X


def words(n=60, missing=np.nan):
    X = np.array(["a", "bb", "a", "c", "dddd"], dtype=object)[np.random.default_rng(1).integers(0, 5, size=(n, 2))]
    X[:30, 0] = "a"
    X[50, 1] = missing
    return X


def assert_same(got, want):
    for some, others in zip(got.categories_, want.categories_, strict=True):
        assert list(map(repr, some)) == list(map(repr, others))  # NaN is no equal of its own
        assert some.dtype == others.dtype
    np.testing.assert_array_equal(got.get_feature_names_out(), want.get_feature_names_out())
    assert got.n_features_in_ == want.n_features_in_


TABLES = [numbers(), numbers().astype(np.float32), np.arange(60).reshape(20, 3) % 7, words(), words(missing=None)]
TABLES += [words(missing="e").astype(str), words(missing="e").astype("S"), numbers() > 2]


@pytest.mark.parametrize("rows", [1, (7, 0, 13, -1)])
@pytest.mark.parametrize("X", TABLES)
def test_the_same_categories_however_the_rows_are_cut(X, rows):
    rows = rows if rows == 1 else (7, 0, 13, len(X) - 20)
    cut = da.from_array(X, chunks=(rows, 1))
    want, got = OneHotEncoder().fit(X), OneHotEncoder().fit(cut)
    assert_same(got, want)
    lazy = got.transform(cut)
    assert isinstance(lazy, da.Array)
    assert sparse.issparse(lazy.compute())
    assert type(lazy.compute()) is type(want.transform(X))
    np.testing.assert_array_equal(lazy.compute().toarray(), want.transform(X).toarray())
    dense = OneHotEncoder(sparse_output=False).fit_transform(cut)
    np.testing.assert_array_equal(dense, want.transform(X).toarray())


@pytest.mark.parametrize(
    "parameters",
    [
        {"drop": "first"},
        {"drop": "if_binary", "dtype": np.float32},
        {"min_frequency": 10},
        {"min_frequency": 0.1, "handle_unknown": "infrequent_if_exist"},
        {"max_categories": 3, "drop": "first"},
        {"categories": [[1.0, 2.0, np.nan], [2.0, 1.0][::-1], [3.0]], "handle_unknown": "ignore"},
    ],
)
def test_parameters(parameters):
    X = numbers()
    want = OneHotEncoder(sparse_output=False, **parameters).fit(X)
    cut = da.from_array(X, chunks=(25, 2))
    got = OneHotEncoder(sparse_output=False, **parameters).fit(cut)
    assert_same(got, want)
    lazy = got.transform(cut)
    assert lazy.dtype == lazy.compute().dtype == want.transform(X).dtype
    assert lazy.shape == want.transform(X).shape
    np.testing.assert_array_equal(lazy, want.transform(X))
    if "min_frequency" in parameters or "max_categories" in parameters:
        for some, others in zip(got.infrequent_categories_, want.infrequent_categories_, strict=True):
            np.testing.assert_array_equal(some, others)


def test_data_frames_of_unknown_length_with_columns_of_several_types():
    pd = pytest.importorskip("pandas")
    dd = pytest.importorskip("dask.dataframe")
    X = words()
    frame = pd.DataFrame({"word": X[:, 0], "gap": X[:, 1], "number": np.arange(60) % 5, "kind": X[::-1, 0]})
    frame["kind"] = frame["kind"].astype("category")
    cut = dd.from_pandas(frame, npartitions=5)
    some, here = cut[cut["number"] > 0], frame[frame["number"] > 0]
    want, got = OneHotEncoder().fit(here), OneHotEncoder().fit(some)
    assert_same(got, want)
    np.testing.assert_array_equal(got.transform(some).compute().toarray(), want.transform(here).toarray())
    with pytest.raises(ValueError, match="feature names"):
        got.transform(some[["gap", "word", "number", "kind"]])


def test_unknown_categories_and_refusals():
    X = words()
    cut = da.from_array(X, chunks=(30, 2))
    model = OneHotEncoder().fit(cut[:30])
    with pytest.raises(ValueError, match="unknown categories"):
        model.transform(cut).compute()
    with pytest.raises(ValueError, match="expecting 2 features"):
        model.transform(cut[:, :1])
    with pytest.raises(ValueError, match="during fit"):
        OneHotEncoder(categories=[["a"], ["a"]]).fit(cut)
    with pytest.raises(TypeError, match="takes them for fit, transform"):
        model.inverse_transform(model.transform(cut[:30]))
    with pytest.raises(TypeError, match="uniformly strings or numbers"):
        OneHotEncoder().fit(da.from_array(np.array([["a"], [1.0]], dtype=object), chunks=1))
    with pytest.raises(ValueError, match="0 sample"):
        OneHotEncoder().fit(cut[:0])
