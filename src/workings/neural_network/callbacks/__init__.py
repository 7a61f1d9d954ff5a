"""What is called while a model trains, one file each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from workings.neural_network.callbacks.base import Callback, History
from workings.neural_network.callbacks.early_stopping import EarlyStopping
from workings.neural_network.callbacks.model_checkpoint import ModelCheckpoint
from workings.neural_network.callbacks.progress_bar import ProgressBar
from workings.neural_network.callbacks.tensor_board import TensorBoard

if TYPE_CHECKING:
    from workings.neural_network.sequential import Sequential

__all__ = ["Callback", "EarlyStopping", "History", "ModelCheckpoint", "ProgressBar", "TensorBoard"]


def teller(
    model: Sequential, given: Sequence[Callback] | None, verbose: str | int, epochs: int, steps: int | None
) -> tuple[Callable[..., None], History]:
    """Return what tells all callbacks of an event, and the history among them."""
    every = list(given or ())
    strange = [one for one in every if not isinstance(one, Callback)]
    if strange:
        raise TypeError(f"fit(callbacks=...): {strange[0]!r} is no Callback. Try [EarlyStopping(patience=3)].")
    if verbose not in ("auto", 0, 1, 2):
        raise ValueError(f"fit(verbose={verbose!r}) is none of 'auto', 0, 1.")
    shows = verbose in (1, 2) or (verbose == "auto" and sys.stdout.isatty())
    if shows and not any(isinstance(one, ProgressBar) for one in every):
        every.append(ProgressBar())
    history = History()
    every.insert(0, history)
    for one in every:
        one.model, one.params = model, {"epochs": epochs, "steps": steps}

    def told(event: str, *facts: Any) -> None:
        for one in every:
            getattr(one, event)(*(fact() if callable(fact) else fact for fact in facts))

    return told, history
