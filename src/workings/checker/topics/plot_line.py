"""A line through measurements, joined in the order of x, with its axes named."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._figures import FIGURES, Seen, axes_of, fitted_to, in_view, is_figure, labels, own
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

SECOND = "time of the second call (s)"


def picture(x: Any, y: Any, names: tuple[str, str], joined: float = 1, view: float = 1, own_figure: float = 1) -> Any:
    """Return what is compared."""
    return {
        "lines": joined,
        "x": np.asarray(x, dtype=float),
        "y": np.asarray(y, dtype=float),
        "x label": names[0],
        "y label": names[1],
        "all in view": view,
        "a figure of its own": own_figure,
    }


def exact(x: Array, y: Array, x_name: str, y_name: str) -> Any:
    """Pairs in the order of x."""
    pairs = sorted(zip(x.tolist(), y.tolist(), strict=True), key=lambda pair: pair[0])
    return picture([a for a, _ in pairs], [b for _, b in pairs], (x_name, y_name))


def canonical(answer: Any, x: Array, y: Array, x_name: str, y_name: str) -> Any:
    """Read the figure; from right to left is the same line."""
    if not is_figure(answer):
        return answer
    axes = axes_of(answer)
    if axes is None:
        raise ValueError("not one pair of axes")
    lines = [one for one in axes["lines"] if one["joined"] and one["of data"]]
    best: Seen = next((one for one in lines if len(one["x"]) == len(x)), {"x": [], "y": []})
    across, up = fitted_to(best["x"], len(x)), fitted_to(best["y"], len(x))
    if np.all(np.diff(across) <= 0):
        across, up = across[::-1], up[::-1]
    return picture(
        across, up, labels(axes), float(len(lines)), in_view(axes, across, up), own(answer, x_name == SECOND)
    )


def _mistake(across: Any, up: Any, named: Any = lambda a, b: (a, b), **rest: float) -> Any:
    def answer(x: Array, y: Array, x_name: str, y_name: str) -> Any:
        order = np.argsort(x)
        if callable(across):
            return picture(across(x, y), up(x, y), named(x_name, y_name), **rest)
        return picture(x[order], y[order], named(x_name, y_name), **rest)

    return answer


def _nothing(x: Array, y: Array) -> Array:
    return np.full(len(x), np.nan)


MISTAKES = (
    ("order_of_rows", _mistake(lambda x, y: x, lambda x, y: y)),
    ("order_of_rows", _mistake(lambda x, y: x[::-1], lambda x, y: y[::-1])),
    ("sorts_x_alone", _mistake(lambda x, y: np.sort(x), lambda x, y: y)),
    ("sorts_each_alone", _mistake(lambda x, y: np.sort(x), lambda x, y: np.sort(y))),
    ("axes_swapped", _mistake(lambda x, y: y[np.argsort(x)], lambda x, y: np.sort(x))),
    ("axes_swapped", _mistake(lambda x, y: np.sort(y), lambda x, y: x[np.argsort(y)])),
    ("axes_swapped", _mistake(lambda x, y: y, lambda x, y: x)),
    ("sorts_by_y", _mistake(lambda x, y: x[np.argsort(y)], lambda x, y: np.sort(y))),
    ("index_for_x", _mistake(lambda x, y: np.arange(len(x)), lambda x, y: y)),
    ("index_for_x", _mistake(lambda x, y: np.arange(len(x)), lambda x, y: y[np.argsort(x)])),
    ("no_labels", _mistake(None, None, lambda a, b: ("", ""))),
    ("no_labels", _mistake(None, None, lambda a, b: (a, ""))),
    ("no_labels", _mistake(None, None, lambda a, b: ("", b))),
    ("labels_swapped", _mistake(None, None, lambda a, b: (b, a))),
    ("points_not_joined", _mistake(_nothing, _nothing, joined=0)),
    ("nothing_drawn", _mistake(_nothing, _nothing, lambda a, b: ("", ""), joined=0)),
    ("cuts_off_data", _mistake(None, None, view=0)),
    ("several_lines", _mistake(None, None, joined=2)),
    ("several_lines", _mistake(lambda x, y: x, lambda x, y: y, joined=2)),
)

X, Y = np.array([3.0, 0.5, 2.25, 4.5, 1.0]), np.array([-1.0, 2.0, 5.5, 0.25, 3.0])
NAMES = ("time (s)", "voltage (V)")

TOPIC = Plain(
    name="plot_line",
    formula="plot_line(x, y, x_name, y_name) = a figure: a line through (x, y) in the order of x, both axes named",
    names=r"(^|_)plot_?line(_|$)|(^|_)line_?plot(_|$)",
    given=(
        Given("x", "n", "t time times xs"),
        Given("y", "n", "v values ys"),
        Given("x_name", also="xlabel x_label xname", values=["x", "time (s)"]),
        Given("y_name", also="ylabel y_label yname", values=["y", "length (m)"]),
    ),
    exact=exact,
    readings=(
        Reading("a line", "a figure, or its axes, or nothing if it is the current one: a line in the order of x"),
    ),
    examples=(
        Example("usual", (X, Y, *NAMES)),
        Example("usual", (Y[:4], X[1:], "depth (m)", "pressure (bar)")),
        Example("telling", (np.sort(X), Y, *NAMES)),
        Example("integer", (np.array([5, 1, 3]), np.array([2, 4, 7]), *NAMES)),
        Example("a second call", (X, Y, SECOND, "voltage (V)"), "draws_on_the_last_figure"),
        Example("a column of names with blanks", (X, Y, "way to go (1,000 km)", "cost"), "differs"),
        Example("two points", (X[:2], Y[:2], *NAMES), "differs"),
    ),
    mistakes=MISTAKES,
    causes={
        **FIGURES,
        "order_of_rows": Cause(
            "wrong",
            "The line joins the points in the order of the rows and runs to and fro. Sort both by x: "
            "order = np.argsort(x), then x[order] and y[order].",
        ),
        "sorts_x_alone": Cause("wrong", "x is sorted and y is not, so values belong to other places: np.argsort(x)."),
        "sorts_each_alone": Cause("wrong", "x and y are each sorted on their own, which breaks the pairs: np.argsort."),
        "sorts_by_y": Cause("wrong", "The points are joined in the order of y, not of x."),
        "index_for_x": Cause("wrong", "y is drawn over the numbers 0, 1, 2 ..., not over x: plot(x, y)."),
        "points_not_joined": Cause("wrong", "There are points but no line that joins them: ax.plot."),
        "several_lines": Cause("wrong", "More than one line is drawn, and one is asked for."),
    },
    everyday=lambda x, y, *names: len(set(x.tolist())) == len(x) and names[0] != names[1] and names[0] != SECOND,
    canonical=canonical,
    sizes={"n": (2, 5)},
    untried=(),
).topic()
