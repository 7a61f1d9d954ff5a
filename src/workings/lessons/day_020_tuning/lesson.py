"""Day 20: a penalty chosen on a validation set, and optimisers side by side."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numpy as np
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split

from workings.lessons.day_020_tuning import picture, solution
from workings.lessons.day_020_tuning.data import WRONG, Array, ring
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.neural_network import MLPClassifier
from workings.preprocessing import StandardScaler
from workings.show import Axis, Line, Scene
from workings.show.scene import numbers

adam_step: Callable[..., Any] = solution.adam_step
Style = Literal["solid", "dashed", "dotted"]
POWERS = (-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0)


def run(page: Page) -> None:
    """Run the day on its own data."""
    penalties(page)
    first_steps(page)
    X, y = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X / 16.0, y, test_size=1 / 3, random_state=0, stratify=y)
    optimisers(page, f"{len(y_train):,} handwritten digits", X_train, X_test, y_train, y_test)


def penalties(page: Page) -> None:
    """Choose the penalty where the truth is known."""
    page.heading(f"120 points inside and outside a circle, {100 * WRONG:.0f} in 100 with the wrong class")
    seen, held, new = ring(120), ring(120, seed=21), ring(5000, seed=1)
    rows, scores = [], {}
    for power in POWERS:
        model = picture.fitted(power, 30)
        scores[power] = model.score(*held)
        told = [f"{100 * score:.1f} %" for score in (model.score(*seen), scores[power], model.score(*new))]
        rows.append([f"{10**power:g}", *told, f"{sum(float((w**2).sum()) for w in model.coefs_):,.1f}"])
    page.table(["alpha", "trained on", "validation", "5,000 new points", "sum of the squared weights"], rows)
    best = max(POWERS, key=lambda power: scores[power])
    page.say(f"The validation set chooses alpha = {10**best:g}. No rule can tell more than {100 * (1 - WRONG):.0f} %.")
    page.picture(picture.scene(-4.0), "day_020_by_heart")
    page.picture(picture.scene(best), "day_020_penalised")


def first_steps(page: Page) -> None:
    """Show what the correction of Adam is for."""
    page.heading("The first steps of Adam where the gradient is always 5, learning rate 0.1")
    rows = []
    w, m, v = np.zeros(1), np.zeros(1), np.zeros(1)
    raw = 0.0
    for t in range(1, 5):
        before = w
        w, m, v = adam_step(w, m, v, t, np.array([5.0]), 0.1, 0.9, 0.999, 1e-8)
        raw = float(0.1 * m[0] / np.sqrt(v[0]))
        rows.append([str(t), f"{m[0]:.4f}", f"{v[0]:.4f}", f"{(before - w)[0]:.4f}", f"{raw:.4f}"])
    page.table(["t", "m", "v", "step", "step without correction"], rows)


def optimisers(page: Page, what: str, X: Array, X_test: Array, y: Array, y_test: Array) -> None:
    """Compare the ways down, each with the learning rate that is best for it on a validation set."""
    page.heading(f"{what}: 20 epochs of a network of 32 hidden neurons")
    X_fit, X_held, y_fit, y_held = train_test_split(X, y, test_size=0.2, random_state=1)
    ways: dict[str, dict[str, Any]] = {
        "plain": {"solver": "sgd", "momentum": 0.0},
        "momentum": {"solver": "sgd", "nesterovs_momentum": False},
        "Nesterov": {"solver": "sgd"},
        "Adam": {"solver": "adam"},
    }
    curves, rows = {}, []
    for name, way in ways.items():
        rates = (0.001, 0.003, 0.01, 0.03) if name == "Adam" else (0.01, 0.03, 0.1, 0.3)
        with page.working(name):
            tried = {rate: fitted(X_fit, y_fit, learning_rate_init=rate, **way) for rate in rates}
        best = max(rates, key=lambda rate: tried[rate].score(X_held, y_held))
        model = tried[best]
        curves[name] = model.loss_curve_
        score = 100 * model.score(X_test, y_test)
        rows.append([name, f"{best:g}", f"{model.loss_:.4f}", f"{score:.1f} %"])
    page.table(["", "learning rate chosen", "loss, last epoch", f"told right, of {len(y_test):,} held out"], rows)
    page.picture(curves_of(curves), "day_020_optimisers")


def fitted(X: Array, y: Array, **settings: Any) -> MLPClassifier:
    """Fit 20 epochs; that they do not suffice for all is the point."""
    model = MLPClassifier((32,), batch_size=64, max_iter=20, n_iter_no_change=20, random_state=0, **settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(X, y)
    return model


def curves_of(curves: dict[str, list[float]]) -> Scene:
    """Return losses against epochs, on a scale of powers of ten."""
    styles: tuple[Style, ...] = ("dotted", "dashed", "solid", "dashed")
    marks = tuple(
        Line(numbers(np.arange(1, len(curve) + 1)), numbers(np.log10(np.maximum(curve, 1e-12))), k, name, style)
        for k, ((name, curve), style) in enumerate(zip(curves.items(), styles, strict=False))
    )
    ends = ", ".join(f"{name}: {curve[-1]:.3g}" for name, curve in curves.items())
    return Scene("Four optimisers", Axis("epoch"), Axis("log10 of the loss"), marks, f"The last losses: {ends}.")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    names, y = np.unique(table.y, return_inverse=True)
    X_train, X_test, y_train, y_test = train_test_split(table.X, y, test_size=0.3, random_state=0)
    scaler = StandardScaler().fit(X_train)
    what = f"Your data: {len(y):,} rows, {len(table.features)} features, {len(names)} classes"
    optimisers(page, what, scaler.transform(X_train), scaler.transform(X_test), y_train, y_test)


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
