"""Day 48: what the lesson says of labels, writing and gaps, found in another way."""

import io
import math

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from workings.lessons.day_048_pandas_series_and_frames import data, lesson, picture, solution
from workings.lessons.own_data import Table
from workings.lessons.page import Page


@pytest.fixture
def page():
    return Page(console=Console(file=io.StringIO(), width=110))


def said(page):
    return " ".join(page.console.file.getvalue().split())


def test_the_readings_follow_their_law():
    table = data.readings()
    assert len(table) == 4 * 365
    assert table["day"].is_monotonic_increasing
    for name, level in data.STATIONS.items():
        own = table[table["station"] == name].set_index("day")["truth"]
        assert own.mean() == pytest.approx(level, abs=0.6)  # 3 / sqrt(365), four times
        assert own.loc[180:220].mean() - own.loc[1:40].mean() == pytest.approx(17.5, abs=1.5)


@pytest.mark.parametrize("how", ["by chance", "frozen"])
def test_a_fifth_is_lost(how):
    table = data.readings()
    kept = data.lost(table, how)
    assert kept.isna().sum() == 292
    assert (kept.dropna() == table["truth"][kept.notna()]).all()
    if how == "frozen":
        assert table["truth"][kept.isna()].max() <= kept.min()


def test_gaps_are_held_against_what_was_lost(page):
    lesson.filled(page)
    table = data.readings()
    for how, words in (("by chance", "lost by chance"), ("frozen", "the coldest lost")):
        gone = data.lost(table, how).isna().tolist()
        rows = list(zip(table["station"], table["truth"], gone, strict=True))
        errors = []
        for station, truth, missing in rows:
            if missing:
                own = [t for s, t, m in rows if s == station and not m]
                errors.append(math.fsum(own) / len(own) - truth)
        typical = math.sqrt(math.fsum(e * e for e in errors) / len(errors))
        assert f"{words} mean of the station {typical:.2f} {np.mean(errors):+.2f}" in said(page)


def test_writing_reaches_the_table_by_one_step_only(page):
    lesson.chained(page)
    told = said(page)
    assert 'df[df["x"] < 0]["x"] = 0 no' in told
    assert 'df.loc[df["x"] < 0, "x"] = 0 yes' in told
    # The other three hang on the version: copies from pandas 3 on.
    changes = "no" if int(pd.__version__.split(".")[0]) >= 3 else "yes"
    assert f'c = df["x"]; c.iloc[1] = 0 {changes}' in told
    assert f"s = pd.Series(array); s.iloc[1] = 0 {changes}" in told


def test_labels_and_places(page):
    lesson.labels(page)
    lesson.places(page)
    assert "a + b, by label 0" in said(page)
    assert "the sum has 30 rows, 1 of them nan" in said(page)
    index, values = [2, 0, 3, 1], ["10", "20", "30", "40"]
    told = said(page)
    for k in (0, 1):
        assert f"s.loc[{k}] {values[index.index(k)]}" in told
        assert f"s.iloc[{k}] {values[k]}" in told
    assert "s.loc[0:3] 20 30 s.iloc[0:3] 10 20 30" in told


def test_what_a_gap_does_to_numbers(page):
    lesson.missing(page)
    assert f"float64 {2**53}" in said(page)
    assert f"Int64 {2**53 + 1}" in said(page)


def test_levels_and_tables_put_together(page):
    lesson.levels(page)
    lesson.together(page)
    told = said(page)
    assert "has 16 values again, and they are the same: True" in told
    assert "concat([a, b]) (4, 3) 4 2" in told
    assert "concat([a, b], axis=1) (2, 4) 0 1" in told


@pytest.mark.parametrize(("filled", "told"), [(0, "hold nan"), (1, "are filled"), (2, "are filled")])
def test_the_picture_counts_its_gaps(filled, told):
    assert f"9 rows become 3 x 4 cells; 3 of them (white) had no row, and {told}" in picture.scene(
        9, filled
    ).say.replace("3 of these ", "")
    assert picture.scene(12, filled).say.endswith("none is left without a row.")


def test_the_solution_leaves_its_input_alone():
    values = np.array([np.nan, 1.0, 3.0, np.nan])
    groups = np.array(["a", "b", "a", "c"])
    assert solution.fill_by_group(groups, values).tolist()[:3] == [3.0, 1.0, 3.0]
    assert np.isnan(values[[0, 3]]).all()
    assert np.isnan(solution.fill_by_group(groups, values)[3])


def test_a_table_of_ones_own(page):
    X = np.array([[1.0, 4.0], [np.nan, 8.0], [5.0, np.nan], [np.nan, 2.0]])
    lesson.run_on(page, Table(X, np.array(["x", "x", "y", "y"]), ("a", "b"), "kind"))
    assert "a 2 3 3" in said(page)
    assert "b 1 4.667 4" in said(page)
