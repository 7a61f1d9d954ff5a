"""Optimisers and schedules of learning rates, with Keras's names and defaults."""

from collections.abc import Callable

from workings.neural_network._naming import by_name
from workings.neural_network.optimisers import schedules
from workings.neural_network.optimisers.adam import Adam, AdamW
from workings.neural_network.optimisers.base import Optimiser
from workings.neural_network.optimisers.rms_prop import RMSprop
from workings.neural_network.optimisers.schedules import (
    CosineDecay,
    ExponentialDecay,
    InverseTimeDecay,
    PiecewiseConstantDecay,
    Schedule,
)
from workings.neural_network.optimisers.sgd import SGD

__all__ = [
    "SGD",
    "Adam",
    "AdamW",
    "CosineDecay",
    "ExponentialDecay",
    "InverseTimeDecay",
    "Optimiser",
    "PiecewiseConstantDecay",
    "RMSprop",
    "Schedule",
]

KNOWN: dict[str, Callable[[], Optimiser]] = {"sgd": SGD, "rmsprop": RMSprop, "adam": Adam, "adamw": AdamW}
KINDS: dict[str, type] = {**{kind.__name__: kind for kind in (SGD, RMSprop, Adam, AdamW)}, **schedules.KINDS}


def get(optimiser: str | Optimiser) -> Optimiser:
    """Return the optimiser of that name."""
    named = optimiser.lower() if isinstance(optimiser, str) else optimiser
    found: Optimiser = by_name("optimizer", named, KNOWN, Optimiser)
    return found
