"""Day 49: merge, group and pivot, each held against what the data were made of."""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.datasets import load_diabetes

from workings.lessons.day_049_pandas_joining_and_grouping import picture, solution
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show.arrays import split_apply

left_join: Callable[..., Any] = solution.left_join
mean_by_group: Callable[..., Any] = solution.mean_by_group

SHOPS = {"market": (20.0, 400), "online": (30.0, 80), "outlet": (50.0, 20)}


def run(page: Page) -> None:
    """Run the day on its own data."""
    joins(page)
    groups(page)
    speed(page)
    patients(page)


def trade() -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Return 500 orders, the list of customers' discounts, and what was paid in truth.

    Six customers stand twice in the list, the later row being right; four who ordered do not stand there and pay all.
    """
    rng = np.random.default_rng(49)
    discount = np.zeros(44)
    discount[:40] = rng.choice([0.0, 0.05, 0.1, 0.2], 40)
    old = discount.copy()
    moved = rng.choice(40, 6, replace=False)
    discount[moved] = 0.25 - discount[moved]
    who = rng.integers(0, 44, 500)
    orders = pd.DataFrame({"customer": 100 + who, "amount": rng.gamma(4.0, 10.0, 500).round(2)})
    first = pd.DataFrame({"customer": 100 + np.arange(40), "discount": old[:40]})
    later = pd.DataFrame({"customer": 100 + moved, "discount": discount[moved]})
    paid = float(np.sum(orders["amount"].to_numpy() * (1.0 - discount[who])))
    return orders, pd.concat([first, later], ignore_index=True), paid


def joins(page: Page) -> None:
    """Join orders with discounts in several ways, and compare the sums with the truth."""
    orders, listed, paid = trade()
    page.heading(f"500 orders, {listed['customer'].nunique()} customers in {len(listed)} rows: what was paid?")
    firsts = listed.drop_duplicates("customer")
    rows = []
    for name, both in (
        ("inner, the list as it is", orders.merge(listed, on="customer")),
        ("left, the list as it is", orders.merge(listed, on="customer", how="left")),
        ("left, the first row counts", orders.merge(firsts, on="customer", how="left")),
    ):
        total = float((both["amount"] * (1.0 - both["discount"].fillna(0.0))).sum())
        rows.append([name, f"{len(both)}", f"{total:,.2f}", f"{100 * (total / paid - 1):+.2f} %"])
    right = left_join(orders["customer"], listed["customer"], listed["discount"], 0.0)
    total = float(np.sum(orders["amount"].to_numpy() * (1.0 - np.asarray(right, dtype=float))))
    rows.append(
        ["left_join, the last row counts", f"{len(right)}", f"{total:,.2f}", f"{100 * (total / paid - 1):+.2f} %"]
    )
    page.table(["join", "rows", "paid", "off the truth by"], rows)
    left, other = orders["customer"].value_counts(), listed["customer"].value_counts()
    both = int(left.mul(other, fill_value=0).sum())
    page.say(f"The formula gives {both} rows for the inner join.")
    try:
        orders.merge(listed, on="customer", how="left", validate="many_to_one")
    except pd.errors.MergeError as refused:
        page.say(f'With validate="many_to_one" pandas says: {str(refused).splitlines()[0]}')
    page.picture(picture.scene(), "day_049_left_join")
    page.picture(picture.scene(how=0, repeats=3), "day_049_repeats")


def sales() -> pd.DataFrame:
    """Return orders of three shops whose true means are known, some amounts and some shops missing."""
    rng = np.random.default_rng(490)
    names = np.repeat(list(SHOPS), [count for _, count in SHOPS.values()])
    amounts = np.array([SHOPS[name][0] for name in names]) + rng.normal(0.0, 6.0, len(names))
    amounts[rng.choice(len(names), 25, replace=False)] = np.nan
    table = pd.DataFrame({"shop": names, "amount": amounts}).sample(frac=1.0, random_state=490)
    table.loc[rng.choice(len(names), 12, replace=False), "shop"] = None
    return table


def groups(page: Page) -> None:
    """Find each shop's mean, and what means of means do."""
    table = sales()
    page.heading(f"{len(table)} orders of three shops: means, and what they were drawn with")
    amounts = table.groupby("shop")["amount"]
    found = amounts.agg(["size", "count", "mean"])
    rows = [
        [str(shop), f"{row['size']:.0f}", f"{row['count']:.0f}", f"{row['mean']:.2f}", f"{SHOPS[str(shop)][0]:.2f}"]
        for shop, row in found.iterrows()
    ]
    page.table(["shop", "rows", "known amounts", "mean", "truth"], rows)
    known = table.dropna(subset="shop")
    page.say(
        f"The mean of the orders is {known['amount'].mean():.2f}, that of the three means {found['mean'].mean():.2f}. "
        f"{int(table['shop'].isna().sum())} rows without a shop are in no group."
    )
    within = table["amount"] - amounts.transform("mean")
    page.say(
        f"Amounts spread by {table['amount'].std():.1f}; less their shop's mean (transform) by {within.std():.1f}, "
        "and they were drawn with 6.0."
    )
    keys, values = ["tea", "rye", "tea", "oat", "rye", "tea"], [4.0, 3.0, 9.0, 1.0, 5.0, 2.0]
    page.picture(split_apply(keys, values, np.mean), "day_049_groups")


def speed(page: Page) -> None:
    """Time a mask for each group beside groupby."""
    page.heading("100,000 rows in 300 groups: a mask for each group, and groupby")
    rng = np.random.default_rng(49)
    keys, values = rng.integers(0, 300, 100_000), rng.normal(size=100_000)
    ways: dict[str, Callable[[], Any]] = {
        "a mask for each": lambda: np.array([values[keys == key].mean() for key in np.unique(keys)]),
        "groupby": lambda: np.asarray(mean_by_group(keys, values)),
    }
    rows = [[name, f"{1e3 * min(timeit.repeat(way, number=1, repeat=3)):.1f}"] for name, way in ways.items()]
    page.table(["way", "ms"], rows)
    apart = np.max(np.abs(ways["groupby"]() - ways["a mask for each"]()))
    page.say(f"Their means differ by {apart:.1g} at most.")


def patients(page: Page) -> None:
    """Lay real patients out by age and sex."""
    data = load_diabetes(as_frame=True, scaled=False).frame
    page.heading(f"{len(data)} patients: the mean progress of the disease, by age and sex")
    data["years"] = pd.cut(data["age"], [0, 35, 50, 65, 100], labels=["to 35", "36 to 50", "51 to 65", "over 65"])
    table = data.pivot_table(index="years", columns="sex", values="target", aggfunc=["mean", "size"], observed=False)
    rows = [[str(age), *(f"{row[one]:.1f}" for one in table.columns[:2])] for age, row in table.iterrows()]
    for line, (_, row) in zip(rows, table.iterrows(), strict=True):
        line += [f"{row[one]:.0f}" for one in table.columns[2:]]
    page.table(["age", "sex 1", "sex 2", "patients 1", "patients 2"], rows)


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: each column's mean by class."""
    frame = pd.DataFrame(table.X, columns=list(table.features))
    counts = frame.groupby(table.y).size()
    page.heading(f"Your data: {len(frame):,} rows in {len(counts)} groups by {table.target}")
    # A page has room for so many; the sort is stable, so that equal groups stay in their order.
    largest = counts.sort_values(ascending=False, kind="stable").index[:5].sort_values()
    means = frame.groupby(table.y).mean().loc[largest]
    names = [f"{name} ({counts[name]})" for name in means.index]
    page.table(["mean of", *names], [[str(c), *(f"{v:.4g}" for v in means[c])] for c in means.columns])
    if len(counts) > len(largest):
        page.say(f"These are the {len(largest)} largest groups.")
    first = frame.iloc[:8, 0]
    page.picture(split_apply([str(one) for one in table.y[:8]], first.tolist(), np.mean), "your_groups")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
