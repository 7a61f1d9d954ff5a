"""The total of each day, right, in several styles."""

import math
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd


def daily_totals_resampled(times, values):
    return pd.Series(values, index=pd.to_datetime(times)).resample("D").sum()


def daily_totals_grouper(times, values):
    table = pd.DataFrame({"time": pd.to_datetime(times), "value": values})
    return table.groupby(pd.Grouper(key="time", freq="D"))["value"].sum().to_numpy()


def daily_totals_reindexed(times, values):
    days = pd.DatetimeIndex(times).normalize()
    totals = pd.Series(values).groupby(days).sum()
    return totals.reindex(pd.date_range(days.min(), days.max()), fill_value=0)


def daily_totals_asfreq(times, values):
    days = pd.to_datetime(pd.Series(times)).dt.floor("D")
    return pd.Series(values).groupby(days.to_numpy()).sum().asfreq("D", fill_value=0).tolist()


def daily_totals_bincount(times, values):
    days = times.astype("datetime64[D]")
    return np.bincount((days - days.min()).astype(int), weights=values)


def daily_totals_masks(times, values):
    days = np.array([time[:10] for time in times], dtype="datetime64[D]")
    every = np.arange(days.min(), days.max() + np.timedelta64(1, "D"))
    return np.array([values[days == day].sum() for day in every])


def daily_totals_calendar(times, values):
    days = [datetime.strptime(str(time), "%Y-%m-%d %H:%M").date() for time in times]
    found = {}
    for day, value in zip(days, values.tolist(), strict=True):
        found.setdefault(day, []).append(value)
    day, out = min(days), []
    while day <= max(days):
        out.append(math.fsum(found.get(day, [])))
        day += timedelta(days=1)
    return out


def daily_totals_named(times, values):
    days = [date.fromisoformat(str(time)[:10]) for time in times]
    out = {(min(days) + timedelta(days=k)).isoformat(): 0.0 for k in range((max(days) - min(days)).days + 1)}
    for day, value in zip(days, values.tolist(), strict=True):
        out[day.isoformat()] += value
    return out


def daily_totals_dated(times, values):
    days = [datetime.fromisoformat(str(time)).date() for time in times]
    every = [min(days) + timedelta(days=k) for k in range((max(days) - min(days)).days + 1)]
    return {day: sum(v for d, v in zip(days, values.tolist(), strict=True) if d == day) for day in every}


def daily_totals_stamped(times, values):
    return pd.Series(values, index=pd.to_datetime(times)).resample("D").sum().to_dict()


RIGHT = [name for name in dir() if name.startswith("daily_totals")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
