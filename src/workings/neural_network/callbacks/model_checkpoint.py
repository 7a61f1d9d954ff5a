"""Save the model while it trains."""

from __future__ import annotations

import math
from pathlib import Path

from workings.neural_network.callbacks.base import Callback, Logs, direction, watched


class ModelCheckpoint(Callback):
    """Save the model after every epoch, or after those that were the best so far.

    Parameters
    ----------
    filepath : str or Path
        Where; ``{epoch}``, counted from 1, and the names of what epochs tell may stand in it:
        "model_{epoch:02d}_{val_loss:.3f}.safetensors".
    monitor : str, default "val_loss"
    save_best_only : bool, default False
    mode : {"auto", "min", "max"}
    """

    def __init__(
        self, filepath: str | Path, monitor: str = "val_loss", save_best_only: bool = False, mode: str = "auto"
    ) -> None:
        self.filepath, self.monitor, self.save_best_only = str(filepath), monitor, save_best_only
        self._sign = direction("ModelCheckpoint", mode, monitor)
        self.best = -math.inf

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Save, if it is to be."""
        if self.save_best_only:
            now = self._sign * watched("ModelCheckpoint", self.monitor, logs)
            if not now > self.best:
                return
            self.best = now
        try:
            path = self.filepath.format(epoch=epoch + 1, **logs)
        except KeyError as missing:
            raise ValueError(
                f"ModelCheckpoint(filepath={self.filepath!r}): an epoch tells epoch, {', '.join(logs)}, not {missing}."
            ) from None
        self.model.save(path)
