"""Days 3, 4, 5 and 19 on tables of the learner's own, and pictures that say what is true."""

import re

import numpy as np
import pytest

from workings.lessons import get_day


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize(("number", "pictures"), [(4, 1), (5, 1), (19, 1)])
def test_own_table(number, pictures, classes, run_on_own, noisy_kinds):
    written, drawn = run_on_own(number, noisy_kinds(classes))
    assert "90 rows" in written
    assert len(drawn) == pictures


def test_nobody_beats_the_fitted_curve():
    scene = get_day(4).module("picture").scene
    for w in (0.0, 0.4, 0.9, 3.0):
        for even in (0.0, 4.5, 10.0):
            costs = [float(one) for one in re.findall(r" costs ([0-9.]+[0-9])", scene(w, even).say)]
            yours, best = costs
            assert yours >= best


def test_what_the_learning_rate_does():
    scene = get_day(5).module("picture").scene
    assert " 0 of them uphill" in scene(rate=1.0).say
    assert " 0 of them uphill" not in scene(rate=60.0).say
    ends = [float(scene(rate=3.0, origin=o).say.split(" to ")[1].split(" in ")[0]) for o in (0.0, 5.0)]
    assert ends[1] < ends[0], "round valleys are quicker"


def test_the_perceptron_stays_within_its_bound_and_ends_right():
    picture = get_day(19).module("picture")
    for gap in (0.6, 0.3, 0.1, 0.04):
        (X, granted), mistakes = picture.learn(gap, 0)
        assert 0 < len(mistakes) <= get_day(19).module("data").bound(X)
        last = mistakes[-1].arrays
        assert np.all(granted * (X @ last["coef_"].ravel() + last["intercept_"]) > 0)
    assert "are not enough" in picture.scene(flipped=10).say


def test_text_columns_become_dummies(run_on_own):
    rng = np.random.default_rng(0)
    x, kind = rng.normal(size=60), np.array(["red", "green", "blue"])[rng.integers(0, 3, 60)]
    y = 2 * x + 5 * (kind == "red") + 1e-3 * rng.normal(size=60)
    lines = ["x,kind,y", *(f"{a},{b},{c}" for a, b, c in zip(x, kind, y, strict=True))]
    written, drawn = run_on_own(3, lines, target="y")
    assert "3 columns after the dummies" in written
    assert re.search(r"kind_red +\+(4\.99|5)", written)
    assert len(drawn) == 1
