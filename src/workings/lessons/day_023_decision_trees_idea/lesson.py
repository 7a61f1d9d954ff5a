"""Day 23: the idea of decision trees, on mornings whose law we know, and on wines."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import cross_val_score

from workings.lessons.day_023_decision_trees_idea import picture
from workings.lessons.day_023_decision_trees_idea.data import (
    FEATURES,
    NAMES,
    UNITS,
    WARM,
    WINDY,
    board,
    law,
    mornings,
    wines,
)
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show import Axis, steps
from workings.show.tree_boxes import boxes
from workings.show.trees import tree_diagram
from workings.tree import DecisionTreeClassifier

_MEASURES = ("entropy", "gini")


def first_gains(X: Any, y: Any, measure: str) -> tuple[np.ndarray, np.ndarray]:
    """Return for each feature what its best question takes off the impurity of all samples, and its threshold."""
    for step in steps(DecisionTreeClassifier(criterion=measure, max_depth=1), X, y):
        if "gains" in step.arrays:
            return step.arrays["gains"], step.arrays["thresholds"]
    none = np.full(X.shape[1], np.nan)
    return none, none


def run(page: Page) -> None:
    """Run the day on its own data."""
    first_question(page)
    questions(page)
    blindness(page)
    measures(page)


def first_question(page: Page) -> None:
    """Ask one question, and see what it tells."""
    X, flew = mornings()
    counts = np.bincount(flew)
    page.heading(f"{len(flew)} mornings at a hive: one question")
    page.table(
        ["mornings", "stayed in", "flew", "entropy (bits)", "gini"],
        [
            [name, *(str(c) for c in of), *(f"{picture.impurity(of, m):.3f}" for m in (0, 1))]
            for name, of in (
                ("all", counts),
                (f"at most {WARM:g} °C", np.bincount(flew[X[:, 0] <= WARM], minlength=2)),
                (f"above {WARM:g} °C", np.bincount(flew[X[:, 0] > WARM], minlength=2)),
            )
        ],
    )
    by = {measure: first_gains(X, flew, measure) for measure in _MEASURES}
    page.table(
        ["ask for", *(f"best threshold by {m}" for m in _MEASURES), *(f"gain of {m}" for m in _MEASURES)],
        [
            [
                FEATURES[f],
                *(f"{by[m][1][f]:.4g} {UNITS[f]}" for m in _MEASURES),
                *(f"{by[m][0][f]:.3f}" for m in _MEASURES),
            ]
            for f in (0, 1)
        ],
    )
    page.say(
        f"The law that made the mornings: bees fly above {WARM:g} °C where the wind is below {WINDY:g} km/h, but for "
        "one morning in seventeen. Nobody told the tree."
    )
    page.picture(picture.scene(share=46), "day_023_gain")


def questions(page: Page) -> None:
    """Ask on: the second question is asked on one side only."""
    X, flew = mornings()
    page.heading("Question after question")
    model = DecisionTreeClassifier(criterion="entropy", max_depth=2)
    page.table(
        ["split", "gain of all mornings (bits)", "entropy that is left"],
        [
            [step.what, f"{step.facts['gain']:.3f}" if "gain" in step.facts else "", f"{step.objective:.3f}"]
            for step in steps(model, X, flew)
        ],
    )
    model.fit(X, flew)
    new = mornings(20_000, seed=24)
    page.say(
        f"The tree is right about {100 * model.score(X, flew):.0f} % of these mornings, and about "
        f"{100 * model.score(new.X, new.flew):.1f} % of 20,000 others; the law itself about "
        f"{100 * np.mean(law(new.X) == new.flew):.1f} %."
    )
    page.picture(tree_diagram(model, names=NAMES, feature_names=FEATURES), "day_023_tree")
    axes = tuple(Axis(name, unit) for name, unit in zip(FEATURES, UNITS, strict=True))
    page.picture(boxes(model, X, flew, axes=(axes[0], axes[1]), names=NAMES), "day_023_boxes")


def blindness(page: Page) -> None:
    """Show what a tree that looks one question ahead cannot see."""
    X, colour = board()
    page.heading("A board of two by two fields: no first question helps")
    best = first_gains(X, colour, "entropy")[0]
    new = board(20_000, seed=6)
    scores = [DecisionTreeClassifier(max_depth=d).fit(X, colour).score(*new) for d in (1, 2, 4, 8)]
    page.table(
        ["questions in a row", "right on 20,000 new points"],
        [[str(d), f"{100 * score:.0f} %"] for d, score in zip((1, 2, 4, 8), scores, strict=True)],
    )
    page.say(
        f"Two questions would do, but the best first one gains {best.max():.3f} bits of 1, by chance, and is at the "
        "wrong place. The tree needs more questions to make up for it."
    )


def measures(page: Page) -> None:
    """Hold the two measures against each other on wines."""
    X, grower, names = wines()
    page.heading("178 wines of three growers: entropy or gini?")
    rows = []
    for measure in _MEASURES:
        found, at = first_gains(X, grower, measure)
        order = np.argsort(-found)[:3]
        model = DecisionTreeClassifier(criterion=measure)
        scores = [cross_val_score(model, X[mixed], grower[mixed], cv=10).mean() for mixed in _orders(len(X))]
        rows += [
            [measure if i == 0 else "", f"{names[f]} ≤ {at[f]:.4g}", f"{found[f]:.3f}", right if i == 0 else ""]
            for right in (f"{100 * np.mean(scores):.1f} %",)
            for i, f in enumerate(order)
        ]
    page.table(["measure", "best first questions", "gain", "whole tree right"], rows)
    page.say(
        "Several questions are nearly as good as the best, so the measures may differ, and so may the trees: move a "
        "few wines and another one wins. The shares are means over three ways of cutting the wines into ten parts."
    )
    model = DecisionTreeClassifier().fit(X, grower)
    page.picture(tree_diagram(model, names=["grower 0", "grower 1", "grower 2"], feature_names=names), "day_023_wines")


def _orders(n: int) -> list[np.ndarray]:
    return [np.random.default_rng(seed).permutation(n) for seed in range(3)]


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    X, y = table.X, table.y
    classes, counts = np.unique(y, return_counts=True)
    page.heading(
        f"Your data: {len(y):,} rows, {len(table.features)} features, {len(classes)} classes of {table.target!r}"
    )
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    entropy, gini = picture.impurity(counts, 0), picture.impurity(counts, 1)
    page.say(f"All rows together: entropy {entropy:.3f} bits, gini {gini:.3f}.")
    by = {measure: first_gains(X, y, measure) for measure in _MEASURES}
    if np.isnan(by["entropy"][0]).all():
        page.say("No question tells the classes apart: every feature has one value only, or gains nothing.")
        return
    order = [f for f in np.argsort(-by["entropy"][0]) if np.isfinite(by["entropy"][0][f])][:10]
    page.table(
        ["ask for", "best threshold by entropy", "gain (bits)", "best threshold by gini", "gain of gini"],
        [
            [table.features[f], *(part for m in _MEASURES for part in (f"{by[m][1][f]:.4g}", f"{by[m][0][f]:.3f}"))]
            for f in order
        ],
    )
    model = DecisionTreeClassifier(criterion="entropy", max_depth=3).fit(X, y)
    names = [str(one) for one in classes]
    page.picture(tree_diagram(model, names=names, feature_names=table.features), "your_tree")
    page.say("How deep to go on these data is for another day; here are three questions in a row at most.")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
