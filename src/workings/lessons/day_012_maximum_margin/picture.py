"""The day's picture: the multipliers at work, two at a time."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workings.lessons.day_012_maximum_margin.data import NAMES, Grains, grains
from workings.lessons.streets import Box, samples, street
from workings.show import Control, Points, Scene, Text, steps
from workings.show.movable import Movable, Placed
from workings.show.scene import numbers
from workings.svm import SVC

Array = NDArray[Any]

CONTROLS = (
    Control("step", 0.0, 50.0, 50.0, "pairs moved so far", step=1.0),
    Control("C", 0.1, 10.0, 10.0, "most that a multiplier may be, C", scale="log"),
    Control("apart", 0.6, 1.8, 1.0, "distance of the two kinds", "mm", step=0.1),
)
BOX = Box(5.0, 9.0, 1.55, 4.05)
STEPS = "step"


def _placed(apart: float) -> Placed:
    X, wheat = grains(apart=apart)
    return Placed(X, (wheat > 0).astype(np.int64))


POINTS = Movable(_placed, NAMES, ("apart",), most=120)


class State(NamedTuple):
    """What a set of multipliers stands for: weights, intercept, and by how much the conditions are missed."""

    held: Array
    w: Array
    b: float
    missed: float


def state(held: Array, X: Array, y: Array, C: float) -> State:
    """Return the street of alpha y = held.

    Samples whose alpha y can grow want b to be at least y - w . x, those whose alpha y can shrink at most that: b lies
    between the two, and by how far they are on the wrong sides of each other the conditions are missed.
    """
    w: Array = X.T @ held
    wanted = y - X @ w
    grow, shrink = held < np.where(y > 0, C, 0.0), held > np.where(y > 0, 0.0, -C)
    low, high = float(wanted[grow].max()), float(wanted[shrink].min())
    return State(held, w, 0.5 * (low + high), max(0.0, low - high))


@cache
def walk(C: float, apart: float) -> tuple[Grains, list[State]]:
    """Return the grains, and the state after each step of the fit."""
    return walk_on(grains(apart=apart), C)


def walk_on(grown: Grains, C: float) -> tuple[Grains, list[State]]:
    """Return the same for grains that lie anywhere."""
    X, wheat = grown
    seen = []
    for step in steps(SVC(kernel="linear", C=C, tol=1e-4), X, wheat):
        held = np.zeros(len(X))
        held[step.arrays["samples"]] = -step.arrays["dual_coef"]  # the fit counts the first class as 1
        seen.append(state(held, X, wheat, C))
    return grown, seen


def scene(step: float = 50.0, C: float = 10.0, apart: float = 1.0, points: Placed | None = None) -> Scene:
    """Return the grains, the street that the multipliers stand for after some steps, and the samples that have one."""
    placed = None if points is None else Grains(points.X, 2 * points.group - 1)
    (X, wheat), seen = walk(float(C), float(apart)) if placed is None else walk_on(placed, float(C))
    k = min(int(step), len(seen) - 1)
    held, w, b, missed = seen[k]
    alpha = np.abs(held)
    marks = samples(X, wheat, NAMES, alpha > 1e-9 * C)
    if np.any(w):
        marks += street(w, b, BOX, "the street so far")
    if k:
        moved = np.flatnonzero(held != seen[k - 1].held)
        marks.append(Points(numbers(X[moved, 0]), numbers(X[moved, 1]), 3, "moved last"))
    for i in np.argsort(-alpha, kind="stable")[:6]:
        if alpha[i] > 1e-9 * C:
            side = wheat[i]  # away from the street, which rises to the right
            at = float(X[i, 0] - 0.06 * side), float(X[i, 1] + (0.07 if side > 0 else -0.13))
            marks.append(Text(*at, f"{alpha[i]:.3g}", "right" if side > 0 else "left", quiet=True))
    wide = f"a street {2 / np.linalg.norm(w):.2f} mm wide" if np.any(w) else "no street yet"
    say = (
        f"After {k} of {len(seen) - 1} steps: {int(np.sum(alpha > 1e-9 * C))} samples have a multiplier (the number "
        f"beside), {wide}, and the condition of the optimum is missed by {missed:.2g}."
    )
    return Scene("Two multipliers at a time", *BOX.axes(("length", "width"), ("mm", "mm")), tuple(marks), say)
