"""The day's data: twelve weeks of a shop that sells more from week to week and is closed on Sundays."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[Any]

START, DAYS = pd.Timestamp("2024-02-08"), 84
PRICE, FIRST, MORE = 20.0, 20.0, 0.25
# Thursday, on which the data begin, to Wednesday; the mean of the seven is 1.
WEEK = np.array([1.1, 1.4, 1.8, 0.0, 0.8, 0.9, 1.0])
TOWNS = ("Bern", "Riga", "Turin")


def trend() -> Array:
    """Return what the law expects of each day in euros, less the rhythm of the week."""
    line: Array = PRICE * (FIRST + MORE * np.arange(DAYS))
    return line


@cache
def sales(seed: int = 50) -> pd.DataFrame:
    """Return the sales, their times and amounts, in no order."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson((FIRST + MORE * np.arange(DAYS)) * WEEK[np.arange(DAYS) % 7])
    days = np.repeat(np.arange(DAYS), counts)
    minutes = rng.integers(7 * 60, 22 * 60, len(days))
    times = START + pd.to_timedelta(days * 1440 + minutes, unit="min")
    table = pd.DataFrame({"time": times, "amount": rng.gamma(4.0, PRICE / 4.0, len(days)).round(2)})
    return table.sample(frac=1.0, random_state=seed).reset_index(drop=True)


def typed(n: int = 400, seed: int = 500) -> tuple[pd.DataFrame, Array, Array]:
    """Return towns and amounts as people type them, with the towns and the amounts that were meant."""
    rng = np.random.default_rng(seed)
    town = rng.choice(TOWNS, n)
    amount = (rng.gamma(1.5, 900.0, n) * rng.choice([1.0, 1.0, 1.0, -1.0], n)).round(2)
    amount[rng.choice(n, 12, replace=False)] = np.nan
    ways = (str, str.lower, str.upper, lambda name: f" {name} ", lambda name: f"{name.lower()} ")
    towns = [ways[k](name) for k, name in zip(rng.integers(0, len(ways), n), town.tolist(), strict=True)]
    forms = ("{:,.2f} EUR", " {:.2f}", "EUR {:,.2f}", "{:,.2f}")
    amounts = [
        forms[k].format(value) if np.isfinite(value) else "n/a"
        for k, value in zip(rng.integers(0, len(forms), n), amount.tolist(), strict=True)
    ]
    return pd.DataFrame({"town": towns, "amount": amounts}), town, amount
