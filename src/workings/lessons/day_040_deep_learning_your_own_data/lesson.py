"""Day 40: your own data: images written into folders, read again, and learnt; or the reader's table."""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np

from workings.lessons.day_040_deep_learning_your_own_data import picture
from workings.lessons.day_040_deep_learning_your_own_data.data import KINDS, write_leaves
from workings.lessons.network_tables import fit_table
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.neural_network import ImageDataset, Sequential, image_dataset_from_directory, layers
from workings.show import confusion_matrix
from workings.show.networks import training_curves


def run(page: Page) -> None:
    """Run the day on its own data."""
    with tempfile.TemporaryDirectory() as folder:
        leaves = Path(folder) / "leaves"
        with page.working("drawing leaves"):
            write_leaves(leaves)
        broken = leaves / "oak" / "oak_007.png"
        broken.write_bytes(broken.read_bytes()[:300])
        seen, held_out = read(page, leaves)
        learn(page, seen, held_out)
    page.picture(picture.scene(), "day_040_leaves")


def read(page: Page, leaves: Path) -> tuple[ImageDataset, ImageDataset]:
    """Read the folders in two parts."""
    files = sum(1 for _ in leaves.rglob("*.png"))
    page.heading(f"A folder with {files} photographs of leaves, of which one broke off while it was copied")
    try:
        image_dataset_from_directory(leaves, image_size=(24, 24)).arrays()
    except ValueError as problem:
        page.say(str(problem).replace(str(leaves), "leaves"))
    made = []
    for subset in ("training", "validation"):
        data = image_dataset_from_directory(
            leaves, image_size=(24, 24), batch_size=32, seed=1, validation_split=0.25, subset=subset, corrupt="skip"
        )
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            x, y = data.arrays()
        counts = np.bincount(y, minlength=len(KINDS))
        skipped = f"; skipped: {', '.join(path.name for path in data.skipped)}" if told else ""
        page.say(
            f"{subset}: {len(x)} images of {x.shape[1]} x {x.shape[2]} x {x.shape[3]}, {x.min():.0f}..{x.max():.0f}; "
            + ", ".join(f"{n} {name}" for n, name in zip(counts, data.class_names, strict=True))
            + skipped
        )
        data.file_paths, data.labels = (
            [path for path in data.file_paths if path not in data.skipped],
            data.labels[[path not in data.skipped for path in data.file_paths]],
        )
        made.append(data)
    return made[0], made[1]


def network(*first: layers.Layer) -> Sequential:
    """Return a small network behind some first layers."""
    model = Sequential(
        [*first, layers.Flatten(), layers.Dense(64, "relu"), layers.Dense(len(KINDS), "softmax")], seed=2
    )
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    return model


def learn(page: Page, seen: ImageDataset, held_out: ImageDataset) -> None:
    """Learn from the files as they are, scaled, and normalised."""
    page.heading("The same network on raw pixels, on scaled ones, and with batch normalisation")
    shrunk = (layers.Rescaling(1 / 255), layers.AveragePooling2D(2))
    ways = {
        "pixels 0..255 as they are": network(),
        "divided by 255": network(layers.Rescaling(1 / 255)),
        "divided, batch normalisation": network(layers.Rescaling(1 / 255), layers.BatchNormalization(0.9)),
        "divided, averaged to 12 x 12, normalised": network(*shrunk, layers.BatchNormalization(0.9)),
    }
    rows = []
    x, y = held_out.arrays()
    for name, model in ways.items():
        with page.working(f"training: {name}"):
            history = model.fit(seen, epochs=10, validation_data=(x, y), verbose=0)
        best = max(history.history["val_accuracy"])
        last = history.history
        rows.append([name, f"{last['loss'][-1]:.3f}", f"{last['val_loss'][-1]:.3f}", f"{100 * best:.0f} %"])
    page.table(["", "loss, trained on", "loss, held out", "told right at best"], rows)
    page.say("To a dense layer each pixel is a stranger: it must learn every leaf at every turn. Day 41 does better.")
    page.picture(training_curves(history), "day_040_loss")
    page.picture(confusion_matrix(y, model.predict(x).argmax(axis=1), names=KINDS), "day_040_confusion")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    fitted = fit_table(page, table)
    page.picture(training_curves(fitted.history), "your_loss")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
