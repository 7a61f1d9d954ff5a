"""Day 42: trainings write logs, TensorBoard's own reader reads them, and, if asked, TensorBoard itself shows them.

python lesson.py DIR            pictures and logs into DIR
python lesson.py DIR --serve    and then TensorBoard, for this machine only, until Ctrl-C
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np

from workings.lessons.day_039_deep_learning_a_first_model.data import Digits, digits
from workings.lessons.day_042_deep_learning_watching_training_with_tensorboard import picture
from workings.lessons.network_tables import fit_table
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.neural_network import Sequential, TensorBoard, layers
from workings.show import Area, Axis, Line, Scene
from workings.show.networks import training_curves
from workings.show.scene import Mark, numbers

EPOCHS = 10
RATES = (0.0002, 0.002, 0.2)


def run(page: Page) -> None:
    """Run the day on its own data."""
    if page.out is not None:
        write(page, page.out / "logs")
        return
    with tempfile.TemporaryDirectory() as folder:
        write(page, Path(folder) / "logs")


def write(page: Page, logs: Path) -> None:
    """Train with three learning rates, each with a log of its own, and read the logs."""
    data = digits()
    page.heading("Three trainings, three logs")
    histories, rows, spread = {}, [], []
    for rate in RATES:
        model = small_model()
        model.optimizer.learning_rate = rate
        kept = logs / f"rate_{rate:g}"
        board = TensorBoard(kept, histogram_freq=1, write_images=True)
        weights = Weights()
        with page.working(f"training, rate {rate:g}"):
            histories[rate] = told = train(model, data, board, weights)
        spread.append(weights.found)
        size = sum(path.stat().st_size for path in kept.rglob("events*"))
        rows.append([f"{rate:g}", f"{told['loss'][-1]:.3f}", f"{told['val_loss'][-1]:.3f}", f"{size / 1000:.0f} kB"])
    page.table(["learning rate", "loss, trained on", "loss, held out", "its log"], rows)
    page.picture(curves(histories), "day_042_scalars")
    page.picture(histograms(spread[1]), "day_042_histograms")
    read_back(page, logs, histories)
    page.heading("The smoothing slider")
    page.picture(picture.scene(), "day_042_smoothing")


def small_model() -> Sequential:
    """Return a small convolutional network, compiled."""
    model = Sequential(
        [
            layers.Conv2D(8, 3, activation="relu", name="strokes"),
            layers.Flatten(),
            layers.Dense(10, "softmax", name="digit"),
        ],
        seed=42,
    )
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    return model


class Weights(TensorBoard):
    """Keeps the weights of the first layer, for our own histogram; writes nothing."""

    def __init__(self) -> None:
        super().__init__(write_graph=False)
        self.found: list[np.ndarray] = []

    def on_epoch_end(self, epoch: int, logs: object) -> None:
        """Keep them."""
        self.found.append(self.model.layers[0].weights["kernel"].ravel().copy())


def train(model: Sequential, data: Digits, *callbacks: TensorBoard) -> dict[str, list[float]]:
    """Train, and return what was told."""
    history = model.fit(
        data.X_train, data.y_train, epochs=EPOCHS, validation_split=0.25, callbacks=list(callbacks), verbose=0
    )
    return history.history


def curves(histories: dict[float, dict[str, list[float]]]) -> Scene:
    """Return what TensorBoard shows under Scalars: the losses of all trainings."""
    at = numbers(np.arange(EPOCHS))
    marks: list[Mark] = []
    for group, (rate, told) in enumerate(histories.items()):
        marks.append(Line(at, numbers(told["loss"]), group, f"rate {rate:g}"))
        marks.append(Line(at, numbers(told["val_loss"]), group, style="dashed"))
    best = min(histories, key=lambda rate: histories[rate]["val_loss"][-1])
    say = f"epoch_loss of three trainings; dashed: held out. After {EPOCHS} epochs rate {best:g} is best there."
    return Scene("Scalars", Axis("epoch, counted from 0"), Axis("loss", "mean over samples"), tuple(marks), say)


def histograms(found: list[np.ndarray]) -> Scene:
    """Return what TensorBoard shows under Histograms: one ridge for each epoch, the last one in front."""
    ends = max(float(np.abs(w).max()) for w in found)
    edges = np.linspace(-ends, ends, 25)
    middle = (edges[1:] + edges[:-1]) / 2
    marks: list[Mark] = []
    heights = [np.histogram(w, edges)[0] for w in found]
    tallest = max(h.max() for h in heights)
    for epoch, height in enumerate(heights):
        base = len(found) - 1 - epoch
        top = base + 1.8 * height / tallest
        x = np.concatenate([[middle[0]], middle, [middle[-1]]])
        marks.append(Area(numbers(x), numbers([base, *top, base]), 0))
        marks.append(Line(numbers(middle), numbers(top), 0))
    ticks = tuple((float(len(found) - 1 - k), str(k)) for k in range(0, len(found), 3))
    say = f"{len(found[0])} weights of layer strokes, epoch by epoch: their spread goes from {found[0].std():.3f} to "
    axes = Axis("weight"), Axis("epoch, counted from 0", ticks=ticks)
    return Scene("Histograms", *axes, tuple(marks), f"{say}{found[-1].std():.3f}.")


def read_back(page: Page, logs: Path, histories: dict[float, dict[str, list[float]]]) -> None:
    """Compare what TensorBoard's own reader finds with what the trainings told."""
    page.heading("What TensorBoard's own reader finds in the logs")
    if importlib.util.find_spec("tensorboard") is None:
        page.say(
            'TensorBoard is not installed: pip install "workings[tensorboard]". The logs are written all the same.'
        )
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries that it imports
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

        rows = []
        for rate, told in histories.items():
            found = EventAccumulator(str(logs / f"rate_{rate:g}" / "train"), {"tensors": 0}).Reload()
            values = [event.value for event in found.Scalars("epoch_loss")]
            far = float(np.abs(np.subtract(values, told["loss"])).max())
            tags = found.Tags()
            counts = [len(tags[kind]) for kind in ("scalars", "histograms", "images")]
            rows.append([f"{rate:g}", *map(str, counts), str(len(found.Graph().node)), f"{far:.0e}"])
    page.table(["learning rate", "scalars", "histograms", "images", "nodes of the graph", "losses differ by"], rows)


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table, with a log."""
    with tempfile.TemporaryDirectory() as folder:
        logs = Path(folder) if page.out is None else page.out / "logs" / "yours"
        fitted = fit_table(page, table, [TensorBoard(logs, histogram_freq=1)])
        if page.out is not None:
            page.say(f"Its log is in {logs}: tensorboard --logdir {logs.parent}")
    page.picture(training_curves(fitted.history), "your_loss")


def serve(logs: Path) -> int:
    """Start TensorBoard for this machine only, until Ctrl-C."""
    if importlib.util.find_spec("tensorboard") is None:
        print('TensorBoard is not installed: pip install "workings[tensorboard]"', file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(logs), "--host", "127.0.0.1", "--port", "6006"]
    print(f"TensorBoard shows {logs} at http://127.0.0.1:6006/ until Ctrl-C.")
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    folder = next((Path(word) for word in sys.argv[1:] if not word.startswith("--")), None)
    if "--serve" in sys.argv and folder is None:
        sys.exit("Say where the logs are to be kept: python lesson.py DIR --serve")
    run(Page(folder))
    if "--serve" in sys.argv and folder is not None:
        sys.exit(serve(folder / "logs"))
