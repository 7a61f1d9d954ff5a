"""The samples that a bootstrap leaves out: those that were never drawn."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def _missing(indices: Array, n: int) -> list[int]:
    seen = {int(i) for i in indices}
    return [row for row in range(int(n)) if row not in seen]


def rows(indices: Array, n: int) -> Any:
    """Go through all rows and ask for each whether it was drawn."""
    return np.array(_missing(indices, n), dtype=np.int64)


def mask(indices: Array, n: int) -> Any:
    """Say the same as True and False."""
    left_out = set(_missing(indices, n))
    return np.array([row in left_out for row in range(int(n))])


def _counts(indices: Array, n: int) -> Array:
    return np.bincount(np.asarray(indices, dtype=np.int64), minlength=int(n))[: int(n)]


def _last_forgotten(indices: Array, n: int) -> Array:
    return np.setdiff1d(np.arange(int(n) - 1), indices)


MISTAKES = (
    ("rows_that_were_drawn", lambda i, n: np.unique(i)),
    ("counts_draws", _counts),
    ("counts_draws", lambda i, n: np.unique(i, return_counts=True)[1]),
    ("drawn_once_only", lambda i, n: np.flatnonzero(_counts(i, n) == 1)),
    ("drawn_at_most_once", lambda i, n: np.flatnonzero(_counts(i, n) <= 1)),
    ("drawn_several_times", lambda i, n: np.flatnonzero(_counts(i, n) > 1)),
    ("places_not_rows", lambda i, n: np.setdiff1d(np.arange(int(n)), np.unique(i, return_index=True)[1])),
    ("last_row_forgotten", _last_forgotten),
    ("first_row_forgotten", lambda i, n: np.setdiff1d(np.arange(1, int(n)), i)),
    ("counts_from_one", lambda i, n: np.setdiff1d(np.arange(1, int(n) + 1), i)),
    ("counts_from_one", lambda i, n: np.setdiff1d(np.arange(int(n)), i) + 1),
    ("one_row_too_many", lambda i, n: np.setdiff1d(np.arange(int(n) + 1), i)),
    ("up_to_the_largest_drawn", lambda i, n: np.setdiff1d(np.arange(int(max(i))), i)),
    ("up_to_the_largest_drawn", lambda i, n: np.setdiff1d(np.arange(len(i)), i)),
    ("duplicates_forgotten", lambda i, n: np.arange(len(i), int(n))),
    ("only_how_many", lambda i, n: len(_missing(i, n))),
    ("share_of_rows", lambda i, n: len(_missing(i, n)) / int(n)),
    ("not_sorted", lambda i, n: rows(i, n)[::-1]),
)
OF_MASKS = (
    ("rows_that_were_drawn", lambda i, n: ~mask(i, n)),
    ("counts_draws", _counts),
    ("drawn_once_only", lambda i, n: _counts(i, n) == 1),
    ("drawn_at_most_once", lambda i, n: _counts(i, n) <= 1),
    ("drawn_several_times", lambda i, n: _counts(i, n) > 1),
)

A = np.array([7, 2, 2, 8, 4, 2, 7, 0])
B = np.array([1, 5, 5, 3, 9, 1, 3, 5, 1, 6])
C = np.array([4, 4, 0, 6, 0])

TOPIC = Plain(
    name="out_of_bag",
    formula="out_of_bag(indices, n) = the rows 0, 1, ..., n - 1 that are not among indices, in ascending order",
    names=r"(^|_)oob(_|$)|out_?of_?(the_?)?bag|left_?out_?(rows|samples)|not_?drawn|undrawn",
    given=(
        Given("indices", "m", "idx drawn sample bootstrap bag inbag in_bag rows draws", [0, 3, 1, 3, 4, 0]),
        Given("n", also="n_samples n_rows size total count", values=[6, 5, 8, 7]),
    ),
    exact=rows,
    readings=(
        Reading("rows", "the numbers of the rows that were not drawn, in ascending order"),
        Reading(
            "mask", "for each row whether it was not drawn", exact=mask, mistakes=OF_MASKS, asks=r"boolean|as_mask"
        ),
    ),
    examples=(
        Example("usual", (A, 10)),
        Example("usual", (B, 12)),
        Example("usual", (C, 8)),
        Example("telling", (np.array([5, 1, 1, 2, 5]), 7)),
        Example("telling", (np.array([3, 0, 3, 3, 0, 1]), 6)),
        Example("a single draw", (np.array([2]), 4), "fails_single_element"),
        Example("the last row not drawn", (np.array([0, 1, 1, 2]), 4), "last_row_forgotten"),
        Example("the first row not drawn", (np.array([3, 1, 1, 2]), 4), "first_row_forgotten"),
        Example("more draws than rows", (np.array([0, 2, 2, 4, 0, 4, 2, 0]), 5), "many_draws"),
    ),
    mistakes=MISTAKES,
    causes={
        "rows_that_were_drawn": Cause("wrong", "These rows were drawn; those that were not are asked for."),
        "counts_draws": Cause("wrong", "This is how often rows were drawn; asked for are the rows drawn 0 times."),
        "drawn_once_only": Cause("wrong", "These rows were drawn once; left out are the rows drawn 0 times."),
        "drawn_at_most_once": Cause("wrong", "Rows drawn once are not left out: only those drawn 0 times are."),
        "drawn_several_times": Cause("wrong", "These rows were drawn several times; asked for are those never drawn."),
        "places_not_rows": Cause(
            "wrong", "Places in `indices` are compared instead of the row numbers that stand at these places."
        ),
        "last_row_forgotten": Cause("wrong", "Row n - 1 is forgotten: the rows are range(n)."),
        "first_row_forgotten": Cause("wrong", "Row 0 is forgotten: the rows are range(n), from 0 on."),
        "counts_from_one": Cause("wrong", "Rows are counted from 1; they are 0, 1, ..., n - 1."),
        "one_row_too_many": Cause("wrong", "There is no row n: the rows end at n - 1."),
        "up_to_the_largest_drawn": Cause(
            "wrong", "The rows are taken to end at the largest one drawn (or at the number of draws); there are n."
        ),
        "duplicates_forgotten": Cause(
            "wrong",
            "n minus the number of draws is not how many were left out: rows are drawn several times, and so about a "
            "third is missed even with n draws. Ask for each row whether it is among the indices.",
        ),
        "only_how_many": Cause("wrong", "The number of rows comes back; asked for is which."),
        "share_of_rows": Cause("wrong", "The share of the rows comes back; asked for is which."),
        "not_sorted": Cause("wrong", "The rows are right, but not in ascending order."),
        "many_draws": Cause("fragile", "It fails where there are more draws than rows."),
    },
    valid=lambda indices, n: bool(np.min(indices) >= 0 and np.max(indices) < int(n)),
    everyday=lambda indices, n: len(np.unique(indices)) < int(n),
    sizes={"m": (2, 6)},
    cost=lambda n: (np.arange(n) * 7 % max(1, n - n // 3), n),
    textbook=lambda indices, n: np.setdiff1d(np.arange(n), indices),
    grows_with="the number of rows",
).topic()
