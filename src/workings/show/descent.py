"""Scenes of fits on their way: the path over the loss surface, coefficients against the penalty, a mistake mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings._step import Step
from workings.show.scene import Axis, Line, Mark, Points, Regions, Scene, Text, numbers

Array = NDArray[Any]

_CELLS = 64  # of the surface, along each axis
_CONTOURS = 9


def loss_surface(
    objective: Callable[[Array, Array], Array],
    path: ArrayLike,
    *,
    limits: tuple[tuple[float, float], tuple[float, float]] | None = None,
    axes: tuple[Axis, Axis] | None = None,
    square: bool = False,
    title: str = "The loss and the way down",
) -> Scene:
    """Return the contours of an objective of two coefficients, and a path over them.

    Parameters
    ----------
    objective : callable
        Takes two arrays of one shape, the two coefficients, and returns the objective at each.
    path : array_like of shape (n_steps, 2)
        The coefficients after each step, the start first.
    limits : ((low, high), (low, high)), optional
        Ends of the two axes; as far as the path reaches, and a little more, if not given.
    axes : tuple of two Axis, optional
        Names of the coefficients.
    square : bool, default False
        Show the corners between the steps of coordinate descent, which moves one coefficient at a time.
    title : str

    Returns
    -------
    Scene

    Examples
    --------
    >>> scene = loss_surface(lambda a, b: a**2 + 4 * b**2, [[2, 1], [1, 0], [0, 0]])
    >>> scene.say
    'From (2, 1), where the objective is 8, to (0, 0), where it is 0, in 2 steps.'
    """
    path = np.asarray(path, dtype=float)
    if path.ndim != 2 or path.shape[1] != 2 or not len(path):
        raise ValueError(f"loss_surface: path must have shape (steps, 2), one row a step, and it has {path.shape}.")
    (x0, x1), (y0, y1) = limits or tuple(_room(path[:, j]) for j in range(2))
    edges_x, edges_y = np.linspace(x0, x1, _CELLS + 1), np.linspace(y0, y1, _CELLS + 1)
    here_x, here_y = np.meshgrid(edges_x, edges_y)
    heights = np.asarray(objective(here_x, here_y), dtype=float)
    values = np.asarray(objective(path[:, 0], path[:, 1]), dtype=float)
    marks: list[Mark] = [_shade(edges_x, edges_y, heights), *_contours(edges_x, edges_y, heights)]
    line = _with_corners(path) if square else path
    marks += [
        Line(numbers(line[:, 0]), numbers(line[:, 1]), 1),
        Points(numbers(path[:, 0]), numbers(path[:, 1]), 1, "step"),
        Points(numbers(path[:1, 0]), numbers(path[:1, 1]), 4, "start", strong=True),
        Points(numbers(path[-1:, 0]), numbers(path[-1:, 1]), 2, "last", strong=True),
    ]
    across, up = axes or (Axis("first coefficient"), Axis("second coefficient"))
    (a, b), (c, d) = path[0], path[-1]
    return Scene(
        title,
        Axis(across.name, across.unit, x0, x1),
        Axis(up.name, up.unit, y0, y1),
        tuple(marks),
        say=f"From ({a:.3g}, {b:.3g}), where the objective is {values[0]:.4g}, to ({c:.3g}, {d:.3g}), where it is "
        f"{values[-1]:.4g}, in {len(path) - 1} steps.",
    )


def step_path(steps: Sequence[Step], features: tuple[int, int] = (0, 1)) -> Array:
    """Return two coefficients after each step, (n_steps, 2): of `coef_`, or the intercept where the number is -1."""
    rows = []
    for step in steps:
        coef = np.ravel(step.arrays["coef_"])
        if max(features) >= len(coef):
            raise ValueError(
                f"step_path(features={features}): the model has {len(coef)} coefficients, counted from 0; -1 is the "
                "intercept."
            )
        rows.append([float(np.ravel(step.arrays["intercept_"])[0]) if j == -1 else float(coef[j]) for j in features])
    return np.array(rows).reshape(-1, 2)


def coefficient_paths(
    alphas: ArrayLike,
    coefs: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    chosen: float | None = None,
    title: str = "Coefficients against the penalty",
) -> Scene:
    """Return each coefficient against the strength of the penalty, as `lasso_path` and `enet_path` give them.

    Parameters
    ----------
    alphas : array_like of shape (n_alphas,)
    coefs : array_like of shape (n_features, n_alphas)
    names : sequence of str, optional
        Names of the features.
    chosen : float, optional
        An alpha to mark.
    title : str

    Examples
    --------
    >>> coefficient_paths([1.0, 0.1], [[0.0, 2.0], [0.0, 0.0]], names=["age", "height"]).say
    'At alpha = 1 0 of 2 coefficients are not 0; at alpha = 0.1, 1. The first to move: age.'
    """
    alphas, coefs = np.asarray(alphas, dtype=float), np.asarray(coefs, dtype=float)
    if alphas.ndim != 1 or coefs.ndim != 2 or coefs.shape[1] != len(alphas) or not coefs.size:
        raise ValueError(
            f"coefficient_paths: coefs must have shape (features, alphas) and alphas (alphas,); they have "
            f"{coefs.shape} and {alphas.shape}. Try alphas, coefs, _ = lasso_path(X, y)."
        )
    if not (np.isfinite(coefs).all() and np.isfinite(alphas).all() and (alphas > 0.0).all()):
        raise ValueError(
            "coefficient_paths: expected finite coefficients and penalties above 0, for they are drawn on a scale of "
            "powers of ten. Leave out the alphas at which that does not hold."
        )
    order = np.argsort(-alphas)
    alphas, coefs = alphas[order], coefs[:, order]
    names = [f"feature {j}" for j in range(len(coefs))] if names is None else list(names)
    low, high = float(alphas[-1]), float(alphas[0])
    left = low * (low / high) ** 0.14  # room for the names
    span = float(np.ptp(coefs)) or 1.0
    marks: list[Mark] = [Line((low, high), (0.0, 0.0), quiet=True)]
    for j, path in enumerate(coefs):
        marks.append(Line(numbers(alphas), numbers(path), j, style=("solid", "dashed", "dotted")[j // 6 % 3]))
    for j, height in _apart(coefs[:, -1], 0.048 * span).items():
        marks.append(Text(low * (low / high) ** 0.015, height, names[j], "right", quiet=True))
    if chosen is not None:
        marks.append(Line((chosen, chosen), (float(coefs.min()), float(coefs.max())), style="dashed"))
    moving = (coefs != 0).sum(axis=0)
    first = np.flatnonzero((coefs != 0).any(axis=0))
    mover = names[int(np.abs(coefs[:, first[0]]).argmax())] if len(first) else "none"
    return Scene(
        title,
        Axis("strength of the penalty, alpha", low=left, high=high * 1.1, scale="log"),
        Axis("coefficient"),
        tuple(marks),
        say=f"At alpha = {high:.3g} {moving[0]} of {len(coefs)} coefficients are not 0; at alpha = {low:.3g}, "
        f"{moving[-1]}. The first to move: {mover}.",
    )


def perceptron_step(
    before: tuple[ArrayLike, float],
    after: tuple[ArrayLike, float],
    X: ArrayLike,
    y: ArrayLike,
    sample: int | None = None,
    *,
    axes: tuple[Axis, Axis] | None = None,
    names: tuple[str, str] = ("-1", "1"),
    title: str = "One mistake of the perceptron",
) -> Scene:
    """Return the samples, the line before a mistake was mended (dashed) and after, and the mistaken sample.

    Parameters
    ----------
    before, after : tuple of (array_like of shape (2,), float)
        Coefficients and intercept.
    X : array_like of shape (n_samples, 2)
    y : array_like of shape (n_samples,)
        Two classes; the greater one is where the score is positive.
    sample : int, optional
        The number of the mistaken sample.
    axes : tuple of two Axis, optional
    names : tuple of two str
        Names of the classes.
    title : str
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(
            f"perceptron_step: X must have two features, so that it can be drawn, and its shape is {X.shape}."
        )
    if y.shape != (len(X),) or not len(X) or not np.isfinite(X).all():
        raise ValueError(
            f"perceptron_step: expected finite samples and a class for each, got {len(X)} samples and y of shape "
            f"{y.shape}."
        )
    positive = y == y.max()
    (x0, x1), (y0, y1) = _room(X[:, 0]), _room(X[:, 1])
    (w, b), (v, c) = ((np.ravel(np.asarray(coef, dtype=float)), float(cut)) for coef, cut in (before, after))
    marks: list[Mark] = []
    for k, group in enumerate((~positive, positive)):
        marks.append(Points(numbers(X[group, 0]), numbers(X[group, 1]), k, names[k]))
    old, new = (_straight(*one, (x0, x1), (y0, y1)) for one in ((w, b), (v, c)))
    if old is not None and sample is not None:
        marks.append(Line(*old, style="dashed", label="line before"))
    if new is not None:
        marks.append(Line(*new, label="line after" if sample is not None else "line"))
    if sample is not None:
        one = (float(X[sample, 0]),), (float(X[sample, 1]),)
        marks.append(Points(*one, int(positive[sample]), "the mistake", strong=True))
    wrong = [int(np.sum(np.where(positive, 1, -1) * (X @ a + d) <= 0)) for a, d in ((w, b), (v, c))]
    say = f"{wrong[1]} of {len(X)} samples lie on the wrong side of the line"
    say += "." if sample is None else f"; before this mistake was mended, {wrong[0]}."
    across, up = axes or (Axis("feature 0"), Axis("feature 1"))
    return Scene(title, Axis(across.name, across.unit, x0, x1), Axis(up.name, up.unit, y0, y1), tuple(marks), say)


def _room(values: Array) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = 0.12 * (high - low) or max(0.1 * abs(low), 1.0)
    return low - room, high + room


def _shade(x: Array, y: Array, heights: Array) -> Regions:
    """Return the surface as cells: how far each lies above the lowest, in square roots, so that the valley is seen."""
    cells = (heights[1:, 1:] + heights[:-1, :-1] + heights[1:, :-1] + heights[:-1, 1:]) / 4
    depth = np.sqrt(np.maximum(cells - cells.min(), 0.0))
    return Regions(
        numbers(x), numbers(y), tuple(numbers(row) for row in depth / (depth.max() or 1.0)), "amount", "objective"
    )


def _contours(x: Array, y: Array, heights: Array) -> list[Mark]:
    from contourpy import contour_generator

    low, high = float(heights.min()), float(heights.max())
    generator = contour_generator(x, y, heights)
    marks: list[Mark] = []
    for k in range(1, _CONTOURS + 1):
        level = float(f"{low + (high - low) * (k / (_CONTOURS + 1)) ** 2:.3g}")
        lines = [np.asarray(line) for line in generator.lines(level)]
        marks += [Line(numbers(line[:, 0]), numbers(line[:, 1]), quiet=True) for line in lines]
        if lines and k % 2:
            longest = max(lines, key=len)
            inside = longest[
                (np.abs(longest[:, 0] - x.mean()) < 0.44 * np.ptp(x))
                & (np.abs(longest[:, 1] - y.mean()) < 0.44 * np.ptp(y))
            ]
            if len(inside):
                at = inside[int(np.argmax(inside @ [1 / np.ptp(x), -1 / np.ptp(y)]))]
                marks.append(Text(float(at[0]), float(at[1]), f"{level:.3g}", quiet=True))
    return marks


def _with_corners(path: Array) -> Array:
    """Return the path with a corner before each step, where only the first coefficient has moved."""
    corners = np.column_stack([path[1:, 0], path[:-1, 1]])
    between = np.stack([corners, path[1:]], axis=1).reshape(-1, 2)
    return np.vstack([path[:1], between])


def _apart(heights: Array, room: float) -> dict[int, float]:
    """Return places for words at these heights, moved so that none lies on another."""
    order = [int(j) for j in np.argsort(heights)]
    places = heights[order].astype(float)
    for _ in range(200):
        gaps = np.diff(places)
        close = np.flatnonzero(gaps < room - 1e-12)
        if not len(close):
            break
        for k in close:
            push = max(room - (places[k + 1] - places[k]), 0.0) / 2
            places[k] -= push
            places[k + 1] += push
    return dict(zip(order, places.tolist(), strict=True))


def _straight(
    w: Array, b: float, x: tuple[float, float], y: tuple[float, float]
) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """Return the part of the line w . x + b = 0 within the box, or None."""
    found = []
    for j, (ends, box) in enumerate(((x, y), (y, x))):
        if w[1 - j] != 0:
            found += [((e, -(w[j] * e + b) / w[1 - j]) if j == 0 else (-(w[j] * e + b) / w[1 - j], e))
                      for e in ends if box[0] <= -(w[j] * e + b) / w[1 - j] <= box[1]]  # fmt: skip
    if len(found) < 2:
        return None
    found.sort()
    return numbers([found[0][0], found[-1][0]]), numbers([found[0][1], found[-1][1]])
