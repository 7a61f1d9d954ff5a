"""Temperatures of four weather stations over a year, and which readings were lost: made here, so the truth is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

# What a station has on the average of the year, in degrees.
STATIONS = {"coast": 14.0, "plain": 10.0, "hill": 6.0, "summit": -3.0}


def readings(seed: int = 48) -> pd.DataFrame:
    """Return a reading for each station and day: the station's level, a season, and weather.

    The rows come in the order of the days; `truth` has no gaps.
    """
    rng = np.random.default_rng(seed)
    days = np.arange(1, 366)
    season = -9.0 * np.cos(2.0 * np.pi * (days - 20) / 365.0)
    parts = [
        pd.DataFrame({"station": name, "day": days, "truth": level + season + rng.normal(0.0, 3.0, 365)})
        for name, level in STATIONS.items()
    ]
    return pd.concat(parts).sort_values(["day", "station"], ignore_index=True)


def lost(table: pd.DataFrame, how: str, seed: int = 48) -> pd.Series:
    """Return the readings with 292 of the 1,460 missing: any ("by chance"), or the coldest ("frozen")."""
    gone = len(table) // 5
    if how == "frozen":
        rows = table["truth"].nsmallest(gone).index
    else:
        rows = np.random.default_rng(seed).choice(table.index, gone, replace=False)
    return table["truth"].where(~table.index.isin(rows))
