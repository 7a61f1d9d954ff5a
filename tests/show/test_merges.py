"""Dendrograms and merges on the plane: drawn clusters are those of the cut."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster
from sklearn.metrics import adjusted_rand_score

from workings.cluster import AgglomerativeClustering, linkage
from workings.show import Area, Edges, Line, Points, dendrogram, draw, merges
from workings.show.merges import clusters_at, cut_height

X = np.random.default_rng(0).normal(size=(30, 2)) + 5.0 * np.repeat(np.eye(3)[:, :2], 10, axis=0)
TREE = linkage(X, "ward")


@pytest.mark.parametrize("k", [1, 2, 3, 12, 30])
def test_a_cut_leaves_the_clusters_that_scipy_says(k):
    found = clusters_at(TREE, k)[:30]
    assert len(np.unique(found)) == k
    assert list(found[np.sort(np.unique(found, return_index=True)[1])]) == list(range(k))  # by their first samples
    expected = fcluster(TREE, cut_height(TREE, k), "distance")
    assert len(np.unique(expected)) == k
    assert adjusted_rand_score(found, expected) == 1.0


@pytest.mark.parametrize("k", [1, 3, 30])
def test_every_merge_is_drawn_once(k):
    scene = dendrogram(TREE, k)
    edges = [one for one in scene.marks if isinstance(one, Edges)]
    assert sum(len(one.x0) for one in edges) == 3 * 29
    tops = {y for one in edges for y in (*one.y0, *one.y1)} - {0.0}
    assert tops == set(TREE[:, 2])
    above = [one for one in edges if one.group is None]
    assert sum(len(one.x0) for one in above) == 3 * (k - 1)
    (cut,) = (one for one in scene.marks if isinstance(one, Line))
    assert cut.y[0] == cut_height(TREE, k)
    assert len(scene.x.ticks) == 30


def test_the_plane_has_the_same_clusters():
    scene = merges(TREE, X, 3)
    points = [one for one in scene.marks if isinstance(one, Points)]
    label = clusters_at(TREE, 3)[:30]
    for group, one in enumerate(points):
        np.testing.assert_array_equal(np.column_stack([one.x, one.y]), X[label == group])
    assert len([one for one in scene.marks if isinstance(one, Area)]) == 3
    assert scene.say.startswith("27 merges have left 3 clusters, of 10, 10 and 10")
    (last,) = (one for one in scene.marks if isinstance(one, Line))
    one, other = (X[clusters_at(TREE, 4)[:30] == g].mean(axis=0) for g in _merged_last())
    np.testing.assert_allclose(sorted(zip(last.x, last.y, strict=True)), sorted([tuple(one), tuple(other)]))


def _merged_last():
    """Return the two of four clusters that lie in the same of three."""
    before, after = clusters_at(TREE, 4)[:30], clusters_at(TREE, 3)[:30]
    (pair,) = ([*np.unique(before[after == g])] for g in range(3) if len(np.unique(before[after == g])) == 2)
    return pair


def test_estimators_are_drawn_with_their_own_number_of_clusters(tmp_path):
    model = AgglomerativeClustering(3, compute_distances=True).fit(X)
    assert dendrogram(model) == dendrogram(TREE, 3)
    for kind in ("dendrogram", "merges"):
        draw(model, X, kind=kind, n_clusters=4, path=tmp_path / f"{kind}.png")
    assert len(list(tmp_path.iterdir())) == 2


def test_many_samples_are_drawn_as_crowds():
    many = np.random.default_rng(1).normal(size=(500, 2))
    edges = [one for one in dendrogram(linkage(many, "average"), 5, leaves=50).marks if isinstance(one, Edges)]
    assert sum(len(one.x0) for one in edges) == 3 * 49


def test_clusters_on_a_line_have_no_area():
    line = np.column_stack([np.arange(6.0), np.arange(6.0)])
    assert not [one for one in merges(linkage(line), line, 1).marks if isinstance(one, Area)]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: dendrogram(AgglomerativeClustering(2).fit(X)), "compute_distances=True"),
        (lambda: dendrogram(TREE, 31), "there are 30 samples"),
        (lambda: dendrogram(TREE, 0), "Try 1 to 30"),
        (lambda: merges(TREE, X[:, :1], 3), "a plane with 30 samples"),
        (lambda: draw(TREE, kind="merges"), "drawn with samples"),
    ],
)
def test_refusals(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_what_is_no_tree():
    with pytest.raises(TypeError, match="4 columns"):
        dendrogram(X)
