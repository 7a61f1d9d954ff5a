"""Day 47: masks, arrays as indices, sorting, and records."""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.datasets import load_diabetes

from workings.lessons.day_047_numpy_masks_and_sorting import picture, solution
from workings.lessons.own_data import Table
from workings.lessons.page import Page

top_k: Callable[..., Any] = solution.top_k
clip_outliers: Callable[..., Any] = solution.clip_outliers


def run(page: Page) -> None:
    """Run the day on its own data."""
    sensor(page)
    chained(page)
    largest(page)
    records(page)
    patients(page)


def sensor(page: Page) -> None:
    """Clip absurd values of a sensor with a known law."""
    page.heading("1,000 readings around 20 with a spread of 2, of which 10 were spoilt: what clipping saves")
    rng = np.random.default_rng(47)
    x = rng.normal(20.0, 2.0, 1000)
    x[rng.choice(1000, 10, replace=False)] = 9999.0
    clipped = clip_outliers(x[:, None], 10.0, 30.0)[:, 0]
    rows = [[n, f"{v.mean():.2f}", f"{v.std():.2f}"] for n, v in (("as sent", x), ("clipped to 10..30", clipped))]
    rows.append(["left out by a mask", f"{x[x < 30].mean():.2f}", f"{x[x < 30].std():.2f}"])
    page.table(["readings", "mean", "spread"], rows)
    page.picture(picture.scene(), "day_047_mask")


def chained(page: Page) -> None:
    """Write through one pair of brackets, and through two."""
    page.heading("Chained assignment: what is in x afterwards?")
    rows = []
    for name in ("x[x > 2] = 0", "x[[1, 2, 3]][:] = 0", "x[1:][:] = 0"):
        x = np.arange(5)
        if name == "x[x > 2] = 0":
            x[x > 2] = 0
        elif name == "x[[1, 2, 3]][:] = 0":
            x[[1, 2, 3]][:] = 0
        else:
            x[1:][:] = 0
        rows.append([name, " ".join(map(str, x))])
    page.table(["x = np.arange(5), then", "x"], rows)
    page.say("A list between the brackets copies, and the zeros are lost; a slice is a view, and they arrive.")


def largest(page: Page) -> None:
    """Time a full sort beside a partition."""
    page.heading("The 10 largest of 200,000: a full sort, and a partition")
    x = np.random.default_rng(47).normal(size=200_000)

    def parted() -> list[int]:
        some = np.argpartition(x, -10)[-10:]
        places: list[int] = some[np.argsort(x[some])[::-1]].tolist()
        return places

    ways = {"argsort": lambda: top_k(x, 10).tolist(), "argpartition": parted}
    rows = [[name, f"{1e3 * min(timeit.repeat(way, number=1, repeat=3)):.2f}"] for name, way in ways.items()]
    page.table(["way", "ms"], rows)
    page.say(f"The same places: {ways['argsort']() == parted()}.")


def records(page: Page) -> None:
    """Sort records by a field."""
    page.heading("Records: fields with names and types of their own")
    people = np.array(
        [("Ada", 36, 1.65), ("Bo", 24, 1.82), ("Cy", 36, 1.58)], [("name", "U8"), ("age", "i4"), ("m", "f8")]
    )
    rows = [[one["name"], f"{one['age']}", f"{one['m']:.2f}"] for one in np.sort(people, order=["age", "m"])]
    page.table(["by age, then height", "age", "metres"], rows)


def patients(page: Page) -> None:
    """Order one column by another on real data."""
    data = load_diabetes()
    y, bmi = data.target, data.data[:, 2]
    page.heading(f"{len(y)} patients: the disease's progress where the body mass index is lowest and highest")
    order = np.argsort(bmi, kind="stable")
    parts = (("lowest quarter", order[: len(y) // 4]), ("highest quarter", order[-(len(y) // 4) :]))
    page.table(["body mass index", "mean progress"], [[name, f"{y[places].mean():.1f}"] for name, places in parts])
    page.picture(picture.scene(ordered=1), "day_047_sorted")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    page.heading(f"Your data: {len(table.X):,} rows; how many entries lie over 3 standard deviations from the mean?")
    away = np.abs(table.X - table.X.mean(axis=0)) > 3 * table.X.std(axis=0)
    rows = [[name, f"{count}"] for name, count in zip(table.features, away.sum(axis=0), strict=True)]
    page.table(["column", "entries"], rows)
    page.picture(picture.scene(), "your_mask")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
