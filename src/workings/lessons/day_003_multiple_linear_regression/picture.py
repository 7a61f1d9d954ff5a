"""The day's picture: the plane of profit over two spendings, to be turned."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from workings.lessons.day_003_multiple_linear_regression.data import StartUps, start_ups
from workings.linear_model import LinearRegression
from workings.show import Axis, Control, Scene, fitted_plane

UNIT = "1,000 dollars"
AXES = (Axis("research", UNIT), Axis("marketing", UNIT), Axis("profit", UNIT))
CONTROLS = (
    Control("turn", -180.0, 180.0, -60.0, "seen from, around", "degrees", step=5.0),
    Control("tilt", 0.0, 80.0, 20.0, "seen from, above", "degrees", step=5.0),
    Control("spread", 0.0, 60.0, 15.0, "what the law leaves open, standard deviation", UNIT, step=5.0),
)


@lru_cache(maxsize=16)
def _fitted(spread: float) -> tuple[StartUps, LinearRegression]:
    firms = start_ups(spread=spread)
    return firms, LinearRegression().fit(firms.spending, firms.profit)


def scene(turn: float = -60.0, tilt: float = 20.0, spread: float = 15.0) -> Scene:
    """Return the start-ups and the plane that fits them best, from a side."""
    firms, model = _fitted(spread)
    drawn = fitted_plane(
        model, firms.spending, firms.profit, axes=AXES, turn=turn, tilt=tilt, title="Profit over two spendings"
    )
    a, b = model.coef_
    off = float(np.sqrt(np.mean((model.predict(firms.spending) - firms.profit) ** 2)))
    say = (
        f"1,000 dollars more of research bring {1000 * a:,.0f} dollars, of marketing {1000 * b:,.0f}. "
        f"The {len(firms.profit)} start-ups lie {off:.1f} thousand off the plane (root mean square)."
    )
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, say)
