"""Learning rates that change from step to step."""

from __future__ import annotations

from math import cos, pi
from typing import Any

from workings.neural_network._naming import Described


class Schedule(Described):
    """A learning rate for every step, counted from 0."""

    def __init__(self, **settings: Any) -> None:
        self._settings = settings

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal schedule."""
        return dict(self._settings)

    def __call__(self, step: int) -> float:
        """Return the learning rate of that step."""
        raise NotImplementedError


class ExponentialDecay(Schedule):
    """initial_learning_rate * decay_rate ** (step / decay_steps); `staircase`: the exponent rounded down.

    Examples
    --------
    >>> ExponentialDecay(0.5, decay_steps=10, decay_rate=0.5)(20)
    0.125
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: int, decay_rate: float, *, staircase: bool = False
    ) -> None:
        super().__init__(
            initial_learning_rate=initial_learning_rate,
            decay_steps=decay_steps,
            decay_rate=decay_rate,
            staircase=staircase,
        )
        self.first, self.steps, self.rate, self.staircase = initial_learning_rate, decay_steps, decay_rate, staircase

    def __call__(self, step: int) -> float:
        """Return the learning rate of that step."""
        power = step // self.steps if self.staircase else step / self.steps
        return float(self.first * self.rate**power)


class InverseTimeDecay(Schedule):
    """initial_learning_rate / (1 + decay_rate * step / decay_steps)."""

    def __init__(self, initial_learning_rate: float, decay_steps: int, decay_rate: float) -> None:
        super().__init__(initial_learning_rate=initial_learning_rate, decay_steps=decay_steps, decay_rate=decay_rate)
        self.first, self.steps, self.rate = initial_learning_rate, decay_steps, decay_rate

    def __call__(self, step: int) -> float:
        """Return the learning rate of that step."""
        return self.first / (1.0 + self.rate * step / self.steps)


class CosineDecay(Schedule):
    """From initial_learning_rate down half a wave of the cosine, to alpha times it after decay_steps."""

    def __init__(self, initial_learning_rate: float, decay_steps: int, alpha: float = 0.0) -> None:
        super().__init__(initial_learning_rate=initial_learning_rate, decay_steps=decay_steps, alpha=alpha)
        self.first, self.steps, self.alpha = initial_learning_rate, decay_steps, alpha

    def __call__(self, step: int) -> float:
        """Return the learning rate of that step."""
        wave = 0.5 * (1.0 + cos(pi * min(step, self.steps) / self.steps))
        return self.first * ((1.0 - self.alpha) * wave + self.alpha)


class PiecewiseConstantDecay(Schedule):
    """values[0] up to and with step boundaries[0], then values[1] up to boundaries[1], and so on."""

    def __init__(self, boundaries: list[int], values: list[float]) -> None:
        if len(values) != len(boundaries) + 1 or sorted(boundaries) != list(boundaries):
            raise ValueError(
                f"PiecewiseConstantDecay: {len(boundaries)} boundaries in rising order part {len(boundaries) + 1} "
                f"values, and {len(values)} came. Try boundaries=[100], values=[0.1, 0.01]."
            )
        super().__init__(boundaries=list(boundaries), values=list(values))
        self.boundaries, self.values = list(boundaries), list(values)

    def __call__(self, step: int) -> float:
        """Return the learning rate of that step."""
        return float(self.values[sum(step > boundary for boundary in self.boundaries)])


KINDS = {kind.__name__: kind for kind in (ExponentialDecay, InverseTimeDecay, CosineDecay, PiecewiseConstantDecay)}
