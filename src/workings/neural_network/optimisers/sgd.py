"""Steps against the gradient, with momentum if asked."""

from __future__ import annotations

from typing import Any

from workings._validation import Array
from workings.neural_network.optimisers.base import Optimiser
from workings.neural_network.optimisers.schedules import Schedule


class SGD(Optimiser):
    r"""Stochastic gradient descent.

    .. math:: v \leftarrow \mu v - \eta g, \qquad w \leftarrow w + v

    Nesterov's: :math:`w \leftarrow w + \mu v - \eta g` with the new v.

    Parameters
    ----------
    learning_rate : float or Schedule, default 0.01
        eta above.
    momentum : float in [0, 1), default 0.0
        mu above: what a step keeps of the one before.
    nesterov : bool, default False
    **settings
        weight_decay, clipnorm, clipvalue, global_clipnorm: see `Optimiser`.

    Examples
    --------
    >>> import numpy as np
    >>> w = np.array([1.0])
    >>> SGD(0.25).apply(w, np.array([2.0]), [slice(None)])
    >>> w
    array([0.5])
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        **settings: float | None,
    ) -> None:
        super().__init__(learning_rate, **settings)
        if not 0.0 <= momentum < 1.0:
            raise ValueError(f"SGD(momentum={momentum}) must lie in 0 <= momentum < 1. Try 0.9.")
        self.momentum, self.nesterov = momentum, nesterov
        self.slot_names = ("velocity",) if momentum else ()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal optimiser."""
        return {"momentum": self.momentum, "nesterov": self.nesterov, **super().get_config()}

    def _update(self, w: Array, gradient: Array, rate: float) -> None:
        step = gradient * w.dtype.type(-rate)
        if self.momentum:
            velocity = self.slots["velocity"]
            velocity *= w.dtype.type(self.momentum)
            velocity += step
            step = velocity * w.dtype.type(self.momentum) + step if self.nesterov else velocity
        w += step
