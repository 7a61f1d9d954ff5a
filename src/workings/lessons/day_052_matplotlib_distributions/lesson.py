"""Day 52: histograms as densities, how many bins, legends, colour bars, several axes in one figure."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.datasets import load_iris, load_wine

from workings.lessons.day_052_matplotlib_distributions import picture, solution
from workings.lessons.drawn import keep
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page

READS = Reads(target="any")
Array = NDArray[Any]
histogram: Callable[..., Figure] = solution.histogram
COLOURS = ("#0072b2", "#d55e00", "#009e73")


def run(page: Page) -> None:
    """Run the day on its own data."""
    widths(page)
    how_many(page)
    panels(page)
    correlations(page)


def widths(page: Page) -> None:
    """Hold counts, shares and densities of unequal bins against the truth."""
    page.heading("2,000 waiting times, evenly spread over an hour, in bins of different width")
    times = np.random.default_rng(52).uniform(0.0, 60.0, 2000)
    edges = np.array([0.0, 5.0, 10.0, 30.0, 60.0])
    count = np.histogram(times, edges)[0]
    density = np.histogram(times, edges, density=True)[0]
    rows = [
        [f"{a:.0f} to {b:.0f} min", f"{c}", f"{c / 2000:.3f}", f"{h:.4f}", f"{1 / 60:.4f}"]
        for a, b, c, h in zip(edges[:-1], edges[1:], count, density, strict=True)
    ]
    page.table(["bin", "count", "share", "density (1/min)", "truth"], rows)
    page.say(
        "The counts rise with the width of the bins, and say nothing about when people wait. The density is level."
    )
    figure = histogram(times, edges, "waiting time (min)")
    keep(page, figure, "day_052_density", f"The areas of the bars add up to {np.sum(density * np.diff(edges)):.3f}.")
    plt.close(figure)


def rule(values: Array) -> int:
    """Return how many bins the rule of Freedman and Diaconis makes, between 1 and 500."""
    q = float(np.subtract(*np.percentile(values, [75, 25])))
    width = 2.0 * q / len(values) ** (1 / 3)
    return int(np.clip(np.ceil(np.ptp(values) / width), 1, 500)) if width > 0 else 1


def how_many(page: Page) -> None:
    """Measure how far histograms lie from the true density."""
    page.heading("Two groups of waiting times: the area between bars and truth, mean of 50 samples")
    rows = []
    for n in (50, 300, 3000):
        by_bins = []
        for bins in (3, 6, 12, 25, 50, 100):
            off = []
            for seed in range(50):
                drawn = np.histogram(picture.values(n, 3.5, seed), bins, (picture.LOW, picture.HIGH), density=True)
                off.append(picture.missed(*drawn, 3.5))
            by_bins.append(f"{np.mean(off):.2f}")
        span = picture.HIGH - picture.LOW
        sample = picture.values(n, 3.5)
        rows.append([f"{n:,}", *by_bins, f"{rule(sample) * span / np.ptp(sample):.0f}"])
    page.table(["values", *(f"{bins} bins" for bins in (3, 6, 12, 25, 50, 100)), "the rule says"], rows)
    page.say("Too few bins miss the gap, too many show noise; with more values, more bins are best.")
    page.picture(picture.scene(), "day_052_bins")
    page.picture(picture.scene(bins=100), "day_052_too_many_bins")


def panels(page: Page) -> None:
    """Draw four measures of the irises with shared bins, a legend, and one remark."""
    data = load_iris()
    page.heading("150 irises: four measures, three species each, in one figure")
    figure = Figure(figsize=(9.0, 6.0), layout="constrained")
    axs = figure.subplots(2, 2)
    rows = []
    for j, ax in enumerate(axs.flat):
        edges = np.linspace(data.data[:, j].min(), data.data[:, j].max(), 19)
        shares = []
        for k, name in enumerate(data.target_names):
            own = data.data[data.target == k, j]
            ax.hist(own, bins=edges, density=True, histtype="stepfilled", alpha=0.4, color=COLOURS[k], label=name)
            shares.append(np.histogram(own, edges)[0] / len(own))
        ax.set(xlabel=data.feature_names[j], ylabel="density")
        common = [np.minimum(shares[a], shares[b]).sum() for a, b in ((0, 1), (0, 2), (1, 2))]
        rows.append([data.feature_names[j], *(f"{100 * c:.0f} %" for c in common)])
    axs[0, 0].legend(frameon=False)
    axs[1, 0].annotate(
        "setosa alone", (1.7, 1.6), (2.6, 1.75), arrowprops={"arrowstyle": "->", "color": "#222222"}, fontsize=10
    )
    names = data.target_names
    pairs = [f"{names[a]}, {names[b]}" for a, b in ((0, 1), (0, 2), (1, 2))]
    page.table(["area that histograms share", *pairs], rows)
    keep(page, figure, "day_052_panels", "Equal bins, one legend, and a remark where it belongs.")


def correlations(page: Page) -> None:
    """Draw a table of numbers as colours, with a colour bar."""
    data = load_wine()
    page.heading(f"{len(data.data)} wines: which of 13 measures go together?")
    R = np.corrcoef(data.data.T)
    figure = Figure(figsize=(7.6, 6.4), layout="constrained")
    ax = figure.add_subplot()
    # From blue to orange with white at 0: a scale with a middle, and the same reach to both sides.
    drawn = ax.imshow(R, cmap="PuOr_r", vmin=-1, vmax=1)
    words = [
        name.replace("od280/od315_of_diluted_wines", "od280/od315").replace("_", " ") for name in data.feature_names
    ]
    ax.set_xticks(range(13), words, rotation=90)
    ax.set_yticks(range(13), words)
    figure.colorbar(drawn, label="correlation")
    pairs = [(abs(R[i, j]), i, j) for i in range(13) for j in range(i)]
    rows = [[f"{words[i]}, {words[j]}", f"{R[i, j]:+.2f}"] for _, i, j in sorted(pairs, reverse=True)[:4]]
    page.table(["the strongest pairs", "correlation"], rows)
    keep(page, figure, "day_052_colour_bar", "The colour bar reaches from -1 to 1 with white at 0, so that signs show.")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: the distribution of each column."""
    page.heading(f"Your data: {len(table.X):,} rows, how each column is spread")
    shown = table.features[:9]
    rows = []
    across = min(3, len(shown))
    figure = Figure(figsize=(3.2 * across, 2.6 * (-(-len(shown) // across))), layout="constrained")
    axs = np.atleast_1d(figure.subplots(-(-len(shown) // across), across)).ravel()
    for j, name in enumerate(shown):
        column = table.X[:, j]
        low, middle, high = np.percentile(column, [25, 50, 75])
        bins = rule(column)
        rows.append([name, f"{column.mean():.4g}", f"{low:.4g}", f"{middle:.4g}", f"{high:.4g}", f"{bins}"])
        axs[j].hist(column, bins=bins, density=True, color=COLOURS[0])
        axs[j].set(xlabel=name, ylabel="density")
    for ax in axs[len(shown) :]:
        ax.set_visible(False)
    page.table(["column", "mean", "a quarter below", "half below", "three quarters below", "bins by the rule"], rows)
    keep(page, figure, "your_columns", "Each column as a density, with as many bins as the rule says.")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
