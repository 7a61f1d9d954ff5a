"""The total of each day, wrong, or easily broken."""

import itertools
from datetime import date, timedelta

import numpy as np
import pandas as pd


def daily_totals_grouped(times, values):
    return pd.Series(values).groupby(pd.to_datetime(times).date).sum()


def daily_totals_nan(times, values):
    return pd.Series(values, index=pd.to_datetime(times)).resample("D").sum(min_count=1)


def daily_totals_mean(times, values):
    return pd.Series(values, index=pd.to_datetime(times)).resample("D").mean()


def daily_totals_closed_right(times, values):
    return pd.Series(values, index=pd.to_datetime(times)).resample("D", closed="right").sum()


def daily_totals_from_start(times, values):
    return pd.Series(values, index=pd.to_datetime(times)).resample("24h", origin="start").sum()


def daily_totals_rounded(times, values):
    return pd.Series(values, index=pd.to_datetime(times).round("D")).resample("D").sum()


def daily_totals_unsorted(times, values):
    totals = {}
    for time, value in zip(times, values, strict=True):
        totals[time[:10]] = totals.get(time[:10], 0.0) + value
    return list(totals.values())


def daily_totals_runs(times, values):
    pairs = zip(times.tolist(), values.tolist(), strict=True)
    return [sum(v for _, v in run) for _, run in itertools.groupby(pairs, key=lambda pair: pair[0][:10])]


def daily_totals_trusts_order(times, values):
    days = pd.to_datetime(times).normalize()
    return pd.Series(values).groupby(days).sum().reindex(pd.date_range(days[0], days[-1]), fill_value=0)


def daily_totals_month_day(times, values):
    return pd.Series(values).groupby(pd.to_datetime(times).day).sum()


def daily_totals_counted(times, values):
    return pd.Series(values, index=pd.to_datetime(times)).resample("D").count()


def daily_totals_carried(times, values):
    days = pd.to_datetime(times).normalize()
    return pd.Series(values).groupby(days).sum().asfreq("D").ffill()


def daily_totals_cumulative(times, values):
    return pd.Series(values, index=pd.to_datetime(times)).resample("D").sum().cumsum()


def daily_totals_open_end(times, values):
    days = [date.fromisoformat(str(time)[:10]) for time in times]
    every = [min(days) + timedelta(days=k) for k in range((max(days) - min(days)).days)]
    return [sum(v for d, v in zip(days, values.tolist(), strict=True) if d == day) for day in every]


def daily_totals_one_a_time(times, values):
    table = pd.DataFrame({"time": pd.to_datetime(times), "value": values}).drop_duplicates("time", keep="last")
    return table.set_index("time")["value"].resample("D").sum()


def daily_totals_day_of_year(times, values):
    days = pd.to_datetime(times).dayofyear
    every = range(days.min(), days.max() + 1)
    return pd.Series(values).groupby(days).sum().reindex(every, fill_value=0)


def daily_totals_differences(times, values):
    days = times.astype("datetime64[D]")
    order = np.argsort(days, kind="stable")
    total = np.concatenate([[0.0], np.cumsum(values[order], dtype=float)])
    every = np.arange(days.min(), days.max() + np.timedelta64(2, "D"))
    return np.diff(total[np.searchsorted(days[order], every)])


def daily_totals_both_ends(times, values):
    t = pd.to_datetime(times)
    days = pd.date_range(t.min().normalize(), t.max().normalize())
    return [values[(t >= day) & (t <= day + pd.Timedelta(days=1))].sum() for day in days]


def daily_totals_steps(times, values):
    t = pd.to_datetime(times)
    days = pd.date_range(t.min(), t.max()).normalize()
    return pd.Series(values).groupby(t.normalize()).sum().reindex(days, fill_value=0)


CODES = {
    "daily_totals_both_ends": ["midnight_counts_twice"],
    "daily_totals_steps": ["last_day_missing"],
    "daily_totals_grouped": ["empty_days_missing"],
    "daily_totals_nan": ["empty_days_nan"],
    "daily_totals_mean": ["means"],
    "daily_totals_closed_right": ["midnight_to_the_old_day"],
    "daily_totals_from_start": ["days_from_the_first_time"],
    "daily_totals_rounded": ["days_begin_at_noon"],
    "daily_totals_unsorted": ["order_of_appearance"],
    "daily_totals_runs": ["consecutive_runs"],
    "daily_totals_trusts_order": ["assumes_sorted"],
    "daily_totals_month_day": ["day_of_the_month"],
    "daily_totals_counted": ["counts"],
    "daily_totals_carried": ["carries_forward"],
    "daily_totals_cumulative": ["running_total"],
    "daily_totals_open_end": ["last_day_missing"],
    "daily_totals_one_a_time": ["drops_repeats"],
    "daily_totals_day_of_year": ["turn_of_the_year", "joins_years"],
    "daily_totals_differences": ["cancellation"],
}
FRAGILE = {"daily_totals_one_a_time", "daily_totals_day_of_year", "daily_totals_differences"}
EXPECTED = {
    name: {"intent": None, "outcome": "fragile" if name in FRAGILE else "wrong", "codes": codes, "may": []}
    for name, codes in CODES.items()
}
