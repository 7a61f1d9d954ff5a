"""Clusters by merging: scikit-learn's labels, tree and distances, with every metric and every way to stop."""

import numpy as np
import pytest
import sklearn.cluster
from sklearn.datasets import make_moons
from sklearn.feature_extraction.image import grid_to_graph
from sklearn.metrics import adjusted_rand_score, pairwise_distances
from sklearn.neighbors import kneighbors_graph

from workings.cluster import AgglomerativeClustering, linkage
from workings.show import steps

LINKAGES = ("ward", "complete", "average", "single")


def clouds(n=150, p=3, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, p)) + 3.0 * rng.integers(0, 4, size=(n, 1))


def both(X, **parameters):
    return (kind(**parameters).fit(X) for kind in (AgglomerativeClustering, sklearn.cluster.AgglomerativeClustering))


@pytest.mark.parametrize("linkage", LINKAGES)
class TestAgainstScikitLearn:
    @pytest.mark.parametrize("n", [2, 150, 450])
    @pytest.mark.parametrize("k", [1, 2, 7, 60])
    def test_labels_tree_and_distances(self, linkage, n, k):
        ours, theirs = both(clouds(n), n_clusters=min(k, n), linkage=linkage, compute_distances=True)
        np.testing.assert_array_equal(np.sort(ours.children_, axis=1), np.sort(theirs.children_, axis=1))
        np.testing.assert_allclose(ours.distances_, theirs.distances_, rtol=1e-12)
        assert adjusted_rand_score(ours.labels_, theirs.labels_) == 1.0
        assert np.array_equal(np.unique(ours.labels_), np.arange(min(k, n)))
        if linkage != "single":  # whose children scikit-learn does not sort, so that its heap numbers otherwise
            np.testing.assert_array_equal(ours.labels_, theirs.labels_)

    @pytest.mark.parametrize("threshold", [0.0, 1.0, 2.5, 1e9])
    def test_distance_threshold(self, linkage, threshold):
        ours, theirs = both(clouds(), n_clusters=None, distance_threshold=threshold, linkage=linkage)
        assert ours.n_clusters_ == theirs.n_clusters_
        assert adjusted_rand_score(ours.labels_, theirs.labels_) == 1.0

    @pytest.mark.parametrize("metric", ["l1", "l2", "manhattan", "cosine", "precomputed", "function", "chebyshev"])
    def test_metrics(self, linkage, metric):
        X = clouds() + 1.0
        if metric == "precomputed":
            X = pairwise_distances(X)
        elif metric == "function":
            metric = lambda X: pairwise_distances(X, metric="manhattan")  # noqa: E731
        if linkage == "ward" and metric != "l2":
            with pytest.raises(ValueError, match="Ward can only work with euclidean"):
                AgglomerativeClustering(metric=metric).fit(X)
            return
        ours, theirs = both(X, n_clusters=5, linkage=linkage, metric=metric)
        np.testing.assert_array_equal(np.sort(ours.children_, axis=1), np.sort(theirs.children_, axis=1))
        assert adjusted_rand_score(ours.labels_, theirs.labels_) == 1.0

    @pytest.mark.parametrize("full", ["auto", False, True])
    @pytest.mark.parametrize("k", [2, 110])
    def test_connectivity(self, linkage, full, k):
        X = clouds()
        graph = kneighbors_graph(X, 15, include_self=False)
        given = {"connectivity": graph.maximum(graph.T), "compute_full_tree": full, "n_clusters": k}
        ours, theirs = both(X, linkage=linkage, compute_distances=True, **given)
        np.testing.assert_array_equal(ours.labels_, theirs.labels_)
        np.testing.assert_array_equal(ours.distances_, theirs.distances_)
        assert ours.n_connected_components_ == theirs.n_connected_components_

    def test_memory_keeps_the_tree(self, linkage, tmp_path):
        X = clouds()
        first, second = (AgglomerativeClustering(k, linkage=linkage, memory=str(tmp_path)).fit(X) for k in (2, 3))
        np.testing.assert_array_equal(first.children_, second.children_)
        assert list(tmp_path.rglob("*.pkl"))

    def test_steps_are_the_merges(self, linkage):
        X = clouds(40)
        model = AgglomerativeClustering(3, linkage=linkage)
        seen = list(steps(model, X))
        assert len(seen) == 40
        np.testing.assert_array_equal(seen[-1].arrays["children_"], model.children_)
        np.testing.assert_array_equal([one.objective for one in seen[1:]], seen[-1].arrays["distances_"])
        assert seen[-1].facts == {"size": 40.0, "clusters": 1.0}
        assert seen[1].what == "{} and {} merge".format(*model.children_[0])
        assert not hasattr(model, "distances_")  # as without looking


def test_a_connectivity_may_be_a_function():
    image = np.random.default_rng(0).normal(size=(36, 1))
    ours, theirs = both(image, n_clusters=4, connectivity=lambda X: grid_to_graph(6, 6))
    np.testing.assert_array_equal(ours.labels_, theirs.labels_)


def test_single_linkage_follows_the_moons():
    X, y = make_moons(400, noise=0.05, random_state=0)
    assert adjusted_rand_score(AgglomerativeClustering(linkage="single").fit_predict(X), y) == 1.0
    assert adjusted_rand_score(AgglomerativeClustering(linkage="ward").fit_predict(X), y) < 0.8


def test_the_tree_is_that_of_linkage():
    X = clouds(350)
    model = AgglomerativeClustering(compute_distances=True, linkage="average").fit(X)
    tree = linkage(X, "average")
    np.testing.assert_array_equal(model.children_, tree[:, :2])
    np.testing.assert_array_equal(model.distances_, tree[:, 2])


def test_only_the_upper_triangle_of_distances_is_read():
    X = clouds(30)
    D = np.triu(pairwise_distances(X))
    ours = AgglomerativeClustering(4, metric="precomputed", linkage="average").fit(D)
    np.testing.assert_array_equal(ours.labels_, AgglomerativeClustering(4, linkage="average").fit(X).labels_)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"n_clusters": None}, "Exactly one of n_clusters and distance_threshold"),
        ({"distance_threshold": 1.0}, "Exactly one"),
        ({"n_clusters": None, "distance_threshold": 1.0, "compute_full_tree": False}, "must be True"),
        ({"n_clusters": 9}, "more clusters than samples: 9 clusters were given for a tree with 4 leaves"),
        ({"metric": "cosine", "linkage": "average"}, "zero vectors"),
        ({"metric": "precomputed", "linkage": "average"}, "should be square"),
        ({"linkage": "centroid"}, "linkage"),
        ({"n_clusters": 0}, "n_clusters"),
    ],
)
def test_refusals(parameters, words):
    with pytest.raises(ValueError, match=words):
        AgglomerativeClustering(**parameters).fit([[0.0, 0.0], [1.0, 0.0], [2.0, 1.0], [3.0, 5.0]])
