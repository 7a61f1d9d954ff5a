"""Day 36: gradient descent in a valley whose shape is known, then on handwritten digits."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split

from workings.lessons.day_036_neural_networks_gradient_descent import picture
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.neural_network import MLPClassifier
from workings.preprocessing import StandardScaler
from workings.show import Axis, Line, Scene
from workings.show.scene import numbers

Array = NDArray[Any]
Style = Literal["solid", "dashed", "dotted"]


def run(page: Page) -> None:
    """Run the day on its own data."""
    in_a_valley(page)
    X, y = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X / 16.0, y, test_size=1 / 3, random_state=0, stratify=y)
    page.heading(f"{len(y_train):,} handwritten digits, a network of 32 hidden neurons, 20 epochs")
    by_rate(page, X_train, y_train)
    by_batch(page, X_train, X_test, y_train, y_test)


def in_a_valley(page: Page) -> None:
    """Hold what happens against what the curvatures say."""
    low, high = picture.CURVED.min(), picture.CURVED.max()
    page.heading(f"A valley of curvatures {low:g} and {high:g}: rates above {2 / high:g} must climb")
    rows = []
    for rate, momentum in ((0.05, 0.0), (0.15, 0.0), (0.19, 0.0), (0.21, 0.0), (0.1, 0.6), (0.1, 0.9)):
        path = picture.walk(60, rate, momentum)
        factor = max(abs(1 - rate * low), abs(1 - rate * high))
        law = f"{factor**60:.1e}" if not momentum else ""
        found = np.abs(path[-1] / picture.BEGIN).max()
        rows.append([f"{rate:g}", f"{momentum:g}", f"{found:.1e}", law, f"{picture.loss(*path[-1]):.1e}"])
    page.table(["rate", "momentum", "distance left after 60 steps", "by the law", "loss"], rows)
    page.picture(picture.scene(25, 0.1, 0.6), "day_036_valley")


def network(rate: float, batch: int, epochs: int, momentum: float = 0.9) -> MLPClassifier:
    """Return a network that takes plain steps."""
    return MLPClassifier(
        (32,),
        solver="sgd",
        learning_rate_init=rate,
        batch_size=batch,
        momentum=momentum,
        nesterovs_momentum=False,
        max_iter=epochs,
        n_iter_no_change=epochs,
        random_state=0,
    )


def fitted(model: MLPClassifier, X: Array, y: Array) -> MLPClassifier:
    """Fit all epochs; that they end before the valley's floor is the point."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(X, y)
    return model


def by_rate(page: Page, X: Array, y: Array) -> None:
    """Draw the losses of several learning rates."""
    with page.working("four learning rates"):
        curves = {rate: fitted(network(rate, 64, 20), X, y).loss_curve_ for rate in (0.001, 0.01, 0.1, 1.0)}
    page.picture(curves_of({f"rate {rate:g}": curve for rate, curve in curves.items()}), "day_036_rates")
    best = min(curves, key=lambda rate: curves[rate][-1])
    page.say(f"After 20 epochs the loss is lowest with a rate of {best:g}: {curves[best][-1]:.4f}.")


def by_batch(page: Page, X: Array, X_test: Array, y: Array, y_test: Array) -> None:
    """Compare batches: the same epochs, more steps or better ones."""
    rows = []
    for batch in (8, 64, len(y)):
        for momentum in (0.0, 0.9):
            with page.working(f"batches of {batch}"):
                model = fitted(network(0.05, batch, 20, momentum), X, y)
            steps = 20 * -(-len(y) // batch)
            score = 100 * model.score(X_test, y_test)
            rows.append([f"{batch:,}", f"{momentum:g}", f"{steps:,}", f"{model.loss_:.3f}", f"{score:.1f} %"])
    page.table(["batch", "momentum", "steps", "loss, last epoch", f"read rightly, of {len(y_test)} held out"], rows)


def curves_of(curves: dict[str, list[float]]) -> Scene:
    """Return losses against epochs, on a scale of powers of ten."""
    styles: tuple[Style, ...] = ("dotted", "dashed", "solid", "dashed")
    marks = tuple(
        Line(numbers(np.arange(1, len(curve) + 1)), numbers(np.log10(np.maximum(curve, 1e-12))), k, name, style)
        for k, ((name, curve), style) in enumerate(zip(curves.items(), styles, strict=False))
    )
    ends = ", ".join(f"{name}: {curve[-1]:.3g}" for name, curve in curves.items())
    return Scene("The loss, epoch by epoch", Axis("epoch"), Axis("log10 of the loss"), marks, f"At the end: {ends}.")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    names, y = np.unique(table.y, return_inverse=True)
    page.heading(f"Your data: {len(y):,} rows, {len(table.features)} features, {len(names)} classes")
    X_train, X_test, y_train, y_test = train_test_split(table.X, y, test_size=0.3, random_state=0)
    scaler = StandardScaler().fit(X_train)
    X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
    by_rate(page, X_train, y_train)
    by_batch(page, X_train, X_test, y_train, y_test)


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
