"""The scene of a maximum margin: the border between two classes, the margin on both sides, the samples that hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.show.pictures import _between, _Grid, _samples
from workings.show.scene import Axis, Mark, Points, Regions, Scene, numbers

Array = NDArray[Any]

# How far inside the margin a sample may seem to lie without lying there: a fit ends when its gap is below tol.
_ROOM = 2e-3


def margin(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    features: tuple[int, int] = (0, 1),
    axes: tuple[Axis, Axis] | None = None,
    names: Sequence[str] | None = None,
    title: str = "The margin",
) -> Scene:
    """Return the border where the decision function is 0, the margin's edges at -1 and 1, and the support vectors.

    Parameters
    ----------
    model : fitted classifier of two classes
        With a `decision_function` of one column: SVC, LinearSVC, or any other whose values are to be held against 1.
    X : array_like of shape (n_samples, n_features)
        The samples that it was fitted to; features that are not drawn are held at their means for the lines.
    y : array_like of shape (n_samples,)
        Their classes.
    features : tuple of two int, default (0, 1)
        Which features span the plane.
    axes : tuple of two Axis, optional
        Names and units of the two features.
    names : sequence of str, optional
        Names of the classes, in the order of ``classes_``.
    title : str

    Returns
    -------
    Scene
        Support vectors are strong points: ``support_`` where the model has it, else the samples on the margin's edge,
        inside it, or on the wrong side.

    Raises
    ------
    ValueError
        There are more than two classes.

    Examples
    --------
    >>> from workings.svm import SVC
    >>> X, y = [[0.0, 0.0], [1.0, 0.0], [3.0, 1.0], [4.0, 0.0]], [0, 0, 1, 1]
    >>> margin(SVC(kernel="linear", C=10).fit(X, y), X, y).say
    '2 support vectors of 4 samples; 0 lie inside the margin, 0 of these on the wrong side. The margin is 2.24 wide.'
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    classes = np.asarray(model.classes_)
    if len(classes) != 2:
        raise ValueError(f"margin: {len(classes)} classes have a margin for each pair. Take two, or kind='regions'.")
    names = [str(one) for one in classes] if names is None else list(names)
    grid = _Grid(X, features)
    values = model.decision_function(grid.points)
    edges = numbers(grid.x), numbers(grid.y)
    marks: list[Mark] = [Regions(*edges, grid.cells((values > 0).astype(int)), "classes"), *grid.contour(values)]
    marks += [replace(line, style="dashed") for level in (-1.0, 1.0) for line in grid.contour(values - level)]
    lead = np.where(y == classes[1], 1.0, -1.0) * model.decision_function(X)
    held = _support(model, X, lead)
    marks += _samples(X[~held], y[~held], features, classes, names)
    a, b = features
    for k, one in enumerate(classes):
        chosen = held & (y == one)
        if chosen.any():
            label = f"support vectors of {names[k]}"
            marks.append(Points(numbers(X[chosen, a]), numbers(X[chosen, b]), k, label, strong=True))
    across, up = axes or (Axis(f"feature {a}"), Axis(f"feature {b}"))
    return Scene(title, _between(across, grid.x), _between(up, grid.y), tuple(marks), _say(model, lead, held))


def _support(model: Any, X: Array, lead: Array) -> Array:
    """Return which samples hold the margin."""
    if getattr(model, "shape_fit_", (None,))[0] == len(X):
        held = np.zeros(len(X), dtype=bool)
        held[model.support_] = True
        return held
    within: Array = lead <= 1.0 + _ROOM
    return within


def _say(model: Any, lead: Array, held: Array) -> str:
    inside, wrong = int((lead < 1.0 - _ROOM).sum()), int((lead < 0.0).sum())
    said = (
        f"{int(held.sum())} support vectors of {len(lead)} samples; {inside} lie inside the margin, {wrong} of these "
        "on the wrong side."
    )
    if getattr(model, "kernel", "linear") != "linear" or not hasattr(model, "coef_"):
        return said
    return f"{said} The margin is {2.0 / float(np.linalg.norm(np.asarray(model.coef_).ravel())):.3g} wide."
