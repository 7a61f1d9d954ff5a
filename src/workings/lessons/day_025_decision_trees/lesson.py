"""Day 25: decision trees grown, stopped and pruned, on mornings whose law we know and on cells from a clinic."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.tree import DecisionTreeClassifier as Theirs

from workings.lessons.day_023_decision_trees_idea.data import FEATURES, law, mornings
from workings.lessons.day_025_decision_trees import picture
from workings.lessons.day_025_decision_trees.data import cells, true_warmth, warmth
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show import Axis, Line, Points, Scene, steps
from workings.show.scene import numbers
from workings.show.trees import importances, tree_diagram
from workings.tree import DecisionTreeClassifier, DecisionTreeRegressor


def run(page: Page) -> None:
    """Run the day on its own data."""
    deeper(page)
    growing(page)
    clinic(page)
    amounts(page)


def deeper(page: Page) -> None:
    """Let a tree grow deeper and deeper."""
    X, flew = picture.seen()
    new = mornings(20_000, seed=28)
    page.heading(f"{len(flew)} mornings at the hive: how deep?")
    rows = []
    for depth in (1, 2, 3, 5, 8, None):
        model = DecisionTreeClassifier(max_depth=depth).fit(X, flew)
        rows.append(
            [
                "to the end" if depth is None else str(depth),
                str(model.get_n_leaves()),
                f"{100 * model.score(X, flew):.1f} %",
                f"{100 * model.score(new.X, new.flew):.1f} %",
            ]
        )
    page.table(["questions in a row", "leaves", "right on its mornings", "right on 20,000 others"], rows)
    page.say(
        f"Who knows the law is right about {100 * np.mean(law(new.X) == new.flew):.1f} % of the others. What the tree "
        "learns beyond its second question are the moods of single mornings."
    )
    page.picture(picture.scene(), "day_025_two_questions")
    page.picture(picture.scene(depth=picture.DEEPEST), "day_025_to_the_end")


def growing(page: Page) -> None:
    """Watch the splits of a fit."""
    X, flew = picture.seen()
    page.heading("How the fit got there: split by split")
    rows = []
    for step in steps(DecisionTreeClassifier(max_depth=3), X, flew):
        if "gains" not in step.arrays:
            rows.append(["nothing asked yet", "", "", "", f"{step.objective:.3f}"])
            continue
        f, samples = int(step.facts["feature"]), step.arrays["samples"]
        asked = f"{'   ' * int(step.facts['depth'])}{FEATURES[f]} ≤ {step.facts['threshold']:.4g}"
        gains = ("none" if gain < 0 else f"{gain:.4f}" for gain in step.arrays["gains"])
        rows.append([asked, str(len(samples)), *gains, f"{step.objective:.3f}"])
    page.table(["question", "mornings", *(f"gain by {f}" for f in FEATURES), "gini left"], rows)
    page.say(f"A gain counts for all {len(X)} mornings. Two questions gain nearly everything.")


def chosen(X: Any, y: Any) -> Any:
    """Return the tree whose price of a leaf does best when ten parts of the data are held out by turns."""
    path = DecisionTreeClassifier().cost_complexity_pruning_path(X, y)
    alphas = np.unique(np.clip(path.ccp_alphas[:-1], 0.0, None)) if len(path.ccp_alphas) > 1 else np.zeros(1)
    alphas = alphas[np.unique(np.linspace(0, len(alphas) - 1, 20).astype(int))]
    folds = int(min(10, np.unique(y, return_counts=True)[1].min()))
    if folds < 2:
        return DecisionTreeClassifier().fit(X, y)
    return GridSearchCV(DecisionTreeClassifier(), {"ccp_alpha": alphas}, cv=folds).fit(X, y).best_estimator_


def clinic(page: Page) -> None:
    """Grow and prune a tree for the cells, and let scikit-learn grow one."""
    X, benign, names = cells()
    page.heading(f"{len(X)} samples of cells, 30 measures each: growing and pruning")
    X_train, X_test, y_train, y_test = train_test_split(X, benign, test_size=0.4, random_state=0, stratify=benign)
    with page.working("pruning"):
        pruned = chosen(X_train, y_train)
    rows = []
    for name, model in (
        ("to the end", DecisionTreeClassifier()),
        (f"pruned, α = {pruned.ccp_alpha:.4f}", DecisionTreeClassifier(ccp_alpha=pruned.ccp_alpha)),
        ("scikit-learn, to the end", Theirs(random_state=0)),
    ):
        taken = []
        for _ in range(5):  # the first fit in a process may have to wait for the compiler
            begin = time.perf_counter()
            model.fit(X_train, y_train)
            taken.append(time.perf_counter() - begin)
        right = [f"{100 * model.score(*part):.1f} %" for part in ((X_train, y_train), (X_test, y_test))]
        rows.append([name, str(model.get_n_leaves()), *right, f"{1e3 * min(taken):.1f} ms"])
    page.table([f"grown on {len(y_train)}", "leaves", "right on these", f"right on {len(y_test)} others", "time"], rows)
    page.say(
        "α was chosen in ten parts of the samples of the fit; the others had no say: one of them is 0.4 %, luck enough."
    )
    page.picture(tree_diagram(pruned, names=("malignant", "benign"), feature_names=names), "day_025_tree")
    page.picture(importances(pruned, feature_names=names), "day_025_importances")


def amounts(page: Page) -> None:
    """Grow trees of numbers: their answers are steps."""
    hours, shown = warmth()
    grid = np.linspace(0.0, 24.0, 481)
    page.heading("Numbers: a day's temperature in steps")
    rows, curves = [], []
    for leaf, title in ((8, "8 samples a leaf"), (1, "to the end")):
        model = DecisionTreeRegressor(min_samples_leaf=leaf).fit(hours, shown)
        answers = model.predict(grid[:, None])
        off = np.sqrt(np.mean((answers - true_warmth(grid)) ** 2))
        rows.append([title, str(model.get_n_leaves()), f"{off:.2f} °C"])
        curves.append(Line(numbers(grid), numbers(answers), 1 if leaf > 1 else 2, title))
    page.table(["tree", "leaves", "off the truth (root of the mean square)"], rows)
    marks = (Points(numbers(hours), numbers(shown), 0, "measured"), curves[1], curves[0])
    say = f"A tree of {rows[0][1]} steps follows the day; one of {rows[1][1]} follows the thermometer's errors."
    page.picture(
        Scene("A tree answers in steps", Axis("hour", "h", 0.0, 24.0), Axis("temperature", "°C"), marks, say),
        "day_025_steps",
    )


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
    with page.working("growing and pruning"):
        whole, pruned = DecisionTreeClassifier().fit(X_train, y_train), chosen(X_train, y_train)
    page.table(
        ["tree", "leaves", f"right on the {len(y_train):,} rows of the fit", f"right on {len(y_test):,} others"],
        [
            [name, str(model.get_n_leaves()), *(f"{100 * model.score(*part):.1f} %" for part in parts)]
            for parts in (((X_train, y_train), (X_test, y_test)),)
            for name, model in (("to the end", whole), (f"pruned, α = {pruned.ccp_alpha:.4g}", pruned))
        ],
    )
    always = float(np.mean(y_test == classes[counts.argmax()]))
    page.say(f"Always saying {classes[counts.argmax()]!s} would be right for {100 * always:.1f} % of the others.")
    names = [str(one) for one in classes]
    page.picture(tree_diagram(pruned, names=names, feature_names=table.features), "your_tree")
    if pruned.get_n_leaves() > 1:
        page.picture(importances(pruned, feature_names=table.features), "your_importances")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
