"""Scenes of naive Bayes: the densities that it has learnt, and what each feature says for a class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.show.scene import Axis, Bars, Line, Mark, Points, Scene, Text, numbers

Array = NDArray[Any]

_PLACES = 240


def class_densities(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    feature: int = 0,
    axis: Axis | None = None,
    names: Sequence[str] | None = None,
    title: str = "What each class looks like",
) -> Scene:
    """Return the density of one feature in each class, weighted by the class's prior, and the samples below it.

    Parameters
    ----------
    model : fitted GaussianNB
    X : array_like of shape (n_samples, n_features)
    y : array_like of shape (n_samples,)
    feature : int, default 0
    axis : Axis, optional
        Name and unit of the feature.
    names : sequence of str, optional
        Names of the classes, in the order of ``classes_``.
    title : str

    Returns
    -------
    Scene

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from workings.naive_bayes import GaussianNB
    >>> X, y = load_iris(return_X_y=True)
    >>> class_densities(GaussianNB().fit(X, y), X, y, feature=2).say
    'By this feature alone, 95 % of 150 samples lie under the curve of their own class.'
    """
    if not hasattr(model, "theta_"):
        raise TypeError(
            f"class_densities: {type(model).__name__} has learnt no normal densities. Try a fitted GaussianNB."
        )
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    classes, values = np.asarray(model.classes_), X[:, feature]
    names = [str(one) for one in classes] if names is None else list(names)
    reach = 0.08 * float(np.ptp(values)) or 1.0
    places = np.linspace(values.min() - reach, values.max() + reach, _PLACES)
    curves = [_density(model, feature, k, places) for k in range(len(classes))]
    top = float(max(curve.max() for curve in curves))
    marks: list[Mark] = [Line(numbers(places), numbers(curve), k) for k, curve in enumerate(curves)]
    for k, one in enumerate(classes):
        own = values[y == one]
        level = -top * (0.05 + 0.05 * k)
        marks.append(Points(numbers(own), numbers(np.full(len(own), level)), k, names[k]))
    under = np.array([_density(model, feature, k, values) for k in range(len(classes))]).argmax(axis=0)
    right = float(np.mean(classes[under] == y))
    across = axis or Axis(f"feature {feature}")
    return Scene(
        title,
        Axis(across.name, across.unit, float(places[0]), float(places[-1])),
        Axis("prior times density", low=-top * (0.08 + 0.05 * len(classes)), high=1.06 * top),
        tuple(marks),
        say=f"By this feature alone, {100 * right:.0f} % of {len(y)} samples lie under the curve of their own class.",
    )


def _density(model: Any, feature: int, k: int, places: Array) -> Array:
    mean, variance = model.theta_[k, feature], model.var_[k, feature]
    density = np.exp(-0.5 * (places - mean) ** 2 / variance) / np.sqrt(2.0 * np.pi * variance)
    weighted: Array = model.class_prior_[k] * density
    return weighted


def evidence(
    model: Any,
    x: ArrayLike,
    *,
    between: tuple[int, int] = (0, 1),
    features: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    most: int = 10,
    title: str = "What each feature says",
) -> Scene:
    """Return what the prior and each feature of one sample add to the log-odds between two classes.

    Parameters
    ----------
    model : fitted GaussianNB
    x : array_like of shape (n_features,)
        The sample.
    between : tuple of two int, default (0, 1)
        Numbers of the classes: positive bars speak for the second.
    features, names : sequence of str, optional
        Names of the features, and of the classes.
    most : int, default 10
        Show the strongest features, so many; the others are one bar.
    title : str

    Returns
    -------
    Scene
        The bars add up to the log of the odds.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from workings.naive_bayes import GaussianNB
    >>> X, y = load_iris(return_X_y=True)
    >>> evidence(GaussianNB().fit(X, y), X[70], between=(1, 2)).say
    'The log-odds of "2" against "1" add up to +1.70: odds of 5.5 to 1 for "2".'
    """
    x = np.asarray(x, dtype=float).ravel()
    first, second = between
    own_names = [str(one) for one in model.classes_] if names is None else list(names)
    labels = [f"feature {j}" for j in range(len(x))] if features is None else list(features)
    terms = _log_density(model, x, second) - _log_density(model, x, first)
    prior = float(np.log(model.class_prior_[second]) - np.log(model.class_prior_[first]))
    order = np.argsort(-np.abs(terms), kind="stable")
    shown, rest = order[:most], order[most:]
    bars = [("prior", prior), *((labels[j], float(terms[j])) for j in shown)]
    if len(rest):
        bars.append((f"{len(rest)} others", float(terms[rest].sum())))
    total = prior + float(terms.sum())
    bars.append(("sum", total))
    heights = np.array([height for _, height in bars])
    places = np.arange(len(bars), dtype=float)
    speaks = heights > 0
    marks: list[Mark] = []
    for k, chosen in ((0, ~speaks), (1, speaks)):
        if chosen.any():
            label = f"for {own_names[between[k]]}"
            marks.append(Bars(numbers(places[chosen]), numbers(heights[chosen]), k, label, lying=True))
    reach = float(np.abs(heights).max()) or 1.0
    marks += [
        Text(
            height + (0.03 if height > 0 else -0.03) * reach, place, f"{height:+.1f}", "left" if height > 0 else "right"
        )
        for place, height in zip(places, heights, strict=True)
    ]
    marks.append(Line((0.0, 0.0), (-0.6, len(bars) - 0.4)))
    winner, odds = (second, np.exp(min(total, 700.0))) if total >= 0 else (first, np.exp(min(-total, 700.0)))
    return Scene(
        title,
        Axis(
            f"log-odds of {own_names[second]} against {own_names[first]}",
            low=min(0.0, heights.min()) - 0.24 * reach,
            high=max(0.0, heights.max()) + 0.24 * reach,
        ),
        Axis("", low=len(bars) - 0.4, high=-0.6, ticks=tuple((float(i), name) for i, (name, _) in enumerate(bars))),
        tuple(marks),
        say=f'The log-odds of "{own_names[second]}" against "{own_names[first]}" add up to {total:+.2f}: '
        f'odds of {odds:.2g} to 1 for "{own_names[winner]}".',
    )


def _log_density(model: Any, x: Array, k: int) -> Array:
    variance = model.var_[k]
    logs: Array = -0.5 * (np.log(2.0 * np.pi * variance) + (x - model.theta_[k]) ** 2 / variance)
    return logs
