"""Day 13: the idea of naive Bayes, on fish whose law we know, and on wines of three growers."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB as Theirs

from workings.lessons.day_013_naive_bayes_idea import picture
from workings.lessons.day_013_naive_bayes_idea.data import DEVIATIONS, MEANS, NAMES, catch, posterior, wines
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.naive_bayes import GaussianNB
from workings.show import Axis, confusion_matrix, steps
from workings.show.likelihoods import class_densities, evidence


def run(page: Page) -> None:
    """Run the day on its own data."""
    fish(page)
    confidence(page)
    bottles(page)


def fish(page: Page) -> None:
    """Learn what two kinds of fish look like, and hold it against the truth."""
    X, kind = catch()
    page.heading("300 fish: what does each kind look like?")
    model = GaussianNB().fit(X, kind)
    rows = []
    for k, name in enumerate(NAMES):
        for j, what in enumerate(("length, cm", "lightness")):
            found = f"{model.theta_[k, j]:.1f} ± {np.sqrt(model.var_[k, j]):.1f}"
            rows.append([f"{name}, {what}", f"{MEANS[k, j]:.0f} ± {DEVIATIONS[k, j]:.0f}", found])
    page.table(["mean ± standard deviation", "true", "found"], rows)
    page.say(f"That is the whole fit. {100 * model.score(X, kind):.0f} % of the fish are told right.")
    page.picture(class_densities(model, X, kind, axis=picture.AXES[0], names=NAMES), "day_013_densities")
    page.picture(picture.scene(), "day_013_regions")

    page.heading("How the fit got there: counting")
    many = catch(40_000)
    seen = list(steps(GaussianNB(), *many))
    shown = [seen[i] for i in sorted({0, 1, 3, 7, len(seen) - 1}) if i < len(seen)]
    page.table(
        ["fish counted", "mean length, salmon", "mean length, sea bass"],
        [[f"{s.arrays['class_count_'].sum():,.0f}", *(f"{m:.3f}" for m in s.arrays["theta_"][:, 0])] for s in shown],
    )


def confidence(page: Page) -> None:
    """Show what the assumption of independence costs: not the answer, the confidence."""
    page.heading("What the assumption costs")
    rows = []
    for rho in (0.0, 0.5, 0.8, 0.95):
        X, kind = catch(4000, correlation=rho)
        new, truth = catch(20_000, correlation=rho, seed=14)
        ours, best = GaussianNB().fit(X, kind).predict_proba(new)[:, 1], posterior(new, 0.4, rho)
        right = [f"{100 * np.mean((p > 0.5) == truth):.1f} %" for p in (ours, best)]
        rows.append([f"{rho:.2f}", *right, f"{log_loss(truth, ours):.3f}", f"{log_loss(truth, best):.3f}"])
    page.table(["correlation", "right", "right at best", "mean surprise", "surprise at best"], rows)
    page.say(
        "The surprise is the mean of -log p of what came true. As the features say more and more of the same, the "
        "answers stay nearly as good as they can be, while the probabilities drift from the truth."
    )


def bottles(page: Page) -> None:
    """Tell three growers apart by 13 measures of a wine."""
    X, grower, names = wines()
    page.heading("178 bottles, 13 measures each: which of three growers?")
    X_train, X_test, y_train, y_test = train_test_split(X, grower, test_size=0.4, random_state=0, stratify=grower)
    model, peer = GaussianNB().fit(X_train, y_train), Theirs().fit(X_train, y_train)
    page.say(
        f"Of {len(y_test)} bottles not seen before, {100 * model.score(X_test, y_test):.1f} % are told right "
        f"(scikit-learn on the same: {100 * peer.score(X_test, y_test):.1f} %). No feature was scaled: each has its "
        "own variance."
    )
    growers = [f"grower {k + 1}" for k in range(3)]
    page.picture(confusion_matrix(y_test, model.predict(X_test), names=growers), "day_013_wines")
    p = model.predict_proba(X_test)
    doubt = int(np.sort(p, axis=1)[:, -2].argmax())
    second, first = np.argsort(p[doubt])[-2:]
    page.say(f"The bottle that it is least sure about, feature by feature (it came from grower {y_test[doubt] + 1}):")
    page.picture(
        evidence(model, X_test[doubt], between=(int(first), int(second)), features=names, names=growers, most=6),
        "day_013_evidence",
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
    model = GaussianNB().fit(X_train, y_train)
    always = float(np.mean(y_test == classes[counts.argmax()]))
    page.say(
        f"Of {len(y_test):,} rows that the fit has not seen, {100 * model.score(X_test, y_test):.1f} % are told right; "
        f"always saying {classes[counts.argmax()]!s} would be right for {100 * always:.1f} %."
    )
    names = [str(one) for one in classes]
    apart = np.ptp(model.theta_, axis=0) / np.sqrt(model.var_.mean(axis=0))
    best = int(apart.argmax())
    page.say(f"The feature whose means lie furthest apart, measured in standard deviations: {table.features[best]}.")
    page.picture(
        class_densities(model, X, y, feature=best, axis=Axis(table.features[best]), names=names), "your_densities"
    )
    page.picture(
        confusion_matrix(y_test, model.predict(X_test), names=None if len(set(y_test)) < len(classes) else names),
        "your_confusion",
    )
    page.picture(evidence(model, X_test[0], features=table.features, names=names), "your_evidence")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
