"""Days 43 and 44: on tables of the learner's own, and a picture that says what is true."""

import numpy as np
import pytest

from workings.lessons import get_day


@pytest.mark.parametrize("number", [43, 44])
def test_own_table(number, run_on_own, far_kinds):
    written, drawn = run_on_own(number, far_kinds(60))
    assert "60 rows" in written
    assert "1.000" in written  # three clusters are the three kinds
    assert len(drawn) == 2


@pytest.mark.parametrize("number", [43, 44])
@pytest.mark.parametrize("rows", [["1,x", "2,y", "3,x", "4,y"], ["1,x", "1,y", "1,x", "1,y"]])
def test_few_rows(number, rows, run_on_own):
    written, _ = run_on_own(number, ["a,kind", *rows])
    assert f"{len(rows)} rows" in written


def test_the_picture_says_when_the_stations_rest():
    scene = get_day(43).module("picture").scene
    assert "come to rest" not in scene(step=0).say
    assert "come to rest" in scene(step=40).say


def test_the_picture_names_the_best_silhouette():
    picture = get_day(44).module("picture")
    for spread in (0.3, 3.0):
        best = 2 + int(np.argmax(picture.silhouettes(spread)))
        for curve in (0, 1):
            assert f"The best is {best}" in picture.scene(spread=spread, curve=curve).say
