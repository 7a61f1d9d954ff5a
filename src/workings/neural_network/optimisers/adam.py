"""Momentum and scaling together, each corrected for having begun at 0."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network.optimisers.base import LARGE, Optimiser
from workings.neural_network.optimisers.schedules import Schedule


class Adam(Optimiser):
    r"""Moving means of the gradient and of its square, both divided by what beginning at 0 made them too small.

    .. math:: m \leftarrow \beta_1 m + (1 - \beta_1) g, \quad v \leftarrow \beta_2 v + (1 - \beta_2) g^2, \quad
              w \leftarrow w - \eta \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t} \; \frac{m}{\sqrt{v} + \varepsilon}

    Parameters
    ----------
    learning_rate : float or Schedule, default 0.001
    beta_1, beta_2 : float in [0, 1), default 0.9 and 0.999
    epsilon : float, default 1e-7
        As Keras adds it: before the correction of v.
    **settings
        weight_decay, clipnorm, clipvalue, global_clipnorm: see `Optimiser`.

    Notes
    -----
    t counts from 1. Source: D. P. Kingma, J. Ba, "Adam" (2015), with the order of computation at the end of section 2.

    Examples
    --------
    >>> import numpy as np
    >>> w = np.array([1.0, -1.0])
    >>> Adam(0.1).apply(w, np.array([5.0, -0.001]), [slice(None)])
    >>> w.round(3)
    array([ 0.9, -0.9])
    """

    slot_names = ("m", "v")

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        **settings: float | None,
    ) -> None:
        super().__init__(learning_rate, **settings)
        if not (0.0 <= beta_1 < 1.0 and 0.0 <= beta_2 < 1.0 and epsilon > 0.0):
            raise ValueError(f"{type(self).__name__}: beta_1 and beta_2 lie in 0 <= ... < 1, and epsilon is above 0.")
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal optimiser."""
        own = {"beta_1": self.beta_1, "beta_2": self.beta_2, "epsilon": self.epsilon}
        return {**own, **super().get_config()}

    def _update(self, w: Array, gradient: Array, rate: float) -> None:
        m, v, t, number = self.slots["m"], self.slots["v"], self.iterations + 1, w.dtype.type
        alpha = number(rate * sqrt(1.0 - self.beta_2**t) / (1.0 - self.beta_1**t))
        one, two, epsilon = number(1.0 - self.beta_1), number(1.0 - self.beta_2), number(self.epsilon)
        if w.size > LARGE:
            from workings.kernels._threads import run_blocks
            from workings.kernels.adam_update import adam

            def block(a: int, b: int) -> None:
                adam(w[a:b], gradient[a:b], m[a:b], v[a:b], alpha, one, two, epsilon)

            run_blocks(block, w.size)
            return
        m += (gradient - m) * one
        v += (gradient * gradient - v) * two
        w -= alpha * m / (np.sqrt(v) + epsilon)


class AdamW(Adam):
    """Adam, and weights that decay by themselves instead of through the gradient.

    Parameters
    ----------
    learning_rate : float or Schedule, default 0.001
    weight_decay : float, default 0.004
    beta_1, beta_2, epsilon, **settings
        As for `Adam`.

    Notes
    -----
    Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization" (2019). As in Keras, everything decays,
    biases too.
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        **settings: float | None,
    ) -> None:
        super().__init__(learning_rate, beta_1, beta_2, epsilon, weight_decay=weight_decay, **settings)
