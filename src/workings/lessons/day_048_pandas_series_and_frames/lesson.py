"""Day 48: labels that align, places and labels, chained assignment, missing values, two levels of labels, concat."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.datasets import load_wine

from workings.lessons.day_048_pandas_series_and_frames import picture, solution
from workings.lessons.day_048_pandas_series_and_frames.data import STATIONS, lost, readings
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page
from workings.show.arrays import aligned

align_and_add: Callable[..., Any] = solution.align_and_add
fill_by_group: Callable[..., Any] = solution.fill_by_group
READS = Reads(holes=True)


def run(page: Page) -> None:
    """Run the day on its own data."""
    labels(page)
    places(page)
    chained(page)
    missing(page)
    filled(page)
    levels(page)
    together(page)
    wines(page)


def labels(page: Page) -> None:
    """Add two series whose labels come in different orders."""
    rng = np.random.default_rng(48)
    shops = [f"shop {k}" for k in range(30)]
    monday, tuesday = (pd.Series(rng.integers(10, 99, 30), shops).sample(frac=1, random_state=k) for k in (1, 2))
    truth = {shop: monday[shop] + tuesday[shop] for shop in shops}
    by_label = monday + tuesday
    by_place = pd.Series(monday.to_numpy() + tuesday.to_numpy(), monday.index)
    page.heading("Sales of 30 shops on two days, the rows of each in an order of their own: how many sums are wrong?")
    rows = [
        [name, f"{sum(sums[shop] != truth[shop] for shop in shops)}"]
        for name, sums in (("a + b, by label", by_label), ("arrays, by place", by_place))
    ]
    page.table(["sum", "wrong, of 30"], rows)
    short = tuesday[tuesday.index != "shop 7"]
    total = monday + short
    names, sums = align_and_add(monday.index, monday, short.index, short, 0)
    known = dict(zip(names, sums, strict=True))["shop 7"]
    page.say(
        f"With shop 7 missing on one day, the sum has {len(total)} rows, {total.isna().sum()} of them nan. With 0 for "
        f"what is missing, shop 7 has {known:g}, as on the day that is known ({monday['shop 7']})."
    )
    page.picture(aligned({"x": 3, "z": 1, "y": 4}, {"z": 5, "x": 2, "w": 6}, room=4), "day_048_aligned")


def places(page: Page) -> None:
    """Take the same numbers by label and by place."""
    s = pd.Series([10.0, 20.0, 30.0, 40.0], index=[2, 0, 3, 1])
    page.heading("s has the labels 2, 0, 3, 1 and the values 10, 20, 30, 40")
    rows = []
    for text, taken in (
        ("s.loc[1]", s.loc[1]),
        ("s.iloc[1]", s.iloc[1]),
        ("s.loc[0]", s.loc[0]),
        ("s.iloc[0]", s.iloc[0]),
        ("s.loc[0:3]", s.loc[0:3]),
        ("s.iloc[0:3]", s.iloc[0:3]),
    ):
        rows.append([text, " ".join(f"{v:g}" for v in np.atleast_1d(taken))])
    page.table(["what", "gives"], rows)


def chained(page: Page) -> None:
    """Write in five ways, and look whether what was meant has changed, on the pandas that is installed."""
    page.heading(f"pandas {pd.__version__}: has the original changed?")
    rows = []
    for text, write in WRITES:
        frame, array = pd.DataFrame({"x": [1.0, -2.0, 3.0], "y": [4.0, 5.0, 6.0]}), np.array([1.0, -2.0, 3.0])
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            write(frame, array)
        changed = frame["x"].tolist() != [1.0, -2.0, 3.0] or array.tolist() != [1.0, -2.0, 3.0]
        rows.append(
            [text, "yes" if changed else "no", ", ".join(sorted({one.category.__name__ for one in told})) or "-"]
        )
    page.table(["df has a column x; then", "changed", "warnings"], rows)
    page.say("One pair of brackets, loc with rows and column, always writes into df. Copies made on purpose never do.")


def _rows_then_column(frame: pd.DataFrame, array: Any) -> None:
    frame[frame["x"] < 0]["x"] = 0.0


def _column_then_rows(frame: pd.DataFrame, array: Any) -> None:
    frame["x"][frame["x"] < 0] = 0.0


def _at_once(frame: pd.DataFrame, array: Any) -> None:
    frame.loc[frame["x"] < 0, "x"] = 0.0


def _taken_out(frame: pd.DataFrame, array: Any) -> None:
    column = frame["x"]
    column.iloc[1] = 0.0


def _made_of_array(frame: pd.DataFrame, array: Any) -> None:
    series = pd.Series(array)
    series.iloc[1] = 0.0


WRITES = (
    ('df[df["x"] < 0]["x"] = 0', _rows_then_column),
    ('df["x"][df["x"] < 0] = 0', _column_then_rows),
    ('df.loc[df["x"] < 0, "x"] = 0', _at_once),
    ('c = df["x"]; c.iloc[1] = 0', _taken_out),
    ("s = pd.Series(array); s.iloc[1] = 0", _made_of_array),
)


def missing(page: Page) -> None:
    """Show what a gap does to a type, and to sums and comparisons."""
    page.heading("The numbers 1, a gap, and 2**53 + 1 = 9007199254740993")
    rows = []
    for name in ("float64", "Int64"):
        s = pd.Series([1, None, 2**53 + 1], dtype=name)
        equal = int((s == s).sum())
        rows.append([name, f"{int(s.iloc[2])}", f"{s.count()}", f"{s.mean():.6g}", f"{equal} of {len(s)}"])
    page.table(["type", "the last one", "count()", "mean()", "s == s"], rows)
    whole = pd.Series([1, 2, 3], index=list("abc"))
    page.say(f"A column of {whole.dtype} becomes {whole.reindex(list('abcd')).dtype} as soon as it has a gap.")


def filled(page: Page) -> None:
    """Fill lost readings in two ways, and hold them against what was lost."""
    table = readings()
    page.heading(
        f"{len(table):,} temperatures of {len(STATIONS)} stations, a fifth lost: how far off is what fills the gaps?"
    )
    rows = []
    for how, words in (("by chance", "lost by chance"), ("frozen", "the coldest lost")):
        kept = lost(table, how)
        gaps = kept.isna()
        ways = {
            "mean of all": kept.fillna(kept.mean()),
            "mean of the station": pd.Series(fill_by_group(table["station"], kept), table.index),
        }
        for name, series in ways.items():
            error = (series - table["truth"])[gaps]
            rows.append([words, name, f"{np.sqrt((error**2).mean()):.2f}", f"{error.mean():+.2f}"])
    page.table(["readings", "filled with", "typical error", "mean error"], rows)
    page.say(
        "Where chance took the readings, the station's mean is the better guess, and nearly right on the average. "
        "Where cold took them, what is left is too warm, and no mean of it can know."
    )


def levels(page: Page) -> None:
    """Make a wide table of a long one, and a long one of it again."""
    table = readings()
    table["reading"] = lost(table, "by chance")
    table["quarter"] = [f"Q{q}" for q in (table["day"] - 1) // 92 + 1]
    means = table.dropna().groupby(["station", "quarter"])["reading"].mean()
    wide = means.unstack("quarter")
    page.heading(f"Two levels of labels: {len(means)} means of station and quarter, unstacked to {wide.shape}")
    page.table(["station", *wide.columns], [[name, *[f"{v:z.1f}" for v in row]] for name, row in wide.iterrows()])
    back = wide.stack()
    same = bool(np.array_equal(back.sort_index(), means.sort_index()))
    one, hill = means.loc[("hill", "Q3")], means.loc["hill"]
    page.say(f"means.loc[('hill', 'Q3')] is {one:.1f}; means.loc['hill'] has {len(hill)} values, one for each quarter.")
    page.say(f"wide.stack() has {len(back)} values again, and they are the same: {same}.")
    page.picture(picture.scene(), "day_048_wide")


def together(page: Page) -> None:
    """Put two tables under each other and beside each other."""
    one = pd.DataFrame({"x": [1, 2], "y": [3, 4]})
    two = pd.DataFrame({"x": [5, 6], "z": [7, 8]})
    page.heading("Two tables of 2 rows, with the columns x, y and x, z, both labelled 0, 1")
    made = {
        "concat([a, b])": pd.concat([one, two]),
        "concat([a, b], ignore_index=True)": pd.concat([one, two], ignore_index=True),
        'concat([a, b], keys=["a", "b"])': pd.concat([one, two], keys=["a", "b"]),
        'concat([a, b], join="inner")': pd.concat([one, two], join="inner"),
        "concat([a, b], axis=1)": pd.concat([one, two], axis=1),
    }
    rows = []
    for text, frame in made.items():
        zero = len(frame.loc[[0]]) if 0 in frame.index else 0
        rows.append([text, f"{frame.shape}", f"{int(frame.isna().sum().sum())}", f"{zero}"])
    page.table(["what", "shape", "gaps", "rows labelled 0"], rows)


def wines(page: Page) -> None:
    """Hide numbers of real data, and fill them."""
    data = load_wine(as_frame=True).frame
    rng = np.random.default_rng(48)
    hidden = rng.choice(len(data), 36, replace=False)
    rows = []
    for column in ("proline", "alcohol", "flavanoids"):
        known = data[column].copy()
        known.iloc[hidden] = np.nan
        truth = data[column].to_numpy()[hidden]
        overall = np.sqrt(np.mean((known.mean() - truth) ** 2))
        own = np.sqrt(np.mean((fill_by_group(data["target"], known)[hidden] - truth) ** 2))
        rows.append([column, f"{overall:.3g}", f"{own:.3g}"])
    page.heading(f"{len(data)} wines of three cultivars, {len(hidden)} rows hidden: typical error of what fills them")
    page.table(["column", "mean of all", "mean of the cultivar"], rows)


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    page.heading(
        f"Your data: {len(table.X):,} rows; gaps, and the mean of each column before and after they are filled"
    )
    rows = []
    for j, name in enumerate(table.features):
        column = pd.Series(table.X[:, j])
        after = pd.Series(fill_by_group(table.y, column))
        rows.append([name, f"{column.isna().sum()}", f"{column.mean():.4g}", f"{after.mean():.4g}"])
    page.table(["column", "gaps", "mean of what is known", f"filled by {table.target}"], rows)
    page.say(
        "Filling by what a model is to predict is for looking at a table, never for training: it tells the answer."
    )
    page.picture(picture.scene(), "your_wide")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
