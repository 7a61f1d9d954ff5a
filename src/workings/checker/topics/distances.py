"""Euclidean distances between the rows of two matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Dial, Example, Given, Plain, Reading, wide


def _away(A: Array, B: Array) -> Any:
    return wide(A)[:, None, :] - wide(B)[None, :, :]


def squares(A: Array, B: Array) -> Any:
    """Subtract first, then square and add, with more digits than a float has."""
    return (_away(A, B) ** 2).sum(axis=2)


def exact(A: Array, B: Array) -> Any:
    """Return the square roots of the squared distances."""
    return np.sqrt(squares(A, B))


MISTAKES = (
    ("no_root", squares),
    ("not_a_distance", lambda A, B: np.abs(_away(A, B)).sum(axis=2)),
    ("not_a_distance", lambda A, B: np.abs(_away(A, B)).max(axis=2)),
    ("not_a_distance", lambda A, B: wide(A) @ wide(B).T),
    ("not_a_distance", lambda A, B: (wide(A) ** 2).sum(axis=1)[:, None] + (wide(B) ** 2).sum(axis=1)),
    ("mean_of_features", lambda A, B: np.sqrt((_away(A, B) ** 2).mean(axis=2))),
    ("no_square", lambda A, B: np.sqrt(np.abs(_away(A, B).sum(axis=2)))),
    ("no_square", lambda A, B: np.abs(_away(A, B).sum(axis=2))),
    ("expansion_is_wrong", lambda A, B: np.sqrt(squares(A, B) + 2 * (wide(A) @ wide(B).T))),
    ("expansion_is_wrong", lambda A, B: np.sqrt(np.abs(squares(A, B) + (wide(A) @ wide(B).T)))),
    ("expansion_is_wrong", lambda A, B: np.sqrt(squares(A, B) + 4 * (wide(A) @ wide(B).T))),
    ("row_by_row", lambda A, B: np.sqrt(((wide(A) - wide(B[: len(A)])) ** 2).sum(axis=1))),
    ("sums_the_samples", lambda A, B: np.sqrt((_away(A, B) ** 2).sum(axis=1))),
    ("adds_small_number", lambda A, B: np.sqrt(squares(A, B)) + 1e-8),
    ("adds_small_number", lambda A, B: np.sqrt(squares(A, B) + 1e-8)),
)
MISTAKES_OF_SQUARES = (
    *((code, f) for code, f in MISTAKES if code in ("not_a_distance", "sums_the_samples")),
    ("mean_of_features", lambda A, B: (_away(A, B) ** 2).mean(axis=2)),
    ("no_square", lambda A, B: _away(A, B).sum(axis=2) ** 2),
    ("expansion_is_wrong", lambda A, B: squares(A, B) + 2 * (wide(A) @ wide(B).T)),
    ("expansion_is_wrong", lambda A, B: squares(A, B) + (wide(A) @ wide(B).T)),
    ("expansion_is_wrong", lambda A, B: squares(A, B) + 4 * (wide(A) @ wide(B).T)),
    ("row_by_row", lambda A, B: ((wide(A) - wide(B[: len(A)])) ** 2).sum(axis=1)),
)

A = np.array([[0.5, -1.25, 2.0], [1.75, 0.25, -0.5], [-2.0, 1.5, 3.25], [0.25, -0.75, 1.0]])
B = np.array([[1.0, 0.5, -0.25], [-1.5, 2.0, 0.75], [0.5, -0.5, 3.0], [2.5, 1.0, -1.0], [-0.25, 0.0, 1.5]])

TOPIC = Plain(
    name="distances",
    formula="distances(A, B)_ij = sqrt(sum_f (A_if - B_jf)^2)",
    names=r"((pairwise|squared|euclid\w*|l2|all|cross)_?(sq(uared)?_?)?(euclid\w*_?)?dist|(^|_)distances?(_|$)|^cdist|^dist$|sq_?dist)"
    r"(?!\w*(center|centroid|cluster|metric|travel))",
    given=(
        Given("A", "np", "X x X_test x_test test queries query points P U x1 a"),
        Given("B", "mp", "Y y X_train x_train train samples centers centroids Q V x2 b data"),
    ),
    exact=exact,
    readings=(
        Reading(
            "distances",
            "the distance of each row of A to each row of B",
            asks=r"sqrt|norm|\*\*\s*0\.5|hypot|math\.dist|^(?!(.|\n)*(squared|sq_|_sq|sqdist|sqeuclid|dist\w*2))",
        ),
        Reading(
            "squared distances",
            "the squared distance of each row of A to each row of B",
            exact=squares,
            mistakes=MISTAKES_OF_SQUARES,
        ),
    ),
    examples=(
        Example("usual", (A, B)),
        Example("usual", (B[:, :2], A[:3, 1:])),
        Example("usual", (A[:3] * 2.0, B[:4] - 1.0)),
        Example("telling", (A[:1], B)),
        Example("telling", (A, B[:1])),
        Example("one feature", (A[:, :1], B[:, :1]), "differs"),
        Example("integer", (np.array([[1, 2], [3, 0], [5, 5]]), np.array([[0, 1], [2, 2]]))),
        Example("a point's distance to itself", (A, A), "self_distance", "negative_squares", 1e-7),
        Example("points that nearly coincide", (A + 0.1, A + 0.1 + 1e-9), "cancellation", "negative_squares", 1e-10),
        Example("points far from 0", (A + 1e8, B + 1e8), "cancellation", "negative_squares", 1e-6),
    ),
    mistakes=MISTAKES,
    causes={
        "not_a_distance": Cause("wrong", "This is another measure than the Euclidean distance."),
        "no_root": Cause(
            "wrong",
            "This is the squared distance: its square root is missing. If the squares are what you want, say so in the "
            "name: squared_distances.",
        ),
        "mean_of_features": Cause("wrong", "The squares are averaged over the features; add them."),
        "no_square": Cause("wrong", "Differences of different sign cancel: square each one before adding."),
        "expansion_is_wrong": Cause("wrong", "The expansion is |a|^2 - 2 a.b + |b|^2: the middle term is not that."),
        "row_by_row": Cause(
            "wrong", "Row i is compared with row i only; every row of A with every row of B was asked."
        ),
        "sums_the_samples": Cause("wrong", "The sum runs over the samples; it must run over the features."),
        "adds_small_number": Cause("wrong", "A small number is added, and no distance can be 0 any more."),
        "self_distance": Cause("fragile", "A point's distance to itself is not 0."),
        "negative_squares": Cause(
            "fragile",
            "|a|^2 - 2 a.b + |b|^2 subtracts nearly equal numbers, the result can round to less than 0, and its root "
            "is nan. Clip it at 0, or subtract the points first.",
        ),
        "cancellation": Cause(
            "fragile",
            "|a|^2 - 2 a.b + |b|^2 subtracts nearly equal numbers: where the points lie far from 0 compared with their "
            "distances, no digits are left. Subtract the points first (or the mean of all points from both).",
        ),
    },
    edits={"sums_the_samples": ("other_axis",), "adds_small_number": ("drop_constant",)},
    sizes={"n": (1, 3), "m": (1, 3), "p": (1, 3)},
    dials=(Dial(("cancellation", "negative_squares"), "an offset of {}", lambda t: (A + t, B + t), 1e15),),
    cost=lambda n: (np.column_stack([np.linspace(0, 1, n), np.linspace(2, 1, n)]), B[:, :2]),
    textbook=lambda A, B: np.sqrt(((A[:, None] - B[None]) ** 2).sum(axis=2)),
    grows_with="the number of rows of A",
).topic()
