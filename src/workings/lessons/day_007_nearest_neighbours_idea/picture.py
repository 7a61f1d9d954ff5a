"""The day's picture: a traveller on a map asks the nearest villages how people speak here."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from workings.lessons.day_007_nearest_neighbours_idea.data import HEIGHT, NAMES, WIDTH, northern, villages
from workings.neighbors import KNeighborsClassifier
from workings.show import Axis, Control, Edges, Line, Points, Regions, Scene, decision_regions
from workings.show.movable import Movable, Placed
from workings.show.scene import Mark, numbers

AXES = (Axis("east", "km", low=-0.5, high=WIDTH + 0.5), Axis("north", "km", low=-0.5, high=HEIGHT + 0.5))
CONTROLS = (
    Control("k", 1, 99, 7, "neighbours that vote, k", step=2),
    Control("east", 0.0, WIDTH, 11.0, "the traveller stands east at", "km", step=0.5),
    Control("north", 0.0, HEIGHT, 5.0, "and north at", "km", step=0.5),
    Control("stretch", 0.01, 100.0, 1.0, "a kilometre north counts as kilometres east", scale="log"),
)
_ROUND = np.linspace(0.0, 2.0 * np.pi, 181)

MOVES = ("east", "north")

_villages = cache(villages)
POINTS = Movable(lambda: Placed(*_villages()), NAMES)


@cache
def _others() -> tuple[NDArray[Any], NDArray[Any], float]:
    """Return 1,000 villages that nobody has asked yet, and how often who knows the border is right about them."""
    X, speech = villages(1000, seed=8)
    return X, speech, float(np.mean((northern(X) > 0.5) == speech))


def _counted(X: NDArray[Any], stretch: float) -> NDArray[Any]:
    counted: NDArray[Any] = X * np.array([1.0, stretch])
    return counted


def scene(
    k: float = 7, east: float = 11.0, north: float = 5.0, stretch: float = 1.0, points: Placed | None = None
) -> Scene:
    """Return the villages, what the vote says everywhere, and the traveller with the neighbours that are asked."""
    X, speech = _villages() if points is None else points
    k = min(k, len(X))
    counted = FunctionTransformer(_counted, kw_args={"stretch": stretch})
    model = make_pipeline(counted, KNeighborsClassifier(int(k))).fit(X, speech)
    drawn = decision_regions(model, X, speech, axes=AXES, names=NAMES, title="How do they speak here?")
    here = np.array([east, north])
    distance, found = model[-1].kneighbors(_counted(here[None], stretch))
    near, radius = X[found[0]], float(distance[0, -1])
    said = speech[found[0]]
    votes = int(said.sum())
    answer = int(2 * votes > k)
    x, y = near.T
    from_here = numbers(np.full(len(near), east)), numbers(np.full(len(near), north))
    marks: list[Mark] = [
        Edges(*from_here, numbers(x), numbers(y)),
        _reach(here, radius, stretch),
        *(Points(numbers(x[said == c]), numbers(y[said == c]), c, strong=True) for c in (0, 1)),
        Points((east,), (north,), 4, "the traveller", strong=True),
    ]
    others, truth, best = _others()
    right = float(np.mean(model.predict(others) == truth))
    share = votes if answer else len(near) - votes
    asked = f"{share} of the traveller's {k:.0f} nearest villages speak" if k > 1 else "The nearest village speaks"
    shares = f"share of the votes for {NAMES[1]}"
    under = [replace(mark, label=shares) if isinstance(mark, Regions) else mark for mark in drawn.marks]
    say = (
        f"{asked} {NAMES[answer]}. Asked all over the map, {'these votes are' if k > 1 else 'the nearest is'} right "
        f"about {100 * right:.0f} % of villages not seen before; who knows the border, about {100 * best:.0f} %."
    )
    return Scene(drawn.title, drawn.x, drawn.y, (*under, *marks), say)


def _reach(here: NDArray[Any], radius: float, stretch: float) -> Line:
    """Return the places as far as the last neighbour: a circle, or an ellipse if one direction counts more."""
    x = np.clip(here[0] + radius * np.cos(_ROUND), -2.0, WIDTH + 2.0)
    y = np.clip(here[1] + radius / stretch * np.sin(_ROUND), -2.0, HEIGHT + 2.0)
    return Line(numbers(x), numbers(y), style="dotted")
