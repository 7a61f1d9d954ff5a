"""The day's picture: what a hidden neuron looks for, and the digits that excite it most."""

from __future__ import annotations

import numpy as np

from workings.lessons.day_035_neural_networks_what_they_are.data import digits, reader
from workings.show import Control, Scene
from workings.show.networks import tiles

CONTROLS = (Control("neuron", 1.0, 64.0, 1.0, "hidden neuron, the strongest first", step=1.0),)


def scene(neuron: float = 1.0) -> Scene:
    """Return the weights of a neuron as an image, and five digits."""
    data, model = digits(), reader()
    k = int(np.argsort(-np.abs(model.coefs_[1]).sum(axis=1))[round(neuron) - 1])
    weights = model.coefs_[0][:, k]
    sums = data.X_test @ weights + model.intercepts_[0][k]
    most = np.argsort(-sums)[:5]
    pattern = weights.reshape(8, 8) / np.abs(weights).max()
    images = [pattern, *(data.X_test[i].reshape(8, 8) for i in most)]
    labels = ["looks for", *(f"a {data.y_test[i]}: {max(sums[i], 0.0):.1f}" for i in most)]
    silent = float(np.mean(sums <= 0))
    towards = model.coefs_[1][k]
    say = (
        f"This neuron is silent for {100 * silent:.0f} % of the held-out digits. It speaks most for "
        f"{towards.argmax()} (weight {towards.max():.2f}) and most against {towards.argmin()} ({towards.min():.2f})."
    )
    return tiles(
        images,
        labels=labels,
        columns=3,
        title=f"Hidden neuron {round(neuron)} of {len(model.coefs_[1])}: its weights, and what excites it",
        say=say,
    )
