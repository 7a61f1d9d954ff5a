"""Where a loss that is no number any more began."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from workings._validation import Array
from workings.neural_network.layers.base import Run

if TYPE_CHECKING:
    from workings.neural_network.sequential import Sequential


def where_it_began(model: Sequential, x: Array, y: Array, what: str, loss: float, rate: float) -> str:
    """Return what to tell: the first layer, forward, that is not finite; or the last, backward, that broke.

    A gradient that is not finite spoils, in one step, the weights of its layer and of all layers before it. So where
    weights are not finite, the last such layer is where the way back broke, in the step before.
    """
    remedy = f"Try a smaller learning rate ({rate:g} -> {rate / 10:g}), or clipnorm=1.0."
    told = f"fit: the loss is {loss} in {what}."
    broken = [layer for layer in model.layers if not all(np.isfinite(w).all() for w in layer.weights.values())]
    if broken:
        return (
            f"{told} It began one step before, on the way back: the gradient of layer {broken[-1].name!r} was not "
            f"finite, or its step was too long. {remedy}"
        )
    run = Run(training=True, rng=np.random.default_rng(0))
    with np.errstate(all="ignore"):
        if not np.isfinite(x).all():
            return f"{told} The inputs of this batch hold nan or infinity."
        for k, layer in enumerate(model.layers):
            if model.fused and k == len(model.layers) - 1:
                run = replace(run, scores=True)
            x, _ = layer.forward(x, run)
            if not np.isfinite(x).all():
                size = max((float(np.abs(w).max(initial=0.0)) for w in layer.weights.values()), default=0.0)
                return (
                    f"{told} It began in layer {layer.name!r}: its input and weights are finite (the largest weight is "
                    f"{size:.3g}), and its output is not. {remedy}"
                )
    return f"{told} All layers are finite: it began in the loss, whose scores reach {np.abs(x).max():.3g}. {remedy}"
