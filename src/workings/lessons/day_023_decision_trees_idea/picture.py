"""The day's picture: a threshold that moves, and how much each place of it would tell."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.lessons.day_023_decision_trees_idea.data import FEATURES, NAMES, UNITS, mornings
from workings.show import Axis, Control, Line, Points, Scene, Text
from workings.show.movable import Movable, Placed, Placing
from workings.show.scene import Mark, numbers
from workings.show.trees import rectangle
from workings.tree import DecisionTreeClassifier

_ENDS = ((0.0, 28.0), (0.0, 46.0))
CONTROLS = (
    Control("share", 1, 99, 60, "the threshold, in % of the way along the axis", "%", step=1),
    Control("feature", 0, 1, 0, "0: ask for the temperature, 1: for the wind", step=1),
    Control("measure", 0, 1, 0, "0: entropy, 1: gini", step=1),
)
_MEASURES = ("entropy", "gini")
_ROWS = (-0.18, -0.34)
# What a question can gain at most: all of it. Where mornings were moved so that one tells much, the picture is so high.
_HIGHEST = (1.08, 0.54)
_TICKS = tuple(k / 20 for k in range(21))


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


def gains_of(x: NDArray[Any], y: NDArray[Any], measure: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the middles between the values of a feature, and the gain of each."""
    values, place = np.unique(x, return_inverse=True)
    counts = np.bincount(2 * place + y, minlength=2 * len(values)).reshape((-1, 2))
    left, whole = counts.cumsum(axis=0)[:-1], counts.sum(axis=0)
    after = sum(side.sum(axis=1) / len(y) * impurity(side, measure) for side in (left, whole - left))
    return (values[:-1] + values[1:]) / 2.0, impurity(whole, measure) - after


@cache
def gains(feature: int, measure: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the middles between the values of a feature, and the gain of each, of the mornings as they were."""
    X, flew = mornings()
    return gains_of(X[:, feature], flew, measure)


def _usual(measure: int) -> float:
    """Return how high the picture is for the mornings as they were; by that the rows below have their places."""
    return 1.25 * max(float(gains(f, measure)[1].max()) for f in (0, 1))


def placing(share: float, feature: int, measure: int) -> Placing:
    """Return where a morning is drawn: at the feature that is asked for, in the row of its class."""
    rows = tuple((0.0, _usual(int(measure)) * at) for at in _ROWS)
    return Placing(rows, ((1.0 - feature, float(feature)), (0.0, 0.0)))


POINTS = Movable(lambda: Placed(*mornings()), NAMES, placing=placing, features=FEATURES)


def asked_by_tree(x: NDArray[Any], y: NDArray[Any], measure: int) -> tuple[float, float] | None:
    """Return the threshold that a tree of one question finds for a feature, and its gain; None if it asks nothing."""
    tree = DecisionTreeClassifier(criterion=_MEASURES[measure], max_depth=1).fit(x[:, None], y).tree_
    if tree.node_count == 1:
        return None
    after = tree.n_node_samples[1:] / len(x) @ tree.impurity[1:]
    return float(tree.threshold[0]), float(tree.impurity[0] - after)


def scene(share: float = 60, feature: int = 0, measure: int = 0, points: Placed | None = None) -> Scene:
    """Return the gain of every threshold as a curve, the samples below it, and the one threshold that is asked for."""
    feature, measure = int(feature), int(measure)
    X, flew = mornings() if points is None else points
    x, (low, high) = X[:, feature], _ENDS[feature]
    t = round(low + share / 100.0 * (high - low), 2)
    got, sides = gain(x, flew, t, measure)
    _, all_gains = gains_of(x, flew, measure)
    best = asked_by_tree(x, flew, measure)
    usual = _usual(measure)
    top = usual if max(got, all_gains.max(initial=0.0)) < 0.95 * usual else _HIGHEST[measure]
    rows, foot = [usual * at for at in _ROWS], 1.45 * _ROWS[1] * usual
    edges = np.clip(np.concatenate([[low], np.repeat(np.unique(x), 2), [high]]), low, high)
    steps = np.repeat(np.concatenate([[0.0], all_gains, [0.0]]), 2)
    majority = [int(side.argmax()) for side in sides]
    marks: list[Mark] = [
        rectangle(low, t, foot, 0.0, majority[0]),
        rectangle(t, high, foot, 0.0, majority[1]),
        Line(numbers(edges), numbers(steps), label="gain of each threshold"),
        *(Points(numbers(x[flew == k]), (rows[k],) * int(np.sum(flew == k)), k, NAMES[k]) for k in (0, 1)),
        Line((t, t), (foot, top), style="dashed"),
        Points((t,), (got,), 4, "here", strong=True),
    ]
    if best is not None:
        marks.insert(3, Points((best[0],), (best[1],), 2, "asked by a tree", strong=True))
    for counts, at in zip(sides, ((low + t) / 2, (t + high) / 2), strict=True):
        marks.append(Text(at, 0.93 * top, f"{counts.sum()} mornings\n{counts[1]} flew", quiet=True))
    name, unit = FEATURES[feature], UNITS[feature]
    ticks = tuple((at, f"{at:g}") for at in _TICKS if at < top and (top == usual or round(20 * at) % 4 == 0))
    what, of = _MEASURES[measure], " bits" if measure == 0 else ""
    best_says = f"the best threshold, {best[0]:.4g} {unit}, {best[1]:.2f}{of}" if best else "no threshold takes more"
    say = (
        f"Asked whether {name} ≤ {t:g} {unit}, {sides[0].sum()} of {len(x)} mornings say yes; on {sides[0, 1]} of "
        f"them the bees flew, and on {sides[1, 1]} of the {sides[1].sum()} others. That takes {got:.2f}{of} off the "
        f"{what} of {impurity(sides.sum(axis=0), measure):.2f}{of}; {best_says}."
    )
    axes = Axis(name, unit, low, high), Axis(f"gain of {what}", "bits" if measure == 0 else "", foot, top, ticks)
    return Scene("How much does one question tell?", *axes, tuple(marks), say=say)
