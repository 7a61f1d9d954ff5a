"""Scenes of fitted models: regions, boundaries, the loss on its way down, the confusion matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings._step import Step
from workings.show.scene import Axis, Line, Mark, Points, Regions, Scene, Text, numbers

Array = NDArray[Any]

_CELLS = ContextVar("cells", default=160)  # of the grid, along each axis
_MARGIN = 0.06  # around the samples, as a share of their range
_MARKED = 60  # steps that are marked one by one; more would run together
_ROOMY = 5  # classes of a confusion matrix whose cells have room for two lines


def decision_regions(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    features: tuple[int, int] = (0, 1),
    axes: tuple[Axis, Axis] | None = None,
    names: Sequence[str] | None = None,
    threshold: float = 0.5,
    title: str = "Decision regions",
) -> Scene:
    """Return what a fitted classifier says everywhere in the plane of two features, with the samples and the boundary.

    Parameters
    ----------
    model : fitted classifier
        With `predict_proba`, the regions of two classes are shaded by probability; else by the predicted class.
    X : array_like of shape (n_samples, n_features)
        The samples to show; further features are held at their means for the shading.
    y : array_like of shape (n_samples,)
        Their true classes.
    features : tuple of two int, default (0, 1)
        Which features span the plane.
    axes : tuple of two Axis, optional
        Names and units of the two features.
    names : sequence of str, optional
        Names of the classes, in the order of ``classes_``.
    threshold : float, default 0.5
        Where the boundary of two classes lies, as the probability of the second.
    title : str

    Returns
    -------
    Scene

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from workings.linear_model import LogisticRegression
    >>> X, y = load_iris(return_X_y=True)
    >>> scene = decision_regions(LogisticRegression().fit(X[:, :2], y), X[:, :2], y)
    >>> scene.say
    'Decision regions: 3 classes, 150 samples, 82 % of them on their own side.'
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    if y.shape != X.shape[:1]:
        raise ValueError(
            f"decision_regions: y must hold one class for each sample of X; their shapes are {y.shape} and {X.shape}. "
            "Of a column, try y.ravel()."
        )
    classes = np.asarray(model.classes_)
    names = [str(one) for one in classes] if names is None else list(names)
    grid = _Grid(X, features)
    shading, boundary = _answer(model, grid, classes, names, threshold)
    right = float(np.mean(_predict(model, X, classes, threshold) == y))
    marks: list[Mark] = [shading, *boundary, *_samples(X, y, features, classes, names)]
    across, up = axes or (Axis(f"feature {features[0]}"), Axis(f"feature {features[1]}"))
    return Scene(
        title,
        _between(across, grid.x),
        _between(up, grid.y),
        tuple(marks),
        say=f"{title}: {len(classes)} classes, {len(X)} samples, {right:.0%} of them on their own side.".replace(
            "%", " %"
        ),
    )


def decision_boundary(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    features: tuple[int, int] = (0, 1),
    axes: tuple[Axis, Axis] | None = None,
    names: Sequence[str] | None = None,
    threshold: float = 0.5,
    title: str = "Decision boundary",
) -> Scene:
    """Return the samples and the line between the classes, without shading; parameters as in `decision_regions`."""
    full = decision_regions(model, X, y, features=features, axes=axes, names=names, threshold=threshold, title=title)
    return Scene(full.title, full.x, full.y, tuple(m for m in full.marks if not isinstance(m, Regions)), full.say)


def loss_curve(steps: Iterable[Step], *, title: str = "The objective, step by step") -> Scene:
    """Return the objective against the number of the step.

    Steps that minimise another objective on the way (that of a sample of the rows) are a line of their own.
    """
    seen = list(steps)
    if not seen:
        raise ValueError("loss_curve(steps): there are no steps. Try list(steps(estimator, X, y)).")
    pieces: list[list[Step]] = [[seen[0]]]
    for step in seen[1:]:
        if step.facts.get("step_length", 1.0) == 0.0:  # a start: what follows minimises another objective
            pieces.append([])
        pieces[-1].append(step)
    marks: list[Mark] = []
    for k, piece in enumerate(pieces):
        group = 0 if k == len(pieces) - 1 else 1
        at, values = numbers([s.index for s in piece]), numbers([s.objective for s in piece])
        label = ("all rows" if group == 0 else "a sample of the rows") if len(pieces) > 1 else ""
        marks.append(Line(at, values, group, "" if len(piece) <= _MARKED else label))
        if len(piece) <= _MARKED:
            marks.append(Points(at, values, group, label))
    last = seen[-1]
    return Scene(
        title,
        Axis("step", low=-0.3, high=max(1.0, last.index) + 0.3),
        Axis("objective", "mean loss and penalty"),
        tuple(marks),
        say=f"From {seen[0].objective:.4g} to {last.objective:.4g} in {last.index} steps.",
    )


def confusion_matrix(
    y_true: ArrayLike, y_pred: ArrayLike, *, names: Sequence[str] | None = None, title: str = "Confusion matrix"
) -> Scene:
    """Return how many samples of each true class (a row) were put into each class (a column).

    Examples
    --------
    >>> confusion_matrix([0, 0, 1, 1], [0, 1, 1, 1], names=["no", "yes"]).say
    '3 of 4 are right; the most frequent mistake: 1 of "no" taken for "yes".'
    """
    from sklearn.metrics import confusion_matrix as count

    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    classes = np.unique(np.concatenate([y_true, y_pred]))
    names = [str(one) for one in classes] if names is None else list(names)
    counts = count(y_true, y_pred, labels=classes)
    n = len(classes)
    edges = numbers(np.arange(n + 1) - 0.5)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    marks: list[Mark] = [
        Regions(edges, edges, tuple(numbers(row) for row in shares), "amount", "share of the true class")
    ]
    marks += [
        Text(float(j), float(i), f"{counts[i, j]:,}" + (f"\n{100 * shares[i, j]:.0f} %" if n <= _ROOMY else ""))
        for i in range(n)
        for j in range(n)
        if counts[i, j] or n <= _ROOMY  # among many classes the mistakes are seen better without the zeros
    ]
    wrong = counts - np.diag(np.diag(counts))
    i, j = np.unravel_index(int(wrong.argmax()), wrong.shape)
    mistake = (
        f'; the most frequent mistake: {wrong[i, j]} of "{names[i]}" taken for "{names[j]}"' if wrong.any() else ""
    )
    ticks = tuple((float(k), name) for k, name in enumerate(names))
    return Scene(
        title,
        Axis("predicted", low=-0.5, high=n - 0.5, ticks=ticks),
        Axis("true", low=n - 0.5, high=-0.5, ticks=ticks),
        tuple(marks),
        say=f"{np.trace(counts):,} of {len(y_true):,} are right{mistake}.",
    )


@contextmanager
def coarse_grid(cells: int) -> Iterator[None]:
    """Cut the plane into fewer cells, cells x cells, while the block runs: for a picture that has to follow a hand.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from workings.linear_model import LogisticRegression
    >>> X, y = load_iris(return_X_y=True)
    >>> with coarse_grid(20):
    ...     scene = decision_regions(LogisticRegression().fit(X[:, :2], y), X[:, :2], y)
    >>> len(scene.marks[0].cells)
    20
    """
    before = _CELLS.set(cells)
    try:
        yield
    finally:
        _CELLS.reset(before)


class _Grid:
    """The plane of two features, cut into cells; other features are held at their means."""

    def __init__(self, X: Array, features: tuple[int, int]) -> None:
        if X.ndim != 2 or max(features) >= X.shape[1]:
            raise ValueError(
                f"features={features} must be two columns of X, whose shape is {X.shape}. Try features=(0, 1)."
            )
        self.shape = (_CELLS.get(), _CELLS.get())
        ends = []
        for j in features:
            low, high = float(X[:, j].min()), float(X[:, j].max())
            room = _MARGIN * (high - low) or 1.0
            ends.append(np.linspace(low - room, high + room, self.shape[0] + 1))
        self.x, self.y = ends
        self.mid_x, self.mid_y = ((edges[1:] + edges[:-1]) / 2 for edges in ends)
        self.points = np.tile(X.mean(axis=0), (self.shape[0] * self.shape[1], 1))
        across, up = np.meshgrid(self.mid_x, self.mid_y)
        self.points[:, features[0]], self.points[:, features[1]] = across.ravel(), up.ravel()

    def cells(self, values: Array) -> tuple[tuple[float, ...], ...]:
        return tuple(numbers(row) for row in values.reshape(self.shape))

    def contour(self, values: Array) -> list[Line]:
        """Return the lines on which the values are 0."""
        from contourpy import contour_generator

        found = contour_generator(self.mid_x, self.mid_y, values.reshape(self.shape)).lines(0.0)
        return [Line(numbers(line[:, 0]), numbers(line[:, 1])) for line in map(np.asarray, found)]


def _answer(
    model: Any, grid: _Grid, classes: Array, names: Sequence[str], threshold: float
) -> tuple[Regions, list[Line]]:
    """Return the shading, and the lines between the classes."""
    x, y = numbers(grid.x), numbers(grid.y)
    if len(classes) == 2 and hasattr(model, "predict_proba"):
        second = model.predict_proba(grid.points)[:, 1]
        return Regions(x, y, grid.cells(second), "share", f'probability of "{names[1]}"'), grid.contour(
            second - threshold
        )
    if len(classes) == 2 and hasattr(model, "decision_function"):
        score = model.decision_function(grid.points)
        return Regions(x, y, grid.cells(score > 0.0), "classes"), grid.contour(score)
    found = np.searchsorted(classes, model.predict(grid.points))
    cells = Regions(x, y, grid.cells(found), "classes")
    if hasattr(model, "predict_log_proba"):  # the lead over the best other class is 0 on the line between them
        scores = model.predict_log_proba(grid.points)
        leads = [scores[:, k] - np.delete(scores, k, axis=1).max(axis=1) for k in range(len(classes))]
    else:
        leads = [np.where(found == k, 1.0, -1.0) for k in range(len(classes))]
    return cells, [line for lead in leads[:-1] for line in grid.contour(lead)]


def _predict(model: Any, X: Array, classes: Array, threshold: float) -> Array:
    if len(classes) == 2 and hasattr(model, "predict_proba"):
        chosen: Array = classes[(model.predict_proba(X)[:, 1] > threshold).astype(int)]
        return chosen
    predicted: Array = model.predict(X)
    return predicted


def _samples(X: Array, y: Array, features: tuple[int, int], classes: Array, names: Sequence[str]) -> list[Points]:
    a, b = features
    return [
        Points(numbers(X[y == one, a]), numbers(X[y == one, b]), k, names[k])
        for k, one in enumerate(classes)
        if (y == one).any()
    ]


def _between(axis: Axis, edges: Array) -> Axis:
    low, high = float(edges[0]), float(edges[-1])
    return Axis(
        axis.name, axis.unit, axis.low if axis.low is not None else low, axis.high or high, axis.ticks, axis.scale
    )
