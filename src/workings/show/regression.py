"""Scenes of regression: the line or the plane that was fitted, and how far each sample lies from it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.show.scene import Area, Axis, Edges, Line, Mark, Points, Scene, Text, numbers

Array = NDArray[Any]

_MESH = 8  # pieces of the plane along each side


def fitted_line(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    feature: int = 0,
    axes: tuple[Axis, Axis] | None = None,
    title: str = "The fitted line and its residuals",
) -> Scene:
    """Return the samples, what a fitted regressor predicts along one feature, and each sample's distance from that.

    Parameters
    ----------
    model : fitted regressor
    X : array_like of shape (n_samples, n_features)
        Further features are held at their means for the line; the residuals are those of the samples as they are.
    y : array_like of shape (n_samples,)
    feature : int, default 0
        Which feature runs across.
    axes : tuple of two Axis, optional
        Names and units of the feature and of the target.
    title : str

    Returns
    -------
    Scene

    Examples
    --------
    >>> from workings.linear_model import LinearRegression
    >>> X, y = [[1.0], [2.0], [3.0]], [1.0, 3.0, 2.0]
    >>> fitted_line(LinearRegression().fit(X, y), X, y).say
    'From 1 to 3 the prediction goes from 1.5 to 2.5; 3 samples lie 0.707 from it (root mean square).'
    """
    X, y = _samples("fitted_line", X, y)
    if not 0 <= feature < X.shape[1]:
        raise ValueError(f"feature={feature} must be a column of X, whose shape is {X.shape}. Try feature=0.")
    along = np.linspace(X[:, feature].min(), X[:, feature].max(), 100)
    points = np.tile(X.mean(axis=0), (len(along), 1))
    points[:, feature] = along
    line, predicted = (np.ravel(model.predict(at)) for at in (points, X))
    at = numbers(X[:, feature])
    marks: list[Mark] = [
        Edges(at, numbers(y), at, numbers(predicted), label="residual"),
        Points(at, numbers(y), 0, "sample"),
        Line(numbers(along), numbers(line), 1, "prediction"),
    ]
    across, up = axes or (Axis(f"feature {feature}"), Axis("target"))
    size = float(np.sqrt(np.mean((y - predicted) ** 2)))
    return Scene(
        title, across, up, tuple(marks),
        say=f"From {along[0]:.4g} to {along[-1]:.4g} the prediction goes from {line[0]:.4g} to {line[-1]:.4g}; "
        f"{len(y)} samples lie {size:.3g} from it (root mean square).",
    )  # fmt: skip


def fitted_plane(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    features: tuple[int, int] = (0, 1),
    axes: tuple[Axis, Axis, Axis] | None = None,
    turn: float = -60.0,
    tilt: float = 22.0,
    title: str = "The fitted plane and its residuals",
) -> Scene:
    """Return the surface that a fitted regressor predicts over two features, seen from a direction, and the residuals.

    The three dimensions are projected here, so whoever draws the scene needs only two; the axes are marks.

    Parameters
    ----------
    model : fitted regressor
    X : array_like of shape (n_samples, n_features)
        Further features are held at their means for the surface.
    y : array_like of shape (n_samples,)
    features : tuple of two int, default (0, 1)
    axes : tuple of three Axis, optional
        Names and units of the two features and of the target.
    turn, tilt : float
        From where it is seen: degrees around the upright axis, and degrees above the floor.
    title : str

    Returns
    -------
    Scene
    """
    X, y = _samples("fitted_plane", X, y)
    a, b = features
    if a == b or not 0 <= min(features) <= max(features) < X.shape[1]:
        raise ValueError(f"features={features} must be two columns of X, whose shape is {X.shape}.")
    names = axes or (Axis(f"feature {a}"), Axis(f"feature {b}"), Axis("target"))
    predicted = np.ravel(model.predict(X))
    ends = [np.linspace(X[:, j].min(), X[:, j].max(), _MESH + 1) for j in features]
    across, back = np.meshgrid(*ends)
    points = np.tile(X.mean(axis=0), (across.size, 1))
    points[:, a], points[:, b] = across.ravel(), back.ravel()
    surface = np.ravel(model.predict(points)).reshape(across.shape)
    view = View(
        (X[:, a], X[:, b], np.concatenate([y, predicted, surface.ravel()])), turn, tilt
    )  # fmt: skip
    above = y >= predicted
    marks: list[Mark] = [*view.box(names)]
    for group, chosen in ((1, ~above), (0, above)):
        if group == 0:
            marks += _mesh(view, across, back, surface)
        at = view(X[chosen, a], X[chosen, b], y[chosen])
        foot = view(X[chosen, a], X[chosen, b], predicted[chosen])
        marks.append(Edges(numbers(at[0]), numbers(at[1]), numbers(foot[0]), numbers(foot[1]), group))
        marks.append(Points(numbers(at[0]), numbers(at[1]), group, "below the plane" if group else "above the plane"))
    size = float(np.sqrt(np.mean((y - predicted) ** 2)))
    say = (
        f"{len(y)} samples, {int(above.sum())} above and {int((~above).sum())} below the surface, which they miss by "
        f"{size:.3g} (root mean square). Seen from {turn:.0f} degrees around and {tilt:.0f} above."
    )
    # The same for every turn, so that a turning picture does not jump.
    reach = 0.6 * np.cos(np.deg2rad(tilt)) + 0.71 * np.sin(np.deg2rad(abs(tilt)))
    frame = Axis("", low=-1.15, high=1.15, shown=False), Axis("", low=-reach - 0.3, high=reach + 0.05, shown=False)
    return Scene(title, *frame, tuple(marks), say)


class View:
    """Parallel projection of a box, brought to the cube from -1/2 to 1/2, onto the paper."""

    def __init__(self, samples: tuple[Array, Array, Array], turn: float, tilt: float) -> None:
        self.low = [float(part.min()) for part in samples]
        self.range = [float(np.ptp(part)) or 1.0 for part in samples]
        self.turn, self.tilt = np.deg2rad(turn), np.deg2rad(tilt)

    def __call__(self, x: Any, y: Any, z: Any) -> tuple[Array, Array]:
        """Return where points lie on the paper."""
        x, y, z = (
            (np.asarray(v, float) - low) / span - 0.5
            for v, low, span in zip((x, y, z), self.low, self.range, strict=True)
        )
        along = x * np.cos(self.turn) + y * np.sin(self.turn)  # away from whoever looks
        right = y * np.cos(self.turn) - x * np.sin(self.turn)
        return 1.3 * right, z * np.cos(self.tilt) * 1.2 - along * np.sin(self.tilt)

    def box(self, names: tuple[Axis, Axis, Axis]) -> list[Mark]:
        """Return the floor, the upright edge at the far left, and the names of the axes with their ends."""
        (x0, y0, z0), (x1, y1, z1) = self.low, [a + b for a, b in zip(self.low, self.range, strict=True)]
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        px, py = self([c[0] for c in corners], [c[1] for c in corners], [z0] * 4)
        floor = Line((*numbers(px), float(px[0])), (*numbers(py), float(py[0])), quiet=True)
        left = int(np.argmin(px))
        ux, uy = self([corners[left][0]] * 2, [corners[left][1]] * 2, [z0, z1])
        marks: list[Mark] = [floor, Line(numbers(ux), numbers(uy), quiet=True)]
        marks += [
            Text(float(x) - 0.04, float(y), f"{v:.3g}", "right", quiet=True)
            for x, y, v in zip(ux, uy, (z0, z1), strict=True)
        ]
        marks.append(Text(float(ux[1]), float(uy[1]) + 0.13, names[2].label, "center"))
        return marks + self._side(0, names[0]) + self._side(1, names[1])

    def _side(self, j: int, name: Axis) -> list[Mark]:
        """Return the name and the ends of a horizontal axis, along that of its two edges which is nearer."""
        other = 1 - j
        low, high = self.low[j], self.low[j] + self.range[j]
        choices = []
        for place in (self.low[other], self.low[other] + self.range[other]):
            ends = [[low, (low + high) / 2, high], [place] * 3]
            choices.append(self(ends[j], ends[other], [self.low[2]] * 3))
        px, py = min(choices, key=lambda found: float(found[1][1]))
        marks: list[Mark] = []
        for k, (words, drop) in enumerate(((f"{low:.3g}", 0.06), (name.label, 0.26), (f"{high:.3g}", 0.06))):
            inward = (0.13, 0.0, -0.13)[k] * np.sign(px[2] - px[0])
            marks.append(Text(float(px[k] + inward), float(py[k]) - drop, words, "center", quiet=k != 1))
        return marks


def _mesh(view: View, across: Array, back: Array, surface: Array) -> list[Mark]:
    """Return the surface: filled within its rim, with the lines of a net."""
    px, py = view(across, back, surface)
    rim = [*((0, j) for j in range(_MESH)), *((i, _MESH) for i in range(_MESH)),
           *((_MESH, j) for j in range(_MESH, 0, -1)), *((i, 0) for i in range(_MESH, 0, -1))]  # fmt: skip
    marks: list[Mark] = [Area(tuple(float(px[at]) for at in rim), tuple(float(py[at]) for at in rim), 5)]
    for k in range(_MESH + 1):
        marks += [
            Line(numbers(px[k]), numbers(py[k]), quiet=True),
            Line(numbers(px[:, k]), numbers(py[:, k]), quiet=True),
        ]
    return marks


def _samples(name: str, X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 2 or y.shape != (len(X),):
        raise ValueError(
            f"{name}: X must have shape (samples, features) and y one number each; they have {X.shape} and {y.shape}."
        )
    return X, y
