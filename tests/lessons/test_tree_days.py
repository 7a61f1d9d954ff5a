"""Days 23 and 25: on tables of the learner's own, and pictures that say what is true."""

import numpy as np
import pytest

from workings.lessons import get_day
from workings.show.movable import Placed
from workings.tree import DecisionTreeClassifier


@pytest.mark.parametrize("number", [23, 25])
def test_own_table(number, run_on_own, far_kinds):
    written, drawn = run_on_own(number, far_kinds(90))
    assert "90 rows" in written
    assert ("entropy 1.585 bits, gini 0.667" if number == 23 else "100.0 %") in written
    assert drawn


@pytest.mark.parametrize("number", [23, 25])
@pytest.mark.parametrize("rows", [["1,x", "2,y", "3,x", "4,y"], ["1,x", "1,y", "1,x", "1,y"]])
def test_few_rows(number, rows, run_on_own):
    written, _ = run_on_own(number, ["a,kind", *rows])
    assert f"{len(rows)} rows" in written


@pytest.mark.parametrize("measure", [0, 1])
@pytest.mark.parametrize("feature", [0, 1])
def test_the_curve_of_gains_has_its_top_where_the_tree_asks(feature, measure):
    picture = get_day(23).module("picture")
    X, flew = picture.mornings()
    tree = DecisionTreeClassifier(criterion=("entropy", "gini")[measure], max_depth=1).fit(X[:, [feature]], flew).tree_
    middles, gains = picture.gains(feature, measure)
    assert middles[gains.argmax()] == pytest.approx(tree.threshold[0], rel=1e-6)
    left = tree.impurity[0] - tree.n_node_samples[1:] / len(X) @ tree.impurity[1:]
    assert gains.max() == pytest.approx(left, rel=1e-12)


def test_the_tree_follows_mornings_that_are_moved():
    scene = get_day(25).module("picture").scene
    one = Placed(np.array([[5.0, 5.0], [20.0, 20.0]]), np.array([0, 1]))
    assert scene(points=one).title == "2 boxes, 1 question in a row"
    assert scene(points=Placed(one.X, np.zeros(2, np.int64))).title == "1 box, 0 questions in a row"
    assert scene(alpha=0.05).title == "3 boxes, 2 questions in a row"
