"""Day 35: what a neural network is, looked at number by number on handwritten digits."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split

from workings.lessons.day_035_neural_networks_what_they_are import picture, solution
from workings.lessons.day_035_neural_networks_what_they_are.data import digits, reader
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.linear_model import LogisticRegression
from workings.neural_network import MLPClassifier
from workings.preprocessing import StandardScaler
from workings.show import confusion_matrix

forward_pass: Callable[..., Any] = solution.forward_pass


def run(page: Page) -> None:
    """Run the day on its own data."""
    neurons_of_known_purpose(page)
    data = digits()
    page.heading(f"{len(data.y_train):,} handwritten digits of 8 x 8 pixels, and {len(data.y_test)} held out")
    with page.working("training"):
        model = reader()
    W1, W2 = model.coefs_
    b1, b2 = model.intercepts_
    count = sum(part.size for part in (W1, b1, W2, b2))
    by_hand = forward_pass(data.X_test, W1, b1, W2, b2)
    off = float(np.abs(by_hand - model.predict_proba(data.X_test)).max())
    page.say(f"{W1.shape[1]} hidden neurons, 10 at the end: {count:,} numbers. By hand and by the library, the")
    page.say(f"probabilities of the held-out digits differ by {off:.0e} at most.")
    line = LogisticRegression().fit(data.X_train, data.y_train)
    rows = [
        ["one layer (logistic regression)", f"{100 * line.score(data.X_test, data.y_test):.1f} %"],
        ["two layers", f"{100 * model.score(data.X_test, data.y_test):.1f} %"],
    ]
    page.table(["", f"read rightly, of {len(data.y_test)} held out"], rows)
    one_digit(page, model)
    page.picture(picture.scene(), "day_035_neuron")
    names = [str(k) for k in range(10)]
    page.picture(confusion_matrix(data.y_test, model.predict(data.X_test), names=names), "day_035_confusion")


def neurons_of_known_purpose(page: Page) -> None:
    """Write weights by hand: a network that tells whether exactly one of two switches is on."""
    page.heading("Three neurons whose weights are written, not learnt: is exactly one of two switches on?")
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    W1, b1 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])
    W2, b2 = np.array([[0.0, 10.0], [0.0, -20.0]]), np.array([5.0, 0.0])
    P = forward_pass(X, W1, b1, W2, b2)
    H = np.maximum(X @ W1 + b1, 0)
    rows = [
        [f"{x[0]:.0f}, {x[1]:.0f}", f"{h[0]:.0f}", f"{h[1]:.0f}", f"{p[1]:.3f}"]
        for x, h, p in zip(X, H, P, strict=True)
    ]
    page.table(["switches", "how many are on", "how many beyond one", "probability of exactly one"], rows)


def one_digit(page: Page, model: MLPClassifier) -> None:
    """Follow one image through the network."""
    data = digits()
    x = data.X_test[:1]
    H = np.maximum(x @ model.coefs_[0] + model.intercepts_[0], 0)[0]
    p = model.predict_proba(x)[0]
    order = np.argsort(-p)[:3]
    said = ", ".join(f"{k} with {100 * p[k]:.2f} %" for k in order)
    page.say(f"The first held-out digit is a {data.y_test[0]}. {np.sum(H > 0)} of {len(H)} hidden neurons answer; the")
    page.say(f"network says {said}.")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    names, y = np.unique(table.y, return_inverse=True)
    page.heading(f"Your data: {len(y):,} rows, {len(table.features)} features, {len(names)} classes")
    X_train, X_test, y_train, y_test = train_test_split(table.X, y, test_size=1 / 3, random_state=0)
    scaler = StandardScaler().fit(X_train)
    X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
    model = MLPClassifier((16,), alpha=0.1, learning_rate_init=0.01, max_iter=100, random_state=0)
    with page.working("training"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(X_train, y_train)
    most = np.bincount(y_test).max() / len(y_test)
    score = model.score(X_test, y_test)
    page.say(
        f"{100 * score:.1f} % of {len(y_test):,} rows not seen are told right; the most frequent class: "
        f"{100 * most:.1f} %."
    )
    size = np.abs(model.coefs_[0]).mean(axis=1)
    rows = [[str(table.features[j]), f"{size[j]:.3f}"] for j in np.argsort(-size)[:8]]
    page.table(["feature", "mean size of its weights to the hidden neurons"], rows)


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
