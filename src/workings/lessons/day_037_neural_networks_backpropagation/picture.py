"""The day's picture: one neuron with its loss as a tape, and the derivatives on their way back."""

from __future__ import annotations

from workings import autodiff as ad
from workings.show import Control, Scene
from workings.show.calculus import computation_graph

CONTROLS = (
    Control("shown", 0.0, 8.0, 8.0, "derivatives that have come back", step=1.0),
    Control("weight", -3.0, 3.0, 0.8, "weight w", step=0.1),
    Control("bias", -2.0, 2.0, -0.5, "bias b", step=0.1),
    Control("target", 0.0, 1.0, 1.0, "target t", step=0.1),
)
X = 1.5


def scene(shown: float = 8.0, weight: float = 0.8, bias: float = -0.5, target: float = 1.0) -> Scene:
    """Return the tape of (sigmoid(w x + b) - t)²."""
    w, x, b = ad.Variable(float(weight)), ad.Variable(X), ad.Variable(float(bias))
    product = w * x
    z = product + b
    a = ad.sigmoid(z)
    error = a - float(target)
    loss = ad.square(error)
    named = {"w": w, "x": x, "b": b, "w x": product, "z": z, "a": a, "a - t": error, "loss": loss}
    names = {one.number: name for name, one in named.items()}
    return computation_graph(loss, names, shown=int(shown), title="One neuron: values forward, derivatives backward")
