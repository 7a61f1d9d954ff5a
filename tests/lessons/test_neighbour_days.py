"""Days 7, 10, 11 and 15: on tables of the learner's own, and pictures and trees that say what is true."""

import re

import numpy as np
import pytest
from scipy.spatial import cKDTree

from workings.lessons import get_day
from workings.lessons.day_011_nearest_neighbours.tree import build, nearest, share_looked_at
from workings.lessons.day_015_naive_bayes.data import VOCABULARY, as_text, messages, posterior, word_shares
from workings.show import Area, Points


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize(("number", "pictures"), [(7, 2), (10, 2), (11, 1), (15, 1)])
def test_own_table(number, pictures, classes, run_on_own, noisy_kinds):
    written, drawn = run_on_own(number, noisy_kinds(classes, rows=60))
    assert "60 rows" in written
    assert len(drawn) == pictures


@pytest.mark.parametrize("number", [7, 10, 11, 15])
def test_four_rows(number, run_on_own):
    written, _ = run_on_own(number, ["a,kind", "1,x", "2,y", "3,x", "4,y"])
    assert "4 rows" in written


def test_day_15_reads_texts(run_on_own):
    X, junk = messages(80)
    lines = ["text,kind", *(f"{as_text(row, i)},{k}" for i, (row, k) in enumerate(zip(X, junk, strict=True)))]
    written, _ = run_on_own(15, lines)
    assert "the words of text" in written


def test_the_vote_of_the_traveller():
    scene = get_day(7).module("picture").scene
    for k in (1, 7, 31):
        drawn = scene(k=k, east=6.0, north=6.5)
        near = [len(m.x) for m in drawn.marks if isinstance(m, Points) and m.strong and m.group in (0, 1)]
        assert sum(near) == k
        if k > 1:
            assert int(drawn.say.split(" of ")[0]) == max(near)


def test_units_decide():
    def share(**controls):
        return float(re.search(r"about (\d+) %", get_day(7).module("picture").scene(**controls).say)[1])

    assert share() > share(stretch=100.0) > share(stretch=0.01)


@pytest.mark.parametrize("features", [1, 2, 4])
@pytest.mark.parametrize("leaf", [1, 5, 300])
def test_the_tree_finds_the_nearest(features, leaf):
    rng = np.random.default_rng(features)
    X, Q = rng.normal(size=(200, features)).round(1), rng.normal(size=(20, features))
    tree, oracle = build(X, leaf), cKDTree(X)
    for q in Q:
        found = nearest(tree, X, q, 7)
        np.testing.assert_allclose(found.distances, oracle.query(q, 7)[0], rtol=1e-12)
        assert 7 <= found.looked_at <= len(X)
        for box in tree.leaves():  # what was left shut cannot hold a nearer one
            assert box in found.opened or box.squared_distance(q) > 0.999999 * found.distances[-1] ** 2


def test_the_curse_of_dimension():
    rng = np.random.default_rng(0)
    shares = [share_looked_at(rng.random((1000, d)), rng.random((5, d))) for d in (2, 20)]
    assert shares[0] < 0.1 < 0.9 < shares[1]


def test_opened_boxes_are_drawn():
    drawn = get_day(11).module("picture").scene(k=12, east=1.0, north=9.0, leaf=5)
    opened = sum(isinstance(mark, Area) for mark in drawn.marks)
    assert f"{opened} of " in drawn.say.split(": ")[1]


def test_both_borders_and_their_differences():
    say = get_day(10).module("picture").scene(k=1, C=1000.0, mistaken=0.3).say
    vote, machine, best = (float(one) for one in re.findall(r"(\d+\.\d) %", say))
    assert max(vote, machine) <= best


def test_the_law_of_the_messages():
    assert len(set(VOCABULARY)) == len(VOCABULARY)
    for drift in (0.0, 0.4, 1.0):
        np.testing.assert_allclose(word_shares(drift).sum(axis=1), 1.0, rtol=1e-12)
    X, junk = messages(20_000, seed=1)
    p = posterior(X).round(6)
    often = [value for value, count in zip(*np.unique(p, return_counts=True), strict=True) if count > 500]
    assert len(often) > 5
    for value in often:
        assert abs(junk[p == value].mean() - value) < 0.06, "the posterior is calibrated"


def test_smoothing_cannot_beat_the_law():
    say = get_day(15).module("picture").scene(alpha=1.0, n=200, drift=0.5).say
    seen, alike, world, possible = (float(one) for one in re.findall(r"(\d\.\d\d)\b", say.split(":")[1]))
    assert possible <= world
    assert seen <= alike < world
