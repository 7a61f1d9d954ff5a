"""The day's picture: stations look for their place in a town, round by round."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._step import Step
from workings.cluster import KMeans
from workings.lessons.day_043_k_means_the_idea.data import HEIGHT, WIDTH, town
from workings.show import Axis, Control, Scene, centre_trails, steps
from workings.show.movable import Movable, Placed

AXES = (Axis("east", "km", low=-1.0, high=WIDTH + 1.0), Axis("north", "km", low=-1.0, high=HEIGHT + 1.0))
CONTROLS = (
    Control("step", 0, 40, 0, "half rounds gone", step=1),
    Control("k", 1, 6, 5, "stations, k", step=1),
    Control("start", 0, 30, 0, "another start", step=1),
)

STEPS = "step"
LEAST = 6  # homes: as many as there may be stations

_town = cache(town)
POINTS = Movable(lambda: Placed(_town().X, np.zeros(len(_town().X), dtype=np.int64)), ("home",), least=LEAST)


@cache
def walk(k: int, start: int) -> list[Step]:
    """Return every assignment and every move from homes drawn at random."""
    return walk_on(_town().X, k, start)


def walk_on(X: NDArray[Any], k: int, start: int) -> list[Step]:
    """Return the same for homes that lie anywhere."""
    first = X[np.random.default_rng(start).choice(len(X), k, replace=False)]
    return list(steps(KMeans(k, init=first, tol=0.0), X))


def scene(step: float = 0, k: float = 5, start: float = 0, points: Placed | None = None) -> Scene:
    """Return the town after so many half rounds."""
    X = _town().X if points is None else points.X
    seen = walk(int(k), int(start)) if points is None else walk_on(X, int(k), int(start))
    drawn = centre_trails(seen, X, upto=int(step), axes=AXES, title="Where do the stations go?")
    rest = " They have come to rest." if step >= len(seen) - 1 else ""
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, drawn.say + rest)
