"""Which samples are nearest: against exact arithmetic, sorted by distance and then by number."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse
from scipy.spatial.distance import cdist

from workings.kernels import _threads
from workings.neighbors import NearestNeighbors, _points

ALGORITHMS = ("brute", "kd_tree", "ball_tree", "auto")


def truth(Q, X, k, metric="euclidean", **params):
    """Return distances and numbers by SciPy's distances, of equals the lower number first."""
    D = cdist(Q, X, "cityblock" if metric == "manhattan" else metric, **params)
    order = np.argsort(D, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(D, order, axis=1), order


def exact_truth(Q, X, k):
    """Return the numbers of the nearest by the true squares of the distances of the floats."""
    found = []
    for q in Q:
        squares = [sum((Fraction(float(a)) - Fraction(float(b))) ** 2 for a, b in zip(q, x, strict=True)) for x in X]
        found.append(sorted(range(len(X)), key=lambda i: (squares[i], i))[:k])
    return np.array(found)


def grid(n, p, values, seed=0):
    """Return whole numbers, so that many distances are equal and every sum is exact."""
    return np.random.default_rng(seed).integers(0, values, size=(n, p)).astype(float)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("metric", ["euclidean", "manhattan", "chebyshev", "hamming", "sqeuclidean"])
@pytest.mark.parametrize(("n", "p"), [(300, 3), (3000, 3), (2500, 20)])
def test_many_equal_distances_come_in_the_order_of_the_samples(algorithm, metric, n, p):
    if metric in ("hamming", "sqeuclidean") and "tree" in algorithm:
        pytest.skip("not a metric of scikit-learn's trees")
    X, Q = grid(n, p, 4), grid(90, p, 4, seed=1)
    model = NearestNeighbors(n_neighbors=7, algorithm=algorithm, metric=metric).fit(X)
    dist, at = model.kneighbors(Q)
    expected = truth(Q, X, 7, metric)
    np.testing.assert_array_equal(at, expected[1])
    np.testing.assert_array_equal(dist, expected[0])


METRICS = {
    "euclidean": {},
    "manhattan": {},
    "chebyshev": {},
    "cosine": {},
    "hamming": {},
    "minkowski": {"p": 3.0, "metric_params": {"w": np.array([0.5, 2.0])}},
}


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("k", [1, 5, 64, 100])
@pytest.mark.parametrize("kind", ["spread", "equal", "path", "jumps"])
def test_few_samples_by_numpy_and_by_kernels_are_the_same_bits(monkeypatch, metric, k, kind):
    """The kernels expect a query near the one before it, and are right where it is not."""
    rng = np.random.default_rng(k)
    X = grid(300, 2, 9) + 1.0 if kind == "equal" else rng.normal(size=(300, 2)) + 0.1
    Q = {"path": np.cumsum(rng.normal(size=(200, 2)) * 0.05, axis=0), "jumps": X[rng.integers(0, 300, 200)] * -50.0}
    Q = Q.get(kind, rng.normal(size=(200, 2)) + 0.1 if kind == "spread" else grid(200, 2, 9, seed=1) + 1.0)
    model = NearestNeighbors(n_neighbors=k, metric=metric, **METRICS[metric]).fit(X)
    found = []
    for loaded in (False, True):
        monkeypatch.setattr(_points, "is_loaded", lambda *_, loaded=loaded: loaded)
        found.append(model.kneighbors(Q))
    np.testing.assert_array_equal(found[0][1], found[1][1])
    np.testing.assert_array_equal(found[0][0], found[1][0])


@pytest.mark.parametrize("algorithm", ["brute", "kd_tree"])
@pytest.mark.parametrize(("offset", "scale"), [(0.0, 1.0), (1e8, 1.0), (-1e15, 8.0), (0.0, 1e200), (0.0, 1e-200)])
@pytest.mark.parametrize("p", [2, 12])
def test_any_offset_and_scale(algorithm, offset, scale, p):
    rng = np.random.default_rng(2)
    X, Q = (offset + scale * rng.normal(size=(n, p)) for n in (1500, 6))
    at = NearestNeighbors(n_neighbors=4, algorithm=algorithm).fit(X).kneighbors(Q, return_distance=False)
    np.testing.assert_array_equal(at, exact_truth(Q, X, 4))


@pytest.mark.parametrize("p", [10, 60])
def test_the_screen_lets_nothing_slip(p):
    """Large enough for float32 products: clusters far from the origin, equal rows, a row far away, queries far away."""
    rng = np.random.default_rng(3)
    X = np.concatenate([rng.normal(size=(2000, p)), 1e6 + 1e-3 * rng.normal(size=(2000, p)), np.full((500, p), 5.0)])
    X[0] = 1e9
    X[3000:3200] = X[2800]
    Q = np.concatenate([rng.normal(size=(60, p)), X[2790:2850], X[:3], np.full((2, p), 1e30), np.full((2, p), 5.0)])
    dist, at = NearestNeighbors(n_neighbors=9, algorithm="brute").fit(X).kneighbors(Q)
    sums = np.zeros((len(Q), len(X)))
    for j in range(p):  # the sums as they are documented, feature by feature
        sums += (Q[:, j, None] - X[:, j]) ** 2
    order = np.argsort(sums, axis=1, kind="stable")[:, :9]
    np.testing.assert_array_equal(at, order)
    np.testing.assert_array_equal(dist, np.sqrt(np.take_along_axis(sums, order, axis=1)))


@pytest.mark.parametrize("p", [1, 2, 3, 5, 8])
def test_every_algorithm_gives_the_same_bits(p):
    rng = np.random.default_rng(4)
    X, Q = rng.normal(size=(4000, p)) ** 3, rng.normal(size=(300, p)) ** 3
    for power in (1, 2, np.inf):
        found = [NearestNeighbors(n_neighbors=6, algorithm=one, p=power).fit(X).kneighbors(Q) for one in ALGORITHMS]
        for dist, at in found[1:]:
            np.testing.assert_array_equal(dist, found[0][0])
            np.testing.assert_array_equal(at, found[0][1])
        expected = truth(Q, X, 6, "minkowski", p=power) if power != np.inf else truth(Q, X, 6, "chebyshev")
        np.testing.assert_array_equal(found[0][1], expected[1])
        np.testing.assert_allclose(found[0][0], expected[0], rtol=1e-14)


def test_one_thread_gives_the_same_bits_as_many():
    rng = np.random.default_rng(5)
    for p in (3, 30):
        X, Q = rng.normal(size=(3000, p)), rng.normal(size=(500, p))
        one, many = (NearestNeighbors(n_jobs=jobs).fit(X).kneighbors(Q) for jobs in (1, None))
        np.testing.assert_array_equal(one[0], many[0])
        np.testing.assert_array_equal(one[1], many[1])


def test_samples_that_are_all_equal():
    for p, algorithm in ((2, "kd_tree"), (30, "brute")):
        X = np.ones((2500, p))
        dist, at = NearestNeighbors(n_neighbors=3, algorithm=algorithm).fit(X).kneighbors(np.zeros((100, p)))
        np.testing.assert_array_equal(at, np.tile([0, 1, 2], (100, 1)))
        np.testing.assert_allclose(dist, np.sqrt(p))


def test_numbers_of_very_different_size():
    """Squares of the small ones underflow, those of the large ones overflow."""
    X = np.array([[0.0, 0.0], [1e-300, 0.0], [3e-300, 0.0], [1e250, 1e250], [-1e308, 0.0], [1e308, 0.0]])
    dist, at = NearestNeighbors(n_neighbors=5).fit(X).kneighbors([[2.5e-300, 0.0]])
    np.testing.assert_array_equal(at, [[2, 1, 0, 3, 4]])
    np.testing.assert_allclose(dist[0], [5e-301, 1.5e-300, 2.5e-300, np.sqrt(2) * 1e250, 1e308], rtol=1e-12)


def test_weighted_minkowski_and_small_powers():
    rng = np.random.default_rng(6)
    X, Q, w = rng.normal(size=(2500, 6)), rng.normal(size=(300, 6)), rng.uniform(0.5, 2.0, 6)
    model = NearestNeighbors(metric_params={"w": w}, p=3, algorithm="brute").fit(X)
    expected = truth(Q, X, 5, "minkowski", p=3, w=w)
    dist, at = model.kneighbors(Q)
    np.testing.assert_allclose(dist, expected[0], rtol=1e-13)
    np.testing.assert_array_equal(at, expected[1])
    assert model.effective_metric_params_["p"] == 3
    with pytest.warns(UserWarning, match="0 < p < 1"):
        half = NearestNeighbors(p=0.5).fit(X)
    np.testing.assert_allclose(half.kneighbors(Q)[0], truth(Q, X, 5, "minkowski", p=0.5)[0], rtol=1e-13)
    with pytest.raises(ValueError, match="w has shape"):
        NearestNeighbors(metric_params={"w": w[:3]}, algorithm="brute").fit(X)


def test_cosine_of_parallel_and_empty_rows():
    X = np.array([[1.0, 0.0], [0.0, 0.0], [2.0, 2.0], [2.0**-660, 2.0**-660], [-3.0, 0.0]])
    dist, at = NearestNeighbors(n_neighbors=5, metric="cosine").fit(X).kneighbors([[2.0**660, 2.0**660], [0.0, 0.0]])
    np.testing.assert_array_equal(at, [[2, 3, 0, 1, 4], [0, 1, 2, 3, 4]])
    np.testing.assert_allclose(dist[0], [0, 0, 1 - np.sqrt(0.5), 1, 1 + np.sqrt(0.5)], atol=1e-15)
    np.testing.assert_allclose(dist[1], 1.0)


@pytest.mark.parametrize("metric", ["euclidean", "cosine", "manhattan"])
def test_sparse_is_dense(metric, monkeypatch):
    X, Q = (sparse.random(n, 80, density=0.1, format="csr", random_state=n) for n in (300, 20))
    Q = sparse.vstack([Q, X[:5], sparse.csr_matrix((1, 80))]).tocsr()
    expected = NearestNeighbors(metric=metric, algorithm="brute").fit(X.toarray()).kneighbors(Q.toarray())
    found = NearestNeighbors(metric=metric).fit(X).kneighbors(Q)
    np.testing.assert_array_equal(found[1], expected[1])
    monkeypatch.setattr("workings.neighbors._sparse._DENSE", 0)  # as if too large to be made dense
    model = NearestNeighbors(metric=metric, radius=0.8).fit(X)
    dist, at = model.kneighbors(Q)
    np.testing.assert_allclose(dist, expected[0], rtol=1e-14)  # lengths of rows are rounded otherwise
    np.testing.assert_array_equal(at, expected[1])
    inside = model.radius_neighbors(Q)
    for i, D in enumerate(cdist(Q.toarray()[:-1], X.toarray(), "cityblock" if metric == "manhattan" else metric)):
        near = np.flatnonzero((D <= 0.8) & (np.abs(D - 0.8) > 1e-9))
        assert set(near) <= set(inside[1][i])


@pytest.mark.parametrize("algorithm", ["brute", "kd_tree"])
@pytest.mark.parametrize(("n", "p"), [(200, 2), (3000, 2), (3000, 9)])
def test_within_a_radius(algorithm, n, p):
    X, Q = grid(n, p, 9), grid(60, p, 9, seed=1)
    radius = np.linspace(0.0, 3.0 * np.sqrt(p), 60)
    model = NearestNeighbors(algorithm=algorithm).fit(X)
    dist, at = model.radius_neighbors(Q, radius)
    D = cdist(Q, X)
    for i in range(60):
        np.testing.assert_array_equal(at[i], np.flatnonzero(D[i] <= radius[i]))
        np.testing.assert_array_equal(dist[i], D[i][at[i]])
    dist, at = model.radius_neighbors(Q, 2.0, sort_results=True)
    np.testing.assert_array_equal(at[3], truth(Q, X, len(at[3]))[1][3])


def test_the_samples_themselves_without_themselves():
    X = np.concatenate([grid(40, 2, 3), np.full((5, 2), 7.0)])
    D = cdist(X, X)
    np.fill_diagonal(D, np.inf)
    model = NearestNeighbors(n_neighbors=6, radius=1.0).fit(X)
    dist, at = model.kneighbors()
    np.testing.assert_array_equal(at, np.argsort(D, axis=1, kind="stable")[:, :6])
    np.testing.assert_array_equal(dist, np.sort(D, axis=1)[:, :6])
    for i, near in enumerate(model.radius_neighbors(return_distance=False)):
        np.testing.assert_array_equal(near, np.flatnonzero(D[i] <= 1.0))
    assert (model.kneighbors_graph().diagonal() == 0).all()
    graph = model.radius_neighbors_graph(mode="distance")
    assert graph.shape == (45, 45)
    assert graph.max() <= 1.0


def test_distances_that_come_computed():
    X, Q = grid(50, 3, 5), grid(8, 3, 5, seed=1)
    plain = NearestNeighbors().fit(X)
    given = NearestNeighbors(metric="precomputed").fit(cdist(X, X))
    np.testing.assert_array_equal(given.kneighbors(cdist(Q, X))[1], plain.kneighbors(Q)[1])
    np.testing.assert_array_equal(given.kneighbors()[1], plain.kneighbors()[1])
    with pytest.raises(ValueError, match="square"):
        NearestNeighbors(metric="precomputed").fit(cdist(Q, X))
    with pytest.raises(ValueError, match="n_queries, n_indexed"):
        given.kneighbors(cdist(Q, X)[:, :7])


def test_functions_and_rare_metrics():
    X, Q = np.random.default_rng(7).normal(size=(2, 40, 3))
    by_name = NearestNeighbors(metric="canberra").fit(X).kneighbors(Q)
    by_function = NearestNeighbors(metric=lambda a, b: (np.abs(a - b) / (np.abs(a) + np.abs(b))).sum()).fit(X)
    np.testing.assert_array_equal(by_function.kneighbors(Q)[1], by_name[1])
    np.testing.assert_allclose(by_name[0], truth(Q, X, 5, "canberra")[0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m, X: m.kneighbors(X, 41), "Expected n_neighbors <= n_samples_fit"),
        (lambda m, X: m.kneighbors(None, 40), "Expected n_neighbors < n_samples_fit"),
        (lambda m, X: m.kneighbors(X, 0), "Expected n_neighbors > 0"),
        (lambda m, X: m.radius_neighbors(X, return_distance=False, sort_results=True), "return_distance must be True"),
        (lambda m, X: m.kneighbors_graph(X, mode="blah"), "Unsupported mode"),
    ],
)
def test_refusals(call, message):
    X = np.random.default_rng(8).normal(size=(40, 3))
    with pytest.raises(ValueError, match=message):
        call(NearestNeighbors().fit(X), X)


@pytest.mark.parametrize("metric", ["euclidean", "manhattan", "chebyshev", "cosine"])
def test_samples_may_be_looked_at_in_parts(metric, monkeypatch):
    """Between two parts Ctrl-C is heard; what is found, and its bits, do not hang on where they are cut."""
    rng = np.random.default_rng(0)
    X, Q = rng.normal(size=(2500, 40)).round(1), rng.normal(size=(100, 40)).round(1)
    monkeypatch.setattr(_points, "SMALL", 0)
    found = []
    for short in (1e9, 1.0):
        monkeypatch.setattr(_threads, "_SHORT", short)
        model = NearestNeighbors(n_neighbors=7, metric=metric, algorithm="brute").fit(X)
        near = model.kneighbors(Q)
        within = model.radius_neighbors(Q, float(np.median(near[0])), sort_results=True)
        found.append([*near, *(np.concatenate(list(one)) for one in within)])
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_allclose(found[0][0], truth(Q, X, 7, metric.replace("manhattan", "cityblock"))[0], atol=1e-12)
