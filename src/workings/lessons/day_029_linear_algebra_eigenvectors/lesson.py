"""Day 29: the same move in another language, directions that stay, and what they tell of data."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_wine
from sklearn.decomposition import PCA

from workings.lessons.day_029_linear_algebra_eigenvectors import picture, solution
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page
from workings.show import Axis, Line, Points, Scene
from workings.show.planes import place
from workings.show.scene import numbers

Array = NDArray[Any]
READS = Reads(target="any")
power_iteration: Callable[..., tuple[float, Array]] = solution.power_iteration


def run(page: Page) -> None:
    """Run the day on its own data."""
    another_language(page)
    page.heading("Which directions stay?")
    page.picture(picture.scene(), "day_029_turned")
    page.picture(picture.scene(angle=31.7), "day_029_nearly_kept")
    page.say("A rotation by 90 degrees:")
    page.picture(picture.scene(a=0.0, d=0.0, b=-1.0, c=1.0), "day_029_rotation")
    how_fast(page)
    powers(page)
    derivative_as_matrix(page)
    wines(page)


def another_language(page: Page) -> None:
    """Write one matrix in two bases."""
    A, P = np.array([[3.0, 1.0], [0.0, 2.0]]), np.array([[1.0, 1.0], [0.0, -1.0]])
    theirs = np.linalg.solve(P, A @ P)
    page.heading("One move in two languages: ours, and one whose basis is (1, 0) and (1, -1)")
    rows = []
    for name, M in (("A, in ours", A), ("P⁻¹ A P, in theirs", theirs)):
        columns = f"{place(M[:, 0])} and {place(M[:, 1])}"
        rows.append([name, columns, f"{np.trace(M):g}", f"{np.linalg.det(M):g}"])
    page.table(["matrix", "its columns", "trace", "determinant"], rows)
    page.say("In theirs it only stretches: their basis vectors are eigenvectors.")


def how_fast(page: Page) -> None:
    """Count how the error of power iteration shrinks, and where it does not."""
    A = np.array([[2.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, -6.0]])
    values, vectors = np.linalg.eigh(A)
    best = int(np.abs(values).argmax())
    order = np.sort(np.abs(values))
    page.heading("Power iteration on a symmetric matrix, beside NumPy's eigh")
    rows = []
    for n in (1, 5, 10, 20, 40):
        value, w = power_iteration(A, np.ones(3), n)
        off = np.linalg.norm(w - vectors[:, best] * np.sign(w @ vectors[:, best]))
        rows.append([str(n), f"{value:.10f}", f"{abs(value - values[best]):.0e}", f"{off:.0e}"])
    page.table(["steps", "eigenvalue", "off by", "vector off by"], rows)
    page.say(
        f"The eigenvalues are {', '.join(f'{one:.4f}' for one in values)}: each step leaves "
        f"{order[-2] / order[-1]:.3f} of the vector's error, and the square of that of the eigenvalue's."
    )


def powers(page: Page) -> None:
    """Take a power by eigenvalues: Fibonacci's numbers."""
    A = np.array([[1.0, 1.0], [1.0, 0.0]])
    values, P = np.linalg.eigh(A)
    page.heading("[[1, 1], [1, 0]] again and again makes Fibonacci's numbers; by eigenvalues, without doing so")
    rows = []
    for n in (10, 40, 70):
        a, b = 0, 1
        for _ in range(n):
            a, b = b, a + b
        by_values = float((P * values**n @ P.T)[0, 1])
        rows.append([str(n), f"{a:,}", f"{by_values:,.2f}", f"{values[np.abs(values).argmax()]:.6f}"])
    page.table(["n", "by adding", "by eigenvalues", "largest eigenvalue"], rows)


def derivative_as_matrix(page: Page) -> None:
    """Differentiate a polynomial by a matrix."""
    D = np.diag(np.arange(1.0, 4.0), 1)
    p = np.array([5.0, -1.0, 0.0, 2.0])
    page.heading("Polynomials up to x³ are vectors too, and differentiating them is a matrix")
    page.say(
        f"5 - x + 2x³ is {place(p)}; D times that is {place(D @ p)}, which is -1 + 6x². The rank of D is "
        f"{np.linalg.matrix_rank(D)}: constants are crushed. D four times is "
        f"{'0' if not np.linalg.matrix_power(D, 4).any() else 'not 0'}."
    )


def components(X: Array, n: int) -> tuple[list[float], list[Array]]:
    """Return the n directions of most variance by power iteration, each time taking away what was found."""
    S = np.atleast_2d(np.cov(X, rowvar=False))
    found: list[Array] = []
    values: list[float] = []
    for _ in range(n):
        left = S - sum((value * np.outer(v, v) for value, v in zip(values, found, strict=True)), np.zeros_like(S))
        # The column that is left with most variance: never at right angles to all that is to be found.
        start = left[:, int(np.argmax(np.diag(left)))]
        if np.abs(start).max() < 1e-12 * np.trace(S):
            break
        value, v = power_iteration(left, start, 2000)
        values.append(value)
        found.append(v)
    return values, found


def compared(page: Page, Z: Array, names: Sequence[str]) -> Scene:
    """Compare the first two components with scikit-learn's, and return the data seen along them."""
    values, found = components(Z, min(2, Z.shape[1]))
    theirs = PCA(n_components=len(found)).fit(Z)
    total = float(Z.var(axis=0, ddof=1).sum())
    rows = []
    for k, (value, v) in enumerate(zip(values, found, strict=True)):
        other = theirs.components_[k]
        most = np.abs(v).argsort()[::-1][:2]
        words = ", ".join(names[j] for j in most)
        off = np.linalg.norm(v - other * np.sign(v @ other))
        rows.append(
            [
                f"{k + 1}: {words}",
                f"{value:.4f}",
                f"{theirs.explained_variance_[k]:.4f}",
                f"{value / total:.1%}",
                f"{off:.0e}",
            ]
        )
    columns = ["direction, and its largest columns", "variance", "scikit-learn's", "share", "vectors differ by"]
    page.table(columns, rows)
    along = (Z - Z.mean(axis=0)) @ np.transpose(found)
    x, y = along[:, 0], along[:, 1] if len(found) > 1 else np.zeros(len(along))
    spread = 2.0 * np.sqrt(values[0])
    say = f"Along the first direction lie {values[0] / total:.1%} of all variance; the bar is two standard deviations "
    say += "to each side."
    axes = Axis("along the first direction"), Axis("along the second")
    marks = (Points(numbers(x), numbers(y), 0, "row"), Line((-spread, spread), (0.0, 0.0), 1, "first direction"))
    return Scene("Data in the language of their eigenvectors", *axes, marks, say)


def wines(page: Page) -> None:
    """Find the principal components of real data."""
    data = load_wine()
    Z = (data.data - data.data.mean(axis=0)) / data.data.std(axis=0)
    page.heading(
        f"{len(Z)} wines, {Z.shape[1]} measurements: eigenvectors of the covariance, beside scikit-learn's PCA"
    )
    page.picture(compared(page, Z, data.feature_names), "day_029_wines")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: its principal components."""
    X = table.X
    spread = X.std(axis=0)
    varied = spread > 1e-12 * np.abs(X).max(axis=0, initial=0.0)
    page.heading(
        f"Your data: {len(X)} rows, {X.shape[1]} columns; eigenvectors of the covariance beside scikit-learn's PCA"
    )
    if not varied.any():
        page.say("Every column is the same in all rows: there is no direction in which they spread.")
        return
    names = [name for name, kept in zip(table.features, varied, strict=True) if kept]
    page.say("Each column in standard deviations from its mean.")
    if len(names) < X.shape[1]:
        page.say(f"{X.shape[1] - len(names)} without variance left out.")
    Z = (X[:, varied] - X[:, varied].mean(axis=0)) / spread[varied]
    page.picture(compared(page, Z, names), "your_components")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
