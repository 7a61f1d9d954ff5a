"""Stop when it gets no better."""

from __future__ import annotations

import math

from workings._validation import Array
from workings.neural_network.callbacks.base import Callback, Logs, direction, watched


class EarlyStopping(Callback):
    """End the training when a number has not improved for some epochs.

    Parameters
    ----------
    monitor : str, default "val_loss"
    min_delta : float, default 0.0
        What counts as better must be better by more than this.
    patience : int, default 0
        How many epochs without improvement are waited for.
    mode : {"auto", "min", "max"}
        "auto": accuracies are to grow, everything else is to shrink.
    restore_best_weights : bool, default False
        Go back to the weights of the best epoch at the end.

    Attributes
    ----------
    stopped_epoch : int
        0 if it did not stop the training.
    best_epoch : int
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0.0,
        patience: int = 0,
        mode: str = "auto",
        restore_best_weights: bool = False,
    ) -> None:
        self.monitor, self.min_delta, self.patience = monitor, abs(min_delta), patience
        self.restore_best_weights = restore_best_weights
        self._sign = direction("EarlyStopping", mode, monitor)
        self.on_train_begin()

    def on_train_begin(self) -> None:
        """Forget."""
        self.best, self.best_epoch, self.stopped_epoch, self._waited = -math.inf, 0, 0, 0
        self._weights: list[Array] | None = None

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Compare with the best so far."""
        now = self._sign * watched("EarlyStopping", self.monitor, logs)
        if now > self.best + self.min_delta:
            self.best, self.best_epoch, self._waited = now, epoch, 0
            if self.restore_best_weights:
                self._weights = self.model.get_weights()
            return
        self._waited += 1
        if self._waited >= max(1, self.patience):
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self) -> None:
        """Go back to the best weights, if asked."""
        if self._weights is not None:
            self.model.set_weights(self._weights)
