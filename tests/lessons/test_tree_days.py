"""Days 23 and 25: on tables of the learner's own, and pictures that say what is true."""

import io

import numpy as np
import pytest
from rich.console import Console

from workings.lessons import get_day
from workings.lessons.own_data import read_table
from workings.lessons.page import Page
from workings.show.movable import Placed
from workings.tree import DecisionTreeClassifier


def _run_on(number, lines, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines))
    written = io.StringIO()
    page = Page(tmp_path / "out", Console(file=written, width=120))
    get_day(number).module("lesson").run_on(page, read_table(path, "kind"))
    return written.getvalue(), page.pictures


@pytest.mark.parametrize("number", [23, 25])
def test_own_table(number, tmp_path):
    rng = np.random.default_rng(0)
    kind = np.arange(90) % 3
    X = rng.normal(size=(90, 2)) + 8.0 * kind[:, None]
    lines = ["a,b,same,kind", *(f"{p},{q},7,k{k}" for (p, q), k in zip(X, kind, strict=True))]
    written, drawn = _run_on(number, lines, tmp_path)
    assert "90 rows" in written
    assert ("entropy 1.585 bits, gini 0.667" if number == 23 else "100.0 %") in written
    assert drawn


@pytest.mark.parametrize("number", [23, 25])
@pytest.mark.parametrize("rows", [["1,x", "2,y", "3,x", "4,y"], ["1,x", "1,y", "1,x", "1,y"]])
def test_few_rows(number, rows, tmp_path):
    written, _ = _run_on(number, ["a,kind", *rows], tmp_path)
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
