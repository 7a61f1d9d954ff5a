"""The day's picture: a shop's takings by day, and their mean over a window of days that can be turned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workings.lessons.day_050_pandas_text_and_time import data
from workings.show import Area, Axis, Control, Line, Scene
from workings.show.scene import numbers

Array = NDArray[Any]

CONTROLS = (
    Control("window", 1, 28, 7, "days in the window", step=1),
    Control("centred", 0, 1, 0, "window behind the day (0) or around it (1)", step=1),
    Control("closed", 0, 1, 1, "days without sales: left out (0) or 0 euros (1)", step=1),
)


def smoothed(window: int, centred: bool, closed: bool) -> tuple[Array, Array, Array]:
    """Return the day's numbers, their totals, and the rolling means, nan where no window fits."""
    sold = data.sales()
    totals = sold.set_index("time")["amount"].resample("D").sum()
    if not closed:
        totals = sold.groupby(sold["time"].dt.normalize())["amount"].sum()
    means = totals.rolling(window, center=centred).mean()
    days = (pd.DatetimeIndex(totals.index) - data.START).days
    return np.asarray(days), totals.to_numpy(), means.to_numpy()


def outline(days: Array, heights: Array) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the corners of a bar for each day, one after the other, all of them standing on 0."""
    x = days[:, None] + np.array([-0.4, -0.4, 0.4, 0.4])
    return numbers(x), numbers(heights[:, None] * np.array([0.0, 1.0, 1.0, 0.0]))


def scene(window: float = 7, centred: float = 0, closed: float = 1) -> Scene:
    """Return the takings of each day, their rolling mean, and the truth."""
    days, totals, means = smoothed(int(window), bool(centred), bool(closed))
    known = np.isfinite(means)
    truth = data.trend()
    off = means[known] - truth[days[known]]
    ticks = tuple((float(k), f"{data.START + pd.Timedelta(days=k):%d %b}") for k in range(0, data.DAYS, 14))
    kind = "days" if closed else "open days"
    behind = "around" if centred else "up to"
    what = f"The mean of {int(window)} {kind} {behind} each day" if window > 1 else f"Each of the {kind} alone"
    side = "below" if np.mean(off) < 0 else "above"
    return Scene(
        "A shop's takings, and their rolling mean",
        Axis("day", low=-1.0, high=float(data.DAYS), ticks=ticks),
        Axis("takings", "euros", 0.0, 1700.0),
        (
            Area(*outline(days, totals), 0, "each day"),
            Line(*outline(days, totals), 0, quiet=True),
            Line(numbers(np.arange(data.DAYS)), numbers(truth), None, "the law's trend", "dashed"),
            Line(numbers(days[known]), numbers(means[known]), 1, "rolling mean"),
        ),
        say=(
            f"{what} lies {abs(np.mean(off)):.0f} euros {side} the trend on average, and strays {np.std(off):.0f} from "
            "there."
        ),
    )
