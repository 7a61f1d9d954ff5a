"""What every optimiser does: a learning rate, clipping, weight decay; then its own rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network._naming import Described
from workings.neural_network.optimisers.schedules import Schedule

# Weights above which an update runs as one compiled pass on all cores; below, as a few passes of NumPy.
LARGE = 30_000


class Optimiser(Described):
    """A rule that moves weights against their gradient.

    All weights of a model are one vector, and so are their gradients.

    Parameters
    ----------
    learning_rate : float or Schedule
    weight_decay : float, optional
        Each step takes learning_rate * weight_decay of every weight away, beside the gradient.
    clipnorm : float, optional
        The gradient of each array of weights is shortened to this length.
    clipvalue : float, optional
        Every entry of the gradient is brought into -clipvalue..clipvalue.
    global_clipnorm : float, optional
        The gradient of all weights together is shortened to this length.

    Attributes
    ----------
    iterations : int
        Steps taken.
    slots : dict of str to ndarray
        What the rule remembers, in float32 or float64 like the weights.
    """

    slot_names: tuple[str, ...] = ()

    def __init__(
        self,
        learning_rate: float | Schedule,
        *,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        who = type(self).__name__
        if not isinstance(learning_rate, Schedule) and not 0.0 <= float(learning_rate) < np.inf:
            raise ValueError(f"{who}(learning_rate={learning_rate}) must be positive. Try 0.001.")
        clips = {"clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm}
        given = {name: value for name, value in clips.items() if value is not None}
        if len(given) > 1 or any(not value > 0.0 for value in given.values()):
            raise ValueError(f"{who}: one way of clipping at most, by a positive number, and {given} came.")
        self.learning_rate = learning_rate
        self.weight_decay = weight_decay
        self.clipnorm, self.clipvalue, self.global_clipnorm = clipnorm, clipvalue, global_clipnorm
        self.iterations = 0
        self.slots: dict[str, Array] = {}

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal optimiser."""
        names = ("learning_rate", "weight_decay", "clipnorm", "clipvalue", "global_clipnorm")
        return {name: getattr(self, name) for name in names}

    def build(self, w: Array) -> None:
        """Forget what was remembered, and make room for weights of this size."""
        self.slots = {name: np.zeros_like(w) for name in self.slot_names}

    def current_learning_rate(self) -> float:
        """Return the learning rate of the coming step."""
        rate = self.learning_rate
        return rate(self.iterations) if isinstance(rate, Schedule) else float(rate)

    def apply(self, w: Array, gradient: Array, pieces: Sequence[slice]) -> None:
        """Take one step: change the weights, of which each array is a piece; the gradient may be clipped."""
        if any(slot.shape != w.shape or slot.dtype != w.dtype for slot in self.slots.values()) or len(
            self.slots
        ) != len(self.slot_names):
            self.build(w)
        self._clip(gradient, pieces)
        rate = self.current_learning_rate()
        if self.weight_decay:
            w *= w.dtype.type(1.0 - rate * self.weight_decay)
        self._update(w, gradient, rate)
        self.iterations += 1

    def _clip(self, gradient: Array, pieces: Sequence[slice]) -> None:
        if self.clipvalue is not None:
            np.clip(gradient, -self.clipvalue, self.clipvalue, out=gradient)
        if self.global_clipnorm is not None:
            _shorten(gradient, self.global_clipnorm)
        if self.clipnorm is not None:
            for piece in pieces:
                _shorten(gradient[piece], self.clipnorm)

    def _update(self, w: Array, gradient: Array, rate: float) -> None:
        """Change the weights by the optimiser's own rule."""
        raise NotImplementedError


def _shorten(gradient: Array, length: float) -> None:
    norm = float(np.sqrt(np.dot(gradient, gradient)))
    if norm > length:
        gradient *= gradient.dtype.type(length / norm)
