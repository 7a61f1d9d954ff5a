"""Day 54: its own update makes the library's tree, and its picture's clusters are those of the cut."""

import numpy as np
import pytest

from workings.cluster import linkage
from workings.lessons import get_day
from workings.lessons.day_054_hierarchical_clustering import lesson, picture
from workings.lessons.day_054_hierarchical_clustering.data import houses


@pytest.mark.parametrize("road", [0, 7])
def test_the_formula_makes_the_librarys_tree(road):
    X = houses(road=road).X
    np.testing.assert_allclose(lesson.by_formula(X), linkage(X, "ward"), rtol=1e-12)


def test_the_road_chains_two_villages_by_single_linkage_alone():
    X, village = houses(road=12)
    first, second = (np.flatnonzero(village == v)[:5] for v in (0, 1))
    for way, chained in (("single", True), ("ward", False)):
        labels = lesson.cut_dendrogram(linkage(X, way), 3)
        assert (labels[first[0]] == labels[second[0]]) == chained


def test_the_picture_says_how_many_clusters_the_cut_leaves():
    assert "they are 5 clusters" in picture.scene(k=5).say
    assert "left 5 clusters" in picture.scene(k=5, map=1).say


def test_the_solution_is_what_the_exercise_asks_for():
    day = get_day(54)
    assert day.ready
    assert {"lance_williams", "cut_dendrogram"} <= set(dir(day.module("solution")))
