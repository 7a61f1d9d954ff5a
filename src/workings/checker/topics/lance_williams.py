"""The formula of Lance and Williams: how far a union of two clusters is from a third."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def _fractions(*numbers: Any) -> tuple[Fraction, ...]:
    return tuple(Fraction(float(one)) for one in numbers)


def _square(d_ik: float, d_jk: float, d_ij: float, n_i: int, n_j: int, n_k: int) -> Fraction:
    a, b, c, i, j, k = _fractions(d_ik, d_jk, d_ij, n_i, n_j, n_k)
    return ((i + k) * a**2 + (j + k) * b**2 - k * c**2) / (i + j + k)


def by_ward(*args: Any) -> float:
    """The root of a square computed in fractions."""
    return math.sqrt(_square(*args))


def by_average(d_ik: float, d_jk: float, d_ij: float, n_i: int, n_j: int, n_k: int) -> float:
    """In fractions."""
    a, b, i, j = _fractions(d_ik, d_jk, n_i, n_j)
    return float((i * a + j * b) / (i + j))


def _root(formula: Any) -> Any:
    """Return the mistake that takes the root of this sum of squares."""
    return lambda a, b, c, i, j, k: math.sqrt(abs(formula(a * a, b * b, c * c, i, j, k)))


# Where a function means the one, the other is a mistake: it is a reading only of a function that says so.
OF_WARD = (
    ("distances_not_squared", lambda a, b, c, i, j, k: ((i + k) * a + (j + k) * b - k * c) / (i + j + k)),
    ("root_missing", lambda a, b, c, i, j, k: ((i + k) * a * a + (j + k) * b * b - k * c * c) / (i + j + k)),
    ("last_term_added", _root(lambda a, b, c, i, j, k: ((i + k) * a + (j + k) * b + k * c) / (i + j + k))),
    ("last_term_missing", _root(lambda a, b, c, i, j, k: ((i + k) * a + (j + k) * b) / (i + j + k))),
    ("third_size_missing", _root(lambda a, b, c, i, j, k: (i * a + j * b - k * c) / (i + j + k))),
    ("third_size_missing", _root(lambda a, b, c, i, j, k: (i * a + j * b) / (i + j))),
    ("third_size_missing", _root(lambda a, b, c, i, j, k: ((i + k) * a + (j + k) * b - c) / (i + j + k))),
    ("wrong_divisor", _root(lambda a, b, c, i, j, k: ((i + k) * a + (j + k) * b - k * c) / (i + j))),
    ("wrong_divisor", _root(lambda a, b, c, i, j, k: (i + k) * a + (j + k) * b - k * c)),
    ("sizes_swapped", _root(lambda a, b, c, i, j, k: ((j + k) * a + (i + k) * b - k * c) / (i + j + k))),
    ("wrong_size", _root(lambda a, b, c, i, j, k: ((i + k) * a + (j + k) * b - (i + j) * c) / (i + j + k))),
    ("wrong_size", _root(lambda a, b, c, i, j, k: ((i + j) * a + (i + j) * b - k * c) / (i + j + k))),
    (
        "last_not_squared",
        lambda a, b, c, i, j, k: math.sqrt(abs((i + k) * a * a + (j + k) * b * b - k * c) / (i + j + k)),
    ),
    ("sizes_ignored", _root(lambda a, b, c, i, j, k: (2 * a + 2 * b - c) / 3)),
    ("sizes_ignored", _root(lambda a, b, c, i, j, k: (a + b) / 2 - c / 4)),
    ("centroid", _root(lambda a, b, c, i, j, k: (i * a + j * b) / (i + j) - i * j * c / (i + j) ** 2)),
    ("average", lambda a, b, c, i, j, k: (i * a + j * b) / (i + j)),
)
OF_AVERAGE = (
    ("sizes_ignored", lambda a, b, c, i, j, k: (a + b) / 2),
    ("sizes_swapped", lambda a, b, c, i, j, k: (j * a + i * b) / (i + j)),
    ("wrong_divisor", lambda a, b, c, i, j, k: (i * a + j * b) / (i + j + k)),
    ("wrong_divisor", lambda a, b, c, i, j, k: i * a + j * b),
    ("third_distance_used", lambda a, b, c, i, j, k: (i * a + j * b - k * c) / (i + j + k)),
    ("third_distance_used", lambda a, b, c, i, j, k: (i * a + j * b + k * c) / (i + j + k)),
)
BOTH = (
    ("single", lambda a, b, c, i, j, k: min(a, b)),
    ("complete", lambda a, b, c, i, j, k: max(a, b)),
)

# Rounding takes the sum below 0 in each of the usual ways to write it, and in fractions it is not.
AT_THE_CENTRE = (
    (2.041241452319315, 2.041241452319315, 3.5355339059327378, 2, 2, 4),
    (4.08248290463863, 4.08248290463863, 7.0710678118654755, 2, 2, 4),
    (4.381780460041329, 4.381780460041329, 9.797958971132712, 6, 6, 4),
    (3.630921887069453, 1.8154609435347266, 4.592793267718458, 1, 3, 5),
)
_SIZES: list[Any] = [1, 2, 3, 5, 8]

TOPIC = Plain(
    name="lance_williams",
    formula=(
        "lance_williams(d_ik, d_jk, d_ij, n_i, n_j, n_k) = "
        "sqrt(((n_i + n_k) d_ik**2 + (n_j + n_k) d_jk**2 - n_k d_ij**2) / (n_i + n_j + n_k))"
    ),
    names=r"lance_?williams|(ward|average)_(linkage_)?(update|distance)|(linkage|merged?|union)_(update|distance)",
    given=(
        Given("d_ik", also="dik d_xk d_ac dist_ik a", values=(2.0, 4.0)),
        Given("d_jk", also="djk d_yk d_bc dist_jk b", values=(2.0, 4.0)),
        Given("d_ij", also="dij d_xy d_ab dist_ij c", values=(0.5, 2.0)),
        Given("n_i", also="ni size_i n_x", values=_SIZES),
        Given("n_j", also="nj size_j n_y", values=_SIZES),
        Given("n_k", also="nk size_k", values=_SIZES),
    ),
    exact=by_ward,
    readings=(
        Reading(
            "Ward, of distances",
            "Ward's distance to the union, the root of the formula for squares, as SciPy has it",
            mistakes=OF_WARD + BOTH,
            asks=r"\bward|_ward",
        ),
        Reading(
            "average linkage",
            "the mean distance to the union: (n_i d_ik + n_j d_jk) / (n_i + n_j)",
            exact=by_average,
            mistakes=OF_AVERAGE + BOTH,
            asks=r"(?<!np\.)\baverage|_average|upgma",
        ),
    ),
    examples=(
        Example("usual", (3.0, 2.25, 1.5, 2, 5, 3)),
        Example("usual", (2.5, 4.0, 2.0, 1, 3, 4)),
        Example("usual", (5.25, 4.5, 1.25, 6, 2, 7)),
        Example("telling", (3.0, 4.0, 2.0, 1, 1, 1)),
        Example("integer", (5, 4, 2, 3, 2, 4)),
        Example("all three at one place", (0.0, 0.0, 0.0, 2, 3, 1), "differs"),
        *(
            Example("the third at the centre of the union", args, "root_of_negative", "root_of_negative", 1e-6)
            for args in AT_THE_CENTRE
        ),
    ),
    causes={
        "distances_not_squared": Cause(
            "wrong",
            "The formula is for squared distances: square the three that come in, and take the root of what comes out.",
        ),
        "last_not_squared": Cause("wrong", "d_ij is not squared; all three are."),
        "root_missing": Cause("wrong", "This is the squared distance; its root was asked for."),
        "last_term_added": Cause("wrong", "n_k d_ij**2 is subtracted, not added."),
        "last_term_missing": Cause("wrong", "The last term, - n_k d_ij**2, is missing."),
        "third_size_missing": Cause("wrong", "The size of the third cluster is missing from a weight."),
        "wrong_divisor": Cause("wrong", "The weights are divided by something else than their sum."),
        "wrong_size": Cause("wrong", "A weight is made of the wrong sizes: d_ik goes with n_i + n_k, d_ij with n_k."),
        "sizes_swapped": Cause("wrong", "The sizes n_i and n_j are exchanged: d_ik goes with n_i."),
        "sizes_ignored": Cause("wrong", "The clusters count as equally large; weigh them by their sizes."),
        "centroid": Cause("wrong", "This is the distance of the centres, centroid linkage; Ward's has other weights."),
        "average": Cause("wrong", "This is average linkage; Ward's formula was asked for."),
        "single": Cause("wrong", "The smaller of the two distances is single linkage."),
        "complete": Cause("wrong", "The larger of the two distances is complete linkage."),
        "third_distance_used": Cause("wrong", "d_ij, the distance of the two that merge, plays no part in the mean."),
        "root_of_negative": Cause(
            "fragile",
            "Where the third lies at the centre of the union the sum is 0, and rounding may take it below: the root is "
            "nan. Take max(0, ...) first.",
        ),
    },
    edits={"last_term_added": ("plus_minus",), "sizes_swapped": ("other_argument",)},
    valid=lambda *args: min(args[3:]) > 0 and min(args[:3]) >= 0 and _square(*args) >= 0,
    everyday=lambda *args: float(_square(*args)) > 0.1,
).topic()
