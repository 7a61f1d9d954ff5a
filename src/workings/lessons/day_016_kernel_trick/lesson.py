"""Day 16: the kernel trick, on seedlings, on half-moons, on digits, and on the reader's data."""

from __future__ import annotations

import sys
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.datasets import load_digits, make_moons
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC as Theirs

from workings.lessons.day_016_kernel_trick import picture
from workings.lessons.day_016_kernel_trick.data import all_products, lifted, seedlings
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show import Axis, confusion_matrix, decision_regions
from workings.svm import SVC, LinearSVC

# Rows of a learner's table by which gamma and C are chosen.
MOST = 1500


def run(page: Page) -> None:
    """Run the day on its own data."""
    lift(page)
    trick(page)
    widths(page)
    digits(page)


def lift(page: Page) -> None:
    """Separate the seedlings: on the floor, lifted, and by kernels."""
    X, withers = seedlings()
    new, truth = seedlings(4000, gap=0.0, seed=17)
    page.heading("120 seedlings: those that thrive lie in the middle")
    square: dict[str, Any] = {"kernel": "poly", "degree": 2, "coef0": 1.0, "gamma": 1.0, "C": 10.0}
    rows = []
    for name, model, theirs, a, b in (
        ("two features, a line", SVC(kernel="linear"), Theirs(kernel="linear"), X, new),
        (
            "lifted to three, a plane",
            SVC(kernel="linear", C=10.0),
            Theirs(kernel="linear", C=10.0),
            lifted(X),
            lifted(new),
        ),
        ("kernel (1 + a . b)^2", SVC(**square), Theirs(**square), X, new),
        ("radial basis function", SVC(C=10.0), Theirs(C=10.0), X, new),
    ):
        scores = [one.fit(a, withers).score(b, truth) for one in (model, theirs)]
        rows.append([name, str(len(model.support_)), *(f"{100 * score:.1f} %" for score in scores)])
    page.table(["", "support vectors", "told right, of 4,000 new ones", "scikit-learn"], rows)
    page.picture(picture.scene(), "day_016_lift")


def trick(page: Page) -> None:
    """Compute the products up there, and down here."""
    X, _ = seedlings()
    page.heading("The trick: the same products, without going there")
    there, here = all_products(X) @ all_products(X).T, (1.0 + X @ X.T) ** 2
    page.say(
        f"{here.size:,} products in six dimensions and (1 + a . b)^2 on the floor differ by at most "
        f"{np.abs(there - here).max():.0e}, of up to {here.max():.0f}."
    )
    rows = [[str(d), f"{comb(64 + d, d):,}"] for d in (1, 2, 3, 5, 8)]
    page.table(["products of up to ... of 64 features", "features up there"], rows)


def widths(page: Page) -> None:
    """Turn gamma: from a blur to learning by heart."""
    X, y = make_moons(300, noise=0.25, random_state=16)
    new, truth = make_moons(4000, noise=0.25, random_state=17)
    page.heading("Two half-moons: how narrow are the bumps?")
    rows, found = [], []
    for gamma in (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0):
        model = SVC(gamma=gamma).fit(X, y)
        scores = model.score(X, y), model.score(new, truth)
        found.append((scores[1], model, gamma))
        rows.append([f"{gamma:g}", str(len(model.support_)), *(f"{100 * score:.1f} %" for score in scores)])
    page.table(["gamma", "support vectors", "right, of those seen", "of 4,000 new ones"], rows)
    page.say("Wide bumps blur, narrow ones learn by heart: the share of those seen only ever tells half of it.")
    for name, (_, model, gamma) in (("wide", found[0]), ("good", max(found, key=lambda f: f[0])), ("narrow", found[4])):
        axes = Axis("x"), Axis("y")
        drawn = decision_regions(model, X, y, axes=axes, names=("upper", "lower"), title=f"gamma = {gamma:g}")
        page.picture(drawn, f"day_016_{name}")


def digits(page: Page) -> None:
    """Read handwritten digits, by a plane each and by bumps."""
    X, y = load_digits(return_X_y=True)
    page.heading("1,797 handwritten digits: planes and bumps")
    X_train, X_test, y_train, y_test = train_test_split(X / 16.0, y, test_size=0.4, random_state=0, stratify=y)
    rows = []
    for name, model in (
        ("planes, each against the others", LinearSVC(C=0.1)),
        ("radial basis function", SVC(C=10.0)),
        ("scikit-learn's, radial basis function", Theirs(C=10.0)),
    ):
        rows.append([name, f"{100 * model.fit(X_train, y_train).score(X_test, y_test):.2f} %"])
    page.table(["", f"told right, of {len(y_test)} not seen"], rows)


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
    few = np.random.default_rng(0).permutation(len(y_train))[:MOST]
    rare = int(np.unique(y_train[few], return_counts=True)[1].min())
    usual = 1.0 / len(table.features)
    chosen: dict[str, Any] = {"C": 1.0, "gamma": usual}
    if rare >= 2 and len(set(y_train[few])) == len(classes):
        search = GridSearchCV(
            make_pipeline(StandardScaler(), SVC()),
            {"svc__C": [0.1, 1.0, 10.0], "svc__gamma": [0.1 * usual, usual, 10.0 * usual]},
            cv=min(3, rare),
        )
        with page.working("choosing C and gamma"):
            search.fit(X_train[few], y_train[few])
        chosen = {name.removeprefix("svc__"): value for name, value in search.best_params_.items()}
        page.say(
            f"Chosen by cross-validation on {len(few):,} rows: C = {chosen['C']:g}, gamma = {chosen['gamma']:.3g}."
        )
    rows = []
    with page.working("fitting"):
        fits = {
            "a plane (for each class)": make_pipeline(StandardScaler(), LinearSVC()).fit(X_train, y_train),
            "radial basis function": make_pipeline(StandardScaler(), SVC(**chosen)).fit(X_train, y_train),
            "scikit-learn's": make_pipeline(StandardScaler(), Theirs(**chosen)).fit(X_train, y_train),
        }
    rows = [[name, f"{100 * model.score(X_test, y_test):.1f} %"] for name, model in fits.items()]
    page.table(["", f"told right, of {len(y_test):,} rows not seen"], rows)
    page.say(f"Always saying {classes[counts.argmax()]!s} would be right for {100 * counts.max() / n:.1f} %.")
    names = [str(one) for one in classes]
    whole = names if len(set(y_test)) == len(classes) else None
    model = fits["radial basis function"]
    page.picture(confusion_matrix(y_test, model.predict(X_test), names=whole), "your_confusion")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
