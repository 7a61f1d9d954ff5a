"""Day 53: three dimensions on paper, the same as a map, and what maps of the Earth do to shapes and areas."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.datasets import load_wine

from workings.lessons.day_053_matplotlib_three_dimensions_and_maps import picture, solution
from workings.lessons.drawn import keep
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show.regression import View

Array = NDArray[Any]
scatter_3d: Callable[..., Figure] = solution.scatter_3d
contour_map: Callable[..., Figure] = solution.contour_map
COLOURS, MARKERS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"), "os^Dv*"
# Degrees north and east, to the nearest tenth.
CITIES = {
    "Nairobi": (-1.3, 36.8), "Sydney": (-33.9, 151.2), "Lima": (-12.0, -77.0), "Delhi": (28.6, 77.2),
    "Madrid": (40.4, -3.7), "Oslo": (59.9, 10.8), "Montreal": (45.5, -73.6), "Tokyo": (35.7, 139.7),
}  # fmt: skip


def run(page: Page) -> None:
    """Run the day on its own data."""
    hills(page)
    summits(page)
    as_a_map(page)
    wines(page)
    earth(page)


def hills(page: Page) -> None:
    """Look at two hills from several directions."""
    page.heading("Two hills: how much of the ground is hidden, from where?")
    across, back = np.meshgrid(picture.GRID, picture.GRID)
    ground = picture.height(across, back)
    rows = []
    for tilt in (10.0, 30.0, 60.0, 90.0):
        shares = []
        for turn in (-55.0, 0.0, 55.0, 145.0):
            view = View((picture.GRID, picture.GRID, ground.ravel()), turn, tilt)
            shares.append(f"{100 * np.mean(picture.hidden(across, back, view)):.0f} %")
        rows.append([f"{tilt:.0f} degrees", *shares])
    page.table(["seen from above by", *(f"turned by {turn}" for turn in (-55, 0, 55, 145))], rows)
    page.say("From straight above nothing is hidden: that is a map.")
    page.picture(picture.scene(), "day_053_hills")


def summits(page: Page) -> None:
    """Draw places on the hills as points, and count those that meet on the paper although they are far apart."""
    page.heading("200 places on the hills, as points: which of them meet on the paper?")
    rng = np.random.default_rng(53)
    east, north = rng.uniform(picture.GRID.min(), picture.GRID.max(), (2, 200))
    up = picture.height(east, north)
    figure = scatter_3d(east, north, up, "east (km)", "north (km)", "height (m)")
    ax: Any = figure.axes[0]
    one, other = np.triu_indices(200, 1)
    away = np.hypot(east[one] - east[other], north[one] - north[other])
    rows = []
    for azimuth in (-60, 0, 45):
        ax.view_init(elev=30, azim=azimuth)
        seen = ax.get_proj() @ np.array([east, north, up, np.ones(200)])
        across, along = seen[:2] / seen[3]
        size = np.ptp(across)
        meet = np.hypot(across[one] - across[other], along[one] - along[other]) < 0.01 * size
        rows.append([f"{azimuth} degrees", f"{int(meet.sum())}", f"{away[meet].max():.1f} km"])
    page.table(["turned by", "pairs within 1 % of the width", "apart on the ground, at most"], rows)
    ax.view_init(elev=30, azim=-60)
    ax.set_position((0.02, 0.06, 0.88, 0.92))
    keep(
        page, figure, "day_053_places", "Points that meet on the paper need not be near: turn the axes, or draw a map."
    )
    plt.close(figure)


def as_a_map(page: Page) -> None:
    """Draw the hills as a map, and count what turning the table over would misplace."""
    page.heading("The same as a map: rows for x, or for y?")
    x, y = picture.GRID, picture.GRID
    Z = picture.height(x[:, None], y[None, :])
    off = np.abs(Z - Z.T)
    i, j = np.unravel_index(Z.argmax(), Z.shape)
    k = int(np.argmin(np.abs(x - 6.5)))
    page.table(
        ["place", "height there", "on the map of Z in place of Z.T"],
        [
            [f"({x[i]:.2f}, {y[j]:.2f}) km", f"{Z[i, j]:.0f} m", f"{Z[j, i]:.0f} m"],
            [f"({x[k]:.2f}, {y[k // 2]:.2f}) km", f"{Z[k, k // 2]:.0f} m", f"{Z[k // 2, k]:.0f} m"],
        ],
    )
    page.say(
        f"The table is square, so matplotlib draws both without a word; heights are wrong by up to {off.max():.0f} m."
    )
    figure = contour_map(x, y, Z, "height (m)")
    figure.axes[0].set(xlabel="east (km)", ylabel="north (km)", aspect="equal")
    keep(figure=figure, page=page, name="day_053_map", says="As a map: nothing is hidden, and heights can be read off.")
    plt.close(figure)


def nearest_agree(X: Array, y: Array) -> float:
    """Return the share of samples whose nearest neighbour is of their class."""
    squares = np.sum((X[:, None] - X[None]) ** 2, axis=2)
    np.fill_diagonal(squares, np.inf)
    return float(np.mean(y[squares.argmin(axis=1)] == y))


def three(page: Page, X: Array, y: Array, names: list[str], classes: list[str], name: str) -> None:
    """Hold three measures against each pair of them, and draw them."""
    scaled = (X - X.mean(axis=0)) / np.where(X.std(axis=0) > 0, X.std(axis=0), 1.0)
    rows = [
        [f"{names[a]}, {names[b]}", f"{100 * nearest_agree(scaled[:, [a, b]], y):.0f} %"]
        for a, b in ((0, 1), (0, 2), (1, 2))
    ]
    rows.append(["all three", f"{100 * nearest_agree(scaled, y):.0f} %"])
    page.table(["measures", "nearest neighbour is of the same class"], rows)
    figure = Figure(figsize=(7.0, 5.2), layout="constrained")
    ax: Any = figure.add_subplot(projection="3d")
    for k, word in enumerate(classes):
        own = X[y == k]
        ax.scatter(*own.T, color=COLOURS[k % 6], marker=MARKERS[k % 6], label=word)
    ax.set(xlabel=names[0], ylabel=names[1], zlabel=names[2])
    ax.view_init(elev=22, azim=-60)
    ax.set_box_aspect(None, zoom=0.85)
    ax.legend(frameon=False, loc="upper left")
    keep(page, figure, name, "Three measures at once: turn the axes (ax.view_init) before you believe what you see.")


def wines(page: Page) -> None:
    """Draw three measures of wines of three growers."""
    data = load_wine()
    chosen = [data.feature_names.index(word) for word in ("flavanoids", "color_intensity", "alcohol")]
    page.heading(f"{len(data.data)} wines of three growers: are three dimensions better than two?")
    names = ["flavanoids", "colour intensity", "alcohol (%)"]
    three(page, data.data[:, chosen], data.target, names, ["grower 1", "grower 2", "grower 3"], "day_053_wines")


def flat(kind: str, latitude: Array) -> Array:
    """Return how high above the equator a map shows a latitude, in radii of the globe; degrees in."""
    phi = np.deg2rad(latitude)
    if kind == "Mercator":
        up: Array = np.log(np.tan(np.pi / 4 + phi / 2))
    else:
        up = np.sin(phi) if kind == "equal areas" else phi
    return up


def stretch(kind: str, latitude: float) -> tuple[float, float]:
    """Return how a map stretches east to west, and north to south, at a latitude; the latter by differences."""
    step = 1e-4
    up = float(np.diff(flat(kind, np.array([latitude - step, latitude + step])))[0])
    return 1.0 / float(np.cos(np.deg2rad(latitude))), up / float(np.deg2rad(2 * step))


def earth(page: Page) -> None:
    """Measure what three maps do to shapes and areas, and draw a fourth."""
    page.heading("Flat maps of the Earth: how much larger than at the equator, north of it?")
    rows = []
    for kind in ("latitude as y", "Mercator", "equal areas"):
        for latitude in (30.0, 60.0, 75.0):
            across, up = stretch(kind, latitude)
            rows.append([f"{kind}, {latitude:.0f} degrees", f"{across:.2f}", f"{up:.2f}", f"{across * up:.2f}"])
    page.table(["map", "east to west", "north to south", "area"], rows)
    page.say("Mercator keeps small shapes: both are equal. The map of equal areas keeps their product at 1.")
    figure = Figure(figsize=(8.0, 4.4), layout="constrained")
    ax = figure.add_subplot(projection="mollweide")
    for word, (north, east) in CITIES.items():
        at = np.deg2rad(east), np.deg2rad(north)
        ax.scatter(*at, color=COLOURS[0])
        ax.annotate(word, at, (5, 4 if abs(north) > 5 else -12), textcoords="offset points", fontsize=9)
    ax.grid(visible=True, color="#c8c8c8", linewidth=0.5)
    keep(page, figure, "day_053_earth", f"{len(CITIES)} cities on Mollweide's map, where equal areas stay equal.")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: the three columns that spread the classes furthest apart."""
    classes, y = np.unique(table.y, return_inverse=True)
    if table.X.shape[1] < 3:
        page.heading("Your data")
        page.say("Three columns of numbers are needed for three dimensions.")
        return
    means = np.array([table.X[y == k].mean(axis=0) for k in range(len(classes))])
    spread = table.X.std(axis=0)
    apart = np.divide(means.std(axis=0), spread, out=np.zeros_like(spread), where=spread > 0)
    chosen = np.sort(np.argsort(apart, kind="stable")[::-1][:3])
    few = np.random.default_rng(0).permutation(len(y))[:1000]
    page.heading(f"Your data: three of {table.X.shape[1]} columns, those whose means differ most between the classes")
    if len(few) < len(y):
        page.say(f"(1,000 rows of {len(y):,}, drawn at random)")
    names = [table.features[j] for j in chosen]
    three(page, table.X[np.ix_(few, chosen)], y[few], names, [str(one) for one in classes], "your_three_columns")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
