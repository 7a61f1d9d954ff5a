"""The day's picture: a threshold that moves, and how much each place of it would tell."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.lessons.day_023_decision_trees_idea.data import FEATURES, NAMES, UNITS, mornings
from workings.show import Axis, Control, Line, Points, Scene, Text
from workings.show.scene import Mark, numbers
from workings.show.trees import rectangle

_ENDS = ((0.0, 28.0), (0.0, 46.0))
CONTROLS = (
    Control("share", 1, 99, 60, "the threshold, in % of the way along the axis", "%", step=1),
    Control("feature", 0, 1, 0, "0: ask for the temperature, 1: for the wind", step=1),
    Control("measure", 0, 1, 0, "0: entropy, 1: gini", step=1),
)
_MEASURES = ("entropy", "gini")
_ROWS = (-0.18, -0.34)


def impurity(counts: NDArray[Any], measure: int) -> Any:
    """Return entropy (bits) or gini of counts along the last axis; 0 of no samples."""
    p = counts / np.maximum(counts.sum(axis=-1, keepdims=True), 1)
    if measure:
        return np.where(counts.sum(axis=-1) > 0, 1.0 - (p**2).sum(axis=-1), 0.0)
    return -(p * np.log2(np.where(p > 0, p, 1.0))).sum(axis=-1)


def gain(x: NDArray[Any], y: NDArray[Any], t: float, measure: int) -> tuple[float, NDArray[Any]]:
    """Return what a threshold takes off the impurity, and the counts of the classes: left, right."""
    sides = np.array([np.bincount(y[side], minlength=2) for side in (x <= t, x > t)])
    after = (sides.sum(axis=1) / len(y) * impurity(sides, measure)).sum()
    return float(impurity(sides.sum(axis=0), measure) - after), sides


@cache
def gains(feature: int, measure: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the middles between the values of a feature, and the gain of each."""
    X, flew = mornings()
    values = np.unique(X[:, feature])
    middles = (values[:-1] + values[1:]) / 2.0
    return middles, np.array([gain(X[:, feature], flew, t, measure)[0] for t in middles])


def scene(share: float = 60, feature: int = 0, measure: int = 0) -> Scene:
    """Return the gain of every threshold as a curve, the samples below it, and the one threshold that is asked for."""
    feature, measure = int(feature), int(measure)
    X, flew = mornings()
    x, (low, high) = X[:, feature], _ENDS[feature]
    t = round(low + share / 100.0 * (high - low), 2)
    got, sides = gain(x, flew, t, measure)
    middles, all_gains = gains(feature, measure)
    best = int(all_gains.argmax())
    top = 1.25 * max(float(gains(f, measure)[1].max()) for f in (0, 1))
    rows = [top * at for at in _ROWS]
    edges = np.concatenate([[low], np.repeat(np.unique(x), 2), [high]])
    steps = np.repeat(np.concatenate([[0.0], all_gains, [0.0]]), 2)
    majority = [int(side.argmax()) for side in sides]
    foot = 1.45 * rows[1]
    marks: list[Mark] = [
        rectangle(low, t, foot, 0.0, majority[0]),
        rectangle(t, high, foot, 0.0, majority[1]),
        Line(numbers(edges), numbers(steps), label="gain of each threshold"),
        *(Points(numbers(x[flew == k]), (rows[k],) * int(np.sum(flew == k)), k, NAMES[k]) for k in (0, 1)),
        Line((t, t), (foot, top), style="dashed"),
        Points((t,), (got,), 4, "here", strong=True),
    ]
    for counts, at in zip(sides, ((low + t) / 2, (t + high) / 2), strict=True):
        marks.append(Text(at, 0.93 * top, f"{counts.sum()} mornings\n{counts[1]} flew", quiet=True))
    name, unit = FEATURES[feature], UNITS[feature]
    ticks = tuple((at, f"{at:g}") for at in (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35) if at < top)
    what, of = _MEASURES[measure], " bits" if measure == 0 else ""
    say = (
        f"Asked whether {name} ≤ {t:g} {unit}, {sides[0].sum()} of {len(x)} mornings say yes; on {sides[0, 1]} of "
        f"them the bees flew, and on {sides[1, 1]} of the {sides[1].sum()} others. That takes {got:.2f}{of} off the "
        f"{what} of {impurity(sides.sum(axis=0), measure):.2f}{of}; the best threshold, {middles[best]:.4g} {unit}, "
        f"{all_gains[best]:.2f}{of}."
    )
    axes = Axis(name, unit, low, high), Axis(f"gain of {what}", "bits" if measure == 0 else "", foot, top, ticks)
    return Scene("How much does one question tell?", *axes, tuple(marks), say=say)
