"""Scenes of neighbours: who is asked and how they vote, and the cells of the plane that each sample is nearest to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.neighbors import NearestNeighbors
from workings.show.scene import Area, Axis, Edges, Line, Mark, Points, Scene, Text, numbers

Array = NDArray[Any]

_MARGIN = 0.06
_NUMBERED = 30  # neighbours at most that get their number written beside them
# How the places at distance 1 lie around a query, for the metrics under which they can be drawn.
_ROUND = np.linspace(0.0, 2.0 * np.pi, 121)
_OUTLINES = {
    "euclidean": np.column_stack([np.cos(_ROUND), np.sin(_ROUND)]),
    "manhattan": np.array([[1.0, 0], [0, 1], [-1, 0], [0, -1], [1, 0]]),
    "chebyshev": np.array([[1.0, 1], [-1, 1], [-1, -1], [1, -1], [1, 1]]),
}


def vote(
    model: Any,
    query: ArrayLike,
    X: ArrayLike,
    y: ArrayLike,
    *,
    axes: tuple[Axis, Axis] | None = None,
    names: Sequence[str] | None = None,
    title: str = "The neighbours vote",
) -> Scene:
    """Return a query, its neighbours numbered from the nearest on, how far they reach, and how they vote.

    Parameters
    ----------
    model : fitted KNeighborsClassifier or RadiusNeighborsClassifier
        Of two features.
    query : array_like of shape (2,)
    X : array_like of shape (n_samples, 2)
        The samples that the model was fitted on.
    y : array_like of shape (n_samples,)
        Their classes.
    axes : tuple of two Axis, optional
        Names and units of the features.
    names : sequence of str, optional
        Names of the classes, in the order of ``classes_``.
    title : str

    Returns
    -------
    Scene

    Raises
    ------
    TypeError
        The model has no neighbours.
    ValueError
        There are not two features, or X does not have the samples of the fit.

    Examples
    --------
    >>> from workings.neighbors import KNeighborsClassifier
    >>> X, y = [[0, 0], [1, 0], [3, 3], [4, 3], [1, 2]], ["a", "a", "b", "b", "b"]
    >>> vote(KNeighborsClassifier(3).fit(X, y), [1, 1], X, y).say
    'Of the 3 nearest, 2 say "a" and 1 says "b": "a".'
    """
    X, y, query = np.asarray(X, dtype=float), np.asarray(y), np.asarray(query, dtype=float).ravel()
    if not (hasattr(model, "classes_") and hasattr(model, "n_samples_fit_")):
        raise TypeError(f"vote: {type(model).__name__} has no neighbours that vote. Try a fitted KNeighborsClassifier.")
    if X.ndim != 2 or X.shape[1] != 2 or query.shape != (2,):
        raise ValueError(f"vote: X has shape {X.shape} and query {query.shape}; a plane needs two features.")
    if len(X) != model.n_samples_fit_:
        raise ValueError(f"vote: X has {len(X)} samples, and the model was fitted on {model.n_samples_fit_}.")
    distance, near = _asked(model, query)
    classes = np.asarray(model.classes_)
    names = [str(one) for one in classes] if names is None else list(names)
    answer = names[int(np.flatnonzero(classes == model.predict(query[None])[0])[0])] if len(near) else "nobody"
    marks: list[Mark] = [
        Points(numbers(X[y == one, 0]), numbers(X[y == one, 1]), k, names[k]) for k, one in enumerate(classes)
    ]
    if len(near):
        from_x, from_y = (numbers(np.full(len(near), v)) for v in query)
        marks += [
            Edges(from_x, from_y, numbers(X[near, 0]), numbers(X[near, 1])),
            *_reach(model, query, float(distance[-1])),
        ]
        for k, one in enumerate(classes):
            chosen = near[y[near] == one]
            if len(chosen):
                marks.append(Points(numbers(X[chosen, 0]), numbers(X[chosen, 1]), k, strong=True))
        lift = 0.02 * float(np.ptp(X[:, 1]))
        marks += [
            Text(float(X[i, 0]), float(X[i, 1]) + lift, str(t + 1), quiet=True) for t, i in enumerate(near[:_NUMBERED])
        ]
    marks.append(Points((float(query[0]),), (float(query[1]),), len(classes), "the query", strong=True))
    return Scene(title, *_framed(axes, np.vstack([X, query])), tuple(marks), say=_told(y[near], classes, names, answer))


def _asked(model: Any, query: Array) -> tuple[Array, Array]:
    """Return distances and numbers of those who are asked, nearest first."""
    if hasattr(model, "kneighbors"):
        distance, near = model.kneighbors(query[None])
    else:
        distance, near = model.radius_neighbors(query[None], sort_results=True)
    return distance[0], near[0]


def _reach(model: Any, query: Array, distance: float) -> list[Mark]:
    outline = _OUTLINES.get(str(model.effective_metric_))
    if outline is None:
        return []
    around = query + getattr(model, "radius", distance) * outline
    return [Line(numbers(around[:, 0]), numbers(around[:, 1]), style="dashed")]


def _told(said: Array, classes: Array, names: Sequence[str], answer: str) -> str:
    if not len(said):
        return "Nobody is near enough to be asked."
    counts = [(int((said == one).sum()), name) for one, name in zip(classes, names, strict=True)]
    parts = [f'{count} {"says" if count == 1 else "say"} "{name}"' for count, name in counts if count]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f'Of the {len(said)} nearest, {listed}: "{answer}".'


def voronoi_cells(
    X: ArrayLike,
    y: ArrayLike,
    *,
    axes: tuple[Axis, Axis] | None = None,
    names: Sequence[str] | None = None,
    title: str = "Who is nearest",
) -> Scene:
    """Return for each sample the cell of all places that are nearer to it than to any other: what 1-NN says there.

    Parameters
    ----------
    X : array_like of shape (n_samples, 2)
    y : array_like of shape (n_samples,)
        The classes; of equal samples the first counts, as in `workings.neighbors`.
    axes : tuple of two Axis, optional
        Names and units of the features.
    names : sequence of str, optional
        Names of the classes, in sorted order.
    title : str

    Returns
    -------
    Scene
        Cells as areas; the cells of neighbours of other classes meet in the decision boundary, drawn as lines.

    Notes
    -----
    A cell is the picture's frame, cut by the lines half way to the other samples, nearest first, until the next is so
    far away that it cannot reach the cell. Cost O(n^2) at worst.

    Examples
    --------
    >>> voronoi_cells([[0, 0], [2, 0], [0, 2]], ["a", "b", "b"]).say
    '3 cells, one around each sample; 2 edges between cells of different classes are the boundary of 1-NN.'
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"voronoi_cells: X has shape {X.shape}; a plane needs two features.")
    _, first = np.unique(X, axis=0, return_index=True)
    first = np.sort(first)
    places, owners = X[first], y[first]
    classes = np.unique(y)
    names = [str(one) for one in classes] if names is None else list(names)
    across, up = _framed(axes, X)
    frame = np.array([[across.low, up.low], [across.high, up.low], [across.high, up.high], [across.low, up.high]])
    order = NearestNeighbors(n_neighbors=len(places)).fit(places).kneighbors(places, return_distance=False)
    marks: list[Mark] = []
    boundary: list[Array] = []
    for i, place in enumerate(places):
        corners, beside = _cell(frame.astype(float), place, i, places, order[i])
        if not len(corners):  # the whole cell lies outside the frame
            continue
        marks.append(Area(numbers(corners[:, 0]), numbers(corners[:, 1]), int(np.searchsorted(classes, owners[i]))))
        for t, other in enumerate(beside):
            if other > i and owners[other] != owners[i]:
                boundary.append(np.concatenate([corners[t], corners[(t + 1) % len(corners)]]))
    marks += [Line((a[0], a[2]), (a[1], a[3])) for a in boundary]
    marks += [Points(numbers(X[y == one, 0]), numbers(X[y == one, 1]), k, names[k]) for k, one in enumerate(classes)]
    say = (
        f"{len(places)} cells, one around each sample; {len(boundary)} edges between cells of different classes are "
        "the boundary of 1-NN."
    )
    return Scene(title, across, up, tuple(marks), say=say)


def _cell(corners: Array, place: Array, own: int, places: Array, order: Array) -> tuple[Array, list[int]]:
    """Return the corners of a cell, and which sample lies beyond the edge that begins at each (-1: the frame)."""
    beside = [-1] * len(corners)
    for other in order:
        if other == own:
            continue
        if not len(corners):
            break
        away = places[other] - place
        if away @ away > 4.0 * ((corners - place) ** 2).sum(axis=1).max():
            break
        corners, beside = _cut(corners, beside, place + 0.5 * away, away, int(other))
    return corners, beside


def _cut(corners: Array, beside: list[int], middle: Array, away: Array, other: int) -> tuple[Array, list[int]]:
    """Keep the part of a convex polygon on the near side of the line through `middle` at a right angle to `away`."""
    side = (corners - middle) @ away
    if (side <= 0.0).all():
        return corners, beside
    kept: list[Array] = []
    edges: list[int] = []
    for t in range(len(corners)):
        a, b, here, there = corners[t], corners[(t + 1) % len(corners)], side[t], side[(t + 1) % len(corners)]
        if here <= 0.0:
            kept.append(a)
            edges.append(beside[t])
        if (here <= 0.0) != (there <= 0.0):
            kept.append(a + (b - a) * (here / (here - there)))
            edges.append(other if here <= 0.0 else beside[t])
    return np.array(kept), edges


def _framed(axes: tuple[Axis, Axis] | None, X: Array) -> tuple[Axis, Axis]:
    """Return the axes, with ends around the samples where they have none."""
    given = axes or (Axis("feature 0"), Axis("feature 1"))
    framed = []
    for j, axis in enumerate(given):
        low, high = float(X[:, j].min()), float(X[:, j].max())
        room = _MARGIN * (high - low) or 1.0
        low = low - room if axis.low is None else axis.low
        high = high + room if axis.high is None else axis.high
        framed.append(Axis(axis.name, axis.unit, low, high, axis.ticks, axis.scale))
    return framed[0], framed[1]
