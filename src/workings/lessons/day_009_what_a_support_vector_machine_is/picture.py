"""The day's picture: lay a street between two classes by hand, and beside it the widest there is."""

from __future__ import annotations

from functools import cache

import numpy as np

from workings.lessons.day_009_what_a_support_vector_machine_is.data import NAMES, Mangoes, mangoes
from workings.lessons.streets import Box, samples, street
from workings.show import Control, Scene
from workings.svm import SVC

CONTROLS = (
    Control("angle", 0.0, 90.0, 50.0, "slope of your street", "degrees", step=1.0),
    Control("height", 6.5, 13.0, 10.2, "sugar at its middle", "degrees Brix", step=0.1),
    Control("shown", 0.0, 1.0, 1.0, "the widest street: hidden (0) or shown (1)", step=1.0),
)
BOX = Box(0.0, 12.0, 6.0, 13.5)  # as wide and high as the paper is: right angles look right
_MIDDLE = 6.0


@cache
def _widest() -> tuple[Mangoes, SVC]:
    fruits = mangoes()
    return fruits, SVC(kernel="linear", C=1e6, tol=1e-6).fit(*fruits)


def scene(angle: float = 50.0, height: float = 10.2, shown: float = 1.0) -> Scene:
    """Return the fruits, your line with the widest street that it leaves, and the widest of all."""
    (X, ripe), model = _widest()
    across = np.array([-np.sin(np.deg2rad(angle)), np.cos(np.deg2rad(angle))])  # of length 1: scores are distances
    b = -float(across @ [_MIDDLE, height])
    room = ripe * (X @ across + b)
    wrong, half = int(np.sum(room <= 0.0)), max(float(room.min()), 0.0)
    widest = 2.0 / float(np.linalg.norm(model.coef_))
    holding = np.zeros(len(X), dtype=bool)
    holding[model.support_] = bool(shown)
    marks = samples(X, ripe, NAMES, holding)
    if shown:
        marks += street(model.coef_[0], float(model.intercept_[0]), BOX, "the widest street", 2)
    marks += street(across, b, BOX, "yours", None, half) if half > 0.0 else street(across, b, BOX, "yours")[:1]
    loss = float(np.mean(np.maximum(0.0, 1.0 - room)))
    yours = (
        f"Your line has {wrong} of {len(X)} fruits on the wrong side, so it has no street."
        if wrong
        else f"Your street is {2 * half:.2f} wide; the widest is {widest:.2f} wide."
    )
    held = f" {int(holding.sum())} fruits, drawn stronger, hold the widest one." if shown else ""
    say = f"{yours}{held} Hinge loss of your line, with the distance for a score: {loss:.3f} a fruit."
    return Scene("Ripe or not: which line?", *BOX.axes(("firmness", "sugar"), ("N", "degrees Brix")), tuple(marks), say)
