"""A small network on a learner's own table, for the days about networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import train_test_split

from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.neural_network import Callback, EarlyStopping, History, Sequential, layers
from workings.preprocessing import StandardScaler


class Fitted(NamedTuple):
    """A network and what it did not see."""

    model: Sequential
    history: History
    X_test: NDArray[np.float64]
    y_test: NDArray[np.int64]
    classes: list[str]


def fit_table(page: Page, table: Table, callbacks: Sequence[Callback] = ()) -> Fitted:
    """Fit a network of one hidden layer to the classes of a table, and tell what it says of rows not seen."""
    X, y, n = table.X, table.y, len(table.y)
    names, number = np.unique(y, return_inverse=True)
    page.heading(f"Your data: {n:,} rows, {len(table.features)} features, {len(names)} classes of {table.target!r}")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    share = max(0.25, len(names) / n)
    stratify = number if np.bincount(number).min() >= 2 else None
    X_train, X_test, y_train, y_test = train_test_split(X, number, test_size=share, random_state=0, stratify=stratify)
    scaler = StandardScaler().fit(X_train)
    X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
    model = Sequential([layers.Dense(32, "relu"), layers.Dropout(0.2), layers.Dense(len(names), "softmax")], seed=0)
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    stop = EarlyStopping(patience=5, restore_best_weights=True)
    # Some 2,000 steps, whatever the number of rows.
    epochs = int(np.clip(2000 // max(1, len(y_train) // 32), 5, 100))
    order = np.random.default_rng(0).permutation(len(y_train))  # the last ones are held out: let them be any
    with page.working("training"):
        history = model.fit(
            X_train[order], y_train[order], epochs=epochs, validation_split=0.2, callbacks=[stop, *callbacks], verbose=0
        )
    usual = DummyClassifier().fit(X_train, y_train).score(X_test, y_test)
    rows = [
        ["the network, 32 hidden units", f"{100 * model.evaluate(X_test, y_test)['accuracy']:.1f} %"],
        ["always the most frequent class", f"{100 * usual:.1f} %"],
    ]
    page.table(["", f"told right, of {len(y_test):,} rows not seen"], rows)
    page.say(
        f"{len(history.epoch)} epochs; the weights are those of epoch {stop.best_epoch + 1}, the best on rows held out."
    )
    return Fitted(model, history, X_test, y_test, [str(name) for name in names])
