"""Day 26: combinations of vectors, what they reach, and columns of data that the others give already."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve as scipy_solve
from sklearn.datasets import load_breast_cancer

from workings.lessons.day_026_linear_algebra_vectors_and_spans import picture, solution
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page
from workings.linear_model import LinearRegression
from workings.show import Axis, Points, Scene
from workings.show.planes import combination
from workings.show.scene import numbers

READS = Reads(target="any")
Array = NDArray[Any]
coordinates: Callable[..., Any] = solution.coordinates


def run(page: Page) -> None:
    """Run the day on its own data."""
    two_ways(page)
    reached(page)
    nearly_dependent(page)
    tumours(page)


def two_ways(page: Page) -> None:
    """Find one place's coordinates in several bases, and hold them against fractions."""
    page.heading("The place (1, 3) in four bases, and what is left of B c - v in exact fractions")
    v = np.array([1.0, 3.0])
    bases = {
        "(1, 0), (0, 1)": np.eye(2),
        "(2, 1), (-1, 2): right angle": np.array([[2.0, -1.0], [1.0, 2.0]]),
        "(2, 1), (1, 1)": np.array([[2.0, 1.0], [1.0, 1.0]]),
        "(3, 1), (3, 1.25): narrow": np.array([[3.0, 3.0], [1.0, 1.25]]),
    }
    rows = []
    for name, B in bases.items():
        c = coordinates(B, v)
        alone = B.T @ v / np.sum(B**2, axis=0)
        peer = np.abs(c - scipy_solve(B, v)).max()
        rows.append([name, f"{c[0]:.4f}", f"{c[1]:.4f}", f"{left_over(B, c, v):.0e}", f"{peer:.0e}", words(alone)])
    page.table(["basis", "c1", "c2", "left over", "off SciPy's", "each projected alone"], rows)
    page.picture(picture.scene(), "day_026_combination")


def left_over(B: Array, c: Array, v: Array) -> float:
    """Return the largest entry of B c - v, computed without rounding."""
    exact = [sum(Fraction(float(b)) * Fraction(float(w)) for b, w in zip(row, c, strict=True)) for row in B]
    return float(max(abs(one - Fraction(float(goal))) for one, goal in zip(exact, v, strict=True)))


def words(weights: Array) -> str:
    """Return weights with two digits."""
    return ", ".join(f"{w:.2f}" for w in weights)


def reached(page: Page) -> None:
    """Count dimensions of spans."""
    page.heading("How many dimensions do vectors reach? And does (1, 2, 3) lie in their span?")
    sets: dict[str, Sequence[Sequence[float]]] = {
        "(1, 0, 1)": [(1, 0, 1)],
        "(1, 0, 1), (2, 0, 2)": [(1, 0, 1), (2, 0, 2)],
        "(1, 0, 1), (0, 1, 1)": [(1, 0, 1), (0, 1, 1)],
        "(1, 0, 1), (0, 1, 1), (1, -1, 0)": [(1, 0, 1), (0, 1, 1), (1, -1, 0)],
        "(1, 0, 1), (0, 1, 1), (1, 1, 0)": [(1, 0, 1), (0, 1, 1), (1, 1, 0)],
    }
    v = np.array([1.0, 2.0, 3.0])
    rows = []
    for name, vectors in sets.items():
        B = np.array(vectors, dtype=float).T
        rank = int(np.linalg.matrix_rank(B))
        gap = float(np.linalg.norm(B @ np.linalg.lstsq(B, v, rcond=None)[0] - v))
        rows.append([name, str(B.shape[1]), str(rank), "yes" if gap < 1e-12 else f"no, {gap:.3f} away"])
    page.table(["vectors", "how many", "dimensions", "reach (1, 2, 3)"], rows)
    page.picture(picture.scene(apart=0.0), "day_026_one_line")


def nearly_dependent(page: Page) -> None:
    """Change the last digits of the place, and see the coordinates jump."""
    page.heading("The place moves by 0.001: how far do its coordinates move?")
    rows = []
    for degrees in (90.0, 30.0, 5.0, 1.0, 0.1):
        angle = np.deg2rad(degrees)
        B = np.array([[1.0, np.cos(angle)], [0.0, np.sin(angle)]])
        moved = coordinates(B, np.array([1.0, 1.001])) - coordinates(B, np.array([1.0, 1.0]))
        rows.append([f"{degrees:g}", f"{np.linalg.norm(moved):.4f}", f"{np.linalg.cond(B):.4g}"])
    page.table(["degrees between the arrows", "they move by", "condition number"], rows)
    page.say("The condition number says how many times an error can grow, in proportion.")
    narrow = combination(np.array([[2.0, 2.0], [0.5, 0.75]]), (1.0, 1.5), title="Arrows that are nearly one line")
    page.picture(narrow, "day_026_nearly_one_line")


def unexplained(X: Array) -> Array:
    """Return, for each column, the share of its variance that no combination of the others and a constant gives."""
    Z = X - X.mean(axis=0)
    spread = Z.std(axis=0)
    Z = Z / np.where(spread > 0, spread, 1.0)
    shares = np.zeros(X.shape[1])
    for j in np.flatnonzero(spread > 0):
        others = np.delete(Z, j, axis=1)
        rest = Z[:, j] - (others @ np.linalg.lstsq(others, Z[:, j], rcond=None)[0] if others.size else 0.0)
        shares[j] = float(np.mean(rest**2))
    return np.clip(shares, 0.0, 1.0)


def tumours(page: Page) -> None:
    """Look for columns that the others give, in real data, and then make one."""
    data = load_breast_cancer()
    X, names = data.data, [str(name) for name in data.feature_names]
    page.heading(f"{len(X)} tumours, {X.shape[1]} measurements: what does each say that the others do not?")
    shares = unexplained(X)
    least = np.argsort(shares)
    chosen = [*least[:4], *least[-2:]]
    page.table(["measurement", "not explained by the others"], [[names[j], f"{shares[j]:.3%}"] for j in chosen])
    page.say(
        f"Rank {np.linalg.matrix_rank(X)} of {X.shape[1]}: none is exactly a combination of the others, and "
        f"{int(np.sum(shares < 0.01))} are within 1 % of it. A radius, a perimeter and an area say nearly the same."
    )
    page.picture(bars(shares, names), "day_026_tumours")
    made = np.column_stack([X[:, :3], X[:, 0] + 2.0 * X[:, 2]])
    page.say(
        f"With a fourth column made of the first and twice the third, four columns have the rank "
        f"{np.linalg.matrix_rank(made)}, and each of the three is left with {unexplained(made)[[0, 2, 3]].max():.0e}."
    )


def bars(shares: Array, names: Sequence[str]) -> Scene:
    """Return the shares in order, on a scale of powers of ten."""
    order = np.argsort(-shares)
    heights = np.maximum(shares[order], 1e-16)
    least = names[int(order[-1])]
    most = names[int(order[0])]
    marks = (Points(numbers(np.arange(1.0, len(order) + 1)), numbers(heights), 0, "column"),)
    say = f"The others explain all but {heights[-1]:.2g} of {least}, and all but {heights[0]:.2g} of {most}."
    axes = Axis("columns, from the most independent"), Axis("share not explained by the others", scale="log")
    return Scene("What does each column add to the span?", *axes, marks, say)


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    X = table.X
    constant = X.std(axis=0) == 0
    page.heading(f"Your data: {len(X)} rows, {X.shape[1]} columns. What does each say that the others do not?")
    shares = unexplained(X)
    rows = [
        [name, "constant" if flat else f"{share:.3%}"]
        for name, share, flat in zip(table.features, shares, constant, strict=True)
    ]
    page.table(["column", "not explained by the others"], rows)
    rank = int(np.linalg.matrix_rank(np.column_stack([np.ones(len(X)), standard(X)])))
    page.say(f"With a constant they are {X.shape[1] + 1} columns, of rank {rank}.")
    recipe(page, X, table.features, np.where(constant, np.inf, shares))
    page.picture(bars(shares, table.features), "your_columns")


def standard(X: Array) -> Array:
    """Return the columns in standard deviations from their means; constant ones as 0."""
    spread = X.std(axis=0)
    scaled: Array = (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return scaled


def recipe(page: Page, X: Array, names: Sequence[str], shares: Array) -> None:
    """Write the column that is nearest to a combination of the others as that combination."""
    if np.isfinite(shares).sum() < 2:
        page.say("There is one column that varies, or none: nothing to combine.")
        return
    j = int(np.argmin(shares))
    others = [k for k in range(X.shape[1]) if k != j and np.isfinite(shares[k])]
    model = LinearRegression().fit(X[:, others], X[:, j])
    order = np.argsort(-np.abs(model.coef_) * X[:, others].std(axis=0))[:3]
    parts = " ".join(f"{model.coef_[k]:+.4g} {names[others[k]]}" for k in order)
    more = " and less of the others" if len(others) > 3 else ""
    verdict = "exactly, as far as digits go" if shares[j] < 1e-20 else f"but for {shares[j]:.2g} of its variance"
    # What is left of the intercept by rounding is no part of the recipe.
    size = float(np.abs(X[:, others] * model.coef_).max())
    constant = float(model.intercept_) if abs(float(model.intercept_)) > 1e-12 * size else 0.0
    page.say(f"{names[j]} is {constant:.4g} {parts}{more}, {verdict}.")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
