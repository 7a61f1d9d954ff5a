"""Scenes of linear algebra: what they say and draw is where exact arithmetic puts things."""

import re
from fractions import Fraction

import numpy as np
import pytest

from workings.show import Edges, Line, Scene, draw
from workings.show.planes import (
    HIGH,
    WIDE,
    arrow,
    combination,
    eigen_lines,
    grid,
    lines_of_grid,
    moved_plane,
    moved_space,
    part_way,
    place,
)

MATRICES = (
    [[1.0, 0.0], [0.0, 1.0]],
    [[0.0, -1.0], [1.0, 0.0]],
    [[1.0, 1.0], [0.0, 1.0]],
    [[-1.0, 0.5], [2.0, 0.25]],
    [[1.0, 2.0], [2.0, 4.0]],
    [[0.0, 0.0], [0.0, 0.0]],
)


@pytest.mark.parametrize("matrix", MATRICES)
@pytest.mark.parametrize("t", [0.0, 0.5, 1.0])
def test_the_plane_says_where_the_unit_vectors_are_and_the_area(matrix, t):
    scene = moved_plane(matrix, t)
    share = Fraction(t)
    a, b, c, d = ((1 - share) * (i == j) + share * Fraction(matrix[i][j]) for i, j in ((0, 0), (0, 1), (1, 0), (1, 1)))
    said = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", scene.say)]
    np.testing.assert_allclose(said, [float(v) for v in (a, c, b, d, abs(a * d - b * c))], rtol=6e-3)
    assert ("turned over" in scene.say) == (a * d - b * c < 0)
    assert Scene.from_dict(scene.to_dict()) == scene
    draw(scene).draw_without_rendering()


@pytest.mark.parametrize("matrix", MATRICES)
def test_the_grid_stays_in_the_picture_and_on_whole_numbers(matrix):
    M = np.array(matrix)
    starts, ends = lines_of_grid(M)
    for points in (starts, ends):
        assert (np.abs(points[0]) <= WIDE + 1e-9).all()
        assert (np.abs(points[1]) <= HIGH + 1e-9).all()
    if abs(np.linalg.det(M)) > 1e-9:
        before = np.linalg.solve(M, np.concatenate([starts, ends], axis=1)).reshape(2, 2, -1)
        whole = np.abs(before - before.round()).max(axis=1) < 1e-9
        level = np.abs(before[:, 0] - before[:, 1]) < 1e-9
        assert (whole & level).any(axis=0).all(), "each line keeps one whole coordinate"
        assert starts.shape[1] >= 4
    assert isinstance(grid(M), Edges)


def test_part_of_the_way_is_straight():
    M = np.array([[0.0, -2.0], [3.0, 1.0]])
    x = np.array([1.5, -0.5])
    np.testing.assert_allclose(part_way(M, 0.25) @ x, 0.75 * x + 0.25 * (M @ x), rtol=1e-15)


@pytest.mark.parametrize(
    ("basis", "goal"), [([[2.0, -1.0], [1.0, 1.5]], (3.0, 0.5)), ([[1.0, 0.0], [3.0, 2.0]], (-1, 2))]
)
def test_a_combination_ends_at_the_place(basis, goal):
    scene = combination(basis, goal)
    first, second = (float(v) for v in re.findall(r"(-?[\d.]+) of", scene.say))
    a, b, c, d, x, y = map(Fraction, (*basis[0], *basis[1], *goal))
    assert first == pytest.approx(float((x * d - b * y) / (a * d - b * c)), rel=6e-3)
    assert second == pytest.approx(float((a * y - c * x) / (a * d - b * c)), rel=6e-3)
    tips = [(m.x[-1], m.y[-1]) for m in scene.marks if isinstance(m, Line) and m.style == "dashed"]
    np.testing.assert_allclose(tips[-1], goal, atol=1e-12)


def test_half_the_way_is_along_the_first_arrow_only():
    scene = combination([[2.0, 0.0], [0.0, 1.0]], (3.0, 2.0), t=0.5)
    dashed = [m for m in scene.marks if isinstance(m, Line) and m.style == "dashed"]
    assert len(dashed) == 1
    assert (dashed[0].x[-1], dashed[0].y[-1]) == (3.0, 0.0)


def test_arrows_on_one_line_reach_that_line():
    out = combination([[3.0, 6.0], [4.0, 8.0]], (4.0, -3.0))
    assert "5 away" in out.say
    assert "in many ways" in combination([[3.0, 6.0], [4.0, 8.0]], (1.5, 2.0)).say
    # Short arrows are not dependent ones.
    assert "each in one way" in combination([[1e-5, 0.0], [0.0, 1e-5]], (1.0, 1.0)).say


def test_kept_directions_and_their_stretches():
    _, kept = eigen_lines([[2.0, 1.0], [1.0, 2.0]])
    np.testing.assert_allclose(kept, [3.0, 1.0], rtol=1e-12)
    assert eigen_lines([[0.0, -1.0], [1.0, 0.0]]) == ([], [])
    marks, kept = eigen_lines([[1.0, 1.0], [0.0, 1.0]])
    assert len(marks) == len(kept) == 1
    assert marks[0].y == pytest.approx((0.0, 0.0))
    assert len(eigen_lines([[2.0, 0.0], [0.0, 2.0]])[0]) == 2


def test_space_says_its_volume_and_whether_it_is_inside_out():
    scene = moved_space(np.diag([2.0, -1.5, 1.0]))
    assert "volume 3, and is turned inside out" in scene.say
    assert "(0, -1.5, 0)" in scene.say
    assert "volume 0." in moved_space([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [0.0, 0.0, 1.0]]).say
    draw(scene).draw_without_rendering()


def test_small_things():
    assert arrow((0.001, 0.0), 1) == []
    assert place([-1e-12, 2.0]) == "(0, 2)"
    with pytest.raises(ValueError, match="2 by 2"):
        moved_plane(np.eye(3))
    with pytest.raises(ValueError, match="finite"):
        moved_space(np.full((3, 3), np.nan))
