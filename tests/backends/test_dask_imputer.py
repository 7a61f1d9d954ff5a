"""SimpleImputer on dask arrays, in batches and on data frames: medians and most frequent values are exact."""

import numpy as np
import pytest

from workings.backends.dask import _imputer
from workings.backends.dask.batches import fit_batches, in_rows
from workings.preprocessing import SimpleImputer

da = pytest.importorskip("dask.array")
dask = pytest.importorskip("dask")


pytestmark = pytest.mark.usefixtures("plain_scheduler")


def samples(n=101, dtype=float):
    rng = np.random.default_rng(n)
    X = np.column_stack(
        [
            rng.normal(size=n) * 10.0 ** rng.integers(-30, 30, size=n),  # both signs, all magnitudes
            rng.integers(-2, 3, size=n),
            np.where(rng.random(n) > 0.5, -0.0, 0.0),
            rng.normal(size=n) + 1000.0,
            rng.choice([-3e38, 3e38], size=n),
        ]
    ).astype(dtype)
    X[rng.random(X.shape) < 0.3] = np.nan
    return X


def assert_same(got, want):
    np.testing.assert_array_equal(got.statistics_.astype(float), want.statistics_.astype(float))
    assert got.statistics_.dtype == want.statistics_.dtype


@pytest.mark.parametrize("strategy", ["median", "most_frequent", "constant"])
@pytest.mark.parametrize("n", [7, 100, 101])
@pytest.mark.parametrize("dtype", [float, np.float32])
def test_the_same_number_to_the_last_bit(strategy, n, dtype):
    X = samples(n, dtype)
    for rows in (1, (3, 0, n - 3)) if n == 7 else (40, (3, 0, n - 3)):
        cut = da.from_array(X, chunks=(rows, 2))
        want, got = SimpleImputer(strategy=strategy).fit(X), SimpleImputer(strategy=strategy).fit(cut)
        assert_same(got, want)
        lazy = got.transform(cut)
        assert isinstance(lazy, da.Array)
        np.testing.assert_array_equal(lazy, want.transform(X))
        assert lazy.dtype == lazy.compute().dtype == dtype
    assert_same(fit_batches(SimpleImputer(strategy=strategy), in_rows(X, rows=30)), want)


@pytest.mark.parametrize("strategy", ["mean", "median", "most_frequent", "constant"])
@pytest.mark.parametrize("keep", [False, True])
def test_features_without_entries_and_other_marks_of_missing(strategy, keep):
    X = samples(50)
    X[:, 1] = np.nan
    parameters = {"strategy": strategy, "keep_empty_features": keep}
    want = SimpleImputer(**parameters).fit(X)
    assert_same(SimpleImputer(**parameters).fit(da.from_array(X, chunks=(20, 5))), want)
    X[np.isnan(X)] = -1.0
    parameters["missing_values"] = -1
    if strategy == "constant":
        parameters["fill_value"] = 7.0
    want = SimpleImputer(**parameters).fit(X)
    got = SimpleImputer(**parameters).fit(da.from_array(X, chunks=(20, 5)))
    np.testing.assert_allclose(got.statistics_.astype(float), want.statistics_.astype(float), rtol=1e-14)


def test_data_frames_of_unknown_length():
    pd = pytest.importorskip("pandas")
    dd = pytest.importorskip("dask.dataframe")
    frame = pd.DataFrame(samples(200), columns=list("abcde"))
    cut = dd.from_pandas(frame, npartitions=4)
    some, here = cut[cut["d"] > 999.5], frame[frame["d"] > 999.5]
    assert_same(SimpleImputer(strategy="median").fit(some), SimpleImputer(strategy="median").fit(here))


def test_refusals(monkeypatch):
    cut = da.from_array(samples(50), chunks=(20, 5))
    with pytest.raises(TypeError, match="'mean', 'median', 'most_frequent', 'constant'"):
        SimpleImputer(strategy=np.max).fit(cut)
    with pytest.raises(TypeError, match="add_indicator"):
        SimpleImputer(add_indicator=True).fit(cut)
    with pytest.raises(TypeError, match=r"X.astype\(float\)"):
        SimpleImputer(strategy="most_frequent").fit(da.ones((4, 2), dtype=int))
    with pytest.raises(ValueError, match="cannot be cast"):
        SimpleImputer(strategy="constant", fill_value="none").fit(cut)
    with pytest.raises(ValueError, match="infinity"):
        SimpleImputer(strategy="median").fit(da.where(cut > 1e20, np.inf, cut))
    monkeypatch.setattr(_imputer, "MOST_VALUES", 10)
    with pytest.raises(ValueError, match="feature 0 has more than 10 different values"):
        SimpleImputer(strategy="most_frequent").fit(cut)
