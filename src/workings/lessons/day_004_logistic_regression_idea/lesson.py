"""Day 4: from hours studied to the probability of passing, and why a straight line will not do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression as Theirs

from workings.lessons.day_004_logistic_regression_idea import picture
from workings.lessons.day_004_logistic_regression_idea.data import HOUR, INTERCEPT, more_students, students
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.linear_model import LinearRegression, LogisticRegression
from workings.show import Axis, Line, Points, Scene
from workings.show.scene import numbers

Array = NDArray[Any]


def run(page: Page) -> None:
    """Run the day on its own data."""
    hours, passed = students()
    page.heading("200 students: who passes?")
    line, curve = LinearRegression().fit(hours, passed), LogisticRegression(C=np.inf).fit(hours, passed)
    at = np.array([[0.0], [2.0], [4.0], [6.0], [8.0], [10.0]])
    truth = 1 / (1 + np.exp(-(INTERCEPT + HOUR * at[:, 0])))
    page.table(
        ["hours", "straight line", "logistic curve", "the truth"],
        [
            [f"{h:.0f}", *(f"{v:+.2f}" for v in row)]
            for h, *row in zip(at[:, 0], line.predict(at), curve.predict_proba(at)[:, 1], truth, strict=True)
        ],
    )
    ends = line.predict(at)[[0, -1]]
    page.say(
        f"The line promises {ends[0]:+.2f} to who has not studied and {ends[1]:+.2f} to who studied 10 hours: "
        "no probabilities."
    )

    page.heading("More students, of 12 to 20 hours: all of them passed, which is no news")
    six, rows = np.array([[6.0]]), []
    for n in (0, 20, 60):
        X, y = more_students(n)
        bent = LogisticRegression(C=np.inf).fit(X, y).predict_proba(six)[0, 1]
        rows.append([str(n), f"{LinearRegression().fit(X, y).predict(six)[0]:.2f}", f"{bent:.2f}"])
    page.table(["such students", "line, for 6 hours", "curve, for 6 hours"], rows)
    page.say("The line has to reach them, and tilts away from everybody else. The curve was there already.")

    page.heading("What an hour is worth")
    w, b = float(curve.coef_[0, 0]), float(curve.intercept_[0])
    steps = np.arange(2, 9)
    p = curve.predict_proba(steps[:, None].astype(float))[:, 1]
    page.table(
        ["hours", "probability", "gained by this hour", "odds", "odds times"],
        [
            [
                str(h), f"{p[i]:.3f}", f"{p[i] - p[i - 1]:+.3f}" if i else "",
                f"{p[i] / (1 - p[i]):.2f}", f"{p[i] / (1 - p[i]) / (p[i - 1] / (1 - p[i - 1])):.2f}" if i else "",
            ]
            for i, h in enumerate(steps)
        ],
    )  # fmt: skip
    page.say(
        f"The probability gains most in the middle; the odds are multiplied by the same e^{w:.2f} = {np.exp(w):.2f} "
        f"every hour. The law that made the data has w = {HOUR}."
    )
    beside(page, hours, passed, w, b)
    page.picture(picture.scene(diligent=60), "day_004_by_hand")

    found = load_breast_cancer()
    radius, malignant = found.data[:, :1], (found.target == 0).astype(int)
    model = LogisticRegression(C=np.inf).fit(radius, malignant)
    page.heading("569 tumours by one measure, the mean radius")
    page.say(
        f"Chances are even at a radius of {-model.intercept_[0] / model.coef_[0, 0]:.1f}; "
        f"{100 * model.score(radius, malignant):.0f} % are told right by this measure alone."
    )
    page.picture(curve_of(model, radius, malignant, "mean radius", ("benign", "malignant")), "day_004_tumours")


def beside(page: Page, X: Array, y: Array, w: float, b: float, C: float = np.inf) -> None:
    """Hold the fit against scikit-learn's, of the same penalty."""
    middle = X.mean()
    theirs = Theirs(C=C, tol=1e-8, max_iter=10_000).fit(X - middle, y)
    their_w = float(theirs.coef_[0, 0])
    page.table(
        ["", "w", "b"],
        [
            ["this library", f"{w:.5g}", f"{b:.5g}"],
            ["scikit-learn", f"{their_w:.5g}", f"{float(theirs.intercept_[0]) - their_w * middle:.5g}"],
        ],
    )


def curve_of(model: LogisticRegression, X: Array, y: Array, name: str, names: tuple[str, str]) -> Scene:
    """Return the curve of a model of one feature, with its samples at 0 and 1."""
    x = X[:, 0]
    at = np.linspace(x.min(), x.max(), 150)
    p = model.predict_proba(at[:, None])[:, 1]
    shake = np.random.default_rng(0).uniform(-0.05, 0.05, len(x))
    marks = [Points(numbers(x[y == k]), numbers((y + shake)[y == k]), k, names[k]) for k in (0, 1)]
    say = f"From {x.min():.3g} to {x.max():.3g} the probability goes from {p[0]:.1%} to {p[-1]:.1%}."
    return Scene(
        f"Probability of {names[1]}", Axis(name), Axis("probability", low=-0.12, high=1.12),
        (*marks, Line(numbers(at), numbers(p))), say.replace("%", " %"),
    )  # fmt: skip


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: the most frequent class against the others, by one feature."""
    classes, counts = np.unique(table.y, return_counts=True)
    wanted = classes[1] if len(classes) == 2 else classes[counts.argmax()]
    y = (table.y == wanted).astype(int)
    page.heading(f"Your data: {len(y):,} rows. How probable is {table.target} = {wanted!s}?")
    rows = []
    for j in range(len(table.features)):
        x = table.X[:, j : j + 1]
        if np.ptp(x) == 0:
            continue
        unit = float(x.std())
        model = LogisticRegression().fit((x - x.mean()) / unit, y)
        rows.append((abs(model.coef_[0, 0]), j, np.exp(model.coef_[0, 0]), model.score((x - x.mean()) / unit, y)))
    if not rows:
        page.say("No feature varies, so there is nothing to learn from.")
        return
    rows.sort(reverse=True)
    page.table(
        ["feature alone", "odds times, for one standard deviation", "told right"],
        [[table.features[j], f"{odds:.3g}", f"{100 * right:.1f} %"] for _, j, odds, right in rows[:12]],
    )
    page.say(f"Always giving the more frequent answer would be right for {100 * max(y.mean(), 1 - y.mean()):.1f} %.")
    j = rows[0][1]
    x = table.X[:, j : j + 1]
    model = LogisticRegression(C=float(x.var()), tol=1e-8).fit(
        x - x.mean(), y
    )  # the same penalty as on standardised data
    w, b = float(model.coef_[0, 0]), float(model.intercept_[0] - model.coef_[0, 0] * x.mean())
    model.intercept_ = np.array([b])
    page.say(f"The strongest is {table.features[j]}: log-odds = {w:.4g} times it {b:+.4g}.")
    beside(page, x, y, w, b, float(x.var()))
    page.picture(curve_of(model, x, y, table.features[j], ("other", str(wanted))), "your_curve")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
