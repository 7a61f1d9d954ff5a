"""The total of each calendar day from times and values: days without any are there too, with 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

NAN = np.nan
_DAY = timedelta(days=1)


def _read(times: Array) -> list[datetime]:
    return [datetime.fromisoformat(time) for time in times.tolist()]


def _by_day(days: Sequence[date], values: Array) -> dict[date, list[float]]:
    found: dict[date, list[float]] = {}
    for day, value in zip(days, np.asarray(values).tolist(), strict=True):
        found.setdefault(day, []).append(float(value))
    return found


def _sum(values: Sequence[float]) -> float:
    return float(sum(map(Fraction, values)))


def _filled(days: Sequence[date], values: Array, change: Any = _sum, empty: float = 0.0) -> Array:
    """Return one number for each day from the first to the last."""
    found = _by_day(days, values)
    first = min(found)
    count = (max(found) - first).days + 1
    every = [found.get(first + k * _DAY, []) for k in range(count)]
    return np.array([change(mine) if mine else empty for mine in every])


def _days(times: Array) -> list[date]:
    return [time.date() for time in _read(times)]


def exact(times: Array, values: Array) -> Array:
    """Walk the calendar, and add fractions."""
    return _filled(_days(times), values)


def canonical(answer: Any, times: Array, values: Array) -> Any:
    """Read a dict by its keys, in sorted order."""
    return [answer[key] for key in sorted(answer)] if isinstance(answer, Mapping) else answer


def _summary(change: Any, empty: float = 0.0) -> Any:
    return lambda t, v: _filled(_days(t), v, change, empty)


def _moved(by: timedelta) -> Any:
    """Return the mistake of days that begin at another hour."""
    return lambda t, v: _filled([(time + by).date() for time in _read(t)], v)


def _grouped(key: Any) -> Any:
    """Return the mistake of groups by a part of the date only, in its order."""

    def answers(t: Array, v: Array) -> list[float]:
        found: dict[Any, list[float]] = {}
        for day, value in zip(_days(t), v.tolist(), strict=True):
            found.setdefault(key(day), []).append(value)
        return [_sum(found[one]) for one in sorted(found)]

    return answers


def _from_first_time(t: Array, v: Array) -> Array:
    times = _read(t)
    windows = [min(times).date() + ((time - min(times)) // _DAY) * _DAY for time in times]
    return _filled(windows, v)


def _carried(t: Array, v: Array) -> Array:
    totals = _filled(_days(t), v, empty=NAN)
    for k in range(1, len(totals)):
        totals[k] = totals[k - 1] if np.isnan(totals[k]) else totals[k]
    return totals


def _between_ends(t: Array, v: Array) -> list[float]:
    """Take the first row for the first day, and the last for the last."""
    days = _days(t)
    found = _by_day(days, v)
    return [_sum(found.get(days[0] + k * _DAY, [])) for k in range((days[-1] - days[0]).days + 1)]


def _runs(t: Array, v: Array) -> list[float]:
    pairs = list(zip(_days(t), v.tolist(), strict=True))
    return [_sum([value for _, value in run]) for _, run in groupby(pairs, key=lambda pair: pair[0])]


def _of_distinct(t: Array, v: Array) -> Array:
    """Keep one value of each time, as a dict by time does."""
    kept = dict(zip(t.tolist(), v.tolist(), strict=True))
    return exact(np.array(list(kept)), np.array(list(kept.values())))


def _twice_at_midnight(t: Array, v: Array) -> Array:
    """Take both ends of each day, as `between` does."""
    again = np.char.endswith(t, " 00:00") & (np.array(_days(t)) > min(_days(t)))
    return np.asarray(exact(t, v) + np.pad(_filled(_days(t), v * again)[1:], (0, 1)))


def _spans_only(t: Array, v: Array) -> Array:
    """Count the days in steps of 24 hours from the first time, which may end before the last day begins."""
    times = _read(t)
    return exact(t, v)[: (max(times) - min(times)) // _DAY + 1]


def _counted(t: Array, v: Array) -> Array:
    days = t.astype("datetime64[D]")
    return np.asarray(np.bincount((days - days.min()).astype(int), weights=v))


MISTAKES = (
    ("empty_days_missing", _grouped(lambda day: day)),
    ("empty_days_nan", _summary(_sum, NAN)),
    ("carries_forward", _carried),
    ("order_of_appearance", lambda t, v: [_sum(mine) for mine in _by_day(_days(t), v).values()]),
    ("consecutive_runs", _runs),
    ("assumes_sorted", _between_ends),
    ("midnight_to_the_old_day", _moved(-timedelta(minutes=1))),
    ("midnight_counts_twice", _twice_at_midnight),
    ("days_begin_at_noon", _moved(timedelta(hours=12))),
    ("days_begin_at_noon", _moved(-timedelta(hours=12))),
    ("days_from_the_first_time", _from_first_time),
    ("day_of_the_month", _grouped(lambda day: day.day)),
    ("day_of_the_week", _grouped(lambda day: day.weekday())),
    ("months", _grouped(lambda day: (day.year, day.month))),
    ("counts", _summary(len)),
    ("means", _summary(np.mean)),
    ("means", _summary(np.mean, NAN)),
    ("takes_extreme", _summary(max)),
    ("takes_extreme", _summary(min)),
    ("takes_one_row", _summary(lambda mine: mine[-1])),
    ("takes_one_row", _summary(lambda mine: mine[0])),
    ("running_total", lambda t, v: np.cumsum(exact(t, v))),
    ("last_day_missing", lambda t, v: exact(t, v)[:-1]),
    ("last_day_missing", _spans_only),
    ("first_day_missing", lambda t, v: exact(t, v)[1:]),
    ("one_day_too_many", lambda t, v: np.r_[exact(t, v), 0.0]),
    ("latest_day_first", lambda t, v: exact(t, v)[::-1]),
    ("one_total", lambda t, v: _sum(v)),
    ("drops_repeats", _of_distinct),
    ("returns_its_values", lambda t, v: v),
)

TIMES = np.array(
    [
        *("2023-04-29 10:15", "2023-05-02 00:00", "2023-04-28 16:40", "2023-04-29 23:59"),
        *("2023-05-02 09:30", "2023-04-28 18:05", "2023-04-28 07:00"),
    ]
)
VALUES = np.array([4.0, 1.5, 2.25, -3.5, 8.0, 0.75, 16.5])
LATER = np.array(["2024-08-01 06:20", "2024-07-30 13:00", "2024-08-03 00:00", "2024-07-30 21:45", "2024-08-03 02:10"])

TOPIC = Plain(
    name="daily_totals",
    formula="daily_totals(times, values)_j = the sum of the values on day j, from the first day to the last",
    names=r"(^|_)(daily|days?)_(totals?|sums?)(_|$)|(totals?|sums?)_(by|per|of|for)_(each_|the_)?days?(_|$)|resample_days?",
    given=(
        Given(
            "times",
            "n",
            "time t timestamps stamps dates when datetimes ts",
            ["2023-04-30 22:10", "2023-05-02 00:00", "2023-04-29 09:05", "2023-05-02 17:45", "2023-04-29 00:00"],
        ),
        Given("values", "n", "v value x y amounts data numbers"),
    ),
    exact=exact,
    canonical=canonical,
    readings=(Reading("calendar days", "a sum for every calendar day from the first to the last, 0 where none is"),),
    examples=(
        Example("usual", (TIMES, VALUES)),
        Example("usual", (LATER, np.array([2.0, 0.5, -1.25, 6.0, 4.5]))),
        Example("usual", (TIMES[::-1][:6], np.array([1.0, 2.5, 7.0, -0.25, 3.0, 5.0]))),
        Example("telling", (np.array(["2023-05-02 00:00", "2023-04-30 08:00"]), np.array([1.0, 4.0]))),
        Example("integer", (LATER, np.array([2, 1, 5, 3, 7]))),
        Example("one day alone", (np.array(["2023-05-02 08:00", "2023-05-02 00:00"]), VALUES[:2]), "fails_one_day"),
        Example("one row alone", (TIMES[:1], VALUES[:1]), "fails_single_row"),
        Example("one time twice", (TIMES[[0, 1, 0]], VALUES[:3]), "drops_repeats"),
        Example("29 February", (np.array(["2024-03-01 05:00", "2024-02-28 12:00"]), VALUES[:2]), "forgets_leap_day"),
        Example(
            "the turn of a year",
            (np.array(["2023-12-30 12:00", "2024-01-02 07:30", "2023-12-31 23:59"]), VALUES[:3]),
            "turn_of_the_year",
        ),
        Example("a gap of a year", (np.array(["2023-03-05 10:00", "2024-03-05 10:00"]), VALUES[:2]), "joins_years"),
        Example(
            "small whole numbers",
            (np.array(["2023-04-29 10:15", "2023-04-29 11:00"]), np.array([100, 120], dtype=np.int8)),
            "int8_wraps",
            "int8_wraps",
        ),
        Example(
            "one huge number",
            (TIMES[[2, 0, 3, 1]], np.array([1e16, 1.0, 2.0, 4.5])),
            "cancellation",
            tolerance=1e-6,
        ),
        Example("numbers far from 0", (TIMES, VALUES + 1e8), "loses_float64_precision", tolerance=1e-6),
    ),
    mistakes=MISTAKES,
    causes={
        "empty_days_missing": Cause(
            "wrong",
            "Days without a row are missing: grouping by date knows only the days that occur. resample('D') makes "
            "all days between the first and the last, and so does reindex on pd.date_range.",
        ),
        "empty_days_nan": Cause("wrong", "Days without a row are nan; nothing happened on them, and the total is 0."),
        "carries_forward": Cause("wrong", "Days without a row get the total of the day before; theirs is 0."),
        "order_of_appearance": Cause(
            "wrong", "The days come as they first appear, and those without a row not at all. Go by the calendar."
        ),
        "consecutive_runs": Cause(
            "wrong", "A new total begins wherever the date changes, so rows out of order split a day. Sort first."
        ),
        "assumes_sorted": Cause(
            "wrong", "The first row is taken for the earliest and the last for the latest: rows may come in any order."
        ),
        "midnight_to_the_old_day": Cause(
            "wrong", "00:00 is counted with the day that ends there (closed='right'?); it begins the new day."
        ),
        "midnight_counts_twice": Cause(
            "wrong", "00:00 is counted with the old day and the new one: take the times before it, < and not <=."
        ),
        "days_begin_at_noon": Cause("wrong", "Days begin at noon here: rounded to the nearest day? Cut the time off."),
        "days_from_the_first_time": Cause(
            "wrong", "Spans of 24 hours from the first time are added up (origin='start'?); days begin at midnight."
        ),
        "day_of_the_month": Cause(
            "wrong", "Rows are grouped by the day's number in its month: 1 May comes before 30 April, and months mix."
        ),
        "day_of_the_week": Cause("wrong", "Rows are grouped by the day of the week."),
        "months": Cause("wrong", "Whole months are added up."),
        "counts": Cause("wrong", "The rows of each day are counted; asked for is the sum of their values."),
        "means": Cause("wrong", "The mean of each day comes back, not its sum."),
        "takes_extreme": Cause("wrong", "The largest or smallest value of each day comes back, not the sum."),
        "takes_one_row": Cause("wrong", "One row of each day comes back (asfreq, or a dict by day?), not the sum."),
        "running_total": Cause("wrong", "The totals run on from day to day; each begins at 0."),
        "last_day_missing": Cause(
            "wrong",
            "The last day is missing: a range ends before its end, or steps of 24 hours begin at the first time.",
        ),
        "first_day_missing": Cause("wrong", "The first day is missing."),
        "one_day_too_many": Cause("wrong", "A day after the last comes too."),
        "latest_day_first": Cause("wrong", "The right totals, the latest day first."),
        "one_total": Cause("wrong", "Everything is added into one number; each day has its own."),
        "returns_its_values": Cause("wrong", "The values come back as they are."),
        "fails_one_day": Cause("fragile", "If all rows are of one day, one total should come back."),
        "fails_single_row": Cause("fragile", "A single row fails; its value is the total."),
        "drops_repeats": Cause(
            "fragile", "Of two rows with the same time one is lost: a dict by time, or drop_duplicates. Both count."
        ),
        "forgets_leap_day": Cause("fragile", "29 February is left out, or invented."),
        "turn_of_the_year": Cause("fragile", "Days of two years come in the wrong order, or their gap goes wrong."),
        "joins_years": Cause("fragile", "The same date in two years becomes one day: group by the whole date."),
        "int8_wraps": Cause(
            "fragile", "Small whole numbers are added in their own type, int8, which ends at 127. Convert first."
        ),
        "cancellation": Cause(
            "fragile",
            "Sums of all rows so far are subtracted from each other: one huge number, and the digits of other days are "
            "lost. Add each day on its own.",
        ),
    },
    everyday=lambda t, v: bool(len(set(t.tolist())) == len(t) and np.all(np.abs(np.asarray(v, dtype=float)) < 1e6)),
    sizes={"n": (1, 5)},
    cost=lambda n: (
        np.char.replace((np.datetime64("2023-01-01T00:00") + np.arange(n) * 86_400 // n).astype(str), "T", " "),
        np.linspace(0.0, 1.0, n) ** 2,
    ),
    textbook=_counted,
    grows_with="the number of rows",
    untried=("complex numbers", "times with a zone", "missing values"),
).topic()
