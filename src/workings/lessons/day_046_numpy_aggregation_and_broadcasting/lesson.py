"""Day 46: totals along axes, arrays of different shapes, and the square table that hides a mistake."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.datasets import load_wine

from workings.lessons.day_046_numpy_aggregation_and_broadcasting import picture, solution
from workings.lessons.own_data import Table
from workings.lessons.page import Page

row_normalise: Callable[..., Any] = solution.row_normalise


def run(page: Page) -> None:
    """Run the day on its own data."""
    axes(page)
    shapes(page)
    square(page)
    wines(page)


def axes(page: Page) -> None:
    """Show which axis disappears."""
    page.heading("4 shops, 3 products, drawn at random: the axis that is named is gone")
    X = np.random.default_rng(46).poisson(8.0, (4, 3))
    made = {
        "X": X,
        "X.sum()": X.sum(),
        "X.sum(axis=0)": X.sum(axis=0),
        "X.sum(axis=1)": X.sum(axis=1),
        "X.sum(axis=1, keepdims=True)": X.sum(axis=1, keepdims=True),
    }
    page.table(["what", "shape", "numbers"], [[n, f"{np.shape(v)}", f"{np.size(v)}"] for n, v in made.items()])
    page.picture(picture.scene(), "day_046_broadcasting")


def shapes(page: Page) -> None:
    """Try shapes beside each other."""
    page.heading("Which shapes fit?")
    rows = []
    for a, b in (
        ((4, 3), (3,)),
        ((4, 3), (4,)),
        ((4, 3), (4, 1)),
        ((4, 1), (1, 3)),
        ((4, 4), (4,)),
        ((2, 4, 3), (4, 1)),
    ):
        try:
            said = f"{np.broadcast_shapes(a, b)}"
        except ValueError:
            said = "ValueError"
        rows.append([f"{a} with {b}", said])
    page.table(["shapes", "together"], rows)


def square(page: Page) -> None:
    """Forget keepdims on a square table."""
    page.heading("A square table, keepdims forgotten: no error, and what do the rows add up to?")
    X = np.random.default_rng(46).poisson(8.0, (4, 4)).astype(float)
    rows = []
    for name, shares in (("X / X.sum(axis=1)", X / X.sum(axis=1)), ("with keepdims", row_normalise(X))):
        rows.append([name, *(f"{total:.3f}" for total in shares.sum(axis=1))])
    page.table(["way", "row 1", "row 2", "row 3", "row 4"], rows)
    page.picture(picture.scene(rows=4, columns=4, shape=2), "day_046_square")


def wines(page: Page) -> None:
    """Standardise real data by broadcasting, and measure all distances."""
    X = load_wine().data
    page.heading(f"{len(X)} wines, {X.shape[1]} measurements: standardised in one line, and all distances in another")
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    apart = np.sqrt(((Z[:, None, :] - Z[None, :, :]) ** 2).sum(axis=2))
    page.table(
        ["what", "shapes", "result"],
        [
            ["X - X.mean(axis=0)", f"{X.shape} with {X.mean(axis=0).shape}", f"{Z.shape}"],
            ["Z[:, None, :] - Z[None, :, :]", f"{Z[:, None].shape} with {Z[None].shape}", f"{(*apart.shape, 13)}"],
        ],
    )
    off = np.abs(Z.mean(axis=0)).max()
    np.fill_diagonal(apart, np.inf)
    i, j = np.unravel_index(apart.argmin(), apart.shape)
    page.say(
        f"The means are 0 to within {off:.1g}. The two wines most alike, {i} and {j}, are {apart[i, j]:.2f} apart."
    )


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    X = table.X
    page.heading(f"Your data: shape {X.shape}; X.mean(axis=0) has shape {X.mean(axis=0).shape}")
    rows = [
        [name, f"{mean:.4g}", f"{std:.4g}"]
        for name, mean, std in zip(table.features, X.mean(axis=0), X.std(axis=0), strict=True)
    ]
    page.table(["column", "mean", "standard deviation"], rows)
    page.picture(picture.scene(), "your_broadcasting")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
