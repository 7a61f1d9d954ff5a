"""Logs that TensorBoard shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from workings.neural_network import _event_files as events
from workings.neural_network.callbacks.base import Callback, Logs
from workings.neural_network.layers.conv_2d import Conv2D


class TensorBoard(Callback):
    """Write event files: curves, histograms of weights, filters as images, the graph of the model.

    Look at them with ``tensorboard --logdir logs`` (``pip install workings[tensorboard]``; writing needs no extra).

    Parameters
    ----------
    log_dir : str or Path, default "logs"
        Gets the folders train and validation.
    histogram_freq : int, default 0
        Every how many epochs histograms of weights and their gradients are written; 0: never.
    write_graph : bool, default True
        The layers as a graph, and the summary as text.
    write_images : bool, default False
        The filters of the first convolution, and matrices of weights, as often as histograms (or every epoch).
    update_freq : "epoch" or int, default "epoch"
        A number: also after every so many batches, as batch_loss and so on.
    """

    def __init__(
        self,
        log_dir: str | Path = "logs",
        histogram_freq: int = 0,
        write_graph: bool = True,
        write_images: bool = False,
        update_freq: str | int = "epoch",
    ) -> None:
        if update_freq != "epoch" and (not isinstance(update_freq, int) or update_freq < 1):
            raise ValueError(f"TensorBoard(update_freq={update_freq!r}) must be 'epoch' or a whole number above 0.")
        self.log_dir, self.histogram_freq = Path(log_dir), histogram_freq
        self.write_graph, self.write_images, self.update_freq = write_graph, write_images, update_freq
        self._files: dict[str, events.EventFile] = {}

    def _file(self, which: str) -> events.EventFile:
        if which not in self._files:
            self._files[which] = events.EventFile(self.log_dir / which)
        return self._files[which]

    def on_train_begin(self) -> None:
        """Open the files, and draw the graph."""
        self._batches = 0
        if self.write_graph:
            told: list[str] = []
            self.model.summary(told.append)
            shapes = [(layer.name, type(layer).__name__) for layer in self.model.layers]
            self._file("train").add(graph=events.graph(self.model.name, shapes))
            text = "\n".join(f"    {line}" for line in told)  # indented: Markdown leaves it as it is
            self._file("train").add(0, events.text("model", text))

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        """Write the curves of batches, if asked."""
        self._batches += 1
        if self.update_freq != "epoch" and self._batches % int(self.update_freq) == 0:
            values = [events.scalar(f"batch_{name}", value) for name, value in logs.items()]
            self._file("train").add(self._batches, *values)

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Write the curves of epochs, and what else was asked for."""
        own = [events.scalar(f"epoch_{name}", v) for name, v in logs.items() if not name.startswith("val_")]
        last = max(0, self.model.optimizer.iterations - 1)
        rate = self.model.optimizer.learning_rate
        own.append(events.scalar("epoch_learning_rate", rate(last) if callable(rate) else float(rate)))
        held_out = {name.removeprefix("val_"): value for name, value in logs.items() if name.startswith("val_")}
        if self.histogram_freq and epoch % self.histogram_freq == 0:
            for layer, gradients in zip(self.model.layers, self.model.gradients, strict=True):
                for name, w in layer.weights.items():
                    own.append(events.histogram(f"{layer.name}/{name}", w))
                    own.append(events.histogram(f"{layer.name}/{name}_gradient", gradients[name]))
        if self.write_images and epoch % max(1, self.histogram_freq) == 0:
            own += self._images()
        self._file("train").add(epoch, *own)
        if held_out:
            values = [events.scalar(f"epoch_{name}", value) for name, value in held_out.items()]
            self._file("validation").add(epoch, *values)

    def _images(self) -> list[bytes]:
        """Return the first filters side by side, and the matrices as images."""
        found = []
        for layer in self.model.layers:
            w = layer.weights.get("kernel")
            if w is None:
                continue
            if isinstance(layer, Conv2D):
                tiles = np.pad(w[:, :, 0], ((0, 1), (0, 1), (0, 0)), constant_values=w.min())
                w = np.concatenate(np.moveaxis(tiles, 2, 0), axis=1)[:-1, :-1]
            low, high = float(w.min()), float(w.max())
            grey = np.rint(255.0 * (w - low) / ((high - low) or 1.0)).astype(np.uint8)
            # A tag of its own: TensorBoard shows one kind for each, and the histogram has the plain name.
            found.append(events.image(f"{layer.name}/kernel/image", grey))
        return found

    def on_train_end(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()
        self._files = {}
