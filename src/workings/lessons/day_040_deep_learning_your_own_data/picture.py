"""The day's picture: the leaves, brought to a smaller size, with noise."""

from __future__ import annotations

import numpy as np

from workings.lessons.day_040_deep_learning_your_own_data.data import KINDS, SIDE, leaf
from workings.show import Control, Scene
from workings.show.networks import tiles

EACH = 5
CONTROLS = (
    Control("side", 4.0, float(SIDE), 24.0, "side of the images", "pixels", step=2.0),
    Control("noise", 0.0, 120.0, 20.0, "noise of the camera", "levels of 255", step=5.0),
)


def scene(side: float = 24.0, noise: float = 20.0) -> Scene:
    """Return five leaves of each kind as the network gets them, in grey."""
    from PIL import Image

    rng, n = np.random.default_rng(4), round(side)
    images, names = [], []
    for kind, name in enumerate(KINDS):
        for _ in range(EACH):
            grey = Image.fromarray(leaf(kind, rng, noise)).convert("L").resize((n, n), Image.Resampling.BILINEAR)
            # Less the mean and divided by the spread, so that bright and dark photographs look alike.
            pixels = np.asarray(grey, dtype=float)
            images.append((pixels - pixels.mean()) / (pixels.std() + 1e-9))
            names.append(name)
    say = (
        f"{EACH} leaves of each kind at {n} x {n} pixels: {3 * n * n:,} numbers each in colour, where the files hold "
        f"{3 * SIDE * SIDE:,}. Shades are less each image's mean, divided by its spread."
    )
    return tiles(np.array(images), labels=names, title="What the network gets to see", say=say, columns=EACH)
