"""Day 2: simple linear regression, on students whose law we know, and on patients whose law nobody knows."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LinearRegression as Theirs
from sklearn.model_selection import train_test_split

from workings.lessons.day_002_simple_linear_regression import picture
from workings.lessons.day_002_simple_linear_regression.data import (
    POINTS_AT_0,
    POINTS_PER_HOUR,
    patients,
    students,
)
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page
from workings.linear_model import LinearRegression
from workings.show import Axis, fitted_line

READS = Reads(target="numbers")


def run(page: Page) -> None:
    """Run the day on its own data."""
    hours_and_points(page)
    chance(page)
    backwards(page)
    far_from_zero(page)
    body_mass(page)


def hours_and_points(page: Page) -> None:
    """Find a law that is known."""
    hours, points = students()
    page.heading(f"{len(points)} students: what is an hour of study worth?")
    model, peer = LinearRegression().fit(hours, points), Theirs().fit(hours, points)
    page.table(
        ["points", "true", "found", "scikit-learn"],
        [
            ["for each hour", f"{POINTS_PER_HOUR:.2f}", f"{model.coef_[0]:.4f}", f"{peer.coef_[0]:.4f}"],
            ["for 0 hours", f"{POINTS_AT_0:.2f}", f"{model.intercept_:.4f}", f"{peer.intercept_:.4f}"],
        ],
    )
    residuals = points - model.predict(hours)
    middle = model.predict(hours.mean(axis=0, keepdims=True))[0]
    page.say(
        f"The residuals add up to {residuals.sum():.0e}, and the line passes through the middle of the cloud: at "
        f"{hours.mean():.2f} hours it is at {middle:.2f}, and the mean of the points is {points.mean():.2f}. "
        f"R^2 = {model.score(hours, points):.2f}: that share of the variance of the points the line accounts for."
    )
    page.say(
        f"Nothing stops the line where the data stop: a student of 24 hours would get "
        f"{model.predict([[24.0]])[0]:.0f} points of 100."
    )
    page.picture(fitted_line(model, hours, points, axes=picture.AXES, title="40 students"), "day_002_line")
    page.picture(picture.scene(), "day_002_one_more")


def chance(page: Page) -> None:
    """Show how far the slope of another class would lie from this one's."""
    page.heading("Another class, another line")
    rows = []
    for n in (10, 40, 160, 640):
        slopes = np.array([LinearRegression().fit(*students(n, seed)).coef_[0] for seed in range(1000, 1500)])
        low, high = np.quantile(slopes, [0.05, 0.95])
        rows.append([f"{n} students", f"{slopes.mean():.2f}", f"{low:.2f} .. {high:.2f}", f"{slopes.std():.3f}"])
    page.table(["500 classes of", "mean slope", "nine in ten lie in", "standard deviation"], rows)
    page.say("On average the slope is right. Four times as many students halve its error, no more.")


def backwards(page: Page) -> None:
    """Predict the other way round: it is not the same line."""
    hours, points = students()
    there = LinearRegression().fit(hours, points)
    back = LinearRegression().fit(points[:, None], hours.ravel())
    page.heading("Hours from points is another line")
    page.say(
        f"An hour more goes with {there.coef_[0]:.2f} points more. So {there.coef_[0]:.2f} points more go with an hour "
        f"more? No: with {back.coef_[0] * there.coef_[0]:.2f} hours. Each line leaves out what it cannot know and "
        f"stays nearer to the mean of what it predicts; the two slopes multiplied are R^2, "
        f"{there.coef_[0] * back.coef_[0]:.2f}, not 1."
    )


def far_from_zero(page: Page) -> None:
    """Move the same students along the axis; the slope must not change."""
    hours, points = students()
    page.heading("The same students, the hours counted from further and further away")
    rows = []
    for offset in (0.0, 1e4, 1e6, 1e8):
        moved = hours + offset
        model = LinearRegression().fit(moved, points)
        rows.append([f"{offset:,.0f}", f"{model.coef_[0]:.6f}", f"{_one_pass(moved.ravel(), points):.6f}"])
    page.table(["hours + ", "slope", "by sums of x y and x^2"], rows)
    page.say(
        "The slope cannot depend on where the clock starts. The formula with the sums is right on paper; in 16 digits "
        "it subtracts two huge numbers that are nearly equal. Means first, then distances."
    )


def _one_pass(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    n = len(x)
    below = n * np.sum(x * x) - np.sum(x) ** 2
    return float((n * np.sum(x * y) - np.sum(x) * np.sum(y)) / below) if below else float("nan")


def body_mass(page: Page) -> None:
    """Predict how diabetes goes on from one measure: 442 patients."""
    X, progression, names = patients()
    bmi = X[:, [names.index("bmi")]]
    page.heading(f"{len(X)} patients: body mass index, and how far the diabetes has gone a year later")
    X_train, X_test, y_train, y_test = train_test_split(bmi, progression, test_size=0.3, random_state=0)
    model, peer = LinearRegression().fit(X_train, y_train), Theirs().fit(X_train, y_train)
    error, always = (np.sqrt(np.mean((y_test - p) ** 2)) for p in (model.predict(X_test), y_train.mean()))
    page.say(
        f"Each unit of body mass index goes with {model.coef_[0]:.2f} more (scikit-learn: {peer.coef_[0]:.2f}). On "
        f"{len(y_test)} patients not seen before the line misses by {error:.0f} (root mean square); saying the mean to "
        f"all misses by {always:.0f}. R^2 is {model.score(X_test, y_test):.2f}."
    )
    axes = (Axis("body mass index", "kg/m²"), Axis("progression after a year"))
    page.picture(
        fitted_line(model, X_test, y_test, axes=axes, title="133 patients not seen by the fit"), "day_002_patients"
    )


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: one line for each feature, the best one drawn."""
    X, y = table.X, table.y
    page.heading(f"Your data: {len(y):,} rows; {table.target!r} from one feature at a time")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    varies = [j for j in range(X.shape[1]) if np.ptp(X[:, j]) > 0]
    still = [table.features[j] for j in range(X.shape[1]) if j not in varies]
    if still:
        page.say(f"(left out, because they are the same in every row: {', '.join(still)})")
    if not varies:
        page.say("No feature varies: there is no line to draw.")
        return
    models = {j: LinearRegression().fit(X[:, [j]], y) for j in varies}
    shares = {j: model.score(X[:, [j]], y) for j, model in models.items()}
    order = sorted(varies, key=lambda j: -shares[j])[:12]
    page.table(
        ["feature", f"{table.target} for each unit", f"{table.target} at 0", "R^2"],
        [
            [table.features[j], f"{models[j].coef_[0]:+.5g}", f"{models[j].intercept_:.5g}", f"{shares[j]:.3f}"]
            for j in order
        ],
    )
    if len(varies) > len(order):
        page.say(f"(the {len(order)} best of {len(varies)})")
    page.say(
        "R^2 is the share of the variance that the line accounts for, on the rows that it was fitted to. Look at the "
        "residuals: if they bend, a line is the wrong shape."
    )
    best = order[0]
    axes = (Axis(table.features[best]), Axis(table.target))
    page.picture(fitted_line(models[best], X[:, [best]], y, axes=axes, title="The best single feature"), "your_line")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
