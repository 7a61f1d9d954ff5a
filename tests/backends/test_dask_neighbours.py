"""Neighbours of samples in blocks: the same as in memory, numbers and distances, ties included."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.neighbors import NearestNeighbors as Peer

from workings.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestNeighbors

da = pytest.importorskip("dask.array")


pytestmark = pytest.mark.usefixtures("plain_scheduler")


def samples(n=150, p=4, seed=0, grid=False):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p))
    return np.round(X, 1) * 0.1 if grid else X


@pytest.mark.parametrize("grid", [False, True])
@pytest.mark.parametrize("chunk", [23, 64, 150])
@pytest.mark.parametrize(
    "model",
    [
        NearestNeighbors(n_neighbors=9),
        NearestNeighbors(n_neighbors=9, algorithm="kd_tree"),
        NearestNeighbors(n_neighbors=9, metric="manhattan"),
        NearestNeighbors(n_neighbors=3, metric="cosine", algorithm="brute"),
        NearestNeighbors(n_neighbors=3, metric="canberra"),
    ],
)
def test_neighbours_are_those_in_memory(model, chunk, grid):
    X, Q = samples(grid=grid), samples(50, seed=1, grid=grid)
    want = clone(model).fit(X)
    got = clone(model).fit(da.from_array(X, chunks=(chunk, 2)))
    for rows in (Q, da.from_array(Q, chunks=(20, 4))):
        dist, at = got.kneighbors(rows)
        assert isinstance(at, type(rows))
        np.testing.assert_array_equal(np.asarray(at), want.kneighbors(Q)[1])
        np.testing.assert_array_equal(np.asarray(dist), want.kneighbors(Q)[0])
    dist, at = got.kneighbors()
    np.testing.assert_array_equal(np.asarray(at), want.kneighbors()[1])
    np.testing.assert_array_equal(np.asarray(dist), want.kneighbors()[0])


def test_distances_agree_with_another_library_and_samples_in_memory_take_lazy_queries():
    X, Q = samples(), samples(50, seed=1)
    dist, at = Peer(n_neighbors=4).fit(X).kneighbors(Q)
    for given in (X, da.from_array(X, chunks=(40, 4))):
        lazy = NearestNeighbors().fit(given).kneighbors(da.from_array(Q, chunks=(20, 4)), 4)
        assert all(isinstance(one, da.Array) and one.shape == (50, 4) for one in lazy)
        np.testing.assert_array_equal(np.asarray(lazy[1]), at)
        np.testing.assert_allclose(np.asarray(lazy[0]), dist, rtol=1e-12)


@pytest.mark.parametrize("weights", ["uniform", "distance", lambda dist: np.exp(-dist)])
def test_votes_and_means_are_those_in_memory(weights):
    X, Q = samples(grid=True), samples(50, seed=1, grid=True)
    names = np.array(["no", "yes", "why"])[(X[:, 0] > 0).astype(int) + (X[:, 1] > 0.05)]
    cut, lazy = da.from_array(X, chunks=(64, 4)), da.from_array(Q, chunks=(20, 4))
    want = KNeighborsClassifier(weights=weights).fit(X, names)
    got = KNeighborsClassifier(weights=weights).fit(cut, da.from_array(names, chunks=100))
    np.testing.assert_array_equal(got.classes_, want.classes_)
    for rows in (Q, lazy):
        np.testing.assert_array_equal(np.asarray(got.predict(rows)), want.predict(Q))
        np.testing.assert_allclose(np.asarray(got.predict_proba(rows)), want.predict_proba(Q), rtol=1e-14)
    np.testing.assert_array_equal(np.asarray(got.predict(None)), want.predict(None))
    assert got.predict(lazy).dtype == names.dtype
    for y in (X[:, 0] * 3.0, X[:, :2].astype(np.float32), np.arange(len(X))):
        want = KNeighborsRegressor(weights=weights).fit(X, y)
        got = KNeighborsRegressor(weights=weights).fit(cut, y)
        result = got.predict(lazy)
        assert result.dtype == want.predict(Q).dtype
        np.testing.assert_allclose(np.asarray(result), want.predict(Q), rtol=1e-12)
        np.testing.assert_allclose(got.predict(Q), want.predict(Q), rtol=1e-12)
    assert got.score(Q, np.arange(50)) == pytest.approx(want.score(Q, np.arange(50)))


def test_numbers_at_the_ends_of_the_range():
    X = np.array([[0.0], [1e-200], [3e-200], [1e200], [4e200]])
    Q = np.array([[2.2e-200], [3e200]])
    for model in (NearestNeighbors(n_neighbors=3), NearestNeighbors(n_neighbors=3, metric="sqeuclidean")):
        want = clone(model).fit(X)
        got = clone(model).fit(da.from_array(X, chunks=(1, 1)))
        np.testing.assert_array_equal(got.kneighbors(Q)[1], want.kneighbors(Q)[1])
        np.testing.assert_allclose(got.kneighbors(Q)[0], want.kneighbors(Q)[0], rtol=1e-15)


def test_data_frames_empty_blocks_and_missing_values():
    pd = pytest.importorskip("pandas")
    dd = pytest.importorskip("dask.dataframe")
    X = samples()
    frame = pd.DataFrame(X, columns=list("abcd")).assign(y=X[:, 0] > 0)
    cut = dd.from_pandas(frame, npartitions=5)
    some = cut[(cut["a"] > 0) | (cut["a"] < -1.0)]
    kept = frame[(frame["a"] > 0) | (frame["a"] < -1.0)]
    want = KNeighborsClassifier().fit(kept[list("abcd")], kept["y"])
    got = KNeighborsClassifier().fit(some[list("abcd")], some["y"])
    assert got.n_samples_fit_ == len(kept)
    np.testing.assert_array_equal(got.predict(cut[list("abcd")]).compute(), want.predict(frame[list("abcd")]))
    np.testing.assert_array_equal(got.predict(frame[list("abcd")]), want.predict(frame[list("abcd")]))
    np.testing.assert_array_equal(np.asarray(got.kneighbors()[1]), want.kneighbors()[1])
    X[::9, 1] = np.nan
    with_gaps = NearestNeighbors(metric="nan_euclidean").fit(da.from_array(X, chunks=(50, 4)))
    np.testing.assert_array_equal(
        with_gaps.kneighbors(X[:20])[1], NearestNeighbors(metric="nan_euclidean").fit(X).kneighbors(X[:20])[1]
    )
    with pytest.raises(ValueError, match="NaN"):
        NearestNeighbors().fit(da.from_array(X, chunks=(50, 4)))


def test_refusals():
    X = samples()
    cut = da.from_array(X, chunks=(64, 4))
    with pytest.raises(TypeError, match="metric='precomputed' depends on all samples"):
        NearestNeighbors(metric="precomputed").fit(cut)
    with pytest.raises(TypeError, match=r"metric_params=\{'VI'"):
        NearestNeighbors(metric="mahalanobis").fit(cut)
    with pytest.raises(ValueError, match="one axis"):
        KNeighborsClassifier().fit(cut, (X[:, :2] > 0).astype(int))
    with pytest.raises(ValueError, match="continuous"):
        KNeighborsClassifier().fit(cut, X[:, 0])
    with pytest.raises(ValueError, match="numbers"):
        KNeighborsRegressor().fit(cut, np.array(["a"] * len(X)))
    with pytest.raises(ValueError, match="requires y"):
        KNeighborsRegressor().fit(cut, None)
    model = NearestNeighbors().fit(cut)
    with pytest.raises(TypeError, match="Try kneighbors"):
        model.radius_neighbors(X)
    with pytest.raises(ValueError, match="n_samples_fit = 150"):
        model.kneighbors(X, 151)
    with pytest.raises(ValueError, match="expecting 4 features"):
        model.kneighbors(cut[:, :2])
    with pytest.raises(ValueError, match="NaN"):
        model.kneighbors(da.full((3, 4), np.nan))[0].compute()
    with pytest.raises(ValueError, match="NaN"):
        model.kneighbors(np.full((3, 4), np.nan))
    assert model.fit(X).kneighbors(X)[1].shape == (150, 5)  # afterwards in memory again
    np.testing.assert_array_equal(model.radius_neighbors(X[:1], 0.0)[1][0], [0])
