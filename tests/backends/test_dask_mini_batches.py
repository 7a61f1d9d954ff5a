"""k-means by batches on dask arrays: block by block as in memory."""

import numpy as np
import pytest

from workings.cluster import KMeans, MiniBatchKMeans

da = pytest.importorskip("dask.array")


pytestmark = pytest.mark.usefixtures("plain_scheduler")


def samples(n=600, p=3, k=5, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) + 8.0 * rng.normal(size=(k, p))[rng.integers(0, k, n)] + 100.0
    return X, rng.uniform(0.1, 2.0, size=n)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("init", ["k-means++", "random"])
@pytest.mark.parametrize("rows", [(100, 0, 3, 297, 200), (60,) * 10, (600,)])
def test_partial_fit_is_that_on_one_block_after_the_other(rows, init, weighted):
    X, w = samples()
    want = MiniBatchKMeans(4, init=init, random_state=2, reassignment_ratio=0.1)
    got = MiniBatchKMeans(4, init=init, random_state=2, reassignment_ratio=0.1)
    cut = da.from_array(X, chunks=(rows, 2))
    ends = np.cumsum(rows)
    for _ in range(2):
        for stop, n in zip(ends, rows, strict=True):
            if n:
                want.partial_fit(X[stop - n : stop], sample_weight=w[stop - n : stop] if weighted else None)
        got.partial_fit(cut, sample_weight=da.from_array(w, chunks=100) if weighted else None)
        np.testing.assert_array_equal(got.cluster_centers_, want.cluster_centers_)
        assert got.n_steps_ == want.n_steps_
    np.testing.assert_array_equal(got.labels_, want.predict(X))
    np.testing.assert_array_equal(got.predict(cut), want.predict(X))
    np.testing.assert_allclose(got.inertia_, -want.score(X, sample_weight=w if weighted else None), rtol=1e-12)
    np.testing.assert_allclose(got.transform(cut), want.transform(X))


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_fit_comes_as_near_as_in_memory(weighted, dtype):
    X, w = samples(3000)
    X = X.astype(dtype)
    cut, weights = da.from_array(X, chunks=(700, 3)), w if weighted else None
    best = KMeans(5, random_state=0, n_init=5).fit(X, sample_weight=weights).inertia_
    model = MiniBatchKMeans(5, random_state=0, batch_size=256, n_init=3).fit(cut, sample_weight=weights)
    here = MiniBatchKMeans(5, random_state=0, batch_size=256, n_init=3).fit(X, sample_weight=weights)
    assert model.cluster_centers_.dtype == dtype
    assert best <= model.inertia_ * (1.0 + 1e-9) <= max(1.05 * best, 1.05 * here.inertia_)
    np.testing.assert_array_equal(model.labels_, model.predict(X))
    assert 0 < model.n_steps_ <= 100 * 15
    again = MiniBatchKMeans(5, random_state=0, batch_size=256, n_init=3).fit(cut, sample_weight=weights)
    np.testing.assert_array_equal(again.cluster_centers_, model.cluster_centers_)


def test_without_labels_and_without_a_seed():
    X, _ = samples()
    cut = da.from_array(X, chunks=(100, 3))
    model = MiniBatchKMeans(4, compute_labels=False, max_iter=2, max_no_improvement=None).fit(cut)
    assert not hasattr(model, "labels_")
    assert model.n_steps_ == 12
    assert 0.0 < model.inertia_ < np.inf
    first, second = (MiniBatchKMeans(4, max_iter=1).fit(cut).cluster_centers_ for _ in range(2))
    assert not np.array_equal(first, second)


def test_refusals():
    X, _ = samples(20)
    cut = da.from_array(X, chunks=(7, 3))
    with pytest.raises(TypeError, match="callable init"):
        MiniBatchKMeans(2, init=lambda X, k, random_state: X[:k]).fit(cut)
    with pytest.raises(ValueError, match="should be >= n_clusters"):
        MiniBatchKMeans(8).partial_fit(cut)
    with pytest.raises(ValueError, match="0 sample"):
        MiniBatchKMeans(2).partial_fit(cut[:0])
    with pytest.raises(ValueError, match="NaN"):
        MiniBatchKMeans(2).fit(da.where(cut == cut[9, 0], np.nan, cut))
