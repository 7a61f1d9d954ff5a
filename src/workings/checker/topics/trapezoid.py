"""The area under points that are joined by straight lines."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def exact(y: Array, x: Array) -> float:
    """Add fractions."""
    v, t = ([Fraction(float(one)) for one in some] for some in (y, x))
    pieces = zip(t, t[1:], v, v[1:], strict=False)
    return float(sum(((b - a) * (p + q) / 2 for a, b, p, q in pieces), Fraction(0)))


def _uneven(y: Array, x: Array, gap: float) -> float:
    return float(gap * (np.sum(y) - (y[0] + y[-1]) / 2))


MISTAKES = (
    ("left_rectangles", lambda y, x: np.sum(np.diff(x) * y[:-1])),
    ("right_rectangles", lambda y, x: np.sum(np.diff(x) * y[1:])),
    ("forgets_the_half", lambda y, x: np.sum(np.diff(x) * (y[1:] + y[:-1]))),
    ("halves_twice", lambda y, x: np.sum(np.diff(x) * (y[1:] + y[:-1])) / 4),
    ("one_gap_for_all", lambda y, x: _uneven(y, x, x[1] - x[0])),
    ("one_gap_for_all", lambda y, x: _uneven(y, x, x[-1] - x[-2])),
    ("one_gap_for_all", lambda y, x: _uneven(y, x, (x[-1] - x[0]) / (len(x) - 1))),
    ("one_gap_for_all", lambda y, x: _uneven(y, x, (x[-1] - x[0]) / len(x))),
    ("one_gap_for_all", lambda y, x: _uneven(y, x, 1.0)),
    ("mean_times_width", lambda y, x: np.mean(y) * (x[-1] - x[0])),
    ("mean_times_width", lambda y, x: (y[0] + y[-1]) / 2 * (x[-1] - x[0])),
    ("integrates_x_by_y", lambda y, x: np.sum(np.diff(y) * (x[1:] + x[:-1])) / 2),
    ("sign_flipped", lambda y, x: -np.sum(np.diff(x) * (y[1:] + y[:-1])) / 2),
    ("differences_of_y", lambda y, x: np.sum(np.diff(x) * np.diff(y)) / 2),
    ("one_piece_missing", lambda y, x: np.sum((np.diff(x) * (y[1:] + y[:-1]))[:-1]) / 2),
    ("one_piece_missing", lambda y, x: np.sum((np.diff(x) * (y[1:] + y[:-1]))[1:]) / 2),
    ("wraps_round", lambda y, x: np.sum((x - np.roll(x, 1)) * (y + np.roll(y, 1))) / 2),
    ("area_without_sign", lambda y, x: np.sum(np.abs(np.diff(x) * (y[1:] + y[:-1]))) / 2),
    ("area_without_sign", lambda y, x: np.sum(np.diff(x) * (np.abs(y[1:]) + np.abs(y[:-1]))) / 2),
    ("running_total", lambda y, x: np.r_[0.0, np.cumsum(np.diff(x) * (y[1:] + y[:-1])) / 2]),
    ("running_total", lambda y, x: np.cumsum(np.diff(x) * (y[1:] + y[:-1])) / 2),
    ("running_total", lambda y, x: np.diff(x) * (y[1:] + y[:-1]) / 2),
)

X, Y = np.array([0.0, 0.5, 2.0, 2.25, 4.0]), np.array([1.0, -2.5, 3.0, 0.5, 2.75])

TOPIC = Plain(
    name="trapezoid",
    formula="trapezoid(y, x) = sum of (x[i + 1] - x[i]) (y[i] + y[i + 1]) / 2",
    names=r"trap(e)?z(oid|ium|$|_)|trapezoid|area_under|auc_of_points",
    given=(
        Given("y", "n", "ys f fx values heights v"),
        Given("x", "n", "xs t places times a"),
    ),
    exact=exact,
    readings=(Reading("one number", "the area under the points joined by straight lines"),),
    examples=(
        Example("usual", (Y, X)),
        Example("usual", (Y[:4] + 1.0, X[:4] * 2.0 - 1.0)),
        Example("usual", (np.array([2.0, 0.25, -1.0, 4.0]), np.array([-3.0, -1.0, -0.5, 1.25]))),
        Example("telling", (Y[:2], X[:2])),
        Example("integer", (np.array([1, 4, 2]), np.array([0, 1, 4]))),
        Example("x from right to left", (Y[::-1], X[::-1]), "direction"),
        Example("two points of one x", (np.array([1.0, 3.0, 5.0]), np.array([0.0, 1.0, 1.0])), "divides_by_width"),
        Example("a single point", (Y[:1], X[:1]), "fails_single_element", "fails_single_element"),
    ),
    mistakes=MISTAKES,
    causes={
        "left_rectangles": Cause("wrong", "Each strip has the height of its left end; take the mean of both ends."),
        "right_rectangles": Cause("wrong", "Each strip has the height of its right end; take the mean of both ends."),
        "forgets_the_half": Cause("wrong", "The two heights are added and not halved."),
        "halves_twice": Cause("wrong", "The heights are halved twice."),
        "one_gap_for_all": Cause("wrong", "One width is used for all strips; x need not be evenly spaced: np.diff(x)."),
        "mean_times_width": Cause("wrong", "A mean height times the whole width: each strip has its own width."),
        "integrates_x_by_y": Cause("wrong", "The two are swapped: this is the area between the curve and the y axis."),
        "differences_of_y": Cause("wrong", "The heights of a strip's ends are subtracted; add them."),
        "one_piece_missing": Cause("wrong", "A strip is left out: n points make n - 1 strips."),
        "wraps_round": Cause(
            "wrong", "A strip from the last point to the first is added: x[i - 1] at i = 0 is the last."
        ),
        "area_without_sign": Cause("wrong", "What lies below 0 counts as negative; here it is added."),
        "running_total": Cause("wrong", "The strips come back one by one, or added up on the way; return their sum."),
        "direction": Cause("fragile", "From right to left the widths are negative, and the integral changes its sign."),
        "divides_by_width": Cause(
            "fragile", "A strip of width 0 has the area 0; here something is divided by its width."
        ),
        "fails_single_element": Cause("fragile", "Under a single point there is no area: 0."),
    },
    edits={"sign_flipped": ("swap_difference", "plus_minus", "negate"), "differences_of_y": ("plus_minus",)},
    everyday=lambda y, x: len(y) > 1 and bool(np.all(np.diff(x) > 0)),
    sizes={"n": (1, 5)},
    cost=lambda n: (np.sin(np.linspace(0.0, 3.0, n)), np.linspace(0.0, 3.0, n)),
    textbook=lambda y, x: np.sum(np.diff(x) * (y[1:] + y[:-1])) / 2,
    grows_with="the number of points",
).topic()
