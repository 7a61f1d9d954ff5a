"""Points in three dimensions, with three axes, each named."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._figures import FIGURES, Seen, axes_of, is_figure, own
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

SECOND = "time of the second call (s)"
Names = tuple[str, ...]


def picture(
    places: Any, names: Names, *, three: float = 1, joined: float = 0, view: float = 1, own_figure: float = 1
) -> Any:
    """Return what is compared: the points in the order of x (then y, z), and what is written."""
    x, y, z = (np.asarray(v, dtype=float) for v in places)
    order = np.lexsort((z, y, x))
    return {
        "x": x[order],
        "y": y[order],
        "z": z[order],
        **{f"{which} label": name for which, name in zip("xyz", names, strict=True)},
        "three axes": three,
        "lines that join points": joined,
        "all in view": view,
        "a figure of its own": own_figure,
    }


def exact(x: Array, y: Array, z: Array, *names: str) -> Any:
    """The points as they are given."""
    return picture((x, y, z), names)


def _points(axes: Seen, n: int) -> tuple[list[Array], float]:
    """Return x, y and z of all points (z is nan in a flat picture), and how many lines join as many as there are."""
    single = [*axes["points"], *(one for one in axes["lines"] if one["marked"] and not one["joined"])]
    lines = [one for one in axes["lines"] if one["joined"] and len(one["x"]) == n]
    drawn = single if sum(len(one["x"]) for one in single) == n else lines[:1]
    if not drawn:
        return [np.full(n, np.nan)] * 3, 0.0
    flat = np.full(n, np.nan)
    places = [np.concatenate([np.ravel(one.get(which, flat)) for one in drawn]) for which in "xyz"]
    return places, float(len(lines))


def canonical(answer: Any, x: Array, y: Array, z: Array, *names: str) -> Any:
    """Read the figure."""
    if not is_figure(answer):
        return answer
    axes = axes_of(answer)
    if axes is None:
        raise ValueError("not one pair of axes")
    places, joined = _points(axes, len(x))
    return picture(
        [place[: len(x)] if len(place) >= len(x) else np.full(len(x), np.nan) for place in places],
        tuple(axes.get(f"{which} label", "") for which in "xyz"),
        three=float(axes["projection"] == "3d"),
        joined=joined,
        view=_in_view(axes, places),
        own_figure=own(answer, names[0] == SECOND),
    )


def _in_view(axes: Seen, places: list[Array]) -> float:
    for which, place in zip("xyz", places, strict=True):
        low, high = sorted(axes.get(f"{which} limits", (-np.inf, np.inf)))
        slack = 1e-9 * (high - low) if np.isfinite(high - low) else 0.0
        if np.any((place < low - slack) | (place > high + slack)):
            return 0.0
    return 1.0


def _given(change: Any, named: Any = lambda *names: names, **rest: float) -> Any:
    """Return the mistake of other points, other names or another kind of picture."""
    return lambda x, y, z, *names: picture(change(x, y, z), named(*names), **rest)


def _same(x: Array, y: Array, z: Array) -> Any:
    return x, y, z


def _flat(x: Array, y: Array, z: Array) -> Any:
    return x, y, np.full(len(x), np.nan)


def _nothing(x: Array, y: Array, z: Array) -> Any:
    return [np.full(len(x), np.nan)] * 3


def _ordered(order: tuple[int, ...]) -> Any:
    return lambda *three: tuple(three[k] for k in order)


WRONG_ORDERS = tuple(order for order in permutations(range(3)) if order != (0, 1, 2))
MISTAKES = (
    ("no_third_axis", _given(_flat, lambda a, b, c: (a, b, ""), three=0)),
    ("no_third_axis", _given(_flat, lambda a, b, c: ("", "", ""), three=0)),
    *(("axes_swapped", _given(_ordered(order))) for order in WRONG_ORDERS),
    *(("axes_swapped", _given(_ordered(order), _ordered(order))) for order in WRONG_ORDERS),
    *(("labels_swapped", _given(_same, _ordered(order))) for order in WRONG_ORDERS),
    ("third_axis_unnamed", _given(_same, lambda a, b, c: (a, b, ""))),
    ("no_labels", _given(_same, lambda a, b, c: ("", "", ""))),
    ("no_labels", _given(_same, lambda a, b, c: ("", b, c))),
    ("no_labels", _given(_same, lambda a, b, c: (a, "", c))),
    ("no_labels", _given(_same, lambda a, b, c: (a, "", ""))),
    ("no_labels", _given(_same, lambda a, b, c: ("", b, ""))),
    ("no_labels", _given(_same, lambda a, b, c: ("", "", c))),
    ("points_joined", _given(_same, joined=1)),
    ("cuts_off_data", _given(_same, view=0)),
    ("sorts_each_alone", _given(lambda x, y, z: (np.sort(x), np.sort(y), np.sort(z)))),
    ("lies_on_the_floor", _given(lambda x, y, z: (x, y, 0 * z))),
    ("nothing_drawn", _given(_nothing)),
    ("nothing_drawn", _given(_nothing, lambda a, b, c: ("", "", ""))),
)

X, Y, Z = (
    np.array([3.0, 0.5, 2.25, 4.5, 1.0]),
    np.array([-1.0, 2.0, 5.5, 0.25, 3.0]),
    np.array([7.0, 6.25, -4.0, 1.5, 9.0]),
)
NAMES = ("east (km)", "north (km)", "height (m)")

TOPIC = Plain(
    name="scatter_3d",
    formula="scatter_3d(x, y, z, x_name, y_name, z_name) = a figure with three named axes, and a point for each row",
    names=r"(^|_)(scatter|points?|cloud)_?(in_)?(3_?d|three_dim\w*)(_|$)|(^|_)3_?d_?(scatter|points?|cloud)(_|$)",
    given=(
        Given("x", "n", "xs east longitude"),
        Given("y", "n", "ys north latitude"),
        Given("z", "n", "zs height heights up"),
        Given("x_name", also="xlabel x_label xname", values=["x", "east (km)"]),
        Given("y_name", also="ylabel y_label yname", values=["y", "north (km)"]),
        Given("z_name", also="zlabel z_label zname", values=["z", "height (m)"]),
    ),
    exact=exact,
    readings=(Reading("points", "a figure with three axes, each named, and a point for each row, not joined"),),
    examples=(
        Example("usual", (X, Y, Z, *NAMES)),
        Example("usual", (Z[:4], X[1:], Y[:4], "depth (m)", "time (s)", "pressure (bar)")),
        Example("usual", (Y[1:] * 1.5, Z[1:], X[1:] + 0.25, *NAMES)),
        Example("integer", (np.array([5, 1, 3]), np.array([2, 4, 7]), np.array([0, 9, -1]), *NAMES)),
        Example("a second call", (X, Y, Z, SECOND, "north (km)", "height (m)"), "draws_on_the_last_figure"),
        Example("points far from 0", (X + 1e6, Y, Z - 1e6, *NAMES), "differs"),
    ),
    mistakes=MISTAKES,
    causes={
        **FIGURES,
        "no_third_axis": Cause(
            "wrong",
            'The picture is flat: plt.subplots(subplot_kw={"projection": "3d"}) makes axes with three dimensions. (On '
            "flat ones scatter takes a third array for the sizes of the points.)",
        ),
        "third_axis_unnamed": Cause("wrong", "The third axis has no name: ax.set_zlabel, or set(zlabel=...)."),
        "points_joined": Cause("wrong", "A line joins the points in the order of the rows; ax.scatter does not."),
        "sorts_each_alone": Cause("wrong", "x, y and z are each sorted on their own, which breaks the rows apart."),
        "lies_on_the_floor": Cause("wrong", "All points lie at height 0: scatter's third argument is z."),
    },
    everyday=lambda x, y, z, *names: (
        len(set(x.tolist())) == len(set(y.tolist())) == len(set(z.tolist())) == len(x)
        and len(set(names)) == 3
        and names[0] != SECOND
    ),
    valid=lambda x, *rest: len(x) > 2,
    canonical=canonical,
    sizes={"n": (3, 5)},
    untried=(),
).topic()
