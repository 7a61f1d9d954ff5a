"""The day's picture: a narrow valley, and the way down with a learning rate and a momentum of your choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.lessons.day_036_neural_networks_gradient_descent import solution
from workings.show import Axis, Control, Scene
from workings.show.descent import loss_surface

momentum_step: Callable[..., Any] = solution.momentum_step
CONTROLS = (
    Control("n_steps", 0.0, 40.0, 25.0, "steps", step=1.0),
    Control("rate", 0.01, 0.22, 0.1, "learning rate", step=0.01),
    Control("momentum", 0.0, 0.95, 0.0, "momentum", step=0.05),
)
STEPS = "n_steps"
# Curvatures of the valley, and where the walk begins.
CURVED = np.array([1.0, 10.0])
BEGIN = np.array([-4.0, 1.2])


def loss(a: Any, b: Any) -> Any:
    """Return the height of the valley."""
    return 0.5 * (CURVED[0] * a * a + CURVED[1] * b * b)


def walk(n_steps: int, rate: float, momentum: float) -> NDArray[np.float64]:
    """Return the places after each step, the start first."""
    w, velocity = BEGIN, np.zeros(2)
    places = [w]
    for _ in range(n_steps):
        w, velocity = momentum_step(w, velocity, CURVED * w, rate, momentum)
        places.append(w)
    return np.array(places)


def scene(n_steps: float = 25.0, rate: float = 0.1, momentum: float = 0.0) -> Scene:
    """Return the valley with the way down."""
    path = walk(round(n_steps), rate, momentum)
    left = np.flatnonzero((np.abs(path) > [5.0, 2.2]).any(axis=1))
    shown = path if not len(left) else path[: left[0]]
    axes = (Axis("first weight"), Axis("second weight"))
    drawn = loss_surface(
        loss, shown, limits=((-5.0, 5.0), (-2.2, 2.2)), axes=axes, title="A narrow valley, and the way down"
    )
    end = loss(*path[-1])
    told = f"it leaves the picture at step {left[0]}" if len(left) else f"the loss is {end:.3g}"
    say = (
        f"With learning rate {rate:.2f} and momentum {momentum:.2f}, after {len(path) - 1} steps {told}; at the start "
        f"it was {loss(*BEGIN):.3g}. Without momentum, rates above {2 / CURVED.max():.2f} climb."
    )
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, say)
