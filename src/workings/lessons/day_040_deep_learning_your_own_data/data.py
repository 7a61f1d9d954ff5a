"""The day's images: leaves of three kinds, drawn by a seeded generator and saved as files in folders."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

KINDS = ("birch", "oak", "willow")
SIDE = 48


def leaf(kind: int, rng: np.random.Generator, noise: float = 20.0) -> NDArray[np.uint8]:
    """Return one leaf as an image of 48 x 48 pixels in colour: its outline tells its kind, its colour does not."""
    turn, grown = rng.uniform(0.0, 2.0 * np.pi), rng.uniform(0.75, 1.0)
    y, x = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2 + rng.uniform(-3.0, 3.0, (2, 1, 1))
    far, angle = np.hypot(x, y), np.arctan2(y, x) - turn
    # The outline: its distance from the middle in each direction.
    long = np.abs(np.cos(angle))
    outline = (
        13.0 + 5.0 * long**3,  # an oval with a tip
        14.0 + 3.5 * np.cos(7.0 * angle),  # lobes
        4.0 / np.sqrt(1.0 - 0.965 * long**2),  # a narrow blade
    )[kind] * grown
    inside = far < outline
    light = rng.uniform(0.5, 1.0)
    green, soil = light * np.array([90.0, 160.0, 60.0]), rng.uniform(120.0, 230.0) * np.array([1.0, 0.95, 0.85])
    image = np.where(inside[..., np.newaxis], green + rng.normal(0.0, 12.0, 3), soil)
    return np.asarray(np.clip(image + rng.normal(0.0, noise, image.shape), 0, 255), dtype=np.uint8)


def write_leaves(folder: Path, each: int = 120, seed: int = 40) -> None:
    """Save `each` leaves of every kind as PNG files, one folder for each kind."""
    from PIL import Image

    rng = np.random.default_rng(seed)
    for k, name in enumerate(KINDS):
        (folder / name).mkdir(parents=True)
        for j in range(each):
            Image.fromarray(leaf(k, rng)).save(folder / name / f"{name}_{j:03d}.png")
