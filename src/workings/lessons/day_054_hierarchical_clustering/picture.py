"""The day's picture: the tree of merges of houses on a map, with a cut to move; or the map with the same clusters."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.cluster import linkage
from workings.lessons.day_054_hierarchical_clustering.data import houses
from workings.show import Axis, Control, Scene, dendrogram, merges
from workings.show.movable import Movable, Placed

LINKAGES = ("single", "complete", "average", "ward")
AXES = (Axis("east", "km", low=-0.5, high=10.5), Axis("north", "km", low=-0.5, high=9.5))
CONTROLS = (
    Control("k", 1, 12, 3, "clusters that the cut leaves", step=1),
    Control("way", 0, 3, 3, "linkage: 0 single, 1 complete, 2 average, 3 Ward", step=1),
    Control("road", 0, 12, 0, "houses along the road", step=1),
    Control("map", 0, 1, 0, "0 the tree, 1 the map", step=1),
)


def _placed(road: float) -> Placed:
    X = houses(road=int(road)).X
    return Placed(X, np.zeros(len(X), dtype=np.int64))


POINTS = Movable(_placed, ("house",), ("road",), least=12, seen_at=("map", 1.0))


@cache
def _tree(way: int, road: int) -> NDArray[Any]:
    return linkage(houses(road=road).X, LINKAGES[way])


def scene(k: float = 3, way: float = 3, road: float = 0, map: float = 0, points: Placed | None = None) -> Scene:
    """Return the dendrogram, or the map, of houses merged by one linkage until k clusters are left."""
    name = LINKAGES[int(way)].capitalize()
    X = houses(road=int(road)).X if points is None else points.X
    tree = _tree(int(way), int(road)) if points is None else linkage(X, LINKAGES[int(way)])
    if map:
        return merges(tree, X, int(k), axes=AXES, title=f"{name} linkage on the map")
    return dendrogram(tree, int(k), height="distance of the two that merge (km)", title=f"{name} linkage, cut")
