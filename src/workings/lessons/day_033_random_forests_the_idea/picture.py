"""The day's picture: the same walks, as one tree sees them, and as many do."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from workings.ensemble import RandomForestClassifier
from workings.lessons.day_033_random_forests_the_idea.data import NAMES, walks
from workings.show import Axis, Control, Scene
from workings.show.forests import errors_by_trees, first_trees, vote_regions
from workings.show.movable import Movable, Placed

AXES = (Axis("rain of the last week", "mm"), Axis("mean temperature", "°C"))
CONTROLS = (
    Control("trees", 1, 60, 1, "number of trees", step=1),
    Control("leaf", 1, 20, 1, "walks that a leaf must hold", step=1),
)
POINTS = Movable(lambda: Placed(*walks()), NAMES)


@lru_cache(maxsize=32)
def forest(leaf: int) -> tuple[Any, Any]:
    """Return 60 trees, and the error of the first 1, 2, ... of them on walks they have not seen."""
    return forest_of(60, leaf, *walks())


def forest_of(trees: int, leaf: int, X: Any, found: Any) -> tuple[Any, Any]:
    """Return so many trees grown on any walks, and their errors."""
    model = RandomForestClassifier(trees, min_samples_leaf=leaf, max_features=1, random_state=33).fit(X, found)
    return model, errors_by_trees(model, *walks(500, seed=42), new=True)


def scene(trees: int = 1, leaf: int = 1, points: Placed | None = None) -> Scene:
    """Return the walks and what the first trees say everywhere."""
    X, found = walks() if points is None else points
    # Of walks that have just been moved, only the trees that are shown are grown.
    model, errors = forest(int(leaf)) if points is None else forest_of(int(trees), int(leaf), X, found)
    few = first_trees(model, int(trees))
    title = "One tree" if trees == 1 else f"The mean of {trees:.0f} trees"
    drawn = vote_regions(model, X, found, trees=int(trees), axes=AXES, names=NAMES, title=title)
    known = np.mean(few.predict(X) == found)
    who = "One tree tells" if trees == 1 else f"{trees:.0f} trees together tell"
    say = (
        f"{who} {100 * known:.0f} % of the {len(X)} walks right, and {100 * (1.0 - errors[int(trees) - 1]):.0f} % of "
        "500 others, which they have not seen."
    )
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, say)
