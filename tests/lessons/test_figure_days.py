"""The days about figures: what their pictures say, held against other ways to find it."""

import numpy as np
import pytest
from scipy.integrate import quad

from workings.lessons.day_051_matplotlib_lines_and_points import picture as bars
from workings.lessons.day_051_matplotlib_lines_and_points import solution as bars_solution
from workings.lessons.day_052_matplotlib_distributions import lesson as spread
from workings.lessons.day_052_matplotlib_distributions import picture as densities
from workings.lessons.day_053_matplotlib_three_dimensions_and_maps import lesson as maps
from workings.lessons.day_053_matplotlib_three_dimensions_and_maps import picture as hills
from workings.lessons.day_053_matplotlib_three_dimensions_and_maps import solution as maps_solution
from workings.lessons.drawn import keep
from workings.lessons.page import Page
from workings.show.regression import View


def test_standard_errors_fall_with_the_root_of_n():
    few, many = (np.mean([bars.measured(n, 0.8, seed)[1].mean() for seed in range(40)]) for n in (50, 200))
    assert few / many == pytest.approx(2.0, rel=0.02)


@pytest.mark.parametrize("apart", [0.0, 3.5, 6.0])
def test_the_true_density_is_one_and_that_of_the_sample(apart):
    assert quad(lambda x: float(densities.truth(np.array(x), apart)), -10, 20)[0] == pytest.approx(1.0)
    drawn = densities.values(200_000, apart)
    below = quad(lambda x: float(densities.truth(np.array(x), apart)), -10, 3.0)[0]
    assert np.mean(drawn < 3.0) == pytest.approx(below, abs=0.005)


def test_the_area_between_bars_and_truth():
    edges = np.linspace(densities.LOW, densities.HIGH, 4)
    heights = np.array([0.05, 0.12, 0.03])
    wanted = sum(
        quad(lambda x, h=h: abs(h - float(densities.truth(np.array(x), 3.5))), a, b, limit=200)[0]
        for h, a, b in zip(heights, edges[:-1], edges[1:], strict=True)
    )
    assert densities.missed(heights, edges, 3.5) == pytest.approx(wanted, abs=2e-3)


def test_the_rule_for_bins_agrees_with_numpy():
    drawn = densities.values(500, 3.5)
    assert spread.rule(drawn) == len(np.histogram_bin_edges(drawn, "fd")) - 1
    assert spread.rule(np.full(7, 2.0)) == 1


def test_what_hills_hide():
    across, back = np.meshgrid(hills.GRID, hills.GRID)
    ground = hills.height(across, back)
    above = View((hills.GRID, hills.GRID, ground.ravel()), 20.0, 90.0)
    assert not hills.hidden(across, back, above).any()
    for turn in (0.0, 70.0, -130.0):
        view = View((hills.GRID, hills.GRID, ground.ravel()), turn, 20.0)
        toward = np.array([np.cos(view.turn), np.sin(view.turn)])
        # A kilometre and a half behind the higher top it is dark, and as far in front of it is not.
        x, y = (np.array([3.0, 3.2])[:, None] + 1.5 * toward[:, None] * [-1, 1]).reshape(2, 2)
        assert hills.hidden(x, y, view).tolist() == [True, False]
        # What is nearer hangs lower on the paper, on level ground.
        level = view(*(np.array([4.5, 4.5])[:, None] + toward[:, None] * [-1, 1]), np.array([40.0, 40.0]))[1]
        assert level[0] > level[1]


@pytest.mark.parametrize("latitude", [10.0, 45.0, 70.0])
def test_what_maps_keep(latitude):
    wide, tall = maps.stretch("Mercator", latitude)
    assert tall == pytest.approx(wide, rel=1e-6)
    wide, tall = maps.stretch("equal areas", latitude)
    assert wide * tall == pytest.approx(1.0, rel=1e-6)


def test_figures_are_kept_beside_the_pictures(tmp_path):
    from matplotlib.figure import Figure

    page = Page(tmp_path)
    keep(page, Figure(), "empty", "nothing to see")
    assert [path.name for path in page.pictures] == ["empty.png"]
    assert (tmp_path / "empty.png").stat().st_size > 0
    quiet = Page(None)
    keep(quiet, Figure(), "empty", "nothing to see")
    assert quiet.pictures == []


def test_the_figures_of_the_exercises_hold_what_was_measured():
    from matplotlib import pyplot as plt

    x, samples = np.array([2.0, 1.0]), np.array([[1.0, 3.0], [0.0, 8.0]])
    figure = bars_solution.error_bars(x, samples, "time (s)", "way (m)")
    (container,) = figure.axes[0].containers
    (upright,) = container.lines[2]
    # Of two values the standard error is half their distance: the bar joins them.
    assert [piece.tolist() for piece in upright.get_segments()] == [[[2, 1], [2, 3]], [[1, 0], [1, 8]]]
    cloud = maps_solution.scatter_3d(x, x + 1, x + 2, "a", "b", "c")
    assert cloud.axes[0].name == "3d"
    assert [cloud.axes[0].get_xlabel(), cloud.axes[0].get_ylabel(), cloud.axes[0].get_zlabel()] == ["a", "b", "c"]
    plt.close(figure)
    plt.close(cloud)
