"""Day 51: lines, points, error bars, density and contours, and what each of them says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.datasets import load_iris

from workings.lessons.day_051_matplotlib_lines_and_points import picture, solution
from workings.lessons.drawn import keep
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page

READS = Reads(target="any")
Array = NDArray[Any]
plot_line: Callable[..., Figure] = solution.plot_line
error_bars: Callable[..., Figure] = solution.error_bars


def run(page: Page) -> None:
    """Run the day on its own data."""
    order(page)
    errors(page)
    flowers(page)
    crowd(page)


def length_of(x: Array, y: Array) -> float:
    """Return how long a line through the points is, in their order."""
    return float(np.sum(np.hypot(np.diff(x), np.diff(y))))


def order(page: Page) -> None:
    """Join the same points in the order of the rows, and of x."""
    page.heading("60 measurements in the order in which they came: what does a line join?")
    rng = np.random.default_rng(51)
    x = rng.uniform(0.0, 10.0, 60)
    y = picture.truth(x) + 0.1 * rng.normal(size=60)
    k = np.argsort(x)
    backwards = int(np.sum(np.diff(x) < 0))
    page.table(
        ["joined in the order of", "steps backwards", "length of the line"],
        [
            ["the rows", f"{backwards}", f"{length_of(x, y):.0f}"],
            ["x", "0", f"{length_of(x[k], y[k]):.0f}"],
        ],
    )
    figure = plot_line(x, y, "time (s)", "voltage (V)")
    keep(page, figure, "day_051_line", "The line through the sorted points shows the swing; the other is a scribble.")
    close(figure)


def close(figure: Figure) -> None:
    """Let pyplot forget a figure, which it would keep for ever."""
    import matplotlib.pyplot as plt

    plt.close(figure)


def errors(page: Page) -> None:
    """Count how often error bars hold the truth."""
    page.heading("Means of n measurements, 19 places, 500 times over: how often do the bars hold the truth?")
    rows = []
    true = picture.truth(picture.PLACES)
    for n in (2, 5, 20, 80):
        held, size = np.zeros(2), 0.0
        for seed in range(500):
            mean, error = picture.measured(n, 0.8, seed)
            held += [np.mean(np.abs(mean - true) <= k * error) for k in (1, 2)]
            size += float(error.mean())
        one, two = 100 * held / 500
        rows.append([f"{n}", f"{size / 500:.3f} V", f"{one:.1f} %", f"{two:.1f} %"])
    page.table(["measurements, n", "standard error", "within one", "within two"], rows)
    page.say(
        "A bell curve has 68.3 % within one and 95.4 % within two. Few measurements hold less: their own spread is "
        "guessed from them."
    )
    page.picture(picture.scene(), "day_051_error_bars")
    page.picture(picture.scene(n=80), "day_051_smaller_bars")
    rng = np.random.default_rng(51)
    x = np.array([1.0, 3.0, 5.0, 7.0, 9.0])
    noise = np.array([0.1, 0.2, 0.4, 0.8, 1.6])
    samples = picture.truth(x)[:, None] + rng.normal(size=(5, 12)) * noise[:, None]
    figure = error_bars(x, samples, "time (s)", "voltage (V)")
    found = samples.std(axis=1, ddof=1) / np.sqrt(12)
    says = (
        f"Twelve measurements at each place, with a noise that doubles each time. The bars grow from {found[0]:.2f} to "
        f"{found[-1]:.2f} V; from {noise[0] / np.sqrt(12):.2f} to {noise[-1] / np.sqrt(12):.2f} V is the truth."
    )
    keep(page, figure, "day_051_means", says)
    close(figure)


def flowers(page: Page) -> None:
    """Scatter the flowers, each species with colour and shape of its own."""
    data = load_iris()
    page.heading("150 irises: petals, a point for each flower")
    figure = Figure(figsize=(6.4, 4.6), layout="constrained")
    ax = figure.add_subplot()
    rows = []
    looks = zip("o^s", ("#0072b2", "#d55e00", "#009e73"), strict=True)
    for k, (marker, colour) in enumerate(looks):
        own = data.data[data.target == k]
        x, y = own[:, 2], own[:, 3]
        ax.scatter(x, y, marker=marker, color=colour, alpha=0.6, label=data.target_names[k])
        covered = len(own) - len(np.unique(own[:, 2:], axis=0))
        rows.append([str(data.target_names[k]), f"{x.mean():.2f}", f"{y.mean():.2f}", f"{covered}"])
    ax.set(xlabel="petal length (cm)", ylabel="petal width (cm)")
    ax.legend(frameon=False)
    page.table(["species", "mean length (cm)", "mean width (cm)", "points hidden by others"], rows)
    keep(page, figure, "day_051_scatter", "Rounded to millimetres, many flowers share a place: hence the transparency.")


def crowd(page: Page) -> None:
    """Draw ten thousand points as a density with contours."""
    page.heading("10,000 points from two bells: points, or a density?")
    rng = np.random.default_rng(51)
    centres = np.array([[-1.0, 0.0], [1.5, 1.0]])[(rng.random(10_000) < 0.3).astype(int)]
    X = centres + rng.normal(size=(10_000, 2)) * (0.8, 0.5)
    heights, x, y = np.histogram2d(X[:, 0], X[:, 1], bins=25, density=True)
    volume = float(np.sum(heights * np.diff(x)[:, None] * np.diff(y)))
    i, j = np.unravel_index(heights.argmax(), heights.shape)
    figure = Figure(figsize=(9.0, 4.0), layout="constrained")
    left, right = figure.subplots(1, 2, sharex=True, sharey=True)
    left.scatter(X[:, 0], X[:, 1], s=4, color="#0072b2")
    middles = [(e[1:] + e[:-1]) / 2 for e in (x, y)]
    drawn = right.contourf(*middles, heights.T, levels=8, cmap="viridis")
    right.set_facecolor(drawn.cmap(0.0))
    figure.colorbar(drawn, ax=right, label="density")
    for ax, title in ((left, "points"), (right, "density")):
        ax.set(xlabel="x", ylabel="y", title=title)
    says = (
        f"As points a blot. As a density (volume {volume:.3f}) two hills: the higher is {heights.max():.3f} high, near "
        f"({middles[0][i]:.1f}, {middles[1][j]:.1f})."
    )
    keep(page, figure, "day_051_density", says)


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: a line of means with their errors."""
    names = table.features
    page.heading(f"Your data: {len(table.X):,} rows; the first column in ten parts, the means of the others in each")
    if len(names) < 2:
        page.say("There is one column of numbers only, and a picture of means needs two.")
        return
    x, y = table.X[:, 0], table.X[:, 1]
    parts = [part for part in np.array_split(np.argsort(x, kind="stable"), 10) if len(part) > 1]
    rows = []
    for part in parts:
        error = y[part].std(ddof=1) / np.sqrt(len(part))
        rows.append([f"{x[part].min():.4g} to {x[part].max():.4g}", f"{y[part].mean():.4g}", f"{error:.2g}"])
    page.table([names[0], f"mean of {names[1]}", "standard error"], rows)
    figure = Figure(figsize=(6.4, 4.6), layout="constrained")
    ax = figure.add_subplot()
    ax.scatter(x, y, s=6, alpha=0.3, color="#6b6b6b", label="rows")
    errors = [2 * y[part].std(ddof=1) / np.sqrt(len(part)) for part in parts]
    across, up = ([float(column[part].mean()) for part in parts] for column in (x, y))
    ax.errorbar(across, up, yerr=errors, fmt="o-", color="#d55e00", label="means, two standard errors")
    ax.set(xlabel=names[0], ylabel=names[1])
    ax.legend(frameon=False)
    keep(page, figure, "your_means", f"Means of {names[1]} over {names[0]}, each with two standard errors.")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
