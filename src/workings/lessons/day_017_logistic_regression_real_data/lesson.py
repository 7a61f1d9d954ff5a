"""Day 17: one neuron, forward and backward, on handwritten digits."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression as Theirs
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from workings.lessons.day_017_logistic_regression_real_data import picture
from workings.lessons.day_017_logistic_regression_real_data.data import (
    LONGEST,
    Array,
    digits,
    learning,
    unit_after,
)
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.lessons.two_classes import say_table, two_classes
from workings.linear_model import LogisticRegression
from workings.show import confusion_matrix, loss_curve, steps
from workings.special import log_sigmoid, sigmoid

WANTED = 8


def run(page: Page) -> None:
    """Run the day on its own data."""
    backward(page)
    training(page)
    too_far(page)
    ten(page)


def backward(page: Page) -> None:
    """Print the factors of the chain rule, and hold the gradient against differences of the loss."""
    page.heading("Backward: the factors of the chain rule, for an image of the digit that is looked for (y = 1)")
    rows = []
    for a in (0.001, 0.1, 0.5, 0.9, 0.999):
        outer, inner = -1.0 / a, a * (1.0 - a)
        rows.append([f"{a}", f"{outer:.3f}", f"{inner:.6f}", f"{outer * inner:.3f}", f"{2 * (a - 1) * inner:.6f}"])
    page.table(["the neuron says a", "dL/da", "da/dz", "product = a - y", "the same with squared error"], rows)
    page.say(
        "Surely wrong (0.001), the neuron learns fastest by cross-entropy, and hardly at all by the squared error."
    )
    X, y = digits().seen, (digits().seen_digits == WANTED).astype(float)
    w, b = unit_after(WANTED, 50)
    gradient = X.T @ (sigmoid(X @ w + b) - y) / len(y)
    worst = max(abs(_difference(w, b, X, y, j) - gradient[j]) for j in range(len(w)))
    page.say(f"Held against differences of the loss itself, the 64 derivatives are off by {worst:.0e} at most.")


def _loss(w: Array, b: float, X: Array, y: Array) -> float:
    return -float(np.mean(log_sigmoid((2.0 * np.asarray(y, dtype=float) - 1.0) * (X @ w + b))))


def _difference(w: Array, b: float, X: Array, y: Array, j: int) -> float:
    way = np.zeros_like(w)
    way[j] = 1e-5
    return (_loss(w + way, b, X, y) - _loss(w - way, b, X, y)) / 2e-5


def training(page: Page) -> None:
    """Watch the neuron learn."""
    data, true = digits(), digits().unseen_digits == WANTED
    page.heading(f"{len(data.seen):,} images to learn from, {len(true)} unseen: is it {picture.an(WANTED)}?")
    with page.working("learning"):
        seen = learning(WANTED)
    rows = []
    for k in (0, 10, 50, 100, 500, LONGEST):
        w, b = unit_after(WANTED, k)
        rows.append([f"{k:,}", f"{seen[k].objective:.4f}", *_judged(sigmoid(data.unseen @ w + b) > 0.5, true)])
    page.table(["steps", "mean loss, seen", "right, unseen", f"of {true.sum()} found", "false alarms"], rows)
    page.say(f"Always saying no would be right for {100 * np.mean(~true):.1f} %, so that number alone says little.")
    page.picture(loss_curve(seen[:201], title="The first 200 steps"), "day_017_loss")
    page.picture(picture.scene(), "day_017_neuron")
    w, b = unit_after(WANTED, LONGEST)
    missed = int(np.argmin(np.where(true[:100], sigmoid(data.unseen[:100] @ w + b), 2.0)))
    page.say(f"The {WANTED} among the first 100 unseen images that it is surest to be none:")
    page.picture(picture.scene(LONGEST, WANTED, missed), "day_017_missed")


def _judged(said: Array, true: Array) -> list[str]:
    return [f"{100 * np.mean(said == true):.1f} %", f"{np.sum(said & true)}", f"{np.sum(said & ~true)}"]


def too_far(page: Page) -> None:
    """Compare a descent that was stopped with the optimum, and with scikit-learn."""
    data = digits()
    page.heading("The lowest loss is not the best neuron")
    rows = []
    for wanted in (3, 8, 9):
        y, true = data.seen_digits == wanted, data.unseen_digits == wanted
        w, b = unit_after(wanted, LONGEST)
        models = {
            f"{wanted}: stopped after {LONGEST:,} steps": (w, b),
            f"{wanted}: the optimum (Newton)": _of(LogisticRegression(C=np.inf, max_iter=1000).fit(data.seen, y)),
            f"{wanted}: scikit-learn, C = 1": _of(Theirs(max_iter=1000).fit(data.seen, y)),
        }
        for name, (w, b) in models.items():
            said = sigmoid(data.unseen @ w + b) > 0.5
            seen, unseen = _loss(w, b, data.seen, y), _loss(w, b, data.unseen, true)
            rows.append([name, f"{seen:.4f}", f"{unseen:.4f}", f"{np.abs(w).max():.3g}", _judged(said, true)[0]])
    page.table(["which digit, and how", "loss, seen", "loss, unseen", "largest |w|", "right, unseen"], rows)
    page.say(
        "To stop early and to penalise large weights (C = 1) come to nearly the same. The optimum has learnt the seen "
        "images by heart, and is surely wrong about some of the others."
    )


def _of(model: LogisticRegression | Theirs) -> tuple[Array, float]:
    return model.coef_[0], float(model.intercept_[0])


def ten(page: Page) -> None:
    """Let ten neurons side by side read the digit."""
    data = digits()
    page.heading("Ten neurons, one for each digit: the surest one wins")
    with page.working("ten neurons"):
        units = [unit_after(k, LONGEST) for k in range(10)]
    z = np.column_stack([data.unseen @ w + b for w, b in units])
    right = np.mean(z.argmax(axis=1) == data.unseen_digits)
    peer = Theirs(max_iter=1000).fit(data.seen, data.seen_digits).score(data.unseen, data.unseen_digits)
    page.say(
        f"{100 * right:.1f} % of the unseen digits are read right; scikit-learn's LogisticRegression, which trains the "
        f"ten together, reads {100 * peer:.1f} %. No neuron sees more than a weighted sum of pixels: to do better, "
        "tomorrow's network puts a layer of them between."
    )
    page.picture(
        confusion_matrix(data.unseen_digits, z.argmax(axis=1), title="Ten neurons read 599 digits"), "day_017_ten"
    )


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    found = two_classes(table)
    say_table(page, table, found)
    parts = train_test_split(table.X, found.y, test_size=max(0.25, 2 / len(found.y)), random_state=0, stratify=found.y)
    X_train, X_test, y_train, y_test = parts
    scaler = StandardScaler().fit(X_train)
    X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
    unit = LogisticRegression(C=np.inf, solver="gradient descent", max_iter=500)
    with page.working("learning"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopped early on purpose
        seen = list(steps(unit, X_train, y_train))
    peer = Theirs(max_iter=1000).fit(X_train, y_train)
    share = float(y_test.mean())
    page.say(
        f"After {seen[-1].index} steps of gradient descent (features scaled) the neuron is right about "
        f"{100 * unit.score(X_test, y_test):.1f} % of {len(y_test):,} unseen rows, scikit-learn's LogisticRegression "
        f"about {100 * peer.score(X_test, y_test):.1f} %; always saying the more frequent is right for "
        f"{100 * max(share, 1 - share):.1f} %."
    )
    order = np.argsort(-np.abs(unit.coef_[0]))[:12]
    page.table(["weight of", "neuron"], [[table.features[j], f"{unit.coef_[0, j]:+.3f}"] for j in order])
    if len(order) < len(table.features):
        page.say(f"(the {len(order)} largest of {len(table.features)})")
    page.picture(loss_curve(seen), "your_loss")
    page.picture(confusion_matrix(y_test, unit.predict(X_test), names=found.names), "your_confusion")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
