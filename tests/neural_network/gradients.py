"""What the tests of layers stand on: derivatives by central differences."""

from __future__ import annotations

import numpy as np

from workings.neural_network.layers import Run


def differences(f, x, step=1e-5):
    """Return the gradient of the number f() with respect to the array x, which is changed and put back."""
    gradient = np.zeros_like(x)
    for place in np.ndindex(*x.shape):
        kept = x[place]
        x[place] = kept + step
        high = f()
        x[place] = kept - step
        low = f()
        x[place] = kept
        gradient[place] = (high - low) / (2.0 * step)
    return gradient


def run(training=True):
    return Run(training=training, rng=np.random.default_rng(5))


def back_and_differences(layer, x, upstream, training=True):
    """Return, by name, the gradients of sum(upstream * output) as the layer computes them, and by differences."""
    gradients = {name: np.full_like(w, np.nan) for name, w in layer.weights.items()}
    _, memory = layer.forward(x, run(training))
    dx = layer.backward(upstream, memory, gradients)

    def total():
        return float((upstream * layer.forward(x, run(training))[0]).sum())

    found = {name: (gradients[name], differences(total, w)) for name, w in layer.weights.items()}
    if dx is not None:
        found["x"] = (dx, differences(total, x))
    return found
