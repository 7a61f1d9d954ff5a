"""Day 33: the idea of random forests, on walks whose law we know, and on cells from a clinic."""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

import numpy as np
from sklearn.model_selection import train_test_split

from workings.ensemble import RandomForestClassifier
from workings.lessons.day_033_random_forests_the_idea import picture
from workings.lessons.day_033_random_forests_the_idea.data import cells, chance, walks
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show import confusion_matrix
from workings.show.forests import error_curve, errors_by_trees
from workings.tree import DecisionTreeClassifier


def run(page: Page) -> None:
    """Run the day on its own data."""
    crowd(page)
    left_out(page)
    disagreement(page)


def crowd(page: Page) -> None:
    """Let more and more trees vote."""
    X, found = walks()
    new = walks(20_000, seed=35)
    page.heading("300 walks: one tree, and many")
    model = RandomForestClassifier(200, max_features=1, random_state=33).fit(X, found)
    inside, outside = errors_by_trees(model, X, found, new=True), errors_by_trees(model, *new, new=True)
    page.table(
        ["trees", "right on the 300 walks", "right on 20,000 others"],
        [
            [str(t), f"{100 * (1 - inside[t - 1]):.1f} %", f"{100 * (1 - outside[t - 1]):.1f} %"]
            for t in (1, 2, 5, 20, 50, 200)
        ],
    )
    best = np.mean((chance(new.X) > 0.5) == new.found)
    page.say(f"Who knows the law is right about {100 * best:.1f} % of the others; the rest is luck.")
    page.picture(picture.scene(trees=1), "day_033_one_tree")
    page.picture(picture.scene(trees=60), "day_033_many_trees")


def left_out(page: Page) -> None:
    """Count whom the draws leave out, and hold their error against the true one."""
    X, found = walks()
    new = walks(20_000, seed=35)
    page.heading("Whom the draws leave out")
    model = RandomForestClassifier(200, max_features=1, oob_score=True, random_state=33).fit(X, found)
    shares = [1.0 - len(np.unique(drawn)) / len(X) for drawn in model.estimators_samples_]
    page.say(
        f"Of the 300 walks a tree never sees {100 * np.mean(shares):.1f} % on average, expected are "
        f"{100 * (1 - 1 / len(X)) ** len(X):.1f} %. Asked only about these, the trees are right about "
        f"{100 * model.oob_score_:.1f} %; on 20,000 new walks about {100 * model.score(*new):.1f} %. The first "
        "number needed no test set; from 300 walks it cannot be surer than by some 2 % either way."
    )
    page.picture(error_curve(model, X, found, new=new), "day_033_error")


def disagreement(page: Page) -> None:
    """Show what drawing features does to one tree, to the likeness of two, and to the forest."""
    X, benign, _names = cells()
    page.heading("569 samples of cells, 30 measures each: why fewer features are more")
    rows = []
    with page.working("forests of all kinds"):
        for wanted, name in ((None, "all 30"), (10, "10"), ("sqrt", "5 (root of 30)"), (1, "1")):
            single, alike, together = _likeness(X, benign, wanted)
            rows.append([name, f"{100 * single:.1f} %", f"{alike:.2f}", f"{100 * together:.1f} %"])
    page.table(["features drawn for each question", "one tree right", "likeness of two trees", "forest right"], rows)
    page.say(
        "The likeness is the correlation of two trees' answers on samples that they have not seen, within each class. "
        "Fewer features make each tree worse and the trees less alike. Means over five splits of the data."
    )


def _likeness(X: np.ndarray, y: np.ndarray, wanted: int | str | None) -> tuple[float, float, float]:
    """Return how often a tree is right, how alike the mistakes of two trees are, and how often the forest is right."""
    single, alike, together = [], [], []
    for seed in range(5):
        X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=seed, stratify=y)
        model = RandomForestClassifier(60, max_features=wanted, random_state=seed).fit(X_train, y_train)
        says = np.array([tree.predict(X_test) for tree in model.estimators_])
        off = says - np.where(y_test == 1, says[:, y_test == 1].mean(), says[:, y_test == 0].mean())
        single.append(np.mean(says == y_test))
        pairs = list(combinations(range(20), 2))
        alike.append(np.mean([off[i] @ off[j] / np.sqrt((off[i] @ off[i]) * (off[j] @ off[j])) for i, j in pairs]))
        together.append(model.score(X_test, y_test))
    return float(np.mean(single)), float(np.mean(alike)), float(np.mean(together))


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    X, y, n = table.X, table.y, len(table.y)
    classes, counts = np.unique(y, return_counts=True)
    page.heading(f"Your data: {n:,} rows, {len(table.features)} features, {len(classes)} classes of {table.target!r}")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=max(0.25, len(classes) / n), random_state=0, stratify=y
    )
    tree = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
    with page.working("growing 200 trees"):
        model = RandomForestClassifier(200, oob_score=True, random_state=0).fit(X_train, y_train)
    always = float(np.mean(y_test == classes[counts.argmax()]))
    page.say(
        f"Of {len(y_test):,} rows that no fit has seen, one tree tells {100 * tree.score(X_test, y_test):.1f} % right, "
        f"200 trees {100 * model.score(X_test, y_test):.1f} %; always saying {classes[counts.argmax()]!s} would be "
        f"right for {100 * always:.1f} %. Out of bag the forest itself expected {100 * model.oob_score_:.1f} %."
    )
    page.picture(error_curve(model, X_train, y_train, new=(X_test, y_test)), "your_error")
    names = [str(one) for one in classes]
    page.picture(
        confusion_matrix(y_test, model.predict(X_test), names=None if len(set(y_test)) < len(classes) else names),
        "your_confusion",
    )


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
