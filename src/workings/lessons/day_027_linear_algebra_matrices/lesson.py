"""Day 27: matrices as moves of the plane, their products, dot products, and a cloud of data that is moved."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_iris
from sklearn.preprocessing import StandardScaler

from workings.lessons.day_027_linear_algebra_matrices import picture, solution
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page
from workings.show import Axis, Points, Scene
from workings.show.planes import HIGH, WIDE, moved_plane, place
from workings.show.scene import numbers

READS = Reads(target="any")
Array = NDArray[Any]
rotate: Callable[..., Any] = solution.rotate

SHEAR = np.array([[1.0, 1.0], [0.0, 1.0]])
STRETCH = np.diag([2.0, 0.5])


def turn(degrees: float) -> Array:
    """Return the matrix of a rotation: its columns are the turned unit vectors."""
    columns: Array = rotate(np.eye(2), np.deg2rad(degrees)).T
    return columns


def run(page: Page) -> None:
    """Run the day on its own data."""
    columns(page)
    turns(page)
    orders(page)
    dots(page)
    flowers(page)


def columns(page: Page) -> None:
    """Say what becomes of a place, two ways."""
    page.heading("Where do (1, 0), (0, 1) and (2, 1) go?")
    kinds = {"rotation by 30 degrees": turn(30.0), "shear": SHEAR, "stretch": STRETCH, "mirror": np.diag([-1.0, 1.0])}
    rows = []
    for name, A in kinds.items():
        by_columns = 2.0 * A[:, 0] + A[:, 1]
        off = float(np.abs(by_columns - A @ np.array([2.0, 1.0])).max())
        rows.append([name, place(A[:, 0]), place(A[:, 1]), place(by_columns), f"{off:.0e}"])
    page.table(["matrix", "1st column", "2nd column", "2 · 1st + 2nd", "off A @ (2, 1)"], rows)
    page.picture(picture.scene(), "day_027_plane")


def turns(page: Page) -> None:
    """Turn a point with the solution, and hold it against 30 digits."""
    page.heading("(3, 1) turned: the angle in radians, and the same number taken for degrees")
    rows = []
    for degrees in (30.0, 90.0, 180.0, 360.0):
        a = np.deg2rad(degrees)
        ours = rotate(np.array([[3.0, 1.0]]), a)[0]
        with mpmath.workdps(30):
            true = mpmath.mpc(3, 1) * mpmath.expj(mpmath.mpf(float(a)))
            off = max(abs(float(true.real - ours[0])), abs(float(true.imag - ours[1])))
        slip = rotate(np.array([[3.0, 1.0]]), degrees)[0]
        rows.append([f"{degrees:g} degrees", f"{a:.4f}", place(ours), f"{off:.0e}", place(slip)])
    page.table(["turn", "radians", "arrives at", "off by (mpmath)", "degrees for radians"], rows)


def orders(page: Page) -> None:
    """Multiply in both orders."""
    page.heading("Turn by 90 degrees and shear: does the order matter?")
    R = turn(90.0)
    both = {
        "shear first: R @ S": R @ SHEAR,
        "turn first: S @ R": SHEAR @ R,
        "turn by 30, then by 60": turn(60.0) @ turn(30.0),
    }
    page.table(["product", "1st column", "2nd column"], [[n, place(M[:, 0]), place(M[:, 1])] for n, M in both.items()])
    page.picture(moved_plane(R @ SHEAR, title="Sheared, then turned"), "day_027_shear_first")
    page.picture(moved_plane(SHEAR @ R, title="Turned, then sheared"), "day_027_turn_first")


def dots(page: Page) -> None:
    """Take dot products around the circle."""
    page.heading("The dot product of (2, 1) with an arrow of length 1, by the angle between them")
    u = np.array([2.0, 1.0])
    rows = []
    for degrees in (0.0, 45.0, 90.0, 135.0, 180.0):
        x = rotate(u[None, :] / np.linalg.norm(u), np.deg2rad(degrees))[0]
        by_angle = np.linalg.norm(u) * np.cos(np.deg2rad(degrees))
        rows.append([f"{degrees:g} degrees", f"{u @ x + 0.0:.4f}", f"{abs(u @ x - by_angle):.0e}"])
    page.table(["angle", "sum of products", "off lengths and cosine"], rows)


def whitening(Z: Array) -> Array:
    """Return the matrix that turns a centred cloud until it is not correlated, and makes its spread 1 each way."""
    _, spreads, directions = np.linalg.svd(Z, full_matrices=False)
    kept = spreads > 1e-12 * spreads.max(initial=0.0)
    scale = np.where(kept, np.sqrt(len(Z)) / np.where(kept, spreads, 1.0), 0.0)
    matrix: Array = scale[:, None] * directions
    return matrix


def flowers(page: Page) -> None:
    """Standardise and decorrelate two columns of real data by matrices."""
    data = load_iris()
    X = data.data[:, 2:]
    page.heading(f"{len(X)} flowers: petals, standardised by a matrix, and turned until they are not correlated")
    moved(page, X, ("petal length", "petal width"), "day_027_flowers")


def moved(page: Page, X: Array, names: Sequence[str], picture_name: str) -> None:
    """Move two columns, and say after each step what they are."""
    centred = X - X.mean(axis=0)
    spread = X.std(axis=0)
    D = np.diag(1.0 / np.where(spread > 0, spread, 1.0))
    Z = centred @ D.T
    off = float(np.abs(Z - StandardScaler().fit_transform(X)).max())
    W = whitening(Z)
    steps = {"as it is": X, "mean at the origin": centred, "times D": Z, "times W": Z @ W.T}
    rows = []
    for name, cloud in steps.items():
        deviations = cloud.std(axis=0)
        together = float(np.mean((cloud - cloud.mean(axis=0)).prod(axis=1)))
        shared = together / deviations.prod() if deviations.prod() > 0 else 0.0
        rows.append([name, *(f"{v:.4g}" for v in deviations), f"{round(shared, 12) + 0.0:.4f}"])
    page.table(["cloud", f"spread of {names[0]}", f"of {names[1]}", "correlation"], rows)
    page.say(
        f"D is diagonal, {D[0, 0]:.4g} and {D[1, 1]:.4g}; scikit-learn's StandardScaler differs by {off:.0e} at most. "
        f"W has the rows {place(W[0])} and {place(W[1])}; its coordinates are no longer those of single columns."
    )
    page.picture(clouds(centred / spread.max() if spread.max() > 0 else centred, Z, Z @ W.T, names), picture_name)


def clouds(before: Array, scaled: Array, round_one: Array, names: Sequence[str]) -> Scene:
    """Return a cloud at three stages, side by side in one plane."""
    marks = []
    stages = (("centred, one unit for both", before), ("standardised", scaled), ("turned and rescaled", round_one))
    for group, (name, cloud) in enumerate(stages):
        inside = (np.abs(cloud[:, 0]) <= WIDE / 2) & (np.abs(cloud[:, 1]) <= HIGH)
        shown = cloud[inside][:600] + np.array([(group - 1) * 4.0, 0.0])
        marks.append(Points(numbers(shown[:, 0]), numbers(shown[:, 1]), group, name))
    lines = [round(float(np.sqrt(np.linalg.eigvalsh(np.cov(c.T, bias=True)).clip(0)[0])), 3) + 0.0 for _, c in stages]
    say = f"The cloud's narrowest spread is {lines[0]:g} at first, {lines[1]:g} standardised, {lines[2]:g} at the end."
    axes = (
        Axis(f"first coordinate: {names[0]} until turned (clouds side by side)", low=-WIDE - 1, high=WIDE + 1),
        Axis(f"second: {names[1]} until turned", low=-HIGH, high=HIGH),
    )
    return Scene("A cloud moved by matrices", *axes, tuple(marks), say)


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: its two most correlated columns."""
    X = table.X
    varied = [j for j in range(X.shape[1]) if X[:, j].std() > 0]
    page.heading(f"Your data: {len(X)} rows, {X.shape[1]} columns, {len(varied)} of which vary")
    if len(varied) < 2 or len(X) < 3:
        page.say("A plane needs two columns that vary and three rows: here is the day's own picture.")
        page.picture(picture.scene(), "your_cloud")
        return
    shared = np.abs(np.corrcoef(X[:, varied].T)) - np.eye(len(varied))
    i, j = sorted(np.unravel_index(int(shared.argmax()), shared.shape))
    chosen = [varied[int(i)], varied[int(j)]]
    names = [table.features[k] for k in chosen]
    page.say(f"The two that go together most are {names[0]} and {names[1]}.")
    moved(page, X[:, chosen], names, "your_cloud")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
