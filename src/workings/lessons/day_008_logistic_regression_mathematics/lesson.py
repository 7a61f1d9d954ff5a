"""Day 8: the mathematics of logistic regression, each claim held against numbers."""

from __future__ import annotations

import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.linalg import LinAlgWarning
from sklearn.datasets import load_breast_cancer
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression as Theirs

from workings.lessons.day_004_logistic_regression_idea.data import HOUR, INTERCEPT, students
from workings.lessons.day_008_logistic_regression_mathematics import picture
from workings.lessons.day_008_logistic_regression_mathematics.newton import (
    Array,
    gradient,
    mean_loss,
    newton_path,
    standard_errors,
    with_ones,
)
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.lessons.two_classes import say_table, two_classes
from workings.linear_model import LogisticRegression
from workings.show import Axis, Line, Points, Scene, loss_curve, loss_surface, step_path, steps
from workings.show.objectives import Objective
from workings.show.scene import numbers
from workings.special import sigmoid

AXES = (Axis("coefficient of an hour", "log-odds"), Axis("intercept", "log-odds"))


def run(page: Page) -> None:
    """Run the day on its own data."""
    likelihood(page)
    newton(page)
    surface(page)
    scatter(page)
    tumours(page)


def likelihood(page: Page) -> None:
    """Compare some coefficients by the probability that they give to what happened."""
    hours, passed = students()
    X = with_ones(hours)
    page.heading("200 students: which coefficients make what happened most probable?")
    rows = []
    best = newton_path(np.zeros(2), X, passed, 20)[-1]
    for name, w in (("nothing known", [0.0, 0.0]), ("the law", [HOUR, INTERCEPT]), ("the optimum", best)):
        q = sigmoid(X @ w)
        product = float(np.prod(np.where(passed == 1, q, 1.0 - q)))
        logarithm, loss = float(np.log(product)), mean_loss(np.asarray(w), X, passed)
        rows.append([name, f"{w[0]:.3f}", f"{w[1]:.3f}", f"{product:.1e}", f"{logarithm:.1f}", f"{loss:.4f}"])
    page.table(["", "w", "b", "likelihood", "its logarithm", "mean loss"], rows)
    ten = np.prod(np.tile(np.where(passed == 1, q, 1.0 - q), 50))
    page.say(
        f"The law itself is less likely than the optimum: the fit suits the accidents of these students. Of 50 times "
        f"as many, the computer makes a likelihood of {ten:g}: hence the logarithm."
    )
    page.say(f"At the optimum {sigmoid(X @ best).sum():.6f} students are expected to pass, and {passed.sum()} did.")


def newton(page: Page) -> None:
    """Write Newton's method out, and hold it against the library's own steps and scikit-learn's result."""
    hours, passed = students()
    X = with_ones(hours)
    page.heading("Newton's method, written out")
    path = newton_path(np.zeros(2), X, passed, 7)
    rows = []
    for k, w in enumerate(path):
        away = float(np.abs(w - path[-1]).max())
        digits = "all" if away < 1e-13 else f"{max(0.0, -np.log10(away / np.abs(path[-1]).max())):.1f}"
        slope = float(np.abs(gradient(w, X, passed)).max())
        rows.append([str(k), f"{w[0]:.6f}", f"{w[1]:.6f}", f"{mean_loss(w, X, passed):.8f}", f"{slope:.0e}", digits])
    page.table(["step", "w", "b", "mean loss", "largest gradient", "right digits"], rows)
    model = LogisticRegression(C=np.inf, tol=1e-12)
    own = step_path(list(steps(model, hours, passed)), (0, -1))
    same = min(len(own), len(path))
    peer = Theirs(C=np.inf, solver="newton-cholesky", tol=1e-12).fit(hours, passed)
    apart = np.abs(own[:same] - path[:same]).max()
    page.say(
        f"The library's fit takes the same steps (they differ by {apart:.0e} at most), "
        f"and scikit-learn comes to w = {peer.coef_[0, 0]:.6f}, b = {peer.intercept_[0]:.6f}."
    )
    page.picture(picture.scene(), "day_008_newton")
    page.say("The same from a start where the parabola knows nothing of the bowl:")
    page.picture(picture.scene(start=1.8, jumps=5.0), "day_008_lost")
    page.picture(picture.scene(start=1.8, jumps=5.0, guard=1.0), "day_008_guarded")


def surface(page: Page) -> None:
    """Draw Newton's jumps and gradient descent's way over the same surface."""
    hours, passed = students()
    page.heading("Over both coefficients: a few jumps, or many steps")
    objective = Objective(LogisticRegression(C=np.inf), hours, passed)
    jumps = step_path(list(steps(LogisticRegression(C=np.inf), hours, passed)), (0, -1))
    walk = LogisticRegression(C=np.inf, solver="gradient descent", learning_rate=0.1, max_iter=1000)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        way = step_path(list(steps(walk, hours, passed)), (0, -1))
    drawn = loss_surface(
        lambda a, b: objective(a.reshape(-1, 1), b.ravel()).reshape(a.shape),
        jumps,
        limits=((-0.3, 1.5), (-6.5, 1.5)),
        axes=AXES,
        title="Newton's jumps and gradient descent's walk",
    )
    walked = Line(numbers(way[:, 0]), numbers(way[:, 1]), 0, "gradient descent")
    left = np.abs(way[-1] - jumps[-1]).max()
    say = f"Newton: {len(jumps) - 1} steps. Gradient descent, rate 0.1: {left:.1g} away after {len(way) - 1:,} steps."
    marks = [
        replace(m, label="Newton's steps") if isinstance(m, Points) and m.label == "step" else m for m in drawn.marks
    ]
    page.picture(Scene(drawn.title, drawn.x, drawn.y, (*marks, walked), say), "day_008_surface")


def scatter(page: Page) -> None:
    """Draw the students again and again, and see how the coefficients scatter."""
    hours, passed = students()
    X = with_ones(hours)
    told = standard_errors(newton_path(np.zeros(2), X, passed, 20)[-1], X)
    with page.working("drawing 400 times"):
        found = []
        for seed in range(1000, 1400):
            hours, passed = students(seed=seed)
            found.append(newton_path(np.zeros(2), with_ones(hours), passed, 12)[-1])
    spread = np.std(found, axis=0)
    page.heading("What the curvature tells, and what 400 further draws of 200 students say")
    rows = [[name, f"{a:.3f}", f"{b:.3f}"] for name, a, b in zip(("w", "b"), told, spread, strict=True)]
    page.table(["", "standard error, from one draw", "spread of 400 draws"], rows)


def tumours(page: Page) -> None:
    """Read coefficients with their uncertainty, on real data."""
    data: Any = load_breast_cancer()
    names = ["mean radius", "mean texture", "mean smoothness"]
    X = data.data[:, [list(data.feature_names).index(name) for name in names]]
    page.heading("569 tumours, three measures: how sure are the coefficients?")
    _odds_table(page, X, (data.target == 0).astype(int), names)


def _odds_table(page: Page, X: Array, y: Array, names: list[str]) -> None:
    """Fit without a penalty, and write what one standard deviation of each feature does to the odds, and how surely."""
    Z = with_ones((X - X.mean(axis=0)) / X.std(axis=0))
    model = LogisticRegression(C=np.inf, tol=1e-9, max_iter=200).fit(Z[:, :-1], y)
    with warnings.catch_warnings():
        for kind in (ConvergenceWarning, LinAlgWarning):  # there is a table to compare by
            warnings.simplefilter("ignore", kind)
        peer = Theirs(C=np.inf, tol=1e-9, solver="newton-cholesky", max_iter=200).fit(Z[:, :-1], y)
    w = np.append(model.coef_[0], model.intercept_)
    error = standard_errors(w, Z)
    rows = []
    for j in np.argsort(-np.abs(w[:-1] / error[:-1]))[:12]:
        low, high = np.exp(w[j] + 1.96 * np.array([-1.0, 1.0]) * error[j])
        found = [f"{w[j]:+.4f}", f"{peer.coef_[0, j]:+.4f}", f"{error[j]:.4f}", f"{np.exp(w[j]):.3g}"]
        rows.append([names[j], *found, f"{low:.3g} to {high:.3g}"])
    page.say("For one standard deviation more:")
    page.table(["feature", "log-odds", "scikit-learn", "std. error", "odds times", "95 % interval"], rows)


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    found = two_classes(table)
    say_table(page, table, found)
    moving = np.flatnonzero(np.ptp(table.X, axis=0) > 0)
    if not len(moving):
        page.say("No feature ever changes, so none can tell anything.")
        return
    X, names = table.X[:, moving], [table.features[j] for j in moving]
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    model = LogisticRegression(C=1e6, max_iter=200)
    with page.working("fitting"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        seen = list(steps(model, Z, found.y))
    page.say("Newton's steps, with next to no penalty and features scaled:")
    page.table(
        ["step", "mean loss", "largest |coefficient|", "largest gradient"],
        [
            [
                str(s.index),
                f"{s.objective:.6f}",
                f"{np.abs(s.arrays['coef_']).max():.4g}",
                f"{s.facts['largest_gradient']:.0e}",
            ]
            for s in seen
        ],
    )
    if model.score(Z, found.y) == 1.0:
        page.say(
            "These features tell the classes apart without a mistake. Then no coefficients are likeliest: the larger, "
            "the likelier, without end. Only a penalty (C) gives an answer; standard errors have no meaning here."
        )
    elif np.linalg.matrix_rank(with_ones(Z)) <= Z.shape[1]:
        page.say("Some features follow from others, so their coefficients cannot be told apart. Leave some out.")
    else:
        _odds_table(page, X, found.y, names)
    page.picture(loss_curve(seen), "your_loss")
    best = int(np.abs(Z.T @ (found.y - found.y.mean())).argmax())
    _alone(page, Z[:, [best]], found.y, names[best])


def _alone(page: Page, x: Array, y: Array, name: str) -> None:
    """Draw Newton's jumps for one feature and the intercept; a penalty keeps them in the picture."""
    model = LogisticRegression()
    path = step_path(list(steps(model, x, y)), (0, -1))
    objective = Objective(model, x, y)
    axes = (Axis(f"coefficient of {name}, scaled", "log-odds"), Axis("intercept", "log-odds"))
    page.say(f"For the strongest feature alone ({name}, C = 1):")
    page.picture(
        loss_surface(
            lambda a, b: objective(a.reshape(-1, 1), b.ravel()).reshape(a.shape),
            path,
            axes=axes,
            title="Newton's jumps on your data",
        ),
        "your_surface",
    )


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
