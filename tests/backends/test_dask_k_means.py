"""k-means on dask arrays and data frames: the same draws, labels and inertia as in memory."""

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning

from workings.cluster import KMeans

da = pytest.importorskip("dask.array")


pytestmark = pytest.mark.usefixtures("plain_scheduler")


def samples(n=300, p=3, k=5, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) + 4.0 * rng.normal(size=(k, p))[rng.integers(0, k, n)] + 100.0
    return X, rng.uniform(0.0, 2.0, size=n) * (rng.random(n) > 0.1)


def assert_same(got, want, X, cut):
    np.testing.assert_allclose(got.cluster_centers_, want.cluster_centers_, rtol=1e-12)
    np.testing.assert_allclose(got.inertia_, want.inertia_, rtol=1e-12)
    assert isinstance(got.labels_, da.Array)
    np.testing.assert_array_equal(got.labels_, want.labels_)
    np.testing.assert_array_equal(got.predict(cut), want.predict(X))
    assert got.labels_.dtype == want.labels_.dtype
    assert got.n_iter_ == want.n_iter_


@pytest.mark.parametrize("rows", [1, (100, 0, 3, 197), (300,)])
@pytest.mark.parametrize("parameters", [{}, {"init": "random"}, {"init": "random", "n_init": 2, "tol": 0.0}])
def test_however_the_rows_are_cut(rows, parameters):
    X, w = samples(*((20, 2, 3) if rows == 1 else (300, 3, 5)))
    cut = da.from_array(X, chunks=(rows, 2))
    for weights in (None, w):
        want = KMeans(4, random_state=3, **parameters).fit(X, sample_weight=weights)
        got = KMeans(4, random_state=3, **parameters).fit(cut, sample_weight=weights)
        assert_same(got, want, X, cut)
    np.testing.assert_allclose(got.score(cut, sample_weight=w), want.score(X, sample_weight=w), rtol=1e-12)
    np.testing.assert_allclose(got.transform(cut), want.transform(X), rtol=1e-9)


def test_many_rows_in_float32_that_the_kernels_take():
    X = samples(60_000, 6, 12)[0].astype(np.float32)
    cut = da.from_array(X, chunks=(17_000, 6))
    want, got = KMeans(12, random_state=1).fit(X), KMeans(12, random_state=1).fit(cut)
    assert got.cluster_centers_.dtype == np.float32
    np.testing.assert_allclose(got.cluster_centers_, want.cluster_centers_, rtol=1e-6)
    np.testing.assert_allclose(got.inertia_, want.inertia_, rtol=1e-9)
    np.testing.assert_array_equal(got.labels_, want.labels_)


def test_empty_clusters_go_to_the_farthest_samples():
    X, w = samples()
    X[17] += 50.0
    cut = da.from_array(X, chunks=(70, 3))
    far = np.vstack([X[:3], X[:1] + 1e4])
    for weights in (None, w):
        want = KMeans(4, init=far, n_init=1).fit(X, sample_weight=weights)
        assert_same(KMeans(4, init=far, n_init=1).fit(cut, sample_weight=weights), want, X, cut)
    # Two at once: the same clusters, if perhaps by other numbers.
    far = np.vstack([X[:2], X[:2] + 1e4])
    want, got = (KMeans(4, init=far, n_init=1, max_iter=1).fit(data) for data in (X, cut))
    order = [np.lexsort(model.cluster_centers_.T) for model in (want, got)]
    np.testing.assert_allclose(got.cluster_centers_[order[1]], want.cluster_centers_[order[0]], rtol=1e-12)


def test_fewer_distinct_samples_than_clusters():
    X = np.repeat([[0.0, 1.0], [2.0, 2.0]], 10, axis=0)
    with pytest.warns(ConvergenceWarning, match=r"distinct clusters \(2\)"):
        model = KMeans(3, random_state=0).fit(da.from_array(X, chunks=(3, 2)))
    assert model.inertia_ == 0.0


def test_data_frames_of_unknown_length():
    pd = pytest.importorskip("pandas")
    dd = pytest.importorskip("dask.dataframe")
    X, _ = samples()
    frame = pd.DataFrame(X, columns=list("abc"))
    cut = dd.from_pandas(frame, npartitions=5)
    some, here = cut[cut["a"] > 100.0], frame[frame["a"] > 100.0]
    want, got = KMeans(3, random_state=0).fit(here), KMeans(3, random_state=0).fit(some)
    assert list(got.feature_names_in_) == list("abc")
    np.testing.assert_allclose(got.cluster_centers_, want.cluster_centers_, rtol=1e-12)
    np.testing.assert_array_equal(got.labels_.compute(), want.labels_)


def test_refusals():
    X, _ = samples(20)
    cut = da.from_array(X, chunks=(7, 3))
    with pytest.raises(TypeError, match="callable init"):
        KMeans(2, init=lambda X, k, random_state: X[:k]).fit(cut)
    with pytest.raises(ValueError, match="should be >= n_clusters=50"):
        KMeans(50).fit(cut)
    with pytest.raises(ValueError, match="NaN"):
        KMeans(2).fit(da.where(cut == cut[9, 0], np.nan, cut))
    with pytest.raises(ValueError, match="does not match"):
        KMeans(2, init=X[:3]).fit(cut)
    with pytest.raises(ValueError, match="Scale them"):
        KMeans(2).fit(cut * 1e120)
    with pytest.raises(ValueError, match="Fewer non-zero entries"):
        KMeans(3, init="random").fit(cut, sample_weight=np.arange(20) > 17)
