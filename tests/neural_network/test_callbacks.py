"""Callbacks: stopping, saving, the bar; and TensorBoard's own reader on what we write."""

from __future__ import annotations

import io

import numpy as np
import pytest
from rich.console import Console

from workings.neural_network import EarlyStopping, ModelCheckpoint, Sequential, TensorBoard, _event_files, load_model
from workings.neural_network import layers as L
from workings.neural_network.callbacks import Callback, ProgressBar

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(48, 6, 6, 1)), RNG.integers(0, 3, 48)


def model():
    made = Sequential([L.Conv2D(4, 3, activation="relu"), L.Flatten(), L.Dense(3, "softmax")], seed=0)
    made.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    return made


class Told(Callback):
    """Pretends that an epoch came to given numbers."""

    def __init__(self, callback, values, name="val_loss"):
        self.callback, self.values, self.name = callback, values, name

    def on_train_begin(self):
        self.callback.model = self.model
        self.callback.on_train_begin()

    def on_epoch_end(self, epoch, logs):
        self.callback.on_epoch_end(epoch, {self.name: self.values[epoch]})

    def on_train_end(self):
        self.callback.on_train_end()


@pytest.mark.parametrize(
    ("patience", "values", "stopped"),
    [(0, [3, 2, 2, 1], 2), (2, [3, 2, 2.5, 1, 2, 2, 2], 5), (1, [1, 2, 0, 0], 1), (3, [1, 0, 0, 0, 9], 4)],
)
def test_early_stopping(patience, values, stopped):
    stopping, made = EarlyStopping(patience=patience), model()
    history = made.fit(X, Y, epochs=len(values), callbacks=[Told(stopping, values)])
    assert (stopping.stopped_epoch, history.epoch[-1]) == (stopped, stopped)


def test_early_stopping_goes_back_to_the_best_weights():
    stopping, made, kept = EarlyStopping("val_accuracy", patience=2, restore_best_weights=True), model(), []

    class Keep(Callback):
        def on_epoch_end(self, epoch, logs):
            kept.append(self.model.flat.copy())

    made.fit(X, Y, epochs=9, callbacks=[Keep(), Told(stopping, [0.5, 0.9, 0.7, 0.8, 1], "val_accuracy")])
    assert stopping.best_epoch == 1
    np.testing.assert_array_equal(made.flat, kept[1])


def test_what_is_not_told_cannot_be_watched():
    with pytest.raises(ValueError, match="tells loss, accuracy"):
        model().fit(X, Y, callbacks=[EarlyStopping()])
    with pytest.raises(TypeError, match="no Callback"):
        model().fit(X, Y, callbacks=["stop"])


def test_checkpoints(tmp_path):
    made = model()
    keep = ModelCheckpoint(tmp_path / "m_{epoch:02d}_{loss:.0f}")
    best = ModelCheckpoint(tmp_path / "best", save_best_only=True)
    made.fit(X, Y, epochs=3, callbacks=[keep, Told(best, [2.0, 1.0, 3.0])])
    names = sorted(p.name for p in tmp_path.iterdir())
    assert len(names) == 4
    assert names[1].startswith("m_01_")
    second = next(p for p in tmp_path.iterdir() if p.name.startswith("m_02"))
    np.testing.assert_array_equal(load_model(tmp_path / "best").flat, load_model(second).flat)
    with pytest.raises(ValueError, match="an epoch tells epoch, loss, accuracy"):
        made.fit(X, Y, callbacks=[ModelCheckpoint(str(tmp_path / "{accuracies}"))])


def test_the_bar_tells_the_epochs():
    out = io.StringIO()
    model().fit(X, Y, epochs=2, callbacks=[ProgressBar(Console(file=out, width=120))])
    assert "epoch 2/2" in out.getvalue()
    assert "accuracy" in out.getvalue()


def test_checksums_are_those_of_the_standard():
    """RFC 3720, appendix B.4."""
    assert _event_files.crc32c(bytes(32)) == 0x8A9136AA
    assert _event_files.crc32c(bytes([0xFF] * 32)) == 0x62A8AB43
    assert _event_files.crc32c(bytes(range(32))) == 0x46DD794E


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    folder, made = tmp_path_factory.mktemp("logs"), model()
    board = TensorBoard(folder, histogram_freq=1, write_images=True, update_freq=2)
    made.fit(X, Y, epochs=3, batch_size=8, validation_split=0.25, callbacks=[board])
    return folder, made


def reader(folder):
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    everything = dict.fromkeys(("scalars", "histograms", "images", "tensors", "graph"), 0)
    return EventAccumulator(str(folder), size_guidance=everything).Reload()


def test_tensorboard_reads_the_curves(logs):
    folder, made = logs
    for which, prefix in (("train", ""), ("validation", "val_")):
        found = reader(folder / which)
        for name in ("loss", "accuracy"):
            values = [(event.step, event.value) for event in found.Scalars(f"epoch_{name}")]
            expected = list(enumerate(made.history.history[prefix + name]))
            np.testing.assert_allclose(values, expected, rtol=1e-6)
    found = reader(folder / "train")
    assert [event.step for event in found.Scalars("batch_loss")] == [2, 4, 6, 8, 10, 12, 14]
    assert found.Scalars("epoch_learning_rate")[0].value == pytest.approx(0.001)


def test_tensorboard_reads_histograms_images_graph_and_text(logs):
    from PIL import Image

    folder, made = logs
    found = reader(folder / "train")
    last = found.Histograms("dense/kernel")[-1].histogram_value
    w = made.layers[2].weights["kernel"]
    assert (last.num, sum(last.bucket)) == (w.size, w.size)
    assert last.sum == pytest.approx(w.sum(dtype=float), abs=1e-6)
    assert (last.min, last.max) == pytest.approx((w.min(), w.max()))
    assert {"conv_2d/kernel_gradient", "dense/bias"} <= set(found.Tags()["histograms"])
    picture = found.Images("conv_2d/kernel/image")[0]
    image = Image.open(io.BytesIO(picture.encoded_image_string))
    assert image.size == (picture.width, picture.height) == (4 * 4 - 1, 3)
    nodes = {node.name: (node.op, list(node.input)) for node in found.Graph().node}
    assert nodes["sequential/dense"] == ("Dense", ["sequential/flatten"])
    assert b"Conv2D" in found.Tensors("model")[0].tensor_proto.string_val[0]


def test_every_record_is_sound(logs):
    from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader

    folder, _ = logs
    (path,) = (folder / "train").iterdir()
    events = list(RawEventFileLoader(str(path)).Load())
    assert len(events) == 1 + 2 + 3 + 7  # the version, graph and text, epochs, every second batch


def test_no_tag_is_used_for_two_kinds(logs):
    """TensorBoard drops what comes under the tag of another kind."""
    folder, _ = logs
    tags = reader(folder / "train").Tags()
    named = [tag for kind in ("scalars", "histograms", "images", "tensors") for tag in tags[kind]]
    assert len(named) == len(set(named)) > 8
