"""The day's picture: the loss of every batch, pale, and smoothed as TensorBoard does, with and without correction."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from workings.lessons.day_039_deep_learning_a_first_model.data import dense_model, digits
from workings.show import Axis, Control, Line, Scene, steps
from workings.show.scene import numbers

CONTROLS = (
    Control("weight", 0.0, 0.99, 0.9, "smoothing", step=0.01),
    Control("rate", 0.0005, 0.2, 0.005, "learning rate", scale="log"),
)
BATCH, EPOCHS = 32, 3


@cache
def losses(rate: float) -> NDArray[np.float64]:
    """Return the loss of every batch of a short training on digits."""
    data, model = digits(), dense_model(dropout=0.0)
    model.optimizer.learning_rate = rate
    every = slice(0, 640)
    taken = steps(model, data.X_train[every], data.y_train[every], epochs=EPOCHS, batch_size=BATCH)
    return np.array([step.objective for step in taken])


def smoothed(values: NDArray[np.float64], weight: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the moving mean that begins at 0, and the corrected one."""
    means, last = np.empty(len(values)), 0.0
    for t, value in enumerate(values):
        last = weight * last + (1.0 - weight) * value
        means[t] = last
    return means, means / (1.0 - weight ** np.arange(1, len(values) + 1))


def scene(weight: float = 0.9, rate: float = 0.005) -> Scene:
    """Return the curve, and what smoothing makes of it."""
    values = losses(float(f"{rate:.3g}"))
    raw, corrected = smoothed(values, weight)
    at = numbers(np.arange(1, len(values) + 1))
    marks = (
        Line(at, numbers(values), None, "each batch", quiet=True),
        Line(at, numbers(raw), 1, "smoothed, uncorrected", "dashed"),
        Line(at, numbers(corrected), 0, "corrected"),
    )
    say = (
        f"With a weight of {weight:.2f} the first smoothed value is {raw[0]:.3f} without the correction and "
        f"{corrected[0]:.3f} with it; the loss itself begins at {values[0]:.3f}. With a learning rate of {rate:.2g} it "
        f"ends at {corrected[-1]:.3f}, smoothed."
    )
    axes = Axis("batch"), Axis("loss", "mean over a batch", low=0.0, high=max(2.6, 1.05 * float(values.max())))
    return Scene("Smoothing: later, and calmer", *axes, marks, say)
