"""Points of the plane turned around the origin."""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def exact(points: Array, angle: float) -> Array:
    """Turn with 50 digits."""
    if points.shape[1] != 2:
        raise ValueError("A point in each row, please.")
    with mpmath.workdps(50):
        c, s = mpmath.cos(mpmath.mpf(float(angle))), mpmath.sin(mpmath.mpf(float(angle)))
        return np.array([[float(c * x - s * y), float(s * x + c * y)] for x, y in points.astype(float).tolist()])


def in_degrees(points: Array, angle: float) -> Array:
    """The same by an angle of which 360 make a whole turn."""
    with mpmath.workdps(50):
        return exact(points, mpmath.mpf(float(angle)) * mpmath.pi / 180)


def in_columns(points: Array, angle: float) -> Array:
    """The same with a point in each column."""
    return exact(points.T, angle).T


def _turned(P: Array, a: float, signs: tuple[int, int, int, int] = (1, -1, 1, 1)) -> Array:
    c, s = np.cos(a), np.sin(a)
    x, y = P.T
    return np.column_stack([signs[0] * c * x + signs[1] * s * y, signs[2] * s * x + signs[3] * c * y])


def _overwritten(P: Array, a: float) -> Array:
    x, y = P.T
    x = np.cos(a) * x - np.sin(a) * y
    return np.column_stack([x, np.sin(a) * x + np.cos(a) * y])


def _mistakes(unit: float) -> tuple[tuple[str, Any], ...]:
    """Return the mistakes for angles in radians (unit 1) or in degrees."""

    def of(formula: Any) -> Any:
        return lambda P, a: formula(P, a * unit)

    other = np.pi / 180 if unit == 1.0 else 1.0
    return (
        ("clockwise", of(lambda P, a: _turned(P, -a))),
        ("wrong_unit", lambda P, a: _turned(P, a * other)),
        ("wrong_unit", of(lambda P, a: _turned(P, a * 180 / np.pi))),
        ("overwrites_x", of(_overwritten)),
        ("sign_flipped", of(lambda P, a: _turned(P, a, (1, 1, 1, 1)))),
        ("sign_flipped", of(lambda P, a: _turned(P, a, (1, -1, -1, 1)))),
        ("sign_flipped", of(lambda P, a: _turned(P, a, (1, -1, 1, -1)))),
        ("sine_and_cosine_swapped", of(lambda P, a: _turned(P, np.pi / 2 - a))),
        ("sine_and_cosine_swapped", of(lambda P, a: _turned(P, np.pi / 2 - a, (1, 1, 1, 1)))),
        ("reflects", of(lambda P, a: _turned(P, a, (1, 1, 1, -1)))),
        ("around_the_middle", of(lambda P, a: _turned(P - P.mean(axis=0), a) + P.mean(axis=0))),
        ("around_the_middle", of(lambda P, a: _turned(P - P.mean(axis=0), a))),
        ("truncates", of(lambda P, a: np.trunc(_turned(P, a)))),
        ("truncates", of(lambda P, a: np.round(_turned(P, a)))),
        ("adds_the_point", of(lambda P, a: P + _turned(P, a))),
    )


def _columns(mistakes: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Any], ...]:
    return tuple((code, lambda P, a, f=f: f(P.T, a).T) for code, f in mistakes)


P4 = np.array([[1.0, 0.5], [-2.0, 3.0], [0.25, -1.5], [4.0, 2.0]])

TOPIC = Plain(
    name="rotate",
    formula="rotate(points, angle) = each row (x, y) becomes (x cos a - y sin a, x sin a + y cos a)",
    names=r"(^|_)rotate(d)?(?!_(image|list|array|left|right|matrix))(_|$)|rotat(e|ion)_(of_)?(the_)?(points|plane|vectors)|turn_(the_)?(points|plane|vectors)",
    given=(
        Given("points", "nd", "p x xs xy vectors pts data"),
        Given("angle", also="a theta alpha phi radians angle_in_radians degrees deg", values=[0.5, 1.25, -0.75, 2.5]),
    ),
    exact=exact,
    readings=(
        Reading("radians", "the points turned to the left, by an angle in radians", asks=r"radian"),
        Reading(
            "degrees",
            "the points turned to the left, by an angle in degrees",
            exact=in_degrees,
            mistakes=_mistakes(np.pi / 180),
            asks=r"degree|deg2rad|math\.radians|np\.radians|/ ?180",
        ),
        Reading(
            "a point in each column",
            "points of shape (2, n), turned to the left, by an angle in radians",
            exact=in_columns,
            mistakes=_columns(_mistakes(1.0)),
            given=lambda P, a: (P.T, a),
        ),
    ),
    examples=(
        Example("usual", (P4, 0.7)),
        Example("usual", (P4[1:] + 0.5, -1.2)),
        Example("usual", (np.array([[3.0, -1.0], [0.5, 2.25], [-1.0, -4.0], [2.0, 0.75], [1.5, 1.0]]), 2.5)),
        Example("telling", (np.array([[1.0, 0.0], [0.0, 1.0]]), 0.5)),
        Example("integer", (np.array([[1, 2], [3, -1], [0, 4]]), 1), "keeps_integers"),
        Example("a single point", (P4[:1], 0.7), "fails_single_element"),
        Example("two points", (P4[:2], 0.7), "fails_two_points"),
        Example("an angle of 0", (P4, 0.0), "fails_at_zero"),
    ),
    mistakes=_mistakes(1.0),
    causes={
        "clockwise": Cause("wrong", "The points turn to the right. Or rows were multiplied by R where it takes R.T."),
        "wrong_unit": Cause("wrong", "Radians and degrees are mixed up: a whole turn is 2 pi radians, 360 degrees."),
        "overwrites_x": Cause(
            "wrong", "The new x is used in computing y; y needs the old one. Keep both until the end."
        ),
        "sine_and_cosine_swapped": Cause("wrong", "Sine and cosine have changed places: by 0 everything must stay."),
        "reflects": Cause("wrong", "This turns the plane over: a reflection, whose determinant is -1, not a rotation."),
        "around_the_middle": Cause("wrong", "The points turn around their mean; a matrix turns around the origin."),
        "adds_the_point": Cause("wrong", "The turned point is added to the old one; it should take its place."),
        "truncates": Cause("wrong", "The answers are cut or rounded to whole numbers."),
        "keeps_integers": Cause("fragile", "With whole numbers in an integer array the answers lose their fractions."),
        "fails_two_points": Cause("fragile", "Two points make a square array, and that is taken the other way."),
        "fails_at_zero": Cause("fragile", "By an angle of 0 everything stays; here it does not."),
    },
    edits={"sign_flipped": ("plus_minus",), "clockwise": ("plus_minus",)},
    everyday=lambda P, a: P.size > 4 and abs(np.sin(a)) > 0.1 and bool(np.ptp(P) > 0.5),
    valid=lambda P, a: 2 in P.shape,
    sizes={"n": (3, 5), "d": (2, 2)},
    cost=lambda n: (np.column_stack([np.linspace(-1.0, 1.0, n), np.linspace(0.0, 2.0, n)]), 0.7),
    textbook=_turned,
    grows_with="the number of points",
).topic()
