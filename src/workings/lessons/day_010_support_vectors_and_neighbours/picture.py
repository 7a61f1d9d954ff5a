"""The day's picture: the borders of two methods that learn from the same rooms, and where they differ."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Literal

import numpy as np
from sklearn.pipeline import make_pipeline

from workings.lessons.day_010_support_vectors_and_neighbours.data import NAMES, Rooms, best_share, rooms
from workings.neighbors import KNeighborsClassifier
from workings.preprocessing import StandardScaler
from workings.show import Axis, Control, Line, Points, Regions, Scene, decision_regions
from workings.show.movable import Movable, Placed
from workings.show.scene import Mark, numbers
from workings.svm import SVC

AXES = (Axis("temperature", "°C"), Axis("humidity", "%"))
CONTROLS = (
    Control("k", 1, 61, 11, "neighbours that vote, k", step=2),
    Control("C", 0.01, 1000.0, 1.0, "what a mistake costs the support vector machine, C", scale="log"),
    Control("n", 40, 400, 160, "rooms asked about", step=20),
    Control("mistaken", 0.0, 0.4, 0.05, "share of mistaken answers", step=0.05),
)
POINTS = Movable(lambda n, mistaken: Placed(*rooms(int(n), mistaken)), NAMES, ("n", "mistaken"))
_DIFFER = 4.0  # the number of a group of another colour than the two classes: amber


@cache
def _others() -> Rooms:
    return rooms(1500, seed=11)


def scene(k: float = 11, C: float = 1.0, n: float = 160, mistaken: float = 0.05, points: Placed | None = None) -> Scene:
    """Return the rooms, both borders, and the rooms that either method would have judged otherwise."""
    X, said = rooms(int(n), mistaken) if points is None else points
    n = len(X)
    voters = min(int(k), len(X))
    vote = make_pipeline(StandardScaler(), KNeighborsClassifier(voters)).fit(X, said)
    machine = make_pipeline(StandardScaler(), SVC(C=C)).fit(X, said)
    drawn = decision_regions(machine, X, said, axes=AXES, names=NAMES, title="Comfortable? Two methods, the same rooms")
    voted = decision_regions(vote, X, said, axes=AXES, names=NAMES)
    kept = np.zeros(len(X), dtype=bool)
    kept[machine[-1].support_] = True
    under, differ = _compared(_regions(drawn), _regions(voted))
    marks: list[Mark] = [under]
    for c, name in enumerate(NAMES):
        for strong in (False, True):
            here = (said == c) & (kept == strong)
            label = "" if strong else name
            marks.append(Points(numbers(X[here, 0]), numbers(X[here, 1]), c, label, strong=strong))
    marks += _borders(voted, "k-NN", dotted=True) + _borders(drawn, "SVM", dotted=False)
    others, truth = _others()
    shares = [float(np.mean(model.predict(others) == truth)) for model in (vote, machine)]
    say = (
        f"Of 1,500 new rooms {100 * shares[0]:.1f} % are told right by the vote of {voters}, which keeps all {n:.0f} "
        f"rooms, and {100 * shares[1]:.1f} % by the SVM, which keeps the {kept.sum()} outlined; who knows the law: "
        f"{100 * best_share(others, truth):.1f} %. They differ on {100 * differ:.0f} % of the plane (amber)."
    )
    return Scene(drawn.title, drawn.x, drawn.y, tuple(marks), say)


def _regions(scene: Scene) -> Regions:
    return next(mark for mark in scene.marks if isinstance(mark, Regions))


def _compared(machine: Regions, vote: Regions) -> tuple[Regions, float]:
    """Return what both methods say, or that they differ, and the share of the plane on which they do."""
    one, other = np.array(machine.cells), (np.array(vote.cells) > 0.5).astype(float)
    cells = np.where(one == other, one, _DIFFER)
    return replace(machine, cells=tuple(numbers(row) for row in cells)), float(np.mean(one != other))


def _borders(scene: Scene, label: str, dotted: bool) -> list[Mark]:
    lines = [mark for mark in scene.marks if isinstance(mark, Line)]
    style: Literal["solid", "dotted"] = "dotted" if dotted else "solid"
    return [replace(line, label=label if i == 0 else "", style=style) for i, line in enumerate(lines)]
