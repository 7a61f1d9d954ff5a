"""MiniBatchKMeans and BisectingKMeans: scikit-learn's results for the same random_state."""

import numpy as np
import pytest
import sklearn.cluster as theirs
from scipy.sparse import csr_matrix

import workings.cluster as ours
from workings.cluster import _k_means_rows
from workings.cluster._k_means_batches import batch_step
from workings.show import steps


@pytest.fixture(params=["dense", "sparse"])
def data(request):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(1500, 4)) + 3.0 * rng.integers(0, 4, size=(1500, 1))
    return csr_matrix(X) if request.param == "sparse" else X


WEIGHTS = np.random.default_rng(2).random(1500)


def _pair(name, data, weights, **parameters):
    return [getattr(m, name)(random_state=1, **parameters).fit(data, sample_weight=weights) for m in (ours, theirs)]


@pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["plain", "weighted"])
@pytest.mark.parametrize(
    "parameters",
    [
        {"n_clusters": 6, "batch_size": 100},
        {"n_clusters": 30, "batch_size": 64, "init": "random", "reassignment_ratio": 0.2},
        {"n_clusters": 5, "batch_size": 80, "tol": 1e-3, "n_init": 3},
        {"n_clusters": 4, "max_no_improvement": None, "max_iter": 3},
    ],
)
def test_mini_batches(data, weights, parameters):
    a, b = _pair("MiniBatchKMeans", data, weights, **parameters)
    np.testing.assert_array_equal(a.labels_, b.labels_)
    np.testing.assert_allclose(a.cluster_centers_, b.cluster_centers_, rtol=1e-9, atol=1e-9)
    assert (a.n_steps_, a.n_iter_) == (b.n_steps_, b.n_iter_)
    assert a.inertia_ == pytest.approx(b.inertia_, rel=1e-9)


def test_partial_fit(data):
    made = [m.MiniBatchKMeans(6, random_state=1) for m in (ours, theirs)]
    for a in range(0, 1500, 300):
        for one in made:
            one.partial_fit(data[a : a + 300], sample_weight=WEIGHTS[a : a + 300])
        np.testing.assert_allclose(made[0].cluster_centers_, made[1].cluster_centers_, rtol=1e-9, atol=1e-9)
        np.testing.assert_array_equal(made[0].labels_, made[1].labels_)
    assert made[0].n_steps_ == made[1].n_steps_ == 5


def test_a_batch_moves_each_centre_to_the_running_mean():
    X = np.array([[0.0], [2.0], [10.0]])
    counts = np.array([2.0, 0.0, 5.0])
    new, inertia = batch_step(X, np.array([1.0, 3.0, 1.0]), np.array([[1.0], [10.0], [99.0]]), counts)
    np.testing.assert_allclose(new, [[(2 * 1.0 + 0.0 + 3 * 2.0) / 6], [10.0], [99.0]])
    np.testing.assert_array_equal(counts, [6.0, 1.0, 5.0])
    assert inertia == pytest.approx(1.0 + 3.0)


@pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["plain", "weighted"])
@pytest.mark.parametrize("strategy", ["biggest_inertia", "largest_cluster"])
@pytest.mark.parametrize("init", ["random", "k-means++"])
def test_bisecting(data, weights, strategy, init):
    a, b = _pair("BisectingKMeans", data, weights, n_clusters=7, bisecting_strategy=strategy, init=init, n_init=2)
    np.testing.assert_array_equal(a.labels_, b.labels_)
    np.testing.assert_array_equal(a.predict(data), b.predict(data))
    np.testing.assert_allclose(a.cluster_centers_, b.cluster_centers_, rtol=1e-9, atol=1e-9)
    assert a.inertia_ == pytest.approx(b.inertia_, rel=1e-9)


def test_steps_of_cuts_have_one_cluster_more_each(data):
    model = ours.BisectingKMeans(5, random_state=0)
    seen = list(steps(model, data))
    assert [len(step.arrays["cluster_centers_"]) for step in seen] == [1, 2, 3, 4, 5]
    values = [step.objective for step in seen]
    assert values == sorted(values, reverse=True)
    assert values[-1] == pytest.approx(model.inertia_, rel=1e-12)


def test_cutting_equal_samples_makes_as_many_clusters_as_it_can():
    model = ours.BisectingKMeans(4, random_state=0).fit(np.repeat([[0.0], [1.0]], 10, axis=0))
    assert model.inertia_ == 0.0
    assert model.cluster_centers_.shape == (4, 1)


@pytest.mark.parametrize("name", ["MiniBatchKMeans", "BisectingKMeans"])
def test_kernels_give_the_same(monkeypatch, name):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(1500, 4)) + 3.0 * rng.integers(0, 4, size=(1500, 1))
    monkeypatch.setattr(_k_means_rows, "SMALL", 0)
    a, b = _pair(name, X, WEIGHTS, n_clusters=7)
    np.testing.assert_array_equal(a.labels_, b.labels_)
    np.testing.assert_array_equal(a.predict(X), b.predict(X))
    assert a.inertia_ == pytest.approx(b.inertia_, rel=1e-9)
