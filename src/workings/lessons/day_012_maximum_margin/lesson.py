"""Day 12: the maximum margin, step by step, on grains and on irises."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC as Theirs

from workings.lessons.day_012_maximum_margin import picture
from workings.lessons.day_012_maximum_margin.data import grains
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.lessons.streets import box_around, samples, street, two_strongest
from workings.lessons.two_classes import say_table, two_classes
from workings.show import Scene
from workings.svm import SVC

# A learner's table of more rows is cut to so many: the day looks at single samples.
MOST = 3000


def run(page: Page) -> None:
    """Run the day on its own data."""
    walk(page)
    kinds(page)
    irises(page)


def walk(page: Page) -> None:
    """Watch the multipliers find the street."""
    page.heading("40 grains of wheat and rye: two multipliers at a time")
    (X, wheat), seen = picture.walk(10.0, 1.0)
    rows = []
    for k in sorted({*range(min(len(seen), 6)), len(seen) - 1}):
        held, w, _b, missed = seen[k]
        wide = f"{2 / np.linalg.norm(w):.3f}" if np.any(w) else "-"
        rows.append([str(k), str(np.count_nonzero(held)), wide, f"{held.sum():+.1e}", f"{missed:.1e}"])
    page.table(["step", "multipliers not 0", "width, mm", "sum of alpha y", "condition missed by"], rows)
    model = SVC(kernel="linear", C=10.0, tol=1e-4).fit(X, wheat)
    page.say(
        f"The weights as a sum of {len(model.support_)} samples, ({w[0]:.4f}, {w[1]:.4f}), are the model's, "
        f"({model.coef_[0, 0]:.4f}, {model.coef_[0, 1]:.4f})."
    )
    page.picture(picture.scene(), "day_012_street")


def kinds(page: Page) -> None:
    """Count the three kinds of samples, and hold the optimum against scikit-learn's."""
    X, wheat = grains(200, apart=0.9, seed=13)
    page.heading("200 grains that overlap: the three kinds of samples")
    rows = []
    for C in (0.1, 1.0, 10.0, 100.0):
        ours = SVC(kernel="linear", C=C, tol=1e-5).fit(X, wheat)
        theirs = Theirs(kernel="linear", C=C, tol=1e-5).fit(X, wheat)
        alpha = np.abs(ours.dual_coef_[0])
        full = int(np.sum(alpha > C * (1 - 1e-9)))
        rows.append(
            [
                f"{C:g}",
                str(len(X) - len(alpha)),
                str(len(alpha) - full),
                str(full),
                f"{_dual(ours):.5f}",
                f"{_dual(theirs):.5f}",
            ]
        )
    page.table(["C", "alpha = 0", "between", "alpha = C", "dual objective", "scikit-learn's"], rows)
    page.say("The fewer may stand on the street, the fewer hold it, and the harder they push.")


def _dual(model: SVC | Theirs) -> float:
    """Return the sum of the multipliers minus half the squared length of the weights."""
    w = model.coef_[0]
    return float(np.abs(model.dual_coef_).sum() - 0.5 * w @ w)


def irises(page: Page) -> None:
    """Forget the samples that push nothing."""
    found = load_iris()
    chosen = found.target > 0
    X, y = found.data[chosen], np.where(found.target[chosen] == 2, 1, -1)
    page.heading("100 irises, versicolor or virginica: who could be forgotten?")
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)
    model = SVC(kernel="linear", C=1.0, tol=1e-6).fit(X_train, y_train)
    theirs = Theirs(kernel="linear", C=1.0, tol=1e-6).fit(X_train, y_train)
    again = SVC(kernel="linear", C=1.0, tol=1e-6).fit(X_train[model.support_], y_train[model.support_])
    page.say(
        f"{len(model.support_)} of {len(y_train)} are support vectors (scikit-learn: {len(theirs.support_)}). Fitted "
        f"on these alone, no weight differs by more than {np.abs(model.coef_ - again.coef_).max():.0e}. Of "
        f"{len(y_test)} not seen, {100 * model.score(X_test, y_test):.1f} % are told right "
        f"(scikit-learn: {100 * theirs.score(X_test, y_test):.1f} %)."
    )


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    found = two_classes(table)
    say_table(page, table, found)
    X, y = table.X, 2 * found.y - 1
    if len(y) > MOST:
        page.say(f"(the day looks at single samples, so it takes {MOST:,} of your rows, drawn at random)")
        X, _, y, _ = train_test_split(X, y, train_size=MOST, random_state=0, stratify=y)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)
    scaler = StandardScaler().fit(X_train)
    rows = []
    with page.working("fitting"):
        for C in (0.01, 0.1, 1.0):
            model = SVC(kernel="linear", C=C).fit(scaler.transform(X_train), y_train)
            full = int(np.sum(np.abs(model.dual_coef_) > C * (1 - 1e-9)))
            held = len(model.support_)
            right = 100 * model.score(scaler.transform(X_test), y_test)
            rows.append([f"{C:g}", f"{len(y_train) - held:,}", f"{held - full:,}", f"{full:,}", f"{right:.1f} %"])
    page.table(["C", "alpha = 0", "between", "alpha = C", "told right, of rows not seen"], rows)
    if len(table.features) > 1:
        pair = two_strongest(X, y)
        Z = StandardScaler().fit_transform(X[:, pair])
        with page.working("fitting two features"):
            model = SVC(kernel="linear").fit(Z, y)
        few = np.random.default_rng(0).permutation(len(y))[:600]
        holds = np.isin(few, model.support_)
        box = box_around(Z)
        marks = [*samples(Z[few], y[few], found.names, holds), *street(model.coef_[0], float(model.intercept_[0]), box)]
        names = [table.features[j] for j in pair]
        say = (
            f"By {names[0]} and {names[1]} alone {len(model.support_):,} of {len(y):,} rows hold the street (stronger)."
        )
        axes = box.axes(names, ("standard deviations",) * 2)
        page.picture(Scene("Who holds the street", *axes, tuple(marks), say), "your_street")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
