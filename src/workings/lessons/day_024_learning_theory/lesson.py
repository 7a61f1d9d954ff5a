"""Day 24: statistical learning theory: losses and the best actions, the two errors, and both on real data."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

from workings.lessons.day_024_learning_theory import picture, solution
from workings.lessons.day_024_learning_theory.errors import MOST, errors
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.tree import DecisionTreeClassifier

Array = NDArray[Any]
erm: Callable[[Array], tuple[int, float]] = solution.erm
DEPTHS = (1, 2, 3, 4, 6, 8)


def run(page: Page) -> None:
    """Run the day on its own data."""
    the_loss_decides(page)
    two_errors(page)
    more_samples(page)
    tumours(page)


def the_loss_decides(page: Page) -> None:
    """Minimise the empirical risk of a constant under three losses."""
    rng = np.random.default_rng(24)
    minutes = rng.exponential(8.0, 2001)
    actions = np.linspace(0.0, 30.0, 3001)
    late = minutes - actions[:, None]
    page.heading("The bus is y minutes late, 8 on average. Which one number to announce? The loss decides")
    rows = []
    for name, losses, known in (
        ("(a - y)^2", late**2, f"mean: {minutes.mean():.2f}"),
        ("|a - y|", np.abs(late), f"median: {np.median(minutes):.2f}"),
        (
            "each minute announced too many costs 4",
            np.where(late > 0, late, -4.0 * late),
            f"a fifth lie below: {np.quantile(minutes, 0.2):.2f}",
        ),
    ):
        k, risk = erm(losses)
        rows.append([name, f"{actions[k]:.2f}", f"{risk:.2f}", known])
    page.table(["loss", "best of 3,001 actions", "empirical risk", "what it estimates"], rows)


def two_errors(page: Page) -> None:
    """Tabulate both errors of polynomials where the truth is known."""
    page.heading("60 samples of a known function with noise 0.3: polynomials of each degree")
    found = errors(60, 0.3)
    rows = [
        [
            f"{d}",
            f"{found.approximation[d]:.4f}",
            f"{found.estimation[d]:.4f}",
            f"{found.approximation[d] + found.estimation[d]:.4f}",
            f"{found.empirical[d]:.4f}",
        ]
        for d in range(0, MOST + 1, 2)
    ]
    page.table(["degree", "approximation", "estimation", "both", "empirical risk"], rows)
    page.say(
        "The empirical risk goes on falling, below the noise of 0.09 that nobody can predict: it chooses no degree."
    )
    page.picture(picture.scene(), "day_024_errors")


def more_samples(page: Page) -> None:
    """Show how the best degree moves with the number of samples."""
    page.heading("More samples afford a larger hypothesis space")
    rows = []
    for n in (20, 60, 200, 1000):
        found = errors(n, 0.3)
        total = found.approximation + found.estimation
        best = int(total.argmin())
        rows.append([f"{n:,}", f"{best}", f"{found.approximation[best]:.4f}", f"{found.estimation[best]:.4f}"])
    page.table(["samples", "best degree", "approximation", "estimation"], rows)


def depths(page: Page, X: Array, y: Array, seed: int) -> None:
    """Choose the depth of a tree by empirical risk, and by the risk on samples set aside."""
    rest, test = train_test_split(np.arange(len(y)), test_size=0.3, random_state=seed, stratify=y)
    train, aside = train_test_split(rest, test_size=0.4, random_state=seed)
    models = [DecisionTreeClassifier(max_depth=d, random_state=0).fit(X[train], y[train]) for d in DEPTHS]
    wrong = {
        name: np.array([model.predict(X[rows]) != y[rows] for model in models]).astype(float)
        for name, rows in (("train", train), ("aside", aside), ("test", test))
    }
    rows = [
        [f"{d}", *(f"{100 * wrong[name][k].mean():.1f} %" for name in ("train", "aside", "test"))]
        for k, d in enumerate(DEPTHS)
    ]
    page.table(["depth of the tree", "wrong, learnt from", "wrong, set aside", "wrong, test"], rows)
    by_heart, chosen = erm(wrong["train"])[0], erm(wrong["aside"])[0]
    page.say(
        f"The empirical risk of the samples learnt from asks for depth {DEPTHS[by_heart]}, those set aside for "
        f"{DEPTHS[chosen]}; on the test set these are wrong for {100 * wrong['test'][by_heart].mean():.1f} and "
        f"{100 * wrong['test'][chosen].mean():.1f} %."
    )


def tumours(page: Page) -> None:
    """Grow trees of real data, each depth a hypothesis space."""
    X, y = load_breast_cancer(return_X_y=True)
    page.heading("569 tumours by texture and smoothness alone: trees, each depth a larger hypothesis space")
    depths(page, X[:, [1, 4]], y, 24)


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    n = len(table.y)
    classes, counts = np.unique(table.y, return_counts=True)
    page.heading(f"Your data: {n:,} rows, {len(classes)} classes of {table.target!r}: how deep a tree?")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    depths(page, table.X, table.y, 0)
    page.say(f"Always saying {classes[counts.argmax()]!s} would be wrong for {100 * (1 - counts.max() / n):.1f} %.")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
