"""Day 5: what a wrong probability costs, and walking downhill to the least cost."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression as Theirs
from sklearn.preprocessing import StandardScaler

from workings.lessons.day_004_logistic_regression_idea.data import students
from workings.lessons.day_005_logistic_regression_loss import picture
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show import loss_curve

Array = NDArray[Any]


def run(page: Page) -> None:
    """Run the day on its own data."""
    page.heading("A student who passed: what does the probability given to it cost?")
    rows = []
    for p in (0.99, 0.9, 0.5, 0.1, 0.01, 0.0001):
        rows.append(
            [f"{p:g}", f"{-np.log(p):.3f}", f"{(1 - p) ** 2:.3f}", f"{1 - p:.4f}", f"{2 * (1 - p) ** 2 * p:.4f}"]
        )
    page.table(["probability", "-log p", "(1 - p)²", "push of -log p", "push of (1 - p)²"], rows)
    page.say(
        "The push is the slope in the log-odds, what moves the fit. The square all but stops pushing where the "
        "answer is sure and wrong; the logarithm pushes hardest there."
    )
    hours, passed = students()
    rates(page, (hours - hours.mean()) / hours.std(), passed)
    page.picture(picture.scene(), "day_005_path")
    page.picture(picture.scene(rate=3.0, origin=5.0), "day_005_round")
    page.picture(picture.scene(rate=45.0, origin=5.0), "day_005_too_fast")
    scaling(page, hours, passed)

    found = load_breast_cancer()
    X, y = StandardScaler().fit_transform(found.data), (found.target == 0).astype(int)
    page.heading("569 tumours, 30 measures, scaled: 300 steps")
    plain, pushed = picture.descend(X, y, 0.3, 0.0, 300), picture.descend(X, y, 0.3, 0.9, 300)
    page.table(
        ["", "loss after 10", "after 100", "after 300"],
        [
            [name, *(f"{seen[k].objective:.4f}" for k in (10, 100, 300))]
            for name, seen in (("plain", plain), ("momentum 0.9", pushed))
        ],
    )
    page.picture(loss_curve(plain, title="Mean loss of 569 tumours"), "day_005_tumours")


def rates(page: Page, X: Array, y: Array) -> None:
    """Try learning rates on a feature of mean 0 and standard deviation 1."""
    page.heading("200 students: how long a step?")
    best = Theirs(C=np.inf, tol=1e-10).fit(X, y)
    z = best.decision_function(X)
    least = float(np.mean(np.logaddexp(0, z) - y * z))
    rows = []
    for rate in (0.1, 1.0, 3.0, 10.0, 20.0, 45.0):
        seen = picture.descend(X, y, rate, 0.0, 400)
        near = next((s.index for s in seen if s.objective < least + 1e-4), None)
        rows.append(
            [
                f"{rate:g}",
                "not in 400" if near is None else str(near),
                str(picture.uphill(seen)),
                f"{seen[-1].objective:.5f}",
            ]
        )
    page.table(["learning rate", "first within 0.0001 after", "steps uphill", "loss at the end"], rows)
    page.say(f"The least loss, by scikit-learn: {least:.5f}. Too small a rate crawls; too large a one jumps across.")


def scaling(page: Page, hours: Array, passed: Array) -> None:
    """Show that descent depends on units, which the optimum does not."""
    page.heading("The same students, in other units")
    X = (hours - hours.mean()) / hours.std()
    rows = []
    for name, data, rate in (
        ("standard deviations from the mean", X, 3.0),
        ("hours", hours, 0.1),
        ("minutes", 60 * hours, 0.1 / 3600),
    ):
        seen = picture.descend(data, passed, rate, 0.0, 300)
        rows.append([name, f"{rate:.2g}", *(f"{seen[min(k, len(seen) - 1)].objective:.4f}" for k in (30, 300))])
    page.table(["hours studied, in", "rate", "loss after 30", "after 300"], rows)
    page.say(
        "The valley has the same bottom; in minutes it is a long narrow gorge. Scale the features before descending."
    )


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: one class against the others."""
    classes, counts = np.unique(table.y, return_counts=True)
    wanted = classes[1] if len(classes) == 2 else classes[counts.argmax()]
    y = (table.y == wanted).astype(int)
    X = StandardScaler().fit_transform(table.X)
    page.heading(f"Your data: {len(y):,} rows, {X.shape[1]} features. Descending for {table.target} = {wanted!s}")
    rows, kept = [], None
    with page.working("descending"):
        for rate in (0.01, 0.1, 1.0, 10.0):
            seen = picture.descend(X, y, rate, 0.0, 200)
            at = [f"{seen[min(k, len(seen) - 1)].objective:.4f}" for k in (10, 200)]
            rows.append([f"{rate:g}", *at, str(picture.uphill(seen))])
            if kept is None or seen[-1].objective < kept[-1].objective:
                kept = seen
    page.table(["learning rate", "loss after 10", "after 200", "steps uphill"], rows)
    theirs = Theirs(C=1e4, max_iter=10_000).fit(X, y)
    z = theirs.decision_function(X)
    page.say(
        f"scikit-learn's L-BFGS, with next to no penalty, comes to {np.mean(np.logaddexp(0, z) - y * z):.4f} in "
        f"{theirs.n_iter_[0]} steps."
    )
    assert kept is not None  # four rates were tried
    page.picture(loss_curve(kept, title="The best of these rates"), "your_descent")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
