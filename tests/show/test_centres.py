"""Scenes of k-means say what the fit did."""

import numpy as np
import pytest
from sklearn.datasets import make_blobs
from sklearn.metrics import silhouette_score

from workings.cluster import KMeans
from workings.show import Area, Line, Points, centre_trails, choose_k, curve_over_k, draw, steps


@pytest.fixture(scope="module")
def fit():
    X, _ = make_blobs(150, centers=4, random_state=3)
    return X, list(steps(KMeans(4, init=X[:4], tol=0.0), X))


def test_regions_trails_and_samples(fit):
    X, seen = fit
    scene = centre_trails(seen, X)
    assert sum(isinstance(mark, Area) for mark in scene.marks) == 4
    labels = seen[-1].arrays["labels_"]
    drawn = [len(m.x) for m in scene.marks if isinstance(m, Points) and not m.strong]
    assert drawn == np.bincount(labels).tolist()
    trails = [m for m in scene.marks if isinstance(m, Line) and m.style == "dotted"]
    for j, trail in enumerate(trails):
        assert (trail.x[0], trail.y[0]) == pytest.approx(tuple(X[j]))
        assert (trail.x[-1], trail.y[-1]) == pytest.approx(tuple(seen[-1].arrays["cluster_centers_"][j]))
    assert draw(scene).axes


def test_upto_shows_the_state_then(fit):
    X, seen = fit
    early = centre_trails(seen, X, upto=0)
    assert early.say.startswith("Assign 1: 150 samples")
    strong = [(m.x[0], m.y[0]) for m in early.marks if isinstance(m, Points) and m.strong]
    np.testing.assert_allclose(strong, X[:4])
    assert centre_trails(seen, X, upto=999).say.split(";")[1] == centre_trails(seen, X).say.split(";")[1]


def test_refusals(fit):
    X, seen = fit
    with pytest.raises(ValueError, match="two features"):
        centre_trails(seen, np.column_stack([X, X]))
    with pytest.raises(ValueError, match="no steps with labels"):
        centre_trails([], X)


def test_choose_k_against_scikit_learn(fit):
    X, _ = fit
    found = choose_k(X, range(1, 7))
    assert np.isnan(found.silhouette[0])
    for k, value in zip(found.k[1:], found.silhouette[1:], strict=True):
        labels = KMeans(int(k), n_init=5, random_state=0).fit_predict(X)
        assert value == pytest.approx(silhouette_score(X, labels))
    assert (np.diff(found.inertia) < 0).all()
    assert found.by_silhouette == found.by_gap == 4


def test_without_groups_the_gap_says_one():
    X = np.random.default_rng(0).uniform(size=(200, 2))
    assert choose_k(X, range(1, 6)).by_gap == 1


def test_curve_leaves_out_what_is_not_known():
    scene = curve_over_k([1, 2, 3], [np.nan, 0.5, 0.25], "silhouette", chosen=2, errors=[0.0, 0.1, 0.1])
    assert "2 to 3 clusters" in scene.say
    assert "at 2 clusters it is 0.5" in scene.say
    assert draw(scene).axes
