"""The day's picture: new customers in standard units, and where they land if the scaler is fitted to them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from workings.lessons.day_001_data_preprocessing.data import customers
from workings.linear_model import LogisticRegression
from workings.preprocessing import StandardScaler
from workings.show import Axis, Control, Edges, Points, Scene, decision_regions
from workings.show.scene import Mark, numbers

NAMES = ("did not buy", "bought")
AXES = (Axis("age", "standard deviations from the mean"), Axis("salary", "standard deviations from the mean"))
CONTROLS = (
    Control("count", 1, 40, 16, "new customers in one batch", step=1),
    Control("older", -10, 20, 14, "how much older they are than those seen before", "years", step=1),
)


@cache
def _learnt() -> tuple[Any, Any, Any, Any]:
    seen = customers(300, holes=0.0)
    scaler = StandardScaler().fit(seen.whole)
    scaled = scaler.transform(seen.whole)
    return scaler, LogisticRegression().fit(scaled, seen.bought), scaled, seen.bought


def scene(count: float = 16, older: float = 14) -> Scene:
    """Return the batch where the training's scaler puts it, and strokes to where a scaler of its own would."""
    scaler, model, scaled, bought = _learnt()
    batch = customers(40, holes=0.0, seed=101, older=older)
    new = batch.whole[: int(count)]
    right, leaked = scaler.transform(new), StandardScaler().fit_transform(new)
    everywhere = np.concatenate([scaled, right, leaked])
    unknown = np.resize(bought, len(everywhere))
    drawn = decision_regions(model, everywhere, unknown, axes=AXES, names=NAMES, title="One customer, two places")
    shading = tuple(mark for mark in drawn.marks if not isinstance(mark, Points))
    x0, y0, x1, y1 = (numbers(part) for part in (*right.T, *leaked.T))
    there, here = model.predict(right), model.predict(leaked)
    marks: list[Mark] = [
        Edges(x0, y0, x1, y1),
        Points(x0, y0, 0, "scaled as the training", strong=True),
        Points(x1, y1, 1, "scaled by themselves"),
    ]
    changed = int(np.sum(there != here))
    far = float(np.mean(np.hypot(*(leaked - right).T)))
    say = (
        f"{len(new)} new customers, {older:+.0f} years: a scaler fitted to them moves each by {far:.1f} standard "
        f"deviations on average, and {changed} of {len(new)} predictions change, though nobody changed."
    )
    return Scene(drawn.title, drawn.x, drawn.y, (*shading, *marks), say)
