"""Day 28: areas and volumes under a matrix, the way back, and what is lost where there is none."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import hilbert, null_space
from sklearn.datasets import load_wine

from workings.lessons.day_028_linear_algebra_determinants_and_inverses import picture, solution
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page
from workings.show.planes import moved_plane, moved_space, place

Array = NDArray[Any]
READS = Reads(target="any")
determinant: Callable[[Any], float] = solution.determinant


def run(page: Page) -> None:
    """Run the day on its own data."""
    area(page)
    page.picture(picture.scene(), "day_028_there_and_back")
    page.picture(moved_space([[1.0, 0.5, 0.0], [0.0, 1.0, -0.4], [0.3, 0.0, 1.2]]), "day_028_space")
    against_numpy(page)
    small_is_not_singular(page)
    page.heading("No way back")
    page.picture(picture.scene(b=1.0, d=0.25), "day_028_no_way_back")
    shapes(page)
    dummies(page)
    page.heading("The cross product")
    page.picture(picture.scene(dimensions=3.0), "day_028_cross")


def area(page: Page) -> None:
    """Measure an area by throwing points, and compare it with the determinant."""
    M = np.array([[2.0, 1.0], [0.5, 1.25]])
    rng = np.random.default_rng(28)
    page.heading("A disc of radius 1, moved by [[2, 1], [0.5, 1.25]]: its area, by points thrown at a square")
    rows = []
    for n in (1_000, 30_000, 1_000_000):
        thrown = rng.uniform(-3.0, 3.0, (2, n))
        inside = (np.linalg.solve(M, thrown) ** 2).sum(axis=0) <= 1.0
        rows.append([f"{n:,}", f"{36 * inside.mean():.4f}", f"{36 * inside.mean() / math.pi:.4f}"])
    page.table(["points", "area", "times larger than before"], rows)
    page.say(f"The determinant is {determinant(M):g}.")


def against_numpy(page: Page) -> None:
    """Compare elimination with NumPy's, and count what the rule by sub-determinants would cost."""
    page.heading("By elimination, beside NumPy; products that are needed")
    rng = np.random.default_rng(0)
    rows = []
    for n in (3, 6, 12, 24):
        A = rng.normal(size=(n, n))
        ours, theirs = determinant(A), float(np.linalg.det(A))
        rows.append(
            [str(n), f"{ours:.6g}", f"{abs(ours / theirs - 1):.0e}", f"{n**3 / 3:,.0f}", f"{math.factorial(n):.1e}"]
        )
    page.table(["rows", "determinant", "NumPy differs by", "elimination", "sub-determinants"], rows)


def small_is_not_singular(page: Page) -> None:
    """Hold the determinant against the condition number."""
    page.heading("Which of these can be inverted safely? Solve A x = b for an x of ones")
    rows = []
    for name, A in (
        ("0.1 I, 20 rows", 0.1 * np.eye(20)),
        ("10 I, 20 rows", 10 * np.eye(20)),
        ("Hilbert, 10 rows", hilbert(10)),
    ):
        ones = np.ones(len(A))
        off = np.abs(np.linalg.solve(A, A @ ones) - 1.0).max()
        rows.append([name, f"{determinant(A):.1e}", f"{np.linalg.cond(A):.1e}", f"{off:.0e}"])
    page.table(["matrix", "determinant", "condition number", "solution off by"], rows)


def shapes(page: Page) -> None:
    """Show rank and null space of matrices that are not square."""
    page.heading("Matrices that are not square: rank + null space = columns")
    wide = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]])
    rows = []
    for name, A in (
        ("2 rows, 3 columns", wide),
        ("3 rows, 2 columns", wide.T),
        ("their product, 3 by 3", wide.T @ wide),
    ):
        lost = null_space(A)
        words = ", ".join(place(x / x[np.abs(x).argmax()]) for x in lost.T) or "only 0"
        rows.append([name, str(np.linalg.matrix_rank(A)), str(lost.shape[1]), words])
    page.table(["matrix", "rank", "null space", "direction crushed"], rows)


def dummies(page: Page) -> None:
    """Find the null space of a design matrix that has a column for every class and one of ones."""
    wines = load_wine()
    dummy = (wines.target[:, None] == np.arange(3)).astype(float)
    X = np.column_stack([np.ones(len(dummy)), dummy, wines.data[:, 0]])
    names = ["intercept", "class 0", "class 1", "class 2", "alcohol"]
    page.heading(f"{len(X)} wines: an intercept, a column for each of 3 kinds, alcohol")
    lost = null_space(X)
    page.say(
        f"{X.shape[1]} columns, rank {np.linalg.matrix_rank(X)}, det(X.T X) = {determinant(X.T @ X):.1g}. "
        f"Rounding hides the 0; the rank does not. Always 0: {_combination(lost[:, 0], names)}. So the coefficients "
        "have no single solution."
    )
    full = X[:, [0, 2, 3, 4]]
    page.say(
        f"Without the column of class 0: rank {np.linalg.matrix_rank(full)} of {full.shape[1]}, "
        f"det(X.T X) = {determinant(full.T @ full):.3g}."
    )


def _combination(x: Array, names: Sequence[str]) -> str:
    """Write a direction as a sum: its largest entry 1 or -1, and its first one positive."""
    x = x / np.abs(x).max()
    x = x * np.sign(x[np.abs(x) > 1e-8][0])
    parts = [(value, name) for value, name in zip(x, names, strict=True) if abs(value) > 1e-8]
    words = [f"{'-' if v < 0 else '+'} {'' if abs(abs(v) - 1) < 1e-8 else f'{abs(v):.3g} '}{name}" for v, name in parts]
    return " ".join(words).removeprefix("+ ")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: its rank, and which columns say the same."""
    X, names = table.X, list(table.features)
    spread = X.std(axis=0)
    Z = (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    stretches = np.linalg.svd(Z, compute_uv=False)
    rank = int(np.linalg.matrix_rank(Z))
    page.heading(f"Your data: {len(X)} rows, {X.shape[1]} columns, each in standard deviations from its mean")
    page.say(f"The rank of X.T X is {rank}, and the dimension of its null space {X.shape[1] - rank}.")
    lost = null_space(Z.T @ Z, rcond=1e-12)
    for x in lost.T[:5]:
        page.say(f"Always 0: {_combination(x, names)}.")
    if rank == X.shape[1]:
        page.say(f"No column follows from the others; the condition number is {stretches[0] / stretches[-1]:.4g}.")
    related = Z.T @ Z / len(Z)
    i, j = (0, 0)
    if X.shape[1] > 1:
        i, j = np.unravel_index(np.abs(np.triu(related, 1)).argmax(), related.shape)
        page.say(f"The two columns most alike are {names[i]} and {names[j]}; their correlations as a matrix:")
    # A column alone goes with a second one that knows nothing of it.
    M = np.diag([related[0, 0], 1.0]) if i == j else related[np.ix_([i, j], [i, j])]
    page.picture(moved_plane(M, title="The plane, moved by your correlations"), "your_correlations")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
