"""Day 38: the four equations against the tape, and what they say about depth."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from workings import autodiff as ad
from workings.lessons.day_038_neural_networks_the_calculus_of_backpropagation import picture
from workings.lessons.day_038_neural_networks_the_calculus_of_backpropagation.network import (
    ACTIVATIONS,
    Activation,
    Layers,
    backward,
    loss_of,
    right,
    start,
    train,
)
from workings.lessons.own_data import Table
from workings.lessons.page import Page

Array = NDArray[Any]


def run(page: Page) -> None:
    """Run the day on its own data."""
    X, y = load_digits(return_X_y=True)
    X = X / 16.0 - 0.3
    equations(page, X[:200], y[:200])
    luck(page)
    page.heading("Blame on its way back, before training: ten layers of 48 units")
    page.picture(picture.scene(), "day_038_sigmoid")
    page.picture(picture.scene(spread=float(np.sqrt(2.0)), which=0.0), "day_038_relu")
    page.picture(picture.scene(spread=3.0, which=0.0), "day_038_exploding")
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=1 / 3, random_state=0, stratify=y)
    depth(page, X_train, X_test, y_train, y_test)
    equal_start(page, X_train, y_train)


def equations(page: Page, X: Array, y: Array) -> None:
    """Hold the equations against the tape and against differences."""
    page.heading(f"{len(X)} samples, three hidden layers: the equations against the tape")
    rows = []
    for activation in ACTIVATIONS:
        layers = start([X.shape[1], 20, 15, 12, int(y.max()) + 1], 1.5)
        ours = backward(layers, X, y, activation).gradients
        tape = ad.grad(loss_of)(layers, X, y, activation)
        off = [np.abs(a - b).max() / np.abs(b).max() for a, b in zip(_flat(ours), _flat(tape), strict=True)]
        first = ad.check_gradient(_of_first(layers, X, y, activation), layers[0][0], entries=10)
        rows.append([activation.name, *(f"{max(off[k : k + 2]):.0e}" for k in range(0, 8, 2)), f"{first.error:.0e}"])
    columns = ["activation", "layer 1 differs by", "layer 2", "layer 3", "layer 4", "layer 1, from differences"]
    page.table(columns, rows)


def _of_first(layers: Layers, X: Array, y: Array, activation: Activation) -> Callable[[Any], Any]:
    """Return the loss as a function of the first weights."""
    return lambda W: loss_of([(W, layers[0][1]), *layers[1:]], X, y, activation)


def _flat(layers: Layers) -> list[Array]:
    return [one for pair in layers for one in pair]


def luck(page: Page) -> None:
    """Show that softmax's full derivative times the logarithm's collapses to p - y."""
    scores, true = np.array([2.0, -1.0, 0.5]), 2
    p = np.asarray(ad.softmax(scores))
    full = ad.jacobian(ad.softmax)(scores)
    by_p = np.zeros(3)
    by_p[true] = -1 / p[true]
    page.heading("Equation 1 for the scores 2, -1 and 0.5, where the last class is true")
    page.table(
        ["", "score 1", "score 2", "score 3"],
        [
            ["softmax's derivatives, all nine, times the logarithm's", *(f"{one:.6f}" for one in by_p @ full)],
            ["p - y", *(f"{one:.6f}" for one in p - np.eye(3)[true])],
            ["by the tape", *(f"{one:.6f}" for one in ad.grad(lambda s: ad.cross_entropy(s, true))(scores))],
        ],
    )


def depth(page: Page, X_train: Array, X_test: Array, y_train: Array, y_test: Array) -> None:
    """Train shallow and deep networks, ours and scikit-learn's."""
    page.heading(f"{len(X_train):,} digits, 300 steps of gradient descent; right, of {len(y_test)} not seen")
    rows = []
    for activation in ACTIVATIONS:
        row = [f"{activation.name}, weights of {activation.gain:.2f} / √inputs"]
        for hidden in (1, 6):
            with page.working(f"training {hidden} layers of {activation.name}"):
                layers = start([X_train.shape[1], *[32] * hidden, 10], activation.gain)
                layers = train(layers, X_train, y_train, activation, 0.3, 300)
                row.append(f"{100 * right(layers, X_test, y_test, activation):.1f} %")
        name = {"sigmoid": "logistic"}.get(activation.name, activation.name)
        plain: dict[str, Any] = {"solver": "sgd", "momentum": 0.0, "alpha": 0.0, "batch_size": len(X_train)}
        theirs = MLPClassifier([32] * 6, activation=name, learning_rate_init=0.3, max_iter=300, random_state=0, **plain)
        with page.working("training scikit-learn's"), warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            row.append(f"{100 * theirs.fit(X_train, y_train).score(X_test, y_test):.1f} %")
        rows.append(row)
    page.table(["", "1 hidden layer", "6 hidden layers", "6, scikit-learn"], rows)
    page.say(
        "Six layers of sigmoids hear too little to learn, whoever wrote them. scikit-learn starts its rectifiers with "
        "weights that are narrower by √2, and six layers of them feel it."
    )


def equal_start(page: Page, X: Array, y: Array) -> None:
    """Show that units which start equal stay equal."""
    tanh = ACTIVATIONS[1]
    layers = [(np.full((X.shape[1], 32), 0.05), np.zeros(32)), (np.full((32, 10), 0.05), np.zeros(10))]
    layers = train(layers, X, y, tanh, 0.3, 50)
    spread = float(np.ptp(layers[0][0], axis=1).max())
    page.say(
        f"And 32 hidden units whose weights all start at 0.05: after 50 steps they still differ by at most "
        f"{spread:.0e}, and {100 * right(layers, X, y, tanh):.1f} % of the digits they learned from are told right."
    )


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    names, y = np.unique(table.y, return_inverse=True)
    page.heading(f"Your data: {len(y):,} rows, {len(table.features)} features, {len(names)} classes")
    X = StandardScaler().fit_transform(table.X)
    equations(page, X[:200], y[:200])
    rows = []
    for activation in ACTIVATIONS:
        row = [activation.name]
        for hidden in (1, 6):
            layers = start([X.shape[1], *[16] * hidden, len(names)], activation.gain)
            blame = [float(np.sqrt(np.mean(one**2))) for one in backward(layers, X, y, activation).blame[:-1]]
            row.append(f"{len(y) * blame[0]:.2e}")
        rows.append(row)
    page.table(["blame of the first layer, before training", "1 hidden layer", "6 hidden layers"], rows)
    page.picture(picture.scene(), "your_blame")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
