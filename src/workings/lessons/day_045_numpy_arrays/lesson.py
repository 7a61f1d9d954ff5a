"""Day 45: types and their ends, ufuncs beside loops, views beside copies."""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.datasets import load_digits

from workings.lessons.day_045_numpy_arrays import picture, solution
from workings.lessons.own_data import Table
from workings.lessons.page import Page

window_means: Callable[..., Any] = solution.window_means


def run(page: Page) -> None:
    """Run the day on its own data."""
    types(page)
    loops(page)
    views(page)
    windows(page)


def types(page: Page) -> None:
    """Show where types end."""
    page.heading("100 + 120, and 1 / 3, in several types")
    rows = []
    for name in ("int8", "uint8", "int64", "float32", "float64"):
        a, b = np.array([100], name), np.array([120], name)
        third = np.array([1], name) / np.array([3], name)
        rows.append([name, f"{a.itemsize}", f"{(a + b)[0]}", f"{third[0]:.20f}", f"{third.dtype}"])
    page.table(["type", "bytes each", "100 + 120", "1 / 3", "of type"], rows)


def loops(page: Page) -> None:
    """Time a loop beside a ufunc."""
    page.heading("The square root of 100,000 numbers: a loop, and a ufunc")
    x = np.random.default_rng(45).uniform(0.0, 9.0, 100_000)
    entries = x.tolist()
    slow = min(timeit.repeat(lambda: [v**0.5 for v in entries], number=1, repeat=3))
    fast = min(timeit.repeat(lambda: np.sqrt(x), number=1, repeat=3))
    page.table(["way", "ms"], [["a loop over a list", f"{1e3 * slow:.2f}"], ["np.sqrt", f"{1e3 * fast:.2f}"]])


def views(page: Page) -> None:
    """Say which operations copy, on the images of digits."""
    X = load_digits().data.astype(np.float64)
    page.heading(f"{X.shape[0]:,} images of digits, {X.shape[1]} pixels each: which of these is a view?")
    made = {
        "X[:100]": X[:100],
        "X[:, ::2]": X[:, ::2],
        "X.T": X.T,
        "X.reshape(-1, 8, 8)": X.reshape(-1, 8, 8),
        "X.T.reshape(-1)": X.T.reshape(-1),
        "X[[0, 1]]": X[[0, 1]],
        "X[X > 8]": X[X > 8],
    }
    rows = [[n, f"{v.shape}", f"{v.strides}", "view" if np.shares_memory(v, X) else "copy"] for n, v in made.items()]
    page.table(["what", "shape", "strides, bytes", "is a"], rows)
    page.picture(picture.scene(), "day_045_view")


def windows(page: Page) -> None:
    """Take means of windows by a view, and by a cumulative sum."""
    page.heading("Means of windows of 5, one number huge: digits that a cumulative sum loses")
    x = np.random.default_rng(45).normal(size=1000)
    x[100] = 1e15
    total = np.concatenate([[0.0], np.cumsum(x)])
    shortcut = (total[5:] - total[:-5]) / 5
    true = np.array([x[i : i + 5].mean() for i in range(996)])
    rows = []
    for name, means in (("a view of windows", window_means(x, 5)), ("a cumulative sum", shortcut)):
        rows.append([name, f"{np.abs(means - true)[101:].max():.2g}"])
    page.table(["way", "largest error after the huge number"], rows)
    page.picture(picture.scene(row_stride=1, start=0), "day_045_windows")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    X = table.X
    page.heading(f"Your data: {X.shape[0]:,} rows, {X.shape[1]} columns, {X.nbytes:,} bytes in float64")
    rows = []
    for name in ("float64", "float32", "float16"):
        with np.errstate(over="ignore"):
            small = X.astype(name)
        lost = float(np.max(np.abs(small.astype(np.float64) - X)))
        rows.append([name, f"{small.nbytes:,}", f"{lost:.3g}"])
    page.table(["type", "bytes", "largest change"], rows)
    page.picture(picture.scene(), "your_view")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
