"""Days 43 and 44: on tables of the learner's own, and a picture that says what is true."""

import io

import numpy as np
import pytest
from rich.console import Console

from workings.lessons import get_day
from workings.lessons.own_data import read_table
from workings.lessons.page import Page


def _run_on(number, lines, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines))
    written = io.StringIO()
    page = Page(tmp_path / "out", Console(file=written, width=100))
    get_day(number).module("lesson").run_on(page, read_table(path, "kind"))
    return written.getvalue(), page.pictures


@pytest.mark.parametrize("number", [43, 44])
def test_own_table(number, tmp_path):
    rng = np.random.default_rng(0)
    kind = np.arange(60) % 3
    X = rng.normal(size=(60, 2)) + 8.0 * kind[:, None]
    lines = ["a,b,same,kind", *(f"{p},{q},7,k{k}" for (p, q), k in zip(X, kind, strict=True))]
    written, drawn = _run_on(number, lines, tmp_path)
    assert "60 rows" in written
    assert "1.000" in written  # three clusters are the three kinds
    assert len(drawn) == 2


@pytest.mark.parametrize("number", [43, 44])
@pytest.mark.parametrize("rows", [["1,x", "2,y", "3,x", "4,y"], ["1,x", "1,y", "1,x", "1,y"]])
def test_few_rows(number, rows, tmp_path):
    written, _ = _run_on(number, ["a,kind", *rows], tmp_path)
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
