"""Day 3: several features, categories as dummies, and the trap in them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression as Theirs
from sklearn.model_selection import train_test_split

from workings.lessons.day_003_multiple_linear_regression import picture
from workings.lessons.day_003_multiple_linear_regression.data import BEGIN, MARKETING, RESEARCH, STATES, start_ups
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page
from workings.linear_model import LinearRegression
from workings.preprocessing import OneHotEncoder
from workings.show import Axis, fitted_line

Array = NDArray[Any]
READS = Reads(target="numbers", texts=True)


def run(page: Page) -> None:
    """Run the day on its own data."""
    spending, state, profit = start_ups()
    page.heading("90 start-ups: the state as columns of 0 and 1")
    dummies = OneHotEncoder(sparse_output=False).fit_transform(state[:, None])
    page.table(
        ["state", *STATES],
        [[str(one), *(f"{v:.0f}" for v in row)] for one, row in zip(state[:4], dummies, strict=False)],
    )

    page.heading("Two dummies for three states")
    kept = OneHotEncoder(sparse_output=False, drop="first").fit_transform(state[:, None])
    X = np.column_stack([spending, kept])
    model, theirs = LinearRegression().fit(X, profit), Theirs().fit(X, profit)
    truth = [RESEARCH, MARKETING, BEGIN[1] - BEGIN[0], BEGIN[2] - BEGIN[0], BEGIN[0]]
    names = [
        "research",
        "marketing",
        "Florida, beside California",
        "New York, beside California",
        "intercept: California",
    ]
    page.table(
        ["", "true", "found", "scikit-learn"],
        [
            [name, f"{t:.3f}", f"{a:.3f}", f"{b:.3f}"]
            for name, t, a, b in zip(
                names, truth, [*model.coef_, model.intercept_], [*theirs.coef_, theirs.intercept_], strict=True
            )
        ],
    )
    trap(page, np.column_stack([spending, dummies]), X, profit)
    omitted(page, spending, profit)
    page.picture(picture.scene(), "day_003_plane")

    found = load_diabetes(scaled=False)
    page.heading("442 patients with diabetes: how far has it gone after a year, by ten measures?")
    A, B, a, b = train_test_split(found.data, found.target, test_size=0.3, random_state=0)
    rows = []
    for k in (1, 2, 5, 10):
        order = np.argsort(-np.abs(np.corrcoef(A.T, a)[-1, :-1]))[:k]
        fit = LinearRegression().fit(A[:, order], a)
        rows.append([str(k), f"{fit.score(A[:, order], a):.3f}", f"{fit.score(B[:, order], b):.3f}"])
    page.table(["strongest measures used", "R², 309 seen", "R², 133 others"], rows)


def trap(page: Page, full: Array, fewer: Array, profit: Array) -> None:
    """Show what a dummy too many does."""
    page.heading("The trap: three dummies and an intercept")
    ones = np.ones((len(full), 1))
    rows = []
    for name, X in (("three dummies", np.hstack([ones, full])), ("two dummies", np.hstack([ones, fewer]))):
        rank, condition = np.linalg.matrix_rank(X), np.linalg.cond(X.T @ X)
        rows.append([name, str(X.shape[1]), str(rank), f"{condition:.0e}"])
    page.table(["", "columns", "rank", "condition of X'X"], rows)
    one, other = LinearRegression().fit(full, profit), LinearRegression().fit(fewer, profit)
    apart = np.abs(one.predict(full) - other.predict(fewer)).max()
    states = ", ".join(f"{name} {value:+.2f}" for name, value in zip(STATES, one.coef_[2:], strict=True))
    page.say(
        f"With three, add any number to all of them and take it from the intercept: nothing changes. Of these many "
        f"answers the smallest is given ({states}); no prediction differs by more than {apart:.0e}."
    )


def omitted(page: Page, spending: Array, profit: Array) -> None:
    """Show how a coefficient changes its meaning with what stands beside it."""
    page.heading("The same coefficient, with and without its neighbour")
    rng = np.random.default_rng(0)
    tied = np.column_stack([spending[:, 0], 1.5 * spending[:, 0] + 25 * rng.standard_normal(len(profit))])
    gain = tied @ [RESEARCH, MARKETING] + 8 * rng.standard_normal(len(profit))
    both, alone = LinearRegression().fit(tied, gain), LinearRegression().fit(tied[:, 1:], gain)
    page.table(
        ["marketing that goes with research", "found"],
        [
            ["true", f"{MARKETING:.3f}"],
            ["both fitted", f"{both.coef_[1]:.3f}"],
            ["research left out", f"{alone.coef_[0]:.3f}"],
        ],
    )
    page.say("Left alone, marketing is credited with what research did.")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    n = len(table.y)
    X, names = table.X.reshape(n, -1), list(table.features)
    if table.text_features:
        encoder = OneHotEncoder(sparse_output=False, drop="first").fit(table.texts)
        X = np.column_stack([X, encoder.transform(table.texts)])
        names += list(encoder.get_feature_names_out(table.text_features))
    page.heading(f"Your data: {n:,} rows, {len(names)} columns after the dummies; what is {table.target!r}?")
    if X.shape[1] == 0 or n < 8:
        page.say("That is too little to fit and to judge. Add rows, or features that vary.")
        return
    A, B, a, b = train_test_split(X, table.y, test_size=0.25, random_state=0)
    model, theirs = LinearRegression().fit(A, a), Theirs().fit(A, a)
    page.say(
        f"R² is {model.score(A, a):.3f} on the {len(a):,} rows of the fit and {model.score(B, b):.3f} on the "
        f"{len(b):,} others; scikit-learn's, {theirs.score(B, b):.3f}."
    )
    rank = int(np.linalg.matrix_rank(A - A.mean(axis=0)))
    if rank < A.shape[1]:
        page.say(f"The {A.shape[1]} columns say only {rank} different things: single coefficients mean little.")
    order = np.argsort(-np.abs(model.coef_) * A.std(axis=0))[:12]
    page.table(
        ["column", "for one unit", "scikit-learn"],
        [[names[j], f"{model.coef_[j]:+.4g}", f"{theirs.coef_[j]:+.4g}"] for j in order],
    )
    j = int(order[0])
    page.picture(
        fitted_line(model, B, b, feature=j, axes=(Axis(names[j]), Axis(table.target)), title="Rows not seen before"),
        "your_fit",
    )


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
