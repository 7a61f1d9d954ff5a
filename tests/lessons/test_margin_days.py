"""Days 9, 12, 14 and 16: what their pictures and data say is true, and tables of the learner's own."""

import numpy as np
import pytest
from scipy.optimize import linprog
from sklearn.svm import SVC as Theirs

from workings.lessons import get_day
from workings.lessons.streets import Box, where_score_is
from workings.show import Points


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("number", [9, 12, 14, 16])
def test_own_table(number, classes, run_on_own, noisy_kinds):
    written, drawn = run_on_own(number, noisy_kinds(classes))
    assert "90 rows" in written
    assert len(drawn) == 1


def test_no_street_laid_by_hand_is_wider_than_the_widest():
    day = get_day(9)
    fruits, model = day.module("picture")._widest()
    widest = 2.0 / np.linalg.norm(model.coef_)
    for angle in np.linspace(0.0, np.pi, 91):
        across = np.array([-np.sin(angle), np.cos(angle)])
        heights = fruits.X @ across
        for side in (1, -1):
            between = (side * heights)[fruits.ripe > 0].min() - (side * heights)[fruits.ripe < 0].max()
            assert between <= widest * (1.0 + 1e-6)


def test_the_odd_mangoes_leave_no_line_between_the_classes():
    X, ripe = get_day(9).module("data").mangoes(overlap=3)
    rows = -ripe[:, None] * np.column_stack([X, np.ones(len(X))])
    assert linprog(np.zeros(3), rows, -np.ones(len(X)), bounds=(None, None)).status == 2


def test_the_multipliers_walk_to_scikit_learns_street():
    picture = get_day(12).module("picture")
    for apart in (0.6, 1.0, 1.8):
        (X, wheat), seen = picture.walk(5.0, apart)
        theirs = Theirs(kernel="linear", C=5.0, tol=1e-5).fit(X, wheat)
        np.testing.assert_allclose(seen[-1].w, theirs.coef_[0], rtol=1e-3)
        assert seen[-1].b == pytest.approx(theirs.intercept_[0], abs=2e-3)
        assert seen[-1].missed <= 1e-4
        for one in seen:
            assert abs(one.held.sum()) <= 1e-12
            assert np.all((one.held * wheat >= 0.0) & (one.held * wheat <= 5.0))


def test_samples_that_count_are_those_within_the_street():
    scene = get_day(14).module("picture").scene(odd=4.0, C=1.0, squared=1.0)
    strong = sum(len(mark.x) for mark in scene.marks if isinstance(mark, Points) and mark.strong)
    assert 5 <= strong < 61
    assert "squared hinge" in scene.say


def test_the_plane_cuts_a_circle_that_separates_the_seedlings():
    day = get_day(16)
    (X, withers), _flat, model = day.module("picture").fitted()
    assert np.array_equal(model.predict(day.module("data").lifted(X)), withers)
    made = day.module("data").all_products(X)
    np.testing.assert_allclose(made @ made.T, (1.0 + X @ X.T) ** 2, atol=1e-12)


def test_a_line_is_cut_at_the_edges_of_the_box():
    box = Box(0.0, 2.0, 0.0, 1.0)
    (x0, x1), (y0, y1) = where_score_is(0.0, np.array([1.0, -1.0]), 0.0, box)
    assert {(x0, y0), (x1, y1)} == {(0.0, 0.0), (1.0, 1.0)}
    assert where_score_is(0.0, np.array([0.0, 1.0]), -5.0, box) is None
    assert where_score_is(0.0, np.array([2.0, 0.0]), -1.0, box) == ((0.5, 0.5), (0.0, 1.0))
