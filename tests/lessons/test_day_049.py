"""Day 49: what the lesson says of its joins and groups, found in another way."""

import io
from fractions import Fraction

import numpy as np
import pytest
from rich.console import Console

from workings.lessons.day_049_pandas_joining_and_grouping import lesson, picture, solution
from workings.lessons.own_data import Table
from workings.lessons.page import Page


@pytest.fixture
def page():
    return Page(console=Console(file=io.StringIO(), width=100))


def said(page):
    return " ".join(page.console.file.getvalue().split())


def test_joins_are_held_against_the_truth(page):
    orders, listed, paid = lesson.trade()
    known = dict(zip(listed["customer"], listed["discount"], strict=True))
    rows = list(zip(orders["customer"], orders["amount"], strict=True))
    assert sum(a * (1 - known.get(c, 0.0)) for c, a in rows) == pytest.approx(paid)
    lesson.joins(page)
    pairs = sum(one == other for one in orders["customer"] for other in listed["customer"])
    assert f"The formula gives {pairs} rows" in said(page)
    assert "the last row counts 500" in said(page)
    assert "+0.00 %" in said(page)
    assert "not a many-to-one merge" in said(page)


def test_groups_and_their_means(page):
    table = lesson.sales()
    lesson.groups(page)
    for shop in lesson.SHOPS:
        mine = [v for s, v in zip(table["shop"], table["amount"], strict=True) if s == shop]
        known = [Fraction(v) for v in mine if v == v]
        assert f"{shop} {len(mine)} {len(known)} {float(sum(known) / len(known)):.2f}" in said(page)


def test_the_solution_in_exact_arithmetic():
    rng = np.random.default_rng(0)
    keys, values = rng.integers(0, 6, 40), rng.integers(-20, 20, 40) / 4
    exact = [
        float(sum(map(Fraction, values[keys == k].tolist())) / int(np.sum(keys == k)))
        for k in sorted(set(keys.tolist()))
    ]
    assert np.asarray(solution.mean_by_group(keys, values)) == pytest.approx(exact, rel=1e-14)


def test_the_picture_says_what_a_join_does_to_a_sum():
    assert "75 before and 55 after" in picture.scene(how=0, repeats=0).say
    assert "75 before and 110 after" in picture.scene(how=1, repeats=1).say


def test_a_table_of_ones_own(page):
    X = np.arange(12.0).reshape(6, 2)
    lesson.run_on(page, Table(X, np.array(["x", "y", "x", "y", "x", "y"]), ("a", "b"), "kind"))
    assert "a 4 6" in said(page)
    assert "b 5 7" in said(page)


def test_the_largest_groups_of_many(page):
    y = np.repeat([f"g{k}" for k in range(8)], [2, 9, 3, 8, 7, 6, 2, 5])
    lesson.run_on(page, Table(np.arange(len(y), dtype=float)[:, None], y, ("a",), "kind"))
    assert "mean of g1 (9) g3 (8) g4 (7) g5 (6) g7 (5)" in said(page)
    assert "in 8 groups" in said(page)
