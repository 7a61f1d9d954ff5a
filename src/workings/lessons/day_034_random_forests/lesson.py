"""Day 34: random forests, on digits and on a law hidden among noise."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from sklearn.ensemble import RandomForestClassifier as Theirs
from sklearn.inspection import permutation_importance
from sklearn.model_selection import train_test_split

from workings.ensemble import ExtraTreesClassifier, RandomForestClassifier
from workings.lessons.day_034_random_forests import picture
from workings.lessons.day_034_random_forests.data import SIGNALS, digits, hidden
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show import confusion_matrix, steps
from workings.show.forests import error_curve
from workings.show.trees import importances
from workings.tree import DecisionTreeClassifier


def run(page: Page) -> None:
    """Run the day on its own data."""
    handwriting(page)
    choosing(page)
    looked_at(page)


def handwriting(page: Page) -> None:
    """Tell handwritten digits apart, and watch the trees join."""
    X, digit = digits()
    X_train, X_test, y_train, y_test = train_test_split(X, digit, test_size=0.4, random_state=0, stratify=digit)
    page.heading(f"{len(digit):,} handwritten digits")
    rows = []
    for name, model in (
        ("one tree", DecisionTreeClassifier(random_state=0)),
        ("random forest", RandomForestClassifier(100, random_state=0)),
        ("extremely randomised trees", ExtraTreesClassifier(100, random_state=0)),
        ("random forest of scikit-learn", Theirs(100, random_state=0)),
    ):
        taken = []
        for _ in range(4):  # the first fit in a process may have to wait for the compiler
            begin = time.perf_counter()
            model.fit(X_train, y_train)
            taken.append(time.perf_counter() - begin)
        rows.append([name, f"{100 * model.score(X_test, y_test):.1f} %", f"{1e3 * min(taken):.0f} ms"])
    page.table([f"fitted on {len(y_train):,}", f"right of {len(y_test):,} others", "time"], rows)

    page.heading("How the fit got there: tree by tree")
    seen = list(steps(RandomForestClassifier(100, random_state=0), X_train, y_train))
    page.table(
        ["trees", "error out of bag"],
        [[str(i), f"{100 * seen[i].objective:.1f} %"] for i in (0, 1, 3, 10, 30, 100)],
    )
    page.say(f"The last step: {seen[-1].what}.")
    model = RandomForestClassifier(100, random_state=0).fit(X_train, y_train)
    page.picture(error_curve(model, X_train, y_train, new=(X_test, y_test)), "day_034_error")
    page.picture(confusion_matrix(y_test, model.predict(X_test)), "day_034_confusion")
    sure = model.predict_proba(X_test).max(axis=1)
    right = model.predict(X_test) == y_test
    parts = [f"{100 * np.mean(right[part]):.0f} %" for part in (sure < 0.6, (sure >= 0.6) & (sure < 0.9), sure >= 0.9)]
    page.say(
        f"It knows when it does not know: right are {parts[0]} of the answers with a mean share below 0.6, {parts[1]} "
        f"from there to 0.9, and {parts[2]} above."
    )


def choosing(page: Page) -> None:
    """Choose the number of features for each question out of bag, without a test set."""
    page.heading("Twelve features, nine of them noise: how many to draw?")
    X, y = hidden(300, picture.FEATURES)
    new = hidden(20_000, picture.FEATURES, seed=36)
    rows = []
    for drawn in (1, 2, 3, 6, 12):
        model = RandomForestClassifier(200, max_features=drawn, oob_score=True, random_state=0).fit(X, y)
        rows.append([str(drawn), f"{100 * (1 - model.oob_score_):.1f} %", f"{100 * (1 - model.score(*new)):.1f} %"])
    page.table(["features drawn", "error out of bag", "error on 20,000 new samples"], rows)
    page.say("One label in ten was turned round, so that nobody can be below 10 %.")
    page.picture(picture.scene(), "day_034_joining")


def looked_at(page: Page) -> None:
    """Ask what the forest looked at, twice."""
    page.heading("What did it look at?")
    X, y = hidden(300, picture.FEATURES)
    new = hidden(1000, picture.FEATURES, seed=37)
    model = RandomForestClassifier(100, random_state=0).fit(X, y)
    names = [f"signal {j + 1}" if j < SIGNALS else f"noise {j + 1 - SIGNALS}" for j in range(picture.FEATURES)]
    page.picture(importances(model, feature_names=names), "day_034_importances")
    shuffled = permutation_importance(model, *new, n_repeats=5, random_state=0).importances_mean
    noise = model.feature_importances_[SIGNALS:].sum()
    page.table(
        ["feature", "importance", "worse if shuffled"],
        [
            [names[j], f"{100 * model.feature_importances_[j]:.1f} %", f"{100 * shuffled[j]:.1f} points"]
            for j in (0, 1, 2, int(SIGNALS + model.feature_importances_[SIGNALS:].argmax()))
        ],
    )
    page.say(
        f"The nine columns of noise together hold {100 * noise:.0f} % of the importance: near the leaves, anything can "
        "be split by anything. Shuffled on new samples, even the largest of them costs next to nothing."
    )


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    X, y, n = table.X, table.y, len(table.y)
    classes = np.unique(y)
    page.heading(f"Your data: {n:,} rows, {len(table.features)} features, {len(classes)} classes of {table.target!r}")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=max(0.25, len(classes) / n), random_state=0, stratify=y
    )
    with page.working("growing forests"):
        model = RandomForestClassifier(200, oob_score=True, random_state=0).fit(X_train, y_train)
        extra = ExtraTreesClassifier(200, random_state=0).fit(X_train, y_train)
    page.say(
        f"Of {len(y_test):,} rows that no fit has seen, the random forest tells "
        f"{100 * model.score(X_test, y_test):.1f} % right, extremely randomised trees "
        f"{100 * extra.score(X_test, y_test):.1f} %. Out of bag the first expected {100 * model.oob_score_:.1f} %."
    )
    page.picture(error_curve(model, X_train, y_train, new=(X_test, y_test)), "your_error")
    page.picture(importances(model, feature_names=table.features), "your_importances")
    with page.working("shuffling columns"):
        worse = permutation_importance(model, X_test, y_test, n_repeats=5, random_state=0).importances_mean
    order = np.argsort(-worse)[:5]
    page.table(["feature", "worse if shuffled"], [[table.features[j], f"{100 * worse[j]:.1f} points"] for j in order])


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
