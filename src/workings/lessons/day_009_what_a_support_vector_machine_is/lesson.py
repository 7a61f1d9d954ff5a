"""Day 9: what a support vector machine is, on mangoes whose law we know, and on tumours."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC as Theirs

from workings.lessons.day_009_what_a_support_vector_machine_is import picture
from workings.lessons.day_009_what_a_support_vector_machine_is.data import CUT, mangoes
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.lessons.streets import box_around, samples, street, two_strongest
from workings.lessons.two_classes import say_table, two_classes
from workings.show import Scene
from workings.svm import SVC, LinearSVC


def run(page: Page) -> None:
    """Run the day on its own data."""
    fruits(page)
    price(page)
    cancer(page)


def fruits(page: Page) -> None:
    """Find the widest street, and see who holds it."""
    X, ripe = mangoes()
    page.heading("40 mangoes: the widest street between ripe and unripe")
    model = SVC(kernel="linear", C=1e6, tol=1e-6).fit(X, ripe)
    theirs = Theirs(kernel="linear", C=1e6, tol=1e-6).fit(X, ripe)
    alone = SVC(kernel="linear", C=1e6, tol=1e-6).fit(X[model.support_], ripe[model.support_])
    rows = [
        [name, *(f"{v:.3f}" for v in one.coef_[0]), f"{one.intercept_[0]:.3f}", f"{2 / np.linalg.norm(one.coef_):.3f}"]
        for name, one in (
            ("this library", model),
            ("scikit-learn", theirs),
            (f"from the {len(model.support_)} support vectors alone", alone),
        )
    ]
    page.table(["", "w firmness", "w sugar", "b", "width"], rows)
    others = len(X) - len(model.support_)
    page.say(f"{others} of the {len(X)} fruits could stay away: without them the street is the same.")
    new = mangoes(4000, gap=0.0, seed=10)
    page.say(
        f"The law behind the fruits is sugar - firmness = {CUT:.0f}. Of 4,000 new fruits, drawn up to that line, the "
        f"street's middle puts {100 * model.score(*new):.1f} % on the right side."
    )
    page.picture(picture.scene(), "day_009_street")


def price(page: Page) -> None:
    """Let fruits onto the street, for a price."""
    X, ripe = mangoes(overlap=3)
    page.heading("Three odd fruits: no line separates the classes any more")
    rows = []
    for C in (0.01, 0.1, 1.0, 100.0):
        model = SVC(kernel="linear", C=C, tol=1e-6).fit(X, ripe)
        away = ripe * model.decision_function(X)
        on = int(np.sum(away < 1 - 1e-3))
        loss = float(np.mean(np.maximum(0, 1 - away)))
        rows.append(
            [f"{C:g}", f"{2 / np.linalg.norm(model.coef_):.2f}", str(on), str(int(np.sum(away <= 0))), f"{loss:.3f}"]
        )
    page.table(["C", "width", "on the street or beyond", "on the wrong side", "hinge loss"], rows)
    page.say("A small C buys width with fruits on the street; a large one fights for every fruit.")


def cancer(page: Page) -> None:
    """Tell malignant from benign tumours by 30 measures."""
    found = load_breast_cancer()
    X, y = found.data, np.where(found.target == 0, 1, -1)
    page.heading("569 tumours, 30 measures each: malignant or benign?")
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)
    scaler = StandardScaler().fit(X_train)
    Z_train, Z_test = scaler.transform(X_train), scaler.transform(X_test)
    ours = SVC(kernel="linear", C=0.1).fit(Z_train, y_train)
    theirs = Theirs(kernel="linear", C=0.1).fit(Z_train, y_train)
    page.say(
        f"Of {len(y_test)} tumours not seen before, {100 * ours.score(Z_test, y_test):.1f} % are told right "
        f"(scikit-learn: {100 * theirs.score(Z_test, y_test):.1f} %). {len(ours.support_)} of the {len(y_train)} seen "
        f"are support vectors (scikit-learn: {len(theirs.support_)}); the others could be forgotten."
    )


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    found = two_classes(table)
    say_table(page, table, found)
    y = 2 * found.y - 1
    X_train, X_test, y_train, y_test = train_test_split(table.X, y, test_size=0.3, random_state=0, stratify=y)
    scaler = StandardScaler().fit(X_train)
    rows = []
    with page.working("fitting"):
        for C in (0.01, 0.1, 1.0, 10.0):
            model = LinearSVC(loss="hinge", C=C).fit(scaler.transform(X_train), y_train)
            near = y_train * model.decision_function(scaler.transform(X_train)) < 1
            right = 100 * model.score(scaler.transform(X_test), y_test)
            width = 2 / max(float(np.linalg.norm(model.coef_)), 1e-12)
            rows.append([f"{C:g}", f"{width:.2f}", f"{int(near.sum()):,}", f"{right:.1f} %"])
    page.table(["C", "width, in standard deviations", "on the street or beyond", "told right, of rows not seen"], rows)
    most = 100 * max(float(np.mean(y_test == 1)), float(np.mean(y_test == -1)))
    page.say(f"Always giving the more frequent answer would be right for {most:.1f} % of {len(y_test):,} rows.")
    if len(table.features) > 1:
        pair = two_strongest(table.X, y)
        Z = StandardScaler().fit_transform(table.X[:, pair])
        model = LinearSVC(loss="hinge").fit(Z, y)
        box, few = box_around(Z), np.random.default_rng(0).permutation(len(y))[:600]
        marks = [*samples(Z[few], y[few], found.names), *street(model.coef_[0], float(model.intercept_[0]), box)]
        names = [table.features[j] for j in pair]
        say = f"By {names[0]} and {names[1]} alone {100 * model.score(Z, y):.1f} % of all rows lie on their own side."
        axes = box.axes(names, ("standard deviations",) * 2)
        page.picture(Scene("The street between the classes", *axes, tuple(marks), say), "your_street")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
