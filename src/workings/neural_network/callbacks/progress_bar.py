"""A bar that fills while an epoch runs."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from workings.neural_network.callbacks.base import Callback, Logs


class ProgressBar(Callback):
    """A bar for each epoch, with loss and metrics beside it.

    Parameters
    ----------
    console : rich.console.Console, optional
    """

    def __init__(self, console: Console | None = None) -> None:
        self.console = console
        self._bar: Progress | None = None

    def on_train_begin(self) -> None:
        """Start the display."""
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        self._bar = Progress(*columns, TextColumn("{task.fields[told]}"), console=self.console)
        self._bar.start()

    def on_epoch_begin(self, epoch: int) -> None:
        """Begin a new bar."""
        if self._bar is not None:
            name = f"epoch {epoch + 1}/{self.params['epochs']}"
            self._task = self._bar.add_task(name, total=self.params["steps"], told="")

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        """Fill it by one batch."""
        if self._bar is not None:
            self._bar.update(self._task, completed=batch + 1, told=_told(logs))

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Tell what the epoch came to."""
        if self._bar is not None:
            self._bar.update(self._task, told=_told(logs))

    def on_train_end(self) -> None:
        """Leave the bars where they are."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _told(logs: Logs) -> str:
    return "  ".join(f"{name} {value:.4f}" for name, value in logs.items())
