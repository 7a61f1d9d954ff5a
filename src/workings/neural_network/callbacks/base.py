"""What is called while a model trains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workings.neural_network.sequential import Sequential

Logs = Mapping[str, float]


class Callback:
    """Told of each stage of a training; override what you want to hear.

    Attributes
    ----------
    model : Sequential
        The model that trains.
    params : dict
        "epochs", and "steps": the batches of an epoch, or None if unknown.
    """

    model: Sequential
    params: dict[str, Any]

    def on_train_begin(self) -> None:
        """Before the first epoch."""

    def on_train_end(self) -> None:
        """After the last epoch."""

    def on_epoch_begin(self, epoch: int) -> None:
        """Before an epoch, counted from 0."""

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """After an epoch, with loss and metrics, also those of held-out samples."""

    def on_train_batch_begin(self, batch: int) -> None:
        """Before a batch, counted from 0 in each epoch."""

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        """After a batch, with the means of the epoch so far."""

    def on_test_begin(self) -> None:
        """Before held-out samples are looked at."""


class History(Callback):
    """Keeps what every epoch told; `fit` returns it.

    Attributes
    ----------
    epoch : list of int
    history : dict of str to list of float
    """

    def __init__(self) -> None:
        self.epoch: list[int] = []
        self.history: dict[str, list[float]] = {}

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Keep it."""
        self.epoch.append(epoch)
        for name, value in logs.items():
            self.history.setdefault(name, []).append(value)


def watched(callback: str, monitor: str, logs: Logs) -> float:
    """Return the number that a callback watches, or say what there is."""
    if monitor not in logs:
        raise ValueError(
            f"{callback}(monitor={monitor!r}): an epoch tells {', '.join(logs)}. For val_loss give validation data."
        )
    return logs[monitor]


def direction(callback: str, mode: str, monitor: str) -> float:
    """Return 1 if larger is better, -1 if smaller is; "auto" goes by the name."""
    if mode not in ("auto", "min", "max"):
        raise ValueError(f"{callback}(mode={mode!r}) is none of 'auto', 'min', 'max'.")
    return 1.0 if mode == "max" or (mode == "auto" and monitor.endswith(("acc", "accuracy"))) else -1.0
