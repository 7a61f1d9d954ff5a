"""Day 14: the linear support vector machine, on letters, on digits, and on the reader's data."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC as Theirs

from workings.lessons.day_014_linear_support_vector_machine import picture
from workings.lessons.day_014_linear_support_vector_machine.data import letters, with_odd_one
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.linear_model import LogisticRegression
from workings.show import confusion_matrix, steps
from workings.svm import LinearSVC

Array = NDArray[Any]
PRICES = (0.001, 0.01, 0.1, 1.0)


def run(page: Page) -> None:
    """Run the day on its own data."""
    walk(page)
    odd_letter(page)
    digits(page)


def objective(w: Array, b: float, X: Array, y: Array, C: float) -> float:
    """Return half the squared length of w and b, and the hinge losses times C."""
    return float(0.5 * (w @ w + b * b) + C * np.maximum(0.0, 1.0 - y * (X @ w + b)).sum())


def walk(page: Page) -> None:
    """Walk against the subgradient, and compare with the optimum."""
    X, spam = letters()
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    page.heading("60 letters, spam or wanted: the walk against a subgradient, and the optimum")
    model = LinearSVC(loss="hinge")
    seen = list(steps(model, X, spam))
    w, b, best, rows = np.zeros(2), 0.0, np.inf, []
    for k in range(10_001):
        best = min(best, objective(w, b, X, spam, 1.0))
        if k in (0, 10, 100, 1000, 10_000):
            over = best - seen[-1].objective
            rows.append([f"{k:,}", f"{best:.5f}", f"{over:.1e}"])
        counts = np.where(spam * (X @ w + b) < 1.0, spam, 0)
        length = 1.0 / (k + 1)  # shorter and shorter, or the walk jumps across the corners for ever
        w, b = w - length * (w - X.T @ counts), b - length * (b - counts.sum())
    page.table(["steps walked", "lowest objective", "above the optimum"], rows)
    last = seen[-1]
    page.say(
        f"{last.index} steps of the interior point method end at {last.objective:.5f}, with a gap of "
        f"{last.facts['gap']:.0e}: proof that nothing lies lower by more."
    )
    theirs = Theirs(loss="hinge", tol=1e-8, max_iter=1_000_000, random_state=0).fit(X, spam)
    named = (("this library", model), ("scikit-learn", theirs))
    page.table(
        ["", "w exclamation marks", "w links", "b"],
        [[name, *(f"{v:.5f}" for v in (*one.coef_[0], one.intercept_[0]))] for name, one in named],
    )


def odd_letter(page: Page) -> None:
    """Put one letter farther and farther on the wrong side."""
    page.heading("A friend's letter, full of exclamation marks: whose line gives way?")
    makers: tuple[Callable[[], Any], ...] = (
        lambda: LinearSVC(loss="hinge", intercept_scaling=10.0),
        lambda: LinearSVC(loss="squared_hinge", intercept_scaling=10.0),
        LogisticRegression,
    )
    before = [make().fit(*letters()) for make in makers]
    rows = []
    for away in (0.0, 2.0, 4.0, 8.0, 16.0):
        after = [make().fit(*with_odd_one(away)) for make in makers]
        rows.append([f"{away:g}", *(f"{turned(*pair):.1f}" for pair in zip(before, after, strict=True))])
    page.table(["marks beyond those of spam", "hinge", "squared hinge", "logistic regression"], rows)
    page.say("The numbers are degrees by which the line has turned from where it was without that letter.")
    page.picture(picture.scene(), "day_014_odd_letter")


def turned(one: Any, other: Any) -> float:
    """Return the angle between the lines of two models, in degrees."""
    a, b = (model.coef_[0] / np.linalg.norm(model.coef_[0]) for model in (one, other))
    return float(np.rad2deg(np.arccos(np.clip(a @ b, -1.0, 1.0))))


def digits(page: Page) -> None:
    """Read handwritten digits, each against the others."""
    X, y = load_digits(return_X_y=True)
    page.heading("1,797 handwritten digits, 64 pixels each, ten classes: each against the others")
    X_train, X_test, y_train, y_test = train_test_split(X / 16.0, y, test_size=0.4, random_state=0, stratify=y)
    rows = []
    for name, kind in (("this library", LinearSVC), ("scikit-learn", Theirs)):
        for loss in ("hinge", "squared_hinge"):
            further: dict[str, Any] = {"max_iter": 100_000, "random_state": 0} if kind is Theirs else {}
            model = kind(loss=loss, C=0.1, **further).fit(X_train, y_train)
            rows.append([f"{name}, {loss}", f"{100 * model.score(X_test, y_test):.1f} %"])
    page.table(["", "told right, of those not seen"], rows)
    model = LinearSVC(C=0.1).fit(X_train, y_train)
    page.picture(confusion_matrix(y_test, model.predict(X_test), names=list("0123456789")), "day_014_digits")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table, of as many classes as it has."""
    X, y, n = table.X, table.y, len(table.y)
    classes, counts = np.unique(y, return_counts=True)
    page.heading(f"Your data: {n:,} rows, {len(table.features)} features, {len(classes)} classes of {table.target!r}")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=max(0.25, len(classes) / n), random_state=0, stratify=y
    )
    folds = int(min(5, np.unique(y_train, return_counts=True)[1].min()))
    rows, found = [], []
    with page.working("choosing C"):
        for C in PRICES:
            model = make_pipeline(StandardScaler(), LinearSVC(loss="hinge", C=C))
            seen = cross_val_score(model, X_train, y_train, cv=folds).mean() if folds > 1 else float("nan")
            found.append(seen)
            rows.append([f"{C:g}", f"{100 * seen:.1f} %"])
    if folds > 1:
        page.table(["C", "told right in cross-validation"], rows)
    best = PRICES[int(np.argmax(found))] if folds > 1 else 0.1
    rows = []
    for name, model in (
        ("hinge", LinearSVC(loss="hinge", C=best)),
        ("squared hinge", LinearSVC(C=best)),
        ("scikit-learn, squared hinge", Theirs(C=best)),
        ("logistic regression", LogisticRegression(C=best)),
    ):
        fitted = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
        rows.append([name, f"{100 * fitted.score(X_test, y_test):.1f} %"])
    page.table([f"C = {best:g}", f"told right, of {len(y_test):,} rows not seen"], rows)
    page.say(f"Always saying {classes[counts.argmax()]!s} would be right for {100 * counts.max() / n:.1f} %.")
    chosen = make_pipeline(StandardScaler(), LinearSVC(loss="hinge", C=best)).fit(X_train, y_train)
    names = [str(one) for one in classes]
    page.picture(
        confusion_matrix(y_test, chosen.predict(X_test), names=names if len(set(y_test)) == len(classes) else None),
        "your_confusion",
    )


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
