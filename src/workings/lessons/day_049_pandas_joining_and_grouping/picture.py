"""The day's picture: orders and customers, joined in four ways, with customers that were entered twice."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from workings.show import Control, Scene
from workings.show.joins import How, joined, pairs

CONTROLS = (
    Control("how", 0, 3, 1, "inner (0), left (1), right (2) or outer (3)", step=1),
    Control("repeats", 0, 3, 1, "customers entered twice", step=1),
)
ORDERS = (("b", "30"), ("a", "12"), ("e", "20"), ("b", "5"), ("c", "8"))
CUSTOMERS = (("a", "Oslo"), ("b", "Bern"), ("c", "Riga"), ("d", "Lima"))
AGAIN = (("b", "Bonn"), ("a", "Rome"), ("c", "Cork"))
_MOST = len(ORDERS) + len(AGAIN) + 2


def scene(how: float = 1, repeats: float = 1) -> Scene:
    """Return both tables, the lines between equal keys, and what the join makes of them."""
    right = CUSTOMERS + AGAIN[: int(repeats)]
    names = ("orders", "customers")
    way: How = get_args(How)[int(how)]
    shown = joined(ORDERS, right, way, names=names, high=_MOST, title="Which rows does a join keep?")
    rows = pairs([key for key, _ in ORDERS], [key for key, _ in right], way)
    before = sum(int(amount) for _, amount in ORDERS)
    after = sum(int(ORDERS[i][1]) for i, _ in rows if i is not None)
    return replace(shown, say=f"{shown.say} The amounts add up to {before} before and {after} after.")
