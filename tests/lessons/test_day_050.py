"""Day 50: what the lesson says of texts, days and windows, found in another way."""

import io
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from rich.console import Console

from workings.lessons.day_050_pandas_text_and_time import data, lesson, picture, solution
from workings.lessons.own_data import Table
from workings.lessons.page import Page


@pytest.fixture
def page():
    return Page(console=Console(file=io.StringIO(), width=100))


def said(page):
    return " ".join(page.console.file.getvalue().split())


def test_amounts_are_those_that_were_meant(page):
    raw, town, amount = data.typed()
    assert np.array_equal(solution.read_amounts(raw["amount"].tolist()), amount, equal_nan=True)
    lesson.texts(page)
    truth = sum(Decimal(str(v)) for v in amount.tolist() if v == v)
    assert f"read_amounts 388 {truth:,.2f} +0.00" in said(page)
    assert f"and {len(set(town.tolist()))} once blanks are stripped" in said(page)


def test_the_table_inside_the_text(page):
    lesson.described(page)
    assert "finds 13 lines" in said(page)


def test_days_are_counted_on_the_calendar(page):
    sold = data.sales()
    assert not sold["time"].is_monotonic_increasing
    found = {}
    for time, amount in zip(sold["time"], sold["amount"], strict=True):
        found.setdefault(time.date(), []).append(amount)
    every = [date(2024, 2, 8) + timedelta(days=k) for k in range(data.DAYS)]
    totals = [float(np.sum(found.get(day, [0.0]))) for day in every]
    times = sold["time"].dt.strftime("%Y-%m-%d %H:%M").tolist()
    assert np.asarray(solution.daily_totals(times, sold["amount"].tolist())) == pytest.approx(totals)
    assert [day for day in every if day not in found] == [day for day in every if day.weekday() == 6]
    lesson.days(page)
    assert f"groupby date {len(found)} {np.sum(totals) / len(found):.1f}" in said(page)
    assert f"daily_totals 84 {np.mean(totals):.1f}" in said(page)


def test_the_law_of_the_shop():
    drawn = [data.sales(seed)["amount"].sum() for seed in range(60)]
    expected = float(np.sum(data.trend() * data.WEEK[np.arange(data.DAYS) % 7]))
    assert data.WEEK.mean() == pytest.approx(1.0)
    assert np.mean(drawn) == pytest.approx(expected, rel=0.01)


def test_midnight_belongs_to_the_new_day(page):
    lesson.midnight(page)
    assert "resample 0 110 100 100 310" in said(page)
    assert "closed on the right 100 110 100 0 310" in said(page)
    assert "both ends 100 210 200 100 610" in said(page)


@pytest.mark.parametrize(("window", "centred"), [(1, False), (7, False), (7, True), (20, False)])
def test_windows(window, centred):
    days, totals, means = picture.smoothed(window, centred, True)
    back = (window - 1) // 2 if centred else window - 1
    for k in (30, 55):
        assert means[k] == pytest.approx(np.mean(totals[k - back : k - back + window]))
    assert np.isfinite(means).sum() == data.DAYS - window + 1
    assert days.tolist() == list(range(data.DAYS))


def test_a_window_behind_lags_by_half_its_width():
    law = data.trend()
    behind = np.convolve(law, np.full(7, 1 / 7), mode="valid")
    assert law[6:] - behind == pytest.approx(np.full(len(behind), data.PRICE * data.MORE * 3))


def test_days_left_out_lift_the_mean():
    assert "above the trend" in picture.scene(closed=0).say
    assert picture.scene().say.startswith("The mean of 7 days up to each day lies 15 euros below the trend")
    assert picture.scene(window=1, closed=0).say.startswith("Each of the open days alone lies")


def test_a_query_and_a_mask_agree(page):
    lesson.queries(page)
    assert "rows: True." in said(page)
    assert "differ by 0 at most" in said(page)


def test_a_table_of_ones_own(page):
    texts = np.array([["a ", "2024-01-03"], ["A", "2024-01-04"], [None, "soon"]], dtype=object)
    lesson.run_on(
        page, Table(np.empty((3, 0)), np.array([1, 2, 3]), (), "y", texts=texts, text_features=("town", "day"))
    )
    assert "town 2 1 0 0" in said(page)
    assert "day 3 3 0 2" in said(page)


def test_a_table_without_text(page):
    lesson.run_on(page, Table(np.ones((3, 1)), np.array([1, 2, 3]), ("x",), "y"))
    assert "There are none" in said(page)
