"""Day 39: a first deep model, on handwritten digits and on the reader's data."""

from __future__ import annotations

import sys
from pathlib import Path

from workings.lessons.day_039_deep_learning_a_first_model import picture
from workings.lessons.day_039_deep_learning_a_first_model.data import NAMES, Digits, dense_model, digits
from workings.lessons.network_tables import fit_table
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.linear_model import LogisticRegression
from workings.neural_network import EarlyStopping
from workings.show import confusion_matrix, steps
from workings.show.networks import training_curves


def run(page: Page) -> None:
    """Run the day on its own data."""
    data = digits()
    first_model(page, data)
    one_step(page, data)
    layers_and_dropout(page, data)


def first_model(page: Page, data: Digits) -> None:
    """Build, compile, fit, evaluate, predict."""
    page.heading(f"{len(data.X_train):,} handwritten digits of 8 x 8 pixels, and {len(data.X_test)} that are held out")
    model = dense_model()
    model.summary(page.say)
    stop = EarlyStopping(patience=8, restore_best_weights=True)
    with page.working("training"):
        history = model.fit(
            data.X_train, data.y_train, epochs=40, validation_split=0.2, callbacks=[stop], verbose=0, batch_size=32
        )
    page.picture(training_curves(history), "day_039_loss")
    found = model.evaluate(data.X_test, data.y_test)
    line = LogisticRegression().fit(data.X_train.reshape(-1, 64), data.y_train)
    rows = [
        ["logistic regression (one layer)", f"{100 * line.score(data.X_test.reshape(-1, 64), data.y_test):.1f} %"],
        [f"the network, {len(history.epoch)} epochs", f"{100 * found['accuracy']:.1f} %"],
    ]
    page.table(["", f"read rightly, of {len(data.X_test)} held out"], rows)
    read = model.predict(data.X_test).argmax(axis=1)
    page.picture(confusion_matrix(data.y_test, read, names=NAMES), "day_039_confusion")
    page.picture(picture.scene(), "day_039_way_through")


def one_step(page: Page, data: Digits) -> None:
    """Look into the first step of the training."""
    page.heading("The first step of the training, layer by layer")
    model = dense_model()
    step = next(iter(steps(model, data.X_train, data.y_train)))
    rows = []
    for layer in model.layers:
        for name in layer.weights:
            arrays = [step.arrays[f"{layer.name}.{name}{of}"] for of in ("", ".gradient", ".update")]
            sizes = [f"{abs(array).mean():.5f}" for array in arrays]
            rows.append([f"{layer.name}, {name}", " x ".join(map(str, arrays[0].shape)), *sizes])
    page.table(["", "shape", "weights, mean size", "gradient", "step"], rows)
    page.say(
        "Adam divides each gradient by its own recent size: in this step each one that has a gradient moves by 0.001."
    )


def layers_and_dropout(page: Page, data: Digits) -> None:
    """Train with and without dropout, far beyond what is needed."""
    page.heading("With and without dropout, 30 epochs without stopping")
    rows, losses = [], {}
    for rate in (0.0, 0.3, 0.6):
        model = dense_model(dropout=rate)
        with page.working(f"training, dropout {rate:g}"):
            model.fit(data.X_train, data.y_train, epochs=30, batch_size=64, verbose=0)
        seen, new = (model.evaluate(*pair) for pair in ((data.X_train, data.y_train), (data.X_test, data.y_test)))
        losses[rate] = new["loss"]
        rows.append([f"{rate:g}", f"{seen['loss']:.4f}", f"{new['loss']:.4f}", f"{100 * new['accuracy']:.1f} %"])
    page.table(["rate", "loss, trained on", "loss, held out", "read rightly, held out"], rows)
    best = min(losses, key=lambda rate: losses[rate])
    page.say(
        f"What counts is the loss of held-out digits: smallest with rate {best:g}. Dropout is a remedy for "
        "networks that are large for their samples; try it, and look."
    )


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    fitted = fit_table(page, table)
    page.picture(training_curves(fitted.history), "your_loss")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
