"""Steps divided by the recent size of each gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network.optimisers.base import Optimiser
from workings.neural_network.optimisers.schedules import Schedule


class RMSprop(Optimiser):
    r"""Divide each entry of the gradient by the root of its moving mean square.

    .. math:: v \leftarrow \rho v + (1 - \rho) g^2, \qquad w \leftarrow w - \eta \, g / \sqrt{v + \varepsilon}

    Parameters
    ----------
    learning_rate : float or Schedule, default 0.001
    rho : float in [0, 1), default 0.9
    momentum : float in [0, 1), default 0.0
    epsilon : float, default 1e-7
    **settings
        weight_decay, clipnorm, clipvalue, global_clipnorm: see `Optimiser`.

    Notes
    -----
    Source: G. Hinton, "Neural networks for machine learning", lecture 6e (2012).
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        **settings: float | None,
    ) -> None:
        super().__init__(learning_rate, **settings)
        if not (0.0 <= rho < 1.0 and 0.0 <= momentum < 1.0 and epsilon > 0.0):
            raise ValueError("RMSprop: rho and momentum lie in 0 <= ... < 1, and epsilon is above 0.")
        self.rho, self.momentum, self.epsilon = rho, momentum, epsilon
        self.slot_names = ("mean_square", "velocity") if momentum else ("mean_square",)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal optimiser."""
        return {"rho": self.rho, "momentum": self.momentum, "epsilon": self.epsilon, **super().get_config()}

    def _update(self, w: Array, gradient: Array, rate: float) -> None:
        number, square = w.dtype.type, self.slots["mean_square"]
        square *= number(self.rho)
        square += gradient * gradient * number(1.0 - self.rho)
        step = gradient * number(rate) / np.sqrt(square + number(self.epsilon))
        if self.momentum:
            velocity = self.slots["velocity"]
            velocity *= number(self.momentum)
            velocity += step
            step = velocity
        w -= step
