"""KMeans: scikit-learn's centres from the same start, by products and by kernels, on data of every kind."""

import warnings

import numpy as np
import pytest
import sklearn.cluster as theirs
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning

from workings.cluster import KMeans, _k_means_base, _k_means_blocks, _k_means_rows, kmeans_plusplus
from workings.cluster._k_means_blocks import BlockRows, half_ways
from workings.cluster._k_means_products import ProductRows
from workings.kernels._threads import set_num_threads
from workings.show import steps


@pytest.fixture(params=["products", "kernels"])
def way(request, monkeypatch):
    """Both ways of computing, whatever the size."""
    monkeypatch.setattr(_k_means_rows, "SMALL", 10**12 if request.param == "products" else 0)
    return request.param


def _groups(n, p, k, seed=0, dtype=float):
    rng = np.random.default_rng(seed)
    return (rng.normal(size=(n, p)) + 4.0 * rng.normal(size=(k, p))[rng.integers(k, size=n)]).astype(dtype)


def _start(X, k, seed=0):
    return X[np.random.default_rng(seed).choice(len(X), k, replace=False)]


def _assert_same(ours, peer, relative=1e-9):
    np.testing.assert_array_equal(ours.labels_, peer.labels_)
    assert ours.n_iter_ == peer.n_iter_
    assert ours.inertia_ == pytest.approx(peer.inertia_, rel=relative)
    np.testing.assert_allclose(ours.cluster_centers_, peer.cluster_centers_, rtol=relative, atol=relative)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(("n", "p", "k"), [(300, 2, 5), (1003, 7, 1), (2000, 20, 33), (500, 65, 4), (97, 1, 6)])
@pytest.mark.parametrize("algorithm", ["lloyd", "elkan"])
def test_scikit_learns_result_from_the_same_start(way, n, p, k, weighted, algorithm):
    X = _groups(n, p, k)
    weights = np.random.default_rng(1).integers(0, 4, n) * 0.5 if weighted else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        made = [kind(k, init=_start(X, k), algorithm=algorithm) for kind in (KMeans, theirs.KMeans)]
        _assert_same(*(one.fit(X, sample_weight=weights) for one in made))


@pytest.mark.parametrize("init", ["k-means++", "random"])
@pytest.mark.parametrize("n_init", ["auto", 3])
def test_scikit_learns_draws(way, init, n_init):
    X = _groups(800, 5, 6)
    made = [kind(6, init=init, n_init=n_init, random_state=7) for kind in (KMeans, theirs.KMeans)]
    _assert_same(*(one.fit(X) for one in made))


@pytest.mark.parametrize("trials", [None, 1, 40])
@pytest.mark.parametrize("weighted", [False, True])
def test_scikit_learns_seeds(way, trials, weighted):
    X = _groups(3000, 6, 12)
    weights = np.random.default_rng(1).random(3000) if weighted else None
    options = {"sample_weight": weights, "random_state": 5, "n_local_trials": trials}
    ours, peer = kmeans_plusplus(X, 30, **options), theirs.kmeans_plusplus(X, 30, **options)
    np.testing.assert_array_equal(ours[1], peer[1])
    np.testing.assert_array_equal(ours[0], X[ours[1]])


def test_seeds_on_fewer_distinct_rows_than_centres(way):
    X = np.repeat([[0.0, 0.0], [1.0, 1.0]], 30, axis=0)
    centres, numbers = kmeans_plusplus(X, 5, random_state=0)
    np.testing.assert_array_equal(centres, X[numbers])
    assert len(np.unique(centres, axis=0)) == 2


@pytest.mark.parametrize("scale", [1e-200, 1e-20, 1.0, 1e20, 1e150])
@pytest.mark.parametrize("offset", [0.0, 1.0, 1e4])
def test_any_unit_and_any_origin_give_the_same_clusters(way, scale, offset):
    X = _groups(700, 3, 5)
    plain = KMeans(5, init=_start(X, 5), tol=0.0).fit(X)
    moved = (X + offset) * scale
    found = KMeans(5, init=_start(moved, 5), tol=0.0).fit(moved)
    np.testing.assert_array_equal(found.labels_, plain.labels_)
    if scale > 1e-150:  # else the squares are below the smallest number
        assert found.inertia_ / scale / scale == pytest.approx(plain.inertia_, rel=1e-7)
    np.testing.assert_array_equal(found.predict(moved), plain.labels_)


def test_far_from_the_origin_labels_are_those_of_exact_distances(way):
    # 2**-20 apart at 2**30: float32 knows nothing of the differences.
    X = np.random.default_rng(0).integers(0, 64, (600, 3)) * 2.0**-20 + 2.0**30
    centres = X[:7]
    labels = KMeans(7, init=centres, max_iter=1).fit(X).predict(X)
    model = KMeans(7, init=centres, max_iter=1).fit(X)
    model.cluster_centers_ = centres
    exact = ((X[:, None, :] - centres) ** 2).sum(axis=2)  # exact: so few digits
    np.testing.assert_array_equal(model.predict(X), exact.argmin(axis=1))
    assert labels.dtype == np.int32


def test_of_equally_near_centres_the_first_wins(way):
    grid = np.array([[x, y] for x in range(9) for y in range(9)], dtype=float)
    centres = np.array([[0.0, 0.0], [8.0, 0.0], [0.0, 8.0], [8.0, 8.0], [8.0, 8.0]])
    model = KMeans(5, init=centres, max_iter=1).fit(grid)
    model.cluster_centers_ = centres
    exact = ((grid[:, None, :] - centres) ** 2).sum(axis=2)
    np.testing.assert_array_equal(model.predict(grid), exact.argmin(axis=1))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("worth", [0, 10**6], ids=["own distance first", "tile at once"])
def test_bounds_never_hide_a_nearer_centre(seed, worth, monkeypatch):
    """After every round of a fit, every label is that of the smallest float64 distance."""
    monkeypatch.setattr(_k_means_blocks, "_WORTH", worth)
    rng = np.random.default_rng(seed)
    n, p, k = int(rng.integers(50, 3000)), int(rng.integers(1, 12)), int(rng.integers(2, 40))
    X = _groups(n, p, k, seed) * 10.0 ** rng.integers(-3, 4, p)
    rows = BlockRows(X, None, X, k)
    centres = rows.dense(rng.choice(n, k, replace=False))
    for _ in range(15):
        rows.assign(centres)
        distances = ((rows.dense(slice(None))[:, None, :] - centres) ** 2).sum(axis=2)
        own = distances[np.arange(n), rows.labels]
        assert (own <= distances.min(axis=1) * (1 + 1e-13)).all()
        sums, weights = rows.sums(k)
        expected = np.array([rows.dense(rows.labels == j).sum(axis=0) for j in range(k)])
        np.testing.assert_allclose(sums, expected, rtol=1e-11, atol=1e-11 * np.abs(X).max() * n)
        np.testing.assert_array_equal(weights, np.bincount(rows.labels, minlength=k))
        centres = np.where(weights[:, None] > 0, sums / np.maximum(weights, 1)[:, None], centres)


def test_half_ways_are_not_too_long():
    centres = _groups(30, 5, 3) + 1e6
    apart = np.sqrt(((centres[:, None] - centres) ** 2).sum(axis=2)) + np.where(np.eye(30), np.inf, 0.0)
    assert (half_ways(centres) <= 0.5 * apart.min(axis=1)).all()


def test_an_outlier_leaves_no_trace_in_the_sums():
    """Sums change by what comes and goes; what a huge row has rounded away must come back when it leaves."""
    X = np.vstack([_groups(500, 2, 3), [[1e14, 0.0]]])
    rows = BlockRows(X, None, X[:500], 2)
    near, far = rows.inner(np.array([[0.0, 0.0], [1e13, 0.0]])), rows.inner(np.array([[1e14, 0.0], [0.0, 0.0]]))
    for centres in (far[[1, 1]], near, far, near):
        rows.assign(centres)
    sums, _ = rows.sums(2)
    np.testing.assert_allclose(sums[0], rows.dense(slice(0, 500)).sum(axis=0), rtol=1e-12, atol=1e-9)


def test_empty_clusters_go_where_scikit_learn_puts_them(way):
    X = _groups(400, 3, 4)
    init = np.vstack([_start(X, 3), np.full((3, 3), 1e3)])
    ours, peer = (kind(6, init=init).fit(X) for kind in (KMeans, theirs.KMeans))
    _assert_same(ours, peer)
    assert len(np.unique(ours.labels_)) == 6


def test_fewer_distinct_samples_than_clusters_warns(way):
    X = np.repeat(_groups(5, 2, 2), 20, axis=0)
    with pytest.warns(ConvergenceWarning, match=r"distinct clusters \(5\)"):
        model = KMeans(8, random_state=0).fit(X)
    assert model.inertia_ == pytest.approx(0.0, abs=1e-20)


def test_sparse_as_dense():
    rng = np.random.default_rng(0)
    X = np.where(rng.random((600, 40)) < 0.15, rng.normal(size=(600, 40)), 0.0)
    start = _start(X, 6)
    dense, sparse = KMeans(6, init=start).fit(X), KMeans(6, init=start).fit(csr_matrix(X))
    np.testing.assert_array_equal(dense.labels_, sparse.labels_)
    assert sparse.inertia_ == pytest.approx(dense.inertia_, rel=1e-12)
    np.testing.assert_allclose(sparse.transform(csr_matrix(X)), dense.transform(X), rtol=1e-10, atol=1e-10)
    assert sparse.score(csr_matrix(X)) == pytest.approx(-sparse.inertia_, rel=1e-9)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_float32_is_decided_in_float64(way, dtype):
    X = _groups(900, 8, 6, dtype=np.float32)
    model = KMeans(6, init=_start(X, 6).astype(dtype)).fit(X.astype(dtype))
    peer = theirs.KMeans(6, init=_start(X, 6).astype(float), n_init=1).fit(X.astype(float))
    np.testing.assert_array_equal(model.labels_, peer.labels_)
    assert model.cluster_centers_.dtype == dtype
    assert model.inertia_ == pytest.approx(peer.inertia_, rel=1e-9)


def test_the_number_of_threads_changes_no_bit():
    X = _groups(40_000, 6, 9)
    found = []
    for threads in (1, 2):
        set_num_threads(threads)
        found.append(KMeans(9, random_state=0).fit(X, sample_weight=np.linspace(0.5, 2.0, len(X))))
    set_num_threads(None)
    np.testing.assert_array_equal(found[0].cluster_centers_, found[1].cluster_centers_)
    assert found[0].inertia_ == found[1].inertia_


def test_steps_are_the_fit_and_never_rise(way):
    X = _groups(600, 3, 5)
    model = KMeans(5, init=_start(X, 5), tol=0.0)
    seen = list(steps(model, X))
    values = [step.objective for step in seen]
    assert all(b <= a * (1 + 1e-12) for a, b in zip(values, values[1:], strict=False))
    for step in seen:
        apart = X - step.arrays["cluster_centers_"][step.arrays["labels_"]]
        assert step.objective == pytest.approx((apart**2).sum(), rel=1e-9)
    np.testing.assert_array_equal(seen[-1].arrays["labels_"], model.labels_)
    assert [step.what.split()[0] for step in seen] == ["assign", "move"] * model.n_iter_


def test_steps_of_several_starts_say_which():
    seen = list(steps(KMeans(3, n_init=2, random_state=0), _groups(60, 2, 3)))
    assert {step.what.split(",")[0] for step in seen} == {"start 1 of 2", "start 2 of 2"}


def test_a_callable_start_is_given_x():
    X = _groups(100, 2, 3) + 50.0

    def init(data, k, random_state):
        np.testing.assert_array_equal(data, X)
        return data[:k]

    ours = KMeans(3, init=init, n_init=1).fit(X)
    _assert_same(ours, KMeans(3, init=X[:3]).fit(X))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"n_clusters": 11}, "n_samples=10 should be >= n_clusters=11"),
        ({"init": np.zeros((3, 2))}, r"\(3, 2\) does not match the number of clusters 2"),
        ({"init": np.zeros((2, 3))}, r"\(2, 3\) does not match the number of features of the data 2"),
        ({"algorithm": "full"}, "algorithm"),
        ({"tol": -1.0}, "tol"),
    ],
)
def test_refusals(change, words):
    with pytest.raises(ValueError, match=words):
        KMeans(**{"n_clusters": 2, **change}).fit(_groups(10, 2, 2))


def test_weights_that_say_nothing_are_refused():
    X = _groups(10, 2, 2)
    with pytest.raises(ValueError, match="at least one non-zero"):
        KMeans(2).fit(X, sample_weight=np.zeros(10))
    with pytest.raises(ValueError, match=r"[Nn]egative"):
        KMeans(2).fit(X, sample_weight=np.full(10, -1.0))


def test_small_data_do_not_load_the_kernels():
    assert isinstance(_k_means_rows.rows_for(_groups(100, 3, 2), None, 2), ProductRows)


@pytest.mark.parametrize("k", [1, 2, 5, 33])
def test_labels_from_one_look_are_those_of_an_assignment(k):
    """Ties and near ties, too: many rows lie exactly between two centres."""
    X = np.round(_groups(333, 3, 4), 1)
    centres = np.repeat(_start(X, -(-k // 2)), 2, axis=0)[:k]
    centres[1::2] += 1.0
    rows = BlockRows(X, None, centres, k)
    rows.assign(rows.inner(centres))
    np.testing.assert_array_equal(_k_means_blocks.quick_labels(X, centres), rows.labels)
    distances = ((X[:, None, :] - centres) ** 2).sum(axis=2)
    np.testing.assert_allclose(distances[np.arange(len(X)), rows.labels], distances.min(axis=1), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("size", [1e-170, 1e-20, 1e20, 1e38, 1e160, 1e300])
def test_rows_of_any_size_come_to_their_nearest_centre(monkeypatch, size):
    """float32 holds none of the outer ones, and float64 not their squares."""
    monkeypatch.setattr(_k_means_base, "SMALL", 0)
    X, centres = _groups(500, 3, 6), _groups(6, 3, 6, seed=1)
    expected = ((X[:, None, :] - centres) ** 2).sum(axis=2).argmin(axis=1)
    model = KMeans(6, init=centres, n_init=1).fit(np.repeat(centres, 2, axis=0))
    for X_scale, c_scale in [(size, size), (size, 1.0), (1.0, size)]:
        model.cluster_centers_ = centres * c_scale
        with np.errstate(all="ignore"):
            apart = (X[:, None, :] * X_scale / size if X_scale == c_scale else X[:, None, :] * X_scale) - (
                centres if X_scale == c_scale else centres * c_scale
            )
        if X_scale == c_scale:
            np.testing.assert_array_equal(model.predict(X * X_scale), expected)
        else:
            longest = np.abs(apart).max()
            far = ((apart / longest) ** 2).sum(axis=2)
            found = far[np.arange(len(X)), model.predict(X * X_scale)]
            np.testing.assert_allclose(found, far.min(axis=1), rtol=1e-9)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_predict_refuses_what_is_not_finite_among_many_rows(value):
    X = _groups(60_000, 3, 6)
    model = KMeans(6, n_init=1, random_state=0).fit(X[:100])
    X[59_999, 1] = value
    with pytest.raises(ValueError, match="contains NaN" if np.isnan(value) else "contains infinity"):
        model.predict(X)


def test_following_cuts_ends_at_the_leaf_of_the_nearer_halves(way):
    X = np.array([[-3.0], [-1.0], [0.0], [1.0], [9.0]])
    cuts = np.array([1, -1, 3, -1, -1])
    centres = np.array([[0.0], [-2.0], [2.0], [0.5], [8.0]])
    rows = _k_means_rows.rows_for(X, None, 2, centres)
    rows.follow(cuts, rows.inner(centres), np.array([-1, 7, -1, 5, 6]))
    np.testing.assert_array_equal(rows.labels, [7, 7, 7, 5, 6])
