"""A scatter of samples of several classes, with a legend that says which is which."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._figures import FIGURES, Seen, axes_of, is_figure, own
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

SECOND = "the class of the second call"


def picture(places: Any, classes: Any, legend: float, own_figure: float = 1) -> Any:
    """Return what is compared: samples in an order of their own, with the classes that the legend gives them."""
    places, classes = np.asarray(places, dtype=float).reshape(-1, 2), np.asarray(classes, dtype=float)
    order = np.lexsort((places[:, 1], places[:, 0]))
    return {
        "x": places[order, 0],
        "y": places[order, 1],
        "class by the legend": classes[order],
        "entries of the legend": legend,
        "a figure of its own": own_figure,
    }


def exact(X: Array, y: Array, names: list[str]) -> Any:
    """Return each sample's own class."""
    return picture(X, y, float(len(set(np.asarray(y).tolist()))))


def canonical(answer: Any, X: Array, y: Array, names: list[str]) -> Any:
    """Find each point's class as a reader does: by its colour, and if several have that, by its shape."""
    if not is_figure(answer):
        return answer
    axes = axes_of(answer)
    if axes is None:
        raise ValueError("not one pair of axes")
    places, classes = [], []
    for cloud in [*axes["points"], *(one for one in axes["lines"] if one["marked"] and not one["joined"])]:
        for i, place in enumerate(zip(cloud["x"], cloud["y"], strict=True)):
            colour = cloud["colour"] if "colour" in cloud else cloud["colours"][i]
            places.append(place)
            classes.append(_class_of(axes, np.asarray(colour), cloud["marker"], names))
    # A class without samples may have an entry in the legend, and need not.
    entries = {one["text"] for one in axes["legend"]} & {names[int(k)] for k in y}
    return picture(places, classes, float(len(entries)), own(answer, SECOND in names))


def _class_of(axes: Seen, colour: Array, marker: str, names: list[str]) -> float:
    """Return the class that the legend gives a point, or -1."""
    same = [one for one in axes["legend"] if len(one["colour"]) == len(colour) and np.allclose(one["colour"], colour)]
    if len(same) > 1:
        same = [one for one in same if one["marker"] == marker]
    found = {one["text"] for one in same}
    return float(names.index(found.pop())) if len(found) == 1 and found <= set(names) else -1.0


def _none(y: Array) -> Array:
    return np.full(len(y), -1.0)


def _by_order(y: Array) -> Array:
    """Return the classes numbered as they first come, as zip(names, pd.unique(y)) does."""
    numbers: dict[float, int] = {}
    return np.array([numbers.setdefault(float(k), len(numbers)) for k in y])


def _entries(y: Array) -> float:
    return float(len(set(np.asarray(y).tolist())))


MISTAKES = (
    ("no_legend", lambda X, y, names: picture(X, _none(y), 0)),
    ("axes_swapped", lambda X, y, names: picture(X[:, ::-1], y, _entries(y))),
    ("names_in_another_order", lambda X, y, names: picture(X, _by_order(y), _entries(y))),
    ("names_in_another_order", lambda X, y, names: picture(X, max(y) - y, _entries(y))),
    ("first_class_missing", lambda X, y, names: picture(X[y > 0], y[y > 0], _entries(y) - 1)),
    ("last_class_missing", lambda X, y, names: picture(X[y < max(y)], y[y < max(y)], _entries(y) - 1)),
    ("one_colour_for_all", lambda X, y, names: picture(X, _none(y), _entries(y))),
    ("one_colour_for_all", lambda X, y, names: picture(X, 0 * y, 1)),
    ("nothing_drawn", lambda X, y, names: picture(np.zeros((0, 2)), np.zeros(0), 0)),
)

X = np.array([[1.0, 2.5], [0.5, -1.0], [3.0, 0.25], [-2.0, 1.5], [2.0, 2.0], [4.5, 1.0]])
Y = np.array([2, 0, 1, 2, 1, 0])
NAMES = ["setosa", "versicolor", "virginica"]

TOPIC = Plain(
    name="scatter_by_class",
    formula="scatter_by_class(X, y, names) = a figure: a point for each row of X, class y in the colour of names[y]",
    names=r"scatter_?(by_?)?(class|group|label|species)|(^|_)plot_classes(_|$)",
    given=(
        Given("X", "nd", "points data samples", (-4.0, 4.0)),
        Given("y", "n", "labels classes target", [0, 1, 2]),
        Given("names", also="class_names target_names label_names", values=[NAMES]),
    ),
    exact=exact,
    readings=(
        Reading("two features", "a figure, or its axes, or nothing if it is the current one: the legend tells classes"),
    ),
    examples=(
        Example("usual", (X, Y, NAMES)),
        Example("usual", (X[:, ::-1] + 1.0, np.array([1, 2, 0, 0, 2, 1]), ["a", "b", "c"])),
        Example("telling", (X[:4], np.array([1, 0, 1, 0]), ["no", "yes"])),
        Example("a second call", (X, Y, ["setosa", SECOND, "virginica"]), "draws_on_the_last_figure"),
        Example("a class without samples", (X[:4], np.array([2, 0, 0, 2]), NAMES), "differs"),
        Example("a class of three samples", (X[:5], np.array([0, 1, 1, 1, 0]), NAMES[:2]), "differs"),
    ),
    mistakes=MISTAKES,
    causes={
        **FIGURES,
        "no_legend": Cause(
            "wrong", "Nothing says which class is which: give each group a label, and call ax.legend()."
        ),
        "names_in_another_order": Cause(
            "wrong", "The legend gives classes the wrong names: class k is names[k], in whatever order the rows come."
        ),
        "first_class_missing": Cause("wrong", "Class 0 is not drawn: the classes count from 0."),
        "last_class_missing": Cause("wrong", "The last class is not drawn."),
        "one_colour_for_all": Cause("wrong", "The classes cannot be told apart: each needs a colour of its own."),
    },
    valid=lambda X, y, names: X.ndim == 2 and X.shape[1] == 2 and set(np.asarray(y).tolist()) <= set(range(len(names))),
    everyday=lambda X, y, names: (
        len(np.unique(X, axis=0)) == len(X) and _entries(y) == len(names) and SECOND not in names
    ),
    canonical=canonical,
    sizes={"n": (3, 6), "d": (2, 2)},
    untried=(),
).topic()
