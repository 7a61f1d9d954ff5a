"""Day 6: logistic regression, on customers whose law we know, and on tumours whose law nobody knows."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from workings.lessons.day_006_logistic_regression import picture
from workings.lessons.day_006_logistic_regression.data import AGE, INTERCEPT, SALARY, shop_customers, tumours
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.linear_model import LogisticRegression
from workings.show import Axis, confusion_matrix, decision_regions, loss_curve, steps


def run(page: Page) -> None:
    """Run the day on its own data."""
    customers(page)
    cancer(page)


def customers(page: Page) -> None:
    """Find a law that is known: 400 customers, two features."""
    X, bought = shop_customers()
    page.heading("400 customers of a shop: who buys?")
    page.say("They were made by a law, so what the fit finds can be held against the truth.")
    X_train, X_test, y_train, y_test = train_test_split(X, bought, test_size=0.25, random_state=0, stratify=bought)
    model = LogisticRegression(C=np.inf)  # no penalty: the coefficients are free to be the law's
    seen = list(steps(model, X_train, y_train))
    (age, salary), intercept = model.coef_[0], model.intercept_[0]
    page.table(
        ["log-odds of buying change by", "true", "found"],
        [
            ["for each year of age", f"{AGE:.3f}", f"{age:.3f}"],
            ["for each 1,000 euros a year", f"{SALARY:.3f}", f"{salary:.3f}"],
            ["at age 0 and salary 0", f"{INTERCEPT:.2f}", f"{intercept:.2f}"],
        ],
    )
    years, at = np.log(2) / age, (-intercept - 40 * age) / salary
    page.say(
        f"Every {years:.1f} years of age double the odds. "
        f"At 40 the chances are even with a salary of {at:,.0f},000 euros a year."
    )

    page.heading("How the fit got there: Newton's method")
    page.table(
        ["step", "age", "salary", "mean loss", "largest gradient"],
        [
            [
                f"{s.index}  {s.what}",
                f"{s.arrays['coef_'][0, 0]:.4f}",
                f"{s.arrays['coef_'][0, 1]:.4f}",
                f"{s.objective:.6f}",
                f"{s.facts['largest_gradient']:.1e}",
            ]
            for s in seen
        ],
    )
    page.picture(loss_curve(seen, title="Mean loss of 300 customers"), "day_006_loss")

    page.heading("100 customers that the fit has not seen")
    right, always = model.score(X_test, y_test), max(np.mean(y_test), 1 - np.mean(y_test))
    page.say(f"{right:.0%} are told right; saying the more frequent answer to all would be right for {always:.0%}.")
    found = confusion_matrix(
        y_test, model.predict(X_test), names=picture.CLASSES, title="100 customers not seen before"
    )
    page.picture(found, "day_006_confusion")
    page.picture(picture.scene(), "day_006_regions")


def cancer(page: Page) -> None:
    """Tell malignant tumours from benign ones: 569 samples, 30 features, no known law."""
    X, malignant, names = tumours()
    page.heading("569 tumours, 30 measures each: malignant or benign?")
    X_train, X_test, y_train, y_test = train_test_split(X, malignant, test_size=0.3, random_state=0, stratify=malignant)
    rows, losses = [], {}
    for C in (1e-3, 1e-2, 1e-1, 1.0, 1e2, 1e4):
        model = make_pipeline(StandardScaler(), LogisticRegression(C=C))
        losses[C] = -float(np.mean(cross_val_score(model, X_train, y_train, cv=5, scoring="neg_log_loss")))
        model.fit(X_train, y_train)
        size, seen, unseen = np.abs(model[-1].coef_).max(), model.score(X_train, y_train), model.score(X_test, y_test)
        rows.append([f"{C:g}", f"{size:.2f}", f"{losses[C]:.3f}", f"{seen:.3f}", f"{unseen:.3f}"])
    page.say("The smaller C, the stronger the penalty, the smaller the coefficients:")
    page.table(["C", "largest |w|", "loss, cross-validated", "right of 398 seen", "right of 171 others"], rows)
    C = min(losses, key=losses.__getitem__)
    page.say(
        f"Large C learns the seen ones by heart, small C hardly learns. Cross-validation among the seen ones chooses "
        f"C = {C:g}; the others had no part in the choice, so they can judge it."
    )
    model = make_pipeline(StandardScaler(), LogisticRegression(C=C)).fit(X_train, y_train)

    page.heading("Which mistake is worse?")
    probability = model.predict_proba(X_test)[:, 1]
    rows = []
    for threshold in (0.1, 0.3, 0.5, 0.7):
        said = probability > threshold
        missed, alarms = np.sum(~said & (y_test == 1)), np.sum(said & (y_test == 0))
        rows.append([f"above {threshold}", str(missed), str(alarms)])
    page.say("A missed tumour and a false alarm do not cost the same. The threshold is a choice, not a result:")
    page.table(["called malignant if the probability is", "tumours missed", "false alarms"], rows)
    shown = confusion_matrix(
        y_test, model.predict(X_test), names=("benign", "malignant"), title="171 tumours not seen before"
    )
    page.picture(shown, "day_006_cancer_confusion")

    two = [names.index("mean radius"), names.index("mean texture")]
    flat = make_pipeline(StandardScaler(), LogisticRegression()).fit(X[:, two], malignant)
    axes = (Axis("mean radius"), Axis("mean texture", "spread of grey values"))
    page.picture(
        decision_regions(
            flat, X[:, two], malignant, axes=axes, names=("benign", "malignant"), title="Two measures of 30"
        ),
        "day_006_cancer_regions",
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
    scaler = StandardScaler().fit(X_train)
    model = LogisticRegression()
    with page.working("fitting"):
        seen = list(steps(model, scaler.transform(X_train), y_train))
    pipeline = make_pipeline(scaler, model)
    right, always = pipeline.score(X_test, y_test), float(np.mean(y_test == classes[counts.argmax()]))
    page.say(
        f"Of {len(y_test):,} rows that the fit has not seen, {right:.1%} are told right; "
        f"always saying {classes[counts.argmax()]!s} would be right for {always:.1%}."
    )
    page.say("What one standard deviation of a feature adds to the log-odds:")
    shown = range(1) if len(classes) == 2 else range(len(classes))
    heads = [f"of {classes[-1]!s}"] if len(classes) == 2 else [f"of {one!s}" for one in classes]
    order = np.argsort(-np.abs(model.coef_).max(axis=0))[:12]
    page.table(["feature", *heads], [[table.features[j], *(f"{model.coef_[k, j]:+.3f}" for k in shown)] for j in order])
    if len(table.features) > len(order):
        page.say(f"(the {len(order)} largest of {len(table.features)})")
    page.picture(loss_curve(seen), "your_loss")
    names = [str(one) for one in classes]
    page.picture(
        confusion_matrix(y_test, pipeline.predict(X_test), names=None if len(set(y_test)) < len(classes) else names),
        "your_confusion",
    )
    if len(table.features) >= 2:
        a, b = (int(j) for j in np.sort(order[:2]))
        axes = (Axis(table.features[a]), Axis(table.features[b]))
        page.picture(
            decision_regions(
                pipeline, X, y, features=(a, b), axes=axes, names=names, title="The two strongest features"
            ),
            "your_regions",
        )


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
