"""Scenes of k-means: the regions of the centres with the way that each has gone, and curves from which k is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings._step import Step
from workings.show.neighbours import voronoi_cells
from workings.show.scene import Area, Axis, Edges, Line, Mark, Points, Scene, Text, numbers

Array = NDArray[Any]

_MARGIN = 0.06


def centre_trails(
    seen: Sequence[Step],
    X: ArrayLike,
    *,
    upto: int | None = None,
    axes: tuple[Axis, Axis] | None = None,
    title: str = "k-means",
) -> Scene:
    """Return samples, the region of each centre, and the way that it has gone.

    Parameters
    ----------
    seen : sequence of Step
        ``list(steps(KMeans(...), X))``, of one start.
    X : array_like of shape (n_samples, 2)
        The samples of the fit.
    upto : int, optional
        Show the state after this step; the last when not given.
    axes : tuple of two Axis, optional
        Names and units of the features.
    title : str

    Returns
    -------
    Scene
        Regions are those of the centres as they are now; samples have the colour of the centre to which they were last
        assigned, so after a move they may stand in another region: these change next.

    Raises
    ------
    ValueError
        There are no steps with labels, or not two features.

    Examples
    --------
    >>> from workings.cluster import KMeans
    >>> from workings.show import steps
    >>> X = [[0.0, 0.0], [1.0, 0.0], [8.0, 8.0], [9.0, 8.0]]
    >>> centre_trails(list(steps(KMeans(2, init=X[:2]), X)), X).say
    'Assign 3: 0 samples change their cluster; the sum of squares is 1. 2 centres with 2 and 2 samples.'
    """
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"centre_trails: X has shape {X.shape}; a plane needs two features.")
    told = [step for step in seen if "labels_" in step.arrays]
    if not told:
        raise ValueError("centre_trails: there are no steps with labels. Try list(steps(KMeans(n_clusters=3), X)).")
    # The last move of a fit that has come to rest moves nothing.
    now = len(told) - 1 if upto is None else min(max(0, int(upto)), len(told) - 1)
    if upto is None and told[now].facts.get("shift") == 0.0 and now:
        now -= 1
    centres, labels = told[now].arrays["cluster_centers_"], told[now].arrays["labels_"]
    way = _way(told[: now + 1])
    across, up = _around(axes, np.vstack([X, *way]))
    marks: list[Mark] = [
        mark
        for mark in voronoi_cells(centres, np.arange(len(centres)), axes=(across, up)).marks
        if isinstance(mark, Area | Line)
    ]
    for j in range(len(centres)):
        mine = X[labels == j]
        marks.append(Points(numbers(mine[:, 0]), numbers(mine[:, 1]), j))
    for j in range(len(centres)):
        trail = np.array([one[j] for one in way])
        if len(trail) > 1:
            marks.append(Line(numbers(trail[:, 0]), numbers(trail[:, 1]), style="dotted"))
        marks.append(Points((float(centres[j, 0]),), (float(centres[j, 1]),), j, strong=True))
    lift = 0.03 * (float(up.high or 0.0) - float(up.low or 0.0))
    marks += [Text(float(c[0]), float(c[1]) + lift, str(j + 1)) for j, c in enumerate(centres)]
    if now + 1 < len(told) and "shift" not in told[now].facts:
        after = told[now + 1].arrays["cluster_centers_"]
        (x, y), (to_x, to_y) = centres.T, after.T
        marks.append(Edges(numbers(x), numbers(y), numbers(to_x), numbers(to_y)))
    return Scene(title, across, up, tuple(marks), say=_sentence(told[now], labels, len(centres)))


def _way(told: Sequence[Step]) -> list[Array]:
    """Return the places of the centres, one after the other, without those at which they stayed."""
    way: list[Array] = []
    for step in told:
        centres = step.arrays["cluster_centers_"]
        if not way or not np.array_equal(centres, way[-1]):
            way.append(centres)
    return way


def _sentence(step: Step, labels: Array, k: int) -> str:
    sizes = np.bincount(labels, minlength=k)
    listed = ", ".join(str(one) for one in sizes[:-1]) + (" and " if k > 1 else "") + str(sizes[-1])
    what = step.what[0].upper() + step.what[1:]
    centres = f"{k} centres" if k > 1 else "1 centre"
    return f"{what}; the sum of squares is {step.objective:.4g}. {centres} with {listed} samples."


def _around(axes: tuple[Axis, Axis] | None, X: Array) -> tuple[Axis, Axis]:
    framed = []
    for j, axis in enumerate(axes or (Axis("feature 0"), Axis("feature 1"))):
        low, high = float(X[:, j].min()), float(X[:, j].max())
        room = _MARGIN * (high - low) or 1.0
        low = low - room if axis.low is None else axis.low
        high = high + room if axis.high is None else axis.high
        framed.append(Axis(axis.name, axis.unit, low, high, axis.ticks, axis.scale))
    return framed[0], framed[1]


@dataclass(frozen=True)
class Choices:
    """What speaks for each number of clusters; see `choose_k`.

    Attributes
    ----------
    k : ndarray of int
    inertia, silhouette, gap, gap_error : ndarray of float
        silhouette is nan for k = 1.
    """

    k: NDArray[np.int64]
    inertia: Array
    silhouette: Array
    gap: Array
    gap_error: Array

    @property
    def by_silhouette(self) -> int:
        """The k of the largest mean silhouette."""
        return int(self.k[np.nanargmax(self.silhouette)]) if np.isfinite(self.silhouette).any() else int(self.k[0])

    @property
    def by_gap(self) -> int:
        """The smallest k whose gap is at least the next one's less its error; the last if there is none."""
        enough = np.flatnonzero(self.gap[:-1] >= self.gap[1:] - self.gap_error[1:])
        return int(self.k[enough[0]] if len(enough) else self.k[-1])


def choose_k(X: ArrayLike, ks: Sequence[int], *, draws: int = 10, n_init: int = 5, random_state: int = 0) -> Choices:
    r"""Fit k-means for each k, and compute what k is chosen by.

    inertia
        The sum of squares. It falls with every k; where it stops falling steeply is the "elbow".
    silhouette
        The mean over the samples of :math:`(b - a) / \max(a, b)`, a the mean distance to the others of its cluster, b
        that to the nearest other cluster (by scikit-learn).
    gap
        By how much the logarithm of the sum of squares is smaller than on samples without clusters, drawn evenly from
        the box around X; with :math:`\sqrt{1 + 1/B}` standard deviations of B such draws as its error.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    ks : sequence of int
        Numbers of clusters, ascending, less than n_samples.
    draws : int, default 10
        B.
    n_init : int, default 5
        Starts of each fit.
    random_state : int, default 0

    Returns
    -------
    Choices

    Notes
    -----
    The silhouette costs O(n_samples^2); of more than 2,000 samples it is that of 2,000 drawn at random. Sources: P. J.
    Rousseeuw, Journal of Computational and Applied Mathematics 20 (1987) 53; R. Tibshirani, G. Walther and T. Hastie,
    "Estimating the number of clusters in a data set via the gap statistic", Journal of the Royal Statistical Society B
    63 (2001) 411.

    Examples
    --------
    >>> from sklearn.datasets import make_blobs
    >>> X, _ = make_blobs(90, centers=[[0, 0], [9, 0], [0, 9]], random_state=0)
    >>> found = choose_k(X, range(1, 6))
    >>> found.by_silhouette, found.by_gap
    (3, 3)
    """
    from sklearn.metrics import silhouette_score

    from workings.cluster import KMeans

    X = np.asarray(X, dtype=float)
    rng = np.random.default_rng(random_state)

    def inertia(data: Array, k: int) -> Any:
        return KMeans(k, n_init=n_init, random_state=random_state).fit(data)

    low, high = X.min(axis=0), X.max(axis=0)
    even = [rng.uniform(low, high, X.shape) for _ in range(draws)]
    some = min(len(X), 2000)
    rows = []
    for k in ks:
        model = inertia(X, k)
        logs = np.log([max(inertia(one, k).inertia_, 1e-300) for one in even])
        clusters = len(np.unique(model.labels_))
        silhouette = (
            silhouette_score(X, model.labels_, sample_size=some, random_state=random_state)
            if 1 < clusters < some
            else np.nan
        )
        gap = logs.mean() - np.log(max(model.inertia_, 1e-300))
        rows.append((model.inertia_, silhouette, gap, logs.std() * np.sqrt(1.0 + 1.0 / draws)))
    return Choices(np.array(list(ks)), *np.array(rows, dtype=float).T)


def curve_over_k(
    k: ArrayLike,
    values: ArrayLike,
    name: str,
    *,
    chosen: int | None = None,
    errors: ArrayLike | None = None,
    unit: str = "",
    title: str = "How many clusters?",
) -> Scene:
    """Return what speaks for each number of clusters, as a curve.

    Parameters
    ----------
    k, values : array_like of shape (m,)
        Numbers of clusters and what belongs to them; nan is left out.
    name : str
        Of the values: "silhouette".
    chosen : int, optional
        The k to mark.
    errors : array_like of shape (m,), optional
        Half the length of a bar through each value.
    unit, title : str

    Returns
    -------
    Scene

    Examples
    --------
    >>> curve_over_k([2, 3, 4], [0.5, 0.8, 0.6], "silhouette", chosen=3).say
    'silhouette for 2 to 4 clusters, from 0.5 to 0.8; at 3 clusters it is 0.8.'
    """
    at, value = np.asarray(k, dtype=float), np.asarray(values, dtype=float)
    if at.ndim != 1 or at.shape != value.shape:
        raise ValueError(
            f"curve_over_k: expected as many values as numbers of clusters, in one list each, got the shapes "
            f"{at.shape} and {value.shape}."
        )
    known = np.isfinite(value) & np.isfinite(at)
    if not known.any():
        raise ValueError("curve_over_k: no number of clusters has a finite value, so there is nothing to draw.")
    error = np.zeros(len(at)) if errors is None else np.asarray(errors, dtype=float)
    at, value, error = at[known], value[known], error[known]
    other = at != (np.inf if chosen is None else chosen)
    marks: list[Mark] = [Line(numbers(at), numbers(value), 0), Points(numbers(at[other]), numbers(value[other]), 0)]
    if error.any():
        marks.insert(0, Edges(numbers(at), numbers(value - error), numbers(at), numbers(value + error)))
    say = f"{name} for {at[0]:.0f} to {at[-1]:.0f} clusters, from {value.min():.3g} to {value.max():.3g}"
    if chosen is not None and (at == chosen).any():
        height = float(value[at == chosen][0])
        marks.append(Points((float(chosen),), (height,), 1, f"k = {chosen}", strong=True))
        say += f"; at {chosen} clusters it is {height:.3g}"
    return Scene(title, Axis("number of clusters, k"), Axis(name, unit), tuple(marks), say=say + ".")
