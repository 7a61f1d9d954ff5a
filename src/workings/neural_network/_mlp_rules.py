"""How a multi-layer perceptron moves against its gradients: momentum or Adam, with what they remember."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network._mlp_parts import Parts


class Momentum:
    r"""Gradient descent with momentum: :math:`v \leftarrow \mu v - \eta g,\; w \leftarrow w + v`.

    With Nesterov's change :math:`w \leftarrow w + \mu v - \eta g`. Source: Y. Nesterov (1983); I. Sutskever and others,
    "On the importance of initialization and momentum in deep learning" (2013).
    """

    def __init__(self, model: Any, theta: Array) -> None:
        self.learning_rate = float(model.learning_rate_init)
        self.velocity = np.zeros_like(theta)

    def memory(self) -> tuple[Array, Array]:
        """Return what is remembered of each weight; here one number, and no second."""
        return self.velocity, self.velocity

    def numbers(self, model: Any) -> Array:
        """Return what the compiled epochs need to know, see `workings.kernels.mlp_epoch.train`."""
        return np.array([1.0, self.learning_rate, model.momentum, float(model.nesterovs_momentum), 0.0])

    def steps(self, _model: Any) -> int:
        """Return the number of steps that matter to the next: none."""
        return 0

    def made(self, model: Any, steps: int) -> None:
        """Take notice of steps that the compiled epochs made."""

    def update(self, model: Any, theta: Array, gradient: Array, parts: Parts) -> None:
        """Move theta by one step."""
        number = theta.dtype.type
        rate, momentum = number(self.learning_rate), number(model.momentum)
        parts.momentum(theta, gradient, self.velocity, rate, momentum, bool(model.nesterovs_momentum))

    def epoch_ends(self, model: Any, samples: int) -> None:
        """Change the learning rate, if it depends on the number of samples seen."""
        if model.learning_rate == "invscaling":
            self.learning_rate = float(model.learning_rate_init) / (samples + 1) ** model.power_t

    def goes_on(self, model: Any, message: str) -> bool:
        """Whether a smaller learning rate may still help; makes it smaller."""
        if model.learning_rate != "adaptive" or self.learning_rate <= 1e-6:
            if model.verbose:
                small = " Learning rate too small." if model.learning_rate == "adaptive" else ""
                print(f"{message}{small} Stopping.")
            return False
        self.learning_rate /= 5.0
        if model.verbose:
            print(f"{message} Setting learning rate to {self.learning_rate:f}")
        return True


class AdamRule:
    r"""Adam: :math:`w \leftarrow w - \eta \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t} \frac{m}{\sqrt v + \varepsilon}`.

    m and v are moving means of the gradient and of its square; t counts from 1. Source: D. P. Kingma, J. Ba, "Adam"
    (2015), with the order of computation at the end of section 2.
    """

    def __init__(self, model: Any, theta: Array) -> None:
        self.learning_rate, self.t = float(model.learning_rate_init), 0
        self.m, self.v = np.zeros_like(theta), np.zeros_like(theta)

    def memory(self) -> tuple[Array, Array]:
        """Return what is remembered of each weight."""
        return self.m, self.v

    def numbers(self, model: Any) -> Array:
        """Return what the compiled epochs need to know, see `workings.kernels.mlp_epoch.train`."""
        return np.array([0.0, model.learning_rate_init, model.beta_1, model.beta_2, model.epsilon])

    def steps(self, _model: Any) -> int:
        """Return the number of steps made."""
        return self.t

    def made(self, model: Any, steps: int) -> None:
        """Take notice of so many steps: the rate is that of the last."""
        self.t += steps
        if self.t:
            one, two = model.beta_1, model.beta_2
            self.learning_rate = float(model.learning_rate_init) * sqrt(1.0 - two**self.t) / (1.0 - one**self.t)

    def update(self, model: Any, theta: Array, gradient: Array, parts: Parts) -> None:
        """Move theta by one step."""
        self.made(model, 1)
        one, two, number = model.beta_1, model.beta_2, theta.dtype.type
        rate, epsilon = number(self.learning_rate), number(model.epsilon)
        parts.adam(theta, gradient, self.m, self.v, rate, number(1.0 - one), number(1.0 - two), epsilon)

    def epoch_ends(self, model: Any, samples: int) -> None:
        """Do nothing: the rate depends on the number of steps."""

    def goes_on(self, model: Any, message: str) -> bool:
        """Return False: nothing is left to try."""
        if model.verbose:
            print(f"{message} Stopping.")
        return False


Rule = Momentum | AdamRule
RULES: dict[str, type[Momentum] | type[AdamRule]] = {"sgd": Momentum, "adam": AdamRule}
