"""Day 37: backward through a small network on handwritten digits, by hand and by the tape."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from workings import autodiff as ad
from workings.lessons.day_037_neural_networks_backpropagation import picture, solution
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show import Axis, Line, Scene
from workings.show.scene import numbers

Array = NDArray[Any]
Weights = list[Array]
Function = Callable[..., Any]
dense_backward: Function = solution.dense_backward
relu_gradient: Function = solution.relu_gradient


def run(page: Page) -> None:
    """Run the day on its own data."""
    page.heading("One neuron: w = 0.8, x = 1.5, b = -0.5, target 1")
    w, x, b = ad.Variable(0.8), ad.Variable(1.5), ad.Variable(-0.5)
    loss = (ad.sigmoid(w * x + b) - 1.0) ** 2
    rows = [
        [step.what, f"{float(step.arrays['value']):.5f}", f"{float(step.arrays['derivative']):.5f}"]
        for step in ad.backward_steps(loss)
    ]
    page.table(["made by (from the end)", "value", "derivative of the loss by it"], rows)
    page.picture(picture.scene(), "day_037_tape")

    X, y = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X / 16.0, y, test_size=1 / 3, random_state=0, stratify=y)
    weights = start(X.shape[1], 32, 10)
    page.heading(f"{len(X_train):,} handwritten digits, {sum(one.size for one in weights):,} weights")
    compare(page, weights, X_train, y_train)
    with page.working("training"):
        weights, losses = train(weights, X_train, y_train, 300)
    theirs = MLPClassifier((32,), learning_rate_init=0.01, tol=1e-3, random_state=0).fit(X_train, y_train)
    page.say(
        f"After 300 steps of plain gradient descent with all samples, {100 * right(weights, X_test, y_test):.1f} % of "
        f"{len(y_test)} digits not seen are told right (scikit-learn's MLPClassifier, by Adam: "
        f"{100 * theirs.score(X_test, y_test):.1f} %)."
    )
    page.picture(loss_scene(losses), "day_037_loss")


def start(n_inputs: int, n_hidden: int, n_classes: int) -> Weights:
    """Return weights of which no two are equal, or all hidden units would learn the same."""
    rng = np.random.default_rng(0)
    first = rng.normal(0.0, np.sqrt(2 / n_inputs), (n_inputs, n_hidden))
    second = rng.normal(0.0, np.sqrt(2 / n_hidden), (n_hidden, n_classes))
    return [first, np.zeros(n_hidden), second, np.zeros(n_classes)]


def loss_of(weights: Weights, X: Array, y: Array) -> Any:
    """Return the mean cross-entropy: the way forward, for arrays and for Variables."""
    W1, b1, W2, b2 = weights
    return ad.cross_entropy(ad.relu(X @ W1 + b1) @ W2 + b2, y)


def by_hand(weights: Weights, X: Array, y: Array) -> tuple[float, Weights]:
    """Return the loss and its gradients by the two functions of the exercise."""
    W1, b1, W2, b2 = weights
    Z = X @ W1 + b1
    A = np.maximum(Z, 0.0)
    scores = A @ W2 + b2
    blame = ad.softmax(scores)
    blame[np.arange(len(y)), y] -= 1.0
    dA, dW2, db2 = dense_backward(A, W2, blame / len(y))
    _, dW1, db1 = dense_backward(X, W1, relu_gradient(Z, dA))
    return float(ad.cross_entropy(scores, y)), [dW1, db1, dW2, db2]


def compare(page: Page, weights: Weights, X: Array, y: Array) -> None:
    """Hold the two ways against each other, and against differences."""
    _, hand = by_hand(weights, X, y)
    tape = ad.grad(loss_of)(weights, X, y)
    few = slice(0, 60)
    rows = []
    for k, name in enumerate(("W1", "b1", "W2", "b2")):
        near = ad.check_gradient(_alone(weights, k, X[few], y[few]), weights[k], entries=12)
        off = np.abs(hand[k] - tape[k]).max() / np.abs(tape[k]).max()
        rows.append([name, str(hand[k].shape), f"{off:.0e}", f"{near.error:.0e}"])
    page.table(["", "shape", "by hand and tape differ by", "tape and differences, of 12 entries"], rows)
    forward, backward = (_seconds(f, weights, X, y) for f in (loss_of, ad.grad(loss_of)))
    count = sum(one.size for one in weights)
    page.say(
        f"Forward and backward take {backward / forward:.1f} times as long as forward alone. Central differences would "
        f"run forward {2 * count:,} times."
    )


def _alone(weights: Weights, k: int, X: Array, y: Array) -> Callable[[Any], Any]:
    """Return the loss as a function of one of the weight arrays."""
    return lambda one: loss_of([*weights[:k], one, *weights[k + 1 :]], X, y)


def _seconds(work: Function, *args: Any) -> float:
    taken = []
    for _ in range(9):
        begun = time.perf_counter()
        work(*args)
        taken.append(time.perf_counter() - begun)
    return min(taken)


def train(weights: Weights, X: Array, y: Array, n_steps: int, rate: float = 0.5) -> tuple[Weights, list[float]]:
    """Walk against the gradient."""
    losses = []
    for _ in range(n_steps):
        loss, gradients = by_hand(weights, X, y)
        losses.append(loss)
        weights = [one - rate * g for one, g in zip(weights, gradients, strict=True)]
    return weights, losses


def right(weights: Weights, X: Array, y: Array) -> float:
    """Return the share of samples whose largest score is the right one."""
    W1, b1, W2, b2 = weights
    return float(np.mean((np.maximum(X @ W1 + b1, 0.0) @ W2 + b2).argmax(axis=1) == y))


def loss_scene(losses: list[float]) -> Scene:
    """Return the loss against the steps."""
    line = Line(numbers(range(len(losses))), numbers(losses), 0)
    say = f"The mean loss falls from {losses[0]:.3f} to {losses[-1]:.3f} in {len(losses)} steps."
    return Scene("The loss on its way down", Axis("step"), Axis("mean cross-entropy", low=0.0), (line,), say)


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    names, y = np.unique(table.y, return_inverse=True)
    page.heading(f"Your data: {len(y):,} rows, {len(table.features)} features, {len(names)} classes")
    X_train, X_test, y_train, y_test = train_test_split(table.X, y, test_size=0.3, random_state=0)
    scaler = StandardScaler().fit(X_train)
    X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
    weights = start(X_train.shape[1], 16, len(names))
    compare(page, weights, X_train, y_train)
    with page.working("training"):
        weights, losses = train(weights, X_train, y_train, 300, rate=0.2)
    most = np.bincount(y_test).max() / len(y_test)
    page.say(
        f"{100 * right(weights, X_test, y_test):.1f} % of {len(y_test):,} rows not seen are told right; always giving "
        f"the most frequent class, {100 * most:.1f} %."
    )
    page.picture(loss_scene(losses), "your_loss")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
