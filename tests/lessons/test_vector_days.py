"""Days 26 and 27 on tables of the learner's own, and what they say against exact arithmetic."""

import re

import numpy as np
import pytest

from workings.lessons import get_day


@pytest.fixture
def run_on(run_on_own):
    def run(number, lines):
        written, drawn = run_on_own(number, lines)
        assert len(drawn) == 1
        assert "nan" not in written
        return written

    return run


def table(names, columns):
    rows = (",".join([*map(str, row), f"k{i % 2}"]) for i, row in enumerate(zip(*columns, strict=True)))
    return [",".join([*names, "kind"]), *rows]


@pytest.fixture
def pair():
    rng = np.random.default_rng(26)
    return rng.normal(size=80), 1e4 + 100.0 * rng.normal(size=80)


def test_day_26_finds_the_column_that_is_a_combination(pair, run_on):
    a, b = pair
    said = run_on(26, table(["a", "b", "both", "same"], [a, b, 2 * a + b - 3, np.full(80, 7)]))
    assert "5 columns, of rank 3" in said
    assert re.search(r"exactly, as\s+far", said)
    assert "constant" in said


def test_day_26_leaves_independent_columns_alone(pair, run_on):
    said = run_on(26, table(["a", "b"], pair))
    assert "3 columns, of rank 3" in said
    assert "exactly" not in said


def test_day_26_shares_are_what_is_left_of_a_regression(pair):
    a, b = pair
    lesson = get_day(26).module("lesson")
    shares = lesson.unexplained(np.column_stack([a, b]))
    np.testing.assert_allclose(shares, 1 - np.corrcoef(a, b)[0, 1] ** 2, rtol=1e-10)
    assert lesson.unexplained(np.column_stack([a, 3 * a - 1])).max() < 1e-20


def test_day_27_takes_the_correlation_away(pair, run_on):
    a, b = pair
    said = run_on(27, table(["a", "b", "mixed", "same"], [a, b, b + 20 * a, np.full(80, 7)]))
    assert "b and mixed" in said
    assert re.search(r"times W +1 +1 +0\.0000", said)


def test_day_27_whitens(pair):
    Z = np.column_stack([pair[0], (pair[1] - 1e4) / 100 + pair[0]])
    Z = (Z - Z.mean(axis=0)) / Z.std(axis=0)
    W = get_day(27).module("lesson").whitening(Z)
    np.testing.assert_allclose(np.cov((Z @ W.T).T, bias=True), np.eye(2), atol=1e-12)


@pytest.mark.parametrize("number", [26, 27])
@pytest.mark.parametrize(
    "columns", [[np.arange(6.0)], [np.full(6, 2.0), np.full(6, 3.0)], [np.arange(6.0), 5.0 - 2.0 * np.arange(6.0)]]
)
def test_tables_with_little_in_them(number, columns, run_on):
    assert "6 rows" in run_on(number, table([f"c{j}" for j in range(len(columns))], columns))


def test_the_pictures_say_where_places_go():
    day_26, day_27 = (get_day(n).module("picture").scene for n in (26, 27))
    assert "(2, 1) is at (5, -1)" in day_27(a=2.0, c=0.0, b=1.0, d=-1.0).say
    assert "turned over" in day_27(a=2.0, c=0.0, b=1.0, d=-1.0).say
    assert "(2, 1) is at (2, 1)" in day_27(t=0.0).say
    assert "each in one way" in day_26().say
    assert "reach nothing else" in day_26(apart=180.0).say
    assert "is 2 of the first arrow and 0 of the second" in day_26(east=4.0, north=2.0).say
