"""Day 19: what learning is, and the oldest machine that does it."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import Perceptron as Theirs
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from workings.lessons.day_019_perceptron import picture
from workings.lessons.day_019_perceptron.data import applicants, bound, target_function
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.linear_model import Perceptron
from workings.show import confusion_matrix


def run(page: Page) -> None:
    """Run the day on its own data."""
    page.heading("The first mistakes")
    seen, mistakes = picture.learn(0.1, 0)
    page.table(
        ["mistake", "pass", "sample", "answer", "score", "income", "debt", "b"],
        [
            [
                str(k), f"{s.facts['pass']:.0f}", f"{s.facts['sample']:.0f}", f"{s.facts['target']:+.0f}",
                f"{s.facts['output']:+.2f}", *(f"{v:+.2f}" for v in s.arrays["coef_"].ravel()),
                f"{s.arrays['intercept_'][0]:+.0f}",
            ]
            for k, s in enumerate(mistakes[:8], 1)
        ],
    )  # fmt: skip
    page.say(
        f"{len(mistakes)} mistakes in all, then none: every one of the {len(seen.X)} applicants is on the right side."
    )
    page.picture(picture.scene(), "day_019_mistake")
    page.picture(picture.scene(mistake=60), "day_019_last")

    page.heading("The nearer the applicants to the line, the more mistakes")
    rows = []
    for gap in (0.6, 0.4, 0.2, 0.1, 0.04):
        (X, _), found = picture.learn(gap, 0)
        rows.append([f"{gap:g}", str(len(found)), f"{bound(X):,.0f}"])
    page.table(["gap", "mistakes", "Novikoff's bound"], rows)

    page.heading("Is it learning, or learning by heart? 20,000 applicants that it has not seen")
    fresh = np.random.default_rng(1).uniform(-2.0, 2.0, (20_000, 2))
    rows = []
    for n in (5, 20, 100, 500, 2500):
        model = Perceptron(shuffle=False, tol=None, max_iter=200).fit(*applicants(n, gap=0.01))
        rows.append([f"{n:,}", f"{np.mean(model.predict(fresh) != target_function(fresh)):.1%}"])
    page.table(["applicants seen", "answered otherwise than the target function"], rows)

    without_end(page)
    digits(page)


def without_end(page: Page) -> None:
    """Show what a few wrong answers do, and that scikit-learn has the very same line."""
    page.heading("Ten answers of the bank were wrong")
    X, granted = applicants(gap=0.1, flipped=10)
    rows = []
    for passes in (5, 20, 21, 22, 23):
        model = Perceptron(shuffle=False, tol=None, max_iter=passes).fit(X, granted)
        theirs = Theirs(shuffle=False, tol=None, max_iter=passes).fit(X, granted)
        same = np.allclose(model.coef_, theirs.coef_, rtol=1e-12, atol=1e-12)
        rows.append(
            [
                str(passes),
                *(f"{v:+.2f}" for v in model.coef_[0]),
                f"{model.score(X, granted):.1%}",
                "yes" if same else "no",
            ]
        )
    page.table(["passes", "income", "debt", "told right", "scikit-learn the same"], rows)
    page.say("No line makes all of them right, so the mistakes never end, and where it stops is chance.")


def digits(page: Page) -> None:
    """Tell handwritten digits apart."""
    found = load_digits()
    X_train, X_test, y_train, y_test = train_test_split(
        found.data, found.target, test_size=0.3, random_state=0, stratify=found.target
    )
    page.heading("1,797 handwritten digits, 64 grey values each: ten perceptrons, one for each digit")
    model = Perceptron().fit(X_train, y_train)
    right, theirs = model.score(X_test, y_test), Theirs().fit(X_train, y_train).score(X_test, y_test)
    page.say(f"Of {len(y_test)} digits not seen {right:.1%} are told right; by scikit-learn's, {theirs:.1%}.")
    page.picture(confusion_matrix(y_test, model.predict(X_test), title="540 digits not seen before"), "day_019_digits")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    classes, counts = np.unique(table.y, return_counts=True)
    n = len(table.y)
    page.heading(f"Your data: {n:,} rows, {len(table.features)} features, {len(classes)} classes of {table.target!r}")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    X_train, X_test, y_train, y_test = train_test_split(
        table.X, table.y, test_size=max(0.25, len(classes) / n), random_state=0, stratify=table.y
    )
    scaler = StandardScaler().fit(X_train)
    X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
    rows = []
    with warnings.catch_warnings(), page.working("learning"):
        warnings.simplefilter("ignore")  # that a few passes are few is what is to be seen
        for passes in (1, 5, 25, 100):
            model = Perceptron(tol=None, max_iter=passes).fit(X_train, y_train)
            theirs = Theirs(tol=None, max_iter=passes).fit(X_train, y_train)
            scores = model.score(X_train, y_train), model.score(X_test, y_test), theirs.score(X_test, y_test)
            rows.append([str(passes), *(f"{score:.1%}" for score in scores)])
    page.table(["passes", "right of those seen", "of the others", "scikit-learn, of the others"], rows)
    usual = classes[counts.argmax()]
    page.say(
        f"Always saying {usual!s} would be right for {np.mean(y_test == usual):.1%}. "
        "If the first column never reaches 100 %, no line separates the classes, or too few passes were made."
    )
    page.picture(confusion_matrix(y_test, model.predict(X_test)), "your_confusion")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
