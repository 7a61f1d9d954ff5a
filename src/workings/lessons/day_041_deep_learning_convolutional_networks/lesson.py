"""Day 41: convolution and pooling by hand, a convolutional network, and what it does with digits that moved."""

from __future__ import annotations

import sys
from math import isqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import convolve2d

from workings.lessons.day_039_deep_learning_a_first_model.data import NAMES, Digits, dense_model, digits
from workings.lessons.day_041_deep_learning_convolutional_networks import picture
from workings.lessons.network_tables import fit_table
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.neural_network import Sequential, layers
from workings.show import confusion_matrix
from workings.show.networks import feature_maps, filters, network, training_curves


def convolutional_model(shape: tuple[int, int, int] = (8, 8, 1), classes: int = 10) -> Sequential:
    """Return a network of two convolutions, compiled."""
    model = Sequential(
        [
            layers.Conv2D(16, 3, padding="same", activation="relu", name="strokes", input_shape=shape),
            layers.Conv2D(32, 3, padding="same", activation="relu", name="parts"),
            layers.MaxPooling2D(2, name="pooled"),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(classes, "softmax", name="digit"),
        ],
        seed=41,
    )
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    return model


def run(page: Page) -> None:
    """Run the day on its own data."""
    by_hand(page)
    data = digits()
    dense, convolutional = trained(page, data)
    moved(page, data, dense, convolutional)
    inside(page, data, convolutional)


def by_hand(page: Page) -> None:
    """Slide a filter over a digit."""
    page.heading("A filter slides over a digit")
    image, kernel = picture.images()[4], picture.edge_filter(0.0)
    mine = picture.slide(image, kernel)
    turned = convolve2d(image, kernel, mode="valid")
    page.say(
        f"{image.shape[0]} x {image.shape[1]} pixels and a filter of 3 x 3: {mine.shape[0]} x {mine.shape[1]} answers. "
        f"SciPy's convolve2d, which turns the filter, differs by up to {np.abs(mine - turned).max():.2f}; with the "
        f"filter turned beforehand by {np.abs(mine - convolve2d(image, kernel[::-1, ::-1], mode='valid')).max():.0e}."
    )
    page.picture(picture.scene(), "day_041_edge")


def trained(page: Page, data: Digits) -> tuple[Sequential, Sequential]:
    """Train a dense network and a convolutional one."""
    page.heading(f"Two networks on {len(data.X_train):,} digits")
    dense, convolutional = dense_model(), convolutional_model()
    rows = []
    for name, model, epochs in (("dense", dense, 30), ("convolutional", convolutional, 15)):
        with page.working(f"training the {name} network"):
            history = model.fit(
                data.X_train, data.y_train, epochs=epochs, verbose=0, validation_data=(data.X_test, data.y_test)
            )
        found = model.evaluate(data.X_test, data.y_test)
        rows.append([f"{name}, {epochs} epochs", f"{model.count_params():,}", f"{100 * found['accuracy']:.1f} %"])
    page.table(["", "weights", f"read rightly, of {len(data.X_test)} held out"], rows)
    page.picture(training_curves(history, title="The convolutional network"), "day_041_loss")
    read = convolutional.predict(data.X_test).argmax(axis=1)
    page.picture(confusion_matrix(data.y_test, read, names=NAMES), "day_041_confusion")
    return dense, convolutional


def moved(page: Page, data: Digits, dense: Sequential, convolutional: Sequential) -> None:
    """Move the held-out digits by one pixel."""
    page.heading("The same held-out digits, moved by one pixel")

    def shifted(across: int, down: int) -> NDArray[np.float32]:
        larger = np.pad(data.X_test, ((0, 0), (1, 1), (1, 1), (0, 0)))
        return larger[:, 1 - down : 9 - down, 1 - across : 9 - across]

    rows = []
    moves = (("as they were", 0, 0), ("right", 1, 0), ("left", -1, 0), ("up", 0, -1), ("down", 0, 1))
    for name, across, down in moves:
        found = [model.evaluate(shifted(across, down), data.y_test)["accuracy"] for model in (dense, convolutional)]
        rows.append([name, *(f"{100 * share:.0f} %" for share in found)])
    page.table(["", "dense", "convolutional"], rows)
    page.say(
        "Neither was ever shown a digit that moved. Shared weights help; moved copies to train on would help more."
    )


def inside(page: Page, data: Digits, model: Sequential) -> None:
    """Look at the filters, at what they find, and at the whole way."""
    page.heading("What the network has made of its filters")
    page.picture(filters(model, "strokes", title="What the first layer looks for"), "day_041_filters")
    image = data.X_test[7]
    page.picture(feature_maps(model, image, "strokes", title=f"What it finds in a {data.y_test[7]}"), "day_041_maps")
    page.picture(network(model, image, names=NAMES), "day_041_way_through")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: as images, if its features can be pixels of a square."""
    side = isqrt(len(table.features))
    if side < 4 or side * side != len(table.features):
        page.say(
            f"(The table has {len(table.features)} features. Were they the pixels of square images, line by line, 64 "
            "or 784 of them, a convolutional network would be fitted; so it is a dense one.)"
        )
        fitted = fit_table(page, table)
        page.picture(training_curves(fitted.history), "your_loss")
        return
    names, number = np.unique(table.y, return_inverse=True)
    page.heading(f"Your data: {len(number):,} rows as images of {side} x {side}, {len(names)} classes")
    images = table.X.reshape(-1, side, side, 1)
    images = (images - images.min()) / (np.ptp(images) or 1.0)
    order = np.random.default_rng(0).permutation(len(number))
    model = convolutional_model((side, side, 1), len(names))
    with page.working("training"):
        history = model.fit(images[order], number[order], epochs=15, validation_split=0.25, verbose=0)
    page.say(f"Of the quarter held out {100 * history.history['val_accuracy'][-1]:.1f} % are read rightly.")
    page.picture(filters(model, "strokes"), "your_filters")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
