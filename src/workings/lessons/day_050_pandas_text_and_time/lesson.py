"""Day 50: text and time in tables, each held against what the data were made of."""

from __future__ import annotations

import importlib.util
import sys
import timeit
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.datasets import load_wine

from workings.lessons.day_050_pandas_text_and_time import data, picture, solution
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page

READS = Reads(target="any", texts=True, holes=True)

daily_totals: Callable[..., Any] = solution.daily_totals
read_amounts: Callable[..., Any] = solution.read_amounts


def run(page: Page) -> None:
    """Run the day on its own data."""
    texts(page)
    described(page)
    days(page)
    midnight(page)
    windows(page)
    queries(page)


def texts(page: Page) -> None:
    """Read amounts and towns as people type them, and compare with what was meant."""
    raw, town, amount = data.typed()
    truth = float(np.nansum(amount))
    page.heading(
        f"{len(raw)} amounts as people typed them, {np.isfinite(amount).sum()} of them known: what is their sum?"
    )
    column = raw["amount"]
    ways = (
        ("to_numeric as it stands", pd.to_numeric(column, errors="coerce")),
        ("digits only", pd.to_numeric(column.str.replace(r"[^\d.]", "", regex=True), errors="coerce")),
        ("the first digits", column.str.extract(r"(-?\d+)", expand=False).astype(float)),
        ("read_amounts", pd.Series(read_amounts(column))),
    )
    rows = [[name, f"{v.notna().sum()}", f"{v.sum():,.2f}", f"{v.sum() - truth:+,.2f}"] for name, v in ways]
    page.table(["way", "rows read", "sum (euros)", "off the truth by"], rows)
    tidy = raw["town"].str.strip().str.title()
    page.say(
        f"Towns: {raw['town'].nunique()} spellings, and {tidy.nunique()} once blanks are stripped and capitals set; "
        f"{int((tidy.to_numpy() == town).sum())} of {len(town)} are the town that was meant."
    )


def described(page: Page) -> None:
    """Take a table out of a text, and hold it against the data that the text describes."""
    wine = load_wine(as_frame=True)
    lines = pd.Series(wine.DESCR.splitlines())
    page.heading(f"A table inside a text: scikit-learn describes its wines in {len(lines)} lines")
    number = r"\s+([\d.]+)"
    found = lines.str.extract(r"^([A-Z][^:]*):" + 4 * number + r"\s*$").dropna()
    said = found.iloc[:, 1:].astype(float).to_numpy()
    frame = wine.frame.iloc[:, : len(found)]
    real = np.column_stack([frame.min(), frame.max(), frame.mean(), frame.std()])
    rows = [
        [name, *(f"{v:g}" for v in one), f"{true:.4g}"]
        for name, one, true in zip(found[0].head(4), said, real[:, 2], strict=False)
    ]
    page.table(["the first of them", "min", "max", "mean", "spread", "mean, computed"], rows)
    apart = np.abs(said - real) / np.abs(real)
    worst = 100 * apart.max()
    page.say(f"str.extract finds {len(found)} lines with four numbers; the computed ones are within {worst:.0f} %.")


def days(page: Page) -> None:
    """Count days with and without the closed ones."""
    sold = data.sales()
    truth = data.trend() * data.WEEK[np.arange(data.DAYS) % 7]
    page.heading(f"{len(sold):,} sales in {data.DAYS} days, no sale on Sundays: takings a day")
    by_date = sold.groupby(sold["time"].dt.date)["amount"].sum()
    totals = pd.Series(daily_totals(sold["time"], sold["amount"].to_numpy()))
    rows = [
        [name, f"{len(v)}", f"{v.mean():.1f}"]
        for name, v in (("groupby date", by_date), ("daily_totals", totals), ("the law", pd.Series(truth)))
    ]
    page.table(["way", "days", "mean (euros a day)"], rows)
    by_weekday = totals.groupby(pd.DatetimeIndex(totals.index).day_name(), sort=False).mean()
    page.table(
        ["weekday", "mean takings", "the law"],
        [[str(day), f"{mean:.0f}", f"{truth[k::7].mean():.0f}"] for k, (day, mean) in enumerate(by_weekday.items())],
    )


def midnight(page: Page) -> None:
    """Book payments on the stroke of midnight, and see which day gets them."""
    page.heading("A payment of 100 euros at 00:00 on each of 1, 2 and 3 March, one of 10 at noon on 1 March")
    times = pd.to_datetime(["2024-03-01 00:00", "2024-03-02 00:00", "2024-03-03 00:00", "2024-03-01 12:00"])
    paid = pd.Series([100.0, 100.0, 100.0, 10.0], index=times)
    every = pd.date_range("2024-02-29", "2024-03-03")
    both = pd.Series([paid[(times >= day) & (times <= day + pd.Timedelta(days=1))].sum() for day in every], every)
    ways = (
        ("resample", paid.resample("D").sum()),
        ("resample, closed on the right", paid.resample("D", closed="right").sum()),
        ("both ends", both),
    )
    rows = [[name, *(f"{v.get(day, 0.0):g}" for day in every), f"{v.sum():g}"] for name, v in ways]
    page.table(["way", *(f"{day:%d %b}" for day in every), "all"], rows)


def windows(page: Page) -> None:
    """Measure what a window does: it smooths, and it lags."""
    page.heading("Rolling means: how far from the law's trend?")
    rows = []
    for name, window, centred, closed in (
        ("each day alone", 1, False, True),
        ("7 days", 7, False, True),
        ("7 days, centred", 7, True, True),
        ("28 days", 28, False, True),
        ("7 rows, closed days left out", 7, False, False),
    ):
        at, _, means = picture.smoothed(window, centred, closed)
        off = (means - data.trend()[at])[np.isfinite(means)]
        lag = 0.0 if centred else -data.PRICE * data.MORE * (window - 1) / 2
        rows.append([name, f"{np.mean(off):+.1f}", f"{lag + 0.0:+.1f}" if closed else "", f"{np.std(off):.1f}"])
    page.table(["window", "off on average", "lag by the formula", "strays"], rows)
    page.picture(picture.scene(), "day_050_week")
    page.picture(picture.scene(window=5), "day_050_five_days")
    page.picture(picture.scene(closed=0), "day_050_days_left_out")


def queries(page: Page) -> None:
    """Write a condition as a mask and as a query, and time both."""
    rng = np.random.default_rng(50)
    n = 200_000
    table = pd.DataFrame({"town": rng.integers(0, 3, n), "amount": rng.normal(50.0, 20.0, n)})
    page.heading(f"The same {n:,} rows by a mask and by a query")
    limit = 60.0
    ways: dict[str, Callable[[], pd.DataFrame]] = {
        'df[(df["amount"] > limit) & (df["town"] == 1)]': lambda: table[
            (table["amount"] > limit) & (table["town"] == 1)
        ],
        'df.query("amount > @limit and town == 1")': lambda: table.query(
            "amount > @limit and town == 1", local_dict={"limit": limit}
        ),
    }
    rows = [[name, f"{1e3 * min(timeit.repeat(way, number=1, repeat=5)):.2f}"] for name, way in ways.items()]
    page.table(["way", "ms"], rows)
    first, second = (way() for way in ways.values())
    there = "is installed" if importlib.util.find_spec("numexpr") else "is not installed"
    page.say(f"The same {len(first):,} rows: {first.equals(second)}. The package numexpr {there} here.")
    net = table.eval("amount / 1.2 * (town == 1)")
    apart = float(np.max(np.abs(net - table["amount"] / 1.2 * (table["town"] == 1))))
    page.say(f"eval and the same with brackets differ by {apart:g} at most.")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: what its texts might be."""
    page.heading(f"Your data: {len(table.y):,} rows; what do the columns of text hold?")
    columns = dict(zip(table.text_features, table.texts.T, strict=True))
    if table.y.dtype.kind == "U":
        columns[table.target] = table.y
    rows = []
    for name, column in columns.items():
        words = pd.Series(column, dtype=object).dropna().astype(str)
        tidy = words.str.strip().str.lower()
        times = pd.to_datetime(words, errors="coerce", format="ISO8601").notna().to_numpy()
        numeric = read_amounts(words.tolist()).notna().to_numpy() & ~times
        rows.append([name, *(f"{v}" for v in (words.nunique(), tidy.nunique(), numeric.sum(), times.sum()))])
    if rows:
        page.table(["column", "spellings", "once tidied", "hold a number", "are dates"], rows)
    else:
        page.say("There are none: all columns hold numbers.")
    page.picture(picture.scene(), "the_shop")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
