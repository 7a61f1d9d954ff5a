"""The boxes that a decision tree cuts the plane of two features into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.show.scene import Axis, Mark, Points, Regions, Scene, Text, numbers
from workings.show.trees import class_names, fitted_tree, pieces, rectangle, short

Array = NDArray[Any]

_MARGIN = 0.06
_NAMED = 12  # boxes at most that get their prediction written inside


def boxes(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    features: tuple[int, int] = (0, 1),
    axes: tuple[Axis, Axis] | None = None,
    names: Sequence[str] | None = None,
    title: str = "The boxes of the tree",
) -> Scene:
    """Return the boxes that a tree cuts the plane of two features into, what it says in each, and the samples.

    Parameters
    ----------
    model : fitted decision tree
        With one output, of classes or of numbers.
    X : array_like of shape (n_samples, n_features)
        The samples to show; further features are held at their means.
    y : array_like of shape (n_samples,)
    features : tuple of two int, default (0, 1)
    axes : tuple of two Axis, optional
        Names and units of the two features.
    names : sequence of str, optional
        Names of the classes, in the order of ``classes_``.
    title : str

    Returns
    -------
    Scene
        The boxes of numbers are written inside them, in the largest ones.

    Examples
    --------
    >>> from workings.tree import DecisionTreeClassifier
    >>> X, y = [[0, 0], [1, 0], [3, 3], [4, 3], [1, 2]], ["a", "a", "b", "b", "b"]
    >>> boxes(DecisionTreeClassifier().fit(X, y), X, y).say
    '2 boxes; 5 of 5 samples lie in a box of their class.'
    """
    tree, names = fitted_tree(model, "boxes"), class_names(model, names)
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    if X.ndim != 2 or max(features) >= X.shape[1]:
        raise ValueError(f"features={features} must be two columns of X, whose shape is {X.shape}. Try (0, 1).")
    across, up = _framed(axes, X, features)
    leaves, cuts = _cut(tree, np.nanmean(X, axis=0), features, np.array([[across.low, across.high], [up.low, up.high]]))
    xs, ys = X[:, features[0]], X[:, features[1]]
    marks: list[Mark] = []
    if not names:
        marks += [_amounts(tree, leaves), pieces(cuts), Points(numbers(xs), numbers(ys), 1, "samples")]
        for at, box in sorted(leaves, key=lambda one: -float(np.prod(one[1][:, 1] - one[1][:, 0])))[:_NAMED]:
            x, z = box.mean(axis=1).tolist()
            marks.append(Text(x, z, short(tree.value[at, 0, 0]), quiet=True))
        say = f"{len(leaves)} boxes; in each the tree says one number."
        return Scene(title, across, up, tuple(marks), say=say)
    for at, ((left, right), (foot, head)) in leaves:
        marks.append(rectangle(left, right, foot, head, int(tree.value[at, 0].argmax())))
    marks.append(pieces(cuts))
    for k, one in enumerate(model.classes_):
        marks.append(Points(numbers(xs[y == one]), numbers(ys[y == one]), k, names[k]))
    hits = int(np.sum(model.predict(X) == y))
    say = f"{len(leaves)} boxes; {hits:,} of {len(X):,} samples lie in a box of their class."
    return Scene(title, across, up, tuple(marks), say=say)


def _amounts(tree: Any, leaves: list[tuple[int, Array]]) -> Regions:
    """Return what the boxes say as shades, from the lowest number up."""
    x, y = (np.unique([box[axis] for _, box in leaves]) for axis in (0, 1))
    cells, lowest = np.zeros((len(y) - 1, len(x) - 1)), min(float(tree.value[at, 0, 0]) for at, _ in leaves)
    for at, box in leaves:
        (left, right), (foot, head) = np.searchsorted(x, box[0]), np.searchsorted(y, box[1])
        cells[foot:head, left:right] = float(tree.value[at, 0, 0]) - lowest
    label = "what the tree says, above its lowest number"
    return Regions(numbers(x), numbers(y), tuple(numbers(row) for row in cells), "amount", label)


def _framed(axes: tuple[Axis, Axis] | None, X: Array, features: tuple[int, int]) -> tuple[Axis, Axis]:
    """Return the axes, with ends around the samples where they have none."""
    framed = []
    for axis, f in zip(axes or [Axis(f"feature {f}") for f in features], features, strict=True):
        low, high = float(np.nanmin(X[:, f])), float(np.nanmax(X[:, f]))
        room = _MARGIN * (high - low) or 1.0
        ends = low - room if axis.low is None else axis.low, high + room if axis.high is None else axis.high
        framed.append(Axis(axis.name, axis.unit, *ends, axis.ticks, axis.scale))
    return framed[0], framed[1]


def _cut(
    tree: Any, means: Array, features: tuple[int, int], frame: Array
) -> tuple[list[tuple[int, Array]], list[tuple[float, float, float, float]]]:
    """Return the leaves with their boxes ((low, high) of x, and of y) within the frame, and the cuts between them."""
    leaves, cuts, todo = [], [], [(0, frame)]
    while todo:
        at, box = todo.pop()
        if tree.children_left[at] < 0:
            leaves.append((at, box))
            continue
        f, threshold = int(tree.feature[at]), float(tree.threshold[at])
        if f not in features:
            todo.append((int((tree.children_left if means[f] <= threshold else tree.children_right)[at]), box))
            continue
        axis = features.index(f)
        below, above = box.copy(), box.copy()
        below[axis, 1] = above[axis, 0] = threshold
        if threshold >= box[axis, 1]:  # outside the frame: one side is all there is to see
            todo.append((int(tree.children_left[at]), box))
        elif threshold < box[axis, 0]:
            todo.append((int(tree.children_right[at]), box))
        else:
            along = box.copy()
            along[axis] = threshold
            cuts.append((*along[:, 0].tolist(), *along[:, 1].tolist()))
            todo += [(int(tree.children_left[at]), below), (int(tree.children_right[at]), above)]
    return leaves, cuts
