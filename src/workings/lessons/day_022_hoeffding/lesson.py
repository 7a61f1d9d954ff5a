"""Day 22: is learning feasible? Hoeffding's inequality by simulation, many hypotheses, and what a test set says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

from workings.lessons.day_022_hoeffding import picture, solution
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.naive_bayes import GaussianNB

Array = NDArray[Any]
hoeffding_bound: Callable[..., float] = solution.hoeffding_bound


def run(page: Page) -> None:
    """Run the day on its own data."""
    bag(page)
    coins(page)
    best_of_many(page)
    test_set(page)


def bag(page: Page) -> None:
    """Draw from a bag with a known share many times, and count how often the sample misleads."""
    page.heading("A bag with 40 % orange marbles, 20,000 samples of each size: how often is the share off by over 0.1?")
    rng = np.random.default_rng(22)
    rows = []
    for n in (10, 50, 100, 200, 500):
        shares = rng.binomial(n, 0.4, 20_000) / n
        seen = np.mean(np.abs(shares - 0.4) > 0.1 + 1e-12)
        rows.append([f"{n}", f"{seen:.4f}", f"{picture.off(n, 0.1, 0.4):.4f}", f"{hoeffding_bound(n, 0.1, 1):.4f}"])
    page.table(["marbles in a sample", "simulated", "computed", "Hoeffding's bound"], rows)
    page.picture(picture.scene(), "day_022_bound")


def coins(page: Page) -> None:
    """Flip many fair coins, and look at the one with the fewest heads."""
    page.heading("1,000 fair coins, 10 flips each, 2,000 times over: which coin do you look at?")
    rng = np.random.default_rng(22)
    heads = rng.binomial(10, 0.5, (2000, 1000)) / 10
    rows = []
    for name, share, m in (
        ("the first", heads[:, 0], 1),
        ("one chosen by lot", heads[np.arange(2000), rng.integers(0, 1000, 2000)], 1),
        ("the one with the fewest heads", heads.min(axis=1), 1000),
    ):
        off = float(np.mean(np.abs(share - 0.5) > 0.35))
        rows.append([name, f"{share.mean():.3f}", f"{off:.3f}", f"{min(1.0, hoeffding_bound(10, 0.35, m)):.3f}"])
    page.table(["coin", "mean share of heads", "off by over 0.35", "bound, with its m"], rows)
    page.say(
        "The coin with the fewest heads was chosen by looking. The bound for one coin is broken; that for 1,000 holds."
    )


def best_of_many(page: Page) -> None:
    """Pick the best of m rules on labels that are pure noise."""
    page.heading("Labels by the toss of a coin, 100 samples: the best of m rules, each a threshold on one feature")
    rng = np.random.default_rng(22)
    rows = []
    for m in (1, 10, 100, 1000):
        seen, later = [], []
        for _ in range(20):
            X, y = rng.normal(size=(100, m)), rng.integers(0, 2, 100)
            errors = np.mean((X > 0.0) != y[:, None], axis=0)
            best = int(errors.argmin())
            seen.append(errors[best])
            later.append(np.mean((rng.normal(size=(2000, m))[:, best] > 0.0) != rng.integers(0, 2, 2000)))
        reach = float(np.sqrt(np.log(2.0 * m / 0.05) / 200.0))
        rows.append([f"{m:,}", f"{np.mean(seen):.3f}", f"{np.mean(later):.3f}", f"{reach:.3f}"])
    page.table(["rules, m", "error on the data", "on others", "how far apart at most, 95 %"], rows)
    page.say("The more rules to choose from, the better the best looks, and the less its error on the data says.")
    page.picture(picture.scene(m=100), "day_022_many")


def interval(wrong: float, n: int, delta: float = 0.05) -> tuple[float, float]:
    """Return between what the error lies, but for a chance of delta, by Hoeffding's inequality."""
    reach = float(np.sqrt(np.log(2.0 / delta) / (2.0 * n)))
    return max(0.0, wrong - reach), min(1.0, wrong + reach)


def test_set(page: Page) -> None:
    """Say between what the error of a real model lies, and how often that is true."""
    X, y = load_breast_cancer(return_X_y=True)
    page.heading("569 tumours, benign or malignant: what a test set says of a classifier")
    X_train, X_rest, y_train, y_rest = train_test_split(X, y, train_size=150, random_state=22, stratify=y)
    model = GaussianNB().fit(X_train, y_train)
    wrong = model.predict(X_rest) != y_rest
    truth = float(wrong.mean())
    rng = np.random.default_rng(22)
    rows = []
    for n in (20, 50, 100, 200):
        tests = np.array([wrong[rng.integers(0, len(wrong), n)].mean() for _ in range(2000)])
        ends = np.array([interval(one, n) for one in tests])
        holds = float(np.mean((ends[:, 0] <= truth) & (truth <= ends[:, 1])))
        low, high = interval(float(tests[0]), n)
        rows.append(
            [f"{n}", f"{100 * tests[0]:.1f} %", f"{100 * low:.1f} to {100 * high:.1f} %", f"{100 * holds:.1f} %"]
        )
    page.table(["drawn to test", "error of the first", "so it lies between (95 %)", "true in"], rows)
    need = int(np.ceil(np.log(2.0 / 0.05) / (2.0 * 0.02**2)))
    page.say(
        f"The model is wrong about {100 * truth:.1f} % of the {len(wrong)} that it never saw. The intervals hold more "
        f"often than promised, as the bound is for every share. To know any error to 2 points takes {need:,} samples."
    )


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    n = len(table.y)
    classes, counts = np.unique(table.y, return_counts=True)
    page.heading(f"Your data: {n:,} rows, {len(classes)} classes of {table.target!r}: what does a test set say?")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    train, test = train_test_split(np.arange(n), test_size=0.5, random_state=0, stratify=table.y)
    model = GaussianNB().fit(table.X[train], table.y[train])
    rows = []
    for name, rows_of in (("learnt from", train), ("never seen", test)):
        wrong = float(np.mean(model.predict(table.X[rows_of]) != table.y[rows_of]))
        low, high = interval(wrong, len(rows_of))
        said = f"{100 * low:.1f} to {100 * high:.1f} %" if rows_of is test else "the bound does not hold here"
        rows.append([f"{len(rows_of):,} rows {name}", f"{100 * wrong:.1f} %", said])
    page.table(["Gaussian naive Bayes", "wrong", "so its error lies between (95 %)"], rows)
    page.say(f"Always saying {classes[counts.argmax()]!s} would be wrong for {100 * (1 - counts.max() / n):.1f} %.")
    size = float(np.clip(len(test), 10, 2000))
    page.picture(picture.scene(n=size, epsilon=0.05), "your_bound")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
