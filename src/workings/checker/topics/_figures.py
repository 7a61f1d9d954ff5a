"""What topics about figures share: reading the description that crosses the wall (`wall.child.figures`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from workings.checker.model import Array, Cause

Seen = dict[str, Any]

FIGURES: dict[str, Cause] = {
    "no_labels": Cause(
        "wrong",
        "The axes have no names, or only one has: nobody can tell what is drawn. ax.set_xlabel and ax.set_ylabel, with "
        "the words that were given.",
    ),
    "labels_swapped": Cause("wrong", "The names of the two axes are swapped."),
    "axes_swapped": Cause("wrong", "x and y are swapped: what belongs along the bottom stands upright."),
    "draws_on_the_last_figure": Cause(
        "fragile",
        "It draws on whatever figure is open: a second call adds to the picture of the first. Begin with "
        "fig, ax = plt.subplots().",
    ),
    "cuts_off_data": Cause("wrong", "The limits of an axis leave out some of the data."),
    "no_colour_bar": Cause("wrong", "Colours stand for numbers, and nothing says which: fig.colorbar(...)."),
    "nothing_drawn": Cause("wrong", "The axes come back empty: nothing is drawn on them."),
}
FIGURES["fails_second_call"] = FIGURES["draws_on_the_last_figure"]


def axes_of(answer: Any) -> Seen | None:
    """Return the description of the axes of a figure that has exactly one; None for anything else."""
    if isinstance(answer, Mapping) and "figure" in answer and len(answer["axes"]) == 1:
        only: Seen = answer["axes"][0]
        return only
    return None


def is_figure(answer: Any) -> bool:
    """Whether an answer is the description of a figure, rather than what a topic makes of it."""
    return isinstance(answer, Mapping) and "figure" in answer


def own(answer: Mapping[str, Any], second: bool) -> float:
    """Return 0 where a second call drew on the figure of the first, and 1 otherwise; only `second` calls are asked."""
    return 0.0 if second and answer["reused"] else 1.0


def in_view(axes: Seen, x: Any, y: Any) -> float:
    """Return 1 if all these places lie within the limits of the axes, up to rounding."""
    for values, which in ((x, "x"), (y, "y")):
        low, high = sorted(axes[f"{which} limits"])
        slack = 1e-9 * (high - low)
        given = np.asarray(values, dtype=float)
        if given.size and (given.min() < low - slack or given.max() > high + slack):
            return 0.0
    return 1.0


def labels(axes: Seen) -> tuple[str, str]:
    """Return the words beside the two axes."""
    return axes["x label"], axes["y label"]


def points_of(axes: Seen) -> tuple[Array, Array]:
    """Return all single points: those of scatter, and the markers of lines that do not join them."""
    clouds = [*axes["points"], *(one for one in axes["lines"] if one["marked"] and not one["joined"])]
    if not clouds:
        return np.zeros(0), np.zeros(0)
    x, y = (np.concatenate([np.ravel(one[which]) for one in clouds]) for which in "xy")
    return x, y


def fitted_to(values: Any, n: int) -> Array:
    """Return an array of n numbers: the values if they are that many, else nan."""
    given = np.ravel(np.asarray(values, dtype=float))
    return given if len(given) == n else np.full(n, np.nan)
