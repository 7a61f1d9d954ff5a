"""Day 18: a network of two layers from nothing, where one neuron cannot do it."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.datasets import load_wine
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split

from workings.autodiff import cross_entropy as tape_cross_entropy
from workings.autodiff import grad
from workings.autodiff import tanh as tape_tanh
from workings.lessons.day_018_first_neural_network import picture, solution
from workings.lessons.day_018_first_neural_network.data import Array, quadrants
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.linear_model import LogisticRegression
from workings.neural_network import MLPClassifier
from workings.preprocessing import StandardScaler
from workings.special import cross_entropy

gradients: Callable[..., Any] = solution.two_layer_gradients
Weights = list[Array]


def run(page: Page) -> None:
    """Run the day on its own data."""
    X, y = quadrants(400)
    X_new, y_new = quadrants(1000, seed=81)
    page.heading(f"{len(y)} points whose class is whether their coordinates have the same sign; 1 in 20 flipped")
    weights, losses = train(start(2, 6, 2), X, y, 1500, 1.0)
    by_tape = grad(loss_on_tape)(weights, X, y)
    far = max(float(np.abs(a - b).max()) for a, b in zip(gradients(X, y, *weights), by_tape, strict=True))
    page.say(f"The four gradients by hand and those of `workings.autodiff` differ by {far:.0e} at most.")
    line = LogisticRegression().fit(X, y)
    lowest = cross_entropy(np.column_stack([np.zeros(len(y)), line.decision_function(X)]), y)
    page.table(
        ["", "loss, at the start", "loss, at the end", "told right, of 1,000 new points"],
        [
            [
                "one neuron",
                "0.693",
                f"{lowest:.3f}",
                percent(line.score(X_new, y_new)),
            ],
            ["6 hidden, from nothing", f"{losses[0]:.3f}", f"{losses[-1]:.3f}", percent(right(weights, X_new, y_new))],
            ["the law itself", "", "", percent(float(np.mean((X_new[:, 0] * X_new[:, 1] > 0) == y_new)))],
        ],
    )
    same = [np.full((2, 6), 0.1), np.zeros(6), np.full((6, 2), 0.1), np.zeros(2)]
    same, _ = train(same, X, y, 200, 1.0)
    apart = float(np.ptp(same[0], axis=1).max())
    page.say(
        f"Begun with equal weights, after 200 steps the 6 hidden neurons differ by {apart:.0e}: they "
        "are one neuron, six times."
    )
    page.picture(picture.scene(), "day_018_regions")
    X, y = load_wine(return_X_y=True)
    on_real_data(page, X, y, "178 Italian wines of three growers, 13 measurements")


def start(n_inputs: int, n_hidden: int, n_classes: int) -> Weights:
    """Return weights of which no two are equal."""
    rng = np.random.default_rng(0)
    first = rng.normal(0.0, 1.0 / np.sqrt(n_inputs), (n_inputs, n_hidden))
    second = rng.normal(0.0, 1.0 / np.sqrt(n_hidden), (n_hidden, n_classes))
    return [first, np.zeros(n_hidden), second, np.zeros(n_classes)]


def scores(weights: Weights, X: Array) -> Array:
    """Return the scores of the classes: the way forward."""
    W1, b1, W2, b2 = weights
    out: Array = np.tanh(X @ W1 + b1) @ W2 + b2
    return out


def loss_on_tape(weights: Any, X: Array, y: Array) -> Any:
    """Return the loss as the tape can follow it."""
    W1, b1, W2, b2 = weights
    return tape_cross_entropy(tape_tanh(X @ W1 + b1) @ W2 + b2, y)


def train(weights: Weights, X: Array, y: Array, n_steps: int, rate: float) -> tuple[Weights, list[float]]:
    """Walk against the gradient; return where it ends, and the losses."""
    losses = [float(cross_entropy(scores(weights, X), y))]
    for _ in range(n_steps):
        weights = [w - rate * g for w, g in zip(weights, gradients(X, y, *weights), strict=True)]
    losses.append(float(cross_entropy(scores(weights, X), y)))
    return weights, losses


def right(weights: Weights, X: Array, y: Array) -> float:
    """Return the share of samples whose largest score is the right one."""
    return float(np.mean(scores(weights, X).argmax(axis=1) == y))


def percent(share: float) -> str:
    """Return a share in words."""
    return f"{100 * share:.1f} %"


def on_real_data(page: Page, X: Array, y: Array, what: str) -> None:
    """Fit one layer and two, by hand and by the library."""
    page.heading(what)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=1 / 3, random_state=0)
    scaler = StandardScaler().fit(X_train)
    X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
    with page.working("training"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        mine, _ = train(start(X.shape[1], 8, int(y.max()) + 1), X_train, y_train, 300, 0.3)
        model = MLPClassifier((8,), activation="tanh", learning_rate_init=0.01, random_state=0).fit(X_train, y_train)
        line = LogisticRegression().fit(X_train, y_train)
    rows = [
        ["one layer (logistic regression)", percent(line.score(X_test, y_test))],
        ["two layers, from nothing", percent(right(mine, X_test, y_test))],
        ["two layers, MLPClassifier", percent(model.score(X_test, y_test))],
        ["always the most frequent class", percent(np.bincount(y_test).max() / len(y_test))],
    ]
    page.table(["", f"told right, of {len(y_test):,} rows not seen"], rows)


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    names, y = np.unique(table.y, return_inverse=True)
    on_real_data(page, table.X, y, f"Your data: {len(y):,} rows, {len(table.features)} features, {len(names)} classes")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
