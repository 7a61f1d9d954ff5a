"""The day's picture: what speaks for each number of clusters, while four groups melt into one."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import pairwise_distances, silhouette_score

from workings.cluster import KMeans
from workings.lessons.day_044_k_means.data import MIDDLES, groups
from workings.show import Axis, Control, Scene, centre_trails, curve_over_k, steps
from workings.show.movable import Movable, Placed

CONTROLS = (
    Control("spread", 0.3, 3.0, 0.9, "spread of each group", step=0.1),
    Control("k", 2, 6, 4, "clusters, k", step=1),
    Control("curve", 0, 1, 0, "show the clusters (0) or the silhouettes of every k (1)", step=1),
)
_AXES = (Axis("first feature", low=-6.0, high=12.0), Axis("second feature", low=-6.0, high=12.0))


def _placed(spread: float) -> Placed:
    X = groups(spread=round(float(spread), 6))[0]
    return Placed(X, np.zeros(len(X), dtype=np.int64))


POINTS = Movable(_placed, ("sample",), ("spread",), least=7, seen_at=("curve", 0.0))


@cache
def silhouettes(spread: float) -> tuple[float, ...]:
    """Return the mean silhouette for each k that can be chosen."""
    return silhouettes_of(groups(spread=spread)[0])


def silhouettes_of(X: NDArray[Any]) -> tuple[float, ...]:
    """Return the same for samples that lie anywhere; 0 where they lie in too few places."""
    if len(np.unique(X, axis=0)) < 7:
        return (0.0,) * 5
    fits = [KMeans(k, random_state=0).fit(X) for k in range(2, 7)]
    apart = pairwise_distances(X)  # once for every k
    return tuple(float(silhouette_score(apart, one.labels_, metric="precomputed")) for one in fits)


def scene(spread: float = 0.9, k: float = 4, curve: float = 0, points: Placed | None = None) -> Scene:
    """Return the clusters, or what speaks for each k."""
    k, spread = int(k), round(float(spread), 6)
    found = silhouettes(spread) if points is None else silhouettes_of(points.X)
    best = int(np.argmax(found)) + 2
    told = f" The best is {best}" + ("." if points is not None else f"; the groups are {len(MIDDLES)}.")
    if curve >= 0.5:
        drawn = curve_over_k(range(2, 7), found, "silhouette", chosen=k)
        return Scene(drawn.title, drawn.x, Axis("mean silhouette", low=0.0, high=1.0), drawn.marks, drawn.say + told)
    X = groups(spread=spread)[0] if points is None else points.X
    seen = list(steps(KMeans(k, random_state=0), X))
    drawn = centre_trails(seen, X, axes=_AXES, title=f"{k} clusters")
    say = f"{drawn.say} Their mean silhouette is {found[k - 2]:.2f}.{told}"
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, say)
